"""What holds in every month of every run, whatever the parameters: persons, money, bounds, lists."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists import members, members_due
from worlds import configured, finished, in_range
from worlds import sums as sums_of

from sim.categories import AgencyKind, Line, Stage, Status
from sim.compiled import DISABLED
from sim.indicators import BY_NAME, FLOW, LEVEL, NAMES
from sim.kernel import advance
from sim.parameters import parameters
from sim.runs.ensemble import create_state
from sim.state import State

#: Ranges that keep a run small; all other parameters are drawn from the whole of their own range.
SIZED = {
    "horizon": (1, 60), "scale": (0.1, 2.0), "design.places": (0, 12), "design.home_share": (0.0, 0.8),
    "markets.employers": (0, 40), "candidates.per_place": (0.0, 8.0), "candidates.exhaustion": (1.0, 3.0),
    "corridor.origins": (1, 3), "shock.month": (-1, 60), "politics.election_month": (-1, 60),
    "recognition.agreement_month": (-1, 60), "design.intake_ratio": (1.0, 4.0),
}  # fmt: skip
#: Money and capacities span many orders of magnitude: drawn near the scale of a pilot, where they bind.
SCARCE = {
    "design.budget_total": 2e6, "agencies.contacts": 100.0, "agencies.screenings": 300.0, "agencies.interviews": 30.0,
    "agencies.recruiter_screenings": 300.0, "agencies.recruiter_interviews": 30.0, "recognition.capacity": 5.0,
    "permits.capacity": 5.0, "costs.coordination": 2e4, "costs.coordination_country": 1e4, "costs.coordination_component": 1e4,
    "costs.training_seats": 30.0,
}  # fmt: skip

#: So that most runs get under way.
OPEN_TO_ALL = {"politics.sign_threshold": 0.05, "trust.prior": 0.4, "horizon": 60}

SEEDS = 15 if DISABLED else 60

LISTED = (
    Stage.applied,
    Stage.preselected,
    Stage.pool,
    Stage.home_pool,
    Stage.matched,
    Stage.recognition,
    Stage.permit,
    Stage.ready,
)
CALENDARS = (Stage.training, Stage.abroad)
PASSED_THROUGH = (Stage.completed, Stage.remote)

#: Which stage may follow which in a person's journal.
FOLLOWS = {
    Stage.applied: {Stage.rejected, Stage.preselected},
    Stage.preselected: {Stage.training, Stage.dropped_out},
    Stage.training: {Stage.pool, Stage.home_pool, Stage.dropped_out},
    Stage.pool: {Stage.matched, Stage.home_pool, Stage.dropped_out},
    Stage.home_pool: {Stage.placed_home},
    Stage.matched: {Stage.remote, Stage.recognition, Stage.permit},
    Stage.remote: {Stage.recognition, Stage.permit},
    Stage.recognition: {Stage.permit, Stage.dropped_out},
    Stage.permit: {Stage.ready, Stage.dropped_out},
    Stage.ready: {Stage.abroad, Stage.dropped_out},
    Stage.abroad: {Stage.completed, Stage.dropped_out},
    Stage.completed: {Stage.stayed, Stage.returned},
    Stage.returned: {Stage.reintegrated},
}


def drawn(name, share):
    """A value of a parameter, ``share`` of the way through its (small) range."""
    if name in SCARCE:
        return share * SCARCE[name]
    if name in SIZED:
        low, high = SIZED[name]
        value = low + share * (high - low)
        return round(value) if parameters()[name].type is int else value
    return in_range(name, share)


def consistent(values):
    """A configuration without contradictions."""
    values = dict(values)
    count = values.get("markets.count", 1)
    values["markets.countries"] = min(values.get("markets.countries", 1), count)
    sizes = [name for name in parameters() if name.startswith("employers.size_share.")]
    if all(values.get(name, 1.0) <= 0 for name in sizes):
        values[sizes[0]] = 1.0
    return configured({name: drawn(name, 0.5) for name in (*SIZED, *SCARCE)}, values)


shares = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
some_parameters = st.dictionaries(st.sampled_from(sorted(parameters())), shares, max_size=15).map(
    lambda chosen: consistent({name: drawn(name, share) for name, share in chosen.items()})
)


def many(seed):
    """A tenth to half of all parameters anywhere in their ranges, the ends of the ranges included."""
    chance = np.random.default_rng(seed)
    altered = chance.random(len(parameters())) < chance.choice([0.1, 0.2, 0.5])
    share = np.clip(chance.uniform(-0.1, 1.1, len(parameters())), 0.0, 1.0)
    chosen = zip(parameters(), altered, share, strict=True)
    return consistent(
        {name: drawn(name, part) for name, alter, part in chosen if alter and name not in OPEN_TO_ALL} | OPEN_TO_ALL
    )


def check_persons(state: State) -> None:
    """Everyone is in exactly one stage, which the stage's counter and its list know."""
    people = state.candidates[: state.scheme.candidates]
    assert len(people) <= len(state.candidates) - 1
    assert state.scheme.candidate_limit < len(state.candidates)
    in_stage = np.bincount(people["stage"], minlength=len(Stage))
    assert in_stage.tolist() == state.stages["count"].tolist()
    assert not in_stage[list(PASSED_THROUGH)].any()
    where: Counter[int] = Counter()
    for stage in (*LISTED, *CALENDARS):
        listed = members(state, stage) if stage in LISTED else members_due(state, stage)
        assert len(listed) == in_stage[stage]
        assert (people["stage"][listed] == stage).all()
        where.update(listed)
    assert not where or max(where.values()) == 1


