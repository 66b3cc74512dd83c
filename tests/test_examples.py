"""Every code block of the README and of the documentation does what it says, with smaller numbers where it would take long."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from analysis.command.entry import main as pilot_schemes
from analysis.command.questions import main_of
from sim.__main__ import main as sim_main
from sim.compiled import cache_root
from sim.corridors.__main__ import main as corridors_main
from sim.parameters.__main__ import main as parameters_main
from sim.setup.catalogue import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
DRAWN = {}
LANGUAGES = {"sh", "powershell", "nginx", "python", "yaml", ""}

SMALLER = {
    "sim": {"replicates": "2"},
    "analysis.advice": {"levers": "design.flexibility", "draws": "4"},
    "analysis.bottlenecks": {"scenario": "palim", "replicates": "2"},
    "analysis.calibration check=100": {"check": "1", "check_points": "20", "check_moves": "1", "check_last_moves": "8"},
    "analysis.calibration": {"scenario": "palim", "points": "20", "moves": "1", "last_moves": "1"},
    "analysis.compare": {"replicates": "4", "turning": "0"},
    "analysis.discovery": {"worlds": "256", "replicates": "2", "resamples": "2"},
    "analysis.forecast": {"draws": "20"},
    "analysis.influence": {"worlds": "200"},
    "analysis.lessons": {"lessons": "L1", "replicates": "4"},
    "analysis.optimise": {
        "levers": "design.places,design.host_staff",
        "runs": "3600",
        "population": "8",
        "worlds": "50",
        "shown": "3",
    },
    "analysis.robustness": {"worlds": "32", "replicates": "2"},
    "analysis.sequence": {"worlds": "20", "record": "0"},
    "analysis.sensitivity method=pawn": {"samples": "64", "replicates": "2"},
    "analysis.sensitivity": {"samples": "8", "replicates": "2", "screening": "4"},
    "analysis.validation ship=true": {"scenario": "wafira,palim", "draws": "40", "ship": "false"},
    "analysis.validation": {"scenario": "palim", "draws": "40"},
}
"""Settings with which a command takes a second, the first whose words are all there; they replace those of the page."""

SMALLER_PYTHON = {"replicates=200": "replicates=4", "range(20)": "range(2)", "[1.5, 3, 5]": "[3]"}

NOT_RUN = {
    "pip install": "installs packages: `.ci/run` does it",
    "git clone": "copies the project: an address stands for it",
    "activate": "changes the shell only",
    "executor=dask": "needs a cluster: tests/test_cluster.py",
    "analysis.dashboard": "starts a server: once below, and tests/dashboard",
    "SolaraViz(": "a page in the browser: tests/dashboard/test_solara.py",
    "dask_jobqueue": "needs SLURM",
    "dask_kubernetes": "needs Kubernetes",
}
"""What a command or block holds that no test runs here, and why. Its settings are composed, its Python is compiled."""


def blocks(language):
    """Every block in a language: its page and its text."""
    return [
        (page, text)
        for page in PAGES
        for kind, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if kind == language
    ]


def reason_not_to_run(text):
    return next((reason for part, reason in NOT_RUN.items() if part in text), None)


def module_and_arguments(words):
    """The module that a command line runs and what it is given, made small; no module for any other command."""
    if words[:2] == ["python", "-m"]:
        return words[2], smaller(words[2], words[3:])
    if words[0] == "pilot-schemes":
        return words[0], words[1:] if "=" not in words[1] else smaller("sim", words[1:])
    return None, words


def smaller(module, arguments):
    """The arguments with few runs; those that only show something, or are not run, stay as they are."""
    if {"--help", "--version", "--cfg"} & set(arguments) or reason_not_to_run(" ".join([module, *arguments])):
        return arguments
    few = next((few for words, few in SMALLER.items() if {*words.split()} <= {module, *arguments}), {})
    kept = [argument for argument in arguments if argument.partition("=")[0] not in few]
    return [*kept, *(f"{name}={value}" for name, value in few.items())]


def command_lines():
    """Every different command of the pages as (line, module, arguments), the line without its comment."""
    found = {}
    for page, text in blocks("sh"):
        for line in text.splitlines():
            words = shlex.split(line, comments=True)
            line = shlex.join(words)
            module, arguments = module_and_arguments(words)
            found.setdefault((module, *arguments), (f"{page.name}: {line}"[:100], line, module, arguments))
    return [pytest.param(*of_line, id=name) for name, *of_line in found.values()]


def run(module, arguments):
    """Run a command in this process."""
    if module == "pilot-schemes":
        pilot_schemes(arguments)
    elif module == "sim":
        sim_main(arguments)
    elif module == "sim.parameters":
        parameters_main(arguments)
    elif module == "sim.corridors":
        corridors_main(arguments)
    else:
        main_of(module.removeprefix("analysis."))(arguments)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working directory with the files that the pages name."""
    monkeypatch.chdir(tmp_path)
    [own] = [text for _, text in blocks("yaml") if text.startswith("# scenarios/mine.yaml\n")]
    for name in ("scenarios/mine.yaml", "somewhere/mine.yaml", "outputs/palim/2026-01-31_120000/config.yaml",
                 "outputs/optimise/2026-01-31_120000/designs/front_05.yaml"):  # fmt: skip
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text(own, encoding="utf-8")
    return tmp_path


