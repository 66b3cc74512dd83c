"""``python -m sim``: compose the configuration, simulate replicates, write a folder of results.

Heavy modules are imported where they are needed, so that the help and refusals are instant.
"""

import gc
import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.errors import UserError, did_you_mean, run_command

if TYPE_CHECKING:
    from sim.parameters import Config
    from sim.runs.ensemble import Results

FLAGS = ("--help", "--multirun", "--cfg", "--version", "-h", "-m")
HEADLINE = ("matches", "completed_mobilities")


class CommandLine(NamedTuple):
    """A command line taken apart: flags and overrides."""

    overrides: list[str]
    help: bool = False
    version: bool = False
    multirun: bool = False
    print_configuration: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    gc.set_threshold(100_000, 20, 50)  # imports leave no garbage: looking for it took a sixth of a short command
    run_command(_main, arguments)


def command_line(arguments: Sequence[str]) -> CommandLine:
    """Take a command line apart. Raises :class:`UserError` for a flag that does not exist."""
    chosen: set[str] = set()
    overrides: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        flag, equals, value = argument.partition("=")
        if flag == "--cfg":
            asked = value if equals else next(rest, "")
            if asked != "job":
                raise UserError(f"--cfg takes 'job', not '{asked}': python -m sim --cfg job scenario=palim")
            chosen.add(flag)
        elif argument in FLAGS:
            chosen.add({"-h": "--help", "-m": "--multirun"}.get(argument, argument))
        elif argument.startswith("-"):
            raise UserError(f"{argument} is not a flag{did_you_mean(flag, FLAGS)} (see --help)")
        else:
            overrides.append(argument)
    return CommandLine(overrides, *(flag in chosen for flag in ("--help", "--version", "--multirun", "--cfg")))


def _main(arguments: list[str]) -> None:
    asked = command_line(arguments)
    if asked.help:
        from sim.setup.help_text import help_text

        print(help_text())
        return
    if asked.version:
        from sim import __version__

        print(f"sim {__version__}")
        return
    from sim.setup.configuration import resolved_yaml, runs

    planned = runs(asked.overrides, asked.multirun)
    if asked.print_configuration:
        print("---\n".join(resolved_yaml(run.config) for run in planned), end="")
        return
    command = shlex.join(["python", "-m", "sim", *arguments])
    if not asked.multirun:
        _run(planned[0].config, command, summary=True)
        return
    for number, run in enumerate(planned, 1):
        results, folder = _run(run.config, command, summary=False)
        print(f"[{number}/{len(planned)}] {_headline(run.label or run.config.scenario, results)}  {folder}", flush=True)


def _run(config: "Config", command: str, summary: bool) -> tuple["Results", Path]:
    """Simulate one configuration and write its folder; refuse a folder that cannot be written before simulating."""
    from sim.progress import bar
    from sim.reporting import outputs

    folder = outputs.open_folder(config)
    try:
        began = time.perf_counter()
        from sim.runs.ensemble import simulate

        with bar(f"{config.scenario}: replicates") as progress:
            results = simulate(config, progress=progress)
        outputs.write(folder, config, results, command, time.perf_counter() - began)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Interrupted: {folder} is incomplete and marked so.") from None
    if summary:
        outputs.print_summary(config, results)
        print(folder)
    return results, folder


def _headline(label: str, results: "Results") -> str:
    """One line on a run: medians and 90 % intervals."""
    table = results.summary.set_index("indicator")
    found = [
        f"{name} {row.p50:,.0f} [{row.p05:,.0f}, {row.p95:,.0f}]"
        for name, row in ((name, table.loc[name]) for name in HEADLINE)
    ]
    return "  ".join([label, *found])


if __name__ == "__main__":
    main()
