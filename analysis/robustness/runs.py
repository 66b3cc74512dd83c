"""The runs behind robustness: every design in every world."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from analysis.worlds.experiments import Runs, run
from analysis.worlds.worlds import Worlds
from sim.runs.store import Store

Array = npt.NDArray[np.float64]


def run_worlds(
    worlds: Worlds, replicates: int, seed: int, indicators: Sequence[str], workers: int, progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> tuple[dict[str, Array], Runs]:  # fmt: skip
    """Run every design in every world. Returns by indicator (worlds, replicates, designs), and what was run how fast."""
    runs = run(
        worlds.experiment(replicates), replicates, seed, workers=workers, indicators=indicators, progress=progress,
        store=store, counted=None if replicates > 1 else ("worlds", len(worlds)),
    )  # fmt: skip
    shape = (len(worlds), len(worlds.configs), replicates)
    return {name: values.reshape(shape).transpose(0, 2, 1) for name, values in runs.totals.items()}, runs
