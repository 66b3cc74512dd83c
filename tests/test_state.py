"""The state: what is declared is what the tables hold, and a used table leaves nothing behind."""

import numpy as np
import pytest
from steps import PROCESSES, name_of
from worlds import assert_same, finished, small, whole_runs

from sim.columns import Column, column, columns_of, dtype_of, first_row
from sim.indicators import NAMES
from sim.kernel import advance, run_many
from sim.parameters import to_record
from sim.runs.ensemble import create_state
from sim.schedule import SCHEDULE
from sim.state import FIRST, TABLES, TYPES, State, allocate, sizes_of, union

CONFIG = {"corridor.origins": 2, "markets.count": 2, "markets.countries": 2, "horizon": 48}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_the_columns_that_were_declared_with_their_first_values(name):
    declared = {each.name: each for each in columns_of(TABLES[name])}
    assert set(TYPES[name].names) == set(declared)
    for column_name, each in declared.items():
        assert TYPES[name][column_name] == np.dtype(each.kind)
        assert FIRST[name][column_name] == each.first


def test_a_column_that_two_mechanisms_declare_is_refused():
    class One:
        score: float = column("f8", 0.0, "Something")

    class Other:
        score: float = column("f4", 0.0, "Something else")

    class Both(One, Other):
        pass

    with pytest.raises(TypeError, match="Both: score is declared twice"):
        dtype_of(Both)


def test_a_column_of_a_class_is_its_declaration():
    class Person:
        skill: float = column("f4", 2.5, "How good")

    assert isinstance(Person.skill, Column)
    assert (Person.skill.name, Person.skill.meaning) == ("skill", "How good")
    assert first_row(Person)["skill"].tolist() == [2.5]


def littered(state: State) -> State:
    """The state with something left in every row of every table but its key and its parameters."""
    key = int(state.scheme.seed), int(state.scheme.replicate)
    names = set(State._fields) - {"parameters", "corridors", "first", "scheme", "staying", "kept"}
    for table in (*(getattr(state, name) for name in names), *state.kept):
        for column_name in table.dtype.names or [None]:
            part = table if column_name is None else table[column_name]
            part[...] = 7
    state.scheme.seed, state.scheme.replicate = key
    state.scheme.phase = state.scheme.began = 0  # they say what is created, as the key does
    return state


def test_a_world_created_in_used_tables_is_the_same_as_in_new_ones():
    new = create_state(small(CONFIG), 1)
    used = littered(create_state(small(CONFIG), 1))
    advance(used, -1, 0)
    assert_same(new, used)


def test_a_run_in_used_tables_takes_the_same_course_as_in_new_ones():
    whole_runs()
    new = finished(small(CONFIG))
    used = littered(create_state(small(CONFIG), 1))
    advance(used, -1, 0)
    advance(used, 0, 48)
    assert int(new.scheme.candidates) > 0
    assert_same(new, used)
    assert np.array_equal(new.journal[: new.scheme.journal], used.journal[: used.scheme.journal])
    assert np.array_equal(new.waits, used.waits)


def test_every_process_of_the_schedule_can_be_run_alone():
    assert list(PROCESSES) == [name_of(process) for process in SCHEDULE]
    state = create_state(small(CONFIG), 1)
    for run_alone in PROCESSES.values():
        run_alone(state, 0)


def test_tables_larger_than_a_run_needs_change_none_of_its_indicators():
    config = small(CONFIG)
    rows = to_record(config)
    sizes = union(sizes_of(rows), sizes_of(to_record(small(CONFIG, {"horizon": 90, "scale": 0.3}))))
    exact, larger = (np.zeros((1, 1, len(NAMES))) for _ in range(2))
    for tables, out in ((allocate(rows, sizes_of(rows)), exact), (littered(allocate(rows, sizes)), larger)):
        run_many(tables, rows[None, :], np.zeros(1, np.int64), 1, out, np.empty((1, 0, 0, 0)))
    assert exact[0, 0, NAMES.index("matches")] > 0
    assert np.array_equal(exact, larger, equal_nan=True)
