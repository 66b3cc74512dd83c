"""What is known of a country or a pair, in lines of 80 columns and as JSON has it."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from sim import corridors
from sim.corridors import values
from sim.corridors.known import Figure, latest, of_pair, of_topic, pairs
from sim.corridors.shrinkage import Shrunk, shrunk
from sim.corridors.topics import TOPICS, Level
from sim.countries import names
from sim.parameters import Config, registry, value_of

WIDTH = 80
YES_NO = {"1": "yes", "0": "no"}
PROPER = {
    "ef": "EF",
    "epi": "EPI",
    "gdp": "GDP",
    "ppp": "PPP",
    "english": "English",
    "french": "French",
    "schengen": "Schengen",
}
WHERE = {"destination": "abroad", "origin": "at home"}
"""Where a country of each side is, as those say who move."""
NOT_REPORTED = "zero may mean not reported"


def label(attribute: str) -> str:
    """An attribute in words."""
    return " ".join(PROPER.get(word, word) for word in attribute.split("_"))


def shown(row: Figure) -> str:
    """A row's value with its unit."""
    value, unit = row.value, row.unit
    if unit.startswith("share"):
        return f"{100 * float(value):.3g} %{unit.removeprefix('share')}"
    if unit == "0/1":
        return YES_NO[value]
    if row.attribute.startswith("agreement_") and value in ("0", "0.5", "1"):
        return unit
    if row.attribute == "visa_centre_long_stay":
        return f"{YES_NO[value]} ({unit})"
    return value if unit in ("names", "status", "year", "date") else f"{value} {unit}"


def figure_lines(row: Figure, older: int, sources: bool) -> Iterator[str]:
    """A row: of what it speaks, its attribute, value with unit, year and quality; below it the source."""
    marks = "" if row.unit.endswith(")") else {1: " (an upper bound)", -1: " (a lower bound)", 0: ""}[row.bound]
    marks += f" ({NOT_REPORTED})" if NOT_REPORTED in row.notes else ""
    also = f"; {older} older in the table" if older else ""
    said = f"{label(row.attribute)}: {shown(row)}{marks}, {row.year}, {row.quality}{also}"
    yield from _wrapped(said, f"  {row.place:<6} ", " " * 11)
    yield from _wrapped(row.source, " " * 11, " " * 11)
    if sources:
        for text in filter(None, (row.notes, row.url)):
            yield from _wrapped(text, " " * 11, " " * 11)


def level_ratio(topic: str, origin: str, destination: str) -> float | None:
    """The topic's level at the destination over that at the origin; none where one is not known, or the topic has none."""
    level = TOPICS[topic].level
    rows = list(latest(row for row in of_topic(topic) if level and row.attribute == level.attribute))
    there = [row for row in rows if row.destination == destination]
    here = [row for row in rows if row.origin == origin]
    return float(there[0].value) / float(here[0].value) if there and here else None


def pair_lines(origin: str, destination: str, config: Config, sources: bool = False) -> Iterator[str]:
    """All that is known of a pair, what is known of one country only, what is assumed, and thin figures shrunk."""
    yield from _wrapped(f"{names()[origin]} to {names()[destination]} ({origin} {destination})")
    if not pairs_of(origin, destination):
        back = " The table has rows for the other direction." if pairs_of(destination, origin) else ""
        yield from _wrapped(f"No row speaks of this pair.{back}")
    for name, topic in TOPICS.items():
        rows = of_pair(name, origin, destination)
        yield ""
        yield topic.title
        if topic.level and (ratio := level_ratio(name, origin, destination)):
            said = f"{topic.level.title}, destination over origin: {ratio:.1f} (from the rows below)"
            yield f"  {origin} {destination}  {said}"
        for row in latest(rows):
            older = sum((each.attribute, each.place) == (row.attribute, row.place) for each in rows) - 1
            yield from figure_lines(row, older, sources)
        if not any(row.pair for row in rows):
            only = " and ".join(dict.fromkeys(row.place for row in rows))
            yield f"  no row of the pair: known only of {only}" if only else "  nothing known"
        if value := shrunk(name, origin, destination):
            yield from _wrapped(shrunk_words(value, topic.scale), "  shrunk ", " " * 9)
        yield from _wrapped(assumed(name, origin, destination, config), "  model  ", " " * 9)
    yield ""
    yield from _wrapped(
        "shrunk: drawn to the mean of all corridors with data, with a 90 % interval. A run reads how far it lies from that mean. "
        "docs/corridors.md says how. Notes and addresses: --sources."
    )


def shrunk_words(value: Shrunk, scale: str) -> str:
    """A shrunk value with its interval, and how much of it is the figure's own."""
    if scale == "odds":
        said = f"{100 * value.value:.2g} % ({100 * value.low:.2g} to {100 * value.high:.2g})"
    else:
        said = f"{value.value:.2g} months ({value.low:.2g} to {value.high:.2g})"
    if value.figure is None:
        return f"{said}: the mean alone"
    return f"{said}: {100 * value.weight:.0f} % the figure of {value.figure.place}, the rest the mean"


