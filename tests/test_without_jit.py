"""The model without compilation: the same numbers (also what the debugger and the coverage of kernels run)."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from sim import configure
from sim.indicators import NAMES
from sim.kernel import advance
from sim.runs.ensemble import create_state

SETTINGS = ("design.places=8", "candidates.per_place=12", "markets.employers=40", "horizon=60")
SCENARIOS = ("covid_shock", "recognition_agreement", "palim", "ygca")
PROGRAM = """
import json, sys
from sim import configure
from sim.runs.ensemble import create_state
from sim.indicators import NAMES
from sim.kernel import advance
found = {}
for scenario in sys.argv[1].split(","):
    state = create_state(configure(scenario, *sys.argv[2:]), 3)
    advance(state, 0, 60)
    found[scenario] = [[float(state.monthly[name].sum()) for name in NAMES], int(state.scheme.journal)]
print(json.dumps(found))
"""


def run(scenario):
    """Sums of the monthly indicators of one run, and the length of its journal."""
    state = create_state(configure(scenario, *SETTINGS), 3)
    advance(state, 0, 60)
    return [float(state.monthly[name].sum()) for name in NAMES], int(state.scheme.journal)


@pytest.mark.compiled
def test_the_same_numbers_without_compilation():
    plain = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(SCENARIOS), *SETTINGS],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(plain.stdout)
    for scenario in SCENARIOS:
        sums, journal = run(scenario)
        # columns of single precision: a sum of them may differ in its last digits
        np.testing.assert_allclose(found[scenario][0], sums, rtol=1e-7, atol=1e-9, err_msg=scenario)
        assert found[scenario][1] == journal


@pytest.mark.parametrize("scenario", [*SCENARIOS, "homere", "private_recruiters", "remote_start", "talent_partnership"])
def test_a_small_run_of_each_kind_counts_everybody(scenario):
    state = create_state(configure(scenario, *SETTINGS), 1)
    advance(state, 0, 60)
    assert state.stages["count"].sum() == state.scheme.candidates
