"""The pictures of a comparison: each with what it shows in words and its numbers as a table."""

from collections.abc import Callable
from typing import NamedTuple

from analysis.compare.runs import OUTCOME
from analysis.dashboard import svg
from analysis.dashboard.answers import Answer
from analysis.dashboard.plan import LETTERS
from analysis.dashboard.svg import COLOURS, DASHES, Bar, Canvas, figure
from sim.reporting.wording import HIRES, SPENT, WAITING, cause, funding_end, line, shocked, stages

RUNS = "Bars: means; whiskers: nine runs in ten"

OUTCOMES = {
    OUTCOME: "Completed the stay abroad", "local_placements": "Placed at home", "early_returns": "Returned early",
    "stayed": "Stayed on abroad", "reintegrated": "Reintegrated at home",
}  # fmt: skip


class Shown(NamedTuple):
    """A picture: its name, heading, SVG, how to read it, and its numbers (heading, rows)."""

    name: str
    heading: str
    picture: str
    reading: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def cumulative(answer: Answer, name: str, heading: str) -> Shown:
    """An indicator up to each month, with the band of nine runs in ten, for every design."""
    bands = answer.bands[name]
    horizon = bands[0][0].size
    top = max(float(high.max()) for _, _, high in bands)
    canvas = Canvas(x=(0, horizon - 1), y=(0, max(top, 1.0) * 1.04))
    canvas.axes("persons, cumulative", whole=True, of_x=svg.months(horizon))
    _events(canvas, answer)
    for place, (_, low, high) in enumerate(bands):
        canvas.band(low, high, COLOURS[place])
    for place, (mean, _, _) in enumerate(bands):
        canvas.curve(mean, COLOURS[place], DASHES[place])
    described = f"{heading}, up to month {horizon - 1}: " + "; ".join(
        f"{design} {mean[-1]:,.0f} (nine runs in ten: {low[-1]:,.0f} to {high[-1]:,.0f})"
        for design, (mean, low, high) in zip(answer.names, bands, strict=True)
    )
    years = range(11, horizon, 12)
    rows = [
        (design, f"{month + 1}", *(f"{float(each[month]):,.1f}" for each in band))
        for design, band in zip(answer.names, bands, strict=True)
        for month in years
    ]
    return Shown(
        name, heading, canvas.render(name, described),
        "Line: mean of the runs; band: nine runs in ten. Thin upright lines: planned end of funding.",
        ("Design", "Months", "Mean", "5 %", "95 %"), rows,
    )  # fmt: skip


def _events(canvas: Canvas, answer: Answer) -> None:
    comparison, bottom = answer.comparison, canvas.height - canvas.bottom
    for place, config in enumerate(comparison.configs):
        end = funding_end(config)
        if end < canvas.x[1]:
            canvas.line(canvas.at_x(end), canvas.top, canvas.at_x(end), bottom, COLOURS[place], 1.1, "4 3")
    months = {config.shock.month for config in comparison.configs if shocked(config)}
    for month in months:
        canvas.line(canvas.at_x(month), canvas.top, canvas.at_x(month), bottom, svg.FAINT, 1.6, "8 3 2 3")
        canvas.text(canvas.at_x(month) + 4, canvas.top + 10, "shock", colour=svg.FAINT, size=12)


def difference(answer: Answer) -> Shown:
    """How much more every other design gives than the first, by month, with the 95 % interval of the mean."""
    bands = answer.differences
    horizon = bands[0][0].size
    low = min(0.0, *(float(each[1].min()) for each in bands))
    high = max(0.0, *(float(each[2].max()) for each in bands))
    room = max(high - low, 1.0) * 0.05
    canvas = Canvas(x=(0, horizon - 1), y=(low - room, high + room))
    canvas.axes("persons, cumulative", of_x=svg.months(horizon))
    _events(canvas, answer)
    for place, (mean, lower, upper) in enumerate(bands, 1):
        canvas.band(lower, upper, COLOURS[place], 0.25)
        canvas.curve(mean, COLOURS[place], DASHES[place])
    reference = LETTERS[0]
    words = [
        f"{design} {mean[-1]:+,.1f} (95 % interval {lower[-1]:,.1f} to {upper[-1]:,.1f})"
        for design, (mean, lower, upper) in zip(answer.names[1:], bands, strict=True)
    ]
    rows = [
        (design, f"{month + 1}", *(f"{float(each[month]):+,.1f}" for each in band))
        for design, band in zip(answer.names[1:], bands, strict=True)
        for month in range(11, horizon, 12)
    ]
    return Shown(
        "difference", f"Completed mobilities: difference from {reference}",
        canvas.render("difference", f"Difference from {reference} at the end: {'; '.join(words)}".replace("-", "\u2212")),
        f"Line: mean over the worlds, the designs in the same ones; band: its 95 % interval. Above zero: more than {reference}.",
        ("Design", "Months", "Mean", "2.5 %", "97.5 %"), rows,
    )  # fmt: skip


