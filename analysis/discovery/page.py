"""The report of discovery: the answer in words, the boxes, the trade-off, the tree."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.discovery.boxes import LEAST, Kept
from analysis.discovery.settings import Of, Undefined
from analysis.discovery.tables import Findings, box_table, leaf_table
from analysis.discovery.words import amount, in_words, percent, with_interval
from analysis.worlds.settings import BASIS, Design
from analysis.worlds.target_words import in_words as target_in_words
from analysis.worlds.uncertain import said_of
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import counted

CAVEAT = (
    "The worlds are plausible, not predicted: shares of worlds describe this set of worlds and are not probabilities of what will come."
    " Coverage and density are measured in worlds that had no part in finding the box. The 95 % intervals (Wilson) say how much they might"
    " change with other worlds drawn in the same way."
)
HOW = (
    "A world fixes every factor, whether and when a shock comes, and chance. Every design of the target meets the same worlds. Uncertain"
    " numbers are drawn from their plausible ranges. If the scenario states a value, they vary around it. Every value in"
    " a lever's range is equally likely.",
    "Boxes are found by the patient rule induction method (PRIM; Friedman and Fisher 1999, peeling objective of Kwakkel and Jaxa-Rozen 2016) in a random half of the worlds. It uses the factors"
    " along which worlds that meet the target (hits) differ from the rest (Kolmogorov-Smirnov, false discovery rate 5 %). The contrast of a box is the share of the"
    " hits that it holds, less the share of the other worlds that it holds. Of all boxes within a standard error of the largest contrast, the one with the fewest"
    " limits is taken. If a density was asked for, the largest box of that density is taken instead. Limits with a quasi-p-value over 5 % are dropped, and the search is repeated without them.",
    "A box counts only if, in the held-out half, the target is met in it more often than outside it (Fisher's exact test, 5 % divided by the number of boxes asked for)"
    " and surely more often than in all worlds. Further boxes are sought among the worlds outside the earlier boxes.",
    "The tree (CART, scikit-learn, classes weighted alike) has the smallest depth whose balanced accuracy in ten-fold cross-validation is within a standard error of the best.",
)


def page(
    found: Findings, designs: Sequence[Design], settings: Any, config: Config, texts: Mapping[str, str], seconds: tuple[float, float]
) -> Page:  # fmt: skip
    """The whole page. ``seconds``: spent simulating, and on all else."""
    readings = _readings(found)
    shown = {}
    for name, text in texts.items():
        heading, reading = readings[name.partition("_")[0]]
        shown[name] = Picture(name, heading, text, reading, folded=name == "limits")
    maps = [picture for name, picture in shown.items() if name.startswith("box_")]
    sections = [Section("target", "The target", pictures=[shown["spread"]], folded=bool(found.kept))]
    if found.kept:
        sections.append(
            Section(
                "boxes", "Where it is met", pictures=[*maps, shown["limits"]], tables=[_limits(found), _quality(found)]
            )
        )
    if "trade_off" in shown:
        sections.append(Section("trade-off", "Coverage against density", pictures=[shown["trade_off"]], folded=True))
    if "tree" in shown:
        sections.append(
            Section(
                "tree", "The same as a tree", pictures=[shown["tree"]], tables=[_leaves(found)], folded=bool(found.kept)
            )
        )
    facts = [
        ("Time", f"{seconds[0]:.1f} s simulating; {seconds[1]:.1f} s for loading, boxes, tree, tables and figures")
    ]
    return Page(
        "In which conditions?", "Scenario discovery for simulated pilot schemes", answer(found, settings), CAVEAT, sections, HOW,
        _summary(found, designs, settings, config), facts, said_of(found.space.values),
    )  # fmt: skip


def _summary(found: Findings, designs: Sequence[Design], settings: Any, config: Config) -> list[tuple[str, str]]:
    judged = (
        "mean over the replicates"
        if settings.of == Of.mean
        else f"in at least {percent(settings.probability)} of the replicates"
    )
    lines = [("Scenario", label(names.scenario(config.scenario))), ("Target", f"{found.target} ({judged})")]
    if designs:
        lines += [
            ("Designs", "; ".join(f"{label(names.design(design.name))}: {design.meaning}" for design in designs)),
            ("Budget", BASIS[settings.budget]),
        ]
    lines.append(
        ("Worlds", f"{len(found.space):,}, {counted(settings.replicates, 'replicate')} each, {len(found.space.values):,} factors"
                   f" ({', '.join(settings.factors) if not isinstance(settings.factors, str) else settings.factors})")
    )  # fmt: skip
    if found.space.shock:
        lines.append(("Shock", f"with probability {settings.shock_probability:g}"))
    if found.condition.undefined_worlds:
        how = "Counted as meeting the target" if settings.undefined == Undefined.counted else "Left out"
        lines.append(
            (
                how,
                f"{counted(found.condition.undefined_worlds, 'world')} in which the target is undefined in every replicate",
            )
        )
    return lines


def answer(found: Findings, settings: Any) -> list[str]:
    """The computed sentences: where the target is met, how much of it the boxes hold, the tree, what was undefined."""
    clause = _clause(found, settings)
    sentences = [_first(found, clause)] if found.kept else [nothing(found, clause)]
    for number, kept in enumerate(found.kept[1:], 2):
        sentences.append(f"Box {number} is sought among the worlds outside the earlier boxes: where {in_words(found.limits(kept))}, {with_interval(kept.density)} meet the target"
                         f" (without this box {percent(kept.before)}). It holds {with_interval(kept.coverage)} of all worlds that meet the target.")  # fmt: skip
    if found.kept:
        together = found.together
        rest = f"{percent(1.0 - together.estimate)} of the worlds that meet the target lie in no box"
        sentences.append(
            f"All boxes together hold {with_interval(together)} of these worlds; {rest}."
            if len(found.kept) > 1
            else f"{rest[0].upper()}{rest[1:]}."
        )
    if any(kept.density.high < settings.density for kept in found.kept):
        sentences.append(
            f"The density of {percent(settings.density)} asked for is not reached in held-out worlds: take more worlds, or a lower density."
        )
    sentences += [
        sentence for sentence in (_tree(found), _unsure(found, settings), _undefined(found, settings)) if sentence
    ]
    return sentences


def _clause(found: Findings, settings: Any) -> str:
    clause = target_in_words(found.target)
    return (
        clause
        if settings.of == Of.mean
        else f"{clause}, in at least {percent(settings.probability)} of the replicates,"
    )


def _first(found: Findings, clause: str) -> str:
    kept = found.kept[0]
    text = (
        f"{clause} where {in_words(found.limits(kept))}: {with_interval(kept.density)} of the worlds in this box, which holds {with_interval(kept.coverage)} of all"
        f" such worlds. Of all worlds, {percent(found.base.estimate)} meet the target."
    )
    return names.starting(text)


def nothing(found: Findings, clause: str) -> str:
    """What is said where no box was found, and why."""
    worlds, hits = len(found.hits), int(found.hits.sum())
    if not worlds:
        return (
            f"The target {found.target} is undefined in all {len(found.space):,} worlds: nothing can be said about it."
        )
    if hits == 0:
        return f"Nothing to find: in none of the {worlds:,} worlds {clause} (95 % sure that it is at most {percent(found.base.high)} of such worlds)."
    if hits == worlds:
        return f"Nothing to find: in all {worlds:,} worlds {clause} (95 % sure that it is at least {percent(found.base.low)} of such worlds)."
    share = f"{clause} in {hits:,} of {worlds:,} worlds ({with_interval(found.base)})"
    if not found.found:
        if found.x.shape[1] == 0:
            return f"Nothing to find: {share}, but no factor differs between the worlds."
        few = "so few" if hits < worlds / 2 else "so nearly all"
        return f"Too little to go by: {share}, {few} that no conditions can be found. Each half needs {LEAST} worlds of either kind: take more worlds or another level."
    if found.found.refused is None or not len(found.found.refused.box.restricted):
        return (
            f"No conditions found: {share}, but these worlds differ from the rest along no factor by more than chance."
        )
    return f"No conditions found: {share}, but the best box does no better than chance in the held-out worlds."


def _tree(found: Findings) -> str:
    if not found.tree:
        return ""
    if not found.tree.better_than_a_coin:
        return f"A tree tells the two kinds of worlds apart no better than a coin (balanced accuracy {percent(found.tree.accuracy)}, cross-validated)."
    rows = leaf_table(found)
    top = rows.iloc[0]
    return (
        f"A tree of {counted(found.tree.root.leaves - 1, 'question')} tells the two kinds of worlds apart with a balanced accuracy of {percent(found.tree.accuracy)}"
        f" (cross-validated; a coin: 50 %). The leaf with the largest share is {top.conditions}: {percent(top.share)} of {top.worlds:,} worlds."
    )


def _unsure(found: Findings, settings: Any) -> str:
    unsure = found.condition.unsure[found.condition.usable].mean() if len(found.hits) else 0.0
    if unsure < 0.05:
        return ""
    return (
        f"In {percent(float(unsure))} of the worlds, {counted(settings.replicates, 'replicate')} are too few to tell whether the world meets the target. This blurs every box and keeps"
        " densities below 100 %; more replicates make boxes sharper."
    )


def _undefined(found: Findings, settings: Any) -> str:
    condition = found.condition
    if not condition.undefined_runs:
        return ""
    total = len(condition.value) * settings.replicates
    text = f"The target was undefined in {counted(condition.undefined_runs, 'replicate')} of {total:,} ({condition.first_undefined}); these are left out of their worlds' means."
    if condition.undefined_worlds:
        how = "are counted as meeting the target" if settings.undefined == Undefined.counted else "are left out"
        text += f" {counted(condition.undefined_worlds, 'world')} without any defined replicate {how}."
    return text


def _readings(found: Findings) -> dict[str, tuple[str, str]]:
    dimmed = (
        " Pale: worlds that the box's other limits exclude." if any(len(kept.order) > 2 for kept in found.kept) else ""
    )
    single = (
        " Where a box limits one parameter only, the other axis is the one that tells most within the box."
        if any(len(kept.order) == 1 for kept in found.kept)
        else ""
    )
    return {
        "spread": ("The target over all worlds", "Each world counts once, with its mean over the replicates. If many worlds lie near the threshold, a slightly different target gives a quite different share."),
        "limits": ("Limits of the boxes", "Grey: the range in which worlds were drawn; blue: the part that belongs to the box. All limits of a box hold together."),
        "box": ("Worlds and the box", "Each point is a world (at most 3,000 are shown); triangles meet the target. A good box is full of triangles (density) and leaves few outside (coverage)."
                + dimmed + single),
        "trade": ("Coverage against density", "From all worlds (right) to ever smaller boxes (left), density rises and coverage falls. Blue: boxes over the parameters that are limited in the end; the numbers say how many"
                  " are limited from there on. Points show the half of the worlds that found the boxes, the line shows the held-out half: if the line lies well below the points, the box fits accidents."
                  " Orange: what many more limits would give. The circle is the box that was taken; density=0.7 would take the largest box of at least this density."),
        "tree": ("The tree", "Read from the left; each branch ends in a leaf: the orange part is the share of its held-out worlds that meet the target."),
    }  # fmt: skip


def _limits(found: Findings) -> Table:
    columns = [
        Column("Box", "Number of the box; all its limits hold together."), Column("Parameter", "Factor that the box limits, the most restrictive first."),
        Column("Limit", "In natural units."), Column("Range", "Lowest and highest value over all worlds.", True), Column("Stated", "Value in the scenario (for the first design).", True),
        Column("Quasi-p", "How likely the hits in the box would be if this limit did nothing, in the half that found the box. Selection makes it too small.", True),
        Column("p held out", "The same in the held-out half: an honest p-value. Over 5 %: the limit may be luck.", True),
        Column("Found again", "How often the parameter is limited in random halves of the worlds that found it.", True),
    ]  # fmt: skip
    table, rows = box_table(found), []
    for number, kept in enumerate(found.kept, 1):
        for limit, row in zip(found.limits(kept), table[table.box == number].to_dict("records"), strict=True):
            doubtful = row["held_out_p_value"] > 0.05
            span = (
                f"{amount(row['range_low'])} to {amount(row['range_high'])}"
                if row["limited"] != "values"
                else ", ".join(limit.parameter.choices) or "false, true"
            )
            rows.append([str(number), Cell(limit.parameter.name, "", limit.parameter.meaning), limit.words, span, row["stated"], _p(row["p_value"]),
                         Cell(_p(row["held_out_p_value"]), "rgba(230, 159, 0, 0.25)" if doubtful else ""), percent(row["reproducibility"])])  # fmt: skip
    return Table(
        "Limits of the boxes", columns, rows, "Shaded: a limit that the held-out worlds do not confirm.", folded=True
    )


def _quality(found: Findings) -> Table:
    columns = [
        Column("Box", "Number of the box."), Column("Density", "Share of the worlds in the box that meet the target (held-out worlds, 95 % interval).", True),
        Column("Before", "The same share among all worlds outside the earlier boxes.", True),
        Column("Coverage", "Share of all worlds that meet the target which this box holds (held-out worlds, 95 % interval).", True),
        Column("Mass", "Share of all worlds in the box.", True), Column("Density where found", "In the half that found the box. Selection makes it too high.", True),
        Column("Coverage where found", "Likewise.", True), Column("p", "How likely so much more density inside than outside would be by chance (held-out worlds, Fisher's exact test).", True),
    ]  # fmt: skip

    def row(number: int, kept: Kept) -> list[str | Cell]:
        return [str(number), with_interval(kept.density), percent(kept.before), with_interval(kept.coverage), percent(kept.held_out.mass), percent(kept.trained.density),
                percent(kept.trained.coverage), _p(kept.p_value)]  # fmt: skip

    rows = [row(number, kept) for number, kept in enumerate(found.kept, 1)]
    return Table(
        "How good the boxes are",
        columns,
        rows,
        "Boxes after the first are judged among the worlds outside the earlier boxes; their coverages add up.",
        folded=True,
    )


def _leaves(found: Findings) -> Table:
    columns = [
        Column("Conditions", "What leads to the leaf."), Column("Share", "Of its held-out worlds, those that meet the target.", True), Column("95 % interval", "Wilson.", True),
        Column("Worlds", "Held-out worlds in the leaf.", True), Column("Of all hits", "Share of the held-out worlds that meet the target which end in this leaf.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [row.conditions, percent(row.share), f"{percent(row.ci_low)} to {percent(row.ci_high)}", f"{row.worlds:,}", percent(row.share_of_hits)]
        for row in leaf_table(found).itertuples()
    ]  # fmt: skip
    return Table("Leaves of the tree, the largest share first", columns, rows, folded=True)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
