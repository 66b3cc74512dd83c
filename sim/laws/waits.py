"""Waits between match and departure: what ends them early (L9, L10).

Months can pass between match and departure. In that time the person may lose patience, and the host may give up the
post or withdraw from the scheme. A person who started remotely may stay a remote worker. In each case the match is
lost: the money set aside comes back, but the person's training and the team's work are lost.

*Stays can begin* in a month if (month - design.first_intake) mod design.intake_months < design.intake_window.

*Lost* in a month, in this order: works_remotely if the person *works remotely* for good ([remote work](#remote)); waited_too_long if month >= expiry; vacancy_lapsed if month >= held_until; host_withdrew
if the host has withdrawn; otherwise the match stands.
"""

from sim.categories import Reason, Status
from sim.compiled import inner, njit
from sim.laws import remote


@njit
def intake(month, p):
    """Whether stays can begin this month."""
    return (month - p.design.first_intake) % p.design.intake_months < p.design.intake_window


@inner
def lost(state, person, month):
    """Why a match is lost this month; ``Reason.none`` if it stands."""
    if remote.settled(state, person):
        return Reason.works_remotely
    if month >= person.expiry:
        return Reason.waited_too_long
    if month >= person.held_until:
        return Reason.vacancy_lapsed
    if state.employers[person.employer].status == Status.withdrawn:
        return Reason.host_withdrew
    return Reason.none
