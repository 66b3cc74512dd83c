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
    """Whether the ranking depends on a price that is an assumption; nothing if there is no such price. ``chosen``: the answer's design."""
    many = len(tried.assumed)
    if not many:
        return []
    differ = (
        f"{many} prices that do not affect all designs alike are assumptions."
        if many > 1
        else f"One price that does not affect all designs alike is an assumption: {_named(tried.assumed[0])}."
    )
    if not tried.trials:
        return [f"{differ} It was not tried whether the ranking depends on {'them' if many > 1 else 'it'}."]
    return [" ".join([differ, *_not_chosen(tried, chosen), *_ranking(tried), *_by_mean(tried)])]


def _not_chosen(tried: Tried, chosen: str) -> list[str]:
    holder = tried.designs[tried.first]
    if holder == chosen:
        return []
    return [
        f"In the {counted(len(tried.as_is), 'world')} in which prices were tried, {names.design(holder)} comes first even without a change of price, not"
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
    """What changes the ranking by the mean, unless it changes the ranking by regret in favour of the same design, too."""
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
        f"Each of these prices was halved and doubled, one at a time and for all designs, in {counted(len(tried.as_is), 'world')} with"
        f" {counted(tried.replicates, 'replicate')} each. All else stayed the same, including chance. Compare these numbers with each"
        " other, not with the regret above, which uses all worlds and replicates."
    )
    reading = (
        f"Mean {names.indicator(outcome)} of each design if a price is halved, as it is, and doubled in every world. The picture shows"
        " the prices that change the differences between the designs most. Where lines cross, another design has the better mean."
    )
    picture = Picture("prices", "What prices change", figures["prices"], reading)
    return [Section("prices", heading, [words], [picture], [_table(tried, outcome)])]


def _table(tried: Tried, outcome: str) -> Table:
    what, unit = names.indicator(outcome), BY_NAME[outcome].unit
    columns = [
        Column("Price", "Parameter of the price, and what it is."), Column("Levers", "The levers that differ between designs and whose price includes this parameter."),
        Column("Designs", "Designs with the same values of these levers are listed together."),
        Column("If it halves", "The least regretted design if the price halves; below it the design with the best mean, if that is another."),
        Column("If it doubles", "The same if the price doubles."),
        Column("Moves", f"The largest change of a design's mean {what}, compared with the change for all designs together.", True),
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
        "Prices that are assumptions, the most important for the choice first", columns, rows,
        "Shaded: another design comes first; 'may be chance': it is not surely ahead. The price in each world is multiplied by 0.5 or 2,"
        " within the bounds of the parameter. prices.csv has the numbers, and the parts of these prices that are published or that the scenario states itself.",
    )  # fmt: skip


def _verdict(trial: Trial, tried: Tried) -> Cell:
    first, best = (label(names.design(tried.designs[verdict.first])) for verdict in (trial.regret, trial.mean))
    mean = "" if best == first else f"best mean: {best}{_doubt(trial.mean)}"
    shade = "rgba(213, 94, 0, 0.18)" if trial.regret.turned else "rgba(213, 94, 0, 0.08)" if trial.regret.open else ""
    return Cell(f"{first}{_doubt(trial.regret)}", shade, mean)


def _doubt(verdict: Verdict) -> str:
    return " (may be chance)" if verdict.open else ""
