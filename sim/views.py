"""Mesa agents as live views: each reads and writes its row of a table, so that setting an attribute changes the run.

Their attributes are the columns that the mechanisms declare (:mod:`sim.columns`): the classes are those of
:mod:`sim.state`.
"""

from typing import Any, ClassVar

import mesa

from sim.categories import Sector
from sim.columns import columns_of
from sim.state import AgencyRow, CandidateRow, EmployerRow, GovernmentRow, State
from sim.stories import candidate_story, employer_story


class View(mesa.Agent):
    """A row of a table as a Mesa agent."""

    columns: ClassVar[tuple[str, ...]] = ()
    """Names of the state variables, but for those that only order lists inside the tables."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.columns = tuple(column.name for column in columns_of(cls) if not column.plumbing)

    def __init__(self, model: mesa.Model, row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def table(self) -> Any:
        """The table that this kind of agent lives in."""
        raise AttributeError(f"{type(self).__name__} has no table")

    @staticmethod
    def number(state: State) -> int:
        """How many agents of this kind there are now."""
        raise AttributeError("a view is created by its model")

    def row_values(self) -> dict[str, Any]:
        """All state variables of the agent by name."""
        return {name: getattr(self, name) for name in self.columns}


class Government(View, GovernmentRow):
    """A government: side, level, support, trust, capacity, next election, signature."""

    @property
    def table(self) -> Any:
        """All governments."""
        return self.model.state.governments

    @staticmethod
    def number(state: State) -> int:
        """Number of governments."""
        return len(state.governments)


class Agency(View, AgencyRow):
    """An agency: the lead, a public employment service or a private recruiter."""

    @property
    def table(self) -> Any:
        """All agencies."""
        return self.model.state.agencies

    @staticmethod
    def number(state: State) -> int:
        """Number of agencies."""
        return len(state.agencies)


class Employer(View, EmployerRow):
    """A host: market, size, motive, need, burden, trust, declared interest, vacancies, hires, results."""

    @property
    def table(self) -> Any:
        """All hosts."""
        return self.model.state.employers

    @staticmethod
    def number(state: State) -> int:
        """Number of hosts."""
        return len(state.employers)

    @property
    def sector(self) -> Sector:
        """Sector of the host's market."""
        return Sector(int(self.model.state.markets["sector"][self.table["market"][self.row]]))

    def story(self) -> str:
        """The host's relation to the scheme in a few sentences."""
        return employer_story(self)


class Candidate(View, CandidateRow):
    """A candidate: origin, skill, profile, language, track, stage, host, recognition."""

    @property
    def table(self) -> Any:
        """All candidates (the table is larger than their number)."""
        return self.model.state.candidates

    @staticmethod
    def number(state: State) -> int:
        """Number of candidates so far."""
        return int(state.scheme.candidates)

    def story(self) -> str:
        """The person's way through the scheme in a few sentences."""
        return candidate_story(self)


KINDS: tuple[type[View], ...] = (Government, Agency, Employer, Candidate)
