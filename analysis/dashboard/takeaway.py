"""What a planner takes away: the report, tables, scenarios as YAML, the command that asks the same."""

import shlex
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.command.declare import Request
from analysis.command.folder import Folder
from analysis.compare import pictures
from analysis.compare.hanging import hangs_on
from analysis.compare.page import page
from analysis.compare.settings import Settings
from analysis.compare.tables import comparison_table, monthly_table, runs_table
from analysis.dashboard.answers import PRECISION, Answer
from analysis.dashboard.plan import LETTERS, Plan, as_fields, base, configurations, designs, title
from analysis.worlds.settings import Budget
from sim.parameters import value_of
from sim.reporting.csv_files import to_csv
from sim.setup.configuration import resolved_yaml


def yaml_of(plan: Plan, position: int) -> str:
    """A design as a complete scenario, which ``python -m sim scenario=that.yaml`` runs."""
    config = configurations(plan)[position]
    config.description = config.description or "A scenario of the page for planners"
    return f"# {file_name(plan, position)}: python -m sim scenario={file_name(plan, position)}\n{resolved_yaml(config)}"


def file_name(plan: Plan, position: int) -> str:
    """The name under which a design is saved."""
    return f"{title(plan)}_{LETTERS[position]}.yaml"


def csv_of(answer: Answer, name: str) -> str:
    """``table``, ``months`` or ``runs`` as CSV."""
    tables = {
        "table": lambda: comparison_table([answer.comparison], PRECISION),
        "months": lambda: monthly_table([answer.comparison]),
        "runs": lambda: runs_table([answer.comparison]),
    }
    return to_csv(tables[name]()) or ""


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
    texts = as_fields(plan.common)
    if "markets.count" in texts and "markets.countries" not in texts:
        texts["markets.countries"] = str(value_of(base(plan), "markets.countries"))
    return texts


def report(answer: Answer) -> str:
    """The comparison's page as one HTML file."""
    plan = answer.plan
    settings = Settings(
        scenario=[answer.comparison.scenario], designs=answer.names, budget=Budget(plan.budget), uncertainty=plan.uncertainty,
        precision=PRECISION, turning=0,
    )  # fmt: skip
    request = Request("compare", settings, [], command(plan))
    config = answer.comparison.configs[0]
    with TemporaryDirectory() as path:
        facts = {"seed": config.seed, "replicates": config.replicates}
        folder = Folder(Path(path), request, time.perf_counter(), facts)
        texts = folder.figures(pictures.draw([answer.comparison], settings))
        hangs = hangs_on(answer.comparison, plan.uncertainty.name)
        shown = page(request, [answer.comparison], [], answer.table, texts, folder.path / "figures", hangs)
        return shown.render(folder.provenance())
