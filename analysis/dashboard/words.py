"""What the page says first: how often too few, what to promise, in how many worlds one design has more; then means and how sure."""

from htmltools import Tag, tags

from analysis.compare.glance import difference_words
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.words import called, counted_worlds, varies, verdict
from analysis.dashboard.answers import Answer
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.pictures import PICTURES, Shown, over
from analysis.dashboard.plan import LETTERS
from analysis.dashboard.svg import figure
from analysis.worlds.settings import drawn
from sim.reporting import safest, safest_words
from sim.reporting.outside import planned, view_of
from sim.reporting.wording import budget, counted


def sentence(answer: Answer, month: int = 0) -> Tag:
    """The answer at the end of a month (0: the last one simulated): every design's frequencies and promise, then the comparison."""
    comparison, uncertainty = answer.by(month), answer.plan.uncertainty.name
    several = comparison.runs.totals[OUTCOME].shape[1] > 1
    others = [_other(comparison, b, uncertainty) for b in range(1, len(answer.names)) if b != comparison.contender]
    return tags.div(
        key(answer, month),
        tags.p(counted_worlds(comparison, answer.plan.budget, uncertainty), class_="verdict"),
        *(tags.p(each, class_="mean") for each in (verdict(comparison, answer.plan.budget, placed=not several), *others)),
        tags.p(in_short(answer, month), class_="short", **{"aria-hidden": "true"}),
        id="said", **{"data-plan": answer.plan.key, "data-month": str(answer.months(month))},
    )  # fmt: skip


def key(answer: Answer, month: int = 0) -> Tag:
    """The designs with their colours, each with how often too few, and what to promise."""
    comparison, uncertainty, months = answer.by(month), answer.plan.uncertainty.name, answer.months(month)
    items = []
    for place, (letter, name, config) in enumerate(zip(LETTERS, answer.names, answer.comparison.configs, strict=False)):
        euros = figure(budget(config), "EUR")
        places, done = planned(config), comparison.values(OUTCOME, place)
        often = [safest_words.how_often(each, places, uncertainty) for each in safest.frequencies(done, places)]
        items.append(
            tags.li(
                tags.p(
                    tags.span(letter, class_=f"badge-{letter}"),
                    f" {name.removeprefix(letter).strip(' ()') or 'as the scenario'}: {counted(places, 'place')}, {euros} EUR",
                    class_="named",
                ),
                tags.p(" ".join(often), class_="often") if often else None,
                tags.p(safest_words.promised(done, months, config, uncertainty), class_="promise"),
            )
        )
    return tags.ul(*items, class_="key", **{"aria-label": "Designs"})


def _other(comparison: Comparison, b: int, uncertainty: str) -> str:
    """A design that is not the contender against the first: in how many worlds it has more, and the difference of the means."""
    found, first = comparison.outcomes[b], safest.better(comparison.values(OUTCOME, 0), comparison.values(OUTCOME, b))
    counts = safest_words.more_equal_fewer(first, called(comparison, 0), called(comparison, b), uncertainty)
    return f"{counts} The means differ by {difference_words(found)}.".replace("-", "\u2212")


def in_short(answer: Answer, month: int = 0) -> str:
    """In how many worlds which design has more, in a few words that stay in sight on a telephone while a slider is moved."""
    comparison = answer.by(month)
    b = comparison.contender
    found = safest.better(comparison.values(OUTCOME, 0), comparison.values(OUTCOME, b))
    letter, other = LETTERS[b], LETTERS[0]
    if found.more < found.fewer:  # as the sentence above says it
        letter, other, found = other, letter, safest.Better(found.fewer, found.equal, found.more)
    more, _, fewer = safest_words.hundredths((found.more, found.equal, found.fewer), found.total)
    few = "runs" if answer.plan.uncertainty.name == safest.CHANCE else "worlds"
    return (
        f"{letter} against {other}: more in {more}, fewer in {fewer} of {min(found.total, safest_words.HUNDRED)} {few}"
    )


def how_sure(answer: Answer) -> Tag:
    """How to read the numbers, how far worlds differ, what the outside view is, and where drawn parameters come from."""
    uncertainty = answer.plan.uncertainty.name
    views = [view for view in map(view_of, answer.comparison.configs) if view]
    sentences = [
        safest_words.caveat(uncertainty, answer.plan.replicates),
        varies(answer.comparison, uncertainty),
        *dict.fromkeys(safest_words.outside_rule(view) for view in views),
        money(answer),
        drawn(uncertainty),
    ]
    return tags.div(*(tags.p(each) for each in sentences if each), class_="caveat")


def money(answer: Answer) -> str:
    """Public money per completed mobility."""
    parts = []
    for place, name in enumerate(answer.names):
        each, _, _, worlds = answer.spread("cost_per_completed", place)
        parts.append(f"{name} {figure(each, 'EUR')} EUR" if worlds else f"{name} undefined, because it completed none")
    return f"Public money per completed mobility, on average: {'; '.join(parts)}. {over(answer)}".strip()


def pictures(answer: Answer) -> Tag:
    """Every picture with its reading and its numbers."""
    return tags.div(*(_figure(draw(answer)) for draw in PICTURES), class_="pictures", id="drawn", **{"data-plan": answer.plan.key})  # fmt: skip


def _figure(shown: Shown) -> Tag:
    return tags.figure(
        tags.h3(shown.heading),
        markup(shown.picture),
        tags.figcaption(shown.reading),
        numbers(shown.heading, shown.columns, shown.rows),
    )
