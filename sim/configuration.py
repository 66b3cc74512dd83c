"""From names on a command line, in Python or in a scenario's file to a checked :class:`~sim.parameters.Config`.

Later wins: the parameters' defaults, group options that the scenario's file chooses, the file's own values, group options
on the command line, values on the command line. The grammar is Hydra's, and Hydra composes.
"""

import itertools
import math
import threading
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

import yaml
from hydra import compose, initialize_config_dir
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.object_type import ObjectType
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, Quote, QuotedString
from hydra.errors import HydraException, OverrideParseException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.catalogue import CONF, GROUPS, check_option, find_scenario, group_options, scenario_files
from sim.checks import checked, checked_timeline, flatten, validated
from sim.errors import UserError
from sim.parameters import Config, registry
from sim.scenario_file import check_group_file, check_inheritance, plain
from sim.scenario_source import option_of

MOST_RUNS = 500
"""Runs in one sweep at most: a sweep is for tens of designs; chance and parameters are varied within a run."""

__all__ = ["Run", "configure", "resolved_yaml", "runs"]

ConfigStore.instance().store(name="schema", node=Config)
_hydra_is_one_per_process = threading.Lock()


class Run(NamedTuple):
    """One run that a command line asks for: what sets it apart in a sweep, and its configuration."""

    label: str
    config: Config


def configure(scenario: str = "baseline", *overrides: str) -> Config:
    """A checked configuration: ``configure("covid_shock", "design.duration_years=5")``.

    ``scenario`` is a name or a path to a YAML file; ``overrides`` are written as on the command line. Raises
    :class:`~sim.errors.UserError` saying what is wrong, where, and what is allowed.
    """
    return _configure([_parsed(text) for text in (f"scenario={_quoted(scenario)}", *overrides)])


def runs(overrides: Sequence[str], multirun: bool = False) -> list[Run]:
    """The runs that a command line's overrides ask for: one, or with ``multirun`` one for each combination of a sweep."""
    parsed = [_parsed(text) for text in overrides]
    sweeps = [override for override in parsed if override.is_sweep_override()]
    if sweeps and not multirun:
        raise UserError(f"{_as_typed(sweeps[0])} asks for several runs: add --multirun (or quote a text that has a comma)")
    if not sweeps:
        return [Run("", _configure(parsed))]
    for override in sweeps:
        _check_sweep(override)
    if math.prod(_length(override) for override in sweeps) > MOST_RUNS:
        raise UserError(f"this sweep asks for more than {MOST_RUNS} runs: take fewer values, and replicates for chance")
    swept = [override.key_or_group for override in sweeps]
    combinations = [[_parsed(text) for text in job] for job in BasicSweeper.split_arguments(parsed, None)[0]]
    return [
        Run(" ".join(_as_typed(o) for o in job if o.key_or_group in swept), _configure(job)) for job in combinations
    ]


def resolved_yaml(config: Config) -> str:
    """A configuration as YAML, values by name; given back as ``scenario=<file>`` it yields the same configuration."""

    def tree(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: tree(entry) for key, entry in value.items()}
        return plain(value) if isinstance(value, Enum) or not hasattr(value, "__dict__") else tree(vars(value))

    return str(yaml.safe_dump(tree(config), sort_keys=False, allow_unicode=True, width=120))


class _Options:
    """Options of groups by name, for ``glob(...)`` in a sweep."""

    def get_group_options(self, group_name: str, results_filter: ObjectType | None = None) -> list[str]:
        return sorted(scenario_files()) if group_name == "scenario" else group_options(group_name)


def _parsed(text: str) -> Override:
    """An override, its form checked."""
    text = text.strip()
    if "=" not in text and not text.startswith("~"):
        instead = f"scenario={text}" if text in scenario_files() else "scenario=palim or shock.month=14"
        raise UserError(f"'{text}' is not a setting: write name=value, e.g. {instead}")
    name, _, value = text.partition("=")
    if not name:
        raise UserError(f"'{text}' names nothing: write name=value")
    if name.startswith(("+", "~")):
        raise UserError(f"{text}: parameters can be neither added nor removed: write {name.lstrip('+~')}=value")
    override = _in_grammar(text) or (_in_grammar(f"{name}={_quoted(value)}") if _is_text(name) else None)
    if override is None:
        raise UserError(f"{text} cannot be read: {value!r} is no number, word, list or mapping")
    if override.package is not None:
        raise UserError(f"{text}: '@' has no meaning here: write {override.key_or_group}=value")
    return override


