"""Running the experiments of the lessons: every arm once for all that share it, on common draws; effects and verdicts.

All arms of an experiment meet the same replicates and, where parameters are uncertain, the same draw of them. Which
parameters are drawn depends on the arms (one that is zero in all of them is not), so experiments that draw the same ones are
run together. A lesson's numbers therefore do not depend on which other lessons are asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.lessons.lesson import Finding, Lesson, Naming, Part, used, verdict
from analysis.lessons.quantities import Arm, Arms, Quantity, total
from analysis.worlds.experiments import Runs, run_designs, totalled
from analysis.worlds.uncertain import uncertain_parameters
from sim.indicators import NAMES
from sim.parameters import Config
from sim.runs.ahead import together

WAITING = tuple(name for name in NAMES if name.startswith("waiting_"))

Configure = Callable[..., Config]
Progress = Callable[[int, int], None]


def needed(part: Part) -> tuple[frozenset[str], frozenset[str]]:
    """Indicators that a part needs of whole runs, and by month."""
    if part.quantity is None:
        return frozenset(WAITING), frozenset()
    return part.quantity.totals, part.quantity.monthly


@dataclass
class _Batch:
    """Experiments that draw the same parameters: their different arms, what to keep of them."""

    configs: list[Config]
    totals: set[str]
    monthly: set[str]

    def place(self, config: Config) -> int:
        """Position of an arm, which is added if it is new."""
        if config not in self.configs:
            self.configs.append(config)
        return self.configs.index(config)


def run_lessons(
    lessons: Sequence[Lesson], configure: Configure, replicates: int, uncertainty: str = "both", progress: Progress | None = None
) -> tuple[list[Finding], Runs]:  # fmt: skip
    """Run all experiments of some lessons; ``configure(scenario, *overrides)`` makes an arm. Also what was run, and how fast."""
    made = cache(lambda text: configure(*text.split()))
    batches: dict[tuple[str, ...], _Batch] = {}
    plan: list[tuple[Lesson, int, Part, tuple[str, ...], dict[str, int]]] = []
    for lesson in lessons:
        for place, part in enumerate(lesson.parts, 1):
            configs = {name: made(text) for name, text in part.arms.items() if used(part, name)}
            drawn = tuple(parameter.name for parameter in uncertain_parameters(list(configs.values())))
            batch = batches.setdefault(drawn, _Batch([], set(), set()))
            totals, monthly = needed(part)
            batch.totals |= totals
            batch.monthly |= monthly
            plan.append((lesson, place, part, drawn, {name: batch.place(config) for name, config in configs.items()}))
    outcomes, spent = _run(batches, replicates, uncertainty, progress)
    findings = []
    for lesson, place, part, drawn, places in plan:
        runs = outcomes[drawn]
        arms = {
            name: Arm(
                {key: values[row] for key, values in runs.totals.items()},
                {key: values[row] for key, values in runs.monthly.items()},
            )
            for name, row in places.items()
        }
        findings.append(find(lesson, place, part, arms))
    return findings, spent


def _run(
    batches: dict[tuple[str, ...], _Batch], replicates: int, uncertainty: str, progress: Progress | None
) -> tuple[dict[tuple[str, ...], Runs], Runs]:
    every = sum(len(batch.configs) for batch in batches.values()) * replicates
    outcomes: dict[tuple[str, ...], Runs] = {}
    with together(every):
        for drawn, batch in batches.items():
            first, before = batch.configs[0], sum(runs.count for runs in outcomes.values())
            outcomes[drawn] = run_designs(
                batch.configs, replicates, first.seed, uncertainty, workers=first.workers,
                indicators=sorted(batch.totals) or NAMES[:1], monthly=sorted(batch.monthly),
                progress=_after(progress, before, every),
            )  # fmt: skip
    return outcomes, totalled(outcomes.values())


def _after(progress: Progress | None, before: int, every: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, every)


def find(lesson: Lesson, place: int, part: Part, arms: Arms) -> Finding:
    """Effect and verdict of one experiment."""
    quantity, named = part.quantity, None
    if quantity is None:
        quantity, named = named_wait(arms, part.cause)
    effect = (quantity * 100.0 if part.unit.startswith("percent") else quantity).interval(arms)
    return Finding(lesson, place, part, effect, verdict(effect, part.claimed, part.reference), named)


def named_wait(arms: Arms, cause: str = "") -> tuple[Quantity, Naming]:
    """By how much a cause of waiting (default: the longest) exceeds the longest other one, in the only arm there is."""
    (name, arm), = arms.items()  # fmt: skip
    means = {each: float(arm.totals[each].mean()) for each in WAITING}
    longest = max(means, key=lambda each: means[each])
    mine = f"waiting_{cause}" if cause else longest
    following = max((each for each in WAITING if each != mine), key=lambda each: means[each])
    waited = np.stack([arm.totals[each] for each in WAITING])
    agreement = float(np.mean(np.asarray(WAITING)[waited.argmax(axis=0)] == longest))
    cause, compared, other = (each.removeprefix("waiting_") for each in (longest, mine, following))
    return total(name, mine) - total(name, following), Naming(cause, agreement, compared, other)
