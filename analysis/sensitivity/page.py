"""The report of a sensitivity analysis: which factors drive an output, which do not, and whether the sample is large enough."""

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.sensitivity.factors import OTHERS
from analysis.sensitivity.indices import DELTA, MORRIS, PAIR, PAWN, SOBOL
from analysis.sensitivity.outputs import HORIZON, PLANNED_END, SPREAD, date_of, families, words
from analysis.sensitivity.sentences import answer, called, drives, size_words, statement, units
from analysis.sensitivity.tables import Findings, direction
from analysis.worlds.settings import PLAUSIBLE
from analysis.worlds.uncertain import said_of
from sim.parameters import parameters
from sim.reporting import names

ROWS = 20
NOISY = 0.15
"""Noise share from which a reader is warned."""
METHODS = {
    SOBOL: "Sobol indices are shares of the variance between parameter sets. S1 is what a factor explains alone, ST what it explains alone and"
    " together with others, S2 what two factors explain together beyond what each explains alone (Saltelli's sampling scheme; estimators of Saltelli et al. 2010,"
    " total order after Jansen).",
    MORRIS: "Morris's elementary effects: the change of the output when one factor moves over its whole range and all others stay."
    " mu* is the mean size of that change, mu is its mean with the sign, sigma is how much it varies with the other factors.",
    PAWN: "PAWN measures how far the output's distribution moves when a factor is known: the largest distance between the two distribution"
    " functions (0 to 1), as median and maximum over ten slices of the factor. It is never quite zero: compare it with the dummy.",
    DELTA: "Borgonovo's delta is half the mean area between the output's density and its density when a factor is known (0 to 1). It is never"
    " quite zero: compare it with the dummy.",
}  # fmt: skip
HOW = (
    "All factors are varied together, each over its range. Every parameter set meets the same replicates, so a factor without effect changes"
    " nothing. A dummy factor that the model does not know marks the zero line. Outputs are means over the replicates. The spread of an output is"
    " its standard deviation between the replicates.",
    "The noise share is the part of an output's variance over the sample that would be different with other replicates (jackknife over the"
    " replicates, less what a replicate changes in all sets alike). For the 95 % intervals the sample is resampled 200 times (PAWN 100,"
    " delta 20).",
)
CAVEAT = (
    "The ranges are plausible, not measured. Each uncertain number varies over its plausible range, each lever"
    " over what a planner may choose. A factor with a wide range matters more here than one with a narrow range. Intervals say how much an"
    " index might change with another sample of the same size."
)
MEANING = {
    "S1": "Share of the variance that the factor explains alone.", "ST": "Share of the variance to which the factor contributes, alone or together with others.",
    "mu_star": "Mean size of the output's change over the factor's whole range.", "mu": "The same with sign: where it is much smaller than mu*, the"
    " factor works in both directions.", "sigma": "How much that change differs with the values of the other factors.",
    "pawn_median": "Distance of the output's distribution with the factor known from the whole one: median of ten slices.",
    "pawn_maximum": "The largest of these distances.", "delta": "Mean half area between the two densities.",
}  # fmt: skip


def page(found: Findings, texts: Mapping[str, str], screening: pd.DataFrame | None, left: Sequence[str]) -> Page:
    """The whole page. ``left``: parameters that had no range and stayed as they are."""
    study = found.study
    told = [name for name in study.families if not name.startswith(SPREAD)]
    enough = Section("enough", "Was the sample large enough?", [statement(found, each) for each in found.verdicts],
                     tables=[_verdicts(found)], folded=True)  # fmt: skip
    sections = []
    for name, outputs in study.families.items():
        heading = words(name)[0].upper() + words(name)[1:]
        sections.append(
            Section(
                name,
                heading,
                [text for output in outputs for text in (f"{drives(found, output)}.", *_chance(found, output))],
                _pictures(found, name, texts),
                [table for output in outputs for table in _tables(found, output)],
                folded=name not in told,
            )
        )
    sections += [enough, Section("factors", "What was varied", _untouched(left), tables=[_factors(found)], folded=True)]
    sample, config = study.sample, study.config
    summary = [
        ("Scenario", names.label(names.scenario(config.scenario))),
        ("Method", f"{found.method}, {sample.size:,} {units(found)}, {len(sample.points):,} parameter sets"),
        ("Runs", f"{study.count:,}: {config.replicates} replicates of every set, the same in all"),
        ("Factors", _counted(found)),
        *_dates(study.outputs),
    ]
    title = "What drives " + names.listed([words(name) for name in told])
    how = [METHODS[found.method], *HOW]
    if screening is not None:
        how.append(
            "A Morris screening of all factors came first. Those with the largest effects are studied one by one. All others "
            + ("are varied together as one factor; its index says what the screening may have missed." if found.method == SOBOL
               else "are varied, too, but have no index of their own.")
        )  # fmt: skip
    return Page(
        title,
        "Sensitivity of simulated pilot schemes",
        answer(found, screening),
        CAVEAT,
        sections,
        how,
        summary,
        drawn=PLAUSIBLE if said_of(factor.name for factor in study.factors) else "",
    )


