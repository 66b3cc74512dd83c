"""One life in a few sentences: what the journal and the tables say of a candidate or a host."""

from typing import Any

from sim.categories import Closing, Mobility, Motive, Reason, Stage, Status

_ENTERED = {
    Stage.applied: "applied",
    Stage.rejected: "was rejected in screening",
    Stage.preselected: "was preselected",
    Stage.training: "began training",
    Stage.pool: "joined the pool for matching abroad",
    Stage.home_pool: "looked for work at home",
    Stage.matched: "accepted an offer",
    Stage.recognition: "filed for recognition of qualifications",
    Stage.permit: "filed for a permit",
    Stage.visa: "received the permit and asked for a visa",
    Stage.ready: "held the visa",
    Stage.remote: "started to work remotely",
    Stage.seat: "waited for a training seat",
    Stage.examination: "registered for the examination",
    Stage.abroad: "departed",
    Stage.completed: "completed the planned stay",
    Stage.stayed: "stayed on",
    Stage.returned: "returned",
    Stage.reintegrated: "was reintegrated at home",
    Stage.placed_home: "was placed at home",
    Stage.dropped_out: "left the scheme",
}

_BECAUSE = {
    Reason.training_dropout: "before the end of training",
    Reason.no_offer: "without an offer",
    Reason.waited_too_long: "after waiting too long",
    Reason.host_withdrew: "because the host withdrew",
    Reason.not_recognised: "because the qualification was not recognised",
    Reason.permit_refused: "because the permit was refused",
    Reason.visa_refused: "because the visa was refused",
    Reason.early_return: "by an early return",
    Reason.funding_ended: "because the funding had ended",
    Reason.failed_examination: "having failed the examination",
    Reason.works_remotely: "to go on working for the host remotely",
    Reason.changed_host: "again, with another host",
    Reason.vacancy_lapsed: "because the vacancy was filled otherwise or given up",
}


def _list(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]


def candidate_story(person: Any) -> str:
    """The way of a candidate (a view of one), months counted from the scheme's start."""
    state = person.model.state
    journal = state.journal[: int(state.scheme.journal)]
    entries = journal[journal["candidate"] == person.row]
    who = "A woman" if person.gender else "A man"
    kind = Mobility(int(state.parameters[0].design.kind)).name
    phrases = []
    for month, stage, reason, host in zip(
        *(entries[name] for name in ("month", "stage", "reason", "employer")), strict=True
    ):
        phrase = _ENTERED[Stage(stage)]
        if Stage(stage) == Stage.matched:
            phrase += f" from host {host}"
        if Reason(reason) in _BECAUSE:
            phrase += " " + _BECAUSE[Reason(reason)]
        phrases.append(f"in month {month} {phrase}")
    opening = (
        f"{who} from country of origin {person.origin + 1}, skill {person.skill:+.1f} and language {person.language:+.1f}"
        f" standard deviations from the average applicant, sought {kind} abroad."
    )
    if not phrases:
        return opening + " No journal was kept of the way."
    way = f" This person {_list(phrases)}."
    waiting = (
        Stage.applied,
        Stage.preselected,
        Stage.seat,
        Stage.examination,
        Stage.pool,
        Stage.home_pool,
        Stage.recognition,
        Stage.permit,
        Stage.visa,
    )
    if person.stage in waiting:
        way += f" At month {person.model.month} the person is still waiting there."
    if person.matched >= 0 and person.selected >= 0:
        way += f" From selection to match it took {person.matched - person.selected} months"
        way += f", to departure {person.departed - person.selected}." if person.departed >= 0 else "."
    return opening + way


def employer_story(host: Any) -> str:
    """The relation of a host (a view of one) to the scheme."""
    state = host.model.state
    motive = "to fill a shortage" if host.motive == Motive.shortage else "to internationalise"
    before = "had recruited abroad before" if host.experience else "had never recruited abroad"
    opening = f"A {host.size_class.name} host in {host.sector.name} (market {host.market + 1}) that {before} and would take part {motive}."
    if host.closing != Closing.open:
        return opening + _signed_story(host)
    if host.contacts == 0:
        return opening + " The lead has not contacted it yet."
    if host.engaged_month < 0:
        return opening + f" Contacted {_times(host.contacts)}, it declined."
    text = f" Contacted {_times(host.contacts)}, it engaged in month {host.engaged_month} and declared {host.declared} vacancies."
    text += f" It hired {host.hires}; trust in the lead stands at {host.trust:.2f}."
    people = state.candidates[: int(state.scheme.candidates)]
    abroad = int(((people["employer"] == host.row) & (people["departed"] >= 0)).sum())
    text += f" {abroad} of them arrived, {host.results:.0f} stays were completed."
    if host.contributed > 0:
        text += f" It contributed {host.contributed:,.0f} EUR."
    if host.status == Status.withdrawn:
        text += " It has since withdrawn."
    return opening + text


def _signed_story(host: Any) -> str:
    """What a signed host did."""
    if host.engaged_month < 0:
        return f" It belongs to the class '{host.closing.name}', which has not signed, or does not keep its signature."
    return (
        f" It signed with its {host.closing.name} in month {host.engaged_month} for {host.declared} places"
        f" and took {host.hires}; {host.results:.0f} stays were completed."
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
