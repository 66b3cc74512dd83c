"""Procedures: who needs recognition, what digital tools and simplified recognition take off (L12, L16, L22)."""

import pytest
from worlds import record, row

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


def test_digital_procedures_leave_a_share_of_the_time_and_never_quite_none():
    assert procedures.digital_relief(0.5, record({"permits.digital_effect": 0.4})) == pytest.approx(0.8)
    assert procedures.digital_relief(1.0, record({"permits.digital_effect": 1.0})) == 1e-6


def test_a_simplified_procedure_helps_where_it_is_agreed():
    chosen = record({"recognition.simplification": 0.4})
    assert procedures.simplified(row("country", agreement=1), chosen) == pytest.approx(0.4)
    assert procedures.simplified(row("country"), chosen) == 0.0
