"""Procedures: who needs recognition, what digital tools and simplified recognition take off (L12, L16, L22)."""

import pytest
from worlds import record

from sim.laws import procedures
from sim.parameters import Mobility, Sector


def test_recognition_is_needed_by_sector_and_level_and_not_for_study():
    needed = {
        "recognition.required.engineering": 0.25,
        "recognition.required_level.medium": 0.9,
        "design.level": "medium",
    }
    assert procedures.recognition_share(Sector.engineering, record(needed)) == pytest.approx(0.225)
    study = record(needed, {"design.kind": Mobility.study})
    assert procedures.recognition_share(Sector.engineering, study) == 0.0
