"""Invariants of journeys: the journal tells each person's way without gaps, and agrees with what was counted."""

import itertools
from collections.abc import Callable

from sim.categories import Reason, Stage
from tests.fuzz.invariants import Run, invariant, way, when

#: Which stage may follow which in a person's journal.
FOLLOWS = {
    Stage.applied: {Stage.rejected, Stage.preselected},
    Stage.preselected: {Stage.pool, Stage.training, Stage.dropped_out},
    Stage.training: {Stage.examination, Stage.pool, Stage.home_pool, Stage.matched, Stage.dropped_out},
    Stage.examination: {Stage.pool, Stage.home_pool, Stage.matched, Stage.dropped_out},
    Stage.pool: {Stage.matched, Stage.home_pool, Stage.dropped_out},
    Stage.home_pool: {Stage.placed_home},
    Stage.matched: {Stage.remote, Stage.recognition, Stage.permit, Stage.seat},
    Stage.remote: {Stage.recognition, Stage.permit, Stage.seat},
    Stage.seat: {Stage.training, Stage.dropped_out},
    Stage.recognition: {Stage.permit, Stage.dropped_out},
    Stage.permit: {Stage.visa, Stage.dropped_out},
    Stage.visa: {Stage.ready, Stage.dropped_out},
    Stage.ready: {Stage.abroad, Stage.dropped_out},
    Stage.abroad: {Stage.abroad, Stage.completed, Stage.dropped_out},
    Stage.completed: {Stage.stayed, Stage.returned},
    Stage.returned: {Stage.reintegrated, Stage.permit},
}
#: What is counted where somebody enters a stage.
COUNTED = {
    Stage.applied: "applicants", Stage.preselected: "preselected", Stage.remote: "remote_starts",
    Stage.completed: "completed_mobilities", Stage.stayed: "stayed", Stage.returned: "returned",
    Stage.reintegrated: "reintegrated", Stage.placed_home: "local_placements",
}  # fmt: skip
#: Into which stages a reason leads.
LEADS_TO = {
    Reason.screening: {Stage.rejected},
    Reason.training_dropout: {Stage.dropped_out},
    Reason.no_offer: {Stage.dropped_out, Stage.home_pool},
    Reason.waited_too_long: {Stage.dropped_out},
    Reason.host_withdrew: {Stage.dropped_out},
    Reason.not_recognised: {Stage.dropped_out},
    Reason.permit_refused: {Stage.dropped_out},
    Reason.visa_refused: {Stage.dropped_out},
    Reason.early_return: {Stage.dropped_out},
    Reason.funding_ended: {Stage.rejected, Stage.dropped_out},
    Reason.failed_examination: {Stage.dropped_out},
    Reason.vacancy_lapsed: {Stage.dropped_out},
    Reason.works_remotely: {Stage.dropped_out},
    Reason.changed_host: {Stage.abroad},
}
FAILED = Reason.failed_examination
#: Stages in which a person has a host.
WITH_HOST = (
    Stage.matched, Stage.seat, Stage.recognition, Stage.permit, Stage.visa, Stage.ready, Stage.abroad, Stage.completed,
    Stage.stayed,
)  # fmt: skip
WITHOUT = (Stage.applied, Stage.rejected, Stage.preselected, Stage.pool)
AFTER_TRAINING = (Stage.examination, Stage.pool, Stage.home_pool, Stage.matched)


