"""Where Hydra gets scenarios from: ``scenarios://``, one flat file each, read when asked for.

A file that cannot be read therefore breaks only itself. Files need no ``@package`` header. Group options that a file
chooses are composed before its own values, so that its values win. A group holds one option: one chosen on the command
line, or by an heir, takes the place of the file's.
"""

import zlib
from pathlib import Path
from typing import Any

from hydra.core.object_type import ObjectType
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigLoadError, ConfigResult, ConfigSource
from omegaconf import OmegaConf

from sim.setup.scenario_file import read_scenario

GROUP = "scenario/"
_offered: dict[str, tuple[Path, frozenset[str]]] = {}


def option_of(path: Path, replaced: frozenset[str] = frozenset()) -> str:
    """The option of the group ``scenario`` under which Hydra finds this file, its choices in ``replaced`` groups left out."""
    option = f"x{zlib.crc32(f'{path} {sorted(replaced)}'.encode()):08x}"
    _offered[GROUP + option] = path, replaced
    return option


class ScenarioSource(ConfigSource):
    """Serves the files that :func:`option_of` was asked for."""

    @staticmethod
    def scheme() -> str:
        """The scheme, for ``hydra.searchpath``."""
        return "scenarios"

    def available(self) -> bool:
        """Always: nothing is read before it is asked for."""
        return True

    def is_group(self, config_path: str) -> bool:
        """Only the group ``scenario`` is found here."""
        return config_path in ("", "scenario")

    def is_config(self, config_path: str) -> bool:
        """Whether this option stands for a file."""
        return config_path in _offered

    def list(self, config_path: str, results_filter: ObjectType | None) -> list[str]:
        """Options known so far."""
        return [name.removeprefix(GROUP) for name in _offered] if config_path == "scenario" else []

    def load_config(self, config_path: str) -> ConfigResult:
        """The scenario's file as Hydra composes it: scenarios inherited, then options chosen, then its own values."""
        if config_path not in _offered:
            raise ConfigLoadError(f"Config not found: {config_path}")
        path, replaced = _offered[config_path]
        scenario = read_scenario(path)
        inherited = replaced | scenario.options.keys()
        defaults: list[Any] = [f"/{GROUP}{option_of(parent, inherited)}" for parent in scenario.parents]
        defaults += [f"/{group}/{option}" for group, option in scenario.options.items() if group not in replaced]
        return ConfigResult(
            config=OmegaConf.create({"defaults": [*defaults, "_self_"], **scenario.settings}),
            path=self.full_path(),
            provider=self.provider,
            header={"package": "_global_"},
        )


Plugins.instance().register(ScenarioSource)
