"""Simpler designs: a lever that makes no difference that matters goes back to the scenario's value.

A search changes many levers by chance alone. Each design is tried with each of its changes taken back alone, then with
more and more of them taken back together, the least important first. The simplest variant replaces the design if it loses nothing that
matters in any objective and keeps the same ceilings.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from analysis.optimise.levers import Places, Space
from analysis.optimise.objectives import Wanted

Array = npt.NDArray[np.float64]
Judge = Callable[[Places], dict[str, Array]]
"""Designs tried in the same worlds: by indicator (designs, worlds)."""
TRIED = 12
"""Numbers of changes that are tried together, at most."""


def simpler(space: Space, wanted: Wanted, judge: Judge, designs: Places, margin: Array) -> Places:
    """The designs with as few changes from the scenario as possible, losing no more than ``margin`` (objectives): (designs, levers)."""
    alone = [taken_back(space, design, [[lever] for lever in changes(space, design)]) for design in designs]
    losses = _losses(wanted, judge, designs, alone)
    orders = [
        [changes(space, design)[place] for place in np.argsort(_worst(loss, margin), kind="stable")]
        for design, (loss, _) in zip(designs, losses, strict=True)
    ]
    more = [
        taken_back(space, design, [order[:number] for number in numbers(len(order))])
        for design, order in zip(designs, orders, strict=True)
    ]
    found = designs.copy()
    for place, (loss, kept) in enumerate(_losses(wanted, judge, designs, more)):
        harmless = np.flatnonzero((_worst(loss, margin) <= 1.0) & kept)
        if harmless.size:
            found[place] = more[place][harmless[-1]]
    return found


def numbers(changed: int) -> list[int]:
    """How many changes are taken back together: each number if there are few, else numbers that are evenly spread."""
    found: list[int] = np.unique(np.linspace(min(changed, 1), changed, min(changed, TRIED)).astype(int)).tolist()
    return found


def changes(space: Space, design: Places) -> list[int]:
    """Levers in which a design differs from the scenario, by position."""
    return np.flatnonzero(design != space.own).tolist()


def taken_back(space: Space, design: Places, together: list[list[int]]) -> Places:
    """The design once for each group of levers, with these as the scenario has them: (groups, levers)."""
    rows = np.tile(design, (len(together), 1))
    for row, group in zip(rows, together, strict=True):
        row[group] = space.own[group]
    return space.repaired(rows)


def _losses(
    wanted: Wanted, judge: Judge, designs: Places, variants: list[Places]
) -> list[tuple[Array, npt.NDArray[np.bool_]]]:
    """For each design, what each variant loses in each objective (variants, objectives), and whether no ceiling breaks."""
    values = judge(np.concatenate([designs, *variants]))
    gains = wanted.signs * wanted.among(values)
    over = wanted.shortfalls(values).clip(min=0.0)
    found, first = [], len(designs)
    for place, mine in enumerate(variants):
        rows = slice(first, first + len(mine))
        found.append((gains[place] - gains[rows], (over[rows] <= over[place]).all(axis=1)))
        first += len(mine)
    return found


def _worst(loss: Array, margin: Array) -> Array:
    """The largest loss of each variant, in units of what matters."""
    found: Array = (loss / margin).max(axis=1, initial=-np.inf)
    return found
