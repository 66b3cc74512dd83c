"""What a run prints: the answer, three dates, what was run, the headline indicators, the funnel, where candidates got stuck."""

from textwrap import wrap

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from sim.parameters import Config
from sim.reporting.answer import answer, by_dates, stuck
from sim.reporting.estimate import Estimate, wide
from sim.reporting.estimates import estimates
from sim.reporting.results import Results
from sim.reporting.safest_words import DATE_COLUMNS
from sim.reporting.wording import (
    HEADLINES,
    WAITING,
    cause,
    design,
    interval,
    median,
    stages,
    undefined_note,
)

WIDTH = 100
BAR = 40


def print_summary(config: Config, results: Results, console: Console | None = None) -> None:
    """Print a run for a person to read. Without colours and 100 characters wide where it does not go to a terminal."""
    out = console or Console(highlight=False)
    if not out.is_terminal or out.width > WIDTH:
        out.width = WIDTH
    known = estimates(results)
    _answer(out, config, results)
    out.print(_dates(config, results))
    _design(out, config)
    out.print(_table(known))
    _bars(
        out,
        "How far candidates came, in persons (median, 90 % interval)",
        {label: known[name] for name, label in stages(config).items()},
    )
    waits = {cause(name): known[name] for name in sorted(WAITING, key=lambda name: -np.nan_to_num(known[name].median))}
    _bars(out, "Where they waited, in person-months (median, 90 % interval)", waits)
    out.print()
    _say(out, stuck(known))
    out.print()


def _answer(out: Console, config: Config, results: Results) -> None:
    out.print()
    _say(out, f"{config.scenario}: {config.description}" if config.description else config.scenario, style="bold")
    out.print()
    for sentence in answer(config, results):
        _say(out, sentence, indent=2)
    out.print()
    _say(out, "Three dates, in persons (median, 90 % interval, rounded to what is known)", style="bold")


def _dates(config: Config, results: Results) -> Table:
    table = _plain_table()
    table.add_column("by the end of")
    for column in DATE_COLUMNS:
        table.add_column(column, justify="right")
    for row in by_dates(config, results):
        table.add_row(*row)
    return table


def _design(out: Console, config: Config) -> None:
    out.print()
    for line in design(config):
        name, _, text = line.partition(":")
        _say(out, f"{name + ':':<9}{text.strip()}", indent=9)
    out.print()


def _plain_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))


def _say(out: Console, text: str, style: str = "", indent: int = 0) -> None:
    """Print a text as it is, wrapped at words, further lines indented."""
    lines = (
        wrap(text, out.width, subsequent_indent=" " * indent, break_long_words=False)
        if len(text) > out.width
        else [text]
    )
    out.print("\n".join(lines), style=style or None, markup=False, emoji=False, soft_wrap=True)


def _table(known: dict[str, Estimate]) -> Table:
    shown = [name for group in HEADLINES for name in group]
    notes = any(undefined_note(known[name]) for name in shown)
    table = _plain_table()
    table.add_column("indicator")
    table.add_column("median", justify="right")
    table.add_column("90 % interval", justify="right")
    table.add_column("unit")
    if notes:
        table.add_column("")
    for group in HEADLINES:
        for name in group:
            value = known[name]
            cells = [
                name,
                median(value),
                interval(value),
                value.unit,
                *([undefined_note(value)] if notes else []),
            ]
            table.add_row(*cells, end_section=name == group[-1] and group is not HEADLINES[-1])
    return table


def _bars(out: Console, title: str, values: dict[str, Estimate]) -> None:
    """Bars of text whose length is the square root of the value, so that small steps stay visible beside large ones."""
    block = "█" if out.encoding.lower().startswith("utf") else "#"
    medians = np.nan_to_num([value.median for value in values.values()])
    largest = float(medians.max()) or 1.0
    root = wide(list(values.values()))
    out.print()
    _say(out, title + ("; bar length: square root of the number" if root else ""), style="bold")
    widest = max(len(label) for label in values)
    numbers = max(len(median(value)) for value in values.values())
    for (label, value), height in zip(values.items(), medians, strict=True):
        share = height / largest
        length = round(BAR * (share**0.5 if root else share)) or int(height > 0)
        text = median(value).rjust(numbers)
        _say(out, f"  {label:<{widest}}  {block * length:<{BAR}} {text}  {interval(value)}")
