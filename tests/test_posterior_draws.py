"""Worlds drawn from a calibration that ships: a small file whose draws can be worked out by hand."""

from math import erf, sqrt

import numpy as np
import pandas as pd
import pytest

from sim import configure
from sim.parameters import value_of
from sim.runs import posterior
from sim.runs.draws import NO_ROW, draw
from sim.runs.prior import position, quantile, uncertain_ranges, unknowns

SHARED, VARIES, OWN = "employers.hire_base", "permits.months", "design.flexibility"
MONTHS = uncertain_ranges()[VARIES]
FLEXIBLE = unknowns()[f"palim:{OWN}"]
ROWS = 4
VALUES = {
    SHARED: [-3.0, -2.5, -1.5, -1.0],
    f"mean:{VARIES}": [0.0, 0.5, -1.0, 1.0],
    f"spread:{VARIES}": [0.1, 0.2, 0.4, 0.8],
    f"palim:{VARIES}": list(np.linspace(MONTHS.low, MONTHS.high, ROWS + 2)[1:-1]),
    f"palim:{OWN}": list(np.linspace(FLEXIBLE.low, FLEXIBLE.high, ROWS + 2)[1:-1]),
    "without:palim": [0.0, 0.75, 0.25, 0.0],
}


@pytest.fixture
def ships(tmp_path, monkeypatch):
    """A calibration that ships, and a place for draws without a scheme."""
    monkeypatch.setattr(posterior, "FILE", tmp_path / "posterior.parquet")
    monkeypatch.setattr(posterior, "WITHOUT_FILE", tmp_path / "without.parquet")
    pd.DataFrame(VALUES).astype(np.float32).to_parquet(posterior.FILE, index=False)
    for cached in (posterior.read, posterior.read_without):
        cached.cache_clear()
    yield tmp_path
    for cached in (posterior.read, posterior.read_without):
        cached.cache_clear()


@pytest.fixture
def without(ships):
    """Draws without PALIM, which take the place of weights."""
    table = pd.DataFrame(
        {
            posterior.LEFT_OUT: "palim",
            SHARED: [-0.6, -0.7],
            f"mean:{VARIES}": [0.3, 0.3],
            f"spread:{VARIES}": [0.0, 0.0],
        }
    )
    table.to_parquet(posterior.WITHOUT_FILE, index=False)
    return table


def drawn(scenario, worlds=400, **asked):
    found = draw(scenario, worlds, 5, **asked)
    return found, found.columns(configure(scenario))


def test_what_was_written_is_read(ships):
    known = posterior.read()
    assert len(known) == ROWS
    assert known.varying == [VARIES]
    assert known.schemes == ["palim"]
    for name, values in VALUES.items():
        assert name in known
        assert known[name] == pytest.approx(values)


def test_nothing_ships_where_there_is_no_file(ships):
    posterior.FILE.unlink()
    posterior.read.cache_clear()
    assert posterior.read() is None
    assert (draw("palim", 3, 1).row == NO_ROW).all()


def test_every_row_is_drawn_in_turn(ships):
    found, columns = drawn("open_pilot", 8)
    assert np.bincount(found.row, minlength=ROWS).tolist() == [2] * ROWS
    assert columns[SHARED] == pytest.approx(np.array(VALUES[SHARED])[found.row])


def test_a_scheme_that_was_learned_from_keeps_its_own_values(ships):
    found, columns = drawn("palim")
    for name in (VARIES, OWN):
        assert columns[name] == pytest.approx(np.array(VALUES[f"palim:{name}"])[found.row], rel=1e-5)
    assert columns[SHARED] == pytest.approx(np.array(VALUES[SHARED])[found.row])


def test_a_new_scheme_draws_around_the_mean_with_the_spread(ships):
    found, columns = drawn("open_pilot", 4000)
    normal = np.sqrt(2.0) * np.array([_inverse_erf(2.0 * share - 1.0) for share in position(MONTHS, columns[VARIES])])
    for row, (mean, spread) in enumerate(zip(VALUES[f"mean:{VARIES}"], VALUES[f"spread:{VARIES}"], strict=True)):
        mine = normal[found.row == row]
        assert mine.mean() == pytest.approx(mean, abs=5 * spread / sqrt(len(mine)) + 1e-5)
        assert mine.std() == pytest.approx(spread, rel=0.1)


