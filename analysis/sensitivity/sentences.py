"""What a sensitivity analysis says: what drives each output, how this changes from date to date, whether the sample is large enough."""

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.sensitivity.factors import OTHERS
from analysis.sensitivity.indices import MORRIS, SOBOL
from analysis.sensitivity.outputs import SPREAD, family, indicator_of, unit, when, words
from analysis.sensitivity.tables import MATTERS, Findings, Verdict, direction
from sim.reporting import names

NAMED = 3
"""Factors that a sentence names."""


def answer(found: Findings, screening: pd.DataFrame | None = None) -> list[str]:
    """The computed sentences: a paragraph for each indicator, then the factors that do not matter, the sample, the share of chance."""
    told = {name: every for name, every in found.study.families.items() if not name.startswith(SPREAD)}
    outputs = [output for every in told.values() for output in every]
    sentences = [" ".join(filter(None, [driven(found, every), shift(found, every)])) for every in told.values()]
    if said := _idle(found, outputs):
        sentences.append(said)
    if screening is not None:
        sentences.append(_put_aside(found, screening, outputs))
    verdicts = [each for each in found.verdicts if each.output in outputs]
    if verdicts:
        sentences.append(_enough(found, verdicts))
    if said := _by_chance(found, told.values()):
        sentences.append(said)
    return sentences


def driven(found: Findings, outputs: Sequence[str]) -> str:
    """What drives an indicator at each of its dates, without intervals."""
    first, *rest = [drives(found, output, short=True) for output in outputs]
    return "; ".join([first, *(_lower(each) for each in rest)]) + "."


def shift(found: Findings, outputs: Sequence[str]) -> str:
    """What matters surely more at the first date than at the last, and the other way round; nothing for one date."""
    varying = found.varying(outputs)
    if len(varying) < 2:
        return ""
    early, late = varying[0], varying[-1]
    at_first, at_last = more_at(found, early, late), more_at(found, late, early)
    if at_first and at_last:
        return (
            f"The early result hangs on other things than the late one: {_matter(at_first)} more {when(early)},"
            f" {_matter(at_last)} more {when(late)}."
        )
    if at_first or at_last:
        more, less = (early, late) if at_first else (late, early)
        return f"{_matter(at_first or at_last)} more {when(more)} than {when(less)}."
    return f"No factor surely matters more {when(early)} than {when(late)}, or less."


def more_at(found: Findings, output: str, other: str) -> list[str]:
    """The factors that drive an output, and surely more than the other one: their intervals do not touch. The strongest first.

    Indices are compared as shares of the variance, as distances, or as shares of the output's largest effect (Morris).
    """
    own, theirs = found.scale(output), found.scale(other)
    ceiling = found.ranked(other).set_index("parameter").ci_high / theirs
    return [
        row.parameter
        for row in found.drivers(output).itertuples()
        if row.parameter != OTHERS and row.ci_low / own > ceiling[row.parameter]
    ][:NAMED]


def _matter(parts: Sequence[str]) -> str:
    return f"{names.listed(parts)} {'matters' if len(parts) == 1 else 'matter'}"


def _enough(found: Findings, verdicts: Sequence[Verdict]) -> str:
    lacking = [each for each in verdicts if not each.enough]
    if not lacking:
        widest = size_words(found, max(each.half_width for each in verdicts))
        return f"The sample was large enough: no interval of these indices is wider than ±{widest}."
    if len(lacking) == 1:
        return statement(found, lacking[0])
    worst = max(lacking, key=lambda each: each.needed)
    return (
        f"For {len(lacking)} of {len(verdicts)} outputs, {found.study.sample.size:,} {units(found)} were not enough:"
        f" {found.study.words(worst.output)} would need the most, about {worst.needed:,} (samples={worst.needed})."
    )


