"""Addressed draws: the generator against its published vectors, the quantile functions against scipy, the addresses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from worlds import Decision, key

from sim import draws
from sim.draws import philox, uniforms

# Random123 (Salmon et al. 2011), file kat_vectors, philox4x32 with 10 rounds: counter, key, output.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
PROBABILITIES = [1e-9, 1e-6, 0.001, 0.02, 0.07, 0.25, 0.499, 0.5, 0.51, 0.9, 0.99, 1 - 1e-6, 1 - 1e-9]

unit_interval = st.floats(2**-33, 1 - 2**-33)


@pytest.mark.parametrize(("counter", "words", "expected"), KNOWN_ANSWERS)
def test_generator_gives_the_published_vectors(counter, words, expected):
    block = philox(*(np.uint32(word) for word in counter), *(np.uint32(word) for word in words))
    assert tuple(int(word) for word in block) == expected


@pytest.mark.parametrize("u", [2.0**-33, *PROBABILITIES, 1 - 2.0**-33])
def test_quantiles_agree_with_scipy(u):
    assert draws.normal_from(u) == pytest.approx(stats.norm.ppf(u), rel=1e-13, abs=1e-15)
    assert draws.exponential_from(u, 3.5) == pytest.approx(stats.expon.ppf(u, scale=3.5), rel=1e-13)
    assert draws.logistic_from(u) == pytest.approx(stats.logistic.ppf(u), rel=1e-8, abs=1e-15)


@pytest.mark.parametrize("u", [1e-300, 1e-20, 1e-12])
def test_normal_quantile_far_out(u):
    assert draws.normal_from(u) == pytest.approx(stats.norm.ppf(u), rel=1e-13)


@pytest.mark.parametrize("u", PROBABILITIES)
@pytest.mark.parametrize("variation", [0.05, 0.5, 1.5])
def test_lognormal_has_the_mean_and_variation_asked_for(u, variation):
    spread = np.sqrt(np.log1p(variation**2))
    reference = stats.lognorm(spread, scale=4.0 * np.exp(-(spread**2) / 2))
    assert reference.mean() == pytest.approx(4.0)
    assert reference.std() / reference.mean() == pytest.approx(variation)
    assert draws.lognormal_from(u, 4.0, variation) == pytest.approx(reference.ppf(u), rel=1e-12)


def test_lognormal_at_its_limits():
    assert draws.lognormal_from(0.3, 0.0, 0.5) == 0.0
    assert draws.lognormal_from(0.3, 4.0, 0.0) == 4.0


@given(st.floats(-30, 30))
def test_probability_is_the_distribution_that_logistic_draws_come_from(utility):
    assert draws.probability(utility) == pytest.approx(stats.logistic.cdf(utility), rel=1e-12)


@given(unit_interval, unit_interval)
def test_quantiles_rise(one, other):
    low, high = min(one, other), max(one, other)
    assert draws.normal_from(low) <= draws.normal_from(high)
    assert draws.exponential_from(low, 2.0) <= draws.exponential_from(high, 2.0)
    assert draws.logistic_from(low) <= draws.logistic_from(high)
    assert draws.lognormal_from(low, 2.0, 0.7) <= draws.lognormal_from(high, 2.0, 0.7)


@given(st.floats(0, 100))
def test_whole_months_keep_the_mean(duration):
    grid = (np.arange(1000) + 0.5) / 1000
    drawn = np.array([draws.whole_months(duration, u) for u in grid])
    assert set(drawn) <= {int(duration), int(duration) + 1}
    assert drawn.mean() == pytest.approx(duration, abs=1e-3)


def sample(vary, number):
    """Draws at addresses that differ in one part only: (number, 4)."""
    address = {"decision": Decision.pool, "group": 1, "agent": 5, "event": 2, "other": 0}
    drawn = []
    for value in range(number):
        address[vary] = value
        drawn.append(uniforms(key(), *address.values()))
    return np.array(drawn)


@pytest.mark.parametrize("vary", ["group", "agent", "event", "other"])
def test_draws_are_uniform_and_independent_along_every_part_of_the_address(vary):
    drawn = sample(vary, 4000)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0
    for word in range(4):
        assert stats.kstest(drawn[:, word], "uniform").pvalue > 1e-3
        assert abs(np.corrcoef(drawn[1:, word], drawn[:-1, word])[0, 1]) < 4 / np.sqrt(4000)
    between_words = np.corrcoef(drawn.T)[np.triu_indices(4, 1)]
    assert np.abs(between_words).max() < 4 / np.sqrt(4000)


@pytest.mark.parametrize("field", ["replicate", "seed"])
def test_neighbouring_keys_are_independent(field):
    def drawn(value):
        return [uniforms(key(**{field: value}), Decision.pool, 0, agent, 0, 0)[0] for agent in range(4000)]

    one, other = np.array(drawn(7)), np.array(drawn(8))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(4000)


def test_every_part_of_the_address_counts():
    base = {"decision": 3, "group": 4, "agent": 5, "event": 6, "other": 7}
    changed = [base | {part: base[part] + 1} for part in base]
    drawn = {uniforms(key(), *address.values()) for address in [base, *changed]}
    assert len(drawn) == 1 + len(changed)


def test_the_same_address_gives_the_same_draw():
    assert uniforms(key(), 1, 2, 3, 4, 5) == uniforms(key(), 1, 2, 3, 4, 5)


def test_decisions_have_numbers_of_their_own_that_fit_the_address():
    numbers = [decision.value for decision in Decision]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 256
