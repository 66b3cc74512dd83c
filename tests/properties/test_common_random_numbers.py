"""Designs on one seed meet the same world, so that their difference is the design's."""

import numpy as np
import pytest
from worlds import configured, finished, months, small, totals

from sim.indicators import NAMES

TRAITS = (
    "need",
    "burden",
    "size_class",
    "motive",
    "experience",
    "willing",
    "real_need",
    "index",
    "market",
    "disposed",
    "engage_at",
    "hire_at",
    "clears",
)
DESIGNS = {
    "flexible": {"design.flexibility": 1.0},
    "long": {"design.duration_years": 5.0, "design.budget_total": 2_500_000.0},
    "large": {"design.places": 120},
    "digital": {"design.digital": 1.0, "design.remote_start": 1.0},
    "recruiters": {"design.private_recruiters": 1.0, "design.interview_share": 0.2},
    "slow": {"design.cohort_months": 12, "design.training_months": 9.0},
    "prepared": {"design.preparation_months": 12.0, "design.advisory_board": True},
    "matched first": {"design.pipeline": "match_first", "design.reserve_share": 0.0},
    "sought": {"design.sought_size": "large", "design.host_staff": 2.0, "design.mentoring": True},
}


def people(state):
    """Applicants' traits by who they are, of those whom no training has changed."""
    rows = state.candidates[: state.scheme.candidates]
    rows = rows[rows["trained"] == 0]
    return {
        (int(r["origin"]), int(r["agent"])): (float(r["skill"]), float(r["language"]), int(r["gender"])) for r in rows
    }


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_meets_the_same_world(design):
    values = {"corridor.origins": 2, "markets.count": 3, "shock.month": 14}
    one, other = finished(small(values)), finished(small(values, DESIGNS[design]))
    for trait in TRAITS:
        assert np.array_equal(one.employers[trait], other.employers[trait]), trait
    for name in ("next_election", "threshold"):
        assert np.array_equal(one.governments[name], other.governments[name]), name
    for name in ("demand", "profile"):
        assert np.array_equal(one.markets[name], other.markets[name]), name
    assert np.array_equal(one.origins["economy"], other.origins["economy"])
    here, there = people(one), people(other)
    both = here.keys() & there.keys()
    assert len(both) > 0.3 * min(len(here), len(there))
    assert all(here[i] == there[i] for i in both)


@pytest.mark.parametrize("design", DESIGNS)
def test_demand_is_the_same_in_every_month(design):
    column = NAMES.index("demand")
    assert np.array_equal(months(small())[:, :, column], months(small(DESIGNS[design]))[:, :, column])


def test_replicates_and_seeds_differ():
    config = small()
    assert len(np.unique(months(config, 20)[:, 5, NAMES.index("demand")])) == 20
    assert not np.array_equal(months(config, 3, seed=1), months(config, 3, seed=2), equal_nan=True)


@pytest.mark.compiled
def test_outcomes_of_similar_designs_correlate():
    one, other = (totals(configured({"design.flexibility": f}), 200)["completed_mobilities"] for f in (0.5, 0.6))
    paired = np.corrcoef(one, other)[0, 1]
    unpaired = np.corrcoef(one, np.roll(other, 1))[0, 1]
    assert paired > 0.3
    assert paired > unpaired + 0.3