def _at(position, value):
    """Another value in the middle of a way: of its month (0), stage (1), reason (2) or host (3)."""

    def change(steps):
        entry = list(steps[len(steps) // 2])
        entry[position] = value
        steps[len(steps) // 2] = tuple(entry)

    return way(change)


def _after(run: Run, stage: Stage, follows: Callable[[Stage, int], bool]) -> list[int]:
    """By month: how often the journal says that a stage was followed by what counts."""
    counted = [0] * run.config.horizon
    for steps in run.ways.values():
        for before, (month, after, reason, _) in itertools.pairwise(steps):
            counted[month] += before[1] == stage and follows(after, reason)
    return counted


def _entries(run: Run) -> "itertools.chain[tuple[int, Stage, int, int]]":
    return itertools.chain.from_iterable(run.ways.values())


@invariant(broken=way(lambda steps: steps.pop(0)))
def every_way_begins_with_an_application(run):
    """Every person's way begins with the application."""
    return when(run.ways, [steps and steps[0][1] == Stage.applied for steps in run.ways.values()])


@invariant(broken=way(lambda steps: steps.append((0, Stage.rejected, 0, -1))))
def every_way_ends_where_the_person_is(run):
    """Every person's way ends in the stage in which the person is."""
    where = run.people["stage"]
    return when(run.ways, [steps and steps[-1][1] == where[i] for i, steps in run.ways.items()])


@invariant(broken=_at(0, 10_000))
def no_way_goes_back_in_time(run):
    """The months of a way never go back, and are months of the run."""
    right = [
        sorted(months) == months and months[0] >= 0 and months[-1] < run.config.horizon
        for months in ([month for month, *_ in steps] for steps in run.ways.values())
        if months
    ]
    return when(right, right)


@invariant(broken=_at(1, Stage.applied))
def every_step_may_follow_the_one_before(run):
    """Every stage of a way may follow the stage before it."""
    pairs = {pair for steps in run.ways.values() for pair in itertools.pairwise(stage for _, stage, *_ in steps)}
    return when(pairs, [after in FOLLOWS.get(before, ()) for before, after in pairs])


def _as_counted(stage: Stage, name: str) -> None:
    def claim(run):
        return when(run.whole[name] > 0, run.entries(stage) == run.months[name])

    claim.__name__ = f"the_journal_agrees_with_{name}"
    claim.__doc__ = f"In every month, as many enter the stage {stage.name} in the journal as {name} counts."

    def spoil(run):
        run.months[name][-1] += 1

    invariant(broken=spoil)(claim)


for _stage, _name in COUNTED.items():
    _as_counted(_stage, _name)


@invariant(broken=lambda run: run.months["trained"].__setitem__(-1, 1e9))
def the_journal_agrees_with_trained(run):
    """In every month, as many come from training to the examination, a pool or a host in the journal as are counted as trained."""
    counted = _after(run, Stage.training, lambda stage, _: stage in AFTER_TRAINING)
    return when(run.whole["trained"] > 0, run.months["trained"] == counted)


@invariant(broken=lambda run: run.months["matches"].__setitem__(-1, 1e9))
def the_journal_agrees_with_matches(run):
    """In every month, as many come from the pool to a host in the journal as are counted as matches."""
    counted = _after(run, Stage.pool, lambda stage, _: stage == Stage.matched)
    return when(run.whole["matches"] > 0, run.months["matches"] == counted)


@invariant(broken=lambda run: run.months["rehires"].__setitem__(-1, 1e9))
def the_journal_agrees_with_rehires(run):
    """In every month, as many go from a return to a new permit in the journal as are counted as hired again."""
    counted = _after(run, Stage.returned, lambda stage, _: stage == Stage.permit)
    return when(run.whole["rehires"] > 0, run.months["rehires"] == counted)


@invariant(broken=lambda run: run.months["failed_examinations"].__setitem__(-1, 1e9))
def the_journal_agrees_with_failed_examinations(run):
    """In every month, as many leave because they failed for good in the journal as are counted as failing."""
    counted = _after(run, Stage.examination, lambda _, reason: reason == FAILED)
    return when(run.whole["failed_examinations"] > 0, run.months["failed_examinations"] == counted)


@invariant(broken=lambda run: run.months["departures"].__setitem__(-1, 1e9))
def the_journal_agrees_with_departures(run):
    """In every month, as many go abroad in the journal as are counted as departures: those who changed the host were there."""
    counted = _after(run, Stage.ready, lambda stage, _: stage == Stage.abroad)
    return when(run.whole["departures"] > 0, run.months["departures"] == counted)


@invariant(broken=lambda run: run.months["host_changes"].__setitem__(-1, 1e9))
def the_journal_agrees_with_host_changes(run):
    """In every month, as many stay abroad with another host in the journal as are counted."""
    counted = _after(run, Stage.abroad, lambda _, reason: reason == Reason.changed_host)
    return when(run.whole["host_changes"] > 0, run.months["host_changes"] == counted)


@invariant(broken=lambda run: run.months["remote_contracts"].__setitem__(-1, 1e9))
def the_journal_agrees_with_remote_contracts(run):
    """In every month, as many leave to work remotely in the journal as are counted."""
    counted = [0] * run.config.horizon
    for month, _, reason, _ in _entries(run):
        counted[month] += reason == Reason.works_remotely
    return when(run.whole["remote_contracts"] > 0, run.months["remote_contracts"] == counted)


@invariant(broken=_at(2, Reason.permit_refused))
def every_reason_leads_where_it_may(run):
    """Every reason in the journal leads into a stage into which it may lead."""
    found = {(Reason(reason), stage) for _, stage, reason, _ in _entries(run) if reason != Reason.none}
    return when(found, [stage in LEADS_TO[reason] for reason, stage in found])


@invariant(broken=lambda run: run.ways.__setitem__(-1, [(0, Stage.abroad, 0, -1)]))
def who_is_matched_has_a_host(run):
    """From the match on, a person has a host; the stages before know none. Training may come before or after."""
    hosts = {(stage, host >= 0) for _, stage, _, host in _entries(run)}
    right = [known for stage, known in hosts if stage in WITH_HOST]
    right += [not known for stage, known in hosts if stage in WITHOUT]
    return when(any(known for _, known in hosts), right)


@invariant(broken=lambda run: run.ways.__setitem__(-1, [(0, Stage.dropped_out, Reason.permit_refused, -1)] * 2))
def nobody_goes_on_after_the_end(run):
    """A final stage is the last of a way."""
    final = (Stage.rejected, Stage.stayed, Stage.reintegrated, Stage.placed_home, Stage.dropped_out)
    ways = [[stage for _, stage, *_ in steps] for steps in run.ways.values()]
    return when(any(stages[-1] in final for stages in ways), [not set(stages[:-1]) & set(final) for stages in ways])