def _in_grammar(text: str) -> Override | None:
    """The override as Hydra's grammar reads it; None where it cannot."""
    try:
        [override] = OverridesParser.create(config_loader=_Options()).parse_overrides([text])  # type: ignore[arg-type]
    except (OverrideParseException, HydraException, ValueError, RecursionError):
        return None
    return override


def _is_text(name: str) -> bool:
    parameter = registry().get(name)
    return parameter is not None and parameter.type is str


def _as_typed(override: Override) -> str:
    return override.input_line or ""


def _check_sweep(override: Override) -> None:
    if override.is_interval_sweep():
        raise UserError(f"{_as_typed(override)}: an interval is no list of values: use range(low,high,step) or a,b,c")
    if _length(override) == 0:
        raise UserError(f"{_as_typed(override)}: this sweep has no values")


def _length(override: Override) -> int:
    try:
        return sum(1 for _ in itertools.islice(override.sweep_iterator(), MOST_RUNS + 1))
    except (HydraException, ValueError, TypeError):
        raise UserError(f"{_as_typed(override)}: this sweep cannot be read: use range(low,high,step) or a,b,c") from None


def _configure(overrides: Sequence[Override]) -> Config:
    """Check each override, let Hydra compose, check the whole."""
    scenario, choices, values = "baseline", {}, {}
    timeline: dict[int, dict[str, Any]] = {}
    given: set[str] = set()
    for override in overrides:
        name, value = override.key_or_group, _value(override)
        if name in given:
            raise UserError(f"{name} is given twice")
        given.add(name)
        if name == "scenario":
            scenario = str(value)
        elif name in GROUPS:
            choices[name] = check_option(name, value)
        elif name.partition(".")[0] == "timeline":
            for month, changes in checked_timeline(_under(name, value)).items():
                timeline.setdefault(month, {}).update(changes)
        else:
            for each, entry in flatten({name: value}, ""):
                values[each] = checked(each, entry)
    config = _composed(scenario, {group: option for group, option in choices.items() if option != "default"}, values)
    merged = {month: dict(changes) for month, changes in config.timeline.items()}
    for month, changes in timeline.items():
        merged.setdefault(month, {}).update(changes)
    config.timeline = merged
    return validated(config)


def _value(override: Override) -> Any:
    """The value as Python sees it; for a text as it was typed, ``2024`` and ``2019-03`` included."""
    value = override.value()
    if _is_text(override.key_or_group) and not isinstance(value, str):
        return _as_typed(override).partition("=")[2].strip()
    return value


def _under(name: str, value: Any) -> Any:
    """``timeline.24.recognition.months`` and its value as a nested mapping from the month on."""
    parts = name.split(".", 2)[1:]
    for part in reversed(parts):
        value = {part: value}
    return value


def _composed(scenario: str, choices: Mapping[str, str], values: Mapping[str, Any]) -> Config:
    path = find_scenario(scenario)
    check_inheritance(path)
    for group, option in choices.items():
        check_group_file(group, option)
    written = [f"scenario={option_of(path, frozenset(choices))}", *(f"{group}={option}" for group, option in choices.items())]
    written += [f"{name}={_written(value)}" for name, value in values.items()]
    with _hydra_is_one_per_process:
        outer = GlobalHydra.instance().hydra
        GlobalHydra.instance().clear()
        try:
            with initialize_config_dir(str(CONF), job_name="sim", version_base="1.3"):
                config = OmegaConf.to_object(compose("config", written))
        except (HydraException, OmegaConfBaseException) as error:
            raise UserError(str(error).strip().partition("\n")[0]) from None
        finally:
            GlobalHydra.instance().hydra = outer
    assert isinstance(config, Config)
    return config


def _quoted(text: str) -> str:
    return str(QuotedString(text, Quote.single).with_quotes())


def _written(value: Any) -> str:
    """A value in the grammar of overrides."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    return _quoted(value) if isinstance(value, str) else repr(value)


