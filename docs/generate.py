"""Renew the generated tables in ``docs/*.md``: ``python -m docs.generate``; with ``--check`` only name what is stale.

A table stands between the lines ``<!-- generated: NAME -->`` and ``<!-- end -->``. Everything outside is written by hand.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from inspect import cleandoc
from pathlib import Path
from types import ModuleType
from typing import Any

from docs import corridors, forecasts, levers
from sim import categories, indicators, phases, queues, state, world
from sim.categories import Category, Reason, Stage
from sim.columns import columns_of
from sim.declare import ASSUMPTION
from sim.draws import ADDRESSES
from sim.evidence.assumptions import WORDS, assumptions, evidence, influence, plausible, quality
from sim.evidence.published import FIGURES, QUALITIES, influences, quality_of, ranges, references, unused
from sim.numbers import in_words
from sim.parameters import ATTRIBUTE, LEVER, SETTING, UNCERTAINTY, Parameter, parameters, registry
from sim.reporting.pictures import PICTURES
from sim.schedule import AGENTS, LAWS, SCHEDULE
from sim.setup.catalogue import GROUPS, ROOT, SCENARIOS, description, group_options, option_meaning
from sim.setup.checks import FIXED_AT_START, flatten
from sim.setup.scenario_file import read_scenario

DOCS = Path(__file__).resolve().parent
BLOCK = re.compile(r"(<!-- generated: (?P<name>[^>]*?) -->\n).*?(<!-- end -->)", re.DOTALL)
RANKED = 20
"""Assumptions in the ranking, at most."""
VALIDATED = ("targets", "summary", "schemes", "misses", "rounds", "classes", "first arrivals", "arrivals", "quantities")
"""Tables of the page on validation."""
RANGE_GROUPS = tuple(dict.fromkeys(name.partition(".")[0] for name in ranges()))
CATEGORIES: tuple[type[Category], ...] = (
    categories.Mobility, categories.Skill, categories.Sector, categories.Size, categories.Closing, categories.Pipeline,
    categories.SoughtSize, categories.SoughtMotive, categories.SoughtExperience, categories.Amendment,
    categories.Line, categories.Side, categories.Level, categories.AgencyKind, categories.Motive, categories.Status,
    categories.Track, categories.Recognised,
)  # fmt: skip


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [list(columns), ["---"] * len(columns), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: object) -> str:
    """A text in code type; nothing for an empty one."""
    return f"`{text}`" if str(text) else ""


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((text or "").strip().partition("\n\n")[0].split())


def shown_value(value: Any) -> str:
    """A value as it is written in a scenario's file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and not isinstance(value, IntEnum):
        return f"{value:.10g}"
    return str(getattr(value, "name", value))


def shown_range(parameter: Parameter) -> str:
    """What is allowed, short."""
    if parameter.choices:
        return ", ".join(parameter.choices)
    if parameter.low is None:
        return "true, false" if parameter.type is bool else "text"
    return f"{in_words(parameter.low)} to {in_words(parameter.high)}"


def parameter_row(parameter: Parameter) -> tuple[str, ...]:
    """A line of the tables of parameters and settings."""
    return (
        code(parameter.name), code(shown_value(parameter.default)), shown_range(parameter), parameter.unit,
        parameter.kind, "no" if parameter.name in FIXED_AT_START else "yes", parameter.source, parameter.meaning,
    )  # fmt: skip


def parameter_table() -> str:
    """Every parameter that the model reads."""
    columns = ("parameter", "default", "range", "unit", "kind", "timeline", "source", "meaning")
    return table(columns, map(parameter_row, parameters().values()))


def setting_table() -> str:
    """Every setting that only says how to run."""
    settings = [entry for name, entry in registry().items() if name not in parameters()]
    rows = ((*parameter_row(entry)[:4], entry.meaning) for entry in settings)
    return table(("setting", "default", "range", "unit", "meaning"), rows)


def state_table(name: str) -> str:
    """The columns of one table of the state, in the order in which the mechanisms declare them."""
    columns = columns_of(state.TABLES[name])
    rows = ((code(column.name), column.kind, column.meaning) for column in columns)
    return table(("column", "type", "meaning"), rows)


