"""The budget: what coordination and a mobility cost, and how the money is spread over the lines at the start.

Every choice has a price, and here the prices are added up: a month of coordination with its staff and tools, a
person's training, a mobility, a return. The public budget is divided among lines before month 0. Coordination comes
first, up to a limit; capacity building and monitoring get the shares that the planner sets. Training, selection,
mobility and reintegration get the rest, in proportion to what the plan needs. So what goes into staff and tools is
missing for training and mobility.

```
coordination_cost = (costs.coordination + (places + staff + tools)) * scale
        places = costs.coordination_country * (countries of destination + countries of origin - 2)
                 + costs.coordination_market * (markets.count - 1) + costs.coordination_component * components
        staff  = costs.staff * (design.facilitation_staff + design.host_staff) + costs.facilitation * design.facilitation
        tools  = costs.board if design.advisory_board + costs.origin_coordination * design.origin_coordination * origins
                 + costs.digital_running * design.digital + costs.diaspora_network if design.diaspora_network
                 + costs.oversight * design.flexibility
one_off           = (costs.digital_setup * design.digital + costs.preparation * design.preparation_months) * scale
training_cost     = costs.training * design.training_months + costs.mentoring if design.mentoring
attempts_cost     = costs.examination * candidates.sittings if design.examination
mobility_cost     = costs.mobility + costs.allowance[design.kind] * design.stay_months
                    + costs.integration_package if design.integration_package, + the expected fee of recognition ([procedures](#procedures))
return_cost       = costs.reintegration + costs.business_creation if design.business_creation
```

**The plan** spreads the budget over the lines before month 0.

```
budget = design.budget_total * scale
first        = min(one_off, budget)
coordination = min(coordination_cost * planned_months, budget * costs.coordination_cap, budget - first) + first
coordination = coordination + min(costs.signed_place * (places that the association signs for), budget - coordination)
rest         = budget - coordination
capacity     = rest * design.capacity_share
monitoring   = rest * design.monitoring_share
rest         = rest - (capacity + monitoring)
t = planned_trainees * training_cost + places * attempts_cost
s = planned_trainees * candidates.per_place * costs.screening + calls_planned * origins * costs.call * scale
    + planned_trainees * design.reserve_share * costs.reserve * planned_months / 2
    + (places * design.shortlist * design.interview_share) * costs.interview
m = places * mobility_cost
r = places * design.reintegration_support * return_cost
need = ((t + s) + m) + r
training = rest * t / need;  selection = rest * s / need;  mobility = rest * m / need;  reintegration = rest * r / need
```

The amount `first` is spent in month 0. Products and quotients are evaluated from left to right. If need is 0, these four lines get nothing and the rest stays unspent.
"""

from dataclasses import dataclass
from typing import Any

from sim.categories import Line
from sim.choose import by_kind as value_by_kind
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_kind, lever, priced, uncertain, within
from sim.laws import accounts
from sim.laws.plan import components, places_before
from sim.laws.procedures import recognition_fee


@dataclass
class Design:
    """Money, and the shares that are set aside."""

    budget_total: float = lever(
        1_500_000.0, 0.0, 1e10, "EUR", "Public budget over the whole duration", "mpf.projects_funded",
        plausible=within(750_000.0, 3_000_000.0, "log", "mpf.projects_funded", "1.1 million EUR on average; a half to double the default"),
        price=priced(follows="budget"), fixed=True,
    )  # fmt: skip
    capacity_share: float = lever(
        0.10, 0.0, 0.5, "0-1", "Share of the budget for capacity building in public services",
        plausible=within(0.0, 0.2, "linear", "assumption", "nothing to a fifth"),
        price=priced(follows="budget"), fixed=True,
    )  # fmt: skip
    monitoring_share: float = lever(
        0.05, 0.0, 0.3, "0-1", "Share of the budget for monitoring and research",
        plausible=within(0.0, 0.1, "linear", "assumption", "nothing to a tenth"),
        price=priced(follows="budget"), fixed=True,
    )  # fmt: skip


