"""Small configurations, rows of tables, hand-made worlds and runs, for tests of the model.

All that a test of a mechanism needs to know about the shape of the state stands here: tests say :func:`world`,
:func:`put`, :func:`run`, :func:`counted`, and never how tables, lists and calendars hang together.
"""

import os
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from steps import measured, recorded, run

from sim.categories import Amendment, Closing, Line, Reason, Stage, Status
from sim.draws import ADDRESSES, uniforms
from sim.indicators import NAMES
from sim.kernel import advance
from sim.parameters import Config, parameters, to_record, value_of
from sim.processes.matching.referral import WIDEST_SHORTLIST
from sim.queues import NOBODY
from sim.runs.ensemble import create_state, run_sets
from sim.setup.checks import validated
from sim.state import FIRST, TYPES, State

#: The decisions of the model by name, with the numbers under which they are drawn (docs/odd.md, 7.2).
Decision: Any = IntEnum("Decision", {address.name: address.number for address in ADDRESSES.values()})

__all__ = ["measured", "recorded", "run"]  # tests take them from here, with the other helpers

#: A tenth of the baseline: about ten places, some two hundred applicants, a few milliseconds a run.
SMALL = {"scale": 0.15, "horizon": 72}

#: Hosts are easily won: in a scheme of a few places somebody is matched in every run.
EASY = {"employers.disposed": 1.0, "employers.engagement_base": 1.0, "employers.hire_base": 1.0}

Values = Mapping[str, Any]


def configured(*values: Values, timeline: Mapping[int, Values] | None = None) -> Config:
    """A checked configuration: the parameters' defaults and values by dotted name, later ones win."""
    config = Config(scenario="test")
    for part in values:
        for name, value in part.items():
            owner, _, last = name.rpartition(".")
            group = value_of(config, owner) if owner else config
            assert hasattr(group, last), f"there is no parameter {name}"
            setattr(group, last, value)
    config.timeline = {month: dict(changes) for month, changes in (timeline or {}).items()}
    return validated(config)


def small(*values: Values, timeline: Mapping[int, Values] | None = None) -> Config:
    """The same, of a small scheme."""
    return configured(SMALL, *values, timeline=timeline)


def record(*values: Values) -> Any:
    """The parameters as a decision reads them."""
    return to_record(configured(*values))[0]


def row(table: str, **values: Any) -> Any:
    """One row of a table (named as in ``sim.state.TABLES``), zero but for the values given."""
    made = np.zeros(1, TYPES[table]).view(np.recarray)[0]
    for name, value in values.items():
        made[name] = value
    return made


def fresh(table: str) -> Any:
    """One row of a table (named as in ``sim.state.TABLES``) with the values with which a run begins."""
    made = np.zeros(1, TYPES[table]).view(np.recarray)[0]
    for name in TYPES[table].names or ():
        made[name] = FIRST[table][name]
    return made


def key(seed: int = 1, replicate: int = 0) -> Any:
    """The key of all draws of a run."""
    return row("scheme", seed=seed, replicate=replicate)


def employer(**values: Any) -> Any:
    """A host of middling need, burden and trust, which takes part and hires at no threshold of its own."""
    plain = {"need": 1.0, "burden": 0.6, "trust": 0.4, "real_need": 2, "real_open": 2, "need_left": 4, "open": 3}
    return row("employer", **plain | {"disposed": 1, "clears": 1} | values)


def government(**values: Any) -> Any:
    """A government that half trusts and half supports."""
    return row("government", **{"trust": 0.5, "support": 0.5, "threshold": 0.2} | values)


def agency(**values: Any) -> Any:
    """An agency without any means."""
    return row("agency", **values)


def candidate(**values: Any) -> Any:
    """An average candidate."""
    return row("candidate", **values)


#: A world of few agents in which every number can be worked out by hand: no noise, no elections, no change of lead,
#: stakeholders who are all alike, three hosts, digital tools that work at once and are there already.
TINY = {
    "scale": 1.0, "horizon": 48, "markets.employers": 3, "design.places": 4, "markets.volatility": 0.0,
    "markets.drift": 0.0, "politics.support_spread": 0.0, "politics.sign_spread": 0.0, "politics.election_month": 600,
    "employers.need_spread": 0.0, "candidates.per_place": 20.0, "agencies.digital_months": 0.0, "costs.digital_setup": 0.0,
    "trust.prior_spread": 0.0, "trust.gain_spread": 0.0, "agencies.lead_change": 0.0,
    "costs.recognition_fee.low": 0.0, "costs.recognition_fee.medium": 0.0, "costs.recognition_fee.high": 0.0,
}  # fmt: skip


#: Coordination by the lead's team alone, without staff, skill, tools, further countries or markets that cost anything.
BARE = {
    "design.facilitation_staff": 0.0, "design.host_staff": 0.0, "design.facilitation": 0.0, "design.digital": 0.0,
    "design.origin_coordination": 0.0, "design.flexibility": 0.0, "costs.coordination_country": 0.0,
    "costs.coordination_market": 0.0, "costs.coordination_component": 0.0,
}  # fmt: skip


