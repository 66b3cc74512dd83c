"""The runs behind discovery: every design of the target in every world."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from analysis.discovery.space import Space
from analysis.worlds.experiments import Runs, run
from analysis.worlds.target import Quantity, Target
from sim.runs.store import Store

Array = npt.NDArray[np.float64]


def run_space(
    space: Space, target: Target, replicates: int, seed: int, workers: int, progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> tuple[dict[Quantity, Array], Runs]:  # fmt: skip
    """Run every design of the target in every world. Returns (worlds, replicates) of every quantity, and what was run how fast.

    Designs are in the order of ``target.designs``, as the space's configurations are.
    """
    runs = run(
        space.experiment(replicates), replicates, seed, workers=workers, indicators=target.indicators, progress=progress, store=store,
        counted=None if replicates > 1 else ("worlds", len(space)),
    )  # fmt: skip
    shape = (len(space), len(target.designs), replicates)
    place = {design: position for position, design in enumerate(target.designs)}
    values = {
        quantity: runs.totals[quantity.indicator].reshape(shape)[:, place[quantity.design]]
        for quantity in target.quantities
    }
    return values, runs
