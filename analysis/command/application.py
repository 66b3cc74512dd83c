"""Running a command: what is wrong becomes one line, the help is instant, and all else is composed and checked first.

    main = partial(launch, APPLICATION)

Each command is a package: ``__main__`` and ``settings`` are light and say what can be asked
(:mod:`analysis.command.declare`); ``answer`` simulates and writes the folder (:mod:`analysis.command.folder`). Everything
that takes long to import stands behind ``answer``, so that the help and refusals do not wait for it.
"""

import shlex
from collections.abc import Sequence
from functools import partial

from analysis.command.asked import as_names
from analysis.command.command_line import taken_apart
from analysis.command.declare import EXTRAS, Application, Request
from analysis.command.help import help_text
from sim import __version__
from sim.command import run_command
from sim.errors import UserError
from sim.installation import require
from sim.machine import clear_message, refuse_too_little

UNCERTAINTY = "uncertainty"
"""Setting of a configuration that says what differs between replicates."""


def launch(application: Application, arguments: Sequence[str] | None = None) -> None:
    """Run a command: what is wrong becomes one line on standard error and exit status 2."""
    run_command(partial(_launch, application), arguments)


def refuse_unread(application: Application, overrides: Sequence[str]) -> None:
    """Refuse ``uncertainty`` where the command draws its worlds by itself, so that it would change nothing."""
    if not application.worlds and any(text.partition("=")[0].strip() == UNCERTAINTY for text in overrides):
        raise UserError(
            f"{UNCERTAINTY}: analysis.{application.name} draws its worlds by itself and does not read it; it is a setting of"
            " python -m sim, compare, forecast, robustness, sequence, bottlenecks and lessons"
        )


@clear_message()
def _launch(application: Application, arguments: list[str]) -> None:
    line = taken_apart(application, arguments)
    if "--help" in line.flags:
        print(help_text(application))
        return
    if "--version" in line.flags:
        print(f"analysis.{application.name} {__version__}")
        return
    from analysis.command.compose import composed_settings, refuse_sweeps, settings_yaml  # heavy: Hydra
    from sim.setup.configuration import resolved_yaml  # heavy: Hydra

    refuse_sweeps(line.overrides)
    refuse_unread(application, line.overrides)
    command = shlex.join(["python", "-m", f"analysis.{application.name}", *arguments])
    request = Request(application.name, composed_settings(application, line.own), line.overrides, command)
    if "--cfg" in line.flags:
        print(settings_yaml(request.settings), end="")
        for scenario in as_names(getattr(request.settings, "scenario", "baseline"), "scenario"):
            print("---\n" + resolved_yaml(request.configure(scenario)), end="")
        return
    refuse_too_little()
    for package, module in EXTRAS[application.extra].items():
        require(module, package, application.extra, f"analysis.{application.name}")
    application.run(request)
