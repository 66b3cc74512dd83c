"""The mutation run: faults go into functions, not into what a mechanism declares, and every source finds its tests."""

from textwrap import dedent

import pytest

from tests.mutation.__main__ import ROOT, sources
from tests.mutation.__main__ import tests_for as files_for
from tests.mutation.mutants import mutants_of

SOURCE = dedent('''
    """What a file declares: 1 + 1."""
    LIMIT = 3 + 4
    DRAW = decision(6, "draw", "word", event="month")

    @dataclass
    class Group:
        """Parameters."""

        share: float = uncertain(0.5, 0.0, 1.0, "share", "A share", plausible=within(0.1 + 0.1, 0.9, "odds", "assumption", "why"))

    class Person:
        skill: float = column("f4", 1.0, "Skill")

    class Measures:
        hires: float = flow("persons", "Hires", 1)

    @inner
    def step(state, p, month):
        """One: 2 < 3."""
        state.total = p.group.share * month
''')


def test_faults_are_put_into_functions_only():
    mutants = mutants_of("a.py", SOURCE)
    last = SOURCE.splitlines().index("    state.total = p.group.share * month") + 1
    assert {mutant.line for mutant in mutants} == {last}
    assert {"pass", "(p.group.share)", "(month)"} <= {mutant.after for mutant in mutants}


@pytest.mark.parametrize("path", sources(ROOT))
def test_every_source_has_mutants_or_no_function_and_finds_its_tests_first(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert bool(mutants_of(path, text)) == ("\ndef " in text)
    tests = files_for(path, ROOT)
    assert all((ROOT / name).is_file() for name in tests)
    if "\ndef " in text and path.rpartition("/")[2] != "world.py":
        name = path.removesuffix("/__init__.py").rpartition("/")[2].removesuffix(".py")
        assert tests[0].rpartition("/")[2].startswith(f"test_{name}")


@pytest.mark.parametrize("part", ["matching/__init__.py", "matching/hiring.py"])
def test_the_parts_of_a_process_are_mutated_too(part):
    assert f"sim/processes/{part}" in sources(ROOT)
