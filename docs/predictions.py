"""Dated predictions of real schemes whose outcome is not in the evidence: ``python -m docs.predictions``.

The command adds today's predictions to ``docs/predictions.csv``, from which the tables of ``docs/predictions.md`` are made. Earlier
predictions stay as they are: only those of the same day and version are replaced. The column ``known`` is written by hand; new rows
take over what the scheme's latest row says.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.forecast.runs import Forecast, Found, forecast
from analysis.forecast.settings import Case
from analysis.forecast.tables import MOVED, forecast_table
from analysis.forecast.words import middle
from analysis.forecasting.sources import MODEL, OUTSIDE, POOLED
from analysis.forecasting.wording import persons
from sim import __version__, configure
from sim.evidence.pairs import pairs
from sim.reporting.wording import number
from sim.setup.catalogue import SCENARIOS

FILE = Path(__file__).with_name("predictions.csv")
DRAWS = 4_000
SEED = 15
COLUMNS = (
    "date", "version", "scheme", "month", "plan", "p05", "p25", "p50", "p75", "p95", "mean", "promise", "outside_view", "pooled",
    "pooled_p05", "pooled_p95", "known",
)  # fmt: skip
"""Columns of the file: the model's quantiles, mean and promise in persons; medians of the outside view and the pool."""
TABLE = ("date", "version", "scheme", "months", "planned", "model", "promise", "outside view", "pooled")


def schemes() -> list[str]:
    """The real schemes with a scenario whose outcome is left out of the evidence."""
    return [name for name, each in pairs().items() if each.use == "forecast" and (SCENARIOS / f"{name}.yaml").exists()]


def predicted(draws: int = DRAWS, chosen: Sequence[str] = ()) -> Found:
    """The forecasts of these schemes (all)."""
    return forecast([Case(configure(name, f"seed={SEED}"), True) for name in chosen or schemes()], draws)


def rows(found: Found, date: str) -> pd.DataFrame:
    """A row for each scheme, columns :data:`COLUMNS`; ``known`` is empty."""
    table = forecast_table(found)
    return pd.DataFrame([_row(each, table, date) for each in found.forecasts], columns=list(COLUMNS))


def _row(each: Forecast, table: pd.DataFrame, date: str) -> dict[str, Any]:
    count = each.count
    mine = table[(table.scheme == count.scheme) & (table.quantity == MOVED) & (table.month == count.month)]
    by_source = mine.set_index("source")
    model, pool = by_source.loc[MODEL], by_source.loc[POOLED]
    return {
        "date": date, "version": __version__, "scheme": count.scheme, "month": count.month, "plan": count.planned,
        **{name: model[name] for name in ("p05", "p25", "p50", "p75", "p95", "mean")}, "promise": model.p20,
        "outside_view": by_source.p50[OUTSIDE], "pooled": pool.p50, "pooled_p05": pool.p05, "pooled_p95": pool.p95, "known": "",
    }  # fmt: skip


def read(path: Path = FILE) -> pd.DataFrame:
    """The dated predictions so far; no row where there is no file."""
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.read_csv(path, keep_default_na=False)


def added(earlier: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Earlier and new predictions; those of the same day, version and scheme are replaced, ``known`` is taken over."""
    known = earlier.drop_duplicates("scheme", keep="last").set_index("scheme").known.to_dict()
    new = new.assign(known=[known.get(scheme, "") for scheme in new.scheme])
    if earlier.empty:
        return new
    same = ["date", "version", "scheme"]
    return pd.concat([earlier, new]).drop_duplicates(same, keep="last").sort_values("date", kind="stable")


def lines(path: Path = FILE) -> list[tuple[str, ...]]:
    """The rows of the table of predictions, the latest first."""
    known = read(path).iloc[::-1].sort_values("date", ascending=False, kind="stable")
    return [
        (
            str(each["date"]), str(each["version"]), f"`{each['scheme']}`", str(each["month"]), number(each["plan"], "persons"),
            f"{persons(each['p50'])} ({persons(each['p05'])} to {persons(each['p95'])})", persons(each["promise"], down=True),
            persons(each["outside_view"]),
            f"{persons(each['pooled'])} ({persons(each['pooled_p05'])} to {persons(each['pooled_p95'])})",
        )
        for each in known.to_dict("records")
    ]  # fmt: skip


def known_lines(path: Path = FILE) -> list[tuple[str, str]]:
    """For each predicted scheme, what its builders knew of its outcome."""
    latest = read(path).drop_duplicates("scheme", keep="last")
    return [(f"`{each['scheme']}`", str(each["known"]) or "not stated") for each in latest.to_dict("records")]


def main(arguments: Sequence[str]) -> None:
    """Add today's predictions to the file, or to another one that is named: ``python -m docs.predictions [file]``."""
    path = Path(arguments[0]) if arguments else FILE
    found = predicted()
    added(read(path), rows(found, f"{datetime.now(UTC):%Y-%m-%d}")).to_csv(
        path, index=False, float_format="%.4g", lineterminator="\n"
    )
    for each in found.forecasts:
        print(f"{each.count.scheme}: {middle(each.samples[MODEL])} of {number(each.count.planned, 'persons')}")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