def world(*values: Values, timeline: Mapping[int, Values] | None = None) -> State:
    """A tiny world before its first month, to be set by column."""
    return create_state(configured(TINY, *values, timeline=timeline), 1)


def scheme(state: State) -> Any:
    """The scheme's own record."""
    return state.scheme


def given_scheme(state: State, **values: Any) -> Any:
    """Set columns of the scheme's record."""
    return given_row(scheme(state), **values)


def given_row(made: Any, **values: Any) -> Any:
    """Set columns of one row of a table."""
    for name, value in values.items():
        made[name] = value
    return made


def given_all(table: Any, **values: Any) -> None:
    """Set columns of all rows of a table, to one value or to one for each row."""
    for name, value in values.items():
        table[name] = value


def people(state: State) -> Any:
    """The table of candidates, a row each (more rows than candidates)."""
    return state.candidates


def partner(state: State, closing: Closing) -> Any:
    """Who negotiates for a class of signed hosts."""
    return state.partners[int(closing) - 1]


def request(state: State, kind: Amendment) -> Any:
    """An amendment that the scheme may ask for."""
    return state.amendments[int(kind)]


def line(state: State, which: Line) -> Any:
    """A line of the budget."""
    return state.money[which]


def budget(state: State, **allocations: float) -> None:
    """Set what the lines hold, nothing spent or unmet; a line that is not named holds nothing."""
    for which in Line:
        given_row(line(state, which), allocation=allocations.get(which.name, 0.0), spent=0.0, unmet=0.0, this_month=0.0)


def waits(state: State) -> Any:
    """The histograms of months from preselection to match and to departure (``matches``, ``departures``)."""
    return state.waits


def entries(state: State) -> Any:
    """The journal so far."""
    return state.journal[: scheme(state).journal]


def assert_same(one: State, other: State) -> None:
    """Both runs wrote the same into every table, so far as its rows are in use."""
    persons = slice(0, int(scheme(one).candidates))
    written = [(one.scheme, other.scheme), (people(one)[persons], people(other)[persons])]
    written += [(one.money, other.money), (one.stages, other.stages), (one.monthly, other.monthly)]
    for name in ("governments", "agencies", "employers", "markets", "origins", "countries"):
        written.append((getattr(one, name), getattr(other, name)))
    for left, right in written:
        columns = set(left.dtype.names) - {"next"}  # set only for those in a calendar
        assert not [name for name in columns if not np.array_equal(left[name], right[name], equal_nan=True)]


#: Stages that come after training: who is put there is trained, unless a test says otherwise.
TRAINED = (
    Stage.examination, Stage.pool, Stage.home_pool, Stage.matched, Stage.recognition, Stage.permit, Stage.visa, Stage.ready, Stage.abroad
)  # fmt: skip


def put(state: State, stage: Stage, **values: Any) -> int:
    """Put a new candidate at the end of a stage's list, or into the calendar by its ``due`` month; its number."""
    i = int(scheme(state).candidates)
    scheme(state).candidates += 1
    people(state)[i] = FIRST.candidate
    given_row(people(state)[i], **{"agent": i, "stage": stage, "trained": int(stage in TRAINED), **values})
    if stage in (Stage.training, Stage.abroad):
        _put_due(state, state.lessons if stage == Stage.training else state.stays, i)
    else:
        state.lists[stage, state.stages[stage].count] = i
    state.stages[stage].count += 1
    return i


def _put_due(state: State, calendar: Any, i: int) -> None:
    """Put a candidate at the end of the list of its ``due`` month."""
    page = calendar[int(people(state)[i].due)]
    people(state)[i].next = NOBODY
    if page.head == NOBODY:
        page.head = i
    else:
        people(state)[page.tail].next = i
    page.tail = i


def settled(state: State, stage: Stage, number: int) -> None:
    """Say how many candidates are in a stage, where only their number counts."""
    state.stages[stage].count = number


def listed(state: State, stage: Stage) -> list[int]:
    """The candidates that wait in a stage, in order."""
    return [int(i) for i in state.lists[stage, : state.stages[stage].count]]


def number_in(state: State, stage: Stage) -> int:
    """How many candidates are in a stage."""
    return int(state.stages[stage].count)


def fate(state: State, i: int) -> tuple[Stage, Reason]:
    """Where a candidate is, and why."""
    return Stage(people(state)[i].stage), Reason(people(state)[i].reason)


def engaged(state: State, *rows: int, market: int = 0) -> None:
    """Put hosts on a market's list of engaged hosts; they stand in order of position."""
    place = state.markets[market]
    for k, number in enumerate(rows):
        state.engaged[place.first + k] = number
        state.employers[number].status = Status.engaged
    place.active = len(rows)


