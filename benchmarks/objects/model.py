"""The scheme as an ordinary Mesa model: the world is created, a step is a month (ODD 3, 5)."""

from math import ceil, exp, log
from typing import TYPE_CHECKING

import mesa
import pandas as pd

from benchmarks.objects.agency import Agency, Association, DestinationService, Lead, OriginService, Recruiter
from benchmarks.objects.budget import Budget
from benchmarks.objects.candidate import Candidate
from benchmarks.objects.categories import Reason, Side, Stage, Status
from benchmarks.objects.configuration import by, by_month, code_of
from benchmarks.objects.draws import FOR_LIFE, Decision, uniforms
from benchmarks.objects.engagement import engagement
from benchmarks.objects.environment import Shock, environment
from benchmarks.objects.finance import finance, monitoring, outcome
from benchmarks.objects.government import Government
from benchmarks.objects.leadership import leadership, memory, promises
from benchmarks.objects.matching import matching
from benchmarks.objects.mobility import balance, mobility, permits, recognition, visas
from benchmarks.objects.partner import create_partners, shared_out, signing
from benchmarks.objects.partnership import agreement, partnership
from benchmarks.objects.places import Country, Market, Origin
from benchmarks.objects.politics import politics
from benchmarks.objects.reports import reports
from benchmarks.objects.scheme import Calendar, Scheme
from benchmarks.objects.selection import outreach, selection
from benchmarks.objects.steering import steering
from benchmarks.objects.training import examination, placement, training
from sim.indicators import MONTHLY
from sim.parameters import Config

if TYPE_CHECKING:
    from benchmarks.objects.phases import Legacy

SCHEDULE = (
    environment, politics, leadership, partnership, agreement, signing, engagement, reports, steering, outreach, selection, training, examination,
    placement, matching, recognition, permits, visas, mobility, promises, balance, memory, finance, monitoring,
)  # fmt: skip


