"""What every analysis command shares: command line, own settings, folder of results, provenance, errors.

A command declares its settings as a dataclass whose fields are made with :func:`setting`, its primary file
``conf/<name>.yaml`` (whose ``defaults`` list begins with ``<name>_schema``) and an :class:`Application`::

    @dataclass
    class Settings:
        scenario: Any = names(["baseline"], "Scenarios")
        precision: float = setting(0.05, 1e-6, 1.0, "share", "Wanted precision")

    APPLICATION = Application("compare", "Which design gives more?", Settings, run, EXAMPLES)

    def main(arguments: Sequence[str] | None = None) -> None:
        launch(APPLICATION, arguments)

``run(request)`` gets a :class:`Request`: ``request.settings`` (checked), ``request.overrides`` (all other overrides of
the command line, for :func:`sim.setup.configuration.configure`), ``request.command``. It opens a folder and writes into it::

    with request.folder(config) as folder:
        folder.table("comparison", frame)
        folder.figures({"difference": figure})
        folder.report(page)

The folder is marked as incomplete until the ``with`` ends well; its path is then printed. Heavy modules are imported
where they are needed, so that the help and refusals are instant.
"""

import json
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim import declare
from sim.errors import UserError, did_you_mean, run_command, unknown_flag
from sim.installation import require
from sim.parameters import SETTING, Parameter, declared_in

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from analysis.command.page import Page
    from sim.parameters import Config
    from sim.runs.store import Store

FLAGS = ("--help", "--cfg", "--version", "-h")
PACKAGES = {"scipy": "scipy", "scikit-learn": "sklearn", "SALib": "SALib"}
"""What analyses need besides the model's own packages, and the modules by which to find them."""
setting = declare.setting
OWN_FOLDER = Path(__file__).resolve().parents[1]
MOST_SVG_POINTS = 5000
"""Points from which a scatter plot is put on a page as PNG instead of SVG."""


def names(default: Sequence[str], meaning: str) -> Any:
    """A setting that holds a list of names, written ``[a,b]`` or ``a``; ``{name: text}`` where it is a mapping."""
    about = {"kind": SETTING, "low": None, "high": None, "unit": "names", "meaning": meaning, "source": ""}
    return field(default_factory=lambda: list(default), metadata=about)


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
    """The extra of the project that installs what the command needs."""


@dataclass
class Request:
    """What a user asked for: settings of the command, overrides for configurations, the command as typed."""

    application: Application
    settings: Any
    overrides: list[str]
    command: str

    def configure(self, scenario: str, *overrides: str) -> "Config":
        """The configuration of a scenario with the command line's overrides and these; these win."""
        from sim.setup.configuration import configure

        own = {override.partition("=")[0].strip() for override in overrides}
        return configure(
            scenario, *(each for each in self.overrides if each.partition("=")[0].strip() not in own), *overrides
        )

    def store(self, config: "Config", on_error: str = "stop") -> "Store":
        """Where finished runs are kept, so that an interrupted command goes on where it was: ``<outputs>/.store``."""
        from sim.runs.store import FOLDER, Store

        return Store(Path(config.outputs).expanduser() / FOLDER, on_error)

    @contextmanager
    def folder(self, config: "Config") -> "Iterator[Folder]":
        """A new folder ``<outputs>/<command>/<date>_<time>``, marked as incomplete until all went well."""
        from sim.reporting import folders
        from sim.runs.executors import using

        path = folders.open_folder(Path(config.outputs).expanduser() / self.application.name)
        try:
            with using(config):
                yield Folder(path, self, time.perf_counter(), {"seed": config.seed, "replicates": config.replicates})
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"Interrupted: {path} is incomplete and marked so.") from None
        folders.complete(path)
        print(path)


