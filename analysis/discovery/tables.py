"""From worlds and what holds in them to tables: boxes, the trade-off on the way to each, the tree's leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.discovery.boxes import Kept, Search, enough, halves, search
from analysis.discovery.conditions import Condition
from analysis.discovery.space import Space
from analysis.discovery.tree import Node, Tree, grow
from analysis.discovery.words import Limit, limits, question
from analysis.worlds import prim
from analysis.worlds.statistics import Interval, share_interval
from analysis.worlds.target import Target
from sim.parameters import parameters, value_of
from sim.reporting.wording import setting

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

BOX_COLUMNS = (
    "box", "parameter", "low", "high", "coverage", "density", "values", "unit", "limited", "range_low", "range_high", "stated",
    "p_value", "held_out_p_value", "reproducibility", "mass", "coverage_ci_low", "coverage_ci_high", "density_ci_low",
    "density_ci_high", "density_before", "found_coverage", "found_density", "meaning",
)  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """The findings: worlds, the condition in them, boxes and tree (None if there was nothing to look for)."""

    space: Space
    target: Target
    condition: Condition
    found: Search | None
    tree: Tree | None

    @cached_property
    def x(self) -> Array:
        """(usable worlds, columns)."""
        return self.space.matrix[self.condition.usable]

    @cached_property
    def hits(self) -> Mask:
        """Usable worlds in which the target is met."""
        return self.condition.hits[self.condition.usable]

    @property
    def kept(self) -> list[Kept]:
        """Boxes that hold in the held-out half."""
        return self.found.kept if self.found else []

    @property
    def base(self) -> Interval:
        """Share of all usable worlds in which the target is met."""
        return share_interval(int(self.hits.sum()), len(self.hits))

    @property
    def together(self) -> Interval:
        """Share of the held-out hits that lie in any box."""
        assert self.found
        inside = np.any([kept.box.contains(self.x) for kept in self.kept], axis=0)
        hits = self.hits & self.found.held_out
        return share_interval(int((hits & inside).sum()), int(hits.sum()))

    def limits(self, kept: Kept) -> list[Limit]:
        """Limits of a box in natural units, the most restrictive first."""
        return limits(kept.box, self.space.columns, kept.order)


def find(
    space: Space, target: Target, condition: Condition, boxes: int, least_density: float, depth: int, resamples: int, seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Findings:  # fmt: skip
    """Look for boxes and grow the tree, where there are enough worlds of both kinds."""
    findings = Findings(space, target, condition, None, None)
    draws = space.draws[condition.usable]
    if findings.x.shape[1] == 0 or not enough(findings.hits, halves(draws, seed)):
        return findings
    categories = [place for place, column in enumerate(space.columns) if column.level]
    found = search(findings.x, findings.hits, boxes, least_density, categories, resamples, seed, progress, draws)
    tree = grow(findings.x, findings.hits, found.held_out, depth, seed, draws)
    return Findings(space, target, condition, found, tree)


def world_table(findings: Findings) -> pd.DataFrame:
    """A row per world: its factors, the margin of the target (or the share of replicates that meet it), whether it is met."""
    condition = findings.condition
    factors = {
        name: np.array(parameters()[name].choices)[values.astype(int)] if parameters()[name].choices else values
        for name, values in findings.space.values.items()
    }
    held_out = np.zeros(len(condition.usable), bool)
    if findings.found:
        held_out[condition.usable] = findings.found.held_out
    boxes = np.zeros(len(condition.usable), np.int64)
    for number, kept in reversed(list(enumerate(findings.kept, 1))):
        boxes[kept.box.contains(findings.space.matrix)] = number
    judged = {
        "world": np.arange(len(boxes)), "value": condition.value, "met": condition.hits, "usable": condition.usable,
        "unsure": condition.unsure, "held_out": held_out, "box": boxes,
    }  # fmt: skip
    return pd.DataFrame(judged | factors)


def box_table(findings: Findings) -> pd.DataFrame:
    """A row per box and limited parameter; qualities are those in held-out worlds, ``found_...`` where the box was found."""
    rows = []
    for number, kept in enumerate(findings.kept, 1):
        coverage, density = kept.coverage, kept.density
        for limit in findings.limits(kept):
            parameter = limit.parameter
            values = findings.space.values[parameter.name]
            ends = float(values.min()), float(values.max())
            numeric = not limit.values
            mine = [place for place in kept.order if findings.space.columns[place].parameter.name == parameter.name]
            rows.append({
                "box": number, "parameter": parameter.name,
                "low": max(limit.low, ends[0]) if numeric else np.nan, "high": min(limit.high, ends[1]) if numeric else np.nan,
                "coverage": coverage.estimate, "density": density.estimate, "values": " or ".join(limit.values),
                "unit": parameter.unit, "limited": _sides(limit),
                "range_low": ends[0] if numeric else np.nan, "range_high": ends[1] if numeric else np.nan,
                "stated": setting(value_of(findings.space.worlds.configs[0], parameter.name)),
                "p_value": min(kept.luck[place] for place in mine),
                "held_out_p_value": min(kept.luck_held_out[place] for place in mine),
                "reproducibility": max(float(kept.stable[place]) for place in mine), "mass": kept.held_out.mass,
                "coverage_ci_low": coverage.low, "coverage_ci_high": coverage.high,
                "density_ci_low": density.low, "density_ci_high": density.high, "density_before": kept.before,
                "found_coverage": kept.trained.coverage, "found_density": kept.trained.density, "meaning": parameter.meaning,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(BOX_COLUMNS))


def _sides(limit: Limit) -> str:
    if limit.values:
        return "values"
    low, high = np.isfinite(limit.low), np.isfinite(limit.high)
    return "both" if low and high else "low" if low else "high"


def trajectory_table(findings: Findings) -> pd.DataFrame:
    """A row per box on the way to each kept box (or to the refused one): its quality where found and in held-out worlds.

    ``way``: ``kept`` over the parameters that the box limits, ``all`` over every parameter that tells anything.
    """
    rows = []
    free = np.ones(len(findings.hits), bool)
    for number, found in enumerate(ways(findings), 1):
        assert findings.found
        halves = {"found": free & ~findings.found.held_out, "held_out": free & findings.found.held_out}
        hits = {half: int(findings.hits[findings.found.held_out == (half == "held_out")].sum()) for half in halves}
        for way, trajectory in (("kept", found.trajectory), ("all", found.wide)):
            for step, box in enumerate(trajectory):
                chosen = int(way == "kept" and step == found.chosen)
                row: dict[str, float | str] = {
                    "box": number, "way": way, "step": step, "chosen": chosen, "limited": len(box.restricted),
                }  # fmt: skip
                for half, worlds in halves.items():
                    quality = prim.quality(box, findings.x[worlds], findings.hits[worlds])
                    row[f"{half}_coverage"] = quality.hits_inside / max(hits[half], 1)
                    row |= {f"{half}_density": quality.density, f"{half}_mass": quality.mass}
                rows.append(row)
        free &= ~found.box.contains(findings.x)
    qualities = [f"{half}_{what}" for half in ("found", "held_out") for what in ("coverage", "density", "mass")]
    return pd.DataFrame(rows, columns=["box", "way", "step", "chosen", "limited", *qualities])


def ways(findings: Findings) -> list[prim.Found]:
    """What was found on the way to each kept box; where none was kept, to the refused one."""
    if not findings.found:
        return []
    kept = [kept.found for kept in findings.kept]
    return kept or ([findings.found.refused] if findings.found.refused else [])


def leaf_table(findings: Findings) -> pd.DataFrame:
    """A row per leaf of the tree: its conditions in words, held-out worlds in it, the share that meets the target."""
    columns = ["leaf", "conditions", "worlds", "share", "ci_low", "ci_high", "share_of_hits"]
    if not findings.tree:
        return pd.DataFrame([], columns=columns)
    hits = max(findings.tree.root.hits, 1)
    rows = [
        (number, conditions, node.worlds, node.share.estimate, node.share.low, node.share.high, node.hits / hits)
        for number, (conditions, node) in enumerate(_leaves(findings, findings.tree.root, ()), 1)
    ]
    return pd.DataFrame(rows, columns=columns).sort_values("share", ascending=False, kind="stable", ignore_index=True)


def _leaves(findings: Findings, node: Node, path: tuple[str, ...]) -> list[tuple[str, Node]]:
    if not node.below or not node.above:
        return [("; ".join(path) or "all worlds", node)]
    column = findings.space.columns[node.column]
    found = []
    for child, above in ((node.below, False), (node.above, True)):
        asked = f"{column.parameter.name}: {question(column, node.threshold, above)}"
        found += _leaves(findings, child, (*path, asked))
    return found
