"""Renew the generated tables in ``docs/*.md``: ``python -m docs.generate``; with ``--check`` only name what is stale.

A table stands between the lines ``<!-- generated: NAME -->`` and ``<!-- end -->``. Everything outside is written by hand.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docs import claims, corridors, evidence_tables, forecasts, found_tables, levers, model_tables
from docs.tables import table
from sim import phases, queues, state, world
from sim.categories import Reason, Stage
from sim.evidence.published import FIGURES, ranges
from sim.schedule import AGENTS, LAWS, SCHEDULE

DOCS = Path(__file__).resolve().parent
BLOCK = re.compile(r"(<!-- generated: (?P<name>[^>]*?) -->\n).*?(<!-- end -->)", re.DOTALL)
VALIDATED = ("targets", "summary", "schemes", "misses", "rounds", "classes", "first arrivals", "arrivals", "quantities")
"""Tables of the page on validation."""
RANGE_GROUPS = tuple(dict.fromkeys(name.partition(".")[0] for name in ranges()))

TABLES: dict[str, Callable[[], str]] = {
    "parameters": model_tables.parameter_table,
    "settings": model_tables.setting_table,
    "stages": lambda: model_tables.member_table(Stage),
    "reasons": lambda: model_tables.member_table(Reason),
    "categories": model_tables.category_table,
    "decisions": model_tables.decision_table,
    "indicators": model_tables.indicator_table,
    "schedule": model_tables.schedule_table,
    "initialization": lambda: model_tables.submodels([world, *AGENTS]),
    "mechanisms": lambda: model_tables.submodels([queues, *LAWS, *SCHEDULE, phases]),
    "scenarios": model_tables.scenario_table,
    "groups": model_tables.group_table,
    "figures": model_tables.figure_table,
    "evidence counts": evidence_tables.evidence_counts,
    "advice": found_tables.advice_tables,
    "advice answer": found_tables.advice_answer,
    "lessons": found_tables.lesson_table,
    "classes": lambda: found_tables.class_table("class"),
    "classes by world": lambda: found_tables.class_table("median"),
    "classes by scheme": lambda: found_tables.class_table("scheme"),
    **{
        name: lambda of=of, name=name: table(*of.shown(name))
        for of in (claims, forecasts, corridors)
        for name in of.TABLES
    },
    "lessons not clear": lambda: found_tables.lesson_table(clear=False),
    "calibration": found_tables.calibration,
    "calibration spreads": lambda: found_tables.calibration(spreads=True),
    "validation": found_tables.validation_text,
    **{
        f"validation {name}": lambda name=name: found_tables.validation_table(f"validation {name}")
        for name in VALIDATED
    },
    "ranked assumptions": evidence_tables.ranked_assumptions,
    "levers": evidence_tables.lever_table,
    "prices": lambda: table(("price", "parameter", "amount", "how it came about"), levers.price_rows()),
    "attributes": lambda: table(("what a scheme is", "default"), levers.attribute_rows()),
    "costs further": lambda: table(levers.COLUMNS, rows) if (rows := levers.further()) else "",
    **{f"costs {group}": lambda group=group: table(levers.COLUMNS, levers.rows(group)) for group in levers.GROUPS},
    "unused figures": evidence_tables.unused_table,
    **{f"figures {file}": lambda file=file: evidence_tables.figure_list(file) for file in FIGURES},
    **{f"ranges {group}": lambda group=group: evidence_tables.range_table(group) for group in RANGE_GROUPS},
    **{f"state {name}": lambda name=name: model_tables.state_table(name) for name in state.TABLES},
}


def renewed(text: str) -> tuple[str, list[str]]:
    """A page with its tables renewed, and the names of those that were stale."""
    stale: list[str] = []

    def renew(block: re.Match[str]) -> str:
        name = block["name"]
        if name not in TABLES:
            raise SystemExit(f"there is no table '{name}': {', '.join(TABLES)}")
        fresh = f"{block[1]}{TABLES[name]()}{block[3]}"
        if fresh != block[0]:
            stale.append(name)
        return fresh

    return BLOCK.sub(renew, text), stale


def main(arguments: Sequence[str]) -> int:
    """Renew all pages, or with ``--check`` name the stale tables and return 1."""
    if set(arguments) - {"--check"}:
        print("usage: python -m docs.generate [--check]", file=sys.stderr)
        return 2
    found = 0
    for page in sorted(DOCS.glob("*.md")):
        text, stale = renewed(page.read_text(encoding="utf-8"))
        found += len(stale)
        for name in stale:
            print(f"{page.name}: {name} {'is stale' if arguments else 'renewed'}")
        if stale and not arguments:
            page.write_text(text, encoding="utf-8")
    return 1 if arguments and found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
