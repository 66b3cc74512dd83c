"""Money: the budget lines and the private account, and the only ways to spend from them.

Nothing is spent that is not there. While the scheme is funded its public lines pay; afterwards only what hosts paid in.
"""

from sim.choose import by_kind
from sim.compiled import inner, njit
from sim.indicators import Index
from sim.state import Line


@njit
def coordination_cost(p):
    """Coordination and facilitation a month: the countries served and the added components cost more."""
    countries = min(p.markets.countries, p.markets.count) + p.corridor.origins - 2
    extra = p.costs.coordination_country * countries + p.costs.coordination_component * p.design.components
    return (p.costs.coordination + extra) * p.scale


@njit
def mobility_cost(p):
    """Public cost of one mobility: permit, travel and settling in, and an allowance over the planned stay."""
    return p.costs.mobility + by_kind(p.costs.allowance, p.design.kind) * p.design.stay_months


@inner
def plan(book, p):
    """Spread the budget over the lines: coordination first, fixed shares next, the rest in proportion to planned need."""
    scheme = book.scheme[0]
    budget = scheme.budget
    for line in range(book.money.size):
        book.money[line].allocation = 0.0
        book.money[line].spent = 0.0
        book.money[line].unmet = 0.0
    coordination = min(coordination_cost(p) * scheme.planned_months, budget * p.costs.coordination_cap)
    rest = budget - coordination
    book.money[Line.coordination].allocation = coordination
    book.money[Line.capacity].allocation = rest * p.design.capacity_share
    book.money[Line.monitoring].allocation = rest * p.design.monitoring_share
    rest -= book.money[Line.capacity].allocation + book.money[Line.monitoring].allocation
    reached = scheme.planned_trainees * p.candidates.per_place
    interviews = scheme.places * p.design.shortlist * p.design.interview_share
    training = scheme.planned_trainees * p.design.training_months * p.costs.training
    selection = reached * p.costs.screening + interviews * p.costs.interview
    mobility = scheme.places * mobility_cost(p)
    reintegration = scheme.places * p.design.reintegration_support * p.costs.reintegration
    need = training + selection + mobility + reintegration
    if need > 0.0:
        book.money[Line.training].allocation = rest * training / need
        book.money[Line.selection].allocation = rest * selection / need
        book.money[Line.mobility].allocation = rest * mobility / need
        book.money[Line.reintegration].allocation = rest * reintegration / need


@inner
def left(book, line):
    """Euro left in a line."""
    return book.money[line].allocation - book.money[line].spent


@inner
def pay(book, line, amount, counter, month):
    """Pay from a public line while funded, from the private account afterwards. False, and noted as unmet, if it cannot."""
    scheme = book.scheme[0]
    if scheme.funded:
        if left(book, line) >= amount:
            book.money[line].spent += amount
            book.monthly[month, counter] += amount
            book.monthly[month, Index.public_cost] += amount
            return True
        book.money[line].unmet += amount
        return False
    if scheme.private_balance >= amount:
        scheme.private_balance -= amount
        return True
    return False


@inner
def refund(book, line, amount, counter, month):
    """Money committed and not needed goes back into its public line."""
    book.money[line].spent -= amount
    book.monthly[month, counter] -= amount
    book.monthly[month, Index.public_cost] -= amount


@inner
def covers_coordination(book, p, month):
    """Pay the month's coordination as far as it goes; the share covered scales every contact."""
    scheme = book.scheme[0]
    cost = coordination_cost(p)
    if cost <= 0.0:
        return 1.0
    if not scheme.funded:
        cost *= p.costs.lean_coordination
        paid = min(cost, scheme.private_balance)
        scheme.private_balance -= paid
        return paid / cost if cost > 0.0 else 1.0
    paid = min(cost, max(left(book, Line.coordination), 0.0))
    pay(book, Line.coordination, paid, Index.spent_coordination, month)
    book.money[Line.coordination].unmet += cost - paid
    return paid / cost


@inner
def spend_evenly(book, line, counter, month):
    """Spend a line evenly over the months of funding that are left; returns the amount."""
    months_left = book.scheme[0].end_month - month
    amount = left(book, line) / months_left if months_left > 0 else 0.0
    if amount <= 0.0 or not pay(book, line, amount, counter, month):
        return 0.0
    return amount
