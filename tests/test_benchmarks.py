"""The benchmarks run and say what they measured (no times are asserted: machines differ)."""

import json

import pytest

from benchmarks.__main__ import main

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
