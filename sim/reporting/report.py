"""The report of a run: one page for a planner that needs no network. First the answer, then why, then what it rests on."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sim.evidence.assumptions import assumptions, evidence, influence, plausible, quality
from sim.evidence.published import QUALITIES, ranges, references
from sim.indicators import BY_NAME, INDICATORS
from sim.parameters import ATTRIBUTE, LEVER, Config, Parameter, parameters, registry, value_of
from sim.reporting import names
from sim.reporting.answer import answer, by_dates, further
from sim.reporting.estimate import Estimate
from sim.reporting.estimates import estimates
from sim.reporting.names import label
from sim.reporting.pictures import PICTURES, inline
from sim.reporting.pictures.style import COVERS
from sim.reporting.results import Results
from sim.reporting.safest import CHANCE, uncertainty_of
from sim.reporting.safest_words import DATE_COLUMNS, caveat
from sim.reporting.wording import HEADLINES, design, interval, median, month_name, number, setting, undefined_note

TEMPLATES = Path(__file__).resolve().parent / "templates"
MOST_ASSUMPTIONS = 12
"""Assumptions shown with their meaning; the others are folded away."""


OPEN_PICTURES = 2
"""Pictures that are seen at once; the others are folded away."""


class IndicatorRow(NamedTuple):
    """A line of a table of indicators, in words."""

    name: str
    label: str
    definition: str
    unit: str
    median: str
    interval: str
    mean: str
    note: str

    @property
    def beside(self) -> str:
        """Its unit, where label and number do not tell it, and in how many runs it is undefined."""
        told = self.unit == "share" or self.unit in self.label.lower()
        return "; ".join(part for part in ("" if told else self.unit, self.note) if part)


class ParameterRow(NamedTuple):
    """A line of a table of parameters, in words."""

    name: str
    meaning: str
    value: str
    default: str
    unit: str
    allowed: str
    plausible: str
    outside: bool
    lever: bool
    changed: bool
    quality: str
    figures: tuple[str, ...]
    """Ids of the published figures behind the plausible range (of a lever: behind the default)."""
    source: str
    """What the default rests on: an id, or assumption."""
    influence: str


def render(config: Config, results: Results, made: Mapping[str, Any], figures: Mapping[str, str]) -> str:
    """The page as HTML. ``made``: what made the results (``run.json``); ``figures``: every picture's SVG by name."""
    known, uncertainty = estimates(results), uncertainty_of(config)
    rows = [_parameter(config, parameter) for parameter in parameters().values()]
    published = references()
    cited = {name for row in rows for name in (row.source, *row.figures)} & set(published)
    by_name = {row.name: row for row in rows}
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            config=config,
            title=label(names.scenario(config.scenario)),
            design=[line.partition(":") for line in design(config)],
            answer=answer(config, results),
            dates=by_dates(config, results),
            date_columns=DATE_COLUMNS,
            further=further(config, results),
            caveat=caveat(uncertainty, len(results.runs)),
            covers=COVERS[uncertainty].removeprefix("intervals over "),
            chance=uncertainty == CHANCE,
            headlines=[_indicator(known[name], results) for group in HEADLINES for name in group],
            pictures=[
                {
                    "name": picture.name,
                    "heading": picture.heading,
                    "svg": Markup(inline(figures[picture.name], picture.name, picture.heading)),
                    "explanation": picture.explain(config, results),
                }
                for picture in PICTURES
            ],
            open_pictures=OPEN_PICTURES,
            indicators=[_indicator(known[indicator.name], results) for indicator in INDICATORS],
            changed=[row for row in rows if row.changed],
            timeline=_timeline(config),
            groups=_grouped(rows),
            ranked=[by_name[parameter.name] for parameter in assumptions()],
            most=MOST_ASSUMPTIONS,
            bounded=sum(row.plausible != "" and row.quality in QUALITIES for row in rows),
            sources=[published[name] for name in sorted(cited)],
            published=set(published),
            made=made,
        )
    )


def environment(*folders: Path) -> Environment:
    """How pages are filled in: templates from these folders and the model's own, nothing undefined, all texts escaped."""
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = _breakable
    environment.filters["whole"] = _whole
    return environment


def _indicator(value: Estimate, results: Results) -> IndicatorRow:
    indicator = BY_NAME[value.name]
    mean = results.runs[value.name].mean()
    return IndicatorRow(
        value.name, label(names.indicator(value.name)), indicator.definition, indicator.unit, median(value), interval(value),
        number(mean, value.unit, abs(value.high)), undefined_note(value),
    )  # fmt: skip


def _parameter(config: Config, parameter: Parameter) -> ParameterRow:
    value, known = value_of(config, parameter.name), ranges().get(parameter.name)
    return ParameterRow(
        name=parameter.name,
        meaning=parameter.meaning,
        value=setting(value),
        default=setting(parameter.default),
        unit="" if parameter.unit in ("category", "switch") else parameter.unit,
        allowed=_range(parameter),
        plausible=plausible(parameter),
        outside=known is not None and not known.low <= value <= known.high,
        lever=parameter.kind in (LEVER, ATTRIBUTE),
        changed=value != parameter.default,
        quality=quality(parameter),
        figures=evidence(parameter),
        source=parameter.source,
        influence=influence(parameter),
    )


def _range(parameter: Parameter) -> str:
    if parameter.choices:
        return ", ".join(parameter.choices)
    if parameter.low is None:
        return "true, false"
    return f"{setting(parameter.low)} to {setting(parameter.high)}"


def _whole(text: str) -> str:
    """A text of numbers that breaks between two of them, never within one: ``860,000 to 1.14 million``."""
    return text.replace(" %", "\u00a0%").replace(" million", "\u00a0million")


def _breakable(name: str) -> Markup:
    """A text whose names may break after their dots and underscores; numbers do not."""
    return Markup(re.sub(r"(?<=\w)([._])(?=[A-Za-z])", r"\1<wbr>", str(escape(name))))


def _grouped(rows: list[ParameterRow]) -> dict[str, list[ParameterRow]]:
    groups: dict[str, list[ParameterRow]] = {}
    for row in rows:
        group, _, rest = row.name.partition(".")
        groups.setdefault(label(names.group(group) if rest else "the whole run"), []).append(row)
    return groups


def _timeline(config: Config) -> list[tuple[str, str, str, str]]:
    return [
        (month_name(config, month), name, setting(value), registry()[name].unit)
        for month, changes in sorted(config.timeline.items())
        for name, value in changes.items()
    ]
