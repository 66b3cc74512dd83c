"""The posterior that ships with the project, ``evidence/posterior.parquet``: draws of the uncertain parameters.

A row is a draw from what agrees with the published outcomes (:mod:`analysis.calibration`); columns are parameters that all
schemes share, ``scheme:parameter`` for what is not known about one scheme, and for each scheme the ``replicate:`` (of the
``seed``) whose chance was drawn with it.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.evidence.published import FOLDER

Array = npt.NDArray[np.float64]

SHIPPED = FOLDER / "posterior.parquet"
REPLICATE, SEED = "replicate:", "seed"
OWN_SEED = 40_503


@cache
def draws() -> pd.DataFrame:
    """Every draw: (draws, parameters)."""
    own = [name for name in _shipped().columns if name.startswith(REPLICATE)]
    return _shipped().drop(columns=[*own, SEED]).astype(np.float64)


def replicates(schemes: Sequence[str]) -> npt.NDArray[np.int64]:
    """The replicate of each draw for each scheme, (draws, schemes): the chance with which it agreed with what was published."""
    return np.stack([_shipped()[REPLICATE + scheme].to_numpy(np.int64) for scheme in schemes], axis=1)


def seed() -> int:
    """The seed of the calibration, which the replicates belong to."""
    return int(_shipped()[SEED].iloc[0])


@cache
def _shipped() -> pd.DataFrame:
    return pd.read_parquet(SHIPPED)


@cache
def marginal(name: str) -> Array:
    """The drawn values of one parameter, sorted."""
    return np.sort(draws()[name].to_numpy())


@cache
def _ranks(name: str) -> npt.NDArray[np.int64]:
    """Rank of each draw's value of one parameter; the order among equals is drawn once and for all."""
    values = draws()[name].to_numpy()
    luck = np.random.default_rng(OWN_SEED).permutation(values.size)
    ranks = np.empty(values.size, np.int64)
    ranks[np.lexsort((luck, values))] = np.arange(values.size)
    return ranks


def known() -> list[str]:
    """Shared parameters of which there are draws."""
    return [name for name in draws().columns if ":" not in name]


def quantile(name: str, u: npt.ArrayLike) -> Array:
    """Quantiles of one parameter's posterior, between the drawn values by interpolation."""
    values = marginal(name)
    return np.asarray(np.interp(np.asarray(u) * values.size - 0.5, np.arange(values.size), values))


def median(name: str) -> float:
    """The posterior median of a parameter."""
    return float(np.median(marginal(name)))


def joint_quantiles(drawn: list[str], count: int, rng: np.random.Generator) -> Array:
    """``count`` draws from the posterior, (count, parameters), each value as its quantile: parameters that hang together do so here.

    All draws come equally often; within the gap between two drawn values a draw lies anywhere.
    """
    number = len(draws())
    rows = np.concatenate([rng.permutation(number) for _ in range(-(-count // number))])[:count]
    ranks = np.stack([_ranks(name)[rows] for name in drawn], axis=1) if drawn else np.empty((count, 0))
    return np.asarray((ranks + rng.random(ranks.shape)) / number)
