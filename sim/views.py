"""Mesa agents as live views: each reads and writes its row of a table, so that setting an attribute changes the run."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, overload

import mesa

from sim.parameters import Sector, Size, Skill
from sim.state import (
    AGENCY,
    CANDIDATE,
    EMPLOYER,
    GOVERNMENT,
    AgencyKind,
    Level,
    Motive,
    Reason,
    Side,
    Stage,
    State,
    Status,
)  # fmt: skip
from sim.stories import candidate_story, employer_story

if TYPE_CHECKING:
    import numpy as np

    from sim.model import PartnershipModel

#: Columns that order lists inside the tables: not a state of the agent.
_PLUMBING = {"next", "agent", "index"}


class Column:
    """An attribute that lives in a column of the agent's table."""

    def __init__(self, name: str, meaning: type[IntEnum] | None = None) -> None:
        self.name = name
        self.meaning = meaning

    @overload
    def __get__(self, view: None, owner: Any) -> "Column": ...
    @overload
    def __get__(self, view: "View", owner: Any) -> Any: ...
    def __get__(self, view: "View | None", owner: Any) -> Any:
        if view is None:
            return self
        value = view.table[self.name][view.row].item()
        return self.meaning(value) if self.meaning else value

    def __set__(self, view: "View", value: Any) -> None:
        view.table[self.name][view.row] = value


class View(mesa.Agent):
    """A row of a table as a Mesa agent."""

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, model: "PartnershipModel", row: int) -> None:
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


def _columns(dtype: "np.dtype[Any]", **meanings: type[IntEnum]) -> dict[str, Any]:
    names = tuple(name for name in dtype.names or () if name not in _PLUMBING)
    return {"columns": names} | {name: Column(name, meanings.get(name)) for name in names}


def _live(dtype: "np.dtype[Any]", **meanings: type[IntEnum]) -> Any:
    """Class decorator: an attribute for every column of the table."""

    def decorate(view: type[View]) -> type[View]:
        for name, value in _columns(dtype, **meanings).items():
            setattr(view, name, value)
        return view

    return decorate


@_live(GOVERNMENT, side=Side, level=Level)
class Government(View):
    """A government: side, level, support, trust, capacity, next election, signature."""

    @property
    def table(self) -> Any:
        """All governments."""
        return self.model.state.governments

    @staticmethod
    def number(state: State) -> int:
        """Number of governments."""
        return len(state.governments)


@_live(AGENCY, kind=AgencyKind)
class Agency(View):
    """An agency: the lead, a public employment service or a private recruiter."""

    @property
    def table(self) -> Any:
        """All agencies."""
        return self.model.state.agencies

    @staticmethod
    def number(state: State) -> int:
        """Number of agencies."""
        return len(state.agencies)


@_live(EMPLOYER, size_class=Size, motive=Motive, status=Status)
class Employer(View):
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


@_live(CANDIDATE, stage=Stage, reason=Reason, left=Stage, level=Skill)
class Candidate(View):
    """A candidate: origin, skill, profile, language, track, stage, host, recognition."""

    @property
    def table(self) -> Any:
        """All candidates (the table is larger than their number)."""
        return self.model.state.book.candidates

    @staticmethod
    def number(state: State) -> int:
        """Number of candidates so far."""
        return int(state.book.scheme[0].candidates)

    def story(self) -> str:
        """The person's way through the scheme in a few sentences."""
        return candidate_story(self)


KINDS: tuple[type[View], ...] = (Government, Agency, Employer, Candidate)
