"""From names on a command line, in Python or in a scenario's file to a checked :class:`~sim.parameters.Config`.

Later wins: the parameters' defaults, the typical world (``conf/world``), group options that the scenario's file chooses, the file's own values, group options
on the command line, values on the command line. The grammar is Hydra's, and Hydra composes.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

import yaml
from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.countries import Countries
from sim.errors import UserError, brief, shortened
from sim.parameters import Config
from sim.setup.catalogue import CONF, GROUPS, WORLD, check_option, find_scenario
from sim.setup.checks import checked, checked_timeline, flatten, validated
from sim.setup.overrides import combinations, parsed, value_of_override, written
from sim.setup.phases import composed_by
from sim.setup.scenario_file import check_inheritance, option_values, plain
from sim.setup.scenario_source import option_of

__all__ = ["Run", "composed", "configure", "resolved_yaml", "runs"]

Timeline = dict[int, dict[str, Any]]

ConfigStore.instance().store(name="schema", node=Config)
_hydra_is_one_per_process = threading.Lock()


class Run(NamedTuple):
    """One run that a command line asks for: what sets it apart in a sweep, and its configuration."""

    label: str
    config: Config


def configure(scenario: "str | Mapping[str, Any]" = "baseline", *overrides: "str | Mapping[str, Any]") -> Config:
    """A checked configuration: ``configure("covid_shock", "design.duration_years=5")``.

    ``scenario`` is a name or a path to a YAML file; ``overrides`` are written as on the command line, or are mappings by
    name, nested as in a file or dotted: ``configure("palim", {"design.places": 60})``. ``configure({...})`` sets what
    the mapping says in its ``scenario`` (without one: the baseline). Raises :class:`~sim.errors.UserError` saying what is
    wrong, where, and what is allowed.
    """
    given = [{"scenario": scenario}] if isinstance(scenario, str) else [scenario]
    said: list[tuple[str, Any]] = []
    for each in (*given, *overrides):
        if isinstance(each, Mapping):
            said += [(str(name), value) for name, value in each.items()]
        elif isinstance(each, str):
            [(_, job)] = combinations([parsed(each)], False)
            said += map(_said, job)
        else:
            raise UserError(
                f"{brief(each)} is no configuration: give the name of a scenario, settings as on the command line"
                " ('design.places=60') or a mapping ({'design.places': 60})"
            )
    return _configure(said)


def runs(overrides: Sequence[str], multirun: bool = False) -> list[Run]:
    """The runs that a command line's overrides ask for: one, or with ``multirun`` one for each combination of a sweep."""
    asked = combinations([parsed(text) for text in overrides], multirun)
    return [Run(label, _configure(map(_said, job))) for label, job in asked]


def resolved_yaml(config: Config) -> str:
    """A configuration as YAML, values by name; given back as ``scenario=<file>`` it yields the same configuration."""

    def tree(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: tree(entry) for key, entry in value.items()}
        return (
            plain(value) if isinstance(value, Enum | Countries) or not hasattr(value, "__dict__") else tree(vars(value))
        )

    said = {
        name: value for name, value in vars(config).items() if name not in ("earlier", "asked")
    }  # phase.after finds it again
    return str(yaml.safe_dump(tree(said), sort_keys=False, allow_unicode=True, width=120))


def _said(override: Override) -> tuple[str, Any]:
    return override.key_or_group, value_of_override(override)


def _configure(said: Iterable[tuple[str, Any]]) -> Config:
    """Check each setting by its name, let Hydra compose, check the whole."""
    scenario = "baseline"
    options: dict[str, str] = {}
    values: dict[str, Any] = {}
    timeline: Timeline = {}
    given: set[str] = set()
    for name, value in said:
        if name in given:
            raise UserError(f"{shortened(name)} is given twice")
        given.add(name)
        if name == "scenario":
            scenario = checked(name, value)
        elif name in (*GROUPS, WORLD) and not isinstance(value, Mapping):
            options[name] = check_option(name, value)
        elif name.partition(".")[0] == "timeline":
            timeline = _merged(timeline, checked_timeline(_from_month_on(name, value)))
        else:
            values |= {each: checked(each, entry) for each, entry in flatten({name: value}, "")}
    chosen = {group: option for group, option in options.items() if option != "default"}
    config = _composed(scenario, chosen, values)
    config.timeline = _merged(config.timeline, timeline)
    return validated(config)


def _merged(timeline: Timeline, later: Timeline) -> Timeline:
    """Month by month the changes of both; the later's win."""
    return {month: timeline.get(month, {}) | later.get(month, {}) for month in timeline.keys() | later.keys()}


def _from_month_on(name: str, value: Any) -> Any:
    """``timeline.24.recognition.months`` and its value as a nested mapping from the month on."""
    for part in reversed(name.split(".", 2)[1:]):
        value = {part: value}
    return value


def _composed(scenario: str, options: Mapping[str, str], values: Mapping[str, Any]) -> Config:
    path = find_scenario(scenario)
    check_inheritance(path)
    for group in options.keys() - {WORLD}:
        option_values(group, options[group])
    overrides = [f"scenario={option_of(path, frozenset(options))}"]
    overrides += [f"{group}={option}" for group, option in options.items()]
    overrides += [written(name, value) for name, value in values.items()]
    config = composed("config", overrides)
    assert isinstance(config, Config)
    return config


def composed(primary: str, overrides: Sequence[str]) -> Any:
    """What Hydra composes from ``conf/<primary>.yaml`` and overrides, as the dataclass that is its schema.

    Raises :class:`UserError` for what Hydra refuses.
    """
    with _hydra_is_one_per_process:
        outer = GlobalHydra.instance().hydra
        GlobalHydra.instance().clear()
        try:
            with initialize_config_dir(str(CONF), job_name=primary, version_base="1.3"):
                return OmegaConf.to_object(compose(primary, list(overrides)))
        except (HydraException, OmegaConfBaseException) as error:
            raise UserError(str(error).strip().partition("\n")[0]) from None
        finally:
            GlobalHydra.instance().hydra = outer


composed_by(configure)