@dataclass
class Folder:
    """A folder of results being written."""

    path: Path
    request: Request
    began: float
    facts: dict[str, Any]
    """Further facts for ``run.json``: seed, replicates, number of runs, runs per second ..."""

    def table(self, name: str, frame: "pd.DataFrame") -> None:
        """Write ``<name>.csv``."""
        from sim.reporting import folders

        folders.put(self.path / f"{name}.csv", partial(frame.to_csv, index=False, lineterminator="\n"))

    def parquet(self, name: str, frame: "pd.DataFrame") -> None:
        """Write ``<name>.parquet``: for tables of a row per run."""
        from sim.reporting import folders

        folders.put(self.path / f"{name}.parquet", partial(frame.to_parquet, index=False, compression="zstd"))

    def figures(self, drawn: "Mapping[str, Figure]") -> dict[str, str]:
        """Write every figure as SVG and PNG into ``figures/``. Returns the SVG texts by name."""
        from sim.reporting import folders
        from sim.reporting.pictures import to_png, to_svg

        (self.path / "figures").mkdir(exist_ok=True)
        texts = {name: to_svg(figure) for name, figure in drawn.items()}
        for name, figure in drawn.items():
            folders.put_text(self.path / "figures" / f"{name}.svg", texts[name])
            folders.put_bytes(self.path / "figures" / f"{name}.png", to_png(figure))
        return texts

    def provenance(self) -> dict[str, Any]:
        """What made these results: command, versions, hashes of the model's and the analysis's sources, facts."""
        from sim.compiled import source_hash
        from sim.reporting.folders import provenance

        made = provenance(self.request.command, time.perf_counter() - self.began, tuple(PACKAGES))
        return made | {"analysis": self.request.application.name, "analysis_hash": source_hash(OWN_FOLDER)} | self.facts

    def report(self, page: "Page", config_yaml: str = "") -> None:
        """Write ``run.json``, ``settings.yaml``, ``config.yaml`` (where given) and, last, ``report.html``."""
        from sim.reporting import folders

        made = self.provenance()
        folders.put_text(self.path / "settings.yaml", settings_yaml(self.request.settings))
        if config_yaml:
            folders.put_text(self.path / "config.yaml", config_yaml)
        folders.put_text(self.path / "run.json", json.dumps(made, indent=2, ensure_ascii=False) + "\n")
        folders.put_text(self.path / "report.html", page.render(made))


class _CommandLine(NamedTuple):
    """A command line taken apart: own settings by name as typed, all other overrides, flags."""

    own: list[tuple[str, str]]
    overrides: list[str]
    flags: set[str]


def launch(application: Application, arguments: Sequence[str] | None = None) -> None:
    """Run a command: what is wrong becomes one line on standard error and exit status 2."""
    run_command(partial(_launch, application), arguments)


def _launch(application: Application, arguments: list[str]) -> None:
    line = _command_line(application, arguments)
    if "--help" in line.flags:
        print(help_text(application))
        return
    if "--version" in line.flags:
        from sim import __version__

        print(f"analysis.{application.name} {__version__}")
        return
    _refuse_sweeps(line.overrides)
    command = shlex.join(["python", "-m", f"analysis.{application.name}", *arguments])
    request = Request(application, _settings(application, line.own), line.overrides, command)
    if "--cfg" in line.flags:
        from sim.setup.configuration import resolved_yaml

        print(settings_yaml(request.settings), end="")
        for scenario in as_names(getattr(request.settings, "scenario", "baseline"), "scenario"):
            print("---\n" + resolved_yaml(request.configure(scenario)), end="")
        return
    for package, module in PACKAGES.items():
        require(module, package, application.extra, f"analysis.{application.name}")
    application.run(request)


def _command_line(application: Application, arguments: Sequence[str]) -> _CommandLine:
    line = _CommandLine([], [], set())
    known = {item.name for item in fields(application.schema)}
    rest = iter(arguments)
    for argument in rest:
        flag, equals, value = argument.partition("=")
        if flag == "--cfg":
            if (value if equals else next(rest, "")) != "job":
                raise UserError(f"--cfg takes 'job': python -m analysis.{application.name} --cfg job")
            line.flags.add(flag)
        elif argument in FLAGS:
            line.flags.add({"-h": "--help"}.get(argument, argument))
        elif argument.startswith("-"):
            raise unknown_flag(argument, FLAGS)
        elif equals and flag.strip().partition(".")[0] in known:
            line.own.append((flag.strip(), value.strip()))
        else:
            if equals and flag.strip() and "." not in flag and not flag.startswith(("+", "~")):
                _refuse_misspelt(application, flag.strip())
            line.overrides.append(argument)
    return line


def _refuse_misspelt(application: Application, name: str) -> None:
    """Refuse a name that is neither a setting of this command nor one of a configuration, naming the nearest of both."""
    from sim.parameters import registry
    from sim.setup.catalogue import GROUPS

    known = [*(item.name for item in fields(application.schema)), *GROUPS, *registry(), "timeline"]
    if name not in known and not any(other.startswith(f"{name}.") for other in known):
        raise UserError(
            f"{name} is neither a setting of analysis.{application.name} nor a parameter{did_you_mean(name, known)}"
        )


def _refuse_sweeps(overrides: Sequence[str]) -> None:
    """Refuse a list of values for a parameter: a comparison names its designs, a sweep is for ``python -m sim``."""
    from sim.setup.overrides import parsed

    for text in overrides:
        if parsed(text).is_sweep_override():
            raise UserError(f"{text} asks for several values: write a design or a scenario for each (see --help)")


