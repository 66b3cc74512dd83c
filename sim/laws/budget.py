"""The budget: what coordination and a mobility cost, and how the money is spread over the lines at the start.

```
coordination_cost = (costs.coordination + (costs.coordination_country * n + costs.coordination_component * design.components)) * scale
        with n = countries of destination + countries of origin - 2
mobility_cost     = costs.mobility + costs.allowance[design.kind] * design.stay_months
```

**The plan** spreads the budget over the lines before month 0.

```
budget = design.budget_total * scale
coordination = min(coordination_cost * planned_months, budget * costs.coordination_cap)
rest         = budget - coordination
capacity     = rest * design.capacity_share
monitoring   = rest * design.monitoring_share
rest         = rest - (capacity + monitoring)
t = planned_trainees * design.training_months * costs.training
s = planned_trainees * candidates.per_place * costs.screening
    + (places * design.shortlist * design.interview_share) * costs.interview
m = places * mobility_cost
r = places * design.reintegration_support * costs.reintegration
need = ((t + s) + m) + r
training = rest * t / need;  selection = rest * s / need;  mobility = rest * m / need;  reintegration = rest * r / need
```

Products and quotients are evaluated from left to right. If need is 0, these four lines get nothing and the rest stays unspent.
"""

from dataclasses import dataclass
from typing import Any

from sim.categories import Line
from sim.choose import by_kind as value_by_kind
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_kind, lever, uncertain, within


@dataclass
class Design:
    """Money, and the shares that are set aside."""

    budget_total: float = lever(
        1_500_000.0, 0.0, 1e10, "EUR", "Public budget over the whole duration", "mpf.projects_funded",
        fixed=True,
    )  # fmt: skip
    capacity_share: float = lever(
        0.10, 0.0, 0.5, "0-1", "Share of the budget for capacity building in public services",
        fixed=True,
    )  # fmt: skip
    monitoring_share: float = lever(
        0.05, 0.0, 0.3, "0-1", "Share of the budget for monitoring and research",
        fixed=True,
    )  # fmt: skip


@dataclass
class Costs:
    """Unit costs of coordination and of a mobility."""

    coordination: float = uncertain(
        8200.0, 0.0, 1e7, "EUR/month", "Coordination and facilitation of a scheme with one country at each end",
        "digital_explorers.budget",
        plausible=within(5000.0, 22000.0, "log", "palim.budget;digital_explorers.budget;homere.budget",
            "15 to 40 % of budgets of 35,000 to 58,000 EUR a month"),
    )  # fmt: skip
    coordination_cap: float = uncertain(
        0.6, 0.0, 1.0, "share", "Largest share of the budget planned for coordination", "digital_explorers.budget",
        plausible=within(0.4, 0.8, "odds", "assumption", "not published"),
        fixed=True,
    )  # fmt: skip
    coordination_country: float = uncertain(
        1700.0, 0.0, 1e6, "EUR/month", "Coordination for every further country",
        plausible=within(830.0, 7500.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    coordination_component: float = uncertain(
        1_500.0, 0.0, 1e6, "EUR/month", "Coordination for every added component",
        plausible=within(500.0, 4500.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    mobility: float = uncertain(
        3_500.0, 0.0, 50_000.0, "EUR/person", "Permit, travel, settling in", "cost.fast_track_and_visa_fees",
        plausible=within(2300.0, 9500.0, "log",
            "cost.fast_track_and_visa_fees;cost.intra_eu_comparator_your_first_eures_job;cost.employer_paid_international_nurse",
            "fees 486 and a move within the EU 1,800 EUR (lower end); a nurse with language course 9,500 EUR at least (upper end)"),
    )  # fmt: skip
    allowance: Any = by_kind(
        (0.0, 0.0, 400.0, 900.0), 0.0, 5_000.0, "EUR/person-month", "Public allowance during the stay",
        ("palim.planned_contract_length", "assumption", "homere.eu_contribution_per_internship", "ygca.scholarship"),
        plausible=(
            within(0.0, 0.0, "linear", "assumption", "definition: the host pays a wage"),
            within(0.0, 0.0, "linear", "assumption", "definition: the host pays an apprentice's wage"),
            within(300.0, 800.0, "log", "homere.eu_contribution_per_internship;homere.company_contribution_per_intern",
                "about 400 EUR public; up to the 800 EUR that firms gave, where they do not"),
            within(700.0, 1200.0, "log", "ygca.scholarship", "900 EUR a month, a quarter less to a third more with the place of study"),
        ),
    )  # fmt: skip


class Scheme:
    """The budget."""

    budget: float = column("f8", 0.0, "Public budget, EUR")


@njit
def coordination_cost(p):
    """Coordination and facilitation a month: the countries served and the added components cost more."""
    countries = min(p.markets.countries, p.markets.count) + p.corridor.origins - 2
    extra = p.costs.coordination_country * countries + p.costs.coordination_component * p.design.components
    return (p.costs.coordination + extra) * p.scale


@njit
def mobility_cost(p):
    """Public cost of one mobility: permit, travel and settling in, and an allowance over the planned stay."""
    return p.costs.mobility + value_by_kind(p.costs.allowance, p.design.kind) * p.design.stay_months


@inner
def plan(state, p):
    """Spread the budget over the lines: coordination first, fixed shares next, the rest in proportion to planned need."""
    scheme = state.scheme
    money = state.money
    scheme.budget = p.design.budget_total * p.scale
    coordination = min(coordination_cost(p) * scheme.planned_months, scheme.budget * p.costs.coordination_cap)
    rest = scheme.budget - coordination
    money[Line.coordination].allocation = coordination
    money[Line.capacity].allocation = rest * p.design.capacity_share
    money[Line.monitoring].allocation = rest * p.design.monitoring_share
    rest -= money[Line.capacity].allocation + money[Line.monitoring].allocation
    reached = scheme.planned_trainees * p.candidates.per_place
    interviews = scheme.places * p.design.shortlist * p.design.interview_share
    training = scheme.planned_trainees * p.design.training_months * p.costs.training
    selection = reached * p.costs.screening + interviews * p.costs.interview
    mobility = scheme.places * mobility_cost(p)
    reintegration = scheme.places * p.design.reintegration_support * p.costs.reintegration
    need = training + selection + mobility + reintegration
    if need > 0.0:
        money[Line.training].allocation = rest * training / need
        money[Line.selection].allocation = rest * selection / need
        money[Line.mobility].allocation = rest * mobility / need
        money[Line.reintegration].allocation = rest * reintegration / need