def test_one_new_value_by_hand(ships):
    """With a spread of nought every new scheme lies at the mean: half a standard deviation up is a share of 0.6915 of the range."""
    pd.DataFrame(VALUES | {f"mean:{VARIES}": [0.5] * ROWS, f"spread:{VARIES}": [0.0] * ROWS}).to_parquet(
        posterior.FILE, index=False
    )
    posterior.read.cache_clear()
    _, columns = drawn("open_pilot", 3)
    share = 0.5 * (1.0 + erf(0.5 / sqrt(2.0)))
    assert share == pytest.approx(0.69146, abs=1e-5)
    assert columns[VARIES] == pytest.approx(np.full(3, quantile(MONTHS, share, VARIES)))


def test_schemes_at_once_share_all_but_what_varies_between_schemes(ships):
    """The first of them is the scheme as ever; each further one has a value of its own, of a new scheme in the same row."""
    alone, first, second, third = (
        drawn("palim", **asked)[0] for asked in ({}, {"scheme": 0}, {"scheme": 1}, {"scheme": 2})
    )
    assert np.array_equal(alone.positions, first.positions)
    varies = [name == VARIES for name in first.ranges]
    for other in (second, third):
        assert np.array_equal(first.row, other.row)
        assert (~np.isclose(first.positions, other.positions)).any(axis=0).tolist() == varies
    assert not np.array_equal(second.positions, third.positions)
    columns = [each.columns(configure("palim")) for each in (first, second, third)]
    assert columns[0][VARIES] == pytest.approx(np.array(VALUES[f"palim:{VARIES}"])[first.row], rel=1e-5)
    assert np.unique(columns[1][VARIES]).size > 350
    normal = np.sqrt(2.0) * np.array(
        [_inverse_erf(2.0 * share - 1.0) for share in position(MONTHS, columns[2][VARIES])]
    )
    for row, mean in enumerate(VALUES[f"mean:{VARIES}"]):
        spread = VALUES[f"spread:{VARIES}"][row]
        assert normal[first.row == row].mean() == pytest.approx(mean, abs=5 * spread / sqrt(100) + 1e-5)


def test_without_the_scheme_rows_come_by_their_weights(ships):
    found, columns = drawn("palim", without=True)
    assert np.bincount(found.row, minlength=ROWS).tolist() == [0, 300, 100, 0]
    assert columns[SHARED] == pytest.approx(np.array(VALUES[SHARED])[found.row])
    own = position(uncertain_ranges()[VARIES], columns[VARIES])
    assert np.unique(own).size > 350  # drawn anew, not one of the rows' own values
    assert not np.isin(np.float32(columns[OWN]), np.float32(VALUES[f"palim:{OWN}"])).any()


def test_a_scheme_that_nothing_was_learned_from_is_the_same_without_it(ships):
    with_it, without_it = (draw("open_pilot", 50, 2, without=each) for each in (False, True))
    assert np.array_equal(with_it.positions, without_it.positions)


def test_draws_that_were_made_without_the_scheme_take_the_place_of_weights(without):
    found, columns = drawn("palim", 10, without=True)
    assert np.bincount(found.row).tolist() == [5, 5]
    assert columns[SHARED] == pytest.approx(without[SHARED].to_numpy()[found.row])
    at_mean = quantile(MONTHS, 0.5 * (1.0 + erf(0.3 / sqrt(2.0))), VARIES)
    assert columns[VARIES] == pytest.approx(np.full(10, at_mean))


def test_draws_without_one_scheme_serve_no_other(without):
    assert posterior.read_without("homere") is None
    assert posterior.read_without("palim").varying == [VARIES]
    _, columns = drawn("palim", 40)
    assert np.isin(np.float32(columns[SHARED]), np.float32(VALUES[SHARED])).all()


def test_what_a_scenario_states_stays(ships):
    config = configure("palim", f"{SHARED}=-2.2")
    assert value_of(config, SHARED) == -2.2
    assert SHARED not in draw("palim", 5, 1).columns(config)
    assert SHARED in draw("palim", 5, 1).columns(configure("palim"))


def _inverse_erf(value):
    """By bisection."""
    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if erf(middle) < value else (low, middle)
    return low
