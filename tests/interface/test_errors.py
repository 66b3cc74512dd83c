"""Broken command lines and files: one clear line, exit status 2, no traceback, nothing that looks like a result."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.command import run_command
from sim.errors import UserError, nearest
from sim.machine import Room
from sim.parameters import registry
from sim.parameters.__main__ import main as parameters_main
from sim.runs.task import compile_all
from sim.setup.catalogue import GROUPS, ROOT, scenario_files

NUMBERS = [p for p in registry().values() if p.low is not None]
CHOICES = [p for p in registry().values() if p.choices]
SWITCHES = [p for p in registry().values() if p.type is bool]


def misspelt(name):
    """The name without its middle letter."""
    return name[: len(name) // 2] + name[len(name) // 2 + 1 :]


def command_lines():
    """(command line, what the message must hold)."""
    for p in NUMBERS[::5]:
        head, _, last = p.name.rpartition(".")
        wrong = f"{head}.{misspelt(last)}" if head else misspelt(last)
        yield [f"{wrong}=1"], "is not a parameter"
    for p in NUMBERS[1::5]:
        yield [f"{p.name}={p.high * 2 + 1}"], f"from {'' if p.low else '0'}"
        yield [f"{p.name}={p.low - 1}"], p.name
    for p, value in zip(NUMBERS[2::6], ["nan", "inf", "-inf", "five", "true", "'3'", "[1]", "null"] * 10, strict=False):
        yield [f"{p.name}={value}"], p.name
    for p in (p for p in NUMBERS if p.type is int):
        yield [f"{p.name}={p.low + 0.5}"], "whole number"
    for p in CHOICES:
        yield [f"{p.name}={misspelt(p.choices[0])}"], p.choices[0]
    for p in SWITCHES:
        yield [f"{p.name}=1"], "true or false"
    for name in sorted(scenario_files())[::3]:
        yield [f"scenario={misspelt(name)}"], "Available: "
    for group in GROUPS:
        yield [f"{group}=nonsense"], "Available: "
        yield [f"{group}=5"], "is not an option of"
        yield [f"{misspelt(group)}=default"], "is not a parameter"
        yield [f"+{group}=default"], "neither added nor removed"
        yield [f"~{group}"], "neither added nor removed"
    yield from OTHERS


OTHERS = [
    (["covid_shock"], "scenario=covid_shock"),
    (["++seed=3"], "write seed="),
    (["--multi"], "did you mean --multirun?"),
    (["--hydra-help"], "is not a flag"),
    (["-x"], "is not a flag"),
    (["--cfg"], "takes 'job'"),
    (["--cfg", "hydra"], "takes 'job'"),
    (["--cfg=all"], "takes 'job'"),
    (["seed=1,2"], "add --multirun"),
    (["scenario=baseline,palim"], "add --multirun"),
    (["shock.month=range(1,5)"], "add --multirun"),
    (["-m", "seed=range(1,100000)"], "more than 500 runs"),
    (["-m", "design.places=interval(1,5)"], "an interval is not a list"),
    (["-m", "scenario=glob(zzz*)"], "no values"),
    (["-m", "scenario=baseline,palm"], "did you mean palim?"),
    (["-m", "seed=1,x"], "seed: 'x'"),
    (["seed=1", "seed=2"], "given twice"),
    (["scenario=palim", "scenario=homere"], "given twice"),
    (["scenario=PALIM"], "did you mean palim?"),
    (["scenario=Covid-Shock"], "did you mean covid_shock?"),
    (["duration=5"], "did you mean design.duration_years?"),
    (["months=5"], "did you mean recognition.months or permits.months?"),
    (["Seed=5"], "did you mean seed?"),
    (["PALIM"], "scenario=palim"),
    (["seed="], "seed: ''"),
    (["scenario="], "'' is not a scenario"),
    (["=3"], "has no name"),
    ([""], "is not a setting"),
    (["design.places==3"], "design.places"),
    (["seed=[3"], "cannot be read"),
    (["seed='3"], "cannot be read"),
    (["scenario@x=palim"], "'@' has no meaning"),
    (["hydra.run.dir=x"], "is not a parameter"),
    (["design.duration_years.x=3"], "did you mean design.duration_years?"),
    (["duration_years=3"], "did you mean design.duration_years?"),
    (["permits=3"], "is a group of parameters"),
    (["shock.demand_loss=0.3"], "set shock.demand_loss.ict"),
    (["shock.demand_loss.icct=0.3"], "did you mean shock.demand_loss.ict?"),
    (["permits={}"], "has no value"),
    (["permits={monts: 3}"], "did you mean permits.months?"),
    (["scenario=./nowhere.yaml"], "does not exist"),
    (["scenario=/"], "is a folder"),
    (["start=2019"], "YYYY-MM"),
    (["start=2019-13"], "YYYY-MM"),
    (["outputs="], "outputs is empty"),
    (["outputs=' '"], "outputs is empty"),
    (["markets.countries=2"], "more than markets.count"),
    (["scenario=thamm", "markets.countries=6"], "more than markets.count"),
    (["markets=three", "markets.count=2"], "more than markets.count"),
    (["employers.size_share={micro: 0, small: 0, medium: 0, large: 0}"], "size_share is zero"),
    (["journeys=11", "replicates=10"], "more than replicates"),
    (["timeline=3"], "is not a mapping"),
    (["timeline=null"], "is not a mapping"),
    (["timeline.24=3"], "nothing is set"),
    (["timeline={24: {}}"], "nothing is set"),
    (["timeline={-1: {permits.months: 1}}"], "is not a month"),
    (["timeline={x: {permits.months: 1}}"], "is not a month"),
    (["timeline={1.5: {permits.months: 1}}"], "is not a month"),
    (["timeline={601: {permits.months: 1}}"], "is not a month"),
    (["timeline.24.permits.monts=1"], "did you mean permits.months?"),
    (["timeline.24.permits.months=99"], "timeline, month 24"),
    (["timeline.24.permits.months=two"], "timeline, month 24"),
    (["timeline.24.design.places=9"], "fixed at the start"),
    (["timeline.24.replicates=9"], "a setting of the run"),
    (["outputs=/dev/null/x"], "/dev/null"),
    (["outputs=a_file"], "a_file"),
    (["outputs=a_file/below"], "a_file"),
    ([f"outputs={'x' * 300}"], "too long"),
]

FILES = {
    "empty": ("", "has no settings"),
    "only a comment": ("# nothing\n", "has no settings"),
    "null": ("~\n", "has no settings"),
    "empty mapping": ("{}\n", "has no settings"),
    "a list": ("- design.places: 3\n", "a list"),
    "a word": ("places\n", "only 'places'"),
    "a number": ("60\n", "only '60'"),
    "unclosed list": ("design: [1, 2\n", "not YAML"),
    "unclosed quote": ("description: 'x\ndesign:\n", "not YAML"),
    "tab": ("design:\n\tplaces: 3\n", "not YAML"),
    "bad indent": ("design:\n  places: 3\n places: 4\n", "not YAML"),
    "two colons": ("design: places: 3\n", "not YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", "not YAML"),
    "same key twice": ("seed: 1\nseed: 2\n", "not YAML"),
    "python object": ("seed: !!python/object/apply:os.getcwd []\n", "not YAML"),
    "unknown alias": ("seed: *x\n", "not YAML"),
    "unknown name": ("placs: 3\n", "is not a parameter"),
    "misspelt": ("design: {duraton_years: 3}\n", "did you mean design.duration_years?"),
    "misspelt, dotted": ("design.duraton_years: 3\n", "did you mean design.duration_years?"),
    "misspelt group": ("desing: {places: 3}\n", "is not a parameter"),
    "misspelt sector": ("shock: {demand_loss: {itc: 0.2}}\n", "did you mean shock.demand_loss.ict?"),
    "out of range": ("design: {duration_years: 12}\n", "12 is not a number from 0.0833 to 8 years"),
    "a word for a number": ("design: {duration_years: five}\n", "'five' is not a number"),
    "not a number": ("recognition: {months: .nan}\n", "recognition.months: nan"),
    "infinite": ("recognition: {months: .inf}\n", "recognition.months: inf"),
    "a list for a number": ("seed: [1, 2]\n", "seed: [1, 2]"),
    "true for a number": ("seed: true\n", "seed: True"),
    "a number for a switch": ("design: {advisory_board: 1}\n", "true or false"),
    "a mapping for a number": ("seed: {a: 1}\n", "did you mean seed?"),
    "a number for a group": ("design: 3\n", "is a group of parameters"),
    "nothing for a group": ("design:\n", "design has no value"),
    "nothing for a number": ("design:\n  places:\n", "design.places has no value"),
    "wrong category": ("design: {kind: employed}\n", "one of employment"),
    "half a person": ("design: {places: 10.5}\n", "whole number"),
    "contradiction": ("markets: {countries: 4}\n", "more than markets.count"),
    "no weights": ("employers: {size_share: {micro: 0, small: 0, medium: 0, large: 0}}\n", "size_share is zero"),
    "bad month": ("start: 03-2019\n", "YYYY-MM"),
    "bad name": ("scenario: ../../etc\n", "contain a slash"),
    "unknown parent": ("defaults: [palm]\nseed: 1\n", "did you mean palim?"),
    "its own parent": ("defaults: [broken]\nseed: 1\n", "circle"),
    "unknown option": ("defaults: [override /shock: covd]\n", "did you mean covid?"),
    "unknown group": ("defaults: [override /shok: covid]\n", "did you mean shock?"),
    "option twice": ("defaults: [override /shock: covid, override /shock: mild]\n", "chosen twice"),
    "defaults no list": ("defaults: palim\n", "not a list"),
    "defaults of numbers": ("defaults: [3]\n", "neither a scenario"),
    "hydra": ("hydra: {run: {dir: /tmp}}\n", "is not a parameter"),
    "instantiate": ("_target_: os.system\n", "is not a parameter"),
    "timeline no mapping": ("timeline: [24]\n", "is not a mapping"),
    "timeline bad month": ("timeline: {soon: {permits.months: 1}}\n", "is not a month"),
    "timeline misspelt": ("timeline: {24: {recognition: {monts: 1}}}\n", "did you mean recognition.months?"),
    "timeline out of range": ("timeline: {24: {recognition.months: -1}}\n", "timeline, month 24"),
    "timeline fixed": ("timeline: {24: {markets.count: 3}}\n", "fixed at the start"),
    "timeline empty": ("timeline: {24: }\n", "nothing is set"),
}
CASES = list(command_lines())


@pytest.fixture(autouse=True)
def working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a_file").write_text("in the way")


def refusal(capsys, arguments, command=main):
    """The one line with which a command refuses its arguments."""
    with pytest.raises(SystemExit) as left:
        command(arguments)
    output, error = capsys.readouterr()
    assert left.value.code == 2
    assert error.endswith("\n")
    assert error.count("\n") == 1
    assert error.startswith("Error: ")
    assert "Traceback" not in output + error
    assert_nothing_looks_complete()
    return error


def assert_nothing_looks_complete():
    for path in Path.cwd().rglob("*"):
        if path.name in ("summary.csv", "run.json", "report.html", "config.yaml"):
            assert (path.parent / "INCOMPLETE").exists(), path


def test_there_are_enough_of_them():
    assert len(CASES) + len(FILES) >= 200
    assert len({str(arguments) for arguments, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("arguments", "expected"), CASES, ids=[" ".join(arguments)[:60] for arguments, _ in CASES])
def test_a_broken_command_line(capsys, arguments, expected):
    assert expected in refusal(capsys, arguments)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file(capsys, name):
    text, expected = FILES[name]
    Path("scenarios").mkdir()
    Path("scenarios/broken.yaml").write_text(text)
    error = refusal(capsys, ["scenario=broken"])
    assert expected in error
    assert "scenarios/broken.yaml" in error or "scenario 'broken'" in error or name in ("contradiction", "bad name")


def test_a_file_that_is_no_text(capsys):
    Path("x.yaml").write_bytes(b"\xff\xfe\x00\x01\x80")
    assert "x.yaml is not YAML" in refusal(capsys, ["scenario=./x.yaml"])


def test_the_list_of_parameters_refuses_in_the_same_way(capsys):
    assert "did you mean palim?" in refusal(capsys, ["scenario=palm"], parameters_main)
    assert "did you mean --csv?" in refusal(capsys, ["--cvs"], parameters_main)


SAMPLE = [
    ["scenario=covid_shok"], ["design.duraton_years=3"], ["design.duration_years=12"], ["seed=nan"], ["shock=covd"],
    ["permits.months=inf"], ["replicates=many"], ["--multirn"], ["seed=1,2"], ["+seed=1"], ["markets.countries=9"],
    ["outputs=/dev/null/x"], ["outputs=a_file"], ["scenario=./broken.yaml"], ["scenario=./empty.yaml"],
]  # fmt: skip


def run(arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "sim", *arguments], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, **options,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", SAMPLE, ids=" ".join)
def test_as_a_user_meets_them(arguments):
    Path("broken.yaml").write_text("design: [")
    Path("empty.yaml").write_text("")
    done = run(arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert_nothing_looks_complete()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "Error: cannot read or write: the disk is full\n"


def stub_simulation(monkeypatch, simulate):
    monkeypatch.setattr("sim.job.simulate", simulate)


def test_a_disk_that_fills_while_results_are_written(capsys, monkeypatch):
    from sim.reporting import outputs

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "runs.parquet")

    stub_simulation(monkeypatch, lambda config, progress: None)
    monkeypatch.setattr(outputs, "write", full)
    assert refusal(capsys, ["scenario=palim"]) == "Error: cannot use runs.parquet: the disk is full\n"
    [folder] = Path("outputs/palim").iterdir()
    assert (folder / "INCOMPLETE").exists()


def test_an_interrupted_run_leaves_a_marked_folder(capsys, monkeypatch):
    def interrupted(config, progress):
        raise KeyboardInterrupt

    stub_simulation(monkeypatch, interrupted)
    with pytest.raises(SystemExit) as left:
        main(["scenario=palim"])
    error = capsys.readouterr().err
    [folder] = Path("outputs/palim").iterdir()
    assert left.value.code == 130
    assert error == f"Interrupted: {folder} is marked as incomplete.\n"
    assert (folder / "INCOMPLETE").exists()


def test_control_c_in_a_running_simulation():
    compile_all()  # here, not below: who waits for the first compilation is another matter
    command = [sys.executable, "-m", "sim", "scenario=talent_partnership", "replicates=20000"]
    running = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not list(Path.cwd().glob("outputs/talent_partnership/*/INCOMPLETE")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(2)
        running.send_signal(signal.SIGINT)
        error = running.communicate(timeout=120)[1]
    finally:
        running.kill()
    assert running.returncode == 130
    assert "Traceback" not in error
    assert "is marked as incomplete." in error
    assert_nothing_looks_complete()


def test_an_interruption_while_python_clears_memory_is_repeated():
    program = """
