"""This copy of the project: where the files lie that come with it, and which command adds a package that it lacks.

A checkout keeps ``conf``, ``scenarios``, ``evidence`` and ``docs`` beside the packages. A wheel carries them inside, in
``sim/data``, so that it installs no other top-level names than ``sim`` and ``analysis``.
"""

import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from sim.errors import UserError, brief, shortened

__all__ = ["ROOT", "expanded", "require", "shown"]

PACKAGE = Path(__file__).resolve().parent


def root(package: Path = PACKAGE) -> Path:
    """The folder that holds ``conf``, ``scenarios``, ``evidence`` and ``docs``: in the wheel's package or beside it."""
    inside = package / "data"
    return inside if inside.is_dir() else package.parent


ROOT = root()


def shown(path: Path) -> str:
    """A path as a user reads it: relative to the working directory where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def expanded(name: str) -> Path:
    """The path that a user wrote, ``~`` replaced by the home folder. Raises :class:`UserError` where there is no such home."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise UserError(
            f"{shortened(name)}: there is no user {shortened(name.partition('/')[0])} with a home folder"
        ) from None
    except ValueError as error:
        raise UserError(f"{brief(name)} is not a path: {error}") from None


def require(module: str, package: str, extra: str, purpose: str) -> None:
    """Raise :class:`UserError` where a module is not installed; it names the command that installs the extra here."""
    if find_spec(module) is None:
        raise UserError(f"{purpose} needs {package}, which is not installed. Install it with: {install_command(extra)}")


def install_command(extra: str) -> str:
    """The command that adds an extra to the environment that runs: in a checkout the README's, elsewhere pip's or uv's."""
    environment = Path(sys.prefix)
    uv = environment / ("Scripts/uv.exe" if os.name == "nt" else "bin/uv")
    into = ["pip", "install", "-p", shown(environment)]
    if uv.is_file():
        start = [shown(uv), *into]
    elif find_spec("pip"):
        start = [sys.executable, "-m", "pip", "install"]
    else:
        start = ["uv", *into]
    if not (ROOT / "pyproject.toml").is_file():
        return f"{shlex.join(start)} 'pilot-schemes[{extra}]'"
    project = shown(ROOT)
    return f"{shlex.join([*start, '-c', shown(ROOT / 'constraints.txt'), '-e'])} '{project}[{extra}]'"
