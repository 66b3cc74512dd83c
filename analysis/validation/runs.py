"""Every scheme left out in turn: its record, the scores together and by class, and what was published of it beside what was simulated."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.forecasting.record import Record, record
from analysis.validation.tables import by_class, coverage, quantities, together
from analysis.worlds.experiments import Progress


@dataclass(frozen=True)
class Found:
    """Results: see :mod:`analysis.validation.tables`."""

    record: Record
    scores: pd.DataFrame
    summary: pd.DataFrame
    by_class: pd.DataFrame
    table: pd.DataFrame
    coverage: pd.DataFrame
    draws: int
    seed: int

    @property
    def runs(self) -> int:
        """Runs of all schemes."""
        left = self.record.left_out.values()
        return self.draws * sum(1 + (each.before is not None) + (each.after is not None) for each in left)

    @property
    def simulating(self) -> float:
        """Seconds in which something was simulated."""
        left = self.record.left_out.values()
        return sum(part.simulating for each in left for part in (each.found, each.before, each.after) if part)

    def speed(self, seconds: float) -> dict[str, float]:
        """Runs, runs per second, share of the time outside the ensemble."""
        return {
            "runs": self.runs,
            "runs_per_second": round(self.runs / seconds, 1),
            "outside_share": round(1.0 - self.simulating / seconds, 4),
        }

    @property
    def shipped(self) -> pd.DataFrame:
        """What the documentation shows: the summary of all schemes (``class``: all), then those by class."""
        basis = {"basis": self.table.basis.iloc[0], "draws": self.draws}
        return pd.concat([together(self.summary), self.by_class], ignore_index=True).assign(**basis)


def validate(schemes: Sequence[str], draws: int, seed: int, workers: int, progress: Progress | None = None) -> Found:
    """Leave each of these schemes out, over so many worlds. Only the pool of a scheme depends on which others are asked for."""
    found = record(draws, seed, workers, schemes, progress)
    table = quantities(found)
    summary, classes = by_class(found.scores)
    return Found(found, found.scores, summary, classes, table, coverage(table), draws, seed)
