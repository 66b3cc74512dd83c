"""The help, what it imports, and the commands beside a plain run."""

import os
import subprocess
import sys

import pytest
import yaml

from sim import __version__, configure
from sim.__main__ import main
from sim.parameters import registry
from sim.parameters.__main__ import main as parameters_main
from sim.setup.catalogue import GROUPS, REAL, ROOT, group_options, scenario_files
from sim.setup.checks import FIXED_AT_START

HEAVY = ("numba", "pandas", "mesa", "matplotlib", "scipy", "pyarrow")


def imported(*arguments):
    """Top-level packages that a command line imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sim", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_help_imports_nothing_heavy():
    assert not imported("--help") & {*HEAVY, "hydra", "omegaconf", "rich"}


@pytest.mark.parametrize("arguments", [["--version"], ["scenario=covid_shok"], ["--cfg", "job"], ["design=five_yeer"]])
def test_what_needs_no_simulation_imports_none(arguments):
    assert not imported(*arguments) & {*HEAVY}


def test_help_names_everything(capsys):
    main(["--help"])
    text = capsys.readouterr().out
    main(["-h", "scenario=palim"])
    assert capsys.readouterr().out == text
    typical, _, rest = text.partition("\n\nReal schemes")
    real = rest.partition("\n\n")[0]
    for name in scenario_files():
        told = configure(name).description
        where = real if told.startswith(REAL) else typical
        assert f"\n  {name} " in where
        assert told.removeprefix(REAL) in where
    assert REAL not in text
    for group in GROUPS:
        assert all(f"{group}={option} " in text for option in group_options(group) if option != "default")
    for setting in ("seed", "replicates", "workers", "outputs", "journeys", "horizon", "scale"):
        assert registry()[setting].meaning in text
    assert text.count("\n  python -m sim ") == 5


def test_examples_of_the_help_are_valid():
    import shlex

    from sim.__main__ import command_line
    from sim.setup.configuration import runs
    from sim.setup.help_text import EXAMPLES

    for line in EXAMPLES.replace("./mine.yaml", "palim").splitlines():
        asked = command_line(shlex.split(line)[3:])
        assert len(runs(asked.overrides, asked.multirun)) == (4 if asked.multirun else 1)


def test_help_survives_a_broken_file_and_lists_the_users_own(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "broken.yaml").write_text("a: [")
    (tmp_path / "scenarios" / "mine.yaml").write_text("description: my own\n")
    main(["--help"])
    text = capsys.readouterr().out
    assert "(this file cannot be read)" in text.partition("Real schemes")[0]
    assert "my own" in text.partition("Real schemes")[0]


def test_version(capsys):
    main(["--version"])
    assert capsys.readouterr().out == f"sim {__version__}\n"


def test_the_resolved_configuration_is_printed(capsys):
    main(["--cfg", "job", "scenario=palim", "shock=mild", "timeline.4.permits.months=1"])
    printed = yaml.safe_load(capsys.readouterr().out)
    assert (printed["scenario"], printed["design"]["level"], printed["shock"]["severity"]) == ("palim", "medium", 0.5)
    assert printed["timeline"] == {4: {"permits.months": 1.0}}


def test_the_resolved_configurations_of_a_sweep_are_printed(capsys):
    main(["--cfg=job", "-m", "seed=1,2"])
    assert [printed["seed"] for printed in yaml.safe_load_all(capsys.readouterr().out)] == [1, 2]


def test_every_parameter_is_listed_with_value_unit_range_and_source(capsys):
    parameters_main(["scenario=palim", "timeline.4.permits.months=1"])
    lines = capsys.readouterr().out.splitlines()
    for name, parameter in registry().items():
        [line] = [line for line in lines if line.split()[:1] == [name] and line[:2].strip()]  # no folded cell
        assert parameter.unit in line
    [board] = [line for line in lines if "design.advisory_board" in line]
    assert "each month: costs.board" in board
    [budget] = [line for line in lines if "design.budget_total" in line]
    assert "1496448.5 *" in budget
    assert "from month 4: permits.months = 1" in lines


def test_parameters_as_csv_and_their_sources(capsys):
    import csv

    parameters_main(["scenario=palim", "--csv"])
    rows = {row["name"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    assert list(rows) == list(registry())
    assert (rows["design.places"]["value"], rows["design.places"]["changed"]) == ("30", "*")
    parameters_main(["--sources"])
    assert "https://" in capsys.readouterr().out
    parameters_main(["--help"])
    assert "usage: python -m sim.parameters" in capsys.readouterr().out


def test_what_is_fixed_at_the_start_are_parameters():
    assert set(FIXED_AT_START) <= set(registry())


def test_a_sweep_writes_a_folder_and_a_line_for_each_run(capsys, tmp_path):
    main(["-m", "scenario=baseline,palim", "seed=1,2", "replicates=2", f"outputs={tmp_path}"])
    lines = capsys.readouterr().out.splitlines()
    folders = sorted(str(path) for path in tmp_path.glob("*/*"))
    assert sorted(line.rpartition("  ")[2] for line in lines) == folders
    assert len(folders) == 4
    assert not list(tmp_path.rglob("INCOMPLETE"))
    assert lines[0].startswith("[1/4] scenario=baseline seed=1  matches ")


def test_a_run_prints_its_folder_last(capsys, tmp_path):
    main(["scenario=palim", "replicates=2", f"outputs={tmp_path}"])
    printed = capsys.readouterr()
    [folder] = (tmp_path / "palim").iterdir()
    assert printed.out.splitlines()[-1] == str(folder)
    again = configure(str(folder / "config.yaml"))
    assert again == configure("palim", "replicates=2", f"outputs={tmp_path}")
