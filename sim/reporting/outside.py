"""The outside view beside a run: what comparable real schemes achieved, in persons, and the departures to set against it."""

import numpy as np

from sim.errors import UserError
from sim.evidence import outside_view
from sim.evidence.outside_view import OutsideView
from sim.parameters import Config
from sim.reporting import safest
from sim.reporting.estimates import by_month
from sim.reporting.results import Results
from sim.reporting.safest import Array
from sim.reporting.wording import places_planned


def view_of(config: Config) -> OutsideView | None:
    """The outside view of a scheme; None where the evidence is not installed, or no place is planned."""
    if not planned(config) > 0.0:
        return None
    try:
        return outside_view.of(config)
    except UserError:
        return None


def planned(config: Config) -> float:
    """Places that the scheme promises at its start, whole ones; those of all its phases."""
    return float(places_planned(config))


def departed(results: Results) -> Array:
    """Departures while public money was paid, extensions included: (worlds). Real schemes were counted at their end, too."""
    return safest.before(by_month(results, "departures"), results.runs["funding_end"].to_numpy(np.float64))
