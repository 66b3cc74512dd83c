"""How a command declares itself: its settings, its question, and what a user asked of it. Light: the help needs no more.

A command declares its settings as a dataclass whose fields are made with :func:`setting` and :func:`names`, its primary
file ``conf/<name>.yaml`` (whose ``defaults`` list begins with ``<name>_schema``) and an :class:`Application`::

    @dataclass
    class Settings:
        scenario: Any = names(["baseline"], "Scenarios")
        precision: float = setting(0.05, 1e-6, 1.0, "share", "Wanted precision")

    APPLICATION = Application("compare", "Which design gives more?", Settings, run, EXAMPLES, TABLES)

``run(request)`` gets a :class:`Request`: ``request.settings`` (checked), ``request.overrides`` (all other overrides of
the command line), ``request.command``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim import declare
from sim.parameters import SETTING, Config, Parameter, declared_in

PACKAGES = {"scipy": "scipy", "scikit-learn": "sklearn", "SALib": "SALib", "arviz-stats": "arviz_stats"}
"""What analyses need besides the model's own packages, and the modules by which to find them."""
SEARCH = {**PACKAGES, "pymoo": "pymoo", "moocore": "moocore"}
EXTRAS = {"analysis": PACKAGES, "optimise": SEARCH, "dashboard": {**SEARCH, "shiny": "shiny"}}
"""The extras of the project and what a command that needs them needs."""

setting = declare.setting


def names(default: Sequence[str], meaning: str) -> Any:
    """A setting that holds a list of names, written ``a,b`` or ``a``; ``{name: text}`` where it is a mapping."""
    about = declare.metadata(SETTING, None, None, "names", meaning, "")
    return field(default_factory=lambda: list(default), metadata=about)


def declared_settings(schema: type) -> dict[str, Parameter]:
    """The settings of one value each that a schema declares, by name (not the lists of names)."""
    return {parameter.name: parameter for parameter in declared_in(schema) if parameter.type is not list}


@dataclass(frozen=True)
class Application:
    """A command: its name, the question it answers, its settings, what it does, examples for the help."""

    name: str
    question: str
    schema: type
    run: "Callable[[Request], None]"
    examples: tuple[str, ...]
    tables: Mapping[str, str]
    """Files written and what they hold, for the help; none for a command that only shows something."""
    extra: str = "analysis"
    """The extra of the project that installs what the command needs: a name in :data:`EXTRAS`."""
    worlds: bool = False
    """Whether a configuration's ``uncertainty`` is read, where the command has no setting of that name."""
    takes: str = ""
    """How long it takes with the defaults on two cores; nothing for a command that goes on until it is ended."""


@dataclass
class Request:
    """What a user asked for: name and settings of the command, overrides for configurations, the command as typed."""

    name: str
    """Of the command."""
    settings: Any
    overrides: list[str]
    command: str

    def configure(self, scenario: str, *overrides: str) -> Config:
        """The configuration of a scenario with the command line's overrides and these; these win."""
        from sim.setup.configuration import configure  # heavy: Hydra

        own = {override.partition("=")[0].strip() for override in overrides}
        return configure(
            scenario, *(each for each in self.overrides if each.partition("=")[0].strip() not in own), *overrides
        )