def member_table(category: type[Category]) -> str:
    """The members of a category with their meanings."""
    return table(("number", "name", "meaning"), ((int(m), code(m.name), m.meaning) for m in category))


def members(category: type[IntEnum]) -> str:
    """A category's members in order, with their numbers."""
    return ", ".join(f"{member.value} {member.name}" for member in category)


def category_table() -> str:
    """All categories besides stages and reasons."""
    rows = ((code(kind.__name__), sentence(kind.__doc__), members(kind)) for kind in CATEGORIES)
    return table(("category", "what", "members"), rows)


def decision_table() -> str:
    """The address of every draw and what its words decide."""
    rows = (
        (each.number, code(each.name), each.group, each.agent, each.event, each.other, *each.words)
        for _, each in sorted(ADDRESSES.items())
    )
    return table(("no.", "decision", "group", "agent", "event", "other", "a", "b", "c", "d"), rows)


def indicator_table() -> str:
    """Every indicator, in the order of columns."""
    direction = {1: "+", -1: "-", 0: ""}
    rows = ((code(i.name), i.unit, i.over, direction[i.better], i.definition) for i in indicators.INDICATORS)
    return table(("indicator", "unit", "over", "better", "definition"), rows)


def schedule_table() -> str:
    """The processes of a month in order."""
    rows = []
    for number, process in enumerate(SCHEDULE, 1):
        what, step = sentence(process.__doc__), sentence(process.step.__doc__)
        rows.append((number, code(process.__name__.rpartition(".")[2]), what.partition(": ")[2], step))
    return table(("order", "process", "what (lessons)", "in a month"), rows)


def submodel(module: ModuleType, depth: int = 3) -> str:
    """A mechanism's section: what its file says of it, under its name; its parts follow."""
    title = module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
    what, _, text = cleandoc(module.__doc__ or "").partition("\n\n")
    first = " ".join(what.partition(": ")[2].split())
    section = f"{'#' * depth} {title}\n\n{first[:1].upper()}{first[1:]}\n"
    section += f"\n{text}\n" if text else ""
    return section + "".join(f"\n{submodel(part, depth + 1)}" for part in getattr(module, "PARTS", ()))


def submodels(modules: Iterable[ModuleType]) -> str:
    """The sections of several mechanisms."""
    return "\n".join(submodel(module) for module in modules)


def sets(settings: dict[str, Any]) -> str:
    """What a file sets, by dotted names."""
    flat = flatten({key: value for key, value in settings.items() if key not in ("description", "scenario")}, "")
    return ", ".join(code(f"{name}={shown_value(value)}") for name, value in flat)


def scenario_table() -> str:
    """Every scenario that comes with the model."""
    rows = []
    for path in sorted(SCENARIOS.glob("*.yaml")):
        file = read_scenario(path)
        built = [code(parent.stem) for parent in file.parents]
        built += [code(f"{group}={option}") for group, option in file.options.items()]
        rows.append((code(path.stem), description(path), ", ".join(built), sets(file.settings)))
    return table(("scenario", "what it is", "builds on", "sets"), rows)


def group_table() -> str:
    """Every option of every group."""
    from sim.setup.scenario_file import read_settings

    rows = []
    for group in GROUPS:
        for option in group_options(group):
            path = ROOT / "conf" / group / f"{option}.yaml"
            own = {} if option == "default" else {group: read_settings(path)}
            rows.append((code(f"{group}={option}"), option_meaning(group, option), sets(own)))
    return table(("option", "meaning", "sets"), rows)


def figure_table() -> str:
    """The figures of a run."""
    return table(("file", "shows"), ((code(f"{p.name}.svg, {p.name}.png"), p.heading) for p in PICTURES))


def declared() -> list[Parameter]:
    """Levers and uncertainties: the parameters that need a source."""
    return [parameter for parameter in parameters().values() if parameter.kind != SETTING]


