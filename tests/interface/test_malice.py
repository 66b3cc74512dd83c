"""What an adversary or an accident puts in: refused in one line, never computed, never a traceback, nothing lost."""

import ast
import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.command.command_line import taken_apart
from analysis.command.compose import composed_settings
from analysis.compare.__main__ import APPLICATION
from sim.__main__ import main
from sim.errors import MOST_REPEATED, UserError, brief
from sim.parameters import to_record
from sim.reporting.csv_files import harmless, to_csv, write_rows
from sim.runs.store import Store
from sim.setup.catalogue import ROOT
from sim.setup.configuration import configure, resolved_yaml

LONG = "9" * 400
LONGER = "9" * 5000
SECRET = "known to nobody else"


def refused(*overrides, scenario="baseline"):
    """What the refusal says."""
    with pytest.raises(UserError) as refusal:
        configure(scenario, *overrides)
    return str(refusal.value)


def settings_of(*arguments):
    line = taken_apart(APPLICATION, arguments)
    return composed_settings(APPLICATION, line.own)


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("PLANTED", SECRET)


@pytest.mark.parametrize("text", ["${oc.env:PLANTED}", "a ${oc.env:PLANTED} b", "${design.places}", r"\${seed}"])
def test_interpolation_is_refused_wherever_a_text_comes_from(secret, tmp_path, text):
    file = tmp_path / "mine.yaml"
    refusals = [
        refused(f"description='{text}'"), refused(f"outputs='{text}'"), refused(f"design.places='{text}'"),
        refused(f"timeline.5.permits.months='{text}'"), refused(f"design='{text}'"), refused({"description": text}),
        refused({"timeline": {5: {"permits.months": text}}}), refused(scenario=text),
    ]  # fmt: skip
    for content in (
        f"description: '{text}'\n", f"design: {{places: '{text}'}}\n", f"timeline: {{5: {{permits.months: '{text}'}}}}\n",
        f"defaults: ['{text}']\n", f"scenario: '{text}'\n", f"'{text}': 3\n", f"defaults: [{{override /shock: '{text}'}}]\n",
    ):  # fmt: skip
        file.write_text(content)
        refusals.append(refused(scenario=str(file)))
    for setting in ("precision", "designs", "designs.a", "budget", "scenario"):
        with pytest.raises(UserError) as refusal:
            settings_of(f"{setting}={text}")
        refusals.append(str(refusal.value))
    assert not [told for told in refusals if SECRET in told]


@pytest.mark.parametrize("digits", [LONG, LONGER, f"-{LONG}", f"{LONG}.5", "0x" + "f" * 8000])
def test_numbers_of_hundreds_of_digits(tmp_path, digits):
    file = tmp_path / "mine.yaml"
    refusals = []
    for name in ("seed", "design.places", "design.flexibility", "horizon", "markets.countries", "workers"):
        refusals.append(refused(f"{name}={digits}"))
        file.write_text(f"{name}: {digits}\n")
        refusals.append(refused(scenario=str(file)))
    refusals += [refused(f"timeline.5.permits.months={digits}"), refused(f"timeline.{digits}.permits.months=1")]
    refusals += [refused(f"timeline={{{digits}: {{permits.months: 1}}}}"), refused(f"shock={digits}")]
    file.write_text(f"timeline: {{{digits}: {{permits.months: 1}}}}\n")
    refusals.append(refused(scenario=str(file)))
    for setting in ("precision", "replicates", "budget"):
        if setting in vars(settings_of()):
            with pytest.raises(UserError) as refusal:
                settings_of(f"{setting}={digits}")
            refusals.append(str(refusal.value))
    assert max(map(len, refusals)) < 2 * MOST_REPEATED + 200


def test_from_python_too():
    for value in (10**400, 10**5000, -(10**400), 1e308 * 10, float("nan")):
        assert "design.places" in refused({"design.places": value})


@pytest.mark.parametrize("name", ["seed", "scenario", "design", "description", "outputs", "x" * 5000])
def test_an_error_repeats_little_of_what_was_written(name):
    told = refused(f"{name}={'z ' * 4000}'") if name in ("seed", "design") else refused(f"{name}=${{{'z' * 9000}")
    assert len(told) < MOST_REPEATED + 600


