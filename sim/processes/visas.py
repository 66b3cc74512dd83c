"""Visas: an appointment at the consulate in the country of origin, and its decision (L3, L12, L13, L16).

A work permit is not yet a visa. With the permit, the person asks for an appointment at the consulate of the country of
destination in the country of origin. Each such consulate gives the scheme a limited number of visas a month. The
appointment takes its time, the file waits for its turn, and the visa may be refused. Digital procedures make consulates
faster, and a shock closes them together with the permit desks. Visas cost the scheme no money. But they take months, in
which the person or the host may give up, and a refusal ends the journey when everything else is already done.

Each consulate, of country of destination c and country of origin o, every month (`opened`, `delay` and `digital` of c, as its
permit desk has found them, [permits](#permits); relief of [procedures](#procedures); visa months and visa refusal of [corridors](#corridors)):

```
visa_credit = (visa_credit mod 1) + permits.visa_capacity * scale / relief * opened
```

Go through visa. If due < 0, the appointment is asked for: due = min(month + months(lognormal(a, visa months * relief, permits.variation), c), 32000) by draw `visa`. Then, for
every person, due += delay of the country. Then in this order: *lost* ([waits](#waits)): lose the match. due <= month and visa_credit of the consulate >= 1: credit - 1; if b < chance of refusal(visa refusal) ([protectionism](#protectionism)) *refused* ([trust](#trust)) and lose the match
(visa_refused), else `visas_issued` + 1, border_needed = a (f4) of draw `mobility` (other 0), enter(ready). Else wait on, `waiting_visa` + 1 (months until the appointment included).
"""

from dataclasses import dataclass

from sim.categories import Reason, Stage
from sim.columns import column
from sim.compiled import inner
from sim.declare import uncertain, within
from sim.draws import decision, lognormal_from, uniforms, whole_months
from sim.laws import protectionism, trust, waits
from sim.laws.corridors import pair_of, pair_row, visa_months, visa_refusal
from sim.laws.desks import FAR_MONTH, credit_after
from sim.laws.procedures import digital_relief
from sim.measures import flow
from sim.queues import append, enter, lose_match, take_all

VISA = decision(
    37, "visa", "duration", "refused", "fraction of a month", group="origin", agent="candidate", event="matches"
)
BORDER = decision(22, "mobility", "border opening needed", group="origin", agent="candidate", event="matches")


@dataclass
class Permits:
    """How long a visa takes at the consulate, and whether it is given."""

    visa_months: float = uncertain(
        1.0, 0.0, 24.0, "months", "Mean time from the permit to the visa, with the appointment at the consulate but without queueing",
        "permit.germany_fast_track_visa_appointment_decision",
        plausible=within(0.3, 3.0, "log",
            "permit.germany_fast_track_visa_appointment_decision;permit.eu_blue_card_germany_consular;permit.germany_national_visa;permit.lithuania_national_d_visa",
            "half a month to 3 months at consulates, permits partly included; with the permit 1.5 to 6 months in all"),
    )  # fmt: skip
    visa_refusal: float = uncertain(
        0.04, 0.0, 1.0, "probability", "Refusal of a visa after the permit", "permit.schengen_refusal_rates_2022",
        plausible=within(0.013, 0.19, "odds", "permit.schengen_refusal_rates_2022;permit.blocking_risk_after_permit",
            "short-stay refusals (19 to 45 %) are an upper bound for workers with a permit: from a fifteenth of the lowest to the lowest"),
    )  # fmt: skip
    visa_capacity: float = uncertain(
        26.0, 0.0, 1e6, "visas/month", "Visas a month that one country of destination's consulate in one country of origin can give the scheme",
        plausible=within(9.0, 78.0, "log", "assumption", "as many as permits of a country; a third to three times"),
    )  # fmt: skip


class Candidate:
    """A traveller."""

    border_needed: float = column("f4", 0.0, "How open borders must be for this person to travel, 0 to 1")


class Consulate:
    """The consulate of a country of destination in a country of origin."""

    visa_credit: float = column("f8", 0.0, "Visas it can still decide")


class Measures:
    """Visas, and waiting for them."""

    visas_issued: float = flow("persons", "Persons who got a visa at the consulate", 1)
    waiting_visa: float = flow("person-months", "Person-months waited for the visa at the consulate", -1)


@inner
def open_consulates(state, p):
    """The month's visas of each consulate: fewer where a shock closes it, more with digital procedures."""
    for c in range(state.countries.size):
        country = state.countries[c]
        capacity = p.permits.visa_capacity * p.scale / digital_relief(country.digital, p) * country.opened
        for origin in range(state.origins.size):
            consulate = state.consulates[pair_row(state, origin, c)]
            consulate.visa_credit = credit_after(consulate.visa_credit, capacity)


@inner
def ask_for_appointment(state, i, p, month):
    """The time until the appointment and the visa is drawn once."""
    person = state.candidates[i]
    place = state.markets[person.market].country
    a, b, c, d = uniforms(state.scheme, VISA, person.origin, person.agent, person.matches, 0)
    mean = visa_months(state, person.origin, place, p) * digital_relief(state.countries[place].digital, p)
    person.due = min(month + whole_months(lognormal_from(a, mean, p.permits.variation), c), FAR_MONTH)


@inner
def refused(state, i, p):
    """Whether this visa is refused (one word of the draws of the appointment)."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, VISA, person.origin, person.agent, person.matches, 0)
    usual = visa_refusal(state, person.origin, state.markets[person.market].country, p)
    return b < protectionism.refusal(usual, p)


@inner
def decide(state, i, p, month):
    """The consulate's decision: a visa, with the draws of the journey, or a refusal."""
    person = state.candidates[i]
    if refused(state, i, p):
        trust.refuse(state, person, p, month)
        lose_match(state, i, Reason.visa_refused, month)
        return
    a, b, c, d = uniforms(state.scheme, BORDER, person.origin, person.agent, person.matches, 0)
    person.border_needed = a
    state.monthly[month].visas_issued += 1.0
    enter(state, i, Stage.ready, Reason.none, month)


@inner
def step(state, p, month):
    """New appointments, and decisions in order of asking as far as capacity goes."""
    open_consulates(state, p)
    for place in range(take_all(state, Stage.visa)):
        i = state.lists[Stage.visa, place]
        person = state.candidates[i]
        consulate = state.consulates[pair_of(state, person)]
        if person.due < 0:
            ask_for_appointment(state, i, p, month)
        person.due += state.countries[state.markets[person.market].country].delay
        why = waits.lost(state, person, month)
        if why != Reason.none:
            lose_match(state, i, why, month)
        elif person.due <= month and consulate.visa_credit >= 1.0:
            consulate.visa_credit -= 1.0
            decide(state, i, p, month)
        else:
            append(state, i, Stage.visa)
            state.monthly[month].waiting_visa += 1.0
