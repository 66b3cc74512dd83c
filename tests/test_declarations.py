"""What a mechanism's file declares is collected: no forgotten line keeps a parameter, a column or a measure out unnoticed."""

import ast
import inspect
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

import pytest

from sim import declare, schedule
from sim.columns import Column, columns_of
from sim.draws import ADDRESSES
from sim.indicators import INDICATORS
from sim.measures import Measure
from sim.parameters import Config, Parameters, declared_in, registry
from sim.schedule import AGENTS, LAWS, MECHANISMS, SCHEDULE, parts
from sim.state import TABLES

SIM = Path(schedule.__file__).parent
FOLDERS = ("agents", "laws", "processes")
GROUPS = {item.name: type(item.default_factory()) for item in fields(Parameters) if item.default_factory is not MISSING}
"""The groups of parameters by name: what collects the partial classes of all files."""


def declared(module):
    """The classes that a module itself declares."""
    return [kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__]


def groups(module):
    return [kind for kind in declared(module) if is_dataclass(kind)]


def holders(module):
    return [kind for kind in declared(module) if any(isinstance(value, Column) for value in vars(kind).values())]


def named(module):
    return module.__name__.removeprefix("sim.")


EVERY_GROUP = [(module, kind) for module in MECHANISMS for kind in groups(module)]
EVERY_HOLDER = [(module, kind) for module in MECHANISMS for kind in holders(module)]


def labels(pairs):
    return [f"{named(module)}.{kind.__name__}" for module, kind in pairs]


def test_every_file_of_agents_laws_and_processes_is_a_mechanism():
    found = {
        "sim." + ".".join(path.relative_to(SIM).with_suffix("").parts).removesuffix(".__init__")
        for folder in FOLDERS
        for path in (SIM / folder).rglob("*.py")
    }
    collections = {f"sim.{folder}" for folder in FOLDERS}
    assert found - collections == {module.__name__ for module in MECHANISMS} - {"sim.world", "sim.phases", "sim.queues"}


def test_no_mechanism_is_listed_twice():
    assert len(set(MECHANISMS)) == len(MECHANISMS)
    assert set(MECHANISMS) >= {*AGENTS, *LAWS, *SCHEDULE, *(part for each in SCHEDULE for part in parts(each))}


@pytest.mark.parametrize(("module", "group"), EVERY_GROUP, ids=labels(EVERY_GROUP))
def test_the_parameters_that_a_file_declares_are_in_the_registry(module, group):
    whole = GROUPS[group.__name__.lower()]
    assert issubclass(whole, group), (
        f"{whole.__name__} in sim/parameters does not list {named(module)}.{group.__name__}"
    )
    for parameter in declared_in(group, f"{group.__name__.lower()}."):
        assert registry()[parameter.name] == parameter


@pytest.mark.parametrize(("module", "holder"), EVERY_HOLDER, ids=labels(EVERY_HOLDER))
def test_the_columns_that_a_file_declares_are_in_a_table(module, holder):
    tables = [name for name, table in TABLES.items() if issubclass(table, holder)]
    assert len(tables) == 1, f"{named(module)}.{holder.__name__} is listed by {tables or 'no table'} in sim/state.py"
    assert holder.__name__.lower() == tables[0]
    collected = list(columns_of(TABLES[tables[0]]))
    assert [each for each in vars(holder).values() if isinstance(each, Column) and each not in collected] == []


@pytest.mark.parametrize("module", MECHANISMS, ids=named)
def test_the_measures_that_a_file_declares_are_indicators(module):
    known = {each.name: each for each in INDICATORS}
    wrong = [
        kind.__name__
        for kind in declared(module)
        if kind.__name__ != "Measures" and any(isinstance(value, Measure) for value in vars(kind).values())
    ]
    assert not wrong, "measures stand in a class Measures"
    for name, measure in vars(getattr(module, "Measures", object)).items():
        if isinstance(measure, Measure):
            assert (known[name].unit, known[name].definition) == (measure.unit, measure.definition)


def test_nothing_is_collected_that_no_mechanism_declares():
    from_files = {p.name for _, kind in EVERY_GROUP for p in declared_in(kind, f"{kind.__name__.lower()}.")}
    own = {p.name for p in declared_in(Config) if p.name.partition(".")[0] not in GROUPS or p.name == "phase.after"}
    assert set(registry()) == from_files | own
    collected = {name for name, table in TABLES.items() if any(issubclass(table, holder) for _, holder in EVERY_HOLDER)}
    assert set(TABLES) == collected
    measured = [
        name
        for module in MECHANISMS
        for name, measure in vars(getattr(module, "Measures", object)).items()
        if isinstance(measure, Measure)
    ]
    assert len(set(measured)) == len(measured)
    assert set(measured) == {each.name for each in INDICATORS}


@pytest.mark.parametrize("module", MECHANISMS, ids=named)
def test_classes_of_a_file_that_look_like_declarations_are_ones(module):
    """A group without ``@dataclass``, or a column without ``column(...)``, would be left out without a word."""
    for kind in declared(module):
        annotated = vars(kind).get("__annotations__", {})
        if kind.__name__ == "Measures" or not annotated or issubclass(kind, tuple):
            continue
        assert is_dataclass(kind) or all(isinstance(vars(kind).get(name), Column) for name in annotated), kind.__name__
        assert not is_dataclass(kind) or kind.__name__.lower() in GROUPS, f"{kind.__name__} is no group of parameters"


@pytest.mark.parametrize("module", MECHANISMS, ids=named)
def test_every_decision_is_declared_and_its_number_drawn(module):
    """A number is drawn by its constant only: never by a literal that no table of decisions knows."""
    numbers = {address.number for address in ADDRESSES.values()}
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "uniforms":
            drawn = call.args[1]
            assert isinstance(drawn, ast.Name), ast.unparse(call)
            value = getattr(module, drawn.id, None)
            assert value in numbers if drawn.id.isupper() else drawn.id == "draw", ast.unparse(call)


@pytest.mark.parametrize("module", SCHEDULE, ids=named)
def test_every_process_has_a_step_of_the_same_form(module):
    step = getattr(module.step, "py_func", module.step)
    assert list(inspect.signature(step).parameters) == ["state", "p", "month"]
    for name, expected in (("record", ["state", "month"]), ("measure", ["state", "run"])):
        if hasattr(module, name):
            function = getattr(module, name)
            assert list(inspect.signature(getattr(function, "py_func", function)).parameters) == expected


@pytest.mark.parametrize("module", [m for m in MECHANISMS if m not in SCHEDULE], ids=named)
def test_what_is_recorded_or_measured_is_reached_from_a_process_of_the_schedule(module):
    """The kernel asks the processes of the schedule only: what a part measures, its process must call."""
    for name in ("record", "measure"):
        if not hasattr(module, name):
            continue
        process = [each for each in SCHEDULE if module in parts(each)]
        assert len(process) == 1, f"{named(module)}.{name} is called by nobody"
        called = f"{named(module).rpartition('.')[2]}.{name}("
        assert called in inspect.getsource(process[0]), f"{named(process[0])} does not call {called})"


def test_scales_of_ranges_are_known():
    assert {p.plausible.scale for p in registry().values() if p.plausible} <= set(declare.SCALES)
