"""``python -m analysis.calibration``: which parameter values agree with what was published about the pilots.

The uncertain parameters (:mod:`sim.runs.prior`) are drawn from their plausible ranges and moved to those values whose runs
come close to the published outcomes of all schemes at once (:mod:`analysis.fitting.outcomes`, :mod:`analysis.fitting.fit`), by tempering
(:mod:`analysis.fitting.tempering`), in populations that know nothing of each other: where these differ, the sample is too small.
A step that is done is on disk; the same command goes on from there. ``ship=true`` makes the result the posterior that
``uncertainty=parameters`` draws from (``evidence/posterior.parquet``).
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command.application import OWN_FOLDER, Application, Request, as_names, launch, names, setting
from sim.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from analysis.fitting.fit import Fit
    from analysis.fitting.tempering import Population

LEAST_POINTS = 20
COMPILED_FROM = (
    "analysis/fitting/fit.py",
    "sim/runs/prior.py",
    "analysis/fitting/outcomes.py",
    "analysis/fitting/tempering.py",
)
"""Sources on which a population depends besides the model's."""
TABLES_OF_EVIDENCE = ("targets.csv", "unknowns.csv")


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["palim", "homere", "digital_explorers", "thamm", "morocco_germany"],
                          "Schemes whose published outcomes are used (all that have any)")  # fmt: skip
    populations: int = setting(2, 1, 16, "populations", "Populations that are sampled independently of each other")
    points: int = setting(500, LEAST_POINTS, 100_000, "points", "Points of each population")
    moves: int = setting(20, 1, 1000, "moves", "Markov moves of every point at each step of tempering")
    last_moves: int = setting(200, 1, 10_000, "moves", "Markov moves at the full weight of the data")
    ship: bool = setting(False, None, None, "switch", "Make the result the posterior that all analyses draw from")


EXAMPLES = (
    "python -m analysis.calibration",
    "python -m analysis.calibration points=1000 seed=2",
    "python -m analysis.calibration scenario=[palim,homere] points=200 moves=10",
    "python -m analysis.calibration ship=true",
)
TABLES = {
    "posterior.parquet": "draw x parameter: values that agree with the published outcomes, and what they leave open of each scheme",
    "fit.csv": "scheme x quantity: published, simulated before and after (5, 50, 95 %)",
    "identified.csv": "parameter: plausible range, posterior, and whether the evidence says anything about it",
    "pairs.csv": "pairs of parameters of which the evidence fixes a combination rather than each",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def run(request: Request) -> None:
    """Sample, write tables, figures and the report."""
    from analysis.fitting.outcomes import targets

    settings = request.settings
    schemes = as_names(settings.scenario, "scenario")
    known = list(dict.fromkeys(target.scheme for target in targets()))
    for scheme in schemes:
        if scheme not in known:
            raise UserError(f"scenario: nothing is published to calibrate {scheme} with{did_you_mean(scheme, known)}")
    refuse_overrides(request.overrides, "calibration")
    configs = [request.configure(scheme, f"replicates={settings.points}") for scheme in schemes]
    with request.folder(configs[0]) as folder:
        from analysis.calibration.page import page
        from analysis.calibration.pictures import draw
        from analysis.calibration.tables import find
        from analysis.fitting.fit import PROBES, Fit
        from sim.runs.posterior import SHIPPED

        fit = Fit(schemes, configs[0].seed, configs[0].workers)
        steps = Path(configs[0].outputs).expanduser() / "calibration" / f".steps-{_name(settings, configs[0].seed)}"
        fit.leave_out_inert(min(settings.points, PROBES))
        populations = [sampled(fit, settings, configs[0].seed, chain, steps) for chain in range(settings.populations)]
        found = find(fit, populations)
        folder.facts |= speed(fit, time.perf_counter() - folder.began) | {
            "points": settings.points * settings.populations
        }
        folder.parquet("posterior", found.posterior)
        folder.table("fit", found.fit)
        folder.table("identified", found.identified)
        folder.table("pairs", found.pairs)
        shown = page(found, folder.figures(draw(found)), settings)
        print(shown.answer[0])
        folder.report(shown)
        if settings.ship:
            from sim.reporting import folders

            folders.put(SHIPPED, lambda part: found.posterior.to_parquet(
                part, index=False, compression="zstd", use_dictionary=False, use_byte_stream_split=True))  # fmt: skip
            print(f"Shipped: {SHIPPED}")


def speed(fit: "Fit", seconds: float) -> dict[str, float]:
    """Runs of this session, runs per second, share of the time outside the ensemble."""
    return {
        "runs": fit.runs,
        "runs_per_second": round(fit.runs / seconds, 1),
        "outside_share": round(1.0 - fit.simulating / seconds, 4),
    }


def refuse_overrides(overrides: Sequence[str], command: str) -> None:
    """The schemes are simulated as they were: only how to run may be said."""
    allowed = ("seed", "workers", "executor", "executor.address", "outputs")
    for text in overrides:
        if text.partition("=")[0] not in allowed:
            raise UserError(f"{text}: {command} takes the schemes as they were; allowed are {', '.join(allowed)}")


def sampled(fit: "Fit", settings: Settings, seed: int, chain: int, steps: Path) -> "Population":
    """One population at the full weight of the data, from the last step that is on disk on."""
    from analysis.fitting.tempering import start, temper
    from sim.progress import bar

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


def _name(settings: Settings, seed: int) -> str:
    """What a population depends on, in short."""
    from sim.compiled import source_hash
    from sim.evidence.published import FOLDER

    facts = hashlib.sha256(source_hash().encode())
    facts.update(repr((asdict(settings) | {"ship": False, "populations": 0}, seed)).encode())
    for path in [
        *(OWN_FOLDER.parent / name for name in COMPILED_FROM),
        *(FOLDER / name for name in TABLES_OF_EVIDENCE),
    ]:
        facts.update(path.read_bytes())
    return facts.hexdigest()[:16]


def _keep(steps: Path, chain: int, population: "Population") -> None:
    import numpy as np

    from sim.reporting import folders

    steps.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    np.savez(buffer, **vars(population))
    folders.put_bytes(steps / f"{chain}.npz", buffer.getvalue())


def _last(steps: Path, chain: int) -> "Population | None":
    import numpy as np

    from analysis.fitting.tempering import Population

    path = steps / f"{chain}.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as kept:
        number: Callable[[str], float] = lambda name: kept[name].item()  # noqa: E731
        return Population(
            kept["positions"], kept["replicates"], kept["fit"], number("weight"), int(number("step")), number("size"),
            number("accepted"),
        )  # fmt: skip


APPLICATION = Application("calibration", "Which parameter values agree with what was published about the pilots?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
