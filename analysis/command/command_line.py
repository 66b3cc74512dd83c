"""A command line taken apart: the command's own settings, all other overrides, flags."""

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

from analysis.command.declare import Application
from sim.errors import MOST_REPEATED, UserError, did_you_mean, shortened, unknown_flag
from sim.parameters import registry
from sim.setup.catalogue import GROUPS, WORLD

FLAGS = ("--help", "--cfg", "--version", "-h")


class CommandLine(NamedTuple):
    """Own settings by name as typed, all other overrides, flags."""

    own: list[tuple[str, str]]
    overrides: list[str]
    flags: set[str]


def taken_apart(application: Application, arguments: Sequence[str]) -> CommandLine:
    """The parts of a command line. Raises :class:`UserError` for a flag or a name that does not exist."""
    line = CommandLine([], [], set())
    known = {item.name for item in fields(application.schema)}
    rest = iter(arguments)
    for argument in rest:
        flag, equals, value = argument.partition("=")
        if len(flag) > MOST_REPEATED:
            raise UserError(f"{shortened(flag)} is too long for a name: write name=value")
        if flag == "--cfg":
            if (value if equals else next(rest, "")) != "job":
                raise UserError(f"--cfg takes 'job' only: python -m analysis.{application.name} --cfg job")
            line.flags.add(flag)
        elif argument in FLAGS:
            line.flags.add({"-h": "--help"}.get(argument, argument))
        elif argument.startswith("-"):
            raise unknown_flag(argument, FLAGS)
        elif equals and flag.strip().partition(".")[0] in known:
            line.own.append((flag.strip(), value.strip()))
        else:
            if equals and flag.strip() and "." not in flag and not flag.startswith(("+", "~")):
                _refuse_misspelt(application, flag.strip())
            line.overrides.append(argument)
    return line


def _refuse_misspelt(application: Application, name: str) -> None:
    """Refuse a name that is neither a setting of this command nor one of a configuration, naming the nearest of both."""
    known = [*(item.name for item in fields(application.schema)), *GROUPS, WORLD, *registry(), "timeline"]
    if name not in known and not any(other.startswith(f"{name}.") for other in known):
        raise UserError(
            f"{name} is neither a setting of analysis.{application.name} nor a parameter{did_you_mean(name, known)}"
        )
