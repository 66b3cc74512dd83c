"""A planner's own YAML: data and nothing else.

The file is read as a scenario's file is (:mod:`sim.setup.scenario_file`), with less allowed: no anchors (a few lines could unfold to
gigabytes), no ``${...}`` (it could read the server's environment), no other file to build on than the scenarios that come
with the model (it could read the server's disk). What it sets becomes values of a plan; the file is forgotten.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from analysis.dashboard.plan import Plan, differences, stated
from sim.errors import UserError, yaml_problem
from sim.setup.catalogue import is_path, scenario_files
from sim.setup.configuration import configure
from sim.setup.scenario_file import plain

LARGEST = 64 * 1024
"""Bytes of a file at most."""
DEEPEST = 12
BASE = "baseline"


def plan_of(content: bytes, name: str, plan: Plan) -> Plan:
    """The plan with the scenario that a file describes. Raises :class:`UserError`, one line, for anything wrong in it."""
    text = _text(content)
    _refuse_dangerous(text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "my_scenario.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            config = configure(str(path))
        except UserError as error:
            raise UserError(
                " ".join(str(error).replace(str(path), "the file").replace(path.name, "the file").split())
            ) from None
    start = Plan(scenario=BASE)
    loaded = differences(config, stated(start))
    timeline = {
        str(month): {key: plain(value) for key, value in changes.items()} for month, changes in config.timeline.items()
    }
    shown = config.description or Path(name).name
    return replace(
        plan, scenario=BASE, loaded=loaded, common={}, title=" ".join(shown.split())[:200], timeline=timeline,
        seed=config.seed, start=config.start,
    )  # fmt: skip


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise UserError(f"the file is too large: at most {LARGEST // 1024} kB")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError("the file is not a text") from None


def _refuse_dangerous(text: str) -> None:
    if "${" in text:
        raise UserError("the file may not use ${...}: write the value")
    depth = 0
    try:
        for token in yaml.scan(text):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                raise UserError("the file may use neither anchors nor tags (&, *, !): write the values")
            opens = isinstance(
                token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken | yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken
            )  # fmt: skip
            closes = isinstance(token, yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken)
            depth += opens - closes
            if depth > DEEPEST:
                raise UserError("the file is nested too deeply to be a scenario")
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UserError(f"the file is not YAML: {yaml_problem(error)}") from None
    except (ValueError, RecursionError):
        raise UserError("the file is not YAML: it cannot be read") from None
    parents = content.get("defaults") if isinstance(content, dict) else None
    for entry in parents if isinstance(parents, list) else []:
        if isinstance(entry, str) and entry != "_self_" and (is_path(entry) or entry not in scenario_files()):
            raise UserError(f"the file may build only on scenarios that come with the model, not on '{entry[:60]}'")
