"""A calibration ships: every text says where worlds come from as it is now, and no figure of the old one is left."""

from collections.abc import Iterator

import pytest
import yaml

from sim.installation import ROOT
from sim.parameters import UNCERTAINTY, parameters
from sim.runs import posterior
from sim.runs.prior import uncertain_ranges
from sim.setup.typical import FILE, typical, usual

FOLDERS = ("analysis", "benchmarks", "conf", "docs", "evidence", "scenarios", "sim", "tests")
TEXTS = (".md", ".py", ".yaml", ".csv", ".toml", ".j2", ".css", ".cff")
HISTORY = ("CHANGELOG.md", "tests/test_where_worlds_come_from.py")
"""What may tell of it: the changelog, and this file."""
FIGURES = (
    "21 of 23", "19 of 23", "18 of 20", "16 of 20", "191 of 227", "63 % to 93 %", "1,000 draws from two", "2.3 million runs",
    "8.9 (7 to 11)", "+8.9 (", "the 8.9 above", "5.3 (4 to 7)", "20.6 (19 to 22)", "54 (0 to 118)", "54, 0 to 118", "14, 0 to 28",
    "69, 46 to 83", "7.5, 6.5 to 11.5", "42 % (36 to 47", "no calibration ships",
)  # fmt: skip
"""What the calibration of version 0.1 said, and what was said while there was none."""


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the project by its path, white space as single blanks."""
    paths = [*ROOT.glob("*"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in TEXTS and path.is_file() and name not in HISTORY and "__pycache__" not in name:
            yield name, " ".join(path.read_text(encoding="utf-8").split())


def told(text: str) -> list[str]:
    """Old figures and phrases in a text."""
    return [figure for figure in FIGURES if figure in text]


def test_no_text_tells_old_figures():
    left = {name: sorted(set(found)) for name, text in texts() if (found := told(text))}
    assert not left, "\n".join(f"{name}: {', '.join(found)}" for name, found in left.items())


@pytest.mark.parametrize(("text", "found"), [
    ("the posterior includes 21 of 23", ["21 of 23"]), ("no calibration ships yet", ["no calibration ships"]), ("121 of 240", []),
])  # fmt: skip
def test_what_is_left_would_be_found(text, found):
    assert told(text) == found


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


def test_the_draws_that_ship_are_of_known_parameters_within_their_ranges():
    known = posterior.read()
    assert known is not None
    ranges = uncertain_ranges()
    shared = [name for name in known.values if ":" not in name and name != posterior.ERROR]
    assert set(shared) <= set(ranges)
    for name in shared:
        slack = 1e-5 * (abs(ranges[name].low) + abs(ranges[name].high))
        assert ranges[name].low - slack <= known[name].min() <= known[name].max() <= ranges[name].high + slack, name
    assert 1 <= len(known.varying) <= 4
    assert 18 <= len(known.schemes) <= 22
    for scheme in known.schemes:
        assert known[posterior.WITHOUT + scheme].sum() == pytest.approx(1.0, abs=1e-4)


def test_the_typical_world_is_one_of_the_draws():
    """Its values are those of the row that its head names, but for rounding; what varies is at that row's mean."""
    known = posterior.read()
    assert known is not None
    row = int(FILE.read_text(encoding="utf-8").partition("(draw ")[2].partition(" ")[0])
    found = typical()
    for name in (name for name in found if name not in known.varying):
        assert found[name] == pytest.approx(known[name][row], rel=6e-4, abs=1e-9), name
    assert set(known.varying) <= set(found)
    assert all(parameters()[name].kind == UNCERTAINTY for name in found)


def test_what_nobody_states_is_as_in_the_typical_world():
    assert usual("permits.months") == yaml.safe_load(FILE.read_text(encoding="utf-8"))["permits"]["months"]
    assert usual("design.places") == parameters()["design.places"].default
