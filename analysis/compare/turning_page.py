"""The part of the page that says what would turn the answer round, and what the difference hangs on."""

from collections.abc import Sequence

from analysis.command.amounts import fine
from analysis.command.page import Cell, Column, Table
from analysis.compare.cells import cell_of
from analysis.compare.hanging import Hangs
from analysis.compare.runs import Comparison
from analysis.compare.turning import Turn
from analysis.compare.words import called
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.safest import CHANCE
from sim.reporting.wording import number


def turning_words(turns: Sequence[Turn], comparison: Comparison, uncertainty: str = CHANCE) -> list[str]:
    """How the conditions were tried, and in which worlds. ``uncertainty``: what differs between the worlds."""
    if not turns:
        return []
    before, stated = turns[0].before, turns[0].stated
    words = [
        f"Each condition is changed for both {called(comparison, comparison.contender)} and {called(comparison, 0)}, everything else"
        f" stays, and the comparison is run again in {names.scenario(comparison.scenario)}. What a design sets itself does not change."
    ]
    if before.defined != stated.defined:
        which = (
            f"the first {before.defined:,} of the {stated.defined:,} worlds"
            if uncertainty == CHANCE
            else f"{before.defined:,} worlds, drawn in the same way as the {stated.defined:,} of the answer"
        )
        words.append(
            f"To save time, this was done in only {which}. In these worlds, the difference is"
            f" {fine(before.estimate, 'persons', before.high - before.low)}; in the {stated.defined:,} it is"
            f" {fine(stated.estimate, 'persons', stated.high - stated.low)}, as the answer states. Compare each condition with these"
            f" {before.defined:,} worlds, because everything else was the same in them (turning={stated.defined} uses as many)."
        )
    return words


def turning_tables(turns: Sequence[Turn], comparison: Comparison) -> list[Table]:
    """The difference under every condition, those first that speak most against the answer."""
    if not turns:
        return []
    before, stated = turns[0].before, turns[0].stated
    columns = (
        Column("Changed for both", "The condition under which the comparison was run again."),
        Column("Difference", f"Completed mobilities of {called(comparison, comparison.contender)} less those of {called(comparison, 0)} under this condition,"
               " with 95 % interval.", True),
        Column("Left", "This difference as a share of the difference as it is in the same worlds; negative where the sign changed.", True),
        Column("Answer", "Whether the sign changed: 'turns round' with certainty, 'open' where the interval holds zero."),
    )  # fmt: skip
    rows: list[list[str | Cell]] = []
    if before.defined != stated.defined:
        rows.append([f"nothing: all {stated.defined:,} worlds", cell_of(stated), "", ""])
    rows.append([f"nothing: these {before.defined:,} worlds", cell_of(before), number(1.0, "share"), ""])
    for turn in sorted(turns, key=lambda turn: turn.left):
        verdict = "turns round" if turn.turned else "open" if turn.open else "stands"
        rows.append([turn.condition, cell_of(turn.difference), fine(turn.left, "share", 0.5), verdict])
    reading = (
        "The rows that speak most against the answer come first. Blue: better; orange: worse; pale: may be chance."
    )
    return [Table("The difference under changed conditions", columns, rows, reading)]


def hanging_words(hangs: Hangs, uncertainty: str) -> list[str]:
    """How it was found what the difference hangs on."""
    if uncertainty == CHANCE:
        return [
            "The runs differ by luck alone, so they cannot tell on which uncertain parameters the difference hangs:"
            " uncertainty=both can. Costs of coordination were tried all the same."
        ]
    if not hangs.on:
        return ["In these worlds, no uncertain parameter can be told to move the difference."]
    return [
        "A regression over the worlds that were run tells on which uncertain parameters the difference hangs. Together, those"
        f" below explain {number(hangs.explained, 'share')} of its variance (in ranks). Each was pushed to the end of its"
        " plausible range that speaks against the answer, for both designs; where the answer is not sure, to both ends."
    ]


def hanging_tables(hangs: Hangs, comparison: Comparison) -> list[Table]:
    """The parameters on which the difference hangs, most first."""
    if not hangs.on:
        return []
    columns = (
        Column("Uncertain parameter", "What it is, with its name."),
        Column("Coefficient", "By how many standard deviations (in ranks) the difference moves with one of the parameter, the others held.", True),
        Column("More of it helps", "The design that gains from more of it."),
    )  # fmt: skip
    rows: list[list[str | Cell]] = [
        [
            Cell(parameters()[each.name].meaning, note=each.name),
            f"{each.coefficient:+.2f}".replace("-", "−"),
            called(comparison, comparison.contender if each.coefficient > 0 else 0),
        ]
        for each in hangs.on
    ]
    return [Table("What the difference hangs on", columns, rows)]
