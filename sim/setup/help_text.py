"""The text of ``python -m sim --help``. Light: it imports neither Hydra nor the model."""

from sim.parameters import registry
from sim.setup.catalogue import GROUPS, group_options, option_meaning, real_and_typical
from sim.setup.checks import SHORT

USAGE = "usage: python -m sim [scenario=NAME] [GROUP=OPTION ...] [PARAMETER=VALUE ...] [--multirun] [--cfg job]"

EXAMPLES = """\
python -m sim scenario=covid_shock
python -m sim scenario=palim replicates=500 seed=7
python -m sim scenario=covid_shock design=five_year shock.month=14 recognition.months=6 markets=diverse
python -m sim scenario=./mine.yaml 'timeline={24: {recognition.months: 2}}' outputs=/tmp/results
python -m sim --multirun scenario=baseline,covid_shock design=three_year,five_year"""

FLAGS = {
    "-h, --help": "this text",
    "-m, --multirun": "one run for each combination of the values; give values with commas, range(low,high,step) or glob(*)",
    "--cfg job": "print the configuration as YAML and run nothing",
    "--version": "print the version",
}

SETTINGS = (
    "uncertainty",
    "replicates",
    "seed",
    "workers",
    "executor",
    "executor.address",
    "outputs",
    "journeys",
    "horizon",
    "scale",
)


def help_text() -> str:
    """Everything: usage, typical scenarios and real schemes with a line each, groups, settings, flags, five examples."""
    real, typical = real_and_typical()
    sections = [
        f"{USAGE}\n\nSimulates a legal-migration pilot scheme and writes tables, figures and a report.",
        _section(
            "Typical scenarios (scenario=NAME, or a file: scenario=./mine.yaml; your files in ./scenarios come first)",
            typical,
        ),
        _section("Real schemes, from published facts and plans (scenario=NAME)", real),
        "\n".join(["Groups (combine with every scenario; 'default' keeps the values of the scenario):", *_groups()]),
        _section("Settings", {name: _setting(name) for name in SETTINGS}),
        "Parameters: python -m sim.parameters lists all of them, each with its unit, range and source.",
        "Questions that need many runs (which design? how sure? what holds it back?): python -m analysis lists them.",
        _section("Flags", FLAGS),
        "Examples:\n" + "\n".join(f"  {line}" for line in EXAMPLES.splitlines()),
    ]
    return "\n\n".join(sections)


def _section(title: str, entries: dict[str, str]) -> str:
    width = max(map(len, entries), default=0)
    return "\n".join([f"{title}:", *(f"  {name:<{width}}  {meaning}".rstrip() for name, meaning in entries.items())])


def _groups() -> list[str]:
    lines = []
    for group in GROUPS:
        for option in group_options(group):
            if option != "default":
                lines.append(f"  {f'{group}={option}':<24}  {option_meaning(group, option)}")
    return lines


def _setting(name: str) -> str:
    setting = registry()[SHORT.get(name, name)]
    default = setting.default.name if setting.choices else setting.default
    return f"{setting.meaning} ({default})" if default != "" else setting.meaning
