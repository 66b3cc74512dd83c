"""The report of the validation: how far the model can be trusted, scheme by scheme."""

from collections.abc import Mapping

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.numbers import interval, published, short
from analysis.validation.runs import CALIBRATED, DESIGN, LEFT_OUT, Found
from sim.reporting import names

JUDGED = {"inside": "model alone", "inside_with_tolerance": "with tolerance"}
GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "The 90 % intervals cover parameters and chance. Agreement with outcomes that were used in the calibration shows only that the model can"
    " reproduce them. Predicting a scheme whose own outcomes were left out is a test, but a small one: five schemes with a few published"
    " numbers each. The interval of the coverage says how small."
)
HOW = (
    "To leave out a scheme's own outcomes, their weight is taken out of the posterior, which is then resampled and moved by Markov steps"
    " towards the posterior of the other schemes. The scheme is then simulated with new chance. What is not known about the scheme itself"
    " (its lead's skill, hosts within reach ...) comes from its plausible range again. A quantity counts as reached if the published value or"
    " range overlaps the 90 % interval."
)


def answer(found: Found) -> list[str]:
    """The computed sentences."""
    texts = []
    for basis, start in (
        (LEFT_OUT, "Predicted without a scheme's own outcomes"),
        (CALIBRATED, "With all outcomes used"),
    ):
        mine = found.coverage[found.coverage.basis == basis].set_index("judged")
        if len(mine):
            row, wide = mine.loc["inside"], mine.loc["inside_with_tolerance"]
            texts.append(
                f"{start}, the model's 90 % intervals include {row.reached} of {row.quantities} published quantities"
                f" ({100 * row.coverage:.0f} %, 95 % interval {100 * row.ci_low:.0f} % to {100 * row.ci_high:.0f} %), or {wide.reached} with the tolerance of each source."
            )
    missed = found.table[(found.table.basis == LEFT_OUT) & (found.table.inside == False)]  # noqa: E712
    if len(missed):
        listed = "; ".join(
            f"{names.scenario(row.scheme)}, {row.quantity.lower()}: {interval(row)} against {published(row.observed_low, row.observed_high)} {row.unit}"
            for row in missed.itertuples()
        )
        texts.append(f"Not predicted: {listed}.")
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
                    "Blue: all outcomes used; orange: the scheme's own outcomes left out, that is, predicted. Grey: what was published.")],
            tables=[_coverage(found), _table(found, (CALIBRATED, LEFT_OUT), "Every published quantity")]))  # fmt: skip
    if "predictions" in figures:
        sections.append(Section("predictions", "Predictions", [
            "No outcome of these schemes is published, so nothing was tuned to them and the column of published values is empty."], [
            Picture("predictions", "Predicted from the design alone", figures["predictions"], "Circle: median; thick: half of the draws; thin: 90 %.")],
            [_table(found, (DESIGN,), "Predictions")]))  # fmt: skip
    return Page("How far the model agrees with the pilots", "Validation of simulated pilot schemes", answer(found), CAVEAT, sections, [HOW],
                [("Draws", f"{found.draws:,}")])  # fmt: skip


def _coverage(found: Found) -> Table:
    columns = [
        Column("Basis", "Outcomes that the simulated values use."),
        Column("Judged", "By the model's interval alone, or widened by the tolerance of each source."),
        Column("Quantities", "Published quantities.", True), Column("Reached", "Met by the 90 % interval.", True),
        Column("Coverage", "Share, with its 95 % interval.", True),
    ]  # fmt: skip
    rows = [
        [
            row.basis,
            JUDGED[row.judged],
            str(row.quantities),
            str(row.reached),
            f"{100 * row.coverage:.0f} % ({100 * row.ci_low:.0f} % to {100 * row.ci_high:.0f} %)",
        ]
        for row in found.coverage.itertuples()
    ]
    return Table("Coverage", columns, rows)


def _table(found: Found, bases: tuple[str, ...], caption: str) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Quantity", "What was published."), Column("Unit", "Its unit."), Column("Published", "Value or range."),
        Column("Simulated", "Median, 90 % interval.", True), Column("Rests on", "Outcomes used."), Column("Source", "Identifiers in evidence/."),
    ]  # fmt: skip
    rows = [
        [names.scenario(row.scheme), row.quantity, row.unit, published(row.observed_low, row.observed_high),
         Cell(interval(row), "" if row.basis == DESIGN else GREEN if row.inside else ORANGE, "" if row.basis == DESIGN or row.inside else "not reached"),
         row.basis, row.evidence.replace(";", ", ")]
        for row in found.table[found.table.basis.isin(bases)].itertuples()
    ]  # fmt: skip
    return Table(caption, columns, rows)
