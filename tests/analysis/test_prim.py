"""Boxes: a known one is recovered, noise holds none, and the trajectory is that of the kept library."""

import numpy as np
import pytest

from analysis.discovery.boxes import search
from analysis.worlds import prim
from analysis.worlds.prim import Box, quality, unlimited


def known_box(points=4000, dimensions=12, seed=1):
    """Hits are where dimension 2 exceeds 0.6 and dimension 5 lies between 0.2 and 0.7."""
    x = np.random.default_rng(seed).random((points, dimensions))
    return x, (x[:, 2] > 0.6) & (x[:, 5] > 0.2) & (x[:, 5] < 0.7)


def box(dimensions, **limits):
    found = unlimited(dimensions)
    for name, (low, high) in limits.items():
        found.low[int(name[1:])], found.high[int(name[1:])] = low, high
    return found


def test_a_known_box_is_recovered():
    x, hits = known_box()
    found = prim.find_box(x, hits).box
    assert found.restricted.tolist() == [2, 5]
    assert found.low[2] == pytest.approx(0.6, abs=0.02)
    assert np.isinf(found.high[2])
    assert found.low[5] == pytest.approx(0.2, abs=0.02)
    assert found.high[5] == pytest.approx(0.7, abs=0.02)
    fresh_x, fresh_hits = known_box(seed=2)
    judged = quality(found, fresh_x, fresh_hits)
    assert judged.coverage > 0.95
    assert judged.density > 0.95


def test_a_known_box_is_recovered_under_noise_and_judged_honestly():
    x, truth = known_box(6000)
    rng = np.random.default_rng(3)
    hits = np.where(truth, rng.random(len(x)) < 0.8, rng.random(len(x)) < 0.05)
    found = search(x, hits, 3, 0.0, (), 10, 1)
    assert len(found.kept) == 1
    kept = found.kept[0]
    assert set(kept.box.restricted) == {2, 5}
    assert kept.density.low < 0.8 < kept.density.high + 0.03
    assert kept.p_value < 1e-6
    assert all(kept.stable[[2, 5]] >= 0.9)
    assert kept.stable.sum() == pytest.approx(kept.stable[[2, 5]].sum(), abs=0.5)
    assert max(kept.luck_held_out.values()) < 1e-6


def test_two_boxes_are_found_one_after_another():
    x = np.random.default_rng(5).random((6000, 6))
    hits = ((x[:, 0] < 0.3) & (x[:, 1] < 0.5)) | ((x[:, 2] > 0.85) & (x[:, 3] > 0.6))
    found = search(x, hits, 3, 0.8, (), 0, 1)
    limited = [frozenset(kept.box.restricted.tolist()) for kept in found.kept[:2]]
    assert set(limited) == {frozenset({0, 1}), frozenset({2, 3})}
    assert sum(kept.held_out.coverage for kept in found.kept) > 0.9
    free = ~found.kept[0].box.contains(x)
    second = found.kept[1]
    assert second.held_out.inside == int((second.box.contains(x) & free & found.held_out).sum())


@pytest.mark.parametrize("seed", range(8))
def test_noise_holds_no_box(seed):
    rng = np.random.default_rng(seed)
    x, hits = rng.random((2000, 60)), rng.random(2000) < 0.2
    assert not search(x, hits, 3, 0.0, (), 2, seed).kept


def test_dimensions_that_do_nothing_are_hardly_ever_limited():
    rng = np.random.default_rng(9)
    x = rng.random((3000, 100))
    hits = rng.random(3000) < 0.1 + 0.5 * (x[:, 0] > 0.5) * (x[:, 1] > 0.4)
    restricted = set(prim.find_box(x, hits).box.restricted.tolist())
    assert {0, 1} <= restricted
    assert len(restricted) <= 3


def test_switches_and_whole_numbers_with_many_ties():
    rng = np.random.default_rng(2)
    x = np.column_stack([rng.integers(0, 2, 3000), rng.integers(-1, 6, 3000), rng.random(3000)]).astype(float)
    hits = (x[:, 0] == 1) & (x[:, 1] >= 3)
    found = prim.find_box(x, hits).box
    assert (found.contains(x) == hits).all()
    assert found.restricted.tolist() == [0, 1]