def _bars(
    answer: Answer, name: str, heading: str, indicators: dict[str, str], unit: str, axis: str, reading: str
) -> Shown:
    groups: list[tuple[str, list[Bar]]] = []
    rows: list[tuple[str, ...]] = []
    for indicator, label in indicators.items():
        row = []
        for place, design in enumerate(answer.names):
            mean, low, high, defined = answer.spread(indicator, place)
            words = figure(mean, unit) if defined else "undefined"
            row.append(Bar(mean, low, high, words))
            rows.append((label, design, words, figure(low, unit), figure(high, unit), f"{defined:,}"))
        groups.append((label, row))
    described = f"{heading}: " + "; ".join(f"{label}, {design} {mean}" for label, design, mean, *_ in rows)
    columns = ("", "Design", f"Mean ({axis})", "5 %", "95 %", "Worlds in which every design has it")
    return Shown(name, heading, svg.bars(name, described, groups, axis), reading, columns, rows)


def funnel(answer: Answer) -> Shown:
    """The way from selection to completed stay."""
    steps = {name: label for name, label in stages(*answer.comparison.configs).items() if name != "applicants"}
    applied = "; ".join(f"{design} {figure(answer.spread('applicants', place)[0], 'persons')}" for place, design in enumerate(answer.names))  # fmt: skip
    return _bars(
        answer,
        "funnel",
        "The way to a completed mobility",
        steps,
        "persons",
        "persons",
        f"{RUNS}. Applied: {applied}.",
    )


def money(answer: Answer) -> Shown:
    """Public money spent by line."""
    return _bars(answer, "money", "Public money by line", {name: line(name) for name in SPENT} | {"unspent": "Returned unspent"},
                 "EUR", "EUR", f"{RUNS}.")  # fmt: skip


def waiting(answer: Answer) -> Shown:
    """What candidates wait for."""
    return _bars(answer, "waiting", "What candidates wait for", {name: cause(name) for name in WAITING}, "person-months",
                 "person-months", f"{RUNS}. All months that all candidates waited, by what they waited for.")  # fmt: skip


def cost(answer: Answer) -> Shown:
    """Public cost of a completed mobility and of a match."""
    note = f" {over(answer)}" if over(answer) else ""
    return _bars(answer, "cost", "Cost per completed mobility", {"cost_per_completed": "Completed mobility", "cost_per_match": "Match"},
                 "EUR", "EUR of public money", f"{RUNS}.{note}")  # fmt: skip


def over(answer: Answer) -> str:
    """Over which worlds costs per completed mobility are means, where it is not all of them."""
    worlds, shared = answer.plan.replicates, int(answer.shared("cost_per_completed").sum())
    return f"Over the {shared:,} of {worlds:,} worlds in which every design had one." if 0 < shared < worlds else ""


def hosts(answer: Answer) -> Shown:
    """Who hires: hosts by size, first-time recruiters, those moved by internationalisation."""
    names = HIRES | {
        "hires_first_time": "First-time recruiters",
        "hires_internationalisation": "Moved by internationalisation",
    }
    return _bars(
        answer,
        "hosts",
        "Who hires",
        names,
        "persons",
        "persons matched",
        f"{RUNS}. The last two are counted among the sizes above, too.",
    )


def results(answer: Answer) -> Shown:
    """What else comes of it: places abroad and at home, returns, months that the pathway lives on."""
    return _bars(answer, "outcomes", "What comes of it", OUTCOMES, "persons", "persons", f"{RUNS}.")


PICTURES: tuple[Callable[[Answer], Shown], ...] = (
    lambda answer: cumulative(answer, OUTCOME, "Completed mobilities, cumulative"),
    difference,
    lambda answer: cumulative(answer, "matches", "Matches, cumulative"),
    funnel,
    cost,
    money,
    waiting,
    hosts,
    results,
)