def test_what_is_repeated_stands_on_one_line():
    assert brief("a\nb\x1b[31m") == r"'a\nb\x1b[31m'"
    assert brief(10**5000) == "a number of more than 200 digits"
    assert brief([10**5000]) == "a list that cannot be shown"
    assert len(brief("x" * 1000)) == MOST_REPEATED + 4


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\tb", "a\x00b", "a\u2028b", "a\u202eb", "\x1b[31m"])
def test_names_hold_no_line_break(tmp_path, text):
    for name in ("scenario", "outputs", "start", "executor.address"):
        assert "cannot be shown" in refused({name: text}) or name == "scenario"
    (tmp_path / "mine.yaml").write_text(f"scenario: {ascii(text).replace(chr(39), chr(34))}\n")
    assert refused(scenario=str(tmp_path / "mine.yaml"))
    with pytest.raises(UserError, match="cannot be shown"):
        settings_of(f"designs='{text}',three_year")
    with pytest.raises(UserError):
        settings_of(f"scenario='{text}',palim")


def test_a_description_over_several_lines_becomes_one():
    config = configure("palim", {"description": "first\n  second\tthird"})
    assert config.description == "first second third"
    assert "description: first second third\n" in resolved_yaml(config)


def test_a_home_that_nobody_has(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "there is no user ~nouser" in refused(scenario="~nouser/mine.yaml")
    with pytest.raises(SystemExit) as left:
        main(["scenario=palim", "outputs=~nouser/results", "replicates=2"])
    assert left.value.code == 2
    assert capsys.readouterr().err == "Error: ~nouser/results: there is no user ~nouser with a home folder\n"


def test_cells_that_a_spreadsheet_would_compute_are_escaped(tmp_path):
    cells = ["=1+1", "+cmd", "-x", "@sum", "\t=1", "-1.5", "plain", None, np.nan]
    frame = pd.DataFrame({"=name": cells, "number": np.arange(-4.0, 5.0)})
    to_csv(frame, tmp_path / "table.csv")
    read = list(csv.reader((tmp_path / "table.csv").open(newline="")))
    assert read[0] == ["'=name", "number"]
    assert [row[0] for row in read[1:]] == ["'=1+1", "'+cmd", "'-x", "'@sum", "'\t=1", "-1.5", "plain", "", ""]
    assert [row[1] for row in read[1:]] == [str(value) for value in np.arange(-4.0, 5.0)]
    assert to_csv(frame) == (tmp_path / "table.csv").read_text()
    file = io.StringIO()
    write_rows(file, [["a"], ["=1"], [-1]])
    assert file.getvalue() == "a\n'=1\n-1\n"
    assert harmless("") == ""


def test_every_table_is_written_where_cells_are_escaped():
    """No other module writes CSV, so that no table forgets it; and none unpickles what lies in a folder."""
    writers, readers = set(), set()
    for path in [*ROOT.glob("sim/**/*.py"), *ROOT.glob("analysis/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and (
                node.attr in ("to_csv", "DictWriter") or ast.unparse(node) == "csv.writer"
            ):
                writers.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.Import) and {name.name for name in node.names} & {
                "pickle",
                "joblib",
                "shelve",
                "dill",
            }:
                readers.add(path.relative_to(ROOT).as_posix())
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.load":
                assert any(word.arg == "allow_pickle" and ast.unparse(word.value) == "False" for word in node.keywords)
    assert writers == {"sim/reporting/csv_files.py"}
    assert readers == {"sim/runs/worker.py"}  # tasks that a scheduler hands over, see docs/scaling.md on TLS


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


def test_standard_output_that_is_closed(tmp_path, monkeypatch):
    """The run is finished and its folder complete; nothing is said about it."""
    monkeypatch.chdir(tmp_path)
    command = ["sim", "scenario=palim", "replicates=2"]
    closed = run(*command, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    assert (closed.returncode, closed.stderr) == (0, "")
    reading, writing = os.pipe()
    os.close(reading)
    broken = run(*command, stderr=subprocess.PIPE, stdout=writing)
    os.close(writing)
    assert (broken.returncode, broken.stderr) == (0, "")
    folders = list(Path("outputs/palim").iterdir())
    assert len(folders) == 2
    assert all((folder / "report.html").exists() and not (folder / "INCOMPLETE").exists() for folder in folders)


@pytest.mark.parametrize("arguments", [("parameters",), ("corridors",), ("corridors", "MA")])
def test_a_reader_that_leaves_early_is_no_error(arguments):
    """``pilot-schemes parameters | head``."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", "from analysis.command.entry import main; main()", *arguments]
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_standard_error_that_is_closed():
    assert run("sim", "scenario=palm", stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2)).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_standard_output_on_a_full_disk():
    with open("/dev/full", "w") as full:
        done = run("sim", "--help", stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, "Error: cannot read or write: the disk is full\n")


def parts_of(folder):
    return sorted(path for path in folder.rglob("*.parquet") if ".set-aside." not in str(path))


@pytest.mark.parametrize("what", ["a folder with a file", "an empty folder", "a file for the folder of parts"])
def test_what_is_in_the_way_of_a_part_is_set_aside(tmp_path, what):
    config = configure("palim", "horizon=12")
    sets = to_record(config, config.timeline)[None, :]
    first = Store(tmp_path).run(sets, 2, 1, indicators=("matches",))
    [part] = parts_of(tmp_path)
    part.unlink()
    if what == "a file for the folder of parts":
        place = part.parent
        place.rmdir()
        place.write_text("mine")
    else:
        place = part
        place.mkdir()
        if what == "a folder with a file":
            (place / "mine.txt").write_text("mine")
    again = Store(tmp_path).run(sets, 2, 1, indicators=("matches",))
    np.testing.assert_array_equal(again.totals["matches"], first.totals["matches"])
    assert again.simulated == 2
    assert Store(tmp_path).run(sets, 2, 1, indicators=("matches",)).simulated == 0
    [aside] = place.parent.glob("*.set-aside.*")
    assert aside.is_dir() != (what == "a file for the folder of parts")


def test_without_the_environment_one_line_says_so():
    """A Python that lacks the packages: here this one, without its site-packages."""
    for module in ("sim", "analysis.compare", "sim.parameters"):
        bare = subprocess.run(
            [sys.executable, "-S", "-E", "-m", module], capture_output=True, text=True, cwd=ROOT, timeout=60
        )
        assert bare.returncode == 2
        assert bare.stderr.startswith("Error: this Python lacks the packages that the model needs: activate")
        assert bare.stderr.count("\n") == 1
