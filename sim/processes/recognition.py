"""Recognition: who needs it, how long it takes, how it ends; patience and remote start; a desk in each country (L12, L15, L22).

In many jobs a foreign qualification has to be recognised before the permit. A country's desk decides a limited number
of cases a month. A case takes months and ends in full recognition, in further training or in a refusal. Meanwhile the
person may lose patience or the host may give up the post. If sector and host allow it, a remote start keeps both for
longer, at a cost for each person; but some settle for remote work and never move ([remote work](#remote)).

The scheme's remote_hazard grows ([remote work](#remote)). Each country of destination: recognition_credit = (recognition_credit mod 1) + recognition.capacity * scale ([desks](#desks)).

1. Go through matched. If matched this month, *patience*: a, b, c, d of `remote`; mean = candidates.match_patience; if b < sectors.remote[sector] * design.remote_start and c < P(candidates.remote_accept): remote =
   1, if the mobility line pays costs.remote_start; then remote_until is set ([remote work](#remote)), `remote_starts` + 1, journal entry remote, mean *= candidates.remote_patience. expiry = min(max(month, promised) + patience(a,
   mean), 32000): patience runs from the promised date. Whoever is not trained yet: enter(seat). Otherwise the *case*, with share and simplified of [procedures](#procedures):

   ```
   a, b, c, d of recognition
   not needed          if a >= share:  enter(permit), due = -1
   full                if b < recognition.success + (1 - recognition.success) * simplified
   after compensation  else if c < recognition.compensation
   refused             else
   t   = lognormal(d, recognition.months * (1 - simplified), recognition.variation)  + recognition.compensation_months if after compensation
   due = min(month + months(t, a / share), 32000);  enter(recognition)
   ```
2. Go through recognition (those who entered now included). In this order: *lost* ([waits](#waits)): lose the match. due <= month and recognition_credit >= 1: credit - 1; refused: *refused* ([trust](#trust)) and lose the match
   (not_recognised), otherwise due = -1, enter(permit). Else wait on, `waiting_recognition` + 1.
"""

from dataclasses import dataclass
from typing import Any

from sim.categories import Line, Reason, Recognised, Stage
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_sector, lever, priced, uncertain, within
from sim.draws import decision, lognormal_from, probability, uniforms, whole_months
from sim.laws import accounts, remote, trust, waits
from sim.laws.desks import FAR_MONTH, credit_after
from sim.laws.procedures import recognition_share, simplified
from sim.laws.tracks import patience
from sim.measures import flow
from sim.queues import append, enter, lose_match, note, take_all

RECOGNITION = decision(
    19, "recognition", "required; rescaled: fraction of a month", "full at once", "after compensation", "duration",
    group="origin", agent="candidate", event="matches",
)  # fmt: skip
REMOTE = decision(
    21, "remote", "patience until departure", "offered", "taken", "stays remote",
    group="origin", agent="candidate", event="matches",
)  # fmt: skip


@dataclass
class Design:
    """Remote start."""

    remote_start: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of hosts that let a matched candidate start remotely", "match.covid_effect",
        plausible=within(0.0, 0.8, "linear", "assumption", "none to most"),
        price=priced(unit="costs.remote_start", follows="remote"),
    )  # fmt: skip


