"""The model in plain Python and compiled gives the same numbers: this process runs one way, another process the other."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from worlds import configured, totals

from sim.compiled import DISABLED
from sim.indicators import BY_NAME, NAMES
from sim.parameters import Mobility, Sector

#: Small schemes that between them use every process.
SCHEMES = {
    "pilot": {"scale": 0.15, "horizon": 72, "shock.month": 14, "design.remote_start": 0.5},
    "busy": {
        "scale": 0.2, "horizon": 80, "corridor.origins": 2, "markets.count": 3, "markets.countries": 2, "markets.diversity": 0.4,
        "design.sector": Sector.health, "design.home_share": 0.4, "design.private_recruiters": 0.5, "design.components": 2,
        "design.advisory_board": True, "design.flexibility": 0.8, "recognition.agreement_month": 3, "design.preparation": 0.5,
    },
    "study": {"scale": 0.15, "horizon": 60, "design.kind": Mobility.study, "design.stay_months": 10.0},
    "sustained": {
        "scale": 0.15, "horizon": 84, "trust.prior": 0.6, "employers.contribution_results": 0.0, "employers.willing": 1.0,
        "costs.lean_coordination": 0.05, "design.sector": Sector.construction, "politics.election_month": 20,
    },
}  # fmt: skip
TIMELINE = {12: {"design.facilitation": 1.0, "permits.capacity": 30.0}, 20: {"design.digital": 0.9}}

#: Columns in single precision are computed in single precision by NumPy, in double precision and then rounded when compiled.
SINGLE_PRECISION = 1e-6


def measured():
    """Every indicator of every scheme, two replicates: (schemes, indicators, replicates)."""
    found = []
    for values in SCHEMES.values():
        run = totals(configured(values, timeline=TIMELINE), 2)
        found.append([run[name] for name in NAMES])
    return np.array(found)


@pytest.fixture(scope="module")
def other_way(tmp_path_factory):
    """The same, measured with compilation switched the other way."""
    path = tmp_path_factory.mktemp("numbers") / "numbers.npy"
    here = Path(__file__).parent
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "0" if DISABLED else "1",
        "PYTHONPATH": f"{here}{os.pathsep}{here.parent}",
    }
    code = f"import numpy, test_without_jit as t; numpy.save({str(path)!r}, t.measured())"
    subprocess.run([sys.executable, "-W", "error::RuntimeWarning", "-c", code], check=True, env=environment)
    return np.load(path)


def test_both_ways_give_the_same_numbers(other_way):
    mine = measured()
    for position, name in enumerate(NAMES):
        if BY_NAME[name].unit in (
            "persons",
            "offers",
            "hosts",
            "interviews",
            "vacancies",
            "agreements",
            "months",
            "month",
            "person-months",
        ):
            assert np.array_equal(mine[:, position], other_way[:, position], equal_nan=True), name
        else:
            assert mine[:, position] == pytest.approx(other_way[:, position], rel=SINGLE_PRECISION, nan_ok=True), name


def test_the_schemes_are_not_idle():
    sums = dict(zip(NAMES, measured().sum(axis=(0, 2)), strict=True))
    for name in ("departures", "completed_mobilities", "local_placements", "reintegrated", "months_sustained", "private_contribution",
                 "remote_starts", "waiting_recognition", "waiting_travel", "agreements_signed", "early_returns"):  # fmt: skip
        assert sums[name] > 0, name