import os, signal, time
from sim.command import run_command

class Cleared:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)

def command(arguments):
    Cleared()
    print("went on", flush=True)
    time.sleep(60)

signal.signal(signal.SIGINT, signal.default_int_handler)
run_command(command, [])
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=50, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "went on\n", "Interrupted.\n")


@pytest.mark.compiled
def test_more_runs_than_fit_into_memory_are_refused(monkeypatch, capsys):
    monkeypatch.setattr("sim.machine.rooms", lambda: [Room(1.2e9, "are free on this computer")])
    with pytest.raises(SystemExit) as left:
        main(["replicates=100000"])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert re.fullmatch(
        r"Error: this needs about \d+\.\d GiB of memory, but only 1\.1 GiB are free on this computer: choose at most replicates=\d+0{2,}\n", told
    )  # fmt: skip
    assert_nothing_looks_complete()


@pytest.mark.parametrize(
    ("raised", "status", "line"),
    [
        (UserError("a\n b"), 2, "Error: a b\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (PermissionError(errno.EACCES, "x", "f"), 2, "Error: cannot use f: permission denied\n"),
        (OSError("odd"), 2, "Error: cannot read or write: odd\n"),
    ],
)
def test_what_a_command_line_makes_of_errors(capsys, raised, status, line):
    def command(arguments):
        raise raised

    with pytest.raises(SystemExit) as left:
        run_command(command, [])
    assert (left.value.code, capsys.readouterr().err) == (status, line)


def test_a_fault_of_the_program_is_not_hidden():
    def command(arguments):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_command(command, [])


def test_the_nearest_name():
    assert nearest("covid_shok", ["palim", "covid_shock"]) == "covid_shock"
    assert nearest("monhts", ["permits.months", "seed"]) == "permits.months"
    assert nearest("zzz", ["palim"]) is None