def _chance(found: Findings, name: str) -> list[str]:
    """A warning where much of an output's variance is chance that more replicates would remove."""
    share = found.study.noise.get(name, (math.nan,))[0]
    if not share > NOISY:
        return []
    return [
        f"With {found.study.config.replicates} replicates, {100 * share:.0f} % of the variance of this output is chance. It looks as if every factor"
        " interacted with the others: trust only indices above it, or take more replicates."
    ]


def _dates(outputs: Iterable[str]) -> list[tuple[str, str]]:
    """When the outputs are read, where it is not only at the end; indicators of whole runs are read at the end only."""
    dates = list(dict.fromkeys(date_of(output) for output in outputs))
    if dates == [HORIZON]:
        return []
    said = {PLANNED_END: "planned end of each run's own funding", HORIZON: "last month simulated"}
    once = [words(name) for name, every in families(outputs).items() if len(every) == 1 and not name.startswith(SPREAD)]
    text = names.listed([said.get(date, f"month {date}") for date in sorted(dates, key=lambda date: date == HORIZON)])
    return [("Dates", text + (f"; {names.listed(once)} only for whole runs" if once else ""))]


def _counted(found: Findings) -> str:
    factors = [each for each in found.study.factors if each.parameter]
    rest = sum(each.group == OTHERS for each in factors)
    if rest and found.method in (SOBOL, DELTA):
        return f"{len(factors)}: {len(factors) - rest} one by one, {rest} others together, and a dummy"
    groups = len({each.group for each in factors})
    return f"{len(factors)}" + (f" in {groups} groups" if groups < len(factors) else "") + ", and a dummy"


def _verdicts(found: Findings) -> Table:
    columns = [
        Column("Output", "What is explained."), Column("Enough", "Whether every interval is as narrow as asked for and no index moved much in the second half of the sample."),
        Column("Widest", "Half the width of the widest interval of the main index.", True), Column("Of", "The factor that it belongs to."),
        Column("Moved", "Largest change of an index between half the sample and all of it.", True), Column("Needed", "Size of a sample that would do.", True),
        Column("Noise share", "Part of the variance over the sample that would be different with other replicates, 95 % interval.", True),
    ]  # fmt: skip
    rows = []
    for each in found.verdicts:
        noise = found.study.noise.get(each.output)
        share = f"{100 * noise[0]:.1f} % ({100 * noise[1]:.1f} % to {100 * noise[2]:.1f} %)" if noise else "unknown"
        moved = size_words(found, each.moved) if math.isfinite(each.moved) else "unknown"
        rows.append([found.study.words(each.output), "yes" if each.enough else "no", f"±{size_words(found, each.half_width)}", called(found, each.widest), moved,
                     f"{each.needed:,}", share])  # fmt: skip
    return Table(
        "Convergence",
        columns,
        rows,
        f"Asked for: ±{size_words(found, found.precision)} (precision={found.precision:g}).",
    )


def _pictures(found: Findings, name: str, texts: Mapping[str, str]) -> list[Picture]:
    what = words(name)
    known = {
        "indices": ("Indices", "A longer bar means that the factor matters more; the thin line is the 95 % interval. The range over which the factor was varied stands below its name."
                    " All panels list the same factors in the same order. A factor whose bar ends left of the dashed line matters no more than chance does. The dummy at the bottom shows what a factor without any effect looks like."
                    + (" Where the upper bar is much longer than the lower, the factor works through others." if found.method == SOBOL else "")),
        "morris": ("Elementary effects", "A factor far to the right changes the output a great deal. A factor high up has an effect that depends on the other factors, or that is not a straight line."
                   " Factors near the corner do not matter."),
        "effects": ("Direction", f"The mean of {what} when a factor has this value and all others vary, with its 95 % interval; where there are several dates, each has a line. It shows whether the output rises or falls with the factor, and"
                    " whether it turns. The strongest factors come first."),
        "pairs": ("Pairs", "The share of the variance that two factors explain together beyond what each explains alone. Coloured cells are surely above zero, grey ones are not."),
        "months": ("Month by month", "This shows when each factor matters: its index for the output up to each month. Early months, in which the output hardly varies, are left"
                   " out."),
        "convergence": ("Convergence", "Each factor's index on an eighth, a quarter, half and all of the sample: lines that are level at the right and have short"
                        " intervals can be trusted."),
    }  # fmt: skip
    drawn = [(kind, *about) for kind, about in known.items() if f"{kind}_{name}" in texts]
    return [
        Picture(f"{kind}_{name}", f"{heading}: {what}", texts[f"{kind}_{name}"], reading, folded=place > 0)
        for place, (kind, heading, reading) in enumerate(drawn)
    ]


