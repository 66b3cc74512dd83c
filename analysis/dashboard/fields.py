"""The fields in which a planner sets values: a slider with a number beside it, a choice, a switch; each says what it rests on.

All fields of a group are one input of the server: a mapping of parameter to text (``static/page.js``). The browser's own
sliders and number fields are used, because keyboards, screen readers and telephones know them.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from htmltools import HTML, Tag, TagChild, TagList, tags

from analysis.dashboard.plan import COMMON, OWN, WORLD, levers
from analysis.dashboard.typed import read, text_of
from sim.errors import UserError
from sim.evidence.assumptions import evidence, plausible, quality
from sim.evidence.published import references
from sim.parameters import Config, Parameter, value_of
from sim.reporting.prices import in_plain_words
from sim.reporting.wording import setting

SLIDERS: dict[str, tuple[float, float, float]] = {
    "design.duration_years": (0.5, 8.0, 0.25),
    "design.flexibility": (0.0, 1.0, 0.05),
    "shock.month": (-1.0, 60.0, 1.0),
    "shock.severity": (0.0, 1.0, 0.05),
    "recognition.months": (0.0, 24.0, 0.5),
    "recognition.success": (0.0, 1.0, 0.05),
    "markets.count": (1.0, 8.0, 1.0),
    "markets.correlation": (0.0, 1.0, 0.05),
}
"""Lowest and highest value and step of each slider; the number beside it takes whatever the parameter allows."""
LABELS = {
    "design.duration_years": "Duration of funding",
    "design.flexibility": "Flexibility",
    "design.budget_total": "Public budget",
    "design.places": "Places abroad",
    "shock.month": "Shock: first month",
    "shock.severity": "Shock: severity",
    "recognition.months": "Recognition: time",
    "recognition.success": "Recognition: success",
    "markets.count": "Destination markets",
    "markets.correlation": "Markets: correlation",
}
ENDS = {
    "design.flexibility": "0 rigid, 1 flexible", "recognition.success": "0 to 1", "markets.correlation": "0 to 1",
    "shock.month": "\u22121: no shock", "shock.severity": "1: as COVID-19",
}  # fmt: skip
UNNAMED = ("category", "switch", "0-1", "number", "probability", "correlation", "month", "markets", "share")
"""Units that say no more than the label does."""
MONEY = ("design.budget_total", "design.places")
AS_ALL = "as for all"


def label(name: str) -> str:
    """What a field is called."""
    if name in LABELS:
        return LABELS[name]
    group, _, last = name.partition(".")
    words = last.replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:] if group == "design" else f"{group.capitalize()}: {words}"


def drawer() -> list[str]:
    """The levers beside those that always show, in the order of the registry."""
    return [name for name in levers() if name not in (*OWN, *WORLD, *MONEY)]


def fields(group: str, names: Sequence[str], config: Config) -> TagList:
    """Fields of what is the same for every design, with the configuration's values."""
    return TagList(*(_field(group, name, text_of(value_of(config, name)), hint=True) for name in names))


def own_fields(letter: str, values: Mapping[str, object], names: Sequence[str], config: Config) -> TagList:
    """Fields of one design; an empty one is as for all designs."""
    found = []
    for name in names:
        text = text_of(values[name]) if name in values else ""
        if name in OWN and not text:
            text = text_of(value_of(config, name))
        found.append(_field(letter, name, text, hint=name in OWN, optional=name not in OWN))
    return TagList(*found)


@cache
def empty_fields(letter: str, names: tuple[str, ...]) -> HTML:
    """Fields of one design of which none is set, made once."""
    return HTML(str(TagList(*(_field(letter, name, "", hint=False, optional=True) for name in names))))


def _field(group: str, name: str, text: str, hint: bool, optional: bool = False) -> Tag:
    parameter = levers()[name]
    identity = f"{group}-{name.replace('.', '-')}"
    notes = [f"{identity}-problem", *([f"{identity}-hint"] if hint else [])]
    described = {"id": identity, "data-name": name, "aria-describedby": " ".join(notes)}
    unit = "" if parameter.unit in UNNAMED else parameter.unit
    ends = ENDS.get(name, "0 to 1" if parameter.unit in ("0-1", "share", "probability") else "")
    shown = ", ".join(part for part in (unit, ends) if part)
    control: TagChild
    if parameter.choices or parameter.type is bool:
        options = parameter.choices or ("true", "false")
        words = {"true": "yes", "false": "no"}
        first = [tags.option(AS_ALL, value="")] if optional else []
        control = tags.select(
            *first,
            *(
                tags.option(words.get(each, each), value=each, selected="" if each == text else None)
                for each in options
            ),
            class_="form-select form-select-sm value",
            **described,
        )
    else:
        number = tags.input(
            type="text", inputmode="decimal", class_="form-control form-control-sm value", value=text, autocomplete="off",
            placeholder=AS_ALL if optional else None, **described,
        )  # fmt: skip
        control = number
        if name in SLIDERS and not optional:
            low, high, step = SLIDERS[name]
            slider = tags.input(
                type="range", class_="form-range slider", min=text_of(low), max=text_of(high), step=text_of(step), value=text,
                **{"aria-label": f"{label(name)}{f', {shown}' if shown else ''}, slider", "data-for": identity},
            )  # fmt: skip
            control = tags.div(slider, number, class_="pair")
    return tags.div(
        tags.div(
            tags.label(label(name), tags.span(f" {shown}", class_="unit") if shown else None, **{"for": identity}),
            _hint(parameter, identity) if hint else None,
            class_="above",
        ),
        control,
        tags.p(id=f"{identity}-problem", class_="problem", role="alert"),
        class_="lever",
        title=None if hint else about(parameter),
    )


def _hint(parameter: Parameter, identity: str) -> Tag:
    return tags.span(
        tags.button("?", type="button", class_="hint", **{"aria-label": f"What {label(parameter.name)} rests on", "aria-describedby": f"{identity}-hint"}),
        tags.span(about(parameter), id=f"{identity}-hint", role="tooltip", class_="tip"),
        class_="hinted",
    )  # fmt: skip


@cache
def about(parameter: Parameter) -> str:
    """Meaning, range, plausible range, price and source of a parameter, in words."""
    text = (
        f"{parameter.meaning} ({parameter.name}). Allowed: {parameter.allowed}. Default: {setting(parameter.default)}."
    )
    if plausible(parameter):
        text += f" Plausible: {plausible(parameter)}."
    if parameter.price:
        text += f" Costs, {in_plain_words(parameter)}."
    known = references()
    rest = [f"{known[each].quantity}: {known[each].value} {known[each].unit}" for each in evidence(parameter)[:3]]
    rest = [each[:160].removesuffix(" text") for each in rest]
    words = "; ".join(rest) if rest else "an assumption, no published figure speaks to it"
    return f"{text} Rests on: {words}" + (f" (evidence: {quality(parameter)})." if rest and quality(parameter) else ".")


def values_in(given: object, group: str, stated: Config) -> tuple[dict[str, object], dict[str, str]]:
    """The values set in a group's fields and, by field, what is wrong in it.

    Of what is the same for all designs only what differs from the scenario counts; of a design all that is not empty.
    """
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for name, text in given.items() if isinstance(given, dict) else ():
        if (
            name not in levers()
            or not isinstance(text, str)
            or (not text.strip() and group != COMMON and name not in OWN)
        ):
            continue
        try:
            value = read(name, text)
        except UserError as error:
            problems[name] = str(error)
            continue
        if group != COMMON or value != value_of(stated, name):
            values[name] = value
    return values, problems
