"""Indices of functions whose indices are known: Ishigami and Sobol G, through the path that the command takes."""

import warnings

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris, pawn

from analysis.sensitivity.indices import DELTA, LEAST, MAIN, MORRIS, PAWN, SOBOL, draw, indices, slice_distances
from sim.errors import UserError

A, B = 7.0, 0.1
NAMES = ["x1", "x2", "x3", "dummy"]
VARIANCE = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
FIRST = {"x1": 0.5 * (1 + B * np.pi**4 / 5) ** 2 / VARIANCE, "x2": A**2 / 8 / VARIANCE, "x3": 0.0, "dummy": 0.0}
THIRTEEN = B**2 * np.pi**8 * (1 / 18 - 1 / 50) / VARIANCE
TOTAL = {"x1": FIRST["x1"] + THIRTEEN, "x2": FIRST["x2"], "x3": THIRTEEN, "dummy": 0.0}
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


def ishigami(points):
    """Ishigami and Homma (1990) with a = 7, b = 0.1; the fourth factor has no effect."""
    x1, x2, x3 = (2 * np.pi * points[:, place] - np.pi for place in range(3))
    return np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1)


def sobol_g(points):
    """Sobol's g function (Saltelli and Sobol 1995)."""
    return np.prod((np.abs(4 * points - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def by_name(table, index):
    return table[table["index"] == index].set_index("parameter")


def inside(table, expected):
    """How many of the expected values lie in their intervals."""
    return sum(table.ci_low[name] - 1e-12 <= value <= table.ci_high[name] + 1e-12 for name, value in expected.items())


@pytest.fixture(scope="module")
def sample():
    return draw(SOBOL, NAMES, 4096, 1, second_order=True)


def test_ishigami(sample):
    table = indices(sample, ishigami(sample.points))
    for index, expected in (("S1", FIRST), ("ST", TOTAL)):
        found = by_name(table, index)
        for name, value in expected.items():
            assert found.value[name] == pytest.approx(value, abs=0.03)
        assert inside(found, expected) >= 3
    pairs = by_name(table, "S2")
    assert pairs.value["x1 & x3"] == pytest.approx(THIRTEEN, abs=0.05)
    assert pairs.value["x1 & x2"] == pytest.approx(0.0, abs=0.05)
    assert pairs.ci_low["x1 & x3"] > 0 > pairs.ci_low["x1 & x2"]


def test_an_additive_toy():
    """y = 3 a + 4 b: a explains 9 / 25 of the variance and b 16 / 25, nothing acts together; effects are 3 and 4."""
    names = ["a", "b", "dummy"]
    drawn = draw(SOBOL, names, 1024, 1)
    table = indices(drawn, 3.0 * drawn.points[:, 0] + 4.0 * drawn.points[:, 1])
    for index in ("S1", "ST"):
        assert by_name(table, index).value[names].tolist() == pytest.approx([0.36, 0.64, 0.0], abs=0.01)
    drawn = draw(MORRIS, names, 8, 1)
    table = indices(drawn, 3.0 * drawn.points[:, 0] + 4.0 * drawn.points[:, 1])
    assert by_name(table, "mu_star").value[names].tolist() == pytest.approx([3.0, 4.0, 0.0])
    assert by_name(table, "sigma").value[names].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_a_factor_without_effect_is_exactly_zero(sample):
    total = by_name(indices(sample, ishigami(sample.points)), "ST").loc["dummy"]
    assert total.value == total.ci_low == total.ci_high == 0.0


def test_sobol_g():
    names = [f"x{place}" for place in range(6)]
    sample = draw(SOBOL, names, 4096, 2)
    table = indices(sample, sobol_g(sample.points))
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    whole = np.prod(1 + parts) - 1
    first = dict(zip(names, parts / whole, strict=True))
    total = dict(zip(names, parts * np.prod(1 + parts) / (1 + parts) / whole, strict=True))
    for index, expected in (("S1", first), ("ST", total)):
        found = by_name(table, index)
        assert inside(found, expected) >= 5
        for name, value in expected.items():
            assert found.value[name] == pytest.approx(value, abs=0.04)
    assert set(table["index"]) == {"S1", "ST"}  # second order was not asked for


def test_groups_have_indices_of_their_own():
    sample = draw(SOBOL, NAMES, 4096, 1, ["first", "second", "first", "dummy"])
    found = by_name(indices(sample, ishigami(sample.points)), "ST")
    assert list(found.index) == ["first", "second", "dummy"]
    assert found.value["first"] == pytest.approx(1.0 - FIRST["x2"], abs=0.03)
    assert found.value["second"] == pytest.approx(FIRST["x2"], abs=0.03)


def test_morris_of_a_linear_function():
    sample = draw(MORRIS, NAMES, 20, 1)
    table = indices(sample, 3.0 * sample.points[:, 0] - 2.0 * sample.points[:, 1])
    assert by_name(table, "mu").value.tolist() == pytest.approx([3.0, -2.0, 0.0, 0.0])
    assert by_name(table, "mu_star").value.tolist() == pytest.approx([3.0, 2.0, 0.0, 0.0])
    assert by_name(table, "sigma").value.tolist() == pytest.approx([0.0] * 4, abs=1e-9)
    grouped = draw(MORRIS, NAMES, 20, 1, ["a", "a", "b", "dummy"])
    table = indices(grouped, grouped.points[:, 0] + grouped.points[:, 1])
    assert set(table["index"]) == {"mu_star"}
    assert by_name(table, "mu_star").value["b"] == 0.0 < by_name(table, "mu_star").value["a"]


@pytest.mark.parametrize("groups", [[], ["a", "a", "b", "dummy"]])
def test_elementary_effects_are_those_of_salib(groups):
    sample = draw(MORRIS, NAMES, 30, 3, groups)
    output = ishigami(sample.points)
    theirs = morris.analyze(sample.problem, sample.points, output, num_levels=4, num_resamples=1000, seed=1)
    table = indices(sample, output)
    for index in ("mu_star",) if groups else ("mu_star", "mu", "sigma"):
        assert by_name(table, index).value.tolist() == pytest.approx(list(theirs[index]))
    half = by_name(table, "mu_star").ci_high - by_name(table, "mu_star").value
    assert half.tolist() == pytest.approx(list(theirs["mu_star_conf"]), rel=0.25)


@pytest.mark.parametrize("method", [PAWN, DELTA])
def test_given_data_methods_rank_and_tell_the_dummy(method):
    sample = draw(method, NAMES, 512, 1)
    found = by_name(indices(sample, ishigami(sample.points), 10), MAIN[method])
    assert found.value.idxmax() == "x2"
    assert found.value.idxmin() == "dummy"
    assert found.ci_low["x2"] > found.ci_high["dummy"]


@pytest.mark.parametrize("rounded", [False, True])
def test_distances_are_those_of_salib(rounded):
    sample = draw(PAWN, NAMES, 500, 3)
    output = np.round(ishigami(sample.points)) if rounded else ishigami(sample.points)
    theirs = pawn.analyze(sample.problem, sample.points, output, S=10)
    ours = slice_distances(sample.points, output)
    assert np.median(ours, axis=0) == pytest.approx(theirs["median"])
    assert ours.max(axis=0) == pytest.approx(theirs["maximum"])


@pytest.mark.parametrize("method", list(LEAST))
def test_the_beginning_of_a_sample_is_the_smaller_sample(method):
    large, small = (draw(method, NAMES, size, 5, second_order=True) for size in (256, 128))
    assert np.array_equal(large.first(128).points, small.points)
    assert not np.array_equal(draw(method, NAMES, 128, 6, second_order=True).points, small.points)


@pytest.mark.parametrize("method", list(LEAST))
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_one_undefined_output_is_refused(method, bad):
    sample = draw(method, NAMES, 128, 1)
    output = ishigami(sample.points)
    output[17] = bad
    with pytest.raises(ValueError, match=r"1 of .* outputs are not finite: row 17"):
        indices(sample, output)
    with pytest.raises(ValueError, match="outputs for"):
        indices(sample, output[:-1])


@pytest.mark.parametrize("method", list(LEAST))
def test_an_output_that_does_not_vary_has_no_index(method):
    sample = draw(method, NAMES, 128, 1)
    found = indices(sample, np.ones(len(sample.points)))
    assert found.value.isna().all()
    assert list(found.parameter) == NAMES


@pytest.mark.parametrize("method", list(LEAST))
def test_the_same_seed_gives_the_same_and_touches_nothing(method):
    np.random.seed(4)
    state, shown = np.random.get_state()[1].copy(), warnings.formatwarning
    tables = []
    for _ in range(2):
        sample = draw(method, NAMES, 128, 0)
        tables.append(indices(sample, ishigami(sample.points), 5))
    pd.testing.assert_frame_equal(*tables)
    assert np.array_equal(np.random.get_state()[1], state)
    assert warnings.formatwarning is shown


@pytest.mark.parametrize(("method", "size", "message"), [
    (SOBOL, 1000, "512 or 1024"), (SOBOL, 4, "at least 8"), (MORRIS, 2, "at least 4"), (DELTA, 100, "at least 128"),
])  # fmt: skip
def test_sizes_that_a_method_cannot_use(method, size, message):
    with pytest.raises(UserError, match=message):
        draw(method, NAMES, size, 1)
