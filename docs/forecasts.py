"""The generated tables about forecasts: the outside view by class, the dated predictions, and what was known of their outcomes."""

from collections.abc import Callable, Sequence

from sim.evidence.outside_view import CLASSES, outside_view

Rows = Sequence[tuple[str, ...]]

LEVELS = {"5 %": 0.05, "20 % (promise)": 0.2, "25 %": 0.25, "median": 0.5, "75 %": 0.75, "95 %": 0.95}
POINTS = 1_000


def _outside_view() -> tuple[Sequence[str], Rows]:
    """Achieved over planned by class: quantiles and mean."""
    rows = []
    for share, name in CLASSES.items():
        view = outside_view(share)
        numbers = [*view.quantile(list(LEVELS.values())), view.sample(POINTS).mean()]
        rows.append((name, str(view.rows), *(f"{each:.2f}" for each in numbers)))
    return ("who closes the deal", "schemes", *LEVELS, "mean"), rows


def _predictions() -> tuple[Sequence[str], Rows]:
    """The rows of ``docs/predictions.csv``."""
    from docs.predictions import TABLE, lines

    return TABLE, lines()


def _known() -> tuple[Sequence[str], Rows]:
    """Whether the builders knew the outcome of a predicted scheme."""
    from docs.predictions import known_lines

    return ("scheme", "outcome known to whoever built it?"), known_lines()


_MADE: dict[str, Callable[[], tuple[Sequence[str], Rows]]] = {
    "outside view": _outside_view,
    "dated predictions": _predictions,
    "known outcomes": _known,
}
TABLES = tuple(_MADE)


def shown(name: str) -> tuple[Sequence[str], Rows]:
    """Columns and rows of one of :data:`TABLES`; without any row, one that says so."""
    columns, rows = _MADE[name]()
    return columns, rows or [("none yet", *("" for _ in columns[1:]))]
