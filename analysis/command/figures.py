"""What the figures of all questions share: their last line, and whiskers."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from sim.compiled import source_hash
from sim.reporting.pictures.style import INK


def origin(*shown: str, seed: int | None = None, covers: str = "", note: str = "") -> str:
    """The last line: what is shown, the seed, the hash of the model's sources, what intervals or spreads cover, what else to know."""
    parts = [*shown, "" if seed is None else f"seed {seed}", f"model {source_hash()}", covers, note]
    return " · ".join(part for part in parts if part)


def whiskers(axes: Axes, values: npt.ArrayLike, places: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> None:
    """Intervals as horizontal lines with ends, across the ends of bars."""
    middle = np.asarray(values)
    reach = np.maximum(middle - np.asarray(low), 0.0), np.maximum(np.asarray(high) - middle, 0.0)
    axes.errorbar(middle, places, xerr=reach, fmt="none", ecolor=INK, elinewidth=1.1, capsize=2.5)
