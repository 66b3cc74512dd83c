"""The kernels: against plain Python, against their random draws, as the model grows, on two threads."""

import math
import os
import time
from typing import Any

import numpy as np

from benchmarks.figure import Figure
from benchmarks.work import Run, best, in_process
from sim.compiled import njit
from sim.draws import exponential_from, logistic_from, lognormal_from, normal_from, uniforms

PILOT = ("baseline",)
#: Candidates of the large scenario, about.
CANDIDATES = 127_000


def of_size(candidates: float) -> tuple[str, ...]:
    """The large scenario, scaled to about so many candidates."""
    return ("talent_partnership", f"scale={candidates / CANDIDATES:.4g}")


def against_python(small: bool) -> list[Figure]:
    """A run, compiled, against the same run without the JIT."""
    figures = []
    for size in [PILOT] if small else [PILOT, of_size(1e4)]:
        plain = in_process("uncompiled", *size, NUMBA_DISABLE_JIT="1")
        [compiled] = best(5, Run(*size), calls=5)
        detail = f"{plain['candidates']:,} candidates: {plain['seconds']:.2f} s, compiled {compiled * 1e3:.2f} ms"
        name = f"compiled against plain Python, {in_words(size)}"
        figures.append(Figure(name, plain["seconds"] / compiled, "x", 100, True, detail))
    return figures


def against_draws(small: bool) -> list[Figure]:
    """A run against nothing but its random draws: as many blocks, as many through each inverse distribution."""
    figures = []
    for size in [PILOT] if small else [PILOT, of_size(1e5)]:
        number = in_process("counted", *size, NUMBA_DISABLE_JIT="1")
        run = Run(*size)
        key = run.state.scheme
        counts = [
            number[name] for name in ("uniforms", "normal_from", "lognormal_from", "exponential_from", "logistic_from")
        ]
        calls = 1 if number["uniforms"] > 100_000 else 50
        whole, draws = best(10 if small else 20, run, lambda: draw(key, *counts), calls=calls)  # noqa: B023
        detail = (
            f"{number['candidates']:,} candidates, {counts[0]:,} blocks, {sum(counts[1:]):,} transformed: "
            f"{whole * 1e3:.2f} ms, draws {draws * 1e3:.2f} ms"
        )
        figures.append(Figure(f"run against its draws alone, {in_words(size)}", whole / draws, "x", 2, False, detail))
    return figures


@njit
def draw(key, blocks, normals, lognormals, exponentials, logistics):
    """Draw blocks, and after each its even share of the transforms; each takes the next word of the block."""
    total = 0.0
    n, m, e, k = 0, 0, 0, 0
    for i in range(blocks):
        a, b, c, d = uniforms(key, 1, 0, i, 0, 0)
        while n * blocks < normals * (i + 1):
            total += normal_from(a)
            a, b, c, d = b, c, d, a
            n += 1
        while m * blocks < lognormals * (i + 1):
            total += lognormal_from(a, 3.0, 0.5)
            a, b, c, d = b, c, d, a
            m += 1
        while e * blocks < exponentials * (i + 1):
            total += exponential_from(a, 3.0)
            a, b, c, d = b, c, d, a
            e += 1
        while k * blocks < logistics * (i + 1):
            total += logistic_from(a)
            a, b, c, d = b, c, d, a
            k += 1
        total += a
    return total


def growth(small: bool) -> list[Figure]:
    """Time and memory as the number of candidates grows a hundredfold, each size in a process of its own."""
    few, many = (in_process("timed", *of_size(size)) for size in ((1e4, 1e5) if small else (1e4, 1e6)))
    tiny = in_process("timed", "talent_partnership", "scale=0.001")
    exponent = math.log(many["seconds"] / few["seconds"]) / math.log(many["candidates"] / few["candidates"])
    each = (many["memory"] - tiny["memory"]) / many["candidates"]
    times = ", ".join(f"{size['candidates']:,} candidates {size['seconds'] * 1e3:,.1f} ms" for size in (few, many))
    memory = (
        f"{many['memory'] / 2**20:,.0f} MiB, {tiny['memory'] / 2**20:,.0f} MiB for {tiny['candidates']:,} candidates"
    )
    return [
        Figure("growth of time with candidates, exponent", exponent, "", 1.05, False, times),
        Figure("memory for a candidate", each, "bytes", 200, False, memory),
    ]


def two_threads(small: bool) -> list[Figure]:
    """The same ensemble on one thread and on two."""
    from sim.parameters import to_record
    from sim.runs.ensemble import run_sets
    from sim.setup.configuration import configure

    sets = to_record(configure(*PILOT))[None, :]
    runs = 1_000 if small else 4_000

    def on(threads: int) -> Any:
        return lambda: run_sets(sets, runs, seed=1, workers=threads)

    assert np.array_equal(on(1)().totals, on(2)().totals, equal_nan=True)
    one, two = best(5 if small else 9, on(1), on(2), clock=time.perf_counter)
    alone, shared = best(3, on(1), on(2))
    cores = os.cpu_count() or 1
    detail = (
        f"{runs:,} runs: {one:.2f} s, on two {two:.2f} s of {cores} cores; "
        f"processor time {alone:.2f} s, on two {shared:.2f} s"
    )
    return [Figure("two threads against one", one / two if cores > 1 else math.nan, "x", 1.8, True, detail)]


def in_words(size: tuple[str, ...]) -> str:
    """A size in words."""
    return "a pilot" if size == PILOT else f"{float(size[1].partition('=')[2]) * CANDIDATES:,.0f} candidates"
