"""Permits: a queue and a processing time in each country of destination (L3, L12, L13, L16).

Each country of destination has one desk for work permits. Each file takes time to process, waits for its turn, and may
be refused. The desk is faster if the governments trust the scheme and if procedures are digital; a shock or a political
stop can close it, and protectionism means more refusals. People who have the permit still need a visa
([visas](#visas)). A refusal disappoints the governments of origin and the host. Permits cost the scheme no money. But
they take months, in which the person or the host may give up.

Each country of destination, g its national government (country.digital = digital of g), relief of [procedures](#procedures), permit months of [corridors](#corridors):

```
opened = 0 if the country is stopped ([politics](#politics)), else 1 - intensity * shock.consular * (1 - digital of g)
delay  = int(closed + 1 - opened) - int(closed);  closed += 1 - opened
permit_credit = (permit_credit mod 1) + (capacity of g * speed / relief) * opened
```

Go through permit. If due < 0, the file is opened: due = min(month + months(lognormal(a, permit months * relief / max(speed, 1e-6), permits.variation), c), 32000) by draw `permit`.
Then, for every file, due += delay of its country. Then in this order: *lost* ([waits](#waits)): lose the match. due <= month and permit_credit >= 1: credit - 1; if b < chance of refusal(permits.refusal) ([protectionism](#protectionism)) *refused* ([trust](#trust)) and lose the match (permit_refused), else `permits_issued` + 1, due = -1,
enter(visa). Else wait on, `waiting_permit` + 1 (months of processing included).
"""

from dataclasses import dataclass

from sim.categories import Level, Reason, Side, Stage
from sim.columns import column
from sim.compiled import inner
from sim.declare import uncertain, within
from sim.draws import decision, lognormal_from, uniforms, whole_months
from sim.laws import protectionism, trust, waits
from sim.laws.corridors import permit_months
from sim.laws.desks import FAR_MONTH, credit_after
from sim.laws.procedures import digital_relief
from sim.measures import flow
from sim.queues import append, enter, lose_match, take_all

PERMIT = decision(
    20, "permit", "duration", "refused", "fraction of a month", group="origin", agent="candidate", event="matches"
)


@dataclass
class Permits:
    """How long a permit takes, and whether it is given."""

    months: float = uncertain(
        1.5, 0.0, 24.0, "months", "Mean processing time of a permit besides queueing",
        "permit.flanders_single_permit_total_early_2020",
        plausible=within(1.0, 4.0, "log",
            "permit.flanders_single_permit_total_early_2020;permit.flanders_single_permit_total_end_2021_and;permit.belgium_single_permit_2019;permit.single_permit_eu_statutory_limit;permit.eu_blue_card_germany_consular;permit.germany_national_visa;permit.lithuania_national_d_visa;permit.lithuania_temporary_residence_permit",
            "published 1.5 to 6 months in all, visas included, which little trust makes about half as long again"),
    )  # fmt: skip
    variation: float = uncertain(
        0.4, 0.0, 1.5, "cv", "Coefficient of variation of the time for a permit, and of that for a visa", "permit.germany_national_visa",
        plausible=within(0.15, 0.8, "log",
            "permit.germany_national_visa;permit.belgium_single_permit_2019;permit.consular_appointment_waiting",
            "spread of published times: 12 to 16 weeks (0.1), 1.5 to 6 months (0.45); a tail up to a year"),
    )  # fmt: skip
    refusal: float = uncertain(
        0.02, 0.0, 1.0, "probability", "Refusal of a permit by the authority at the destination",
        plausible=within(0.007, 0.06, "odds", "assumption",
            "no figure for workers with a sponsor; less often than visas; odds a third to three times"),
    )  # fmt: skip


