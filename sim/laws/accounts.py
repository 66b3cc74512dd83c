"""Accounts: the only ways to spend from the budget's lines and from the hosts' private account (L2, L9).

A line cannot spend more than it has: what it cannot pay does not happen, and the lead asks the funder to move money.
While the scheme is funded, its public lines pay. Afterwards only the money that hosts paid in is spent.

left(line) = allocation - spent.

*Pay(line, amount)*: while funded, if left(line) >= amount: spent + amount, the line's `spent_...` and `public_cost` of the month + amount, true;
otherwise the line's unmet + amount, false. After funding: if private_balance >= amount, take it from there, true; otherwise false.
No indicator counts payments from the private account.

*Pay and keep(line, amount, kept)*: the same, but only if left(line), after funding private_balance, is at least amount + kept.

*Refund(line, amount)*: spent, the line's `spent_...` and `public_cost` of the month - amount, after funding too.

*Spend evenly(line)*: k = end_month - month; amount = left(line) / k if k > 0, else 0; if amount > 0, pay it.
"""

from sim.categories import Line
from sim.columns import column
from sim.compiled import inner
from sim.measures import flow


class Account:
    """A budget line."""

    allocation: float = column("f8", 0.0, "Euro in the line")
    spent: float = column("f8", 0.0, "Euro spent, commitments included")
    unmet: float = column("f8", 0.0, "Euro that the line could not pay this month")
    this_month: float = column("f8", 0.0, "Euro spent since the books were last closed")


class Scheme:
    """The account besides the lines."""

    private_balance: float = column(
        "f8", 0.0, "Private account: contributions beyond the cost of mobilities, less what they paid for, EUR"
    )
    funded: int = column("u1", 1, "1 while public money pays")
    alive: int = column("u1", 1, "1 while the pathway works")


class Measures:
    """What is spent."""

    public_cost: float = flow("EUR", "Public money spent", -1)
    spent_coordination: float = flow("EUR", "Public money spent on coordination and facilitation")
    spent_training: float = flow("EUR", "Public money spent on training")
    spent_selection: float = flow("EUR", "Public money spent on selection")
    spent_mobility: float = flow("EUR", "Public money spent on mobility")
    spent_reintegration: float = flow("EUR", "Public money spent on reintegration")
    spent_capacity: float = flow("EUR", "Public money spent on capacity building")
    spent_monitoring: float = flow("EUR", "Public money spent on monitoring and research")


@inner
def remaining(state, line):
    """Euro left in a line."""
    return state.money[line].allocation - state.money[line].spent


@inner
def pay(state, line, amount, month):
    """Pay from a public line while funded, from the private account afterwards. False, and noted as unmet, if it cannot."""
    scheme = state.scheme
    if scheme.funded:
        account = state.money[line]
        if remaining(state, line) >= amount:
            account.spent += amount
            account.this_month += amount
            state.monthly[month].public_cost += amount
            return True
        account.unmet += amount
        return False
    if scheme.private_balance >= amount:
        scheme.private_balance -= amount
        return True
    return False


@inner
def pay_and_keep(state, line, amount, kept, month):
    """Pay, if the account then still holds what is kept back for those already under way; else noted as unmet."""
    scheme = state.scheme
    held = remaining(state, line) if scheme.funded else scheme.private_balance
    if held >= amount + kept:
        return pay(state, line, amount, month)
    if scheme.funded:
        state.money[line].unmet += amount
    return False


@inner
def refund(state, line, amount, month):
    """Money committed and not needed goes back into its public line."""
    state.money[line].spent -= amount
    state.money[line].this_month -= amount
    state.monthly[month].public_cost -= amount


@inner
def spend_evenly(state, line, month):
    """Spend a line evenly over the months of funding that are left; returns the amount."""
    months_left = state.scheme.end_month - month
    amount = remaining(state, line) / months_left if months_left > 0 else 0.0
    if amount <= 0.0 or not pay(state, line, amount, month):
        return 0.0
    return amount


@inner
def close_month(state, month):
    """Enter what each line spent into the month's record, and begin a new month."""
    row = state.monthly[month]
    row.spent_coordination = state.money[Line.coordination].this_month
    row.spent_training = state.money[Line.training].this_month
    row.spent_selection = state.money[Line.selection].this_month
    row.spent_mobility = state.money[Line.mobility].this_month
    row.spent_reintegration = state.money[Line.reintegration].this_month
    row.spent_capacity = state.money[Line.capacity].this_month
    row.spent_monitoring = state.money[Line.monitoring].this_month
    for line in range(state.money.size):
        state.money[line].this_month = 0.0
