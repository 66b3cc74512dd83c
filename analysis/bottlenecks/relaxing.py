"""Configurations with one constraint relaxed, and the same where parameters are drawn."""

import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.bottlenecks.constraints import Change, Constraint
from analysis.worlds.experiments import Experiment
from sim.laws.budget import coordination_cost
from sim.parameters import Config, Parameter, parameters, to_record, value_of
from sim.runs.sets import stack

Columns = dict[str, npt.NDArray[Any]]

BUDGET = "design.budget_total"


@dataclass(frozen=True)
class Relaxed:
    """A configuration with one constraint relaxed, and what was changed in words."""

    constraint: Constraint
    relaxation: str
    config: Config
    changed: str


def relax(config: Config, constraint: Constraint, relaxation: str) -> Relaxed:
    """The configuration with this constraint relaxed; all values stay within the ranges of their parameters.

    Where a timeline sets a relaxed parameter later, its values are relaxed too.
    """
    relaxed = deepcopy(config)
    words: list[str] = []
    for change in constraint.changes:
        before = value_of(config, change.parameter)
        after = _within(parameters()[change.parameter], change, before, relaxation)
        _set(relaxed, change.parameter, after)
        for months in relaxed.timeline.values():
            if change.parameter in months:
                months[change.parameter] = _within(
                    parameters()[change.parameter], change, months[change.parameter], relaxation
                )
        if after != before:
            words.append(f"{change.parameter} {before:.6g} to {after:.6g}")
    relaxed.design.budget_total += _coordination(config) * _added_months(config, relaxed)
    return Relaxed(constraint, relaxation, relaxed, "; ".join(words))


def relaxed_columns(config: Config, relaxed: Relaxed, columns: Columns) -> Columns:
    """Drawn parameters with the constraint relaxed, (worlds) each: in every world what was drawn there is relaxed.

    ``columns``: the drawn values. Added months are paid at the price of coordination of each world.
    """
    found = {}
    for change in relaxed.constraint.changes:
        if change.parameter in columns:
            known = parameters()[change.parameter]
            values = [_within(known, change, known.type(now), relaxed.relaxation) for now in columns[change.parameter]]
            found[change.parameter] = np.array(values)
    months = _added_months(config, relaxed.config)
    if months > 0.0 and columns:
        worlds = len(next(iter(columns.values())))
        records = Experiment(stack([config]), np.zeros(worlds, np.int64), columns).records()[:, 0]
        price = np.array([float(coordination_cost(record)) for record in records]) / config.scale
        found[BUDGET] = relaxed.config.design.budget_total + (price - _coordination(config)) * months
    return found


def _added_months(config: Config, relaxed: Config) -> float:
    """Months of funding that a relaxation adds."""
    return 12.0 * (relaxed.design.duration_years - config.design.duration_years)


def _within(parameter: Parameter, change: Change, now: Any, relaxation: str) -> Any:
    """The relaxed value, within its range and never worse than now; whole numbers change by at least one."""
    value = change.value(float(now), relaxation)
    upwards = change.rule in ("more", "odds") or (change.rule == "towards" and change.full > now)
    if parameter.type is int:
        value = math.ceil(value - 1e-9) if upwards else math.floor(value + 1e-9)
    better: Callable[..., float] = max if upwards else min
    value = better(value, now)
    return parameter.check(parameter.type(min(max(value, parameter.low), parameter.high)))


def _set(config: Config, name: str, value: Any) -> None:
    *groups, last = name.split(".")
    owner: Any = config
    for group in groups:
        owner = getattr(owner, group)
    setattr(owner, last, value)


def _coordination(config: Config) -> float:
    """EUR of coordination a month in this configuration."""
    row = to_record(config)[0]
    return float(coordination_cost(row)) / config.scale
