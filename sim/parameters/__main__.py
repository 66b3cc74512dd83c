"""``python -m sim.parameters scenario=palim``: every parameter, its value here, unit, range and source."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sim.command import run_command, split_flags
from sim.errors import UserError
from sim.evidence.assumptions import assumptions, evidence, influence, plausible, quality
from sim.evidence.published import influences, ranges, references
from sim.numbers import in_words
from sim.parameters import SETTING, Config, Parameter, registry, value_of
from sim.reporting.csv_files import write_rows

USAGE = """\
usage: python -m sim.parameters [scenario=NAME] [GROUP=OPTION ...] [PARAMETER=VALUE ...] [--csv | --json] [--sources] [--assumptions]

Lists every parameter. The columns show

  value      in this configuration (* differs from the default, ! lies outside the plausible range)
  unit, the allowed values and the plausible range
  evidence   its quality: high, medium, low, words (a finding without a number), assumption or definition
  kind       lever (a choice of the planner), uncertainty (a feature of the world) or setting (how to run)
  source     of the default
  price      what a lever costs: the parameters that state it, or the mechanism from which its cost follows
  meaning    of the parameter

  --csv          print comma-separated values, with the figures behind each plausible range, the reason and the influence
  --json         print the same as JSON: a list with an object for each parameter
  --sources      list the published figures behind defaults and plausible ranges, with their addresses
  --assumptions  list the parameters that no published figure bounds, ranked by influence on completed mobilities
  -h, --help     this text"""

FLAGS = ("--csv", "--json", "--sources", "--assumptions", "--help", "-h")
PLAIN_WIDTH = 290
NARROW = 170
WIDE = ("name", "value", "unit", "allowed", "plausible", "evidence", "kind", "source", "price", "meaning")
SHORT = ("name", "value", "plausible", "unit", "meaning")
COLUMNS = ("name", "value", "changed", "unit", "low", "high", "kind", "source", "meaning",
           "plausible_low", "plausible_high", "scale", "quality", "evidence", "reason", "influence", "price")  # fmt: skip
ASSUMPTIONS = ("name", "value", "plausible", "unit", "influence", "meaning")


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    run_command(_main, arguments)


def _main(arguments: list[str]) -> None:
    flags, rest = split_flags(arguments, FLAGS)
    if "--help" in flags or "-h" in flags:
        print(USAGE)
        return
    from sim.setup.configuration import runs  # heavy: Hydra, 0.1 s that the help does not need

    [run] = runs(rest)
    if "--sources" in flags:
        _print_sources("--csv" in flags)
    elif "--assumptions" in flags:
        _print_assumptions(run.config, "--csv" in flags)
    elif "--csv" in flags:
        write_rows(sys.stdout, [COLUMNS, *rows(run.config)])
    elif "--json" in flags:
        print(json.dumps([dict(zip(COLUMNS, map(_plain, row), strict=True)) for row in rows(run.config)], indent=1))
    else:
        _print_tables(run.config)


def rows(config: Config) -> Iterator[tuple[Any, ...]]:
    """A row per parameter, in the order of declaration: the columns of :data:`COLUMNS`."""
    for parameter in registry().values():
        value = value_of(config, parameter.name)
        source = "" if parameter.kind == SETTING else parameter.source
        low, high = ("", "") if parameter.low is None else (parameter.low, parameter.high)
        known, measured = ranges().get(parameter.name), influences().get(parameter.name)
        yield (
            parameter.name, _text(value), "*" if value != parameter.default else "", parameter.unit, low, high,
            parameter.kind, source, parameter.meaning,
            *((f"{known.low:g}", f"{known.high:g}", known.scale) if known else ("", "", "")),
            quality(parameter), ";".join(evidence(parameter)), known.reason if known else "",
            f"{measured.influence:g}" if measured else "", parameter.price.text if parameter.price else "",
        )  # fmt: skip


def _plain(cell: Any) -> Any:
    """A cell as JSON has it: numbers and switches as such, null for an empty one."""
    try:
        return None if cell == "" else json.loads(cell) if isinstance(cell, str) else cell
    except ValueError:
        return cell


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return getattr(value, "name", None) or (f"{value:.10g}" if isinstance(value, int | float) else str(value))


def _range(parameter: Parameter) -> str:
    if parameter.low is None:
        return ", ".join(parameter.choices) or ("true, false" if parameter.type is bool else "")
    return f"{in_words(parameter.low)} .. {in_words(parameter.high)}"


def _shown(parameter: Parameter, value: Any) -> str:
    """A value for a table: bold and starred where it differs from the default, ! where it is not plausible."""
    known = ranges().get(parameter.name)
    mark = " !" if known and not known.low <= value <= known.high else ""
    changed = value != parameter.default
    return f"[bold]{escape(_text(value))} *[/bold]{mark}" if changed else escape(_text(value)) + mark


def _console() -> "Console":
    """The terminal in its width and colours; elsewhere plain and wide."""
    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)


def _print(console: "Console", part: "Table | str") -> None:
    with console.capture() as captured:
        console.print(part)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_tables(config: Config) -> None:
    console = _console()
    narrow = console.width < NARROW
    for part in _parts(config, SHORT if narrow else WIDE):
        _print(console, part)
    if narrow:
        print("Evidence and sources: in a wider terminal, in a pipe or with --csv.")


def _print_assumptions(config: Config, as_csv: bool) -> None:
    """What no published figure bounds, the most influential first."""
    ranked = assumptions()
    if not ranked:
        raise UserError("the plausible ranges are not installed: they lie in evidence/ of the project's sources")
    values = {parameter: value_of(config, parameter.name) for parameter in ranked}
    cells = {
        parameter: (plausible(parameter), parameter.unit, influence(parameter), parameter.meaning)
        for parameter in ranked
    }
    if as_csv:
        write_rows(sys.stdout, [ASSUMPTIONS, *((each.name, _text(values[each]), *cells[each]) for each in ranked)])
    else:
        table = _table("assumptions, by influence on completed mobilities", ASSUMPTIONS)
        for each in ranked:
            table.add_row(each.name, _shown(each, values[each]), *cells[each])
        _print(_console(), table)
        print("Influence: share of the variance of completed mobilities over the plausible worlds of the baseline that the parameter explains\n"
              "by itself; empty where it plays no part there. python -m analysis.influence gives it for any scenario and indicator.")  # fmt: skip


def _parts(config: Config, columns: Sequence[str]) -> Iterator["Table | str"]:
    """A table for each group, then what they do not show."""
    group, table = None, None
    for name, _, _, unit, _, _, kind, source, meaning, _, _, _, known, *_ in rows(config):
        prefix, _, _ = name.rpartition(".")
        if table is None or prefix.partition(".")[0] != group:
            if table is not None:
                yield table
            group = prefix.partition(".")[0]
            table = _table(group or "run", columns)
        parameter = registry()[name]
        shown = _shown(parameter, value_of(config, name))
        price = escape(parameter.price.text) if parameter.price else ""
        cells = (name, shown, unit, _range(parameter), plausible(parameter), known, kind, source, price, meaning)
        table.add_row(*(dict(zip(WIDE, cells, strict=True))[column] for column in columns))
    if table is not None:
        yield table
    yield escape(f"{config.scenario}: {config.description}")
    for month, changes in config.timeline.items():
        yield escape(f"from month {month}: " + ", ".join(f"{name} = {_text(value)}" for name, value in changes.items()))
    yield "* differs from the default. ! outside the plausible range, which is that of a small pilot. Sources by id: python -m sim.parameters --sources"
    yield "What no published figure bounds, by influence: python -m sim.parameters --assumptions"


def _table(title: str, columns: Sequence[str]) -> "Table":
    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1), pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    return table


def _print_sources(as_csv: bool) -> None:
    """Each published figure that a default or a range rests on: id, value, title of the source, address, parameters."""
    known = references()
    if not known:
        raise UserError("the published figures are not installed: they lie in evidence/ of the project's sources")
    used: dict[str, list[str]] = {}
    for parameter in registry().values():
        for source in dict.fromkeys((parameter.source, *evidence(parameter))):
            if source in known:
                used.setdefault(source, []).append(parameter.name)
    if as_csv:
        columns = ("id", "value", "unit", "source", "url")
        listed = [(*(getattr(known[each], name) for name in columns), " ".join(used[each])) for each in used]
        write_rows(sys.stdout, [(*columns, "parameters"), *listed])
        return
    for name, parameters in used.items():
        found = known[name]
        print(f"{name}: {found.value} {found.unit}".rstrip())
        print(f"    {found.source}\n    {found.url}\n    behind {', '.join(parameters)}")


if __name__ == "__main__":
    main()