def assumed(topic: str, origin: str, destination: str, config: Config) -> str:
    """What a run takes: a value that a row states, the average times the pair's factor, or the average alone."""
    if level := TOPICS[topic].level:
        return assumed_levels(topic, level, origin, destination)
    parameters = TOPICS[topic].parameters
    usual = ", ".join(
        f"{name} = {value_of(config, name):.3g} {registry()[name].unit}".replace("probability", "(probability)")
        for name in parameters
    )
    stated = [corridors.ATTRIBUTES[name] for name in TOPICS[topic].stated if name in corridors.ATTRIBUTES]
    for attribute in stated:
        value = values.value(attribute.name, origin, destination)
        if attribute.unit == "0/1":
            return f"a run that names the countries takes {'yes' if value else 'no'}; where it is yes, it adds {usual}"
        if value is not None:
            return f"a run that names the countries takes {value:g} {attribute.unit} instead of {usual}"
    for attribute in corridors.ATTRIBUTES.values():
        factor = values.value(attribute.name, origin, destination) if attribute.topic == topic else None
        if factor is not None:
            return f"a run that names the countries takes {times(usual_of(config, topic), factor, topic)}: the average, {usual}, {with_factor(factor, topic)}"
    if stated:
        return f"assumed: the average, {usual}, because no row speaks"
    if parameters:
        return f"assumed: the average, {usual}, whatever the corridor; these rows are not read"
    return "no mechanism reads this"


def assumed_levels(topic: str, level: Level, origin: str, destination: str) -> str:
    """What a run takes for a level abroad and at home."""
    said = []
    for attribute in corridors.ATTRIBUTES.values():
        if attribute.topic == topic:
            factor = values.value(attribute.name, origin, destination)
            said.append(f"{'' if factor is None else f'{factor:.2f} times '}the average {WHERE[attribute.side]}")
    return f"{level.acts}, a run that names the countries takes {' and '.join(said)}"


def usual_of(config: Config, topic: str) -> float:
    """The average that a topic's factors act on."""
    return float(value_of(config, TOPICS[topic].parameters[0]))


def times(usual: float, factor: float, topic: str) -> str:
    """The average times a pair's factor, with its unit."""
    if TOPICS[topic].scale == "odds":
        return f"{100 * usual * factor / (1 - usual + usual * factor):.2g} %"
    return f"{usual * factor:.2g} months"


def with_factor(factor: float, topic: str) -> str:
    """The factor in words."""
    return f"with odds {factor:.3g} times as high" if TOPICS[topic].scale == "odds" else f"times {factor:.3g}"


def pairs_of(origin: str, destination: str) -> list[Figure]:
    """The rows that speak of this very pair."""
    return [row for name in TOPICS for row in of_topic(name) if (row.origin, row.destination) == (origin, destination)]


def known_topics(origin: str, destination: str) -> list[str]:
    """The topics of which a row speaks of this very pair."""
    return [
        name for name in TOPICS if any((row.origin, row.destination) == (origin, destination) for row in of_topic(name))
    ]


def list_lines(chosen: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Pairs, those of which most is known first: how many of the topics, and which."""
    known = {pair: known_topics(*pair) for pair in chosen if "EU" not in pair}
    yield f"pair   topics of {len(TOPICS)} with a row of the pair itself"
    for pair in sorted(known, key=lambda pair: (-len(known[pair]), pair)):
        head = f"{' '.join(pair)}  {len(known[pair]):>2}  "
        yield from _wrapped(", ".join(known[pair]), head, " " * len(head))


def country_lines(code: str, sources: bool = False) -> Iterator[str]:
    """What is known of one country, whatever the other, and the pairs in which it stands."""
    yield f"{names()[code]} ({code})"
    for name, topic in TOPICS.items():
        rows = [row for row in of_topic(name) if code in (row.origin, row.destination) and not row.pair]
        rows += [row for row in of_topic(name) if row.origin == code and row.destination == "EU"]
        if rows:
            yield ""
            yield topic.title
        for row in latest(rows):
            older = sum((each.attribute, each.place) == (row.attribute, row.place) for each in rows) - 1
            yield from figure_lines(row, older, sources)
    yield ""
    found = [pair for pair in pairs() if code in pair]
    if found:
        yield from list_lines(found)
    else:
        yield "No row speaks of a pair with it: a run takes the average."


def as_json(origin: str, destination: str, config: Config) -> list[dict[str, Any]]:
    """A pair by topic: its rows (all years), the shrunk value, and what a run takes."""
    found = []
    for name, topic in TOPICS.items():
        value = shrunk(name, origin, destination)
        entry: dict[str, Any] = {
            "topic": name,
            "title": topic.title,
            "rows": [as_object(row) for row in of_pair(name, origin, destination)],
            "shrunk": value
            and {"value": value.value, "low": value.low, "high": value.high, "unit": unit_of(topic.scale),
                 "weight": value.weight, "figure": value.figure and value.figure.place},
            "model": assumed(name, origin, destination, config),
        }  # fmt: skip
        if topic.level:
            entry[topic.level.ratio] = level_ratio(name, origin, destination)
        found.append(entry)
    return found


def as_object(row: Figure) -> dict[str, str | None]:
    """A row by the names of its columns, null for an empty cell."""
    return {name: cell or None for name, cell in row._asdict().items()}


def unit_of(scale: str) -> str:
    """The unit of a shrunk value."""
    return {"odds": "share", "log": "months"}[scale]


def _wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
