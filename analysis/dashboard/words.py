"""What the page says first: which design, by how much, how sure, from which month; what it costs; what intervals cover."""

from htmltools import Tag, tags

from analysis.compare.words import verdict
from analysis.dashboard.answers import Answer
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.pictures import PICTURES, Shown, covers, over
from analysis.dashboard.plan import LETTERS
from analysis.dashboard.svg import figure
from analysis.worlds.settings import DRAWN
from sim.reporting.wording import counted


def sentence(answer: Answer) -> Tag:
    """The computed sentence and what it rests on."""
    comparison = answer.comparison
    others = [_other(answer, b) for b in range(1, len(answer.names)) if b != comparison.contender]
    return tags.div(
        tags.p(verdict(comparison, answer.plan.budget), class_="verdict"),
        key(answer),
        tags.p(in_short(answer), class_="short", **{"aria-hidden": "true"}),
        tags.p(*([" ".join(others), " "] if others else []), money(answer), " ", caveat(answer), class_="caveat"),
        id="said", **{"data-plan": answer.plan.key},
    )  # fmt: skip


def _other(answer: Answer, b: int) -> str:
    found = answer.comparison.outcomes[b]
    return (
        f"{answer.names[b]} against {answer.names[0]}: {found.estimate:+,.1f} (95 % interval {found.low:,.1f} to {found.high:,.1f})."
    ).replace("-", "\u2212")


def in_short(answer: Answer) -> str:
    """The difference in a few words, which stay in sight on a telephone while a slider is moved."""
    found = answer.comparison.outcomes[answer.comparison.contender]
    letter = LETTERS[answer.comparison.contender]
    return f"{letter} against A: {found.estimate:+,.1f} completed ({found.low:,.1f} to {found.high:,.1f})".replace(
        "-", "\u2212"
    )


def money(answer: Answer) -> str:
    """Public money per completed mobility."""
    parts = []
    for place, name in enumerate(answer.names):
        each, _, _, worlds = answer.spread("cost_per_completed", place)
        parts.append(f"{name} {figure(each, 'EUR')} EUR" if worlds else f"{name} undefined, because it completed none")
    return f"Public money per completed mobility: {'; '.join(parts)}. {over(answer)}".strip()


def caveat(answer: Answer) -> str:
    """What intervals cover, and what not."""
    text = f"{counted(answer.plan.replicates, 'world')}. {covers(answer)}"
    if answer.plan.uncertainty.name == "chance":
        return text + " Under How sure you can also include how wrong the parameters may be."
    return f"{text} {DRAWN}"


def key(answer: Answer) -> Tag:
    """The designs with their colours."""
    items = []
    for letter, name, config in zip(LETTERS, answer.names, answer.comparison.configs, strict=False):
        euros = figure(config.design.budget_total * config.scale, "EUR")
        places = counted(round(config.design.places * config.scale), "place")
        items.append(tags.li(tags.span(letter, class_=f"badge-{letter}"), f" {name.removeprefix(letter).strip(' ()') or 'as the scenario'}: {places}, {euros} EUR"))  # fmt: skip
    return tags.ul(*items, class_="key", **{"aria-label": "Designs"})


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
