"""A readable classification tree (CART, scikit-learn): the same question as boxes, answered by a few yes-or-no questions.

The depth is the smallest whose cross-validated balanced accuracy is within a standard error of the best. Balanced
accuracy is the mean of the shares of hits and of others that are told right: 50 % is a coin. Branches that divide into
leaves of the same verdict are kept: their shares differ. Shares of the leaves are read from held-out worlds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

from analysis.worlds.statistics import Interval, share_interval

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FOLDS = 10
LEAST_LEAF = 0.02
"""Share of the worlds in a leaf at least."""
COIN = 0.5


@dataclass(frozen=True)
class Node:
    """A question or a leaf. ``column``: what is asked (-1: a leaf); ``threshold``: up to it to the left (``below``).

    ``worlds``, ``hits``: held-out worlds that come here, and those of them that meet the target.
    """

    column: int
    threshold: float
    worlds: int
    hits: int
    below: "Node | None" = None
    above: "Node | None" = None

    @property
    def share(self) -> Interval:
        """Share of hits among the held-out worlds that come here."""
        return share_interval(self.hits, self.worlds)

    @property
    def leaves(self) -> int:
        """Number of leaves below (1 for a leaf)."""
        return self.below.leaves + self.above.leaves if self.below and self.above else 1

    @property
    def depth(self) -> int:
        """Questions on the longest way down."""
        return 1 + max(self.below.depth, self.above.depth) if self.below and self.above else 0


@dataclass(frozen=True)
class Tree:
    """A tree: its root, and its cross-validated balanced accuracy with its standard error over the folds."""

    root: Node
    accuracy: float
    error: float

    @property
    def better_than_a_coin(self) -> bool:
        """Whether it tells hits from others at all: two standard errors above a coin."""
        return self.root.depth > 0 and self.accuracy - 2.0 * self.error > COIN


def grow(
    x: Array, hits: Mask, held_out: Mask, most_depth: int, seed: int, draws: npt.NDArray[np.int64] | None = None
) -> Tree:
    """Grow a tree on the worlds that are not held out. ``x``: (worlds, dimensions); ``draws``: the calibrated draw of each world
    (default: one of its own), whose worlds stay together in a fold."""
    groups = np.arange(len(x))[~held_out] if draws is None else draws[~held_out]

    def classifier(depth: int) -> DecisionTreeClassifier:
        leaf = max(2, int(LEAST_LEAF * (~held_out).sum()))
        return DecisionTreeClassifier(
            max_depth=depth, min_samples_leaf=leaf, class_weight="balanced", random_state=seed % 2**31
        )

    train_x, train_hits = x[~held_out], hits[~held_out]
    folds = StratifiedGroupKFold(
        min(FOLDS, int(min(train_hits.sum(), (~train_hits).sum()))), shuffle=True, random_state=seed % 2**31
    )
    scores = np.array([
        cross_val_score(classifier(depth), train_x, train_hits, groups=groups, cv=folds, scoring="balanced_accuracy")
        for depth in range(1, most_depth + 1)
    ])  # fmt: skip
    means, errors = scores.mean(axis=1), scores.std(axis=1, ddof=1) / np.sqrt(scores.shape[1])
    best = int(np.argmax(means))
    depth = int(np.flatnonzero(means >= means[best] - errors[best])[0])
    fitted = classifier(depth + 1).fit(train_x, train_hits)
    root = _node(fitted.tree_, 0, x[held_out].astype(np.float32), hits[held_out])
    return Tree(root, float(means[depth]), float(errors[depth]))


def _node(tree: object, place: int, x: npt.NDArray[np.float32], hits: Mask) -> Node:
    """A node of scikit-learn's tree with the held-out worlds that come to it."""
    left, right = int(tree.children_left[place]), int(tree.children_right[place])  # type: ignore[attr-defined]
    if left == right:
        return Node(-1, np.nan, len(hits), int(hits.sum()))
    column, threshold = int(tree.feature[place]), float(tree.threshold[place])  # type: ignore[attr-defined]
    below = x[:, column] <= threshold
    return Node(column, threshold, len(hits), int(hits.sum()),
                _node(tree, left, x[below], hits[below]), _node(tree, right, x[~below], hits[~below]))  # fmt: skip
