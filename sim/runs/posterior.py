"""The calibrated draws that ship (``evidence/posterior.parquet``), written by ``python -m analysis.calibration ship=true``.

A row is a draw. Its columns:

- a parameter's name: its value, the same for every scheme;
- ``mean:`` and ``spread:`` before the name of a parameter that varies between schemes: where schemes lie in its plausible range,
  on the scale on which that range is a standard normal; a new scheme's position there is normal with this mean and spread;
- ``scheme:parameter``: the scheme's own value, of a parameter that varies or that its design left open;
- ``error``: scale of the error of a count (:mod:`analysis.fitting.error`);
- ``without:`` before a scheme's name: the draw's weight as if that scheme had not been learned from.

Where such weights cannot be trusted, ``evidence/without.parquet`` holds draws without the scheme: its column ``scheme`` says which; the
other columns are shared parameters, means and spreads as above.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.evidence.published import FOLDER

if TYPE_CHECKING:
    from pandas import DataFrame  # for its type only: 0.5 s

__all__ = [
    "ERROR",
    "FILE",
    "LEFT_OUT",
    "MEAN",
    "SPREAD",
    "WITHOUT",
    "WITHOUT_FILE",
    "Posterior",
    "read",
    "read_without",
]

Array = npt.NDArray[np.float64]

FILE, WITHOUT_FILE = FOLDER / "posterior.parquet", FOLDER / "without.parquet"
LEFT_OUT = "scheme"
"""Column of the second file: the scheme without which a row was drawn."""
MEAN, SPREAD, WITHOUT, ERROR = "mean:", "spread:", "without:", "error"


@dataclass(frozen=True)
class Posterior:
    """The draws: ``values`` by column, (draws) each."""

    values: dict[str, Array]

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> Array:
        return self.values[name]

    @cached_property
    def varying(self) -> list[str]:
        """Parameters that vary between schemes."""
        return [name.removeprefix(MEAN) for name in self.values if name.startswith(MEAN)]

    @cached_property
    def schemes(self) -> list[str]:
        """Schemes whose own values it holds."""
        own = (
            name.partition(":")[0]
            for name in self.values
            if ":" in name and not name.startswith((MEAN, SPREAD, WITHOUT))
        )
        return list(dict.fromkeys(own))


@cache
def read() -> Posterior | None:
    """The draws that ship; None where there are none."""
    if not FILE.exists():
        return None
    import pandas as pd  # 0.5 s that is not needed where nothing is drawn

    return _posterior(pd.read_parquet(FILE))


@cache
def read_without(scheme: str) -> Posterior | None:
    """The draws that ship without a scheme; None where there are none: its weights can be trusted, or nothing was learned from it."""
    if not WITHOUT_FILE.exists():
        return None
    import pandas as pd  # 0.5 s that is not needed where nothing is drawn

    table = pd.read_parquet(WITHOUT_FILE, filters=[(LEFT_OUT, "==", scheme)])
    return _posterior(table.drop(columns=LEFT_OUT)) if len(table) else None


def _posterior(table: "DataFrame") -> Posterior:
    return Posterior({name: table[name].to_numpy(np.float64) for name in table.columns})
