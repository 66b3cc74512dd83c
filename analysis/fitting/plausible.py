"""Points drawn from the prior: what may be true before any outcome is looked at."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.fitting.fit import Fit
from analysis.fitting.tempering import REPLICATES, SPREAD

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """Points as :mod:`analysis.fitting.tempering` has them: ``shared`` (points, shared), ``mean`` and ``spread`` (points, varying),
    ``theta`` (points, schemes, varying), ``own`` (points, own), ``replicates`` (points, schemes)."""

    shared: Array
    mean: Array
    spread: Array
    theta: Array
    own: Array
    replicates: npt.NDArray[np.int64]


def plausible(fit: Fit, points: int, rng: np.random.Generator) -> Points:
    """So many points, independent of each other."""
    schemes, varying = len(fit.schemes), len(fit.varying)
    mean = rng.standard_normal((points, varying))
    spread = np.abs(SPREAD * rng.standard_normal((points, varying)))
    theta = mean[:, None] + spread[:, None] * rng.standard_normal((points, schemes, varying))
    return Points(
        rng.random((points, len(fit.dimensions))), mean, spread, theta, rng.random((points, len(fit.own))),
        rng.integers(0, REPLICATES, (points, schemes)),
    )  # fmt: skip
