"""The record: every scheme is forecast as if its outcome were not known, and the forecasts are scored.

``record(draws=1000, seed=1).weights["new"]`` is the weight of the model in the pool of a new scheme.

Schemes to learn from are scored by how many moved. Any scheme of which something was published can be in a record: a first arrival
is scored as well, and every published quantity is measured in the same worlds. Where calibrated draws ship, each scheme also runs in
worlds from plausible ranges (the model that learned nothing), and in worlds that know its outcome, which are never scored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.fitting.observations import Observation, last_month, observations
from analysis.forecasting import arrivals
from analysis.forecasting.counts import Count, count_of, schemes
from analysis.forecasting.ensembles import Ensemble, ensemble
from analysis.forecasting.pool import FILE, NEW, UNFITTED, fitted_weights, weight_of, weights
from analysis.forecasting.scoring import COLUMNS, scores_of, terms_of
from analysis.forecasting.sources import MODEL, PRIOR, Sample, alone, with_pool
from analysis.worlds.experiments import Progress
from sim import configure
from sim.errors import UserError
from sim.evidence.outside_view import of
from sim.evidence.published import FOLDER
from sim.parameters import Config
from sim.reporting.csv_files import to_csv
from sim.runs import posterior


@dataclass(frozen=True)
class LeftOut:
    """A scheme, simulated without what came of it.

    ``wanted``: its published quantities; ``found``: worlds without it; ``before``: worlds from plausible ranges; ``after``: worlds
    that know its outcome. The last two are None where no calibrated draws ship. ``samples``: of how many moved, by source.
    """

    config: Config
    count: Count
    wanted: list[Observation]
    found: Ensemble
    before: Ensemble | None
    after: Ensemble | None
    samples: dict[str, Sample]

    def first_arrivals(self) -> dict[str, Sample]:
        """The model's samples of the first arrival, with and without what it learned; none where it is not published."""
        places = [place for place, each in enumerate(self.wanted) if arrivals.is_first(each)]
        made = {MODEL: self.found} | ({} if self.before is None else {PRIOR: self.before})
        return {
            source: arrivals.expected(self.wanted[places[0]], places[0], each)
            for source, each in made.items()
            if places
        }


@dataclass(frozen=True)
class Record:
    """Schemes by name, weights of the model in the pool (by scheme, and of a ``new`` one), and the scores of every source."""

    left_out: dict[str, LeftOut]
    weights: dict[str, float]
    scores: pd.DataFrame

    @property
    def ensembles(self) -> dict[str, Ensemble]:
        """The worlds without each scheme."""
        return {name: each.found for name, each in self.left_out.items()}

    @property
    def calibrated(self) -> bool:
        """Whether calibrated draws ship."""
        return any(each.before is not None for each in self.left_out.values())

    def ship(self) -> None:
        """Write the weights to ``evidence/pool.csv``, from which forecasts read them."""
        to_csv(
            pd.DataFrame({"scheme": list(self.weights), "weight": np.round(list(self.weights.values()), 4)}),
            FOLDER / FILE,
        )


def record(
    draws: int, seed: int, workers: int = 0, names: Sequence[str] = (), progress: Progress | None = None
) -> Record:
    """Forecast and score these schemes (all to learn from), each without its own outcome. ``draws``: worlds for each.

    The pool's weights are fitted to the schemes to learn from among them; with fewer than two of these the weights that ship
    count. Raises :class:`UserError` where the calibrated draws that ship cannot leave a scheme out.
    """
    names = list(names or schemes())
    left_out = {}
    for done, name in enumerate(names):
        left_out[name] = _left_out(name, draws, seed, workers)
        if progress:
            progress(done + 1, len(names))
    fitted = _weights({name: each for name, each in left_out.items() if each.count.ratios is not None})
    found, parts = {}, [pd.DataFrame(columns=list(COLUMNS))]
    for name, each in left_out.items():
        found[name] = each
        if name in fitted:
            found[name] = replace(each, samples=with_pool(each.samples, fitted[name]))
            parts.append(scores_of(each.count, found[name].samples, fitted[name]))
        if first := each.first_arrivals():
            parts.append(pd.DataFrame(arrivals.rows(name, first), columns=list(COLUMNS)))
    filled = [part for part in parts if len(part)]
    return Record(found, fitted, pd.concat(filled, ignore_index=True) if filled else parts[0])


def _left_out(name: str, draws: int, seed: int, workers: int) -> LeftOut:
    """The scheme in all its worlds, up to the last month of which something was published."""
    config, wanted = configure(name), [each for each in observations() if each.scheme == name]
    count = count_of(config)
    if count.ratios is None and not wanted:
        raise ValueError(f"{name} has no outcome to learn from")
    known = posterior.read()
    if (
        known is not None
        and name in known.schemes
        and posterior.WITHOUT + name not in known
        and posterior.read_without(name) is None
    ):
        raise UserError(
            f"evidence/{posterior.FILE.name} cannot leave {name} out: run python -m analysis.calibration ship=true"
        )
    config = replace(config, horizon=max(last_month(config, wanted), count.month if count.arrived else 1))
    found = ensemble(config, draws, seed, workers, without=name, wanted=wanted)
    before = after = None
    if known is not None:
        before = ensemble(config, draws, seed, workers, calibrated=False, wanted=wanted)
        after = ensemble(config, draws, seed, workers, wanted=wanted)
    samples = {} if count.arrived is None else alone(count, found, of(config))
    if samples and before is not None:
        samples |= {PRIOR: alone(count, before, of(config))[MODEL]}
    return LeftOut(config, count, wanted, found, before, after, samples)


def _weights(known: dict[str, LeftOut]) -> dict[str, float]:
    """Weights of the model in the pool, by scheme and for a ``new`` one; no scheme whose outcome is not known."""
    if len(known) < 2:
        shipped = fitted_weights()
        return {name: weight_of(name, True, shipped) for name in known} | {NEW: shipped.get(NEW, UNFITTED)}
    terms = {}
    for name, each in known.items():
        assert each.count.ratios is not None
        terms[name] = terms_of(each.count, each.samples, each.count.ratios[0], each.count.ratios[2])
    return weights(terms)
