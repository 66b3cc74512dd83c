"""Money: the budget's lines and the private account (ODD 5, 7.1, 7.5)."""

from typing import TYPE_CHECKING

from benchmarks.objects.categories import Line
from benchmarks.objects.configuration import by

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
        self.private_balance = 0.0
        self.plan()

    def plan(self) -> None:
        """Spread the budget over the lines."""
        p, scheme = self.model.p, self.model.scheme
        coordination = min(self.coordination_cost * scheme.planned_months, self.total * p.costs.coordination_cap)
        rest = self.total - coordination
        capacity = rest * p.design.capacity_share
        monitoring = rest * p.design.monitoring_share
        rest = rest - (capacity + monitoring)
        interviews = scheme.places * p.design.shortlist * p.design.interview_share
        costs = {
            Line.training: scheme.planned_trainees * p.design.training_months * p.costs.training,
            Line.selection: scheme.planned_trainees * p.candidates.per_place * p.costs.screening
            + interviews * p.costs.interview,
            Line.mobility: scheme.places * self.mobility_cost,
            Line.reintegration: scheme.places * p.design.reintegration_support * p.costs.reintegration,
        }
        need = sum(costs.values())
        self.allocation |= {Line.coordination: coordination, Line.capacity: capacity, Line.monitoring: monitoring}
        if need > 0:
            self.allocation |= {line: rest * cost / need for line, cost in costs.items()}

    @property
    def coordination_cost(self) -> float:
        """Coordination and facilitation a month, EUR."""
        p = self.model.p
        further = min(p.markets.countries, p.markets.count) + p.corridor.origins - 2
        added = p.costs.coordination_country * further + p.costs.coordination_component * p.design.components
        return (p.costs.coordination + added) * p.scale

    @property
    def mobility_cost(self) -> float:
        """Public cost of one mobility, EUR."""
        p = self.model.p
        return p.costs.mobility + by(p.costs.allowance, p.design.kind) * p.design.stay_months

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

    def refund(self, line: Line, amount: float) -> None:
        """Money that was committed comes back."""
        self.spend(line, -amount)

    def cover_coordination(self) -> float:
        """Pay the month's coordination as far as money goes; the share covered."""
        cost = self.coordination_cost
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
            wanted = self.unmet[blocked]
            for source in Line:
                gives = source != blocked and source != Line.coordination and self.unmet[source] <= 0
                if gives and wanted > 0:
                    wanted = self.move(source, blocked, wanted)

    def months_of_extension(self) -> int:
        """Months of coordination that money can be found for, moved to the line of coordination."""
        model = self.model
        months = int(model.p.steering.extension_share * model.scheme.planned_months)
        cost = self.coordination_cost
        if cost > 0:
            wanted = months * cost - self.spare(Line.coordination)
            for source in GIVES_TO_EXTENSION:
                if wanted > 0:
                    wanted = self.move(source, Line.coordination, wanted)
            reserved = max(model.scheme.end_month - model.month, 0) * cost
            months = min(months, int((self.left(Line.coordination) - reserved) / cost))
        return months