@dataclass
class Costs:
    """Unit costs of coordination and of a mobility."""

    coordination: float = uncertain(
        6_500.0, 0.0, 1e7, "EUR/month", "The lead's own team, for a scheme with one country at each end",
        "digital_explorers.budget",
        plausible=within(3500.0, 15_000.0, "log", "palim.budget;digital_explorers.budget;homere.budget",
            "10 to 26 % of budgets of 35,000 to 58,000 EUR a month; further staff, tools and skill are priced by themselves"),
    )  # fmt: skip
    coordination_cap: float = uncertain(
        0.6, 0.0, 1.0, "share", "Largest share of the budget planned for coordination", "digital_explorers.budget",
        plausible=within(0.4, 0.8, "odds", "assumption", "not published"),
        fixed=True,
    )  # fmt: skip
    coordination_country: float = uncertain(
        2500.0, 0.0, 1e6, "EUR/month", "Coordination for every further country",
        plausible=within(830.0, 7500.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    coordination_component: float = uncertain(
        1_500.0, 0.0, 1e6, "EUR/month", "Coordination for every added component",
        plausible=within(500.0, 4500.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    coordination_market: float = uncertain(
        900.0, 0.0, 1e6, "EUR/month", "Coordination for every further market",
        plausible=within(300.0, 2700.0, "log", "assumption", "a fifth of a post; a third to three times"),
    )  # fmt: skip
    board: float = uncertain(
        1_500.0, 0.0, 1e6, "EUR/month", "Secretariat and meetings of an advisory board",
        plausible=within(700.0, 4500.0, "log", "assumption", "a third of a post with meetings; half to three times"),
    )  # fmt: skip
    origin_coordination: float = uncertain(
        2_000.0, 0.0, 1e6, "EUR/month", "Full coordination with the other projects, in each country of origin",
        "prices.project_manager_pay_nigeria",
        plausible=within(600.0, 5000.0, "log", "assumption",
            "a post at origin with office and travel: local pay is some 230 EUR a month, that of international agencies several times as much"),
    )  # fmt: skip
    oversight: float = uncertain(
        500.0, 0.0, 1e6, "EUR/month", "The funder's closer oversight of a fully flexible scheme",
        plausible=within(200.0, 1500.0, "log", "assumption", "a tenth of a post; a third to three times"),
    )  # fmt: skip
    mobility: float = uncertain(
        4_500.0, 0.0, 50_000.0, "EUR/person", "Permit, travel, settling in", "cost.fast_track_and_visa_fees",
        plausible=within(2300.0, 9500.0, "log",
            "cost.fast_track_and_visa_fees;cost.intra_eu_comparator_your_first_eures_job;cost.employer_paid_international_nurse",
            "fees 486 and a move within the EU 1,800 EUR (lower end); a nurse with language course 9,500 EUR at least (upper end)"),
    )  # fmt: skip
    allowance: Any = by_kind(
        (0.0, 0.0, 400.0, 900.0, 0.0), 0.0, 5_000.0, "EUR/person-month", "Public allowance during the stay",
        ("palim.planned_contract_length", "assumption", "homere.eu_contribution_per_internship", "ygca.scholarship", "assumption"),
        plausible=(
            within(0.0, 0.0, "linear", "assumption", "definition: the host pays a wage"),
            within(0.0, 0.0, "linear", "assumption", "definition: the host pays an apprentice's wage"),
            within(300.0, 800.0, "log", "homere.eu_contribution_per_internship;homere.company_contribution_per_intern",
                "about 400 EUR public; up to the 800 EUR that firms gave, where they do not"),
            within(700.0, 1200.0, "log", "ygca.scholarship", "900 EUR a month, a quarter less to a third more with the place of study"),
            within(0.0, 0.0, "linear", "assumption", "definition: the host pays a wage"),
        ),
    )  # fmt: skip


class Scheme:
    """The budget."""

    budget: float = column("f8", 0.0, "Public budget, EUR")


@njit
def coordination_cost(p):
    """Coordination and facilitation a month: the lead's team, countries and markets served, staff, skill and tools."""
    countries = min(p.markets.countries, p.markets.count) + p.corridor.origins - 2
    places = p.costs.coordination_country * countries + p.costs.coordination_market * (p.markets.count - 1)
    places += p.costs.coordination_component * components(p)
    staff = p.costs.staff * (p.design.facilitation_staff + p.design.host_staff)
    staff += p.costs.facilitation * p.design.facilitation
    tools = p.costs.board if p.design.advisory_board else 0.0
    tools += p.costs.origin_coordination * p.design.origin_coordination * p.corridor.origins
    tools += p.costs.digital_running * p.design.digital
    tools += p.costs.diaspora_network if p.design.diaspora_network else 0.0
    tools += p.costs.oversight * p.design.flexibility
    return (p.costs.coordination + (places + staff + tools)) * p.scale


@njit
def one_off(p):
    """What is paid at once: preparation before month 0, and the set-up of digital tools."""
    return (p.costs.digital_setup * p.design.digital + p.costs.preparation * p.design.preparation_months) * p.scale


@njit
def training_cost(p):
    """Cost of training a person, a mentor included."""
    return p.costs.training * p.design.training_months + (p.costs.mentoring if p.design.mentoring else 0.0)


@njit
def attempts_cost(p):
    """Fees of all attempts that a person has at the examination, where there is one."""
    return p.costs.examination * p.candidates.sittings if p.design.examination else 0.0


@njit
def return_cost(p):
    """Cost of full support for a returnee, help to found a business included."""
    return p.costs.reintegration + (p.costs.business_creation if p.design.business_creation else 0.0)


@njit
def mobility_cost(p):
    """Public cost of one mobility: permit, travel and settling in, an allowance over the stay, integration, recognition."""
    package = p.costs.integration_package if p.design.integration_package else 0.0
    allowance = value_by_kind(p.costs.allowance, p.design.kind) * p.design.stay_months
    return p.costs.mobility + allowance + package + recognition_fee(p)


@inner
def plan(state, p):
    """Spread the budget over the lines: coordination first, fixed shares next, the rest in proportion to planned need."""
    scheme = state.scheme
    money = state.money
    scheme.budget = p.design.budget_total * p.scale
    first = min(one_off(p), scheme.budget)
    coordination = min(coordination_cost(p) * scheme.planned_months, scheme.budget * p.costs.coordination_cap)
    coordination = min(coordination, scheme.budget - first) + first
    coordination += min(p.costs.signed_place * places_before(1, p), scheme.budget - coordination)
    rest = scheme.budget - coordination
    money[Line.coordination].allocation = coordination
    money[Line.capacity].allocation = rest * p.design.capacity_share
    money[Line.monitoring].allocation = rest * p.design.monitoring_share
    rest -= money[Line.capacity].allocation + money[Line.monitoring].allocation
    reached = scheme.planned_trainees * p.candidates.per_place
    interviews = scheme.places * p.design.shortlist * p.design.interview_share
    calls = scheme.calls_planned * p.corridor.origins * p.costs.call * p.scale
    training = scheme.planned_trainees * training_cost(p) + scheme.places * attempts_cost(p)
    reserve = scheme.planned_trainees * p.design.reserve_share * p.costs.reserve * scheme.planned_months / 2.0
    selection = reached * p.costs.screening + calls + reserve + interviews * p.costs.interview
    mobility = scheme.places * mobility_cost(p)
    reintegration = scheme.places * p.design.reintegration_support * return_cost(p)
    need = training + selection + mobility + reintegration
    if need > 0.0:
        money[Line.training].allocation = rest * training / need
        money[Line.selection].allocation = rest * selection / need
        money[Line.mobility].allocation = rest * mobility / need
        money[Line.reintegration].allocation = rest * reintegration / need
    accounts.pay(state, Line.coordination, first, 0)
