"""The report of the validation: how far the model agrees with the pilots before anything is fitted, scheme by scheme."""

from collections.abc import Mapping

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.numbers import interval, published, short
from analysis.validation.runs import Found
from analysis.worlds.settings import DRAWN
from sim.reporting import names

JUDGED = {
    "inside": "90 % interval", "inside_half": "middle half of the draws", "inside_with_tolerance": "90 % interval, with tolerance",
}  # fmt: skip
GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "The intervals cover parameters and chance. They are wide, because plausible ranges are: that they include a published number says"
    " little, that they miss it says that a range or a mechanism is wrong. A few schemes with a few numbers each are a small test; the"
    " interval of the coverage says how small."
)
HOW = (
    "Every uncertain parameter is drawn from its plausible range, and so is what is not known about a scheme itself (its lead's skill, hosts"
    " within reach ...). What its scenario states stays as it is. Each draw is run once, with chance of its own. A quantity counts as"
    " reached if the published value or range overlaps the simulated interval."
)


def answer(found: Found) -> list[str]:
    """The computed sentences."""
    texts = []
    if len(found.coverage):
        rows = found.coverage.set_index("judged")
        wide, half, tolerant = (rows.loc[name] for name in JUDGED)
        texts.append(
            f"Before anything is fitted, the model's 90 % intervals include {wide.reached} of {wide.quantities} published quantities"
            f" ({100 * wide.coverage:.0f} %, 95 % interval {100 * wide.ci_low:.0f} % to {100 * wide.ci_high:.0f} %), or {tolerant.reached}"
            f" with the tolerance of each source. The middle halves of the draws include {half.reached}."
        )
    missed = found.table[found.table.inside == False]  # noqa: E712
    if len(missed):
        listed = "; ".join(
            f"{names.scenario(row.scheme)}, {row.quantity.lower()}: {interval(row)} against {published(row.observed_low, row.observed_high)} {row.unit}"
            for row in missed.itertuples()
        )
        texts.append(f"Not reached: {listed}.")
    for scheme in found.predicted:
        row = found.table[(found.table.scheme == scheme) & (found.table.quantity.str.contains("fulfilled"))].iloc[0]
        texts.append(
            f"No outcome of {names.scenario(scheme)} is published; the model expects {short(row.p50)} completed mobilities ({short(row.p05)} to {short(row.p95)})."
        )
    return texts


def page(found: Found, figures: Mapping[str, str]) -> Page:
    """The whole page."""
    sections = []
    if "validation" in figures:
        sections.append(Section("published", "Simulated and published", pictures=[
            Picture("validation", "Simulated and published", figures["validation"],
                    "Blue: simulated from plausible ranges, nothing fitted. Grey: what was published.")],
            tables=[_coverage(found), _table(found, True, "Every published quantity")]))  # fmt: skip
    if "predictions" in figures:
        sections.append(Section("predictions", "Predictions", [
            "No outcome of these schemes is published, so the column of published values is empty."], [
            Picture("predictions", "Predicted from the design alone", figures["predictions"], "Circle: median; thick: half of the draws; thin: 90 %.")],
            [_table(found, False, "Predictions")]))  # fmt: skip
    return Page("How far the model agrees with the pilots", "Validation of simulated pilot schemes", answer(found), CAVEAT, sections, [HOW],
                [("Draws", f"{found.draws:,}")], drawn=DRAWN)  # fmt: skip


def _coverage(found: Found) -> Table:
    columns = [
        Column("Judged by", "The simulated interval, alone or widened by the tolerance of each source."),
        Column("Quantities", "Published quantities.", True), Column("Reached", "Met by the interval.", True),
        Column("Coverage", "Share, with its 95 % interval."),
    ]  # fmt: skip
    rows = [
        [JUDGED[row.judged], str(row.quantities), str(row.reached), f"{100 * row.coverage:.0f} % ({100 * row.ci_low:.0f} to {100 * row.ci_high:.0f})"]
        for row in found.coverage.itertuples()
    ]  # fmt: skip
    return Table("Coverage", columns, rows)


def _table(found: Found, observed: bool, caption: str) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Quantity", "What was published."), Column("Unit", "Its unit."), Column("Published", "Value or range."),
        Column("Simulated", "Median, 90 % interval.", True), Column("Middle half", "Half of the draws lie here.", True),
        Column("Source", "Identifiers in evidence/."),
    ]  # fmt: skip
    rows = [
        [names.scenario(row.scheme), row.quantity, row.unit, published(row.observed_low, row.observed_high),
         Cell(interval(row), (GREEN if row.inside else ORANGE) if observed else "", "not reached" if observed and not row.inside else ""),
         f"{short(row.p25)} to {short(row.p75)}", row.evidence.replace(";", ", ")]
        for row in found.table[found.table.inside.notna() == observed].itertuples()
    ]  # fmt: skip
    return Table(caption, columns, rows)
