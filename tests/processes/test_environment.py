"""The shock's time profile, demand, profiles, economies: alike for every design (L13, L14)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Decision, configured, drawn, finished, given_all, given_scheme, record, scheme, small, world
from worlds import run as run_process

from sim.draws import normal_from
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
    return state.monthly["demand"][:-1]  # without the record of the run


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


WAVES = {"shock.month": 10, "shock.severity": 0.8, "shock.closure_months": 3.0, "shock.recovery_months": 4.0,
         "shock.second_wave": 0.5, "shock.second_wave_months": 6}  # fmt: skip


@pytest.mark.parametrize(("month", "expected"), [
    (9, 0.0), (10, 0.8), (12, 0.8), (13, 0.8), (14, 0.8 * math.exp(-1 / 4)), (15, 0.8 * math.exp(-2 / 4)),
    (16, 0.8 * 0.5), (18, 0.8 * 0.5), (20, 0.8 * 0.5 * math.exp(-1 / 4)),
])  # fmt: skip
def test_the_intensity_of_two_waves_by_hand(month, expected):
    # the second wave is larger from month 16 on, when the first has fallen to exp(-3/4) = 0.47
    assert environment.shock_intensity(month, record(WAVES).shock) == pytest.approx(expected)


@pytest.mark.parametrize(("month", "expected"), [(9, 0.0), (10, 0.0), (13, 0.0), (17, 0.8 * (1 - math.exp(-1)))])
def test_the_lasting_change_comes_as_the_first_wave_goes(month, expected):
    assert environment.lasting(month, record(WAVES).shock) == pytest.approx(expected)


def test_a_shock_may_come_in_the_first_month_or_never():
    assert environment.shock_intensity(0, record(WAVES, {"shock.month": 0}).shock) == 0.8
    assert environment.lasting(9, record(WAVES, {"shock.month": 0}).shock) > 0.0
    assert environment.lasting(300, record(WAVES, {"shock.month": -1}).shock) == 0.0


def test_what_a_shock_leaves_open_by_hand():
    closing = {"shock.services": 0.6, "shock.travel": 0.9, "design.digital": 0.25}
    state = world(WAVES, closing)
    given_scheme(state, training_lost=0.3)
    run_process("environment", state, 17)
    intensity = 0.8 * 0.5
    assert scheme(state).intensity == pytest.approx(intensity)
    assert scheme(state).services == pytest.approx(1 - intensity * 0.6 * 0.75)
    assert scheme(state).travel_open == pytest.approx(1 - intensity * 0.9)
    assert scheme(state).training_lost == pytest.approx(0.3 + intensity * 0.6 * 0.75)


MOVING = {
    "markets.count": 3, "markets.diversity": 0.34, "markets.volatility": 0.2, "markets.persistence": 0.6,
    "markets.correlation": 0.3, "markets.drift": 0.1, "corridor.origins": 2, "sectors.demand.ict": 1.2,
    "sectors.demand.engineering": 0.9, "shock.demand_loss.ict": 0.3, "shock.demand_loss.engineering": 0.5,
    "shock.demand_growth.ict": 0.2, "shock.demand_growth.engineering": -0.1, "shock.origin_loss": 0.4,
    "candidates.home_hazard": 0.15,
}  # fmt: skip


@pytest.mark.parametrize("month", [3, 14])
def test_markets_by_hand(month):
    state = world(WAVES, MOVING)
    given_scheme(state, log_common=0.4)
    given_all(state.markets, log_own=[0.1, -0.2, 0.3], profile=[0.5, -0.5, 0.0])
    run_process("environment", state, month)
    noise = 0.2 * math.sqrt(1 - 0.6**2)
    common = 0.6 * 0.4 + noise * normal_from(drawn(state, Decision.demand_common, 0, 0, month)[0])
    intensity, after = (0.0, 0.0) if month == 3 else (0.8 * math.exp(-1 / 4), 0.8 * (1 - math.exp(-1 / 4)))
    assert scheme(state).log_common == pytest.approx(common)
    levels, losses, growths = (1.2, 1.2, 0.9), (0.3, 0.3, 0.5), (0.2, 0.2, -0.1)
    for m, (own, profile) in enumerate(((0.1, 0.5), (-0.2, -0.5), (0.3, 0.0))):
        own = 0.6 * own + noise * normal_from(drawn(state, Decision.demand_market, m, 0, month)[0])
        profile += 0.1 * normal_from(drawn(state, Decision.profile_market, m, 0, month)[0])
        struck = (1 - intensity * losses[m]) * (1 + after * growths[m])
        demand = levels[m] * math.exp(math.sqrt(0.3) * common + math.sqrt(0.7) * own) * struck
        assert state.markets[m].log_own == pytest.approx(own)
        assert state.markets[m].profile == pytest.approx(profile)
        assert state.markets[m].demand == pytest.approx(demand)


def test_economies_of_origin_by_hand():
    state = world(WAVES, MOVING)
    given_all(state.origins, log_economy=[0.2, -0.1], hazard=[0.5, 0.7])
    run_process("environment", state, 14)
    noise, intensity = 0.2 * math.sqrt(1 - 0.6**2), 0.8 * math.exp(-1 / 4)
    for o, (log, hazard) in enumerate(((0.2, 0.5), (-0.1, 0.7))):
        log = 0.6 * log + noise * normal_from(drawn(state, Decision.economy_origin, o, 0, 14)[0])
        economy = math.exp(log) * (1 - intensity * 0.4)
        assert state.origins[o].log_economy == pytest.approx(log)
        assert state.origins[o].economy == pytest.approx(economy)
        assert state.origins[o].hazard == pytest.approx(hazard + 0.15 * economy)
