"""Phases: schemes in sequence, each with what the one before has left (ODD, phases)."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.objects.configuration import phases_by_month
from benchmarks.objects.finance import outcome
from benchmarks.objects.government import Government
from benchmarks.objects.model import PilotScheme
from sim.indicators import FLOW, INDICATORS
from sim.parameters import Config, Phase

if TYPE_CHECKING:
    from benchmarks.objects.employer import Employer

GOVERNMENT = ("support", "usual", "trust", "next_election", "elections", "signed")
HOST = ("trust", "results", "need_left")
MARKET = ("log_own", "profile", "results")
ORIGIN = ("log_economy", "stopped_until")
COUNTRY = ("agreement", "agreement_work", "stopped_until")
SCHEME = ("sensed", "curriculum", "method_gain", "capacity_stock", "memory", "settled", "struck")


class Legacy(NamedTuple):
    """What a phase finds: values by name of whoever was there before."""

    began: int
    number: int
    governments: dict[int, dict[str, float]]
    hosts: dict[tuple[int, bool, int], dict[str, float]]
    recruited: set[tuple[int, bool, int]]
    markets: dict[int, dict[str, float]]
    origins: dict[int, dict[str, float]]
    countries: dict[int, dict[str, float]]
    volumes: dict[int, float]
    scheme: dict[str, float]
    log_common: float


def values(thing: object, names: tuple[str, ...]) -> dict[str, float]:
    """Some attributes by name."""
    return {name: getattr(thing, name) for name in names}


def legacy(model: PilotScheme) -> Legacy:
    """What a scheme leaves in this moment to the next."""
    hosts: list[Employer] = [host for market in model.markets for host in market.hosts]
    return Legacy(
        began=model.began + model.month,
        number=model.number + 1,
        governments={each.number: values(each, GOVERNMENT) for each in model.agents_by_type[Government]},
        hosts={host.place: values(host, HOST) for host in hosts},
        recruited={host.place for host in hosts if host.hires > 0},
        markets={market.number: values(market, MARKET) for market in model.markets},
        origins={origin.number: values(origin, ORIGIN) for origin in model.origins},
        countries={country.number: values(country, COUNTRY) for country in model.countries},
        volumes={agency.origin.number: agency.volume for agency in model.recruiters},
        scheme=values(model.scheme, SCHEME),
        log_common=model.log_common,
    )


class Sequence:
    """All phases of a configuration, each run to the horizon."""

    def __init__(self, config: Config, seed: int = 1, replicate: int = 0) -> None:
        self.phases: list[PilotScheme] = []
        found: Legacy | None = None
        versions = phases_by_month(config)
        for number, by_month in enumerate(versions):
            after = versions[number + 1][0].phase if number + 1 < len(versions) else None
            model = PilotScheme(by_month[0], seed, replicate, found, by_month)
            self.phases.append(model)
            found = None
            while model.running:
                model.step()
                if found is None and after is not None and self.goes_on(model, after):
                    found = legacy(model)
                    model.scheme.alive = False
            if found is None:
                break

    @staticmethod
    def goes_on(model: PilotScheme, after: Phase) -> bool:
        """Whether the next phase begins now, after a month of the one before."""
        scheme = model.scheme
        ended = not scheme.funded and model.month == scheme.end_month + after.gap
        return model.running and ended and scheme.known.taken >= after.gate * max(scheme.places, 1)

    @property
    def last(self) -> PilotScheme:
        """The latest phase that began."""
        return self.phases[-1]

    @property
    def months(self) -> list[dict[str, float]]:
        """Calendar months: flows added, levels of the latest phase."""
        added: list[dict[str, float]] = []
        for model in self.phases:
            for month, record in enumerate(model.months, start=model.began):
                if month == len(added):
                    added.append(dict(record))
                    continue
                for indicator in INDICATORS:
                    if indicator.name in record:
                        before = added[month][indicator.name] if indicator.over == FLOW else 0.0
                        added[month][indicator.name] = record[indicator.name] + before
        return added

    @property
    def outcome(self) -> dict[str, float]:
        """Every indicator of the whole sequence."""
        to_match: Counter[int] = Counter()
        to_departure: Counter[int] = Counter()
        for model in self.phases:
            to_match += model.scheme.months_to_match
            to_departure += model.scheme.months_to_departure
        return outcome(
            self.months, self.last.began + self.last.scheme.end_month, [model.scheme for model in self.phases],
            sum(model.budget.total for model in self.phases), to_match, to_departure,
        )  # fmt: skip
