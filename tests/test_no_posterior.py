"""No calibration ships: nothing reads a posterior, no text speaks of one, and no figure of the old one is left."""

import re
from collections.abc import Iterator

import pytest

from sim.installation import ROOT

FOLDERS = ("analysis", "benchmarks", "conf", "docs", "evidence", "scenarios", "sim", "tests")
TEXTS = (".md", ".py", ".yaml", ".csv", ".toml", ".j2", ".css", ".cff")
HISTORY = ("CHANGELOG.md", "tests/test_no_posterior.py")
"""What may tell of it: the changelog, and this file."""
CALIBRATION = (
    "analysis/calibration/", "analysis/fitting/", "docs/calibration.md", "tests/analysis/test_calibration.py",
    "tests/analysis/test_tempering.py",
)  # fmt: skip
"""The command that makes a posterior, what it is made of, and their pages: they may name it."""
WORD = re.compile(r"posteriors?\b", re.IGNORECASE)
FIGURES = (
    "21 of 23", "19 of 23", "18 of 20", "16 of 20", "191 of 227", "63 % to 93 %", "1,000 draws from two", "2.3 million runs",
    "8.9 (7 to 11)", "+8.9 (", "the 8.9 above", "5.3 (4 to 7)", "20.6 (19 to 22)", "54 (0 to 118)", "54, 0 to 118", "14, 0 to 28",
    "69, 46 to 83", "7.5, 6.5 to 11.5", "42 % (36 to 47", "own outcomes left out", "all outcomes used", "ship=true ... and make it",
)  # fmt: skip
"""What the old posterior said, and how its comparisons were called."""


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the project by its path, white space as single blanks."""
    paths = [*ROOT.glob("*"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in TEXTS and path.is_file() and name not in HISTORY and "__pycache__" not in name:
            yield name, " ".join(path.read_text(encoding="utf-8").split())


def told(name: str, text: str) -> list[str]:
    """What a text says of a posterior, or of what the old one said."""
    word = [] if name.startswith(CALIBRATION) else [found[0] for found in WORD.finditer(text)]
    return word + [figure for figure in FIGURES if figure in text]


def test_no_text_speaks_of_a_posterior_or_its_figures():
    left = {name: sorted(set(found)) for name, text in texts() if (found := told(name, text))}
    assert not left, "\n".join(f"{name}: {', '.join(found)}" for name, found in left.items())


@pytest.mark.parametrize(("name", "text", "found"), [
    ("docs/x.md", "drawn from the Posterior of it", ["Posterior"]),
    ("docs/calibration.md", "the posterior includes 21 of 23", ["21 of 23"]),
    ("docs/calibration.md", "the posterior of a user", []),
    ("docs/x.md", "posteriority", []),
])  # fmt: skip
def test_what_is_left_would_be_found(name, text, found):
    assert told(name, text) == found


def test_all_texts_are_searched():
    names = [name for name, _ in texts()]
    for each in (
        "README.md",
        "docs/validation.md",
        "scenarios/palim.yaml",
        "evidence/targets.csv",
        "sim/runs/prior.py",
    ):
        assert each in names
    assert len(names) > 300


def test_nothing_ships():
    assert list((ROOT / "evidence").glob("*.parquet")) == []
    assert "ship" not in (ROOT / "conf" / "calibration.yaml").read_text(encoding="utf-8")
