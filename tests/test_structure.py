"""Where things live: the graph of imports, with those inside functions and under TYPE_CHECKING, drawn from the sources."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
WITHOUT_CYCLES = ("analysis", "sim")
"""Packages whose modules import each other in one direction only."""
SHARED = ("command", "fitting", "forecasting", "worlds")
"""Packages of analysis that every question may use."""
ABOVE_ALL = ("dashboard",)
"""Questions that show the answers of others, and may import them."""
COLLECTIONS = ("analysis.__main__", "analysis.api", "analysis.command.entry", "sim.__main__")
"""Modules that gather commands, and so import their entries."""
MOST_LINES = 400


class Import(NamedTuple):
    """An import: of which module, in which line, and whether inside a function."""

    module: str
    line: int
    local: bool


@cache
def modules() -> dict[str, Path]:
    """Every module of ``sim`` and ``analysis``, by name."""
    found = {}
    for path in sorted([*(ROOT / "sim").rglob("*.py"), *(ROOT / "analysis").rglob("*.py")]):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _statements(node: ast.AST, local: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, local
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _statements(child, local or inside)


@cache
def imports(name: str) -> tuple[Import, ...]:
    """Everything that a module imports; of a package either the module named, or the package itself."""
    found = []
    for statement, local in _statements(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            wanted = [alias.name for alias in statement.names]
        else:
            assert not statement.level, f"{name}, line {statement.lineno}: a relative import"
            source = str(statement.module)
            wanted = [f"{source}.{alias.name}" for alias in statement.names]
            wanted = [each if each in modules() else source for each in wanted]
        found += [Import(each, statement.lineno, local) for each in dict.fromkeys(wanted)]
    return tuple(found)


def own(package: str) -> list[str]:
    """The modules of a package."""
    return [name for name in modules() if name == package or name.startswith(f"{package}.")]


def cycle(package: str) -> list[str]:
    """Modules of a package that import each other in a circle; empty where there is none."""
    names, done = own(package), set()

    def visit(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for each in imports(name):
            if each.module in names and (found := visit(each.module, [*way, name])):
                return found
        done.add(name)
        return []

    for name in names:
        if found := visit(name, []):
            return found
    return []


def question(name: str) -> str:
    """The question's package that a module belongs to; empty for shared and for other modules."""
    parts = name.split(".")
    return parts[1] if parts[0] == "analysis" and len(parts) > 2 and parts[1] not in SHARED else ""


@pytest.mark.parametrize("package", WITHOUT_CYCLES)
def test_no_modules_import_each_other_in_a_circle(package):
    assert not cycle(package), " imports ".join(cycle(package))


def test_a_circle_would_be_found(monkeypatch):
    first, second, third = own("analysis.worlds")[1:4]
    circle = {before: (Import(after, 1, True),) for before, after in pairwise([first, second, third, first])}
    monkeypatch.setattr("test_structure.imports", lambda name: circle.get(name, ()))
    assert cycle("analysis.worlds") == [first, second, third, first]


def process(name: str) -> str:
    """The process that a module belongs to, itself or as a part; empty for other modules."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["sim", "processes"] and len(parts) > 2 else ""


def test_no_process_needs_another():
    wrong = [
        f"{name}, line {each.line}: {each.module}"
        for name in own("sim.processes")
        for each in imports(name)
        if process(each.module) not in ("", process(name))
    ]
    assert not wrong


@pytest.mark.parametrize(("package", "unknown"), [
    ("sim.agents", ("sim.processes",)), ("sim.laws", ("sim.processes", "sim.agents")),
    ("sim.processes", ("sim.schedule", "sim.kernel", "sim.state", "sim.parameters", "sim.indicators")),
])  # fmt: skip
def test_agents_laws_and_processes_know_only_what_lies_below_them(package, unknown):
    wrong = [
        f"{name}, line {each.line}: {each.module}"
        for name in own(package)
        for each in imports(name)
        if any(each.module == above or each.module.startswith(f"{above}.") for above in unknown)
    ]
    assert not wrong


def test_the_model_knows_nothing_of_the_questions_asked_of_it():
    wrong = [(name, each.line) for name in own("sim") for each in imports(name) if each.module.startswith("analysis")]
    assert not wrong


def test_no_question_needs_another():
    wrong = [
        f"{name}, line {each.line}: {each.module}"
        for name in own("analysis")
        for each in imports(name)
        if question(each.module) not in ("", question(name))
        and question(name) not in ABOVE_ALL
        and name not in COLLECTIONS
    ]
    assert not wrong


def test_entries_are_run_and_not_imported():
    wrong = [
        f"{name}, line {each.line}: {each.module}"
        for name in modules()
        for each in imports(name)
        if each.module.endswith("__main__") and name not in COLLECTIONS
    ]
    assert not wrong


@pytest.mark.parametrize("name", [*own("analysis"), *own("sim")])
def test_an_import_inside_a_function_says_why(name):
    lines = modules()[name].read_text(encoding="utf-8").splitlines()
    silent = [
        each.line
        for each in imports(name)
        if each.local and "#" not in lines[each.line - 1] and not lines[each.line - 2].strip().startswith("#")
    ]
    assert not silent, f"{name}: lines {silent}"


@pytest.mark.parametrize("name", [*own("analysis"), *own("sim")])
def test_no_module_is_too_long_to_be_read_at_once(name):
    assert len(modules()[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("package", sorted({question(name) for name in own("analysis")} - {""} - set(ABOVE_ALL)))
def test_every_question_has_the_same_files(package):
    files = {path.name for path in (ROOT / "analysis" / package).glob("*.py")}
    assert files >= {"__main__.py", "settings.py", "runs.py", "answer.py", "page.py", "pictures.py"}


def test_no_two_test_files_have_one_name():
    """Folders of tests are no packages: of two files of one name, only one could be imported."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