@dataclass
class Recognition:
    """How a case goes."""

    months: float = uncertain(
        3.0, 0.0, 24.0, "months", "Mean time of a recognition procedure", "recognition.statutory_period",
        plausible=within(2.0, 6.0, "log",
            "recognition.statutory_period;recognition.decided_within_3_months_dual_occupations;recognition.decided_within_3_months_regulated_non_eu",
            "42 to 80 % decided within 3 months (mean 2 to 4); longer where the file is not complete"),
    )  # fmt: skip
    variation: float = uncertain(
        0.5, 0.0, 1.5, "cv", "Coefficient of variation of that time",
        "recognition.decided_within_3_months_dual_occupations",
        plausible=within(0.25, 1.0, "log", "assumption", "only shares decided within 3 months are published; half to double"),
    )  # fmt: skip
    success: float = uncertain(
        0.5, 0.0, 1.0, "probability", "Full recognition at the first decision",
        "recognition.decisions_2022_full_equivalence",
        plausible=within(0.4, 0.65, "odds", "recognition.decisions_2022_full_equivalence",
            "47 to 54 % in Germany over all origins and occupations; one corridor may differ by more"),
    )  # fmt: skip
    compensation: float = uncertain(
        0.7, 0.0, 1.0, "probability",
        "Recognition after a compensation measure, where the first decision was not full",
        "recognition.decisions_2022_compensation_measure_imposed",
        plausible=within(0.4, 0.96, "odds",
            "recognition.decisions_2022_compensation_measure_imposed;recognition.decisions_2022_partial_equivalence;recognition.decisions_2022_negative",
            "of 53 % without full equivalence 2 % were refused (upper end); how many complete the measure is not published"),
    )  # fmt: skip
    compensation_months: float = uncertain(
        6.0, 0.0, 24.0, "months", "Length of a compensation measure",
        plausible=within(3.0, 12.0, "log", "assumption", "half to double"),
    )  # fmt: skip
    capacity: float = uncertain(
        20.0, 0.0, 1e6, "cases/month", "Recognition decisions a country can give the scheme",
        plausible=within(7.0, 60.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Candidates:
    """Patience between match and departure."""

    match_patience: float = uncertain(
        35.0, 0.5, 120.0, "months", "Mean patience between match and departure", "funnel.placed_arrived",
        plausible=within(12.0, 100.0, "log", "funnel.placed_arrived;triple_win.process_duration",
            "62 to 75 % of those placed had arrived, the rest partly still on the way: 8 months or more survived by 50 to 92 %"),
    )  # fmt: skip
    remote_accept: float = uncertain(
        1.0, -4.0, 4.0, "utility", "Utility of a remote start for a candidate",
        plausible=within(0.0, 2.0, "linear", "assumption", "utility of a choice, 1 either way"),
    )  # fmt: skip
    remote_patience: float = uncertain(
        3.0, 1.0, 20.0, "factor", "Factor on patience of those who started remotely",
        plausible=within(1.5, 6.0, "log", "assumption", "half to double"),
    )  # fmt: skip


@dataclass
class Sectors:
    """Remote work."""

    remote: Any = by_sector(
        (0.9, 0.4, 0.0, 0.0, 0.0, 0.0), 0.0, 1.0, "share", "Jobs that can start remotely",
        "covid.usually_working_from_home_eu_2019_2020",
        plausible=(
            within(0.7, 0.97, "odds", "assumption", "odds a third to three times"),
            within(0.12, 0.75, "odds",
                "covid.usually_working_from_home_eu_2019_2020;covid.organisations_that_hired_staff_remotely_since_pandemic",
                "12 % of all employed usually worked from home in 2020; 53 to 75 % of US organisations recruited remotely"),
            within(0.0, 0.05, "linear", "assumption", "hands-on work, offices aside"),
            within(0.0, 0.05, "linear", "assumption", "hands-on work, offices aside"),
            within(0.0, 0.12, "linear", "covid.usually_working_from_home_eu_2019_2020",
                "at most as in the whole economy: 12 % usually worked from home in 2020"),
            within(0.0, 0.0, "linear", "assumption", "a harvest is not brought in from a desk"),
        ),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of a remote start."""

    remote_start: float = uncertain(
        2_000.0, 0.0, 50_000.0, "EUR/person", "A remote start: an employer of record and equipment until departure",
        plausible=within(700.0, 5000.0, "log", "assumption", "some 400 EUR a month for a few months; a third to two and a half times"),
    )  # fmt: skip


class Candidate:
    """A case."""

    recognition: Recognised = column("u1", Recognised.not_needed, "How the case ends", Recognised)
    remote: int = column("u1", 0, "1 if the work began remotely")


class Country:
    """The desk for recognition."""

    recognition_credit: float = column("f8", 0.0, "Recognition cases it can still decide")


class Measures:
    """Recognition and remote starts."""

    remote_starts: float = flow("persons", "Persons who started remotely before relocation", 1)
    waiting_recognition: float = flow("person-months", "Person-months waited for recognition of qualifications", -1)


@njit
def outcome(required, success, compensated, share, eased, p):
    """How a case ends, from three uniforms: recognised at once, after a compensation measure, or refused."""
    if required >= share:
        return Recognised.not_needed
    full = p.recognition.success + (1.0 - p.recognition.success) * eased
    if success < full:
        return Recognised.full
    return Recognised.after_compensation if compensated < p.recognition.compensation else Recognised.refused


@inner
def open_case(state, i, p, month):
    """A new match: the recognition desk, or straight to the permit desk where no recognition is needed."""
    person = state.candidates[i]
    market = state.markets[person.market]
    country = state.countries[market.country]
    a, b, c, d = uniforms(state.scheme, RECOGNITION, person.origin, person.agent, person.matches, 0)
    eased = simplified(country, p)
    share = recognition_share(market.sector, p)
    person.recognition = outcome(a, b, c, share, eased, p)
    if person.recognition == Recognised.not_needed:
        enter(state, i, Stage.permit, Reason.none, month)
        person.due = -1
        return
    months = lognormal_from(d, p.recognition.months * (1.0 - eased), p.recognition.variation)
    if person.recognition == Recognised.after_compensation:
        months += p.recognition.compensation_months
    person.due = min(month + whole_months(months, a / share), FAR_MONTH)
    enter(state, i, Stage.recognition, Reason.none, month)


@njit
def starts_remotely(u, p):
    """A candidate who is offered a remote start takes it or not."""
    return u < probability(p.candidates.remote_accept)


@inner
def set_patience(state, i, p, month):
    """The candidate's patience between match and departure, drawn once; a remote start lengthens it."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, REMOTE, person.origin, person.agent, person.matches, 0)
    sector = state.markets[person.market].sector
    offered = value_by_sector(p.sectors.remote, sector) * p.design.remote_start
    mean = p.candidates.match_patience
    wished = b < offered and starts_remotely(c, p)
    if wished and accounts.pay(state, Line.mobility, p.costs.remote_start, month):
        remote.start(state, person, d)
        state.monthly[month].remote_starts += 1.0
        note(state, i, Stage.remote, Reason.none, month)
        mean *= p.candidates.remote_patience
    person.expiry = min(max(month, int(person.promised)) + patience(a, mean), FAR_MONTH)


@inner
def add_credit(state, p):
    """The month's decisions that each country's desk can give."""
    for c in range(state.countries.size):
        country = state.countries[c]
        country.recognition_credit = credit_after(country.recognition_credit, p.recognition.capacity * p.scale)


@inner
def step(state, p, month):
    """Open the cases of new matches; decide those that are due, in order of filing."""
    add_credit(state, p)
    remote.pass_month(state, p)
    for place in range(take_all(state, Stage.matched)):
        i = state.lists[Stage.matched, place]
        if state.candidates[i].matched == month:
            set_patience(state, i, p, month)
        if state.candidates[i].trained:
            open_case(state, i, p, month)
        else:
            enter(state, i, Stage.seat, Reason.none, month)
    for place in range(take_all(state, Stage.recognition)):
        i = state.lists[Stage.recognition, place]
        person = state.candidates[i]
        country = state.countries[state.markets[person.market].country]
        why = waits.lost(state, person, month)
        if why != Reason.none:
            lose_match(state, i, why, month)
        elif person.due <= month and country.recognition_credit >= 1.0:
            country.recognition_credit -= 1.0
            if person.recognition == Recognised.refused:
                trust.refuse(state, person, p, month)
                lose_match(state, i, Reason.not_recognised, month)
            else:
                person.due = -1
                enter(state, i, Stage.permit, Reason.none, month)
        else:
            append(state, i, Stage.recognition)
            state.monthly[month].waiting_recognition += 1.0
