"""Where things happen: countries of origin and of destination, and markets (ODD 5, environment, permits, referral)."""

from bisect import bisect_left
from math import exp, floor, log, sqrt
from typing import TYPE_CHECKING

from mesa.agent import AgentSet

from benchmarks.objects.categories import Status
from benchmarks.objects.configuration import by
from benchmarks.objects.corridors import permit_months, visa_months
from benchmarks.objects.draws import Decision, normal
from benchmarks.objects.employer import Employer
from benchmarks.objects.government import Government
from sim.parameters import Mobility, Parameters, Sector

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.partner import Partner

    #: The partner and the places of each signed host of a market.
    Signed = list[tuple[Partner, int]]


class Country:
    """A country with its levels of government; at the end of destination with a permit desk and a recognition desk."""

    def __init__(self, number: int, governments: list[Government], code: str) -> None:
        self.number = number
        self.code = code
        self.governments = governments
        self.signed = False
        #: Persons whom its governments have not judged yet.
        self.disappointed = 0
        self.stopped = False
        self.stopped_until = 0
        self.speed = 1.0
        self.digital = 0.0
        self.closed = 0.0
        self.delay = 0
        self.relief = 1.0
        self.opened = 1.0
        self.permit_credit = 0.0
        #: Visas that its consulates can still decide, by number of the country of origin.
        self.visa_credit = [0.0] * 8
        #: Persons abroad here, by number of the country of origin.
        self.abroad = [0] * 8
        self.recognition_credit = 0.0
        self.agreement = False
        self.agreement_work = 0.0
        self.find(governments[0].model)

    def find(self, model: "PilotScheme") -> None:
        """What the phase before has left here."""
        if model.found:
            vars(self).update(model.found.countries.get(self.number, {}))

    @property
    def weakest_standing(self) -> float:
        """The smallest standing of its governments, at most 1."""
        return min(1.0, min(government.standing for government in self.governments))

    def decide_to_take_part(self) -> None:
        """It takes part while every level has signed and none suspends."""
        self.signed = all(government.takes_part for government in self.governments)

    def permit_months(self, origin: "Origin", p: Parameters) -> float:
        """Mean processing time of a permit for a person of this origin, besides queueing."""
        return permit_months(origin.code, self.code, p.permits.months)

    def visa_months(self, origin: "Origin", p: Parameters) -> float:
        """Mean time until the appointment and the visa for a person of this origin, besides queueing."""
        return visa_months(origin.code, self.code, p.permits.visa_months)

    def open_permit_desk(self, model: "PilotScheme") -> None:
        """The permit desk's month: what it can decide, and the delay where a shock closes it."""
        p, national = model.p, self.governments[0]
        self.digital = model.digital
        self.relief = relief_of(self.digital, p)
        self.opened = (1 - self.stopped) * (1 - model.shock.intensity * p.shock.consular * (1 - self.digital))
        self.delay = int(self.closed + 1 - self.opened) - int(self.closed)
        self.closed += 1 - self.opened
        self.permit_credit = self.permit_credit % 1 + national.capacity * self.speed / self.relief * self.opened

    def open_consulates(self, model: "PilotScheme") -> None:
        """The month's visas of its consulates: what each can decide, as far as a shock leaves them open."""
        given = model.p.permits.visa_capacity * model.p.scale / self.relief * self.opened
        self.visa_credit = [credit % 1 + given for credit in self.visa_credit]


class Origin(Country):
    """A country of origin, with its economy and its applicants' files."""

    def __init__(self, number: int, governments: list[Government], code: str) -> None:
        super().__init__(number, governments, code)
        self.economy = 1.0
        self.hazard = 0.0
        self.cut = 0.0
        self.screening_credit = 0.0
        self.quota = 0
        self.files = 0
        self.calls = 0

    def find(self, model: "PilotScheme") -> None:
        """Its economy goes on, and so does a stop."""
        self.log_economy = 0.0
        if model.found:
            vars(self).update(model.found.origins.get(self.number, {}))

    def pass_month(self, model: "PilotScheme") -> None:
        """Its economy moves, and with it the hazard of finding work at home."""
        p = model.p
        self.log_economy = next_deviation(
            self.log_economy, model.draw(Decision.economy_origin, self.number, event=model.calendar)[0], p
        )
        self.economy = exp(self.log_economy) * (1 - model.shock.intensity * p.shock.origin_loss)
        self.hazard += p.candidates.home_hazard * self.economy

    @property
    def log_of_economy(self) -> float:
        """The economy as those who return feel it."""
        return log(max(self.economy, 1e-6))


