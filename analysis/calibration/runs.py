"""The populations of a calibration: every step of tempering is kept on disk, and the same command goes on from there."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import numpy as np

from analysis.calibration.settings import Settings
from analysis.command.folder import OWN_FOLDER
from analysis.fitting.fit import PROBES, Fit
from analysis.fitting.tempering import Population, start, temper
from sim.compiled import source_hash
from sim.evidence.published import FOLDER
from sim.progress import bar
from sim.reporting import folders

COMPILED_FROM = (
    "analysis/fitting/fit.py",
    "sim/runs/prior.py",
    "analysis/fitting/measuring.py",
    "analysis/fitting/observations.py",
    "analysis/fitting/tempering.py",
)
"""Sources on which a population depends besides the model's."""
STEPS = 12
"""Steps of tempering that a population takes, about."""
TABLES_OF_EVIDENCE = ("targets.csv", "unknowns.csv")


def expected_runs(fit: Fit, settings: Settings) -> int:
    """Runs of a whole calibration, about: how many steps it takes shows only on the way."""
    probed = (1 + len(fit.prior.names)) * min(settings.points, PROBES)
    moved = settings.points * (1 + (STEPS - 1) * settings.moves + settings.last_moves)
    return len(fit.schemes) * (probed + settings.populations * moved)


def sampled(fit: Fit, settings: Settings, seed: int, chain: int, steps: Path) -> Population:
    """One population at the full weight of the data, from the last step that is on disk on."""
    own_seed = seed * 1000 + chain
    with bar(f"population {chain + 1}: weight of the data, in per mille") as progress:
        population = _last(steps, chain)
        if population is None:
            population = start(fit, settings.points, len(fit.active), len(fit.schemes), own_seed)
            _keep(steps, chain, population)
        for later in temper(fit, population, own_seed, settings.moves, settings.last_moves):
            population = later
            _keep(steps, chain, population)
            if progress:
                progress(int(1000 * population.weight), 1000)
    return population


def name_of_steps(settings: Settings, seed: int) -> str:
    """What a population depends on, in short."""
    facts = hashlib.sha256(source_hash().encode())
    facts.update(repr((asdict(settings) | {"populations": 0}, seed)).encode())
    for path in [
        *(OWN_FOLDER.parent / name for name in COMPILED_FROM),
        *(FOLDER / name for name in TABLES_OF_EVIDENCE),
    ]:
        facts.update(path.read_bytes())
    return facts.hexdigest()[:16]


def _keep(steps: Path, chain: int, population: Population) -> None:
    steps.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    np.savez(buffer, **vars(population))
    folders.put_bytes(steps / f"{chain}.npz", buffer.getvalue())


def _last(steps: Path, chain: int) -> Population | None:
    path = steps / f"{chain}.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        number: Callable[[str], float] = lambda name: kept[name].item()  # noqa: E731
        return Population(
            kept["positions"], kept["replicates"], kept["fit"], number("weight"), int(number("step")), number("size"),
            number("accepted"),
        )  # fmt: skip
