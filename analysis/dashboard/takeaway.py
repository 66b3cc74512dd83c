"""What a planner takes away: the report, tables, scenarios as YAML, the command that asks the same."""

import shlex
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.command.application import Request
from analysis.compare.__main__ import APPLICATION
from analysis.compare.runs import comparison_table, monthly_table, runs_table
from analysis.compare.settings import Settings
from analysis.dashboard.answers import PRECISION, Answer
from analysis.dashboard.plan import LETTERS, Plan, base, configurations, designs
from analysis.worlds.designs import Budget


def yaml_of(plan: Plan, position: int) -> str:
    """A design as a complete scenario, which ``python -m sim scenario=that.yaml`` runs."""
    from sim.setup.configuration import resolved_yaml

    config = configurations(plan)[position]
    config.description = config.description or "A scenario of the page for planners"
    return f"# {file_name(plan, position)}: python -m sim scenario={file_name(plan, position)}\n{resolved_yaml(config)}"


def file_name(plan: Plan, position: int) -> str:
    """The name under which a design is saved."""
    from analysis.dashboard.plan import title

    return f"{title(plan)}_{LETTERS[position]}.yaml"


def csv_of(answer: Answer, name: str) -> str:
    """``table``, ``months`` or ``runs`` as CSV."""
    tables = {
        "table": lambda: comparison_table([answer.comparison], PRECISION),
        "months": lambda: monthly_table([answer.comparison]),
        "runs": lambda: runs_table([answer.comparison]),
    }
    return str(tables[name]().to_csv(index=False, lineterminator="\n"))


def command(plan: Plan) -> str:
    """The command that makes the same comparison; a plan from a planner's own file starts from its saved YAML."""
    common = base(plan)
    words = ["python", "-m", "analysis.compare"]
    words.append(f"scenario={'./my_scenario.yaml' if plan.title else plan.scenario}")
    words += [f"{name}={value}" for name, value in _texts(plan).items()]
    for letter, design in zip(LETTERS, designs(plan), strict=False):
        own = design.overrides or (f"design.duration_years={common.design.duration_years}",)
        words.append(f"designs.{letter}={' '.join(own)}")
    words += [
        f"budget={plan.budget.name}",
        f"uncertainty={plan.uncertainty.name}",
        f"replicates={plan.replicates}",
        f"seed={plan.seed}",
    ]
    return shlex.join(words)


def _texts(plan: Plan) -> dict[str, str]:
    from analysis.dashboard.plan import as_fields
    from sim.parameters import value_of

    texts = as_fields(plan.common)
    if "markets.count" in texts and "markets.countries" not in texts:
        texts["markets.countries"] = str(value_of(base(plan), "markets.countries"))
    return texts


def report(answer: Answer) -> str:
    """The comparison's page as one HTML file."""
    from analysis.command.application import Folder
    from analysis.compare import page as comparison_page
    from analysis.compare import pictures as comparison_pictures
    from sim.reporting.pictures import to_png, to_svg

    plan = answer.plan
    settings = Settings(
        scenario=[answer.comparison.scenario], designs=answer.names, budget=Budget(plan.budget), uncertainty=plan.uncertainty,
        precision=PRECISION, turning=0,
    )  # fmt: skip
    request = Request(APPLICATION, settings, [], command(plan))
    with TemporaryDirectory() as folder:
        figures = Path(folder)
        drawn = comparison_pictures.draw([answer.comparison], settings)
        texts = {name: to_svg(each) for name, each in drawn.items()}
        for name, each in drawn.items():
            (figures / f"{name}.png").write_bytes(to_png(each))
        page = comparison_page.page(request, [answer.comparison], [], answer.table, texts, figures)
        config = answer.comparison.configs[0]
        made = Folder(
            figures, request, time.perf_counter(), {"seed": config.seed, "replicates": config.replicates}
        ).provenance()
        return str(page.render(made))
