"""The benchmarks run and say what they measured (no times are asserted: machines differ)."""

import json

import pytest

from benchmarks.__main__ import main
from benchmarks.against_objects import Size, ratio

pytestmark = pytest.mark.compiled


def test_the_small_figure_of_threads_is_printed_and_written(tmp_path, capsys):
    main(["threads", "--small", "--json", str(tmp_path / "figures.json")])
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