def test_boxes_on_the_way_lie_inside_one_another_and_densities_rise():
    x, hits = known_box(1500)
    way = prim.peel(x, hits)
    found = [quality(each, x, hits) for each in way]
    assert found[0].inside == len(x)
    assert all(after.density > before.density for before, after in zip(found, found[1:], strict=False))
    inside = [each.contains(x) for each in way]
    assert all((after <= before).all() for before, after in zip(inside, inside[1:], strict=False))
    assert found[-1].mass >= prim.LEAST_MASS


def test_the_order_of_points_and_the_scale_of_dimensions_do_not_matter():
    x, hits = known_box(1500)
    rows = np.random.default_rng(0).permutation(len(x))
    a, b, c = prim.peel(x, hits), prim.peel(x[rows], hits[rows]), prim.peel(x * 1000.0 - 7.0, hits)
    assert [each.low.tolist() for each in a] == [each.low.tolist() for each in b]
    assert [quality(each, x, hits) for each in a] == [quality(each, x * 1000.0 - 7.0, hits) for each in c]


def test_quality_counts():
    x = np.array([[0.1], [0.2], [0.3], [0.9]])
    hits = np.array([True, False, True, True])
    found = quality(box(1, d0=(-np.inf, 0.3)), x, hits)
    assert (found.inside, found.hits_inside, found.points, found.hits) == (3, 2, 4, 3)
    assert (found.coverage, found.density, found.mass, found.base) == pytest.approx((2 / 3, 2 / 3, 0.75, 0.75))
    assert found.contrast == pytest.approx(2 / 3 - 1.0)


def test_quasi_p_value_is_binomial():
    from scipy.stats import binom

    x, hits = known_box(500)
    found = box(12, d2=(0.6, np.inf), d7=(0.5, np.inf))
    inside, wider = quality(found, x, hits), quality(box(12, d2=(0.6, np.inf)), x, hits)
    expected = binom.sf(inside.hits_inside - 1, inside.inside, wider.density)
    assert prim.quasi_p_value(found, 7, x, hits) == pytest.approx(expected)
    assert prim.pruned(found, x, hits).restricted.tolist() == [2]


def test_least_density_takes_the_largest_box_of_it():
    x, hits = known_box()
    noisy = hits & (np.random.default_rng(1).random(len(x)) < 0.9)
    way = prim.peel(x, noisy)
    found = [quality(each, x, noisy) for each in way]
    place = prim.choose(way, x, noisy, 0.5)
    assert found[place].density >= 0.5
    assert all(each.density < 0.5 for each in found[:place])


def test_nothing_to_peel():
    x = np.random.default_rng(0).random((50, 2))
    for hits in (np.zeros(50, bool), np.ones(50, bool)):
        assert len(prim.peel(x, hits)) == 1
        assert not len(prim.find_box(x, hits).box.restricted)
    constant = np.ones((50, 2))
    assert len(prim.peel(constant, np.arange(50) < 9)) == 1


def test_agrees_with_the_kept_library():
    workbench = pytest.importorskip("ema_workbench.analysis.prim")
    import pandas as pd

    x, hits = known_box(2000, 6)
    there = workbench.Prim(
        pd.DataFrame(x, columns=list("abcdef")), hits.astype(int), threshold=0.5, mass_min=0.03
    ).find_box()
    theirs = there.peeling_trajectory.sort_values("mass")
    mine = [quality(found, x, hits) for found in prim.peel(x, hits)]
    shared = [each for each in mine if each.mass >= theirs.mass.min()]  # they stop a step earlier or later
    assert len(shared) >= 0.9 * len(mine)
    for each in shared:
        assert each.density == pytest.approx(np.interp(each.mass, theirs.mass, theirs.density), abs=0.02)
        assert each.coverage == pytest.approx(np.interp(each.mass, theirs.mass, theirs.coverage), abs=0.02)
    limits = there.box_lims[-1]
    last = prim.peel(x, hits)[-1]
    assert last.low[2] == pytest.approx(limits["c"][0], abs=0.03)


def test_boxes_are_compared_by_value():
    assert Box(np.zeros(1), np.ones(1)).contains(np.array([[0.0], [1.0], [1.1]])).tolist() == [True, True, False]
