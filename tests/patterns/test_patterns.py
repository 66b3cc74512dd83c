"""The lessons of the brief as patterns: the experiments of ``analysis.lessons``, smaller."""

from functools import cache

import numpy as np
import pytest

from analysis.lessons.lesson import OPEN, SUPPORTED
from analysis.lessons.quantities import Arm, total
from analysis.lessons.runs import WAITING, named_wait, run_lessons
from analysis.lessons.themes import LESSONS
from analysis.worlds.experiments import run_designs
from sim import configure

pytestmark = pytest.mark.compiled

DRAWS = 400
"""Draws of the parameters, each with its own chance: enough for every part to be surely shown."""

configured = cache(configure)


@pytest.mark.parametrize("number", LESSONS)
def test_the_model_shows_the_lesson(number):
    findings, _ = run_lessons([LESSONS[number]], configured, DRAWS, "both")
    for found in findings:
        assert found.verdict in {SUPPORTED, OPEN}, f"{found.part.claim} {found.effect}"


CLOSED_BORDERS = (  # for two years, and nothing else
    "shock.month=14 shock.closure_months=12 shock.second_wave=1 shock.second_wave_months=12"
    " shock.consular=0 shock.services=0 shock.freeze.employment=0 shock.demand_loss.ict=0"
)


def arms(*texts):
    runs = run_designs(
        [configured(*text.split()) for text in texts], 40, 1, indicators=(*WAITING, "completed_mobilities")
    )
    return [Arm({name: values[row] for name, values in runs.totals.items()}, {}) for row in range(len(texts))]


@pytest.mark.parametrize(("design", "cause"), [
    ("baseline costs.training_seats=8", "training"),
    ("baseline employers.engagement_base=-5", "employer"),
    ("baseline agencies.interviews=2 design.capacity_share=0 design.flexibility=0", "interview"),
    ("recognition_friction recognition.capacity=1 permits.capacity=100", "recognition"),
    ("baseline permits.capacity=0.7 candidates.match_patience=60", "permit"),
    (f"baseline {CLOSED_BORDERS} candidates.match_patience=120 permits.months=0.5", "travel"),
])  # fmt: skip
def test_l21_a_planted_constraint_is_named(design, cause):
    (arm,) = arms(design)
    _, named = named_wait({"planted": arm})
    assert named.cause == cause
    assert named.agreement > 0.5


def test_the_effect_of_nothing_is_nothing():
    one, same = arms("baseline", "baseline design.flexibility=0.5")
    found = (total("same", "completed_mobilities") - total("one", "completed_mobilities")).interval(
        {"one": one, "same": same}
    )
    assert (found.estimate, found.low, found.high) == (0.0, 0.0, 0.0)
    assert np.ptp(one.totals["completed_mobilities"]) > 0
