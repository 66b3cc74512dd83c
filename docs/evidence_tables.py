"""Tables of the evidence: which parameter rests on what, and which assumptions matter."""

from docs.tables import code, shown_value, table
from sim.declare import ASSUMPTION
from sim.evidence.assumptions import WORDS, assumptions, evidence, influence, plausible, quality
from sim.evidence.published import QUALITIES, influences, quality_of, ranges, references, unused
from sim.parameters import ATTRIBUTE, LEVER, SETTING, UNCERTAINTY, Parameter, parameters

RANKED = 20
"""Assumptions in the ranking, at most."""


def declared() -> list[Parameter]:
    """Levers and uncertainties: the parameters that need a source."""
    return [parameter for parameter in parameters().values() if parameter.kind != SETTING]


def evidence_counts() -> str:
    """How many parameters rest on what: plausible ranges of uncertainties, defaults of levers."""
    columns = (*QUALITIES, WORDS, ASSUMPTION)
    rows: list[tuple[object, ...]] = []
    for kind in (UNCERTAINTY, LEVER, ATTRIBUTE):
        chosen = [entry for entry in declared() if entry.kind == kind]
        fixed = [
            entry
            for entry in chosen
            if kind == UNCERTAINTY and (entry.name not in ranges() or ranges()[entry.name].fixed)
        ]
        found = [quality(entry) for entry in chosen if entry not in fixed]
        rows.append((kind, len(chosen), *(found.count(column) for column in columns), len(fixed) or ""))
    return table(("kind", "parameters", *columns, "definition or event"), rows)


def range_table(group: str) -> str:
    """The plausible ranges of a group, and how each came about."""
    known, rows = ranges(), []
    for entry in declared():
        if entry.name.partition(".")[0] == group and entry.name in known:
            found = known[entry.name]
            behind = "" if found.assumed else f" ({', '.join(map(code, found.sources))})"
            bounds = plausible(entry) + (f", {found.scale}" if found.scale != "linear" else "")
            rows.append(
                (code(entry.name), code(shown_value(entry.default)), bounds, quality_of(found), found.reason + behind)
            )
    return table(("parameter", "default", "plausible range", "evidence", "how"), rows)


def ranked_assumptions() -> str:
    """The assumptions whose influence on completed mobilities in the baseline is told from none, the largest first."""
    rows = []
    known = influences()
    told = [entry for entry in assumptions() if entry.name in known and known[entry.name].ci_low > 0]
    for place, entry in enumerate(told[:RANKED], 1):
        found = known[entry.name]
        interval = f"{100 * max(found.ci_low, 0):.1f} to {100 * max(found.ci_high, 0):.1f}"
        rows.append((place, code(entry.name), plausible(entry), influence(entry), interval, entry.meaning))
    return table(("rank", "parameter", "plausible range", "influence", "95 % interval", "meaning"), rows)


def lever_table() -> str:
    """Levers whose default follows a published figure or finding."""
    known, rows = references(), []
    for entry in declared():
        if entry.kind == LEVER and entry.source in known:
            rows.append((code(entry.name), code(shown_value(entry.default)), code(entry.source), quality(entry)))
    return table(("lever", "default", "after", "evidence"), rows)


def figure_list(file: str) -> str:
    """The published figures of a file that stand behind a parameter or its price, with the parameters."""
    behind: dict[str, list[str]] = {}
    for entry in declared():
        for name in dict.fromkeys((entry.source, *evidence(entry))):
            behind.setdefault(name, []).append(code(entry.name))
    rows = []
    for name, found in references().items():
        if found.file == file and name in behind:
            value = f"{found.quantity}: {found.value}" + (f" {found.unit}" if found.unit != "text" else "")
            where = f"[{found.source}]({found.url})" if found.url else found.source
            rows.append((code(name), value, where, found.quality, ", ".join(behind[name])))
    return table(("id", "published", "where", "quality", "behind"), rows)


def unused_table() -> str:
    """Published figures that stand behind nothing, and why."""
    return table(("id", "why"), ((code(name), reason) for name, reason in unused().items()))
