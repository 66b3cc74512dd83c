"""Environment: the shock, the timeline, markets and economies of origin (ODD, environment)."""

from math import exp
from typing import TYPE_CHECKING

from benchmarks.objects.draws import Decision
from benchmarks.objects.places import next_deviation

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


class Shock:
    """A pandemic's time profile, and what it does this month."""

    def __init__(self) -> None:
        self.intensity = 0.0
        self.lasting = 0.0
        self.services = 1.0
        self.travel_open = 1.0
        self.training_lost = 0.0

    def pass_month(self, model: "PilotScheme") -> None:
        """This month's strength of the two waves, and what they close."""
        shock = model.p.shock

        def wave(t: float) -> float:
            if t < 0:
                return 0.0
            return 1.0 if t < shock.closure_months else exp(-(t - shock.closure_months) / shock.recovery_months)

        t = model.calendar - shock.month
        struck = shock.month >= 0 and t >= 0
        strongest = max(wave(t), shock.second_wave * wave(t - shock.second_wave_months))
        self.intensity = shock.severity * strongest if struck else 0.0
        self.lasting = shock.severity * (1 - wave(t)) if struck else 0.0
        self.services = 1 - self.intensity * shock.services * (1 - model.digital)
        self.travel_open = 1 - self.intensity * shock.travel
        self.training_lost += 1 - self.services


def environment(model: "PilotScheme") -> None:
    """The month's shock, markets and economies."""
    model.shock.pass_month(model)
    innovation = model.draw(Decision.demand_common, event=model.calendar)[0]
    model.log_common = next_deviation(model.log_common, innovation, model.p)
    for market in model.markets:
        market.pass_month(model, model.log_common)
    for origin in model.origins:
        origin.pass_month(model)
