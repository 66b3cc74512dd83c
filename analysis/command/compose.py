"""A command's settings: the schema's defaults, its file in ``conf/``, then the command line, composed by Hydra."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import yaml
from hydra.core.config_store import ConfigStore

from analysis.command.asked import as_names
from analysis.command.declare import Application, declared_settings
from sim.errors import UserError, brief, did_you_mean
from sim.parameters import Parameter, registry
from sim.setup.checks import refuse_interpolation, written_instead
from sim.setup.configuration import composed
from sim.setup.overrides import parsed, several_values, value_of_override, written


def refuse_sweeps(overrides: Sequence[str]) -> None:
    """Refuse a list of values for a parameter: a comparison names its designs, a sweep is for ``python -m sim``."""
    for text in overrides:
        if (override := parsed(text)).is_sweep_override():
            parameter = registry().get(override.key_or_group)
            raise several_values(override, parameter, "values: write a design or a scenario for each (see --help)")


def composed_settings(application: Application, own: Sequence[tuple[str, str]]) -> Any:
    """The command's settings: the schema's defaults, ``conf/<name>.yaml``, then the command line, composed by Hydra."""
    declared = declared_settings(application.schema)
    scalars, lists = _values(declared, own)
    ConfigStore.instance().store(name=f"{application.name}_schema", node=application.schema)
    settings = composed(application.name, [written(name, value) for name, value in scalars.items()])
    for name, value in lists.items():
        setattr(settings, name, value)
    for name, parameter in declared.items():
        setattr(settings, name, _checked(parameter, getattr(settings, name)))
    return settings


def _values(
    declared: Mapping[str, Parameter], own: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], dict[str, list[str] | dict[str, str]]]:
    """Checked values of single settings, and lists (or mappings) of names, from a command line."""
    scalars: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    for name, text in own:
        refuse_interpolation(text, f"{name}: ")
        head, _, key = name.partition(".")
        if head in declared:
            if key:
                raise UserError(f"{name} is not a setting: write {head}=value")
            if head in scalars:
                raise UserError(f"{name} is given twice")
            scalars[head] = _checked(declared[head], _value(declared[head], name, text))
        elif key:
            written_out = lists.setdefault(head, {})
            if isinstance(written_out, list):
                written_out = lists[head] = dict.fromkeys(written_out, "")
            if written_out.get(key):
                raise UserError(f"{name} is given twice")
            written_out[key] = _unquoted(text)
        else:
            listed = as_names(_listed(head, text), head)
            if isinstance(lists.get(head), dict):
                lists[head] = dict.fromkeys(listed, "") | lists[head]
            elif head in lists:
                raise UserError(f"{name} is given twice")
            else:
                lists[head] = listed
    return scalars, lists


def _value(parameter: Parameter, name: str, text: str) -> Any:
    """The value of a single setting as typed."""
    if parameter.type is str:
        return _unquoted(text)
    override = parsed(f"{name}={text}")
    if override.is_sweep_override():
        raise several_values(override, parameter, f"values: {name} takes only one")
    return value_of_override(override)


def _listed(name: str, text: str) -> Any:
    """Names as typed: ``a``, ``a,b``, ``[a,b]`` or ``{a: ..., b: ...}``."""
    override = parsed(f"{name}={text}")
    if not override.is_sweep_override():
        return override.value()
    if not override.is_choice_sweep():
        raise UserError(f"{name}: {brief(text)} is not a name or a list of names, e.g. {name}=one,two")
    return [parsed(f"{name}={each}").value() for each in override.sweep_string_iterator()]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _checked(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, IntEnum):
        value = value.name
    try:
        return parameter.check(value)
    except ValueError as error:
        if parameter.choices:
            raise UserError(f"{error}{did_you_mean(str(value), parameter.choices)}") from None
        raise UserError(f"{error}{written_instead(parameter, value)}") from None


def settings_yaml(settings: Any) -> str:
    """Settings as YAML, categories by name."""
    plain = {name: value.name if isinstance(value, IntEnum) else value for name, value in vars(settings).items()}
    return str(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120))