class PilotScheme(mesa.Model):
    """A pilot scheme with its governments, agencies, hosts and candidates."""

    def __init__(
        self, config: Config, seed: int = 1, replicate: int = 0, found: "Legacy | None" = None,
        timeline: dict[int, Config] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(rng=seed)
        self.key = (replicate, seed)
        #: What the phase before has left, if there was one; in which calendar month this one began, and its number.
        self.found = found
        self.began = found.began if found else 0
        self.number = found.number if found else 0
        self.timeline = timeline or by_month(config)
        self.p = self.timeline[max(month for month in self.timeline if month <= self.began)]
        self.month = 0
        #: What happened in each month so far: indicators by name. ``record`` is the current month's.
        self.months: list[dict[str, float]] = []
        self.record = dict.fromkeys(MONTHLY, 0.0)
        #: Every stage entered: candidate, month, stage, reason, host.
        self.journal: list[tuple[int, int, Stage, Reason, int]] = []
        self.lists: dict[Stage, list[Candidate]] = {stage: [] for stage in Stage}
        self.calendars = {Stage.training: Calendar(), Stage.abroad: Calendar()}
        self.shock = Shock()
        self.log_common = found.log_common if found else 0.0
        self.scheme = Scheme(self.p)
        if found:
            vars(self.scheme).update(found.scheme)
        self.create_places()
        self.budget = Budget(self)

    def create_places(self) -> None:
        """Countries with their governments, agencies, markets with their hosts."""
        p = self.p
        number = min(p.markets.countries, p.markets.count)
        levels = {Side.origin: p.corridor.levels_origin, Side.destination: p.corridor.levels_destination}

        def governments(side: Side, country: int) -> list[Government]:
            return [Government(self, side, country, level) for level in range(levels[side])]

        self.origins = [
            Origin(country, governments(Side.origin, country), code_of(p.corridor.origins, country))
            for country in range(p.corridor.origins)
        ]
        self.countries = [
            Country(country, governments(Side.destination, country), code_of(p.markets.countries, country))
            for country in range(number)
        ]
        self.agencies: list[Agency] = [Lead(self)]
        for origin in self.origins:
            self.agencies += [OriginService(self, origin), Recruiter(self, origin)]
        self.agencies += [DestinationService(self) for _ in self.countries]
        self.agencies.append(Association(self))
        self.recruiters: list[Recruiter] = [agency for agency in self.agencies if isinstance(agency, Recruiter)]
        self.partners = create_partners(self)
        self.create_markets()

    def create_markets(self) -> None:
        """Markets with their hosts: those in reach, then those that sign, who are dealt out to the markets in turn."""
        p = self.p
        sizes = shared_out(ceil(p.markets.employers * p.scale), p.markets.count)
        signed = [(partner, places) for partner in self.partners for places in partner.places_by_host]
        self.scheme.pending = sum(partner.places for partner in self.partners)
        self.markets: list[Market] = []
        first = 0
        for number, size in enumerate(sizes):
            market = Market(self, number, first, size, signed[number :: len(sizes)])
            self.markets.append(market)
            first += len(market.hosts)

    def step(self) -> None:
        """Simulate one month."""
        self.follow_timeline()
        for process in SCHEDULE:
            process(self)
        self.months.append(self.record)
        self.record = dict.fromkeys(MONTHLY, 0.0)
        self.month += 1
        self.running = self.calendar < self.p.horizon

    def follow_timeline(self) -> None:
        """Where the timeline names this month, its values hold from now on; agencies and desks follow."""
        if self.month == 0 or self.calendar not in self.timeline:
            return
        before, self.p = self.p, self.timeline[self.calendar]
        for agency in self.agencies:
            agency.renew(before)
        self.agents_by_type[Government].do("renew")

    def draw(
        self, decision: Decision, group: int = 0, agent: int = 0, event: int = 0, other: int = 0
    ) -> tuple[float, float, float, float]:
        """Four uniforms that belong to an address, in this run."""
        phase = 0 if decision in FOR_LIFE else 65536 * self.number
        return uniforms(*self.key, decision, group + phase, agent, event, other)

    def stays_can_begin(self, month: int) -> bool:
        """Whether stays can begin in a month."""
        design = self.p.design
        return (month - design.first_intake) % design.intake_months < design.intake_window

    def count(self, indicator: str, amount: float = 1) -> None:
        """Add to an indicator of the month."""
        self.record[indicator] += amount

    def go_through(self, stage: Stage) -> list[Candidate]:
        """Everybody in a stage, in order of entry; who stays must wait on."""
        present, self.lists[stage] = self.lists[stage], []
        return present

    # What holds for the whole scheme this month

    @property
    def calendar(self) -> int:
        """The calendar month."""
        return self.began + self.month

    @property
    def digital(self) -> float:
        """Share of digital procedures: tools take time before they do what they are meant to."""
        share, needed = self.p.design.digital, self.p.agencies.digital_months
        return share * min(1.0, (self.month + 1) / needed) if needed > 0 else share

    @property
    def mentoring_relief(self) -> float:
        """Share of dropouts that mentoring prevents."""
        return self.p.candidates.mentoring_relief * self.p.design.mentoring

    @property
    def return_relief(self) -> float:
        """Share of early returns that components leave."""
        package = self.p.candidates.integration_relief * self.p.design.integration_package
        return (1 - self.mentoring_relief) * (1 - package)

    @property
    def learned(self) -> float:
        """Share of what training can give that its length gives."""
        return 1 - exp(-self.p.design.training_months / self.p.candidates.learning_months)

    @property
    def board_contacts(self) -> float:
        """Contacts that the advisory board adds to every stakeholder."""
        return self.p.agencies.board_contacts * self.scheme.covered if self.p.design.advisory_board else 0.0

    @property
    def asked(self) -> float:
        """Contribution that the scheme asks for, EUR a person."""
        return self.p.costs.full_price * self.p.design.contribution_share

    def money(self, asked: float) -> float:
        """What a stay is worth to a host against its price and its best alternative."""
        employers, design = self.p.employers, self.p.design
        months = max(min(design.stay_months, employers.look_ahead) - employers.break_in, 1)
        worth = by(employers.month_worth, design.kind) * by(employers.level_worth, design.level) * months
        housing = by(self.p.costs.housing, design.level) * min(design.stay_months, employers.look_ahead)
        price = max(self.p.costs.host_own + asked + housing + employers.alternative, 1)
        return employers.money_weight * log(worth / price) - employers.poaching * design.change_of_host

    @property
    def vacancies(self) -> int:
        """Open vacancies of all engaged hosts."""
        return sum(host.open for market in self.markets for host in market.hosts if host.status == Status.engaged)

    @property
    def referable(self) -> int:
        """Open vacancies of the hosts in the latest rings."""
        return sum(market.open for market in self.markets)

    @property
    def monthly(self) -> pd.DataFrame:
        """The months simulated so far: a row per month, a column per monthly indicator."""
        return pd.DataFrame(self.months, columns=list(MONTHLY))

    @property
    def outcome(self) -> dict[str, float]:
        """Every indicator of the run so far."""
        return outcome(
            self.months, self.scheme.end_month, [self.scheme], self.budget.total, self.scheme.months_to_match,
            self.scheme.months_to_departure,
        )  # fmt: skip
