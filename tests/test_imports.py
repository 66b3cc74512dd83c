"""How the modules of ``sim`` import each other: never in a circle, and within a function only for a reason."""

import ast
import re

import pytest

from sim.compiled import SOURCES

PARTS = ("setup", "runs", "reporting", "evidence")
FILES = sorted(
    [path for part in PARTS for path in (SOURCES / part).rglob("*.py")]
    + [SOURCES / f"{name}.py" for name in ("__main__", "errors", "installation", "job", "progress")]
)
MODULES = {".".join(("sim", *path.relative_to(SOURCES).with_suffix("").parts)).removesuffix(".__init__"): path
           for path in SOURCES.rglob("*.py")}  # fmt: skip
REASON = re.compile(r"#.*\d s\b")
"""A comment that says how many seconds of start-up an import within a function saves."""


def imported(path):
    """The modules of ``sim`` that a file imports anywhere: at its top, in a function, or for types only."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{name.name}" for name in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return found & set(MODULES) - {"sim"}  # the facade: it loads what it names when it is asked for


GRAPH = {name: imported(path) for name, path in MODULES.items() if name != "sim"}


def reached_from(name):
    """Every module that comes with a module."""
    reached, todo = set(), [name]
    while todo:
        for other in GRAPH[todo.pop()] - reached:
            reached.add(other)
            todo.append(other)
    return reached


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_no_module_imports_itself_through_others(path):
    [name] = [name for name, own in MODULES.items() if own == path]
    assert name not in reached_from(name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_an_import_within_a_function_says_what_it_saves(path):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom) and node.col_offset:
            assert REASON.search(lines[node.lineno - 1]), f"{path.name}, line {node.lineno}"


def test_sim_never_imports_analysis_and_no_private_module():
    for path in MODULES.values():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (analysis\b|hydra\._)", text, re.MULTILINE), path


@pytest.mark.parametrize("name", ["sim.setup.configuration", "sim.runs.task", "sim.runs.worker", "sim.runs.cluster"])
def test_pandas_is_no_part_of_what_needs_none(name):
    assert not any(
        re.search(r"^import pandas", MODULES[other].read_text(encoding="utf-8"), re.MULTILINE)
        for other in {name, *reached_from(name)}
    )
