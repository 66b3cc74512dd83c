"""The tree: known questions are found, shares are those of held-out worlds, noise is called noise."""

import numpy as np

from analysis.discovery.boxes import halves
from analysis.discovery.tree import grow


def test_known_questions_are_found():
    x = np.random.default_rng(1).random((2000, 8))
    hits = (x[:, 3] > 0.4) & (x[:, 6] <= 0.5)
    tree = grow(x, hits, halves(np.arange(2000), 1), 4, 1)
    assert tree.better_than_a_coin
    assert tree.accuracy > 0.97
    assert tree.root.depth == 2
    asked = {tree.root.column: tree.root.threshold}
    for child in (tree.root.below, tree.root.above):
        if child.below:
            asked[child.column] = child.threshold
    assert set(asked) == {3, 6}
    assert abs(asked[3] - 0.4) < 0.02
    assert abs(asked[6] - 0.5) < 0.02


def test_leaves_hold_every_held_out_world_once():
    rng = np.random.default_rng(2)
    x = rng.random((1500, 5))
    hits = rng.random(1500) < 0.1 + 0.6 * x[:, 0]
    held_out = halves(np.arange(1500), 1)
    tree = grow(x, hits, held_out, 3, 1)

    def leaves(node):
        return [node] if node.below is None else [*leaves(node.below), *leaves(node.above)]

    ends = leaves(tree.root)
    assert len(ends) == tree.root.leaves
    assert sum(leaf.worlds for leaf in ends) == held_out.sum()
    assert sum(leaf.hits for leaf in ends) == hits[held_out].sum()
    below = x[held_out][:, tree.root.column] <= tree.root.threshold
    assert tree.root.below.worlds == below.sum()


def test_noise_is_no_better_than_a_coin():
    for seed in range(4):
        rng = np.random.default_rng(seed)
        x, hits = rng.random((1000, 20)), rng.random(1000) < 0.3
        assert not grow(x, hits, halves(np.arange(1000), seed), 3, seed).better_than_a_coin