def _settings(application: Application, own: Sequence[tuple[str, str]]) -> Any:
    """The command's settings: the schema's defaults, ``conf/<name>.yaml``, then the command line, composed by Hydra."""
    from hydra.core.config_store import ConfigStore

    from sim.setup.configuration import composed
    from sim.setup.overrides import written

    declared = declared_settings(application.schema)
    scalars, lists = _values(declared, own)
    ConfigStore.instance().store(name=f"{application.name}_schema", node=application.schema)
    settings = composed(application.name, [written(name, value) for name, value in scalars.items()])
    for name, value in lists.items():
        setattr(settings, name, value)
    for name, parameter in declared.items():
        setattr(settings, name, _checked(parameter, getattr(settings, name)))
    return settings


def declared_settings(schema: type) -> dict[str, Parameter]:
    """The settings of one value each that a schema declares, by name (not the lists of names)."""
    return {parameter.name: parameter for parameter in declared_in(schema) if parameter.type is not list}


def _values(
    declared: Mapping[str, Parameter], own: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], dict[str, list[str] | dict[str, str]]]:
    """Checked values of single settings, and lists (or mappings) of names, from a command line."""
    from sim.setup.overrides import parsed, value_of_override

    scalars: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    for name, text in own:
        head, _, key = name.partition(".")
        if head in declared:
            if key:
                raise UserError(f"{name} is not a setting: write {head}=value")
            if head in scalars:
                raise UserError(f"{name} is given twice")
            plain = declared[head].type is str
            value = _unquoted(text) if plain else value_of_override(parsed(f"{name}={text}"))
            scalars[head] = _checked(declared[head], value)
        elif key:
            written_out = lists.setdefault(head, {})
            if isinstance(written_out, list):
                written_out = lists[head] = dict.fromkeys(written_out, "")
            if written_out.get(key):
                raise UserError(f"{name} is given twice")
            written_out[key] = _unquoted(text)
        else:
            listed = as_names(value_of_override(parsed(f"listed={text}")), head)
            if isinstance(lists.get(head), dict):
                lists[head] = dict.fromkeys(listed, "") | lists[head]
            elif head in lists:
                raise UserError(f"{name} is given twice")
            else:
                lists[head] = listed
    return scalars, lists


def as_names(value: Any, name: str) -> list[str]:
    """A name or a list of names as a list of texts. Raises :class:`UserError` for anything else, or for nothing."""
    listed = list(value) if isinstance(value, list | tuple | dict) else [value]
    if not listed or any(isinstance(each, list | dict | tuple | bool) or each is None for each in listed):
        raise UserError(f"{name}: {value!r} is not a name or a list of names, e.g. {name}=[one,two]")
    texts = [str(each).strip() for each in listed]
    for text in texts:
        if texts.count(text) > 1:
            raise UserError(f"{name}: {text} is listed twice")
    return texts


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
        raise UserError(str(error)) from None


def settings_yaml(settings: Any) -> str:
    """Settings as YAML, categories by name."""
    import yaml

    plain = {name: value.name if isinstance(value, IntEnum) else value for name, value in vars(settings).items()}
    return str(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120))


def help_text(application: Application) -> str:
    """The command's own help: question, settings with their defaults, files, examples. Light."""
    declared = declared_settings(application.schema)
    entries: dict[str, str] = {}
    for item in fields(application.schema):
        if item.name in declared:
            parameter = declared[item.name]
            default = parameter.default.name if parameter.choices else parameter.default
            entries[item.name] = f"{parameter.meaning} ({default}; {parameter.allowed})"
        else:
            entries[item.name] = str(item.metadata.get("meaning", ""))
    others = {
        "replicates, seed": "runs that differ in chance, and the seed of all chance",
        "workers, outputs": "threads (0: one per core), folder for results (outputs)",
        "executor": "threads (this computer's), or dask: a cluster, by executor.address=tcp://host:port, or one started here",
        "any parameter": "e.g. shock.month=14 recognition=friction: as for python -m sim, for every design and scenario",
    }
    flags = {
        "-h, --help": "this text",
        "--cfg job": "print settings and configuration, run nothing",
        "--version": "print the version",
    }
    usage = f"usage: python -m analysis.{application.name} [SETTING=VALUE ...]"
    simulates = [
        _section("Configuration (see python -m sim --help)", others),
        _section(f"Writes outputs/{application.name}/<date>_<time>/", dict(application.tables)),
    ]
    parts = [
        f"{usage}{' [GROUP=OPTION ...] [PARAMETER=VALUE ...]' if application.tables else ''}\n\n{application.question}",
        _section(f"Settings (defaults: conf/{application.name}.yaml)", entries),
        *(simulates if application.tables else []),
        _section("Flags", flags),
        "Examples:\n" + "\n".join(f"  {line}" for line in application.examples),
    ]
    return "\n\n".join(parts)


def _section(title: str, entries: Mapping[str, str]) -> str:
    width = max(map(len, entries), default=0)
    return "\n".join([f"{title}:", *(f"  {name:<{width}}  {meaning}".rstrip() for name, meaning in entries.items())])
