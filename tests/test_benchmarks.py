"""The benchmarks run and say what they measured (no times are asserted: machines differ)."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.against_objects import Size, ratio
from benchmarks.figure import Figure

pytestmark = pytest.mark.compiled


def test_the_small_figure_of_threads_is_printed_and_written(tmp_path, capsys):
    main(["threads", "--small", "--json", str(tmp_path / "figures.json"), "--outputs", str(tmp_path)])
    [figure] = json.loads((tmp_path / "figures.json").read_text())
    assert figure["verdict"]
    assert "two threads" in capsys.readouterr().out


def test_an_unknown_benchmark_is_refused(capsys):
    with pytest.raises(SystemExit) as left:
        main(["thread"])
    assert left.value.code == 2
    assert "there is no benchmark 'thread'" in capsys.readouterr().err


def test_both_programs_are_timed_on_the_same_run():
    figure = ratio(Size(("talent_partnership", "scale=0.004"), target=2, rounds=1))
    assert figure.met
    assert "508 candidates" in figure.name
    assert "96 months" in figure.detail


def test_different_runs_are_not_compared(monkeypatch):
    monkeypatch.setattr("benchmarks.against_objects.SEED", 2)
    with pytest.raises(AssertionError, match="the same work"):
        ratio(Size(("talent_partnership", "scale=0.004"), target=2, rounds=1))


def test_figures_are_written_with_what_made_them_and_a_ratio_far_off_fails(tmp_path, capsys, monkeypatch):
    figures = [Figure("good", 1.8, "x", 2.0, True, ""), Figure("slow", 9.0, "s", 1.0, False, "")]
    monkeypatch.setitem(BENCHMARKS, "threads", lambda small: figures)
    main(["threads", "--check", "--outputs", str(tmp_path)])
    folder = Path(capsys.readouterr().out.splitlines()[-1])
    written = json.loads((folder / "figures.json").read_text())
    assert [each["name"] for each in written["figures"]] == ["good", "slow"]
    assert len(written["source_hash"]) == 12
    assert {"processor", "cores", "memory_gib", "versions", "command"} <= set(written)
    assert "| good | 1.8 x | at least 2 x | missed by 11% |" in (folder / "figures.md").read_text()
    figures.append(Figure("far", 0.9, "x", 2.0, True, ""))
    with pytest.raises(SystemExit) as left:
        main(["threads", "--check", "--outputs", str(tmp_path)])
    assert left.value.code == 1
    assert "far: 0.9, target at least 2 x" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "unit", "at_least", "watched", "far"), [
    (0.99, "x", True, True, True), (1.01, "x", True, True, False), (4.1, "x", False, True, True),
    (3.9, "x", False, True, False), (9.0, "s", False, True, False), (0.1, "x", True, False, False),
    (float("nan"), "x", True, True, False),
])  # fmt: skip
def test_only_ratios_below_half_of_their_target_are_far(value, unit, at_least, watched, far):
    assert Figure("", value, unit, 2.0, at_least, "", watched).far is far


def test_an_error_loses_nothing_and_the_other_benchmarks_go_on(tmp_path, capsys, monkeypatch):
    seen = {}

    def fails(small):
        [folder] = (tmp_path / "benchmarks").iterdir()
        seen["before the error"] = json.loads((folder / "figures.json").read_text())["figures"]
        seen["--json"] = json.loads((tmp_path / "also.json").read_text())
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setitem(BENCHMARKS, "threads", lambda small: [Figure("first", 1.8, "x", 2.0, True, "")])
    monkeypatch.setitem(BENCHMARKS, "growth", fails)
    monkeypatch.setitem(BENCHMARKS, "memory", lambda small: [Figure("last", 3.0, "s", 4.0, False, "")])
    arguments = ["threads", "growth", "memory", "--json", str(tmp_path / "also.json"), "--outputs", str(tmp_path)]
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 1
    for figures in seen.values():
        assert [each["name"] for each in figures] == ["first"]
    printed = capsys.readouterr()
    assert printed.err.rstrip().endswith("Not measured, because of an error (above): growth")
    assert "in fails" in printed.err
    folder = Path(printed.out.splitlines()[-1])
    assert not (folder / "INCOMPLETE").exists()
    verdicts = {each["name"]: each["verdict"] for each in json.loads((folder / "figures.json").read_text())["figures"]}
    assert verdicts == {"first": "missed by 11%", "growth": "not measured", "last": "met"}
    assert (
        "| growth | - | - | not measured | ZeroDivisionError: float division by zero |"
        in (folder / "figures.md").read_text()
    )


@pytest.mark.parametrize(("value", "target", "at_least", "verdict"), [
    (0.0, 1024.0, True, "missed"), (512.0, 1024.0, True, "missed by 100%"), (0.0, 0.0, True, "met"),
    (3.0, 0.0, False, "missed"), (0.0, 30.0, False, "met"),
])  # fmt: skip
def test_a_figure_of_zero_has_a_verdict(value, target, at_least, verdict):
    assert Figure("", value, "", target, at_least, "").verdict == verdict