def _tables(found: Findings, name: str) -> list[Table]:
    table = found.indices[(found.indices.output == name)]
    listed = [index for index in dict.fromkeys(table["index"]) if index in MEANING]
    listed.sort(key=lambda index: index != found.main)
    ranked = found.ranked(name).head(ROWS)
    if ranked.value.isna().all():
        return []
    columns = [
        Column("Factor", "Its name, as on the command line."),
        Column("What it is", "What the parameter means."),
        Column("Range", "Over which it was varied."),
    ]
    columns += [Column(index, MEANING[index] + " 95 % interval in brackets.", True) for index in listed]
    columns.append(
        Column(
            "Direction",
            "Whether the output rises or falls with it (from the conditional means); empty where neither is plain.",
        )
    )
    values = table.set_index(["index", "parameter"])
    rows: list[list[str | Cell]] = []
    for part in ranked.parameter:
        members = found.study.members(part)
        single = members[0] if len(members) == 1 and members[0].name == part else None
        row: list[str | Cell] = [
            called(found, part) if single is None else part,
            single.meaning if single else "varied together",
            single.range if single else "",
        ]
        for index in listed:
            row.append(_value(values, index, part, found))
        rows.append([*row, direction(found, name, part)])
    tables = [
        Table(f"What drives {found.study.words(name)}: all numbers", columns, rows, _rest(found, name), folded=True)
    ]
    strong = found.ranked(name, "S2")
    strong = strong[strong.ci_low > 0.0].head(8)
    if len(strong):
        pair = [
            Column("Pair", "Two factors."),
            Column(
                "S2",
                "Share of the variance that they explain together beyond what each explains alone, 95 % interval.",
                True,
            ),
        ]
        tables.append(Table(f"Pairs that surely act together on {found.study.words(name)}", pair, [
            [row.parameter.replace(PAIR, " and "), f"{100 * row.value:.1f} % ({100 * row.ci_low:.1f} % to {100 * row.ci_high:.1f} %)"] for row in strong.itertuples()
        ], folded=True))  # fmt: skip
    return tables


def _value(values: pd.DataFrame, index: str, part: str, found: Findings) -> str:
    if (index, part) not in values.index:
        return ""
    row = values.loc[(index, part)]
    if found.method == SOBOL:
        return f"{100 * row.value:.1f} % ({100 * row.ci_low:.1f} % to {100 * row.ci_high:.1f} %)"
    digits = 2 if found.method == MORRIS else 3
    return f"{row.value:.{digits}f} ({row.ci_low:.{digits}f} to {row.ci_high:.{digits}f})"


def _rest(found: Findings, name: str) -> str:
    ranked = found.ranked(name)
    more = f"{len(ranked) - ROWS} further factors are in indices.csv. " if len(ranked) > ROWS else ""
    alone = found.ranked(name, "S1")
    if found.method == SOBOL:
        return f"{more}First-order indices add up to {100 * alone.value.sum():.0f} %: the rest of the variance comes from factors that act together."
    return more


def _untouched(left: Sequence[str]) -> list[str]:
    if not left:
        return []
    listed = ", ".join(left[:12]) + (f" and {len(left) - 12} more" if len(left) > 12 else "")
    return [
        f"Not varied, because the scenario sets them to a value without a plausible range (zero, or a share of 1): {listed}."
    ]


def _factors(found: Findings) -> Table:
    columns = [Column("Factor", "Name of the parameter."), Column("What it is", "What it means."), Column("Range", "Over which it was varied."),
               Column("Varied", "On its own, or together with a group."), Column("Source", "What its stated value rests on.")]  # fmt: skip
    rows = [
        [each.name, each.meaning, each.range, "alone" if each.group == each.name else f"with {each.group.replace('_', ' ')}",
         parameters()[each.name].source]
        for each in found.study.factors if each.parameter
    ]  # fmt: skip
    return Table(f"{len(rows)} factors", columns, rows)
