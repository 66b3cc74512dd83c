"""The report of the validation: how far the model can be trusted, scheme by scheme."""

from collections.abc import Mapping

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.numbers import interval, published, short
from analysis.validation.runs import CALIBRATED, DESIGN, LEFT_OUT, Found

JUDGED = {"inside": "model alone", "inside_with_tolerance": "with tolerance"}
GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "Intervals are 90 % over parameters and chance. Agreement with outcomes that were used in the calibration shows only that the model can"
    " reproduce them; a scheme whose own outcomes were left out is a test. Five schemes with a few published"
    " numbers each are a small test: the interval of the coverage says how small."
)
HOW = (
    "To leave out a scheme's own outcomes, the posterior is weighted back by their part in it, resampled, and moved by"
    " Markov steps towards the posterior of the other schemes. The scheme is then simulated with new chance. What is not known about a"
    " scheme itself (its lead's skill, hosts within reach ...) then comes from its plausible range again. A quantity counts as reached where"
    " the published value or range meets the 90 % interval."
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
                f"{start}, the model's 90 % intervals reach {row.reached} of {row.quantities} published quantities"
                f" ({row.coverage:.0%}, 95 % interval {row.ci_low:.0%} to {row.ci_high:.0%}); with the tolerance of each source {wide.reached}."
            )
    missed = found.table[(found.table.basis == LEFT_OUT) & (found.table.inside == False)]  # noqa: E712
    if len(missed):
        listed = "; ".join(
            f"{row.scheme}, {row.quantity.lower()}: {interval(row)} against {published(row.observed_low, row.observed_high)} {row.unit}"
            for row in missed.itertuples()
        )
        texts.append(f"Not predicted: {listed}.")
    for scheme in found.predicted:
        row = found.table[(found.table.scheme == scheme) & (found.table.quantity.str.contains("fulfilled"))].iloc[0]
        texts.append(
            f"For {scheme}, of which no outcome is published, the model expects {short(row.p50)} completed mobilities ({short(row.p05)} to {short(row.p95)})."
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
            "No outcome of these schemes is in the evidence; nothing was tuned to them. The column of the published values is empty."], [
            Picture("predictions", "Predicted from the design alone", figures["predictions"], "Circle: median; thick: half of the draws; thin: 90 %.")],
            [_table(found, (DESIGN,), "Predictions")]))  # fmt: skip
    return Page("How far the model agrees with the pilots", "Validation of simulated pilot schemes", answer(found), CAVEAT, sections, [HOW],
                [("draws", f"{found.draws:,}")])  # fmt: skip


def _coverage(found: Found) -> Table:
    columns = [
        Column("basis", "outcomes that the simulated values use"),
        Column("judged", "by the model's interval alone, or widened by the tolerance of each source"),
        Column("quantities", "published quantities", True), Column("reached", "met by the 90 % interval", True),
        Column("coverage", "share, with its 95 % interval", True),
    ]  # fmt: skip
    rows = [
        [
            row.basis,
            JUDGED[row.judged],
            str(row.quantities),
            str(row.reached),
            f"{row.coverage:.0%} ({row.ci_low:.0%} to {row.ci_high:.0%})",
        ]
        for row in found.coverage.itertuples()
    ]
    return Table("Coverage", columns, rows)


def _table(found: Found, bases: tuple[str, ...], caption: str) -> Table:
    columns = [
        Column("scheme", "the scheme"), Column("quantity", "what was published"), Column("unit", "its unit"), Column("published", "value or range"),
        Column("simulated", "median, 90 % interval", True), Column("rests on", "outcomes used"), Column("source", "identifiers in evidence/"),
    ]  # fmt: skip
    rows = [
        [row.scheme, row.quantity, row.unit, published(row.observed_low, row.observed_high),
         Cell(interval(row), "" if row.basis == DESIGN else GREEN if row.inside else ORANGE, "" if row.basis == DESIGN or row.inside else "not reached"),
         row.basis, row.evidence.replace(";", ", ")]
        for row in found.table[found.table.basis.isin(bases)].itertuples()
    ]  # fmt: skip
    return Table(caption, columns, rows)
