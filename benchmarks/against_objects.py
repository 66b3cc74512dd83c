"""The kernels against the same model as an ordinary Mesa program: whole runs, one core."""

from typing import NamedTuple

import numpy as np

from benchmarks.figure import Figure
from benchmarks.kernels import PILOT, in_words, of_size
from benchmarks.objects import PilotScheme
from benchmarks.work import SEED, Run, best, seconds
from sim.indicators import NAMES
from sim.setup.configuration import configure


class Size(NamedTuple):
    """A run to time: its scenario and overrides, the least ratio aimed at, rounds of the plain program."""

    scenario: tuple[str, ...]
    target: float
    rounds: int


SIZES = (Size(PILOT, 50, 7), Size(of_size(1e4), 150, 4), Size(of_size(1e5), 150, 2))


def against_objects(small: bool) -> list[Figure]:
    """A run from creation to its indicators, compiled, against one Python object per agent: the same run to the last person."""
    return [ratio(size) for size in (SIZES[:2] if small else SIZES)]


def ratio(size: Size) -> Figure:
    """How many times longer the plain program takes for the same run (replicate 0, journal included)."""
    config = configure(*size.scenario)
    run = Run(*size.scenario, journal=True)
    run()
    found: dict[str, float] = {}

    def plain() -> None:
        model = PilotScheme(config, SEED)
        model.run_model()
        found.update(model.outcome)

    calls = max(1, 20_000 // run.candidates)
    times = [(best(1, run, calls=calls)[0], seconds(plain)) for _ in range(size.rounds)]
    compiled, objects = (min(column) for column in zip(*times, strict=True))
    outcome = [found[name] for name in NAMES]
    np.testing.assert_allclose(outcome, run.totals[0, 0], rtol=1e-9, err_msg="the two did not do the same work")
    detail = (
        f"{run.candidates:,} candidates, {config.horizon} months: {objects:.2f} s, compiled {compiled * 1e3:,.2f} ms"
    )
    name = f"compiled against Mesa objects, {in_words(size.scenario)}"
    return Figure(name, objects / compiled, "x", size.target, True, detail)
