"""The real schemes that come with the model as scenarios, and what they are called."""

from typing import NamedTuple


class Scheme(NamedTuple):
    """A real scheme: the name of its scenario, the name it is known by, and its full name if that is an abbreviation."""

    scenario: str
    name: str
    in_full: str = ""

    @property
    def label(self) -> str:
        """Its name for somebody who may not know it."""
        return f"{self.name} ({self.in_full})" if self.in_full else self.name


PILOTS: dict[str, Scheme] = {
    each.scenario: each
    for each in (
        Scheme("palim", "PALIM"),
        Scheme("homere", "HOMERe"),
        Scheme("digital_explorers", "Digital Explorers"),
        Scheme("ygca", "YGCA", "Young Generation as Change Agents"),
        Scheme("thamm", "THAMM"),
        Scheme("match", "MATCH"),
    )
}
"""The six pilots of the brief, by scenario."""
EARLIER = Scheme("morocco_germany", "Morocco and Germany")
"""An earlier scheme whose outcomes are published too."""
SCHEMES: dict[str, Scheme] = {**PILOTS, EARLIER.scenario: EARLIER}
"""Every real scheme, by scenario."""
