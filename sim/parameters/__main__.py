"""``python -m sim.parameters scenario=palim``: every parameter, its value here, unit, range and source."""

import csv
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sim.errors import UserError, did_you_mean, run_command
from sim.parameters import SETTING, Config, Parameter, registry, value_of

if TYPE_CHECKING:
    from rich.table import Table

USAGE = """\
usage: python -m sim.parameters [scenario=NAME] [GROUP=OPTION ...] [PARAMETER=VALUE ...] [--csv] [--sources]

Lists every parameter with its value in this configuration (* where it differs from the default), unit, range, kind
(lever: what a planner chooses; uncertainty: what the world does; setting: how to run), source and meaning.

  --csv      as comma-separated values
  --sources  the published figures behind the values, with their addresses
  -h, --help this text"""

FLAGS = ("--csv", "--sources", "--help", "-h")
PLAIN_WIDTH = 260
NARROW = 150
WIDE = ("name", "value", "unit", "range", "kind", "source", "meaning")
SHORT = ("name", "value", "unit", "meaning")
COLUMNS = ("name", "value", "changed", "unit", "low", "high", "kind", "source", "meaning")


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    run_command(_main, arguments)


def _main(arguments: list[str]) -> None:
    flags = [argument for argument in arguments if argument.startswith("-")]
    for flag in flags:
        if flag not in FLAGS:
            raise UserError(f"{flag} is not a flag{did_you_mean(flag, FLAGS)} (see --help)")
    if "--help" in flags or "-h" in flags:
        print(USAGE)
        return
    from sim.configuration import runs

    [run] = runs([argument for argument in arguments if argument not in flags])
    if "--sources" in flags:
        _print_sources("--csv" in flags)
    elif "--csv" in flags:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(run.config))
    else:
        _print_tables(run.config)


def rows(config: Config) -> Iterator[tuple[Any, ...]]:
    """A row per parameter, in the order of declaration: the columns of :data:`COLUMNS`."""
    for parameter in registry().values():
        value = value_of(config, parameter.name)
        source = "" if parameter.kind == SETTING else parameter.source
        low, high = ("", "") if parameter.low is None else (parameter.low, parameter.high)
        yield (
            parameter.name, _text(value), "*" if value != parameter.default else "", parameter.unit, low, high,
            parameter.kind, source, parameter.meaning,
        )  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return getattr(value, "name", None) or (f"{value:.10g}" if isinstance(value, int | float) else str(value))


def _range(parameter: Parameter) -> str:
    if parameter.low is None:
        return ", ".join(parameter.choices) or ("true, false" if parameter.type is bool else "")
    return f"{parameter.low:.4g} .. {parameter.high:.10g}"


def _print_tables(config: Config) -> None:
    """Tables on a terminal in its width and colours, elsewhere plain and wide."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    narrow = console.width < NARROW
    for part in _parts(config, SHORT if narrow else WIDE):
        with console.capture() as captured:
            console.print(part)
        print("\n".join(line.rstrip() for line in captured.get().splitlines()))
    if narrow:
        print("Ranges and sources: in a wider terminal, in a pipe or with --csv.")


def _parts(config: Config, columns: Sequence[str]) -> Iterator["Table | str"]:
    """A table for each group, then what they do not show."""
    from rich.markup import escape

    group, table = None, None
    for name, value, changed, unit, _, _, kind, source, meaning in rows(config):
        prefix, _, _ = name.rpartition(".")
        if table is None or prefix.partition(".")[0] != group:
            if table is not None:
                yield table
            group = prefix.partition(".")[0]
            table = _table(group or "run", columns)
        shown = f"[bold]{escape(value)} *[/bold]" if changed else escape(value)
        cells = (name, shown, unit, _range(registry()[name]), kind, source, meaning)
        table.add_row(*(cell for column, cell in zip(WIDE, cells, strict=True) if column in columns))
    if table is not None:
        yield table
    yield escape(f"{config.scenario}: {config.description}")
    for month, changes in config.timeline.items():
        yield escape(f"from month {month}: " + ", ".join(f"{name} = {_text(value)}" for name, value in changes.items()))
    yield "* differs from the default. Sources by id: python -m sim.parameters --sources"


def _table(title: str, columns: Sequence[str]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1), pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == "name")
    return table


def _print_sources(as_csv: bool) -> None:
    """Each published figure that a parameter rests on: id, value, title of the source, address, parameters."""
    from sim.evidence import references

    known = references()
    if not known:
        raise UserError("the published figures are not installed: they lie in evidence/ of the project's sources")
    used: dict[str, list[str]] = {}
    for parameter in registry().values():
        if parameter.source in known:
            used.setdefault(parameter.source, []).append(parameter.name)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if as_csv:
        writer.writerow(("id", "value", "unit", "source", "url", "parameters"))
    for name, parameters in used.items():
        found = known[name]
        if as_csv:
            writer.writerow((name, found.value, found.unit, found.source, found.url, " ".join(parameters)))
        else:
            print(f"{name}: {found.value} {found.unit}".rstrip())
            print(f"    {found.source}\n    {found.url}\n    behind {', '.join(parameters)}")


if __name__ == "__main__":
    main()
