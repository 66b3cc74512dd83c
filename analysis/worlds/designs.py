"""Designs: a name and what it sets. Named ones are group options (``conf/design/*.yaml``), others are written out or in a file.

A design wins over everything else on the command line that sets the same parameter. The budget basis says what money a
design gets: ``same_total``: the scenario's budget and places, whatever the duration; ``same_annual``: the scenario's
budget and places per year, times the duration. A design that sets budget or places itself keeps what it sets.

>>> designs = chosen_designs(["three_year", "five_year"])       # or {"short": "design.duration_years=3 design.places=40"}
>>> configs = [configured(request, "palim", design, Budget.same_total) for design in designs]
"""

import shlex
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from analysis.command.declare import Request
from analysis.worlds.design_files import from_file, from_path, is_file
from analysis.worlds.settings import Budget, Design
from sim.errors import UserError, brief, did_you_mean, shortened
from sim.parameters import Config, value_of
from sim.setup.catalogue import GROUPS, check_option, group_options, is_path, option_meaning
from sim.setup.checks import checked, validated
from sim.setup.overrides import parsed, value_of_override
from sim.setup.overrides import written as override
from sim.setup.scenario_file import option_values


def chosen_designs(designs: Sequence[str] | Mapping[str, str], least: int = 1) -> list[Design]:
    """Designs by name, by path, or written out: ``{name: "design.duration_years=3 ..."}``, or a path for the text.

    An empty text stands for the name or path itself; a folder for all files in it. Raises :class:`UserError` for a design
    that does not exist or cannot be read, for two of one name, or for fewer than ``least``.
    """
    written_out = designs if isinstance(designs, Mapping) else dict.fromkeys(designs, "")
    found = [design for name, text in written_out.items() for design in _asked(name, text)]
    called = [design.name for design in found]
    for name in called:
        if called.count(name) > 1:
            raise UserError(f"designs: two designs are called {name}: give one another name, designs.NAME=...")
    if len(found) < least:
        raise UserError(f"designs: name at least {least}, e.g. designs=three_year,five_year")
    return found


def _asked(name: str, text: str) -> list[Design]:
    """The designs that one entry of a list asks for: several where it is a folder."""
    if text:
        return [written(name, text)]
    return from_path(name) if is_path(name) else [named(name)]


def named(name: str) -> Design:
    """The design that a group's option stands for; the group ``design`` comes first."""
    options: dict[str, str] = {}
    for group in GROUPS:
        for option in group_options(group):
            options.setdefault(option, group)
    options["default"] = GROUPS[0]
    if name not in options:
        hint = did_you_mean(name, options) or "."
        raise UserError(
            f"design '{shortened(name)}' does not exist{hint} Available: {', '.join(sorted(options))};"
            f" or write it out: designs.{shortened(name)}='design.duration_years=3 design.flexibility=0.2'; or give a file or a folder: ./mine.yaml"
        )
    group = options[name]
    return Design(name, option_meaning(group, name).rstrip("."), _option_values(group, name))


def written(name: str, text: str) -> Design:
    """A design from its text: a path, or overrides with spaces between them; group options are taken before values."""
    if not name.isidentifier() and not all(part.isidentifier() for part in name.replace("-", "_").split()):
        raise UserError(f"designs.{shortened(name)}: a design's name consists of letters, digits and _")
    if is_file(text):
        return from_file(text, name)
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise UserError(f"designs.{shortened(name)}: {brief(text)} cannot be read: {error}") from None
    values: dict[str, str] = {}
    own: dict[str, str] = {}
    for part in parts:
        said = parsed(part)
        key = said.key_or_group
        if said.is_sweep_override():
            raise UserError(f"designs.{name}: {part} is a list of values: write a design for each")
        if key in GROUPS:
            option = check_option(key, str(said.value()), f"designs.{name}: ")
            values |= {each.partition("=")[0]: each for each in _option_values(key, option)}
        else:
            if key in own:
                raise UserError(f"designs.{name}: {key} is given twice")
            own[key] = part
    if not values and not own:
        raise UserError(f"designs.{name} sets nothing: write e.g. designs.{name}='design.duration_years=3'")
    return Design(name, text, tuple((values | own).values()))


def configured(request: Request, scenario: str, design: Design, basis: Budget) -> Config:
    """The checked configuration of a design in a scenario on a budget basis."""
    base = request.configure(scenario)
    config = request.configure(scenario, *design.overrides)
    if basis == Budget.same_annual:
        budget = budget_of(base, config.design.duration_years, basis)
        added = [override(name, value) for name, value in budget.items() if name not in design.sets]
        config = request.configure(scenario, *design.overrides, *added)
    return config


def adjusted(config: Config, values: Mapping[str, Any]) -> Config:
    """A copy of a configuration with parameters set by dotted name, checked."""
    copy = deepcopy(config)
    for name, value in values.items():
        owner, _, last = name.rpartition(".")
        setattr(value_of(copy, owner) if owner else copy, last, value)
    return validated(copy)


def values_of(design: Design) -> dict[str, Any]:
    """What a design sets, as values by dotted name (without changes on a timeline)."""
    each = {text.partition("=")[0]: text for text in design.overrides}
    return {
        name: checked(name, value_of_override(parsed(text)))
        for name, text in each.items()
        if not name.startswith("timeline")
    }


def budget_of(base: Config, duration_years: float, basis: Budget) -> dict[str, Any]:
    """Budget and places that a design of this duration gets in the scenario ``base``, by dotted name."""
    factor = factor_of(base, duration_years, basis)
    return {
        "design.budget_total": base.design.budget_total * factor,
        "design.places": int(round(base.design.places * factor)),
    }


def factor_of(base: Config, duration_years: float, basis: Budget) -> float:
    """What the scenario's budget and places are multiplied by for a design of this duration."""
    return duration_years / base.design.duration_years if basis == Budget.same_annual else 1.0


def _option_values(group: str, option: str) -> tuple[str, ...]:
    """What an option's file sets, as overrides."""
    return tuple(override(*each) for each in option_values(group, option).items())
