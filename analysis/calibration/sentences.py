"""What a calibration found, in sentences."""

import pandas as pd

from analysis.calibration.pictures import words
from analysis.calibration.tables import NARROWED, TIED, Found
from analysis.fitting.leave_out import TRUSTED
from analysis.fitting.numbers import interval, published
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.wording import counted

CLEARLY = 0.75
"""Share of the draws on one side of the prior's median from which a spread counts as larger or smaller than assumed."""
AGREED = 1.05
"""R-hat up to which the populations are said to agree on a parameter (Vehtari et al. 2021 ask for less than 1.01 of long chains)."""


def answer(found: Found) -> list[str]:
    """The computed sentences of the page, the answer first."""
    return [text for text in (reached(found), varies(found), agree(found), left_out(found), missed(found)) if text]


def reached(found: Found) -> str:
    """How many published quantities the model reproduces, and how much was learned about parameters."""
    fit, identified = found.fit, found.identified
    before = int(((fit.prior_p05 <= fit.observed_high) & (fit.prior_p95 >= fit.observed_low)).sum())
    return (
        f"After calibration {int(fit.inside.sum())} of {len(fit)} published quantities lie within the model's 90 % interval (before: {before})."
        f" The published outcomes narrow {int(identified.identified.sum())} of {len(identified)} uncertain parameters by {100 * NARROWED:.0f} % or more;"
        " they add next to nothing to the plausible ranges of the others."
    )


def varies(found: Found) -> str:
    """Which parameters vary between schemes, and whether by more than assumed."""
    if found.spreads.empty:
        return ""
    groups: dict[str, list[str]] = {"more than assumed": [], "about as much as assumed": [], "less than assumed": []}
    for _, row in found.spreads.iterrows():
        groups[_compared(row.below_prior_median)].append(
            f"{_meaning(row.parameter)} ({row.parameter}, spread {row.p50:.2f})"
        )
    said = [f"Schemes differ {much} in {names.listed(which)}." for much, which in groups.items() if which]
    first = found.spreads.iloc[0]
    return (
        f"The {counted(len(found.spreads), 'parameter')} on which outcomes depend most vary between schemes. {' '.join(said)}"
        f" The assumed spread was {first.prior_p50:.2f}, and with 90 % between {first.prior_p05:.2f} and {first.prior_p95:.2f}. With a spread"
        " of 1, schemes would fill the whole plausible range."
    )


def agree(found: Found) -> str:
    """Whether the populations agree, and how many independent draws they are worth."""
    table = pd.concat([found.identified, found.spreads.assign(parameter="the spread of " + found.spreads.parameter)])
    table = table[table.rhat.notna()]
    if table.empty:
        return "With one population, nothing says whether the sample is large enough: use two or more."
    rough = int((table.rhat > AGREED).sum())
    worst, fewest = table.iloc[int(table.rhat.argmax())], table.iloc[int(table.effective.argmin())]
    return (
        f"Is the sample large enough? Independent populations agree well where R-hat is near 1. It is {table.rhat.median():.2f} in the middle of all"
        f" parameters and {worst.rhat:.2f} at worst ({words(worst.parameter)}); it is above {AGREED} for {rough} of {len(table)}, whose intervals are rough."
        f" {len(found.positions):,} draws are worth {table.effective.median():,.0f} independent ones in the middle, and {fewest.effective:,.0f} at worst"
        f" ({words(fewest.parameter)})."
    )


def left_out(found: Found) -> str:
    """Without which schemes the draws were tempered again, and why."""
    again = found.left_out[found.left_out.again]
    every = len(found.left_out)
    if again.empty:
        return f"The draws can be weighed as if any one of {counted(every, 'scheme')} had not been learned from (Pareto shape up to {TRUSTED})."
    listed = names.listed([names.label(names.scenario(scheme)) for scheme in again.scheme])
    return (
        f"To forecast a scheme fairly, the draws are weighed as if it had not been learned from. For {len(again)} of {every} schemes"
        f" ({listed}) these weights cannot be trusted (Pareto shape above {TRUSTED}: a few draws would carry all the weight). For"
        f" {'it' if len(again) == 1 else 'these'}, the draws were tempered again without that scheme's outcomes."
    )


def missed(found: Found) -> str:
    """The published quantities that the model does not reproduce."""
    outside = found.fit[~found.fit.inside]
    listed = "; ".join(
        f"{names.label(names.scenario(row.scheme))}, {row.quantity[:1].lower()}{row.quantity[1:]}: {interval(row)} against {published(row.observed_low, row.observed_high)}"
        for _, row in outside.iterrows()
    )
    return f"Not reached: {listed}." if listed else ""


def not_identified(found: Found) -> str:
    """How many shared parameters the outcomes say nothing about, by group."""
    rest = found.identified[~found.identified.identified & ~found.identified.parameter.str.contains(":")]
    groups = rest.parameter.str.partition(".")[0].value_counts()
    listed = ", ".join(f"{count} of {name}" for name, count in groups.items())
    return (
        f"The outcomes say next to nothing about {len(rest)} of the parameters that all schemes share ({listed}). Results that depend on them"
        " rest on judgement; docs/evidence.md ranks those that matter."
    )


def tied(found: Found) -> str:
    """How many pairs of parameters are fixed only together."""
    if found.pairs.empty:
        return f"No two parameters have a rank correlation of {TIED} or more after calibration."
    row = found.pairs.iloc[0]
    return (
        f"{counted(len(found.pairs), 'pair')} of parameters have a rank correlation of {TIED} or more in either direction. The strongest pair is"
        f" {words(row['first'])} and {words(row['second'])} ({row.rank_correlation:+.2f}). Draws keep such pairs together."
    )


def _meaning(name: str) -> str:
    """What a parameter says, within a sentence."""
    text = parameters()[name].meaning
    return text[:1].lower() + text[1:]


def _compared(below: float) -> str:
    """How a spread compares with what was assumed. ``below``: share of the draws below the prior's median."""
    if below < 1.0 - CLEARLY:
        return "more than assumed"
    return "less than assumed" if below > CLEARLY else "about as much as assumed"
