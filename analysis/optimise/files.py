"""Designs as scenarios: a configuration of each, and its file."""

import yaml

from analysis.optimise.found import Found
from analysis.worlds.designs import adjusted
from sim.parameters import SETTING, Config, registry
from sim.runs import posterior
from sim.setup.configuration import resolved_yaml

KEPT = ("horizon", "scale", "scenario", "description", "start")
"""Settings that belong to a scenario rather than to a run."""


def configuration(found: Found, place: int) -> Config:
    """A design as a configuration of the scenario in which it was found."""
    return adjusted(found.asked.config, found.asked.space.values(found.designs[place]))


def scenario_file(found: Found, place: int, name: str, what: str) -> str:
    """A design as a scenario's file: every parameter of the model, no setting of a run but its name and what it is.

    Where draws know the scheme, it keeps its name: what is known of it holds for its new design, too.
    """
    config = found.asked.config
    tree = yaml.safe_load(resolved_yaml(configuration(found, place)))
    for setting, declared in registry().items():
        if declared.kind == SETTING and setting not in KEPT and "." not in setting:
            tree.pop(setting, None)
    tree.pop("executor", None)
    tree["scenario"] = config.scenario if known(config) else name
    tree["description"] = f"Found for {config.scenario}: {what or 'as it is'}"
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=120))


def known(config: Config) -> bool:
    """Whether the calibrated draws hold values of this scheme's own."""
    draws = posterior.read()
    return draws is not None and config.scenario in draws.schemes
