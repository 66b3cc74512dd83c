"""The outside view: the rule as it was fixed, against scipy's kernel, by hand, and what must hold of any class."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim import configure
from sim.errors import UserError
from sim.evidence import outside_view as module
from sim.evidence.outside_view import CLASSES, HIGHEST, learned, log_odds, of, outside_view, silverman_width
from sim.evidence.pairs import pairs
from sim.setup.catalogue import SCENARIOS

ALL = [(share, without) for share in CLASSES for without in ("", "wafira", "haiti_h2a", "homere", "blue_birds")]
REAL = sorted(name for name in pairs() if (SCENARIOS / f"{name}.yaml").exists())


def kernel(names):
    """Scipy's own kernel around the ratios of some schemes."""
    chosen = [pairs()[name] for name in names]
    values = [math.log(each.ratio / (1.5 - each.ratio)) for each in chosen]
    return stats.gaussian_kde(values, "silverman", [0.5 if each.planned > 5000 else 1.0 for each in chosen])


def test_it_learns_from_33_schemes_and_from_none_that_stands_aside():
    counts = [sum(each.open_share == share for each in learned().values()) for share in (1.0, 0.5, 0.0)]
    assert counts == [13, 12, 8]
    aside = {"korea_eps_covid", "nz_rse_2020_21", "westbalkan_2020", "trqn_serbia", "uk_kenya_nurses", "kosovo_yes"}
    assert not learned().keys() & (aside | {name for name, each in pairs().items() if each.use != "learn"})
    assert learned()["swiss_tunisia_stagiaires"].ratio == 0.2  # as published, not in the common unit


@pytest.mark.parametrize(("share", "without"), ALL)
def test_the_mixture_is_that_of_scipys_kernels(share, without):
    every = [name for name in learned() if name != without]
    own = [name for name in every if pairs()[name].open_share == share]
    shared = 4 / (len(own) + 4)
    view = outside_view(share, without)
    assert view.rows == len(own)
    for ratio in (0.001, 0.05, 0.3, 0.75, 1.0, 1.2, 1.45):
        x = math.log(ratio / (1.5 - ratio))
        alone, together = (float(kernel(names).integrate_box_1d(-math.inf, x)) for names in (own, every))
        assert float(view.cdf(ratio)) == pytest.approx((1 - shared) * alone + shared * together, abs=1e-12)


def test_silvermans_width_by_hand():
    """Values 0, 1, 2 with weights 1, 2, 1: mean 1; sum of weighted squares 2; unbiased variance 2 / (4 - 6 / 4) = 0.8.

    Effective number: 16 / 6; width: sqrt(0.8) (0.75 * 16 / 6)^(-1/5) = 0.8944 * 2^(-0.2) = 0.7786.
    """
    assert silverman_width(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 1.0])) == pytest.approx(0.7786, abs=5e-5)


def test_log_odds_by_hand():
    """0.75 is half of 1.5: odds 1. 1.2 is 0.8 of it: odds 4."""
    assert log_odds([0.75, 1.2]) == pytest.approx([0.0, math.log(4.0)])


def test_weights_of_the_rows_by_hand():
    """Of the 8 signed schemes one (Huelva) planned more than 5,000: 7.5 parts, of 8 / 12 of the whole."""
    view = outside_view(0.0)
    close = np.abs(view.centres - math.log(0.8921 / (1.5 - 0.8921))) < 1e-9
    large = sum((each.planned or 0) > 5000 for each in learned().values())
    assert sorted(view.weights[close]) == pytest.approx([4 / 12 * 0.5 / (33 - 0.5 * large), 8 / 12 * 0.5 / 7.5])
    assert view.weights.sum() == pytest.approx(1.0)


def test_nobody_counts_as_half_a_person():
    nobody = replace(pairs()["digital_explorers"], planned=20.0, achieved=0.0, ratio=0.0)
    assert module._ratio(nobody) == 0.025


def test_leaving_out_takes_away_exactly_this_scheme():
    whole, rest = outside_view(0.0), outside_view(0.0, "wafira")
    assert len(whole.centres) - len(rest.centres) == 2  # one of the class, one of all
    assert set(whole.centres) - set(rest.centres) == {float(log_odds(0.924))}
    assert float(rest.quantile(0.5)) < float(whole.quantile(0.5))
    assert outside_view(1.0, "blue_birds").centres == pytest.approx(outside_view(1.0).centres)


def test_signed_schemes_are_expected_to_achieve_more():
    middles = [float(outside_view(share).quantile(0.5)) for share in (1.0, 0.5, 0.0)]
    assert middles == sorted(middles)
    assert middles == pytest.approx([0.302, 0.423, 0.858], abs=5e-4)


@given(st.sampled_from(ALL), st.lists(st.floats(1e-6, 1 - 1e-6), min_size=2, max_size=20))
def test_quantile_and_cdf_are_inverse_and_rise(which, levels):
    view, asked = outside_view(*which), np.sort(levels)
    found = view.quantile(asked)
    assert found.shape == asked.shape
    assert ((found > 0) & (found < HIGHEST)).all()
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(found))
    assert view.cdf(found) == pytest.approx(asked, abs=1e-9)


def test_the_ends():
    view = outside_view(0.5)
    assert list(view.cdf([-1.0, 0.0, 1.5, 9.0])) == [0.0, 0.0, 1.0, 1.0]
    assert list(view.quantile([0.0, 1.0])) == [0.0, 1.5]


def test_a_sample_is_its_even_quantiles():
    view = outside_view(1.0)
    assert view.sample(4) == pytest.approx(view.quantile([0.125, 0.375, 0.625, 0.875]))


@pytest.mark.parametrize("name", REAL)
def test_a_real_scheme_has_the_class_of_its_pair_and_is_left_out_of_its_own_view(name):
    view = of(configure(name))
    assert view.open_share == pairs()[name].open_share
    assert view.without == (name if pairs()[name].use == "learn" else "")


@pytest.mark.parametrize(
    ("signed", "share"), [(0.0, 1.0), (0.2, 1.0), (0.25, 1.0), (0.3, 0.5), (0.75, 0.5), (0.76, 0.0)]
)
def test_other_scenarios_have_the_nearest_class(signed, share):
    config = configure("baseline", f"design.signed_share={signed}")
    assert (of(config).open_share, of(config).without) == (share, "")


def test_errors():
    with pytest.raises(UserError, match=r"open_share: 0.7 is no class: 1 \(open\), 0.5 \(half open\) or 0 \(signed\)"):
        outside_view(0.7)
    with pytest.raises(UserError, match="did you mean wafira"):
        outside_view(0.0, "wafirra")
