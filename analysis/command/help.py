"""The help of a command, made of what it declares."""

from collections.abc import Mapping
from dataclasses import fields

from analysis.command.declare import Application, declared_settings


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
        "replicates, seed": "number of runs that differ in chance only, and seed of the random numbers",
        "workers, outputs": "threads (0: one per core), folder for results (outputs)",
        "executor": "threads of this computer, or dask: the cluster at executor.address=tcp://host:port, or one started on this computer",
        "any parameter": "e.g. permits.months=3 recognition=friction: as for python -m sim; it applies to every design and scenario",
    }
    flags = {
        "-h, --help": "this text",
        "--cfg job": "print the settings and the configuration, and run nothing",
        "--version": "print the version",
    }
    usage = f"usage: python -m analysis.{application.name} [SETTING=VALUE ...]"
    simulates = [
        _section("Configuration (see python -m sim --help)", others),
        _section(f"Writes outputs/{application.name}/<date>_<time>/", dict(application.tables)),
    ]
    parts = [
        f"{usage}{' [GROUP=OPTION ...] [PARAMETER=VALUE ...]' if application.tables else ''}\n\n"
        f"{application.question}{f' Takes {application.takes} on two cores.' if application.takes else ''}",
        _section(f"Settings (defaults: conf/{application.name}.yaml)", entries),
        *(simulates if application.tables else []),
        _section("Flags", flags),
        "Examples:\n" + "\n".join(f"  {line}" for line in application.examples),
    ]
    return "\n\n".join(parts)


def _section(title: str, entries: Mapping[str, str]) -> str:
    width = max(map(len, entries), default=0)
    return "\n".join([f"{title}:", *(f"  {name:<{width}}  {meaning}".rstrip() for name, meaning in entries.items())])
