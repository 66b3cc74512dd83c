"""Invariants of limits: with nothing of something, nothing comes of it."""

from tests.fuzz.invariants import Run, invariant, month, when, whole

NOTHING = (
    ("design.places", 0, ("places_planned", "applicants", "matches"), "Without places nobody applies."),
    (
        "markets.employers",
        0,
        ("employers_engaged", "declared_vacancies", "matches"),
        "Without hosts nobody is matched.",
    ),
    ("candidates.per_place", 0.0, ("applicants", "trained", "matches"), "Where nobody can be reached, nobody applies."),
    ("permits.refusal", 1.0, ("departures",), "Where every permit is refused, nobody departs."),
    ("permits.capacity", 0.0, ("departures",), "Where no desk decides on permits, nobody departs."),
    ("permits.visa_refusal", 1.0, ("departures",), "Where every visa is refused, nobody departs."),
    ("permits.visa_capacity", 0.0, ("departures",), "Where no consulate gives visas, nobody departs."),
    ("design.remote_start", 0.0, ("remote_starts",), "Where nobody may start remotely, nobody does."),
    ("design.interview_share", 0.0, ("interviews",), "Where nobody is interviewed, no interview is held."),
    ("design.monitoring_share", 0.0, ("spent_monitoring",), "Without a line for monitoring none is paid."),
    ("design.capacity_share", 0.0, ("spent_capacity",), "Without a line for capacity building none is paid."),
    (
        "design.examination",
        False,
        ("failed_examinations", "sittings", "waiting_examination"),
        "Where there is no examination, nobody sits, waits or fails.",
    ),
    ("agencies.lead_change", 0.0, ("lead_changes",), "Where no lead ever leaves, none changes."),
    ("politics.stop_rate", 0.0, ("stopped_months",), "Where no state ever stops, no month is stopped."),
    ("employers.remote_stays", 0.0, ("remote_contracts",), "Where no host settles for remote work, everybody moves."),
    ("design.change_of_host", 0.0, ("host_changes",), "Where nobody may change the host, nobody does."),
    ("candidates.rehire", 0.0, ("rehires",), "Where no host takes anybody again, nobody is hired again."),
)
"""A parameter, its value, the indicators that are 0 with it, and the same in words."""


UNLESS = {"markets.employers": "design.signed_share"}
"""Where another parameter is above 0, the first says nothing: hosts that sign come besides those in reach."""


def _nothing(name: str, number: float, without: tuple[str, ...], why: str) -> None:
    def claim(run: Run) -> bool | None:
        applies = run.throughout(name) == {number} and not (name in UNLESS and max(run.throughout(UNLESS[name])) > 0)
        return when(applies, [run.whole[each] == 0 for each in without])

    claim.__name__, claim.__doc__ = f"nothing_comes_of_{name.replace('.', '_')}_at_{number:g}", why
    invariant(broken=whole(**{without[0]: 1.0}))(claim)


for _limit in NOTHING:
    _nothing(*_limit)


@invariant(broken=whole(completed_mobilities=1.0))
def nobody_fulfils_a_stay_longer_than_the_run(run):
    """Nobody fulfils a stay that is longer than the months simulated."""
    applies = min(run.throughout("design.stay_months")) > run.config.horizon
    return when(applies, run.whole["completed_mobilities"] == 0)


@invariant(broken=month("agreements_signed", 0.0, at=slice(None)))
def nobody_applies_before_anything_is_signed(run):
    """Nobody applies before the first agreement."""
    signed = run.sofar("agreements_signed")
    return when(run.whole["applicants"] > 0, not run.months["applicants"][signed == 0].any())
