"""Tables of the model as it is declared: parameters, state, draws, processes, indicators, scenarios, figures."""

from collections.abc import Iterable
from enum import IntEnum
from inspect import cleandoc
from types import ModuleType
from typing import Any

from docs.tables import code, sentence, shown_range, shown_value, table
from sim import categories, indicators, state
from sim.categories import Category
from sim.columns import columns_of
from sim.draws import ADDRESSES
from sim.parameters import Parameter, parameters, registry
from sim.reporting.pictures import PICTURES
from sim.schedule import SCHEDULE
from sim.setup.catalogue import GROUPS, ROOT, SCENARIOS, description, group_options, option_meaning
from sim.setup.checks import FIXED_AT_START, flatten
from sim.setup.scenario_file import read_scenario, read_settings

CATEGORIES: tuple[type[Category], ...] = (
    categories.Mobility, categories.Skill, categories.Sector, categories.Size, categories.Closing, categories.Pipeline,
    categories.SoughtSize, categories.SoughtMotive, categories.SoughtExperience, categories.Amendment,
    categories.Line, categories.Side, categories.Level, categories.AgencyKind, categories.Motive, categories.Status,
    categories.Track, categories.Recognised,
)  # fmt: skip


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
