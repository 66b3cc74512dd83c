"""The shock's time profile, demand, profiles, economies: alike for every design (L13, L14)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import configured, finished, record, small

from sim.indicators import Index
from sim.kernel import advance
from sim.parameters import Sector
from sim.processes import environment
from sim.runs.ensemble import create_state

STRUCK = {"shock.month": 12, "shock.second_wave": 0.6, "shock.second_wave_months": 8}


def shock(**values):
    return record(STRUCK, {f"shock.{name}": value for name, value in values.items()}).shock


@given(st.integers(0, 600), st.floats(0, 1), st.floats(0, 1), st.floats(1, 12), st.floats(1, 24))
def test_intensity_is_a_share_of_the_severity(month, severity, second, closure, recovery):
    struck = shock(severity=severity, second_wave=second, closure_months=closure, recovery_months=recovery)
    assert 0.0 <= environment.shock_intensity(month, struck) <= severity
    assert 0.0 <= environment.lasting(month, struck) <= severity


def test_nothing_happens_before_the_shock_or_without_one():
    assert environment.shock_intensity(11, shock()) == 0.0
    assert environment.lasting(11, shock()) == 0.0
    assert environment.shock_intensity(300, shock(month=-1)) == 0.0


def test_a_wave_closes_then_recovers():
    profile = [environment.wave(month, shock()) for month in range(-2, 40)]
    assert profile[:2] == [0.0, 0.0]
    assert set(profile[2:6]) == {1.0}
    assert (np.diff(profile[6:]) < 0).all()
    assert profile[-1] < 0.01


def test_a_second_wave_returns_weaker():
    profile = [environment.shock_intensity(month, shock(recovery_months=3.0)) for month in range(60)]
    assert profile[12] == 1.0
    assert profile[20] == 0.6 > profile[19]


def run(*values):
    return finished(small({"scale": 0.02, "horizon": 400, "candidates.per_place": 0.0}, *values))


def demand(*values):
    state = run(*values)
    return state.book.monthly[:, Index.demand]


def test_demand_moves_around_the_level_of_its_sector():
    values = {"markets.count": 1, "markets.volatility": 0.25, "markets.persistence": 0.5, "horizon": 600}
    for sector, level in ((Sector.ict, 1.2), (Sector.construction, 1.3)):
        logs = np.log(demand(values, {"design.sector": sector}))
        assert logs.mean() == pytest.approx(np.log(level), abs=4 * 0.25 * np.sqrt(3 / 600))
        assert logs.std() == pytest.approx(0.25, rel=0.15)


def test_without_volatility_demand_stands_still():
    assert np.ptp(demand({"markets.volatility": 0.0})) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("correlation", "low", "high"), [(0.0, -0.25, 0.25), (0.9, 0.75, 1.0), (1.0, 1 - 1e-9, 1 + 1e-9)]
)
def test_markets_move_together_as_far_as_they_correlate(correlation, low, high):
    values = {"markets.count": 2, "markets.persistence": 0.0, "markets.correlation": correlation, "horizon": 400}
    state = create_state(configured({"scale": 0.02, "candidates.per_place": 0.0}, values), 1)
    logs = []
    for month in range(400):
        advance(state, month, month + 1)
        logs.append(np.log(state.markets["demand"]))
    assert low <= np.corrcoef(np.array(logs).T)[0, 1] <= high


def test_a_shock_takes_demand_and_lets_ict_grow_afterwards():
    calm, struck = demand(), demand(STRUCK)
    assert (struck[:12] == calm[:12]).all()
    assert struck[12] == pytest.approx(calm[12] * (1 - record().shock.demand_loss.ict))
    assert struck[100:] == pytest.approx(calm[100:] * (1 + record().shock.demand_growth.ict), rel=1e-3)


def test_economies_of_origin_shrink_in_the_shock():
    calm, struck = run({"horizon": 13}), run({"horizon": 13}, STRUCK)
    assert struck.origins[0].economy == pytest.approx(calm.origins[0].economy * (1 - record().shock.origin_loss))