class Market:
    """A sector in a country of destination, with its hosts."""

    def __init__(self, model: "PilotScheme", number: int, first: int, size: int, signed: "Signed") -> None:
        p = model.p
        outside = min(floor(p.markets.count * p.markets.diversity + 0.5), p.markets.count - 1)
        further = number - (p.markets.count - outside)
        main = int(p.design.sector)
        self.sector = Sector(main if further < 0 else (main + 1 + further % 5) % 6)
        self.number = number
        self.country = model.countries[number % len(model.countries)]
        self.demand = 1.0
        self.log_own = 0.0
        self.profile = 0.0
        self.results = 0.0
        if model.found:
            vars(self).update(model.found.markets.get(number, {}))
        self.pointer = 0
        self.open = 0
        self.ring: list[Employer] = []
        self.ring_points: list[float] = []
        self.wait_expected = 0.0
        self.in_reach = [Employer(model, self, index, first + index, (number, False, index)) for index in range(size)]
        self.hosts = list(self.in_reach)
        for index, (partner, places) in enumerate(signed, start=size):
            host = Employer(model, self, index, first + index, (number, True, index - size))
            host.belong_to(partner, places)
            partner.hosts.append(host)
            self.hosts.append(host)
        self.hosts_by_point = AgentSet(sorted(self.hosts, key=lambda host: host.point), random=model.random)

    def pass_month(self, model: "PilotScheme", log_common: float) -> None:
        """Demand and the profile that is wanted move."""
        p, shock = model.p, model.shock
        self.log_own = next_deviation(
            self.log_own, model.draw(Decision.demand_market, self.number, event=model.calendar)[0], p
        )
        drift = normal(model.draw(Decision.profile_market, self.number, event=model.calendar)[0])
        self.profile += p.markets.drift * drift
        struck = 1 - shock.intensity * by(p.shock.demand_loss, self.sector)
        struck = struck * (1 + shock.lasting * by(p.shock.demand_growth, self.sector))
        deviation = sqrt(p.markets.correlation) * log_common + sqrt(1 - p.markets.correlation) * self.log_own
        self.demand = by(p.sectors.demand, self.sector) * exp(deviation) * struck

    def share_to_recognise(self, p: Parameters) -> float:
        """Share of matches whose qualification must be recognised."""
        if p.design.kind == Mobility.study:
            return 0.0
        return by(p.recognition.required, self.sector) * by(p.recognition.required_level, p.design.level)

    def months_to_arrival(self, model: "PilotScheme") -> float:
        """Months from offer to arrival, as they are expected this month."""
        p, country = model.p, self.country
        origins, relief = model.origins, relief_of(country.digital, p)
        beyond = [(country.permit_months(origin, p) - p.permits.months) / len(origins) for origin in origins]
        wait = (p.permits.months + sum(beyond)) * relief / max(country.speed, 1e-6)
        beyond = [(country.visa_months(origin, p) - p.permits.visa_months) / len(origins) for origin in origins]
        wait += (p.permits.visa_months + sum(beyond)) * relief
        simplified = p.recognition.simplification * country.agreement
        wait += self.share_to_recognise(p) * p.recognition.months * (1 - simplified)
        return wait + (model.shock.intensity * p.shock.closure_months + country.stopped * p.politics.stop_months)

    def expected_wait(self, model: "PilotScheme") -> float:
        """Months until a person works, as the market's hosts reckon with them."""
        p = model.p
        return self.months_to_arrival(model) * (1 - p.design.remote_start * by(p.sectors.remote, self.sector))

    @property
    def log_demand(self) -> float:
        """Demand as those in shortage feel it."""
        return log(max(self.demand, 1e-6))

    def engaged(self) -> AgentSet:
        """The engaged hosts, in order of their points on the ring."""
        return self.hosts_by_point.select(lambda host: host.status == Status.engaged)

    def form_ring(self) -> None:
        """Gather the hosts that recruit this month."""
        self.ring = list(self.engaged().select(lambda host: host.recruits())) if self.country.signed else []
        self.ring_points = [host.point for host in self.ring]
        self.open = sum(host.open for host in self.ring)
        for host in self.ring:
            host.shortlist = []

    def host_at(self, point: float) -> Employer:
        """The first host of the ring at or after a point, around the end if there is none."""
        return self.ring[bisect_left(self.ring_points, point) % len(self.ring)]


def relief_of(digital: float, p: Parameters) -> float:
    """Share of the time that digital procedures leave."""
    return max(1 - p.permits.digital_effect * digital, 1e-6)


def next_deviation(deviation: float, u: float, p: Parameters) -> float:
    """A month of the process that demand and economies follow, in logarithms."""
    noise = p.markets.volatility * sqrt(1 - p.markets.persistence * p.markets.persistence)
    return p.markets.persistence * deviation + noise * normal(u)
