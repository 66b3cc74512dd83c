"""Invariants of money: nothing is spent that is not there, and every sum is the sum of its parts."""

import math

import numpy as np

from sim.categories import Line
from tests.fuzz.invariants import Run, invariant, line, month, near, row, standing, when, whole

LINES = tuple(f"spent_{each.name}" for each in Line)
BY_NUMBER = {"cost_per_match": ("matches",), "cost_per_completed": ("completed_mobilities", "completed_self_financed")}
"""What public cost is divided by: a number of persons, less those for whom hosts paid."""


def _spent_by_line(run: Run) -> np.ndarray:
    return np.sum([run.months[name] for name in LINES], axis=0)


@invariant(broken=line("spent", 1e15))
def no_line_spends_more_than_it_holds(run):
    """After every month, no line of the budget has spent more than it holds."""
    return when(run.lines["spent"].any(), run.lines["spent"] <= run.lines["allocation"] + run.tolerance)


@invariant(broken=line("spent", -1e15))
def no_line_spends_less_than_nothing(run):
    """After every month, no line of the budget has got back more than it spent."""
    return when(run.lines["spent"].any(), run.lines["spent"] >= -run.tolerance)


@invariant(broken=line("allocation", 1e15))
def the_lines_are_within_the_budget(run):
    """After every month, the lines hold no more than the budget in all."""
    held = run.lines["allocation"].sum(axis=1)
    return when(held.any(), held <= run.state.scheme.budget + run.tolerance)


@invariant(broken=line("allocation", 0.0, at=slice(None)))
def the_lines_hold_the_whole_budget(run):
    """Where training is planned and costs something, the lines hold all of the budget in every month."""
    scheme, first = run.state.scheme, run.config
    planned = scheme.planned_trainees > 0 and first.costs.training > 0 and first.design.training_months > 0
    applies = planned and scheme.budget > 0 and scheme.places > 0
    return when(applies, near(run.lines["allocation"].sum(axis=1), scheme.budget, run.tolerance))


@invariant(broken=line("allocation", -1.0))
def no_line_holds_less_than_nothing(run):
    """No line of the budget is ever in debt."""
    return when(run.lines["allocation"].any(), run.lines["allocation"] >= -run.tolerance)


@invariant(broken=row("schemes", "budget", 1.0))
def the_budget_is_the_planned_one(run):
    """The budget is that of the design, scaled."""
    planned = run.config.design.budget_total * run.config.scale
    return when(planned > 0, near(run.state.scheme.budget, planned, run.tolerance))


@invariant(broken=month("spent_training", 1e9))
def what_each_line_spent_is_in_the_months(run):
    """What the months tell of a line adds up to what the line spent."""
    told = [run.months[name].sum() for name in LINES]
    return when(run.lines["spent"].any(), near(told, run.lines["spent"][-1], run.tolerance))


@invariant(broken=month("public_cost", 1e9))
def public_cost_is_the_sum_of_the_lines(run):
    """In every month, public cost is what the lines spent."""
    return when(run.months["public_cost"].any(), near(run.months["public_cost"], _spent_by_line(run), run.tolerance))


@invariant(broken=month("public_cost", 1e15))
def public_cost_is_within_the_budget(run):
    """Up to every month, public cost is between nothing and the budget."""
    cost = run.sofar("public_cost")
    within = (cost >= -run.tolerance) & (cost <= run.state.scheme.budget + run.tolerance)
    return when(cost.any(), within)


@invariant(broken=month("public_cost", 1e6))
def nothing_is_spent_after_public_funding(run):
    """After the end of public funding, money only goes back into the lines."""
    after = run.months["public_cost"][int(run.whole["funding_end"]) :]
    return when(after.size, after <= run.tolerance)


@invariant(broken=whole(unspent=-1.0))
def budget_is_spent_or_unspent(run):
    """Public cost and what is unspent are the budget."""
    there = run.whole["public_cost"] + run.whole["unspent"]
    return when(run.state.scheme.budget > 0, near(there, run.state.scheme.budget, run.tolerance))


