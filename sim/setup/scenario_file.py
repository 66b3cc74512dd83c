"""A scenario's file: reading it, checking it, and what it builds on.

A file holds a ``description``, values by name (nested or dotted), a ``timeline``, and a ``defaults`` list of scenarios it
inherits (``- palim``) and of group options it chooses (``- override /shock: covid``). Its values win over both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml
from omegaconf._utils import get_yaml_loader

from sim.countries import Countries
from sim.errors import UserError, brief, unknown, yaml_problem
from sim.installation import shown
from sim.setup.catalogue import CONF, GROUPS, PACKAGES, check_option, find_scenario
from sim.setup.checks import checked, checked_timeline, flatten


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario as its file states it: scenarios inherited, group options chosen, and its own settings, nested."""

    path: Path
    parents: tuple[Path, ...]
    options: dict[str, str]
    settings: dict[str, Any]


def read_settings(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file, unchecked. Raises :class:`UserError` where there is none."""
    where = shown(path)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=get_yaml_loader())
    except yaml.YAMLError as error:
        raise UserError(f"{where} is not YAML: {yaml_problem(error)}") from None
    except UnicodeDecodeError:
        raise UserError(f"{where} is not YAML: it cannot be read as text") from None
    except RecursionError:
        raise UserError(f"{where} is nested too deeply to be a scenario") from None
    except ValueError as error:  # such as a number of more digits than Python reads
        raise UserError(f"{where} is not YAML: {brief(str(error))}") from None
    except OSError as error:
        raise UserError(f"{where} cannot be read: {error.strerror}") from None
    if content is None or content == {}:
        raise UserError(f"{where} has no settings: write at least one, e.g. design.places: 60")
    if not isinstance(content, Mapping):
        raise UserError(f"{where} holds {_kind(content)}, not settings such as design.places: 60")
    return dict(content)


def read_scenario(path: Path) -> ScenarioFile:
    """Read and check a scenario's file (not what it inherits)."""
    content, where = read_settings(path), f"{shown(path)}: "
    parents, options = _defaults(content.pop("defaults", None) or [], path)
    timeline = checked_timeline(content.pop("timeline", {}), where)
    settings = nested({name: checked(name, value, where) for name, value in flatten(content, where)})
    if timeline:
        settings["timeline"] = {month: {k: plain(v) for k, v in changes.items()} for month, changes in timeline.items()}
    settings.setdefault("scenario", path.stem)
    return ScenarioFile(path, parents, options, settings)


def option_values(group: str, option: str) -> dict[str, Any]:
    """The checked values in a group option's file by dotted name. Raises :class:`UserError` naming the file."""
    path = CONF / group / f"{option}.yaml"
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=get_yaml_loader()) or {}
    where = f"{shown(path)}: "
    values = flatten({PACKAGES.get(group, group): content} if content else {}, where)
    return {name: checked(name, value, where) for name, value in values}


def check_inheritance(path: Path, heirs: tuple[Path, ...] = ()) -> None:
    """Read a scenario and all that it builds on. Raises :class:`UserError` for anything wrong on the way."""
    if path in heirs:
        chain = " -> ".join(shown(heir) for heir in (*heirs[heirs.index(path) :], path))
        raise UserError(f"scenarios inherit each other in a circle: {chain}")
    scenario = read_scenario(path)
    for group, option in scenario.options.items():
        option_values(group, option)
    for parent in scenario.parents:
        check_inheritance(parent, (*heirs, path))


def stated_in(path: Path, replaced: frozenset[str] = frozenset()) -> dict[str, Any]:
    """All that a scenario's file states, and what it builds on, by dotted name; ``timeline.24.design.digital`` of a timeline.

    ``replaced``: groups whose options an heir chooses itself. Raises :class:`UserError` for a file that cannot be read.
    """
    scenario = read_scenario(path)
    found: dict[str, Any] = {}
    for parent in scenario.parents:
        found |= stated_in(parent, replaced | scenario.options.keys())
    for group, option in scenario.options.items():
        if group not in replaced:
            found |= option_values(group, option)
    return found | dict(flatten(scenario.settings, f"{shown(path)}: "))


def _defaults(entries: Any, path: Path) -> tuple[tuple[Path, ...], dict[str, str]]:
    where = f"{shown(path)}: defaults: "
    if not isinstance(entries, list):
        raise UserError(f"{where}not a list, e.g. [palim] or [override /shock: covid]")
    parents: list[Path] = []
    options: dict[str, str] = {}
    for entry in entries:
        if entry == "_self_":
            continue
        if isinstance(entry, str):
            parents.append(_parent(entry, path, where))
        elif isinstance(entry, dict) and len(entry) == 1:
            [(key, option)] = entry.items()
            group = str(key).removeprefix("override ").strip().removeprefix("/")
            if group not in GROUPS:
                raise unknown(group, "a group", GROUPS, where, listed=True)
            if group in options:
                raise UserError(f"{where}{group} is chosen twice")
            options[group] = check_option(group, option, where)
        else:
            raise UserError(
                f"{where}{brief(entry)} is neither a scenario (palim) nor a group option (override /shock: covid)"
            )
    return tuple(parents), {group: option for group, option in options.items() if option != "default"}


def _parent(name: str, path: Path, where: str) -> Path:
    try:
        return find_scenario(name, path.parent)
    except UserError as error:
        raise UserError(f"{where}{error}") from None


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted name as nested mappings, categories by their names."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *groups, last = name.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[last] = plain(value)
    return tree


def plain(value: Any) -> Any:
    """A category's name, the codes of named countries; any other value as it is."""
    if isinstance(value, Countries):
        return list(value.codes) or int(value)
    return value.name if isinstance(value, Enum) else value


def _kind(content: Any) -> str:
    return "a list" if isinstance(content, list) else f"only {brief(str(content))[:40]}"