def _by_chance(found: Findings, told: Iterable[Sequence[str]]) -> str:
    """How much of the variance other replicates would change, by indicator."""
    said = []
    for outputs in told:
        shares = [found.study.noise[name][0] for name in outputs if name in found.study.noise]
        listed = [f"{100 * share:.0f} %" for share in shares if not math.isnan(share)]
        if listed:
            dates = " at these dates" if len(listed) > 1 else ""
            said.append(f"{names.listed(listed)} of the variance of {words(indicator_of(outputs[0]))}{dates}")
    return (
        f"Chance accounts for {names.listed(said)} (means over {found.study.config.replicates} replicates)."
        if said
        else ""
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _put_aside(found: Findings, screening: pd.DataFrame, outputs: Sequence[str]) -> str:
    """What the screening says of the factors that are not looked at one by one."""
    main = screening[(screening["index"] == "mu_star") & screening.output.isin(outputs)]
    limit = MATTERS * main.groupby("output").value.transform("max")
    idle = (main.ci_high <= limit).groupby(main.parameter).all()
    aside = [each.name for each in found.study.members(OTHERS)]
    small = sum(bool(idle[name]) for name in aside if name in idle)
    text = f"Of the {len(aside)} factors that the screening set aside, {small} surely change neither output by more than {100 * MATTERS:.0f} % of what the strongest factor does."
    if len(outputs) != 2:
        text = text.replace("neither output", "no output")
    if found.method == SOBOL:
        shares = [found.ranked(name).set_index("parameter").value.get(OTHERS, math.nan) for name in outputs]
        said = names.listed(
            [
                f"{100 * share:.0f} % of the variance of {found.study.words(name)}"
                for share, name in zip(shares, outputs, strict=True)
            ]
        )
        text += f" All {len(aside)} together contribute to {said}."
    return text


def _amount(found: Findings, output: str, row: pd.Series, short: bool = False) -> str:
    if short:
        return {
            SOBOL: f"{100 * row.value:.0f} % of the variance", MORRIS: f"{row.value:.1f} {unit(output)} over its range",
        }.get(found.method, f"{row.value:.2f}")  # fmt: skip
    if found.method == SOBOL:
        return f"{100 * row.value:.0f} % of the variance, {100 * max(row.ci_low, 0):.0f} % to {100 * row.ci_high:.0f} %"
    if found.method == MORRIS:
        return f"{row.value:.1f} {unit(output)} over its range, {max(row.ci_low, 0):.1f} to {row.ci_high:.1f}"
    return f"{row.value:.2f}, {row.ci_low:.2f} to {row.ci_high:.2f}"


def called(found: Findings, part: str) -> str:
    """A factor's name; of a group its name and what belongs to it."""
    members = found.study.members(part)
    if part == OTHERS:
        return f"all {len(members)} other factors together"
    if len(members) == 1:
        return part if members[0].name == part else f"{part} ({members[0].name})"
    return f"{part.replace('_', ' ')} ({len(members)} factors)"


def drives(found: Findings, output: str, short: bool = False) -> str:
    """What drives an output, without a full stop; ``short``: without intervals."""
    name = found.study.words(output)
    name = name[0].upper() + name[1:]
    verb = "are" if names.plural(family(output)) else "is"
    if output not in [each.output for each in found.verdicts]:
        value = found.study.outputs[output]
        same = f" ({value[0]:.3g} {unit(output)})" if value.size else ""
        return (
            f"{name} {verb} the same in all parameter sets{same}, so nothing drives {'it' if verb == 'is' else 'them'}"
        )
    drivers = found.drivers(output)
    drivers = drivers[drivers.parameter != OTHERS].head(NAMED)
    if not len(drivers):
        top = found.ranked(output).iloc[0]
        return f"{name}: no factor surely stands out; the largest index is that of {called(found, top.parameter)} ({_amount(found, output, top)})"
    listed = []
    for row in drivers.itertuples():
        way = direction(found, output, row.parameter)
        if verb == "is":
            way = way.replace("rise", "rises").replace("fall", "falls")
        turn = f"; {'it' if verb == 'is' else 'they'} {way}" if way else ""
        listed.append(f"{called(found, row.parameter)} ({_amount(found, output, row, short)}{turn})")
    return f"{name} {verb} driven most by {names.listed(listed)}"


def _idle(found: Findings, outputs: Sequence[str]) -> str:
    varying = found.varying(outputs)
    if not varying:
        return ""
    idle = [part for part in found.ranked(varying[0]).parameter if all(part in found.idle(name) for name in varying)]
    looked = len(found.ranked(varying[0]))
    what = {
        SOBOL: f"each surely contributes to less than {100 * MATTERS:.0f} % of the variance, or no more than chance does",
        MORRIS: f"each surely changes them by less than {100 * MATTERS:.0f} % of what the strongest does",
    }.get(found.method, "none can be told from a factor without effect")  # fmt: skip
    if not idle:
        return "None of the factors studied one by one can be ruled out."
    named = [called(found, part) for part in idle]
    said = f": {names.listed(named)}" if len(idle) <= 8 else f", among them {', '.join(named[:5])}"
    if found.method not in (SOBOL, MORRIS):
        return f"In this sample {len(idle)} of {looked} factors cannot be told from one without effect{said}."
    return f"{len(idle)} of {looked} factors do not matter{said} ({what})."


def units(found: Findings) -> str:
    """What a sample of the method consists of."""
    return {SOBOL: "base points", MORRIS: "trajectories"}.get(found.method, "points")


def size_words(found: Findings, half: float) -> str:
    """A difference between indices in words."""
    if found.method == SOBOL:
        return f"{100 * half:.1f} percentage points"
    return f"{100 * half:.0f} % of the largest effect" if found.method == MORRIS else f"{half:.3f}"


def statement(found: Findings, verdict: Verdict) -> str:
    """Whether the sample was large enough for an output, and what would be."""
    name, size = found.study.words(verdict.output), found.study.sample.size
    known = f"the widest interval, that of {called(found, verdict.widest)}, is ±{size_words(found, verdict.half_width)}"
    moved = (
        f", and the second half of the sample changed no index by more than {size_words(found, verdict.moved)}"
        if math.isfinite(verdict.moved)
        else ""
    )
    if verdict.enough:
        return f"For {name}, {size:,} {units(found)} were enough: {known}{moved}."
    return (
        f"For {name}, {size:,} {units(found)} were not enough: {known}"
        f"{' and it still moved too much' if verdict.half_width <= found.precision else f', more than the ±{size_words(found, found.precision)} asked for'}; about {verdict.needed:,} are needed (samples={verdict.needed})."
    )