def hiring(*values: Values, **columns: Any) -> State:
    """A world in which every host is engaged and hires whom it can: signed, funded, all of one kind, with eight vacancies.

    In any market the first eight hosts stand on the ring in the order 0, 5, 2, 7, 4, 1, 6, 3.
    """
    state = world({"design.interview_share": 0.0, "design.shortlist": 8, "design.places": 100}, *values)
    budget(state, selection=1e6, mobility=1e6)
    given_all(state.countries, signed=1)
    plain = {"motive": 0, "experience": 0, "size_class": 0, "willing": 0, "burden": 0.0, "trust": 0.0, "hire_at": 0.0}
    vacancies = {"real_need": 8, "real_open": 8, "need_left": 8, "open": 8, "declared": 8}
    given_all(state.employers, **plain, **vacancies, need=100.0, disposed=1, clears=1)
    for number, market in enumerate(state.markets):
        order = sorted(range(market.hosts), key=lambda index: index * 0.6180339887 % 1.0)
        engaged(state, *(int(market.first) + index for index in order), market=number)
    given_scheme(state, covered=1.0, **columns)
    return state


def sure(state: State, **values: Any) -> int:
    """A candidate in the pool whom every host takes and who accepts every offer; its number."""
    return put(state, Stage.pool, **{"skill": 100.0, "score": 100.0, "expiry": 600, **values})


def shortlisted(state: State, row: int) -> dict[int, float]:
    """The candidates on a host's short-list this month in their order, and the host's utility of each of them."""
    for market in state.markets:
        for slot in range(market.ring_first, market.ring_first + market.ring_size):
            if state.ring[slot] == row:
                first = slot * WIDEST_SHORTLIST
                kept = state.shortlists[first : first + state.slots[slot].shortlisted]
                return {int(entry.candidate): float(entry.utility) for entry in kept}
    return {}


def of_month(state: State, month: int, name: str) -> float:
    """One indicator of one month."""
    return float(state.monthly[month][name])


def set_month(state: State, month: int, **values: float) -> None:
    """Set indicators of one month."""
    for name, value in values.items():
        state.monthly[month][name] = value


def figures(state: State) -> npt.NDArray[np.float64]:
    """Months x indicators as plain numbers, without the record of the whole run that follows the months."""
    return np.asarray(state.monthly).view(np.float64).reshape(len(state.monthly), len(NAMES))[:-1]


def sums(state: State) -> dict[str, float]:
    """Every indicator summed over the months simulated (the record of the whole run, which follows them, left out)."""
    return {name: float(state.monthly[name][:-1].sum()) for name in NAMES}


def counted(state: State, month: int) -> dict[str, float]:
    """All that was counted in a month: the indicators that are not 0.

    What the lines spent since the books were last closed (by monitoring, at the end of a month) counts as of this month.
    """
    figures = {name: of_month(state, month, name) for name in NAMES}
    for which in Line:
        figures[f"spent_{which.name}"] += float(line(state, which).this_month)
    return {name: figure for name, figure in figures.items() if figure != 0.0}


def drawn(state: State, decision: Any, group: int, agent: int, event: int = 0, other: int = 0) -> Any:
    """The four uniforms at an address of the table of decisions (docs/odd.md, 7.2)."""
    return uniforms(scheme(state), int(decision), group, agent, event, other)


def whole_runs() -> None:
    """Leave the test out where only hand-made worlds are wanted, as in a mutation run: whole runs take too long there."""
    if os.environ.get("MECHANISMS_ONLY") == "1":
        pytest.skip("needs whole runs (MECHANISMS_ONLY=1 is set)")


def finished(config: Config, seed: int = 1, replicate: int = 0, months: int | None = None) -> State:
    """The state of one run after its last month (or after ``months``), with its journal."""
    whole_runs()
    state = create_state(config, seed, replicate)
    advance(state, 0, config.horizon if months is None else months)
    return state


def totals(config: Config, replicates: int = 5, seed: int = 1) -> dict[str, npt.NDArray[np.float64]]:
    """Every indicator of every replicate."""
    whole_runs()
    sets = to_record(config, config.timeline)[None, :]
    values = run_sets(sets, replicates, seed, workers=1).totals[0]
    return {name: values[:, position] for position, name in enumerate(NAMES)}


def months(config: Config, replicates: int = 5, seed: int = 1) -> npt.NDArray[np.float64]:
    """Every indicator in every month: replicates x months x indicators."""
    whole_runs()
    sets = to_record(config, config.timeline)[None, :]
    return run_sets(sets, replicates, seed, workers=1, monthly=True).monthly[0]


def assert_identical(one: Config, other: Config, besides: Iterable[str] = (), replicates: int = 5) -> None:
    """Both configurations give bit-identical indicators on the same draws, but for those named."""
    left, right = totals(one, replicates), totals(other, replicates)
    ignored = set(besides)
    differing = [
        name for name in NAMES if name not in ignored and not np.array_equal(left[name], right[name], equal_nan=True)
    ]
    assert not differing


def in_range(name: str, share: float) -> Any:
    """A value of a parameter within its range: ``share`` 0 is the lowest, 1 the highest, or the first and last category."""
    parameter = parameters()[name]
    if parameter.choices:
        return parameter.choices[min(int(share * len(parameter.choices)), len(parameter.choices) - 1)]
    if parameter.type is bool:
        return share >= 0.5
    value = parameter.low + share * (parameter.high - parameter.low)
    return round(value) if parameter.type is int else float(min(value, parameter.high))
