"""Which scenarios and group options there are, and where they lie. Light: the help text needs nothing else."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from sim.errors import UserError, did_you_mean, shortened, unknown
from sim.installation import ROOT, expanded

CONF = ROOT / "conf"
SCENARIOS = ROOT / "scenarios"
GROUPS = ("design", "closing", "pipeline", "shock", "recognition", "markets")

#: Groups whose options set parameters of another group: the header ``@package`` of their files.
PACKAGES = {"closing": "design", "pipeline": "design"}
WORLD = "world"
"""The group of values of what is uncertain, unless a scenario states it: the typical draw, or the registry's defaults."""
REAL = "Real scheme: "
"""With this the description of a scheme that exists, or existed, begins."""


def scenario_folders() -> Iterator[Path]:
    """Where scenarios are looked for by name: ``./scenarios`` of the user, then those that come with the model."""
    own = Path.cwd() / "scenarios"
    if own.is_dir() and own.resolve() != SCENARIOS:
        yield own
    yield SCENARIOS


def scenario_files() -> dict[str, Path]:
    """Every scenario by name; the user's own file wins over one of the same name that comes with the model."""
    files: dict[str, Path] = {}
    for folder in scenario_folders():
        for path in sorted(folder.glob("*.yaml")):
            files.setdefault(path.stem, path)
    return files


def is_path(name: str) -> bool:
    """Whether a scenario is given as a file rather than by name."""
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def find_scenario(name: str, folder: Path | None = None) -> Path:
    """The file of a scenario given by name or as a path; ``folder`` (a file's own) is looked in first.

    Raises :class:`UserError` where there is none, naming the nearest one.
    """
    if is_path(name):
        path = ((folder or Path.cwd()) / expanded(name)).resolve()
        if path.is_file():
            return path
        if Path(f"{path}.yaml").is_file():
            return Path(f"{path}.yaml")
        if path.is_dir():
            raise UserError(f"scenario {name} is a folder: name a file in it, e.g. {name.rstrip('/')}/mine.yaml")
        raise UserError(f"scenario file {name} does not exist")
    if folder and (folder / f"{name}.yaml").is_file():
        return folder / f"{name}.yaml"
    files = scenario_files()
    if name not in files:
        raise unknown_scenario(name)
    return files[name]


def unknown_scenario(name: str) -> UserError:
    """The refusal of a scenario that does not exist: the nearest name of all, and a list without the many real schemes."""
    real, typical = real_and_typical()
    hint = did_you_mean(name, [*typical, *real]) or "."
    listed = ", ".join(sorted(typical))
    return UserError(
        f"'{shortened(name)}' is not a scenario{hint} Available: {listed}, and {len(real)} real schemes (see --help)"
    )


def group_options(group: str) -> list[str]:
    """The options of a group: the files in its folder."""
    return sorted(path.stem for path in (CONF / group).glob("*.yaml"))


def check_option(group: str, option: object, where: str = "") -> str:
    """The option, if the group has it. Raises :class:`UserError` naming the nearest one."""
    options = group_options(group)
    if not isinstance(option, str) or option not in options:
        raise unknown(str(option), f"an option of {group}", options, where, listed=True)
    return option


def description(path: Path) -> str:
    """The one-line description in a scenario or option file; says so where the file cannot be read."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return "(this file cannot be read)"
    text = content.get("description", "") if isinstance(content, dict) else ""
    return " ".join(str(text).split())


def option_meaning(group: str, option: str) -> str:
    """What an option of a group stands for: the comment in its first line, after a header."""
    lines = (CONF / group / f"{option}.yaml").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if not line.startswith("# @")).removeprefix("#").strip()


def real_and_typical() -> tuple[dict[str, str], dict[str, str]]:
    """Descriptions of real schemes (without saying so each time) and of all other scenarios, by name."""
    told = {name: description(path) for name, path in scenario_files().items()}
    real = {name: text.removeprefix(REAL) for name, text in told.items() if text.startswith(REAL)}
    return real, {name: text for name, text in told.items() if name not in real}