@pytest.fixture
def few_pictures(monkeypatch):
    """Pictures are drawn once, and none as PNG: tests/test_pictures.py looks at them, and they would take most of the time."""
    from sim.reporting import outputs, pictures

    draw_all = outputs.draw_all

    def drawn_once(config, results):
        DRAWN.update({} if DRAWN else draw_all(config, results))
        return DRAWN

    monkeypatch.setattr(outputs, "draw_all", drawn_once)
    monkeypatch.setattr(pictures, "to_png", lambda figure: b"")


@pytest.mark.compiled
@pytest.mark.parametrize(("line", "module", "arguments"), command_lines())
def test_a_command(folder, few_pictures, capsys, line, module, arguments):
    if reason_not_to_run(line):
        if module == "analysis.dashboard":
            main_of("dashboard")(["--cfg", "job", *arguments])
            assert "host: " in capsys.readouterr().out
        return
    if module is None:
        shared = line.replace("/shared/pilot-schemes", str(cache_root()))
        done = subprocess.run(shared.replace("python", sys.executable, 1), shell=True, check=False, env=environment())
        assert done.returncode == 0
        return
    run(module, arguments)
    assert capsys.readouterr().out
    assert not list(folder.rglob("INCOMPLETE"))


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.compiled
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")], ids=lambda page: page.name
)
def test_the_python_of_a_page_runs_from_top_to_bottom(folder, page):
    names = {"__name__": "page"}
    for _, text in [block for block in blocks("python") if block[0] == page]:
        for full, small in SMALLER_PYTHON.items():
            text = text.replace(full, small)
        code = compile(text, page.name, "exec")
        if not reason_not_to_run(text):
            exec(code, names)


def test_every_yaml_is_a_scenario(folder):
    for number, (_, text) in enumerate(blocks("yaml")):
        Path(f"block{number}.yaml").write_text(text, encoding="utf-8")
        sim_main(["--cfg", "job", f"scenario=./block{number}.yaml"])


def test_every_block_says_its_language():
    for page in PAGES:
        kinds = {kind for kind, _ in BLOCK.findall(page.read_text(encoding="utf-8"))}
        assert kinds <= (LANGUAGES if page.name == "odd.md" else LANGUAGES - {""}), page.name


def test_every_reason_is_needed():
    texts = [line.values[0] for line in command_lines()] + [text for _, text in blocks("python")]
    assert [part for part in NOT_RUN if not any(part in text for text in texts)] == []


@pytest.mark.compiled
def test_the_page_for_planners_answers(folder):
    pytest.importorskip("shiny")
    server = subprocess.Popen(
        [sys.executable, "-m", "analysis.dashboard", "port=0"], env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    try:
        address = server.stdout.readline().split()[4]
        with urlopen(address, timeout=30) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
    finally:
        server.kill()
        server.communicate()
