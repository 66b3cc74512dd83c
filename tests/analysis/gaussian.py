"""A normal hierarchy whose posterior is known: y_s ~ N(theta_s + tilt (u - 1/2), error), theta_s ~ N(mean, spread).

Given the spread and ``u``, the mean is normal; what is left is a sum over a fine grid.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.fitting.tempering import SPREAD, start, temper


@dataclass
class Normal:
    """A likelihood as tempering asks it. ``tilt`` 0: nothing is shared that the data know of; ``idle``: further shared dimensions."""

    outcomes: np.ndarray
    error: float
    tilt: float = 0.0
    idle: int = 0

    @property
    def schemes(self):
        return [f"scheme_{place}" for place in range(len(self.outcomes))]

    @property
    def owner(self):
        """One dimension of the first scheme, of which the data say nothing."""
        return np.array([0])

    @property
    def attention(self):
        return np.ones((self.tilt > 0) + self.idle + 1)

    def __call__(self, shared, theta, own, replicates):
        moved = theta[:, :, 0] + (self.tilt * (shared[:, :1] - 0.5) if self.tilt else 0.0)
        return -0.5 * np.square((self.outcomes - moved) / self.error)

    def known(self, weight=None):
        """Posterior means and standard deviations by name, the data of each scheme counted by its weight, 0 or 1."""
        used = self.outcomes if weight is None else self.outcomes[np.asarray(weight) == 1.0]
        spread = np.linspace(0.0005, 4.0, 4000)[:, None]
        u = (np.arange(200) + 0.5)[None, :] / 200 if self.tilt else np.full((1, 1), 0.5)
        variance = self.error**2 + spread**2
        shifted = used[:, None, None] - self.tilt * (u - 0.5)
        precision = 1.0 + len(used) / variance
        centre = shifted.sum(axis=0) / variance / precision
        squares = np.square(shifted).sum(axis=0) / variance - precision * centre**2
        log = (
            -0.5 * (spread / SPREAD) ** 2 - 0.5 * len(used) * np.log(variance) - 0.5 * np.log(precision) - 0.5 * squares
        )
        p = np.exp(log - log.max())
        p /= p.sum()
        found = {}
        for name, values, within in (
            ("spread", spread + 0 * u, 0.0),
            ("mean", centre, 1.0 / precision),
            ("u", u + 0 * spread, 0.0),
        ):
            middle = (p * values).sum()
            found[name] = middle, np.sqrt((p * (values**2 + within)).sum() - middle**2)
        return found


def sampled(likelihood, points=600, seed=3, moves=4, last_moves=40):
    """The population at the full weight of the data."""
    population = start(likelihood, points, 1, seed)
    for later in temper(likelihood, population, seed, moves, last_moves):
        population = later
    return population


def agrees(drawn, known, effective):
    """Whether draws have a known mean and standard deviation, within four times the error of so many independent draws."""
    middle, deviation = known
    return abs(drawn.mean() - middle) < 4 * deviation / np.sqrt(effective) and abs(
        drawn.std() / deviation - 1.0
    ) < 4 * stats.norm.std() / np.sqrt(effective)
