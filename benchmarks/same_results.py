"""Whether a change leaves every result as it was: record the results of all scenarios before it, compare after it.

    python -m benchmarks.same_results record /tmp/before      # in the tree before the change
    python -m benchmarks.same_results compare /tmp/before     # after it: names every table that differs, exit status 1

``runs``, ``monthly`` and ``journeys`` of every scenario, chance only, 20 replicates; columns that are new are left out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from sim import configure, simulate
from sim.setup.catalogue import scenario_files

REPLICATES = 20
TABLES = ("runs", "monthly", "journeys")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry of the command line: 0 where nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("record", "compare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenarios", nargs="*", help="scenarios by name (default: all)")
    asked = parser.parse_args(arguments)
    chosen = asked.scenarios or sorted(scenario_files())
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.what == "record":
        for name, table, rows in results(chosen):
            rows.to_parquet(asked.folder / f"{name}.{table}.parquet")
        return 0
    differing = [
        f"{name}: {table}: {found}"
        for name, table, rows in results(chosen)
        if (found := difference(pd.read_parquet(asked.folder / f"{name}.{table}.parquet"), rows))
    ]
    print("\n".join(differing) or f"{len(chosen)} scenarios: every table is as it was")
    return 1 if differing else 0


def results(scenarios: Sequence[str]) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Name of a scenario, name of a table, table."""
    for name in scenarios:
        found = simulate(configure(name), replicates=REPLICATES)
        for table in TABLES:
            yield name, table, getattr(found, table)


def difference(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """What differs, in one line; empty where every number is the same to the last bit."""
    missing = [column for column in before.columns if column not in after.columns]
    if missing:
        return f"no column {', '.join(missing)}"
    try:
        pd.testing.assert_frame_equal(before, after[list(before.columns)], check_exact=True)
    except AssertionError as error:
        return str(error).partition("\n")[2].replace("\n", "; ")
    return ""


if __name__ == "__main__":
    sys.exit(main())
