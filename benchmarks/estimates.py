"""Estimates of memory and time, made before a command starts, against what the command then takes.

Configurations are drawn over the sizes that matter. Each is run by its command in a process of its own, whose peak of
resident memory and processor time are measured. Processor time does not count the waiting for cores that others use.

``python -m benchmarks.estimates COMMAND ARGUMENT ...`` measures one command in this process and prints both as JSON.
"""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.figure import Figure
from benchmarks.work import ROOT, environment, peak_memory

SEED = 20
WITHIN = 1.5
"""Factor within which an estimate is to be."""
MOST_ROWS, MOST_VALUES, MOST_STEPS = 40_000_000, 20_000_000, 3_000_000
"""Candidates in all runs, values of months and steps of journeys of a configuration at most: a few seconds each."""
SCENARIOS = ("baseline", "palim", "thamm", "covid_shock", "flexible", "diverse_markets", "talent_partnership")
PILOTS = SCENARIOS[:-1]
DESIGNS = ("three_year", "five_year", "flexible", "rigid", "prepared", "digital")
MONTHLY_VALUES = 49


class Measured(NamedTuple):
    """A command, its estimate (bytes, seconds of processor time) and what it took."""

    command: list[str]
    expected_bytes: float
    bytes: float
    expected_seconds: float
    seconds: float

    @property
    def told(self) -> str:
        """The estimate and what was measured, in a line."""
        return (
            f"memory {self.expected_bytes / 2**20:6.0f} of {self.bytes / 2**20:6.0f} MiB ({self.memory:.2f}), processor"
            f" {self.expected_seconds:6.2f} of {self.seconds:6.2f} s ({self.time:.2f}): {' '.join(self.command)}"
        )

    @property
    def memory(self) -> float:
        """Factor between estimate and peak, the larger by the smaller."""
        return max(self.expected_bytes / self.bytes, self.bytes / self.expected_bytes)

    @property
    def time(self) -> float:
        """Factor between estimate and time, the larger by the smaller."""
        return max(self.expected_seconds / self.seconds, self.seconds / self.expected_seconds)


def estimates(small: bool) -> list[Figure]:
    """The worst factor of memory, and the share of the configurations whose time is within the factor."""
    found = []
    for command in drawn(5 if small else 50):
        found.append(in_process(command))
        print(found[-1].told, file=sys.stderr, flush=True)
    memory, times = (np.array([getattr(each, name) for each in found]) for name in ("memory", "time"))
    number = f"{len(found)} configurations"
    return [
        Figure("estimate of memory, worst factor", float(memory.max()), "x", WITHIN, False,
               f"{number}, {(memory <= WITHIN).sum()} within {WITHIN}; half within {np.median(memory):.2f}"),
        Figure("estimates of time within 1.5 times", float((times <= WITHIN).mean()), "share", 0.8, True,
               f"{number}, processor time; half within {np.median(times):.2f}, worst {times.max():.2f}"),
    ]  # fmt: skip


def drawn(number: int, seed: int = SEED) -> Iterator[list[str]]:
    """Commands over the sizes that matter; two in three are a single scenario, the others compare designs."""
    rng = np.random.default_rng(seed)
    for place in range(number):
        yield _comparison(rng) if place % 3 == 2 else _simulation(rng)


def _log(rng: np.random.Generator, low: float, high: float) -> int:
    return round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))


def _world(rng: np.random.Generator, replicates: int) -> list[str]:
    places, each, exhaustion = _log(rng, 20, 30_000), _log(rng, 5, 80), 3
    places = max(10, min(places, MOST_ROWS // (each * exhaustion * replicates)))
    employers = max(10, min(_log(rng, 10, 300_000), MOST_ROWS // replicates))
    return [
        f"design.places={places}", f"design.budget_total={40_000 * places}", f"candidates.per_place={each}",
        f"markets.employers={employers}", f"workers={rng.integers(1, 5)}",
    ]  # fmt: skip


def _simulation(rng: np.random.Generator) -> list[str]:
    horizon = int(rng.integers(24, 121))
    replicates = _log(rng, 2, MOST_VALUES / horizon / MONTHLY_VALUES)
    world = _world(rng, replicates)
    candidates = 3 * int(world[0].partition("=")[2]) * int(world[2].partition("=")[2])
    journeys = min(replicates, 1000, int(MOST_STEPS // candidates), _log(rng, 1, 300) - 1)
    scenario = rng.choice(SCENARIOS)
    return ["sim", f"scenario={scenario}", f"horizon={horizon}", f"replicates={replicates}", f"journeys={journeys}", *world]  # fmt: skip


def _comparison(rng: np.random.Generator) -> list[str]:
    designs = rng.choice(DESIGNS, int(rng.integers(2, 5)), replace=False)
    replicates = _log(rng, 20, 2000)
    return [
        "analysis.compare", f"designs=[{','.join(designs)}]", f"scenario={rng.choice(PILOTS)}", f"replicates={replicates}", "turning=0",
        f"uncertainty={rng.choice(['chance', 'both'])}", f"horizon={rng.integers(36, 121)}", *_world(rng, 4 * replicates)[3:],
    ]  # fmt: skip


def in_process(command: list[str]) -> Measured:
    """Measure a command in a process of its own."""
    called = [sys.executable, "-m", "benchmarks.estimates", *command]
    done = subprocess.run(called, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True, text=True)
    return Measured(command, *json.loads(done.stdout.splitlines()[-1]))


def measure(module: str, *arguments: str) -> tuple[float, float, float, float]:
    """Run a command here: bytes and seconds of processor time, expected and taken.

    The time of a comparison is that of its runs, what is made of them being no part of its estimate.
    """
    from importlib import import_module

    import sim.runs.ahead
    import sim.runs.estimate

    sim.runs.estimate.EVIDENT_SECONDS = 0.0  # so that small runs are tried, too
    needs: list[tuple[Any, float]] = []
    ends: list[float] = []

    def noted(need: Any, counted: str) -> None:
        needs.append((need, time.process_time()))

    sim.runs.ahead.refuse_beyond_memory = noted
    command = import_module(f"{module}.__main__")
    if module != "sim":
        import analysis.worlds.experiments as experiments

        flow = experiments.flow

        @contextlib.contextmanager
        def watched(*given: Any) -> Iterator[Any]:
            with flow(*given) as running:
                yield running
            ends.append(time.process_time())

        experiments.flow = watched
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        command.main([*arguments, f"outputs={folder}"])
    need, began = needs[0]
    taken = (ends[0] if ends else time.process_time()) - began
    return need.bytes, peak_memory(), need.work + need.besides, taken


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    print(json.dumps(measure(*sys.argv[1:])))