@invariant(broken=whole(unspent=-1e9))
def unspent_money_is_not_negative(run):
    """What is unspent is not negative."""
    return when(run.state.scheme.budget > 0, run.whole["unspent"] >= -run.tolerance)


def _cost_per(name: str, broken: float) -> None:
    whom, *less = BY_NUMBER[name]

    def claim(run):
        number = run.whole[whom] - sum(run.whole[each] for each in less)
        kept = math.isclose(run.whole[name] * number, run.whole["public_cost"], rel_tol=1e-9, abs_tol=1e-6)
        return when(number > 0, kept)

    claim.__name__, claim.__doc__ = (
        f"{name}_is_the_quotient",
        f"{name} is public cost by {' less '.join([whom, *less])}.",
    )
    invariant(broken=whole(**{name: broken}))(claim)


for _name in BY_NUMBER:
    _cost_per(_name, -1.0)


@invariant(broken=standing("private_balance", -1.0))
def the_private_account_is_never_in_debt(run):
    """The hosts' private account holds nothing or more after every month."""
    balance = run.scheme["private_balance"]
    return when(balance.any(), balance >= 0)


@invariant(broken=month("private_contribution", 1e12))
def no_host_pays_more_than_the_full_price(run):
    """Hosts pay for each departure at most the full price of a mobility, or its cost where that is more."""
    costs, months = run.throughout("costs.full_price"), run.throughout("design.stay_months")
    allowances = [max(run.throughout(f"costs.allowance.{kind}")) for kind in vars(run.config.costs.allowance)]
    mobility = max(run.throughout("costs.mobility")) + max(allowances) * max(months)
    most = max(*costs, mobility + max(run.throughout("costs.integration_package")))
    paid = run.months["private_contribution"]
    return when(
        paid.any(), (paid >= 0) & (paid <= run.months["departures"] * most * (1 + 1e-6))
    )  # a person's is kept in single precision


@invariant(broken=month("spent_training", -1e9))
def only_mobility_and_reintegration_get_money_back(run):
    """Only the lines that set money aside, at a match or a departure, ever get money back."""
    setting_aside = [f"spent_{line.name}" for line in (Line.mobility, Line.reintegration)]
    others = np.array([run.months[name] for name in LINES if name not in setting_aside])
    return when(others.any(), others >= -run.tolerance)


@invariant(broken=month("public_cost", math.inf))
def amounts_are_finite(run):
    """Every amount of money is a finite number."""
    told = np.array([run.months[name] for name in (*LINES, "public_cost", "private_contribution")])
    return when(told.any(), np.isfinite(told))


@invariant(broken=whole(public_cost=1.0))
def without_budget_nothing_is_spent(run):
    """Without a budget, nothing is spent and nothing is left."""
    return when(run.config.design.budget_total == 0, run.whole["public_cost"] == 0 and run.whole["unspent"] == 0)


@invariant(broken=month("spent_coordination", -1.0, at=0))
def what_comes_before_the_start_is_paid_first(run):
    """Preparation and the set-up of digital tools are paid in the first month, as far as the budget goes."""
    costs, design = run.config.costs, run.config.design
    changed = not all(map(run.always, ("costs.digital_setup", "costs.preparation", "design.digital")))
    first = (costs.digital_setup * design.digital + costs.preparation * design.preparation_months) * run.config.scale
    paid = run.months["spent_coordination"][0]
    applies = not (changed and 0 in run.config.timeline) and first > 0 and run.state.scheme.budget > 0
    return when(applies, paid >= min(first, run.state.scheme.budget) - run.tolerance)


@invariant(broken=month("departures_self_financed", 1.0, at=0))
def hosts_pay_alone_only_after_public_funding(run):
    """Nobody departs, and nobody fulfils a stay, for whom a host pays alone while there is public money."""
    end = int(run.whole["funding_end"])
    told = [run.months[name][:end] for name in ("departures_self_financed", "completed_self_financed")]
    return when(run.whole["departures"] > 0, [not each.any() for each in told])
