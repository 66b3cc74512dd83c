"""The populations of a calibration: every step of tempering is kept on disk, and the same command goes on from there."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.calibration.settings import Settings
from analysis.command.folder import OWN_FOLDER
from analysis.fitting import error
from analysis.fitting.fit import Fit
from analysis.fitting.leave_out import ANEW, without
from analysis.fitting.tempering import Likelihood, Population, moved, start, temper
from analysis.fitting.vary import POINTS, chosen, influences
from sim.compiled import source_hash
from sim.evidence.published import FOLDER
from sim.installation import ROOT
from sim.progress import bar
from sim.reporting import folders

COMPILED_FROM = (
    "analysis/fitting/error.py",
    "analysis/fitting/fit.py",
    "analysis/fitting/leave_out.py",
    "analysis/fitting/measuring.py",
    "analysis/fitting/observations.py",
    "analysis/fitting/tempering.py",
    "analysis/fitting/vary.py",
    "sim/runs/prior.py",
)
"""Sources on which a population depends besides the model's, the evidence and the scenarios."""
TABLES_OF_EVIDENCE = ("targets.csv", "unknowns.csv", "pairs.csv")
STEPS, STEPS_WITHOUT = 14, 4
"""Steps of tempering that a population takes, about: to the posterior, and from there without a scheme."""
LEFT_OUT = 0.3
"""Share of the schemes without which the draws are tempered again, about."""
EVALUATIONS = 2
"""Runs of every scheme in a round of moves."""
INFLUENCES = "influences.parquet"


def expected_runs(schemes: int, settings: Settings) -> int:
    """Runs of a whole calibration, about: how many steps it takes shows only on the way."""
    rounds = (STEPS - 1) * settings.moves + settings.last_moves
    again = (STEPS_WITHOUT - 1) * settings.again_moves + settings.again_last_moves
    evaluations = 1 + EVALUATIONS * (rounds + LEFT_OUT * schemes * again) + ANEW
    return int(schemes * (POINTS + settings.populations * settings.points * evaluations))


def prepared(schemes: list[str], seed: int, workers: int, steps: Path) -> tuple[Fit, pd.DataFrame]:
    """The comparison with the evidence, and the influences by which what varies was chosen."""
    path = steps / INFLUENCES
    if path.exists():
        table = pd.read_parquet(path)
    else:
        table = influences(schemes, seed, workers)
        steps.mkdir(parents=True, exist_ok=True)
        folders.put(path, lambda place: table.to_parquet(place, index=False))
    return fit_of(schemes, table, seed, workers), table


def fit_of(schemes: list[str], table: pd.DataFrame, seed: int, workers: int) -> Fit:
    """The comparison with the evidence: what varies, and what is moved more often, by the table of influences."""
    fit = Fit(schemes, chosen(table), seed, workers)
    fit.inert = list(table.parameter[~table.matters])
    by_name = table.set_index("parameter").influence
    by_name[error.NAME] = by_name.max()
    fit.weights = by_name.loc[[*fit.dimensions, *fit.varying]].to_numpy()
    return fit


def sampled(fit: Likelihood, varying: int, settings: Settings, seed: int, chain: int, steps: Path) -> Population:
    """One population at the full weight of the data, from the last step that is on disk on."""
    own_seed = seed * 1000 + chain
    path = steps / f"{chain}.npz"
    with bar(f"population {chain + 1}: weight of the data, in per mille") as progress:
        population = _last(path)
        if population is None:
            population = start(fit, settings.points, varying, own_seed)
            _keep(path, population)
        for later in temper(fit, population, own_seed, settings.moves, settings.moves):
            population = later
            _keep(path, population)
            if progress:
                progress(int(1000 * population.weight.min()), 1000)
    done = population.step - _steps_of_tempering(steps, chain, population.step)
    with bar(f"population {chain + 1}: rounds at the full weight of the data") as progress:
        for last in range(done, settings.last_moves):
            population = moved(fit, population, np.random.default_rng([own_seed, 1_000_000 + last]), 1)
            population = replace(population, step=population.step + 1)
            _keep(path, population)
            if progress:
                progress(last + 1, settings.last_moves)
    return population


def sampled_without(
    fit: Likelihood, population: Population, scheme: str, settings: Settings, seed: int, chain: int, steps: Path
) -> Population:
    """A population of the posterior without what was published of one scheme, from the last step that is on disk on."""
    rounds = f"{settings.again_moves}-{settings.again_last_moves}"
    path = steps / f"without-{scheme}-{chain}-from-{population.step}-{rounds}.npz"
    found = _last(path) or population
    place = list(fit.schemes).index(scheme)
    with bar(f"without {scheme}, population {chain + 1}: weight taken from its data, in per mille") as progress:
        for later in without(fit, found, scheme, seed * 1000 + chain, settings.again_moves, settings.again_last_moves):
            found = later
            _keep(path, found)
            if progress:
                progress(int(1000 * (1.0 - found.weight[place])), 1000)
    return found


def name_of_steps(schemes: Sequence[str], sizes: Sequence[int], seed: int) -> str:
    """What a population depends on, in short. ``sizes``: its points and rounds of moves."""
    facts = hashlib.sha256(source_hash().encode())
    facts.update(repr((list(schemes), list(sizes), seed)).encode())
    scenarios = [ROOT / "scenarios" / f"{scheme}.yaml" for scheme in schemes]
    for path in [
        *(OWN_FOLDER.parent / name for name in COMPILED_FROM),
        *(FOLDER / name for name in TABLES_OF_EVIDENCE),
        *scenarios,
    ]:
        facts.update(path.read_bytes())
    return facts.hexdigest()[:16]


def _steps_of_tempering(steps: Path, chain: int, step: int) -> int:
    """Steps that tempering took: kept when it ends."""
    path = steps / f"{chain}.tempered"
    if not path.exists():
        folders.put_text(path, str(step))
    return int(path.read_text(encoding="utf-8"))


def _keep(path: Path, population: Population) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    np.savez(buffer, **vars(population))
    folders.put_bytes(path, buffer.getvalue())


def _last(path: Path) -> Population | None:
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        single = {name: kept[name].item() for name in ("step", "size", "accepted")}
        return Population(**{name: kept[name] for name in kept.files if name not in single}, **single)