def check_money(state: State) -> None:
    """No line spends what it does not hold; nothing is spent beyond the budget; nothing is owed."""
    scheme, lines, monthly = state.scheme, state.money, state.monthly
    tolerance = 1e-9 * max(scheme.budget, 1.0)
    assert (lines["spent"] <= lines["allocation"] + tolerance).all()
    assert (lines["spent"] >= -tolerance).all()
    assert lines["allocation"].sum() <= scheme.budget + tolerance
    if scheme.planned_trainees > 0 and scheme.places > 0 and state.parameters[0].costs.training > 0:
        assert lines["allocation"].sum() == pytest.approx(scheme.budget, abs=tolerance)
    by_line = [monthly[f"spent_{line.name}"].sum() for line in Line]
    assert by_line == pytest.approx(lines["spent"], abs=tolerance)
    assert monthly["public_cost"].sum() == pytest.approx(sum(by_line), abs=tolerance)
    assert -tolerance <= monthly["public_cost"].sum() <= scheme.budget + tolerance
    assert scheme.private_balance >= 0
    if scheme.funded:
        assert 0 <= scheme.places_taken <= scheme.places


def check_bounds(state: State) -> None:
    """Trust and support are shares; vacancies and hires add up; nothing is infinite."""
    for values in (state.governments["trust"], state.governments["support"], state.employers["trust"]):
        assert ((values >= 0) & (values <= 1)).all()
    hosts = state.employers
    assert (hosts["open"] >= 0).all()
    assert (hosts["hires"] <= hosts["declared"]).all()
    assert hosts["hires"].sum() == state.monthly["matches"].sum()
    assert ((hosts["status"] == Status.engaged) <= (hosts["engaged_month"] >= 0)).all()
    for table in (state.governments, state.markets, state.origins, state.countries):
        for name in table.dtype.names:
            assert np.isfinite(table[name]).all() or name == "cut", name
    assert (state.agencies["kind"] == AgencyKind.lead).sum() == 1


def check_indicators(state: State, month: int) -> None:
    """Flows are finite and counts are not negative; levels are undefined only where there is nobody."""
    current = state.monthly[month]
    for name in NAMES:
        if BY_NAME[name].over == FLOW:
            assert np.isfinite(current[name]), name
            if BY_NAME[name].unit != "EUR":
                assert current[name] >= 0, name
        if BY_NAME[name].over == LEVEL and name != "trust_employer":
            assert np.isfinite(current[name]), name
    engaged = (state.employers["status"] == Status.engaged).any()
    assert np.isfinite(current["trust_employer"]) == engaged


def check_funnel(state: State) -> None:
    """No more people further down the way than came through."""
    sums = sums_of(state)
    assert sums["preselected"] <= sums["applicants"]
    assert sums["trained"] <= sums["preselected"]
    assert sums["matches"] <= sums["trained"]
    assert sums["departures"] <= sums["matches"]
    assert sums["completed_mobilities"] + sums["early_returns"] <= sums["departures"]
    assert sums["stayed"] + sums["returned"] == sums["completed_mobilities"]
    assert sums["reintegrated"] <= sums["returned"]
    assert sums["offers"] == sums["matches"] + sums["refusals"]
    assert sums["applicants"] == state.scheme.candidates
    hires = sum(sums[f"hires_{size}"] for size in ("micro", "small", "medium", "large"))
    assert hires == sums["matches"]


def check_journal(state: State) -> None:
    """The journal tells each person's way without gaps, and ends where the person is."""
    written = int(state.scheme.journal)
    assert written < len(state.journal)
    journal = state.journal[:written]
    people = state.candidates[: state.scheme.candidates]
    ways: dict[int, list[tuple[int, Stage]]] = {i: [] for i in range(len(people))}
    for entry in journal:
        ways[int(entry["candidate"])].append((int(entry["month"]), Stage(entry["stage"])))
    for i, way in ways.items():
        stages = [stage for _, stage in way]
        assert stages[0] == Stage.applied
        assert stages[-1] == people["stage"][i]
        assert [month for month, _ in way] == sorted(month for month, _ in way)
        for before, after in itertools.pairwise(stages):
            assert after in FOLLOWS[before], (before, after)


def check_run(config, seed: int) -> None:
    state = create_state(config, seed)
    for month in range(config.horizon):
        advance(state, month, month + 1)
        check_persons(state)
        check_money(state)
        check_bounds(state)
        check_indicators(state, month)
    check_funnel(state)
    check_journal(state)


@given(some_parameters, st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_invariants_when_some_parameters_are_extreme(config, seed):
    check_run(config, seed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_invariants_when_many_parameters_are_anywhere_in_their_ranges(seed):
    check_run(many(seed), seed)


def test_those_runs_are_not_idle():
    runs = [sums_of(finished(many(seed), seed)) for seed in range(SEEDS)]
    assert np.mean([run["applicants"] > 0 for run in runs]) > 0.6
    assert np.mean([run["departures"] > 0 for run in runs]) > 0.25


@pytest.mark.parametrize("kind", ["employment", "apprenticeship", "internship", "study"])
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_invariants_of_ordinary_schemes(kind, level):
    values = {"design.kind": kind, "design.level": level, "design.home_share": 0.3, "shock.month": 14, "horizon": 72}
    check_run(configured({"scale": 0.15, "design.stay_months": 6.0, "corridor.origins": 2}, values), 1)
