"""Money: the budget's lines and the private account (ODD, budget, accounts, partnership, steering)."""

from typing import TYPE_CHECKING

from benchmarks.objects import costs
from benchmarks.objects.categories import Line
from benchmarks.objects.finance import total

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme

#: Lines that an extension may take from, in this order.
GIVES_TO_EXTENSION = (
    Line.capacity, Line.monitoring, Line.selection, Line.training, Line.reintegration, Line.mobility,
)  # fmt: skip


class Budget:
    """The public budget by line, and what hosts paid in beyond the cost of their mobilities."""

    def __init__(self, model: "PilotScheme") -> None:
        self.model = model
        self.total = model.p.design.budget_total * model.p.scale
        self.allocation = dict.fromkeys(Line, 0.0)
        self.spent = dict.fromkeys(Line, 0.0)
        self.unmet = dict.fromkeys(Line, 0.0)
        #: Most that a line could not pay in a month: since the last report, and as that said.
        self.worst = dict.fromkeys(Line, 0.0)
        self.lacking = dict.fromkeys(Line, 0.0)
        self.private_balance = 0.0
        self.plan()

    def plan(self) -> None:
        """Spread the budget over the lines, and pay what is paid at once."""
        p, scheme = self.model.p, self.model.scheme
        first = min(costs.one_off(p), self.total)
        coordination = min(costs.coordination(p) * scheme.planned_months, self.total * p.costs.coordination_cap)
        coordination = min(coordination, self.total - first) + first
        association = self.model.partners[0]
        coordination = coordination + min(p.costs.signed_place * association.places, self.total - coordination)
        rest = self.total - coordination
        capacity = rest * p.design.capacity_share
        monitoring = rest * p.design.monitoring_share
        rest = rest - (capacity + monitoring)
        needs = {
            Line.training: scheme.planned_trainees * costs.training(p) + scheme.places * costs.attempts(p),
            Line.selection: self.planned_selection(),
            Line.mobility: scheme.places * costs.mobility(p),
            Line.reintegration: scheme.places * p.design.reintegration_support * costs.homecoming(p),
        }
        need = total(needs.values())
        self.allocation |= {Line.coordination: coordination, Line.capacity: capacity, Line.monitoring: monitoring}
        if need > 0:
            self.allocation |= {line: rest * cost / need for line, cost in needs.items()}
        self.pay(Line.coordination, first)

    def planned_selection(self) -> float:
        """What calls, screening, the reserve list and interviews are planned to cost, EUR."""
        p, scheme = self.model.p, self.model.scheme
        trainees = scheme.planned_trainees
        return (
            trainees * p.candidates.per_place * p.costs.screening
            + scheme.calls_planned * p.corridor.origins * p.costs.call * p.scale
            + trainees * p.design.reserve_share * p.costs.reserve * scheme.planned_months / 2
            + scheme.places * p.design.shortlist * p.design.interview_share * p.costs.interview
        )

    def left(self, line: Line) -> float:
        """Euro left in a line."""
        return self.allocation[line] - self.spent[line]

    def spend(self, line: Line, amount: float) -> None:
        """Public money goes out (or comes back), and is counted."""
        self.spent[line] += amount
        self.model.count(f"spent_{line.name}", amount)
        self.model.count("public_cost", amount)

    def pay(self, line: Line, amount: float) -> bool:
        """Pay from a public line while funded, from the private account afterwards; False if that cannot be."""
        if self.model.scheme.funded:
            if self.left(line) >= amount:
                self.spend(line, amount)
                return True
            self.unmet[line] += amount
            return False
        if self.private_balance >= amount:
            self.private_balance -= amount
            return True
        return False

    def pay_and_keep(self, line: Line, amount: float, kept: float) -> bool:
        """Pay, if there is then still enough for those already under way."""
        funded = self.model.scheme.funded
        if (self.left(line) if funded else self.private_balance) >= amount + kept:
            return self.pay(line, amount)
        if funded:
            self.unmet[line] += amount
        return False

    def refund(self, line: Line, amount: float) -> None:
        """Money that was committed comes back."""
        self.spend(line, -amount)

    def cover_coordination(self) -> float:
        """Pay the month's coordination as far as money goes; the share covered."""
        cost = costs.coordination(self.model.p)
        if cost <= 0:
            return 1.0
        if self.model.scheme.funded:
            paid = min(cost, max(self.left(Line.coordination), 0))
            self.pay(Line.coordination, paid)
            self.unmet[Line.coordination] += cost - paid
            return paid / cost
        cost = cost * self.model.p.costs.lean_coordination
        paid = min(cost, self.private_balance)
        self.private_balance -= paid
        return paid / cost if cost > 0 else 1.0

    def spend_evenly(self, line: Line) -> float:
        """Spend a line evenly over the months of funding that are left; the amount."""
        remaining = self.model.scheme.end_month - self.model.month
        amount = self.left(line) / remaining if remaining > 0 else 0.0
        return amount if amount > 0 and self.pay(line, amount) else 0.0

    @property
    def coverage_of_monitoring(self) -> float:
        """Share of this month's monitoring that is paid for."""
        model, left = self.model, self.left(Line.monitoring)
        months = model.scheme.end_month - model.month
        if not model.scheme.funded or months <= 0 or left <= 0:
            return 0.0
        need = model.p.costs.monitoring * model.p.scale
        return min(left / months / need, 1) if need > 0 else 1.0

    def note_what_lacked(self) -> None:
        """Keep the worst month of each line; a new month begins."""
        self.worst = {line: max(self.worst[line], self.unmet[line]) for line in Line}
        self.unmet = dict.fromkeys(Line, 0.0)

    # Amendments

    def spare(self, line: Line) -> float:
        """What a line has beyond its plan for the months to come."""
        end = self.model.scheme.end_month
        return max(0, self.left(line) - self.allocation[line] * (max(end - self.model.month, 0) / end))

    def move(self, source: Line, target: Line, wanted: float) -> float:
        """Move spare money to another line; what is still wanted."""
        amount = min(self.spare(source), wanted)
        self.allocation[source] -= amount
        self.allocation[target] += amount
        return wanted - amount

    def relieve_blocked_lines(self) -> None:
        """Move spare money to the lines that could not pay."""
        for blocked in Line:
            wanted = self.lacking[blocked]
            for source in Line:
                gives = source != blocked and source != Line.coordination and self.lacking[source] <= 0
                if gives and wanted > 0:
                    wanted = self.move(source, blocked, wanted)
        self.lacking = dict.fromkeys(Line, 0.0)

    def months_of_extension(self, asked: int) -> int:
        """Months of coordination, of those asked for, that money can be found for; it is moved to that line."""
        model = self.model
        cost = costs.coordination(model.p)
        if cost <= 0:
            return asked
        wanted = asked * cost - self.spare(Line.coordination)
        for source in GIVES_TO_EXTENSION:
            if wanted > 0:
                wanted = self.move(source, Line.coordination, wanted)
        reserved = max(model.scheme.end_month - model.month, 0) * cost
        return min(asked, int((self.left(Line.coordination) - reserved) / cost))
