"""The worked examples of CONTRIBUTING.md, applied to a copy of the project and run."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from sim.installation import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = (
    "sim", "analysis", "benchmarks", "conf", "scenarios", "evidence", "docs", "tests", "CHANGELOG.md", "CONTRIBUTING.md",
    "README.md", "pyproject.toml",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="the examples are applied with git apply")


def section(title):
    """What stands under a heading."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(title, language):
    """The code blocks of a language under a heading."""
    return re.findall(rf"^```{language}\n(.*?)^```", section(title), re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path):
    """A copy of the project, outside of any repository."""
    for name in COPIED:
        take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        take(
            ROOT / name,
            tmp_path / name,
            **({"ignore": shutil.ignore_patterns("__pycache__")} if (ROOT / name).is_dir() else {}),
        )
    return tmp_path


def run(copy, *command):
    """A command in the copy, its kernels in plain Python; what it printed."""
    settings = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": str(copy),
        "GIT_CEILING_DIRECTORIES": str(copy.parent),
    }
    done = subprocess.run(command, cwd=copy, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def applied(copy, title):
    """Apply the diffs under a heading; the files that they touch."""
    touched = []
    for number, block in enumerate(blocks(title, "diff")):
        patch = copy / f"{number}.diff"
        patch.write_text(block, encoding="utf-8")
        run(copy, "git", "apply", patch.name)
        touched += re.findall(r"^\+\+\+ b/(\S+)", block, re.MULTILINE)
    return touched


def commands(copy, title):
    """Run the commands under a heading, with few replicates."""
    for line in "".join(blocks(title, "sh")).splitlines():
        words = [sys.executable if word == "python" else word for word in shlex.split(line)]
        run(copy, *(word if not word.startswith("replicates=") else "replicates=2" for word in words))


def test_add_a_lever(copy):
    touched = applied(copy, "Add a lever")
    assert touched == [
        "sim/processes/mobility.py",
        "tests/processes/test_companions.py",
        "benchmarks/objects/candidate.py",
    ]
    [entry] = blocks("Add a lever", "markdown")
    heading, _, entries = (copy / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n- ")
    (copy / "CHANGELOG.md").write_text(f"{heading}\n{entry}- {entries}", encoding="utf-8")
    run(
        copy,
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "tests/processes/test_companions.py",
    )
    commands(copy, "Add a lever")
    assert "`design.companions`" in (copy / "docs" / "odd.md").read_text(encoding="utf-8")
    dock = (
        "from benchmarks.objects import PilotScheme; from sim import PartnershipModel, configure; c = configure('baseline', 'world=registry', 'design.companions=0.7');"
        " plain = PilotScheme(c, 1, 0); plain.run_model(); m = PartnershipModel(c, seed=1); m.run();"
        " assert plain.journal == m.state.journal[: int(m.state.scheme.journal)].tolist(); assert m.total('early_returns') > 0"
    )
    run(copy, sys.executable, "-c", dock)
    price = "from sim.parameters import registry; print(registry()['design.companions'].price.text)"
    assert run(copy, sys.executable, "-c", price).strip() == "per person, hire or call: costs.companion"
    told = "companion in the first weeks (300 EUR/person)"
    assert told in (copy / "docs" / "levers.md").read_text(encoding="utf-8")


def test_add_a_country(copy):
    [row] = blocks("Add a country", "csv")
    with (copy / "evidence" / "corridors.csv").open("a", encoding="utf-8") as table:
        table.write(row)
    commands(copy, "Add a country")
    waited = (
        "from sim import PartnershipModel, configure;"
        "a, b, c = (PartnershipModel(configure('baseline', *o), seed=1) for o in"
        " (['corridor.origins=[SN]', 'markets.countries=[ES]'], ['permits.months=4'], ['corridor.origins=[KE]', 'markets.countries=[ES]']));"
        "[m.run() for m in (a, b, c)];"
        "a, b, c = (m.monthly.drop(columns=['income_gained', 'remittances']) for m in (a, b, c));"  # these follow the countries, too
        "print(a.equals(b), a['waiting_permit'].sum() > c['waiting_permit'].sum())"
    )
    assert run(copy, sys.executable, "-c", waited).split() == ["True", "True"]


def test_add_a_mechanism(copy):
    [listing] = blocks("Add a mechanism", "python")
    (copy / "sim" / "processes" / "attention.py").write_text(listing, encoding="utf-8")
    for path, old, new in (
        ("sim/schedule.py", "from sim.processes import (\n", "from sim.processes import (\n    attention,\n"),
        ("sim/schedule.py", " finance, monitoring,\n)  # fmt: skip\n\"\"\"The order", " attention, finance, monitoring,\n)  # fmt: skip\n\"\"\"The order"),
        ("sim/parameters/__init__.py", "from sim.processes import (\n", "from sim.processes import (\n    attention,\n"),
        ("sim/parameters/__init__.py", "class Politics(", "class Politics(attention.Politics, "),
    ):  # fmt: skip
        text = (copy / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        (copy / path).write_text(text.replace(old, new), encoding="utf-8")
    fades = (
        "from sim import PartnershipModel, configure;"
        "a, b = (PartnershipModel(configure('baseline', f'politics.fading={x}', 'horizon=12'), seed=1) for x in (0, 0.1));"
        "a.run(); b.run(); print(b.total('political_support') < 0.9 * a.total('political_support'))"
    )
    assert run(copy, sys.executable, "-c", fades).strip() == "True"
