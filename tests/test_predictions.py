"""Dated predictions: of the schemes without a known outcome alone, added and never changed, and how the page shows them."""

import pandas as pd
import pytest

from analysis.forecasting.scores import quantiles
from docs import forecasts, predictions
from docs.predictions import COLUMNS, FILE, TABLE, added, known_lines, lines, predicted, read, rows, schemes
from sim.evidence.pairs import pairs

FORECAST = {name for name, each in pairs().items() if each.use == "forecast"}


def row(date, scheme, p50, known="", version="1"):
    numbers = dict.fromkeys(
        ("p05", "p25", "p75", "p95", "mean", "promise", "outside_view", "pooled", "pooled_p05", "pooled_p95"), 7.0
    )
    return {
        **numbers,
        "date": date,
        "version": version,
        "scheme": scheme,
        "month": 12,
        "plan": 105.0,
        "p50": p50,
        "known": known,
    }


def frame(*found):
    return pd.DataFrame(list(found), columns=list(COLUMNS))


def test_predicted_are_all_schemes_without_a_known_outcome_and_no_other():
    assert set(schemes()) == FORECAST
    assert len(schemes()) == 11


def test_a_row_is_the_forecast_of_the_month_of_the_count():
    found = predicted(40, ["ygca"])
    [each] = found.forecasts
    [made] = rows(found, "2026-01-02").to_dict("records")
    model, pool = each.samples["model"], each.samples["pooled"]
    assert (made["date"], made["scheme"], made["month"], made["plan"]) == ("2026-01-02", "ygca", 26, 100.0)
    assert [made["p05"], made["promise"], made["p50"]] == quantiles(model.values, [0.05, 0.2, 0.5]).tolist()
    assert made["mean"] == pytest.approx(model.values.mean())
    assert made["pooled"] == quantiles(pool.values, [0.5], pool.weights)[0]
    assert made["outside_view"] == pytest.approx(100 * float(each.view.quantile(0.5)), rel=0.01)
    assert made["known"] == ""


def test_predictions_are_added_and_what_was_known_is_taken_over():
    earlier = frame(row("2026-01-01", "kani", 30.0, known="no"), row("2026-01-01", "match", 20.0))
    both = added(earlier, frame(row("2026-02-01", "kani", 40.0), row("2026-02-01", "match", 25.0)))
    assert both.p50.tolist() == [30.0, 20.0, 40.0, 25.0]
    assert both.known.tolist() == ["no", "", "no", ""]
    again = added(both, frame(row("2026-02-01", "kani", 41.0)))
    assert again.p50.tolist() == [30.0, 20.0, 25.0, 41.0]
    other = added(both, frame(row("2026-02-01", "kani", 41.0, version="2")))
    assert other.p50.tolist() == [30.0, 20.0, 40.0, 25.0, 41.0]
    assert added(read(FILE.with_name("none.csv")), earlier).known.tolist() == ["", ""]


def test_the_page_shows_the_latest_first(tmp_path):
    path = tmp_path / "predictions.csv"
    assert lines(path) == []
    frame(row("2026-01-01", "kani", 30.4), row("2026-02-01", "kani", 141.0, known="no")).to_csv(path, index=False)
    shown = lines(path)
    assert [len(each) for each in shown] == [len(TABLE)] * 2
    assert shown[0] == ("2026-02-01", "1", "`kani`", "12", "105", "140 (7 to 7)", "7", "7", "7 (7 to 7)")
    assert shown[1][5] == "30 (7 to 7)"
    assert known_lines(path) == [("`kani`", "no")]


def test_an_empty_table_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(predictions, "lines", list)
    columns, found = forecasts.shown("dated predictions")
    assert found == [("none yet", *[""] * (len(columns) - 1))]


def test_what_is_in_the_file_is_whole():
    """Every prediction is of a scheme that has no outcome here, in order, and says whether its outcome was known."""
    found = read()
    assert list(found.columns) == list(COLUMNS)
    assert set(found.scheme) <= FORECAST
    assert (found.known != "").all()
    levels = ["p05", "p25", "p50", "p75", "p95"]
    assert all((found[lower] <= found[upper]).all() for lower, upper in zip(levels, levels[1:], strict=False))


def test_the_outside_view_is_shown_by_class():
    columns, found = forecasts.shown("outside view")
    assert [each[:2] for each in found] == [("open", "13"), ("half open", "12"), ("signed", "8")]
    assert [each[columns.index("median")] for each in found] == ["0.30", "0.42", "0.86"]
