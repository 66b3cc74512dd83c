"""One run as a Mesa model: a month is a step, agents are live views of the rows that the compiled kernels work on."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import mesa
import pandas as pd
from mesa.agent import AgentSet

from sim.indicators import BY_NAME, LEVEL, MONTHLY, NAMES
from sim.parameters import Config
from sim.reporting.results import all_journeys
from sim.runs.course import Course
from sim.setup.configuration import configure
from sim.views import KINDS, Agency, Candidate, Employer, Government, View

__all__ = ["Agency", "Candidate", "Employer", "Government", "PartnershipModel"]


#: What the model's own data collector reports after every step: totals so far, or the level at the month's end.
REPORTED = (
    "applicants", "trained", "matches", "departures", "completed_mobilities", "local_placements", "dropouts",
    "public_cost", "private_contribution", "trust_government", "trust_employer",
)  # fmt: skip


def report(name: str, model: "PartnershipModel") -> float:
    """One indicator of a model, for its data collector."""
    return model.total(name)


class PartnershipModel(mesa.Model):
    """A pilot scheme, month by month.

    ``config``: a :class:`Config`, the name of a scenario, a mapping of settings (:func:`sim.configure`), or None for the baseline; ``seed`` and ``replicate`` address
    all chance; further keywords are overrides by their dotted names (``**{"design.duration_years": 5}``), so that
    ``mesa.batch_run`` can vary them. ``seed`` None means the configuration's seed.

    Agents are created when first asked for (``agents``, ``agents_by_type``); a model that is only run never has any.
    Where the scheme follows another (``phase.after``), months and journeys are those of both phases; agents, and ``state``, are those of the
    latest phase that has begun.
    """

    def __init__(
        self,
        config: "Config | str | Mapping[str, Any] | None" = None,
        seed: int | None = None,
        replicate: int = 0,
        **kwargs: Any,
    ) -> None:
        if not isinstance(kwargs.get("scenario"), str):
            kwargs.pop("scenario", None)  # Mesa 3.5 hands one of its own, empty, to a model that is started anew
        if isinstance(config, Config):
            if kwargs:
                raise ValueError("overrides go with the name of a scenario: use configure(scenario, ...) for a Config")
        else:
            words = (f"{name}={value}" for name, value in kwargs.items())  # Mesa's views look for this name
            config = configure(config or {}, *words)
        self.config: Config = config
        chosen = config.seed if seed is None else int(seed)
        self._views: dict[type[View], list[View]] = {}
        super().__init__(rng=chosen)
        self.replicate = replicate
        self.course = Course.of(config, chosen, replicate)
        self.state = self.course.latest
        self.month = 0
        self.datacollector = mesa.DataCollector(model_reporters={name: partial(report, name) for name in REPORTED})
        self._views = {kind: [] for kind in KINDS}

    def step(self) -> None:
        """Simulate one month; at the horizon the model stops running."""
        if self.month < self.config.horizon:
            self._advance(self.month + 1)
            self.datacollector.collect(self)
        self.running = self.month < self.config.horizon

    def run(self) -> None:
        """Simulate all months that are left, in one compiled call."""
        self.steps += self.config.horizon - self.month
        self._advance(self.config.horizon)
        self.datacollector.collect(self)
        self.running = False

    def _advance(self, month: int) -> None:
        """Simulate until this month; where a phase begins on the way, agents are those of the new phase from then on."""
        self.course.advance(self.month, month)
        self.month = month
        if self.course.latest is not self.state:
            for view in (view for views in self._views.values() for view in views):
                view.remove()
            self._views = {kind: [] for kind in KINDS}
            self.state = self.course.latest

    @property
    def agents(self) -> AgentSet[Any]:
        """All agents, those included that came into being since it was last asked for."""
        self._register()
        registered: AgentSet[Any] = super().agents
        return registered

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("agents belong to the model: change their attributes, not the set")

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet[Any]]:
        """Agents by their class."""
        self._register()
        by_type: dict[type[mesa.Agent], AgentSet[Any]] = super().agents_by_type
        return by_type

    def _register(self) -> None:
        for kind, views in self._views.items():
            for row in range(len(views), kind.number(self.state)):
                views.append(kind(self, row))

    def view(self, kind: type[View], row: int) -> View:
        """The agent of a kind that stands in a row of its table."""
        self._register()
        return self._views[kind][row]

    def total(self, indicator: str) -> float:
        """Sum of a monthly indicator over the months simulated so far (for trust and other levels: the last value)."""
        column = self.course.months(self.month)[indicator]
        if BY_NAME[indicator].over == LEVEL:
            return float(column[-1]) if self.month else float("nan")
        return float(column.sum())

    @property
    def monthly(self) -> pd.DataFrame:
        """The months simulated so far: a row per month, a column per monthly indicator."""
        return pd.DataFrame(self.course.months(self.month), columns=list(NAMES))[list(MONTHLY)]

    @property
    def journeys(self) -> pd.DataFrame:
        """Every stage that candidates entered so far."""
        return all_journeys(self.course.states, self.replicate)