def evidence_counts() -> str:
    """How many parameters rest on what: plausible ranges of uncertainties, defaults of levers."""
    columns = (*QUALITIES, WORDS, ASSUMPTION)
    rows: list[tuple[object, ...]] = []
    for kind in (UNCERTAINTY, LEVER, ATTRIBUTE):
        chosen = [entry for entry in declared() if entry.kind == kind]
        fixed = [
            entry
            for entry in chosen
            if kind == UNCERTAINTY and (entry.name not in ranges() or ranges()[entry.name].fixed)
        ]
        found = [quality(entry) for entry in chosen if entry not in fixed]
        rows.append((kind, len(chosen), *(found.count(column) for column in columns), len(fixed) or ""))
    return table(("kind", "parameters", *columns, "definition or event"), rows)


def range_table(group: str) -> str:
    """The plausible ranges of a group, and how each came about."""
    known, rows = ranges(), []
    for entry in declared():
        if entry.name.partition(".")[0] == group and entry.name in known:
            found = known[entry.name]
            behind = "" if found.assumed else f" ({', '.join(map(code, found.sources))})"
            bounds = plausible(entry) + (f", {found.scale}" if found.scale != "linear" else "")
            rows.append(
                (code(entry.name), code(shown_value(entry.default)), bounds, quality_of(found), found.reason + behind)
            )
    return table(("parameter", "default", "plausible range", "evidence", "how"), rows)


def ranked_assumptions() -> str:
    """The assumptions whose influence on completed mobilities in the baseline is told from none, the largest first."""
    rows = []
    known = influences()
    told = [entry for entry in assumptions() if entry.name in known and known[entry.name].ci_low > 0]
    for place, entry in enumerate(told[:RANKED], 1):
        found = known[entry.name]
        interval = f"{100 * max(found.ci_low, 0):.1f} to {100 * max(found.ci_high, 0):.1f}"
        rows.append((place, code(entry.name), plausible(entry), influence(entry), interval, entry.meaning))
    return table(("rank", "parameter", "plausible range", "influence", "95 % interval", "meaning"), rows)


def lever_table() -> str:
    """Levers whose default follows a published figure or finding."""
    known, rows = references(), []
    for entry in declared():
        if entry.kind == LEVER and entry.source in known:
            rows.append((code(entry.name), code(shown_value(entry.default)), code(entry.source), quality(entry)))
    return table(("lever", "default", "after", "evidence"), rows)


def figure_list(file: str) -> str:
    """The published figures of a file that stand behind a parameter or its price, with the parameters."""
    behind: dict[str, list[str]] = {}
    for entry in declared():
        for name in dict.fromkeys((entry.source, *evidence(entry))):
            behind.setdefault(name, []).append(code(entry.name))
    rows = []
    for name, found in references().items():
        if found.file == file and name in behind:
            value = f"{found.quantity}: {found.value}" + (f" {found.unit}" if found.unit != "text" else "")
            where = f"[{found.source}]({found.url})" if found.url else found.source
            rows.append((code(name), value, where, found.quality, ", ".join(behind[name])))
    return table(("id", "published", "where", "quality", "behind"), rows)


def unused_table() -> str:
    """Published figures that stand behind nothing, and why."""
    return table(("id", "why"), ((code(name), reason) for name, reason in unused().items()))


def lesson_table(clear: bool = True) -> str:
    """What the experiments of ``docs/lessons.csv`` found (``clear=False``: only what they left open): ``python -m analysis.lessons`` writes it."""
    import pandas as pd

    from analysis.lessons.words import markdown

    columns = ("lesson", "claim", "found (95 % interval)", "claimed", "verdict", "scope")
    found = pd.read_csv(ROOT / "docs" / "lessons.csv")
    return table(
        columns, markdown(found if clear else found[found["supported"].isin(["inconclusive", "not supported"])])
    )


def advice_answer() -> str:
    """The two sentences of ``docs/advice.csv``, a copy of the table that ``python -m analysis.advice`` writes."""
    from analysis.advice.words import answer, read

    return f"{' '.join(answer(read(ROOT / 'docs' / 'advice.csv')))}\n"


def advice_tables() -> str:
    """What each lever does in each typical pilot: a section a scenario, from ``docs/advice.csv``."""
    from analysis.advice.words import sections

    columns = ("lever", "change", "what it does", "what it costs", "what gets worse")
    found = []
    for heading, before, rows, after in sections(ROOT / "docs" / "advice.csv"):
        found += [f"### {heading}\n", f"{before}\n", table(columns, rows), f"{after}\n" if after else ""]
    return "\n".join(filter(None, found))


