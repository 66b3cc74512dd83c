"""``python -m sim``: compose the configuration, simulate replicates, write a folder of results."""

import gc
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from sim import __version__
from sim.command import run_command
from sim.errors import UserError, brief, unknown_flag
from sim.machine import clear_message, refuse_too_little
from sim.setup.help_text import help_text

FLAGS = ("--help", "--multirun", "--cfg", "--version", "-h", "-m")


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
                raise UserError(f"--cfg takes 'job', not {brief(asked)}: python -m sim --cfg job scenario=palim")
            chosen.add(flag)
        elif argument in FLAGS:
            chosen.add({"-h": "--help", "-m": "--multirun"}.get(argument, argument))
        elif argument.startswith("-"):
            raise unknown_flag(argument, FLAGS)
        else:
            overrides.append(argument)
    return CommandLine(overrides, *(flag in chosen for flag in ("--help", "--version", "--multirun", "--cfg")))


@clear_message()
def _main(arguments: list[str]) -> None:
    asked = command_line(arguments)
    if asked.help:
        print(help_text())
        return
    if asked.version:
        print(f"sim {__version__}")
        return
    from sim.setup.configuration import resolved_yaml, runs  # Hydra: 0.3 s that help and version do not need

    planned = runs(asked.overrides, asked.multirun)
    if asked.print_configuration:
        print("---\n".join(resolved_yaml(run.config) for run in planned), end="")
        return
    refuse_too_little()
    from sim import job  # Numba, pandas, Matplotlib: 1.3 s that a refusal does not need

    command = shlex.join(["python", "-m", "sim", *arguments])
    if not asked.multirun:
        job.run(planned[0].config, command, summary=True)
        return
    with job.all_of([run.config for run in planned]):
        for number, run in enumerate(planned, 1):
            results, folder = job.run(run.config, command, summary=False)
            told = job.headline(run.label or run.config.scenario, results)
            print(f"[{number}/{len(planned)}] {told}  {folder}", flush=True)


if __name__ == "__main__":
    main()
