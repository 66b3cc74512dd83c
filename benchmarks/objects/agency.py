"""Agencies: the lead, public employment services, private recruiters, the association (ODD 5, environment, matching)."""

from math import log
from typing import TYPE_CHECKING, NamedTuple

import mesa

from sim.parameters import Parameters

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Origin


class Means(NamedTuple):
    """What an agency can do in a month."""

    contacts: float = 0.0
    screenings: float = 0.0
    interviews: float = 0.0
    facilitation: float = 0.0


class Agency(mesa.Agent):
    """An agency with its means."""

    model: "PilotScheme"

    def __init__(self, model: "PilotScheme", origin: "Origin | None" = None) -> None:
        super().__init__(model)
        self.origin = origin
        self.means = self.means_by(model.p)

    def means_by(self, p: Parameters) -> Means:
        """The means that parameters give an agency of this kind."""
        raise NotImplementedError

    def renew(self, before: Parameters) -> None:
        """Follow the timeline where it changes this agency's means."""
        if self.means_by(before) != self.means_by(self.model.p):
            self.means = self.means_by(self.model.p)

    def screening_factor(self) -> float:
        """Files it screens, relative to its means."""
        return 0.0

    def interview_capacity(self) -> float:
        """Interviews it can hold this month, before the shock."""
        return 0.0


class Lead(Agency):
    """The agency that leads the scheme."""

    def means_by(self, p: Parameters) -> Means:
        return Means(contacts=p.agencies.contacts, facilitation=p.design.facilitation)


class OriginService(Agency):
    """A public employment service in a country of origin."""

    def means_by(self, p: Parameters) -> Means:
        return Means(screenings=p.agencies.screenings * p.scale)

    def screening_factor(self) -> float:
        gain = self.model.p.agencies.digital_gain * self.model.digital
        return (1 + gain) * (1 + self.model.scheme.capacity_stock)


class Recruiter(Agency):
    """A private recruiter in a country of origin, whose price falls with volume."""

    origin: "Origin"

    def __init__(self, model: "PilotScheme", origin: "Origin") -> None:
        super().__init__(model, origin)
        self.volume = model.found.volumes.get(origin.number, 0.0) if model.found else 0.0
        self.unit_cost = model.p.costs.interview * (1 + model.p.agencies.recruiter_markup)

    def means_by(self, p: Parameters) -> Means:
        return Means(
            screenings=p.agencies.recruiter_screenings * p.scale,
            interviews=p.agencies.recruiter_interviews * p.scale / p.corridor.origins,
        )

    def screening_factor(self) -> float:
        return self.model.scheme.recruiter_share

    def interview_capacity(self) -> float:
        """Interviews it sells this month; it sets its price, too."""
        p = self.model.p
        markup, learning = p.agencies.recruiter_markup, p.agencies.recruiter_learning
        if learning > 0:
            markup *= (1 + self.volume) ** (log(1 - learning) / log(2))
        self.unit_cost = p.costs.interview * (1 + markup)
        return self.means.interviews * self.model.scheme.recruiter_share


class DestinationService(Agency):
    """A public employment service in a country of destination."""

    def means_by(self, p: Parameters) -> Means:
        return Means(interviews=p.agencies.interviews * p.scale / min(p.markets.countries, p.markets.count))

    def interview_capacity(self) -> float:
        scheme = self.model.scheme
        return self.means.interviews * (1 + scheme.capacity_stock) * (1 + scheme.method_gain)


class Association(Agency):
    """An employers' association that may sign for places; its contacts are those of the lead."""

    def means_by(self, p: Parameters) -> Means:
        return Means()
