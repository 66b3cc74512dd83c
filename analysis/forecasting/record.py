"""The record: every scheme to learn from is forecast as if its outcome were not known, and the forecasts are scored.

``record(draws=1000, seed=1).weights["new"]`` is the weight of the model in the pool of a new scheme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.forecasting.counts import count_of, with_horizon
from analysis.forecasting.ensembles import Ensemble, ensemble
from analysis.forecasting.pool import FILE, weights
from analysis.forecasting.scoring import scores_of, terms_of
from analysis.forecasting.sources import alone, with_pool
from analysis.worlds.experiments import Progress
from sim import configure
from sim.evidence.outside_view import learned, of
from sim.evidence.published import FOLDER
from sim.reporting.csv_files import to_csv
from sim.setup.catalogue import SCENARIOS


@dataclass(frozen=True)
class Record:
    """Ensembles by scheme, weights of the model in the pool (by scheme, and of a ``new`` one), and the scores of every source."""

    ensembles: dict[str, Ensemble]
    weights: dict[str, float]
    scores: pd.DataFrame

    def ship(self) -> None:
        """Write the weights to ``evidence/pool.csv``, from which forecasts read them."""
        to_csv(
            pd.DataFrame({"scheme": list(self.weights), "weight": np.round(list(self.weights.values()), 4)}),
            FOLDER / FILE,
        )


def schemes() -> list[str]:
    """The schemes to learn from that have a scenario."""
    return [name for name in learned() if (SCENARIOS / f"{name}.yaml").exists()]


def record(
    draws: int, seed: int, workers: int = 0, names: Sequence[str] = (), progress: Progress | None = None
) -> Record:
    """Forecast and score these schemes to learn from (all), each without its own outcome. ``draws``: worlds for each."""
    names = names or schemes()
    ensembles, samples, known, counts = {}, {}, {}, {}
    for done, name in enumerate(names):
        config = configure(name)
        counts[name] = count = count_of(config)
        if count.ratios is None:
            raise ValueError(f"{name} has no outcome to learn from")
        ensembles[name] = ensemble(with_horizon(config, count.month), draws, seed, workers, without=name)
        samples[name] = alone(count, ensembles[name], of(config))
        known[name] = terms_of(count, samples[name], count.ratios[0], count.ratios[2])
        if progress:
            progress(done + 1, len(names))
    fitted = weights(known)
    parts = [scores_of(counts[name], with_pool(samples[name], fitted[name]), fitted[name]) for name in names]
    return Record(ensembles, fitted, pd.concat(parts, ignore_index=True))
