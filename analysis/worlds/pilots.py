"""The real schemes that come with the model as scenarios, and what they are called."""

from typing import NamedTuple

from sim.reporting import names


class Scheme(NamedTuple):
    """A real scheme: the name of its scenario, and its full name if it is known by an abbreviation that few know."""

    scenario: str
    in_full: str = ""

    @property
    def name(self) -> str:
        """The name it is known by."""
        return names.scenario(self.scenario)

    @property
    def label(self) -> str:
        """Its name for somebody who may not know it."""
        return f"{self.name} ({self.in_full})" if self.in_full else self.name


PILOTS: dict[str, Scheme] = {
    each.scenario: each
    for each in (
        Scheme("palim"),
        Scheme("homere"),
        Scheme("digital_explorers"),
        Scheme("ygca", "Young Generation as Change Agents"),
        Scheme("thamm"),
        Scheme("match"),
    )
}
"""The six pilots of the brief, by scenario."""