@dataclass
class Shock:
    """The shock on desks."""

    consular: float = uncertain(
        0.9, 0.0, 1.0, "0-1", "Share of permit and visa work stopped at full intensity, without digital procedures",
        "covid.visa_consular_and_migration_office_closure",
        plausible=within(0.4, 0.97, "odds", "covid.visa_consular_and_migration_office_closure;covid.employment_permits_2020",
            "offices closed, yet the year's employment permits fell by a quarter only"),
    )  # fmt: skip


class Country:
    """The permit desk."""

    digital: float = column("f8", 0.0, "Digital share of its permit desk")
    opened: float = column("f8", 1.0, "Share of this month's work that its desk and its consulates can do")
    closed: float = column(
        "f8", 0.0, "Months that the desk and the consulates were closed in all, by a shock or a stop"
    )
    delay: int = column("i4", 0, "Months by which this month's closure delays every file (0 or 1)")
    permit_credit: float = column("f8", 0.0, "Permits it can still decide")


class Measures:
    """Permits, and waiting for them."""

    permits_issued: float = flow("persons", "Persons who got a work permit", 1)
    waiting_permit: float = flow("person-months", "Person-months waited for the permit desk", -1)


@inner
def openness(state, country, p):
    """Share of the month's work that a country's desk and its consulates can do: none in a political stop; a shock closes all that is not digital."""
    return (1.0 - country.stopped) * (1.0 - state.scheme.intensity * p.shock.consular * (1.0 - country.digital))


@inner
def open_desks(state, p):
    """The month's permits of each country: the capacity of its national government, slower where trust lacks.

    Where the desk is closed there are fewer permits, and a month of delay for every file once the time lost adds up to one.
    """
    for row in range(state.governments.size):
        place = state.governments[row]
        if place.side == Side.destination and place.level == Level.national:
            country = state.countries[place.country]
            country.digital = place.digital
            country.opened = openness(state, country, p)
            capacity = place.capacity * country.speed / digital_relief(place.digital, p)
            before = int(country.closed)
            country.closed += 1.0 - country.opened
            country.delay = int(country.closed) - before
            country.permit_credit = credit_after(country.permit_credit, capacity * country.opened)


@inner
def file(state, i, p, month):
    """Open the file: its processing time is drawn once."""
    person = state.candidates[i]
    place = state.markets[person.market].country
    country = state.countries[place]
    a, b, c, d = uniforms(state.scheme, PERMIT, person.origin, person.agent, person.matches, 0)
    mean = permit_months(state, person.origin, place, p) * digital_relief(country.digital, p)
    months = lognormal_from(a, mean / max(country.speed, 1e-6), p.permits.variation)
    person.due = min(month + whole_months(months, c), FAR_MONTH)


@inner
def refused(state, i, p):
    """Whether this permit is refused (one word of the file's draws)."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, PERMIT, person.origin, person.agent, person.matches, 0)
    return b < protectionism.refusal(p.permits.refusal, p)


@inner
def decide(state, i, p, month):
    """The desk's decision: a permit, with which the person asks for a visa, or a refusal."""
    if refused(state, i, p):
        trust.refuse(state, state.candidates[i], p, month)
        lose_match(state, i, Reason.permit_refused, month)
        return
    state.candidates[i].due = -1
    state.monthly[month].permits_issued += 1.0
    enter(state, i, Stage.visa, Reason.none, month)


@inner
def step(state, p, month):
    """New files, and decisions in order of filing as far as capacity goes."""
    open_desks(state, p)
    for place in range(take_all(state, Stage.permit)):
        i = state.lists[Stage.permit, place]
        person = state.candidates[i]
        country = state.countries[state.markets[person.market].country]
        if person.due < 0:
            file(state, i, p, month)
        person.due += country.delay
        why = waits.lost(state, person, month)
        if why != Reason.none:
            lose_match(state, i, why, month)
        elif person.due <= month and country.permit_credit >= 1.0:
            country.permit_credit -= 1.0
            decide(state, i, p, month)
        else:
            append(state, i, Stage.permit)
            state.monthly[month].waiting_permit += 1.0