def validation_table(which: str) -> str:
    """A table of ``docs/validation.md``, from what ``python -m analysis.validation ship=true`` wrote."""
    from docs import record

    return table(*record.TABLES[which]())


def validation_text() -> str:
    """What the scores say, in sentences."""
    from docs import record

    return record.text()


def calibration(spreads: bool = False) -> str:
    """A part of ``docs/calibration.md``, from what ``python -m analysis.calibration ship=true`` wrote."""
    from docs import calibrated

    return table(*calibrated.spreads()) if spreads else calibrated.text()


def class_table(level: str) -> str:
    """Published against simulated by closing class, without any fit: from ``docs/classes.csv`` (``python -m docs.classes``)."""
    from docs.classes import lines

    columns = ("scheme", "class") if level == "scheme" else ("class", "schemes")
    return table((*columns, "published", "simulated", "published median"), lines(level))


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameter_table,
    "settings": setting_table,
    "stages": lambda: member_table(Stage),
    "reasons": lambda: member_table(Reason),
    "categories": category_table,
    "decisions": decision_table,
    "indicators": indicator_table,
    "schedule": schedule_table,
    "initialization": lambda: submodels([world, *AGENTS]),
    "mechanisms": lambda: submodels([queues, *LAWS, *SCHEDULE, phases]),
    "scenarios": scenario_table,
    "groups": group_table,
    "figures": figure_table,
    "evidence counts": evidence_counts,
    "advice": advice_tables,
    "advice answer": advice_answer,
    "lessons": lesson_table,
    "classes": lambda: class_table("class"),
    "classes by world": lambda: class_table("median"),
    "classes by scheme": lambda: class_table("scheme"),
    **{name: lambda of=of, name=name: table(*of.shown(name)) for of in (forecasts, corridors) for name in of.TABLES},
    "lessons not clear": lambda: lesson_table(clear=False),
    "calibration": calibration,
    "calibration spreads": lambda: calibration(spreads=True),
    "validation": validation_text,
    **{f"validation {name}": lambda name=name: validation_table(f"validation {name}") for name in VALIDATED},
    "ranked assumptions": ranked_assumptions,
    "levers": lever_table,
    "prices": lambda: table(("price", "parameter", "amount", "how it came about"), levers.price_rows()),
    "attributes": lambda: table(("what a scheme is", "default"), levers.attribute_rows()),
    "costs further": lambda: table(levers.COLUMNS, rows) if (rows := levers.further()) else "",
    **{f"costs {group}": lambda group=group: table(levers.COLUMNS, levers.rows(group)) for group in levers.GROUPS},
    "unused figures": unused_table,
    **{f"figures {file}": lambda file=file: figure_list(file) for file in FIGURES},
    **{f"ranges {group}": lambda group=group: range_table(group) for group in RANGE_GROUPS},
    **{f"state {name}": lambda name=name: state_table(name) for name in state.TABLES},
}


def renewed(text: str) -> tuple[str, list[str]]:
    """A page with its tables renewed, and the names of those that were stale."""
    stale: list[str] = []

    def renew(block: re.Match[str]) -> str:
        name = block["name"]
        if name not in TABLES:
            raise SystemExit(f"there is no table '{name}': {', '.join(TABLES)}")
        fresh = f"{block[1]}{TABLES[name]()}{block[3]}"
        if fresh != block[0]:
            stale.append(name)
        return fresh

    return BLOCK.sub(renew, text), stale


def main(arguments: Sequence[str]) -> int:
    """Renew all pages, or with ``--check`` name the stale tables and return 1."""
    if set(arguments) - {"--check"}:
        print("usage: python -m docs.generate [--check]", file=sys.stderr)
        return 2
    found = 0
    for page in sorted(DOCS.glob("*.md")):
        text, stale = renewed(page.read_text(encoding="utf-8"))
        found += len(stale)
        for name in stale:
            print(f"{page.name}: {name} {'is stale' if arguments else 'renewed'}")
        if stale and not arguments:
            page.write_text(text, encoding="utf-8")
    return 1 if arguments and found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
