"""What the answer and the page say about prices that are assumptions."""

from collections.abc import Mapping, Sequence

from analysis.command.page import Cell, Column, Picture, Section, Table
from analysis.robustness.prices import Price
from analysis.robustness.trials import AS_IS, Trial, Tried, Verdict
from sim.indicators import BY_NAME
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import counted, number

FACTORS = {0.5: "halves", 2.0: "doubles"}
"""What happens to a price, by factor."""


def price_sentences(tried: Tried, chosen: str) -> list[str]:
    """Whether the ranking hangs on a price that is an assumption; nothing where the designs differ in none. ``chosen``: the answer's design."""
    many = len(tried.assumed)
    if not many:
        return []
    differ = (
        f"{many} prices that set the designs apart are assumptions."
        if many > 1
        else f"One price that sets the designs apart is an assumption: {_named(tried.assumed[0])}."
    )
    if not tried.trials:
        return [f"{differ} Whether the ranking hangs on {'them' if many > 1 else 'it'} was not tried."]
    return [" ".join([differ, *_not_chosen(tried, chosen), *_ranking(tried), *_by_mean(tried)])]


def _not_chosen(tried: Tried, chosen: str) -> list[str]:
    holder = tried.designs[tried.first]
    if holder == chosen:
        return []
    return [
        f"In the {counted(len(tried.as_is), 'world')} in which prices were tried, {names.design(holder)} comes first as prices are, not"
        f" {names.design(chosen)}: the two are close."
    ]


def _ranking(tried: Tried) -> list[str]:
    holder = names.design(tried.designs[tried.first])
    sure = [trial for trial in tried.trials if trial.regret.turned]
    unsure = [trial for trial in tried.trials if trial.regret.open]
    others = len(tried.assumed) - len({trial.price for trial in (*sure, *unsure)})
    if not sure and not unsure:
        which = "any one of them" if others > 1 else "it"
        kept = " and keeps the best mean" if tried.best == tried.first and not _mean_turns(tried) else ""
        return [f"The ranking holds if {which} doubles or halves: {holder} stays least regretted{kept}."]
    said = [f"If {_conditions(mine, tried)}, {name} comes first." for name, mine in _by_design(sure, tried, "regret")]
    said += [
        f"If {_conditions(mine, tried)}, {name} comes first in the worlds tried, but this may be chance."
        for name, mine in _by_design(unsure, tried, "regret")
    ]
    if others:
        which = f"any one of the other {others}" if others > 1 else "the other one"
        said.append(f"If {which} doubles or halves, {holder} stays first.")
    return said


def _by_mean(tried: Tried) -> list[str]:
    """What turns the mean round; nothing that turns the regret round in favour of the same design."""
    further = [trial for trial in _mean_turns(tried) if (trial.mean.first, True) != trial.regret[:2]]
    return [
        f"By the mean, {name} comes first if {_conditions(mine, tried)}."
        for name, mine in _by_design(further, tried, "mean")
    ]


def _mean_turns(tried: Tried) -> list[Trial]:
    return [trial for trial in tried.trials if trial.mean.turned]


def _by_design(trials: Sequence[Trial], tried: Tried, measure: str) -> list[tuple[str, list[Trial]]]:
    """The trials by the design that comes first in them, named as within a sentence."""
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        verdict: Verdict = getattr(trial, measure)
        groups.setdefault(names.design(tried.designs[verdict.first]), []).append(trial)
    return list(groups.items())


def _conditions(trials: Sequence[Trial], tried: Tried) -> str:
    """``costs.board (...) doubles or costs.call (...) halves``; ``it halves`` where there is only one price."""
    only = len(tried.assumed) == 1
    return " or ".join(f"{'it' if only else _named(trial.price)} {FACTORS[trial.factor]}" for trial in trials)


def _named(price: Price) -> str:
    meaning = price.parameter.meaning
    return f"{price.name} ({meaning[0].lower()}{meaning[1:]})"


def price_section(tried: Tried, figures: Mapping[str, str], outcome: str) -> list[Section]:
    """The part of the page about prices; nothing where the designs differ in none that is an assumption."""
    if not tried.assumed:
        return []
    heading = "Prices that are assumptions"
    if not tried.trials:
        return [Section("prices", heading, ["These prices were not tried."], tables=[_table(tried, outcome)])]
    words = (
        f"Each of these prices was halved and doubled by itself, for all designs alike, in {counted(len(tried.as_is), 'world')} with"
        f" {counted(tried.replicates, 'replicate')} each. All else stayed as it was, chance included. Compare these numbers with each"
        " other, and not with the regret above, which rests on all worlds and replicates."
    )
    reading = (
        f"Mean {names.indicator(outcome)} of each design where a price is half of what it is in each world, as it is, and double. Shown"
        " are the prices that move the designs most against each other. Where lines cross, another design has the better mean."
    )
    picture = Picture("prices", "What prices change", figures["prices"], reading)
    return [Section("prices", heading, [words], [picture], [_table(tried, outcome)])]


def _table(tried: Tried, outcome: str) -> Table:
    what, unit = names.indicator(outcome), BY_NAME[outcome].unit
    columns = [
        Column("Price", "Parameter of the price, and what it is."), Column("Levers", "The levers in which designs differ and whose price it belongs to."),
        Column("Designs", "Designs that set these levers alike stand together."),
        Column("If it halves", "The least regretted design then; also the one with the best mean, where that is another."),
        Column("If it doubles", "The same with the price doubled."),
        Column("Moves", f"Most by which it moves a design's mean {what} against that of all designs.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for price in tried.ranked or tried.assumed:
        trials = [trial for trial in tried.of(price) if trial.factor != AS_IS]
        rows.append([
            Cell(price.name, "", price.parameter.meaning), names.listed(price.levers),
            "; ".join(label(names.listed([names.design(name) for name in group])) for group in price.groups),
            *([_verdict(trial, tried) for trial in trials] or [Cell("not tried"), Cell("not tried")]),
            number(tried.shift(price), unit) if trials else "",
        ])  # fmt: skip
    return Table(
        "Prices that are assumptions, those first that matter most for the choice", columns, rows,
        "Shaded: another design comes first; 'may be chance' where it is not surely ahead. The price is that of each world times 0.5 or 2,"
        " within the bounds of the parameter. prices.csv has the numbers, and the parts of these prices that are published or that the scenario states itself.",
    )  # fmt: skip


def _verdict(trial: Trial, tried: Tried) -> Cell:
    first, best = (label(names.design(tried.designs[verdict.first])) for verdict in (trial.regret, trial.mean))
    mean = "" if best == first else f"best mean: {best}{_doubt(trial.mean)}"
    shade = "rgba(213, 94, 0, 0.18)" if trial.regret.turned else "rgba(213, 94, 0, 0.08)" if trial.regret.open else ""
    return Cell(f"{first}{_doubt(trial.regret)}", shade, mean)


def _doubt(verdict: Verdict) -> str:
    return " (may be chance)" if verdict.open else ""
