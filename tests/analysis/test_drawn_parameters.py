"""Every command that draws parameters says once where from, on the console and on its page; where only chance varies, never."""

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.worlds.settings import DRAWN, PLAUSIBLE

SMALL = {
    "compare": ("replicates=8", "turning=0", "horizon=50"),
    "lessons": ("lessons=L13", "replicates=10"),
    "robustness": ("designs=rigid,flexible", "worlds=20", "replicates=2", "horizon=50"),
    "discovery": ("worlds=120", "replicates=2", "horizon=50"),
    "influence": ("worlds=300", "horizon=50"),
    "sensitivity": ("method=pawn", "samples=64", "replicates=2", "horizon=50"),
}


def said(name: str, outputs: Path, *arguments: str) -> tuple[int, int]:
    """How often the console and the page say it."""
    done = subprocess.run(
        [sys.executable, "-m", f"analysis.{name}", *SMALL[name], *arguments, f"outputs={outputs}"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip().splitlines()[-1]) / "report.html"
    text = PLAUSIBLE if name in ("influence", "sensitivity") else DRAWN
    return done.stdout.count(text), page.read_text(encoding="utf-8").count(text)


@pytest.mark.parametrize(("name", "arguments"), [
    ("compare", ["uncertainty=both"]), ("compare", ["uncertainty=parameters"]), ("lessons", []), ("robustness", []), ("discovery", []),
    ("influence", []), ("sensitivity", ["factors=trust.*"]),
])  # fmt: skip
def test_it_is_said_once(name, arguments, tmp_path):
    assert said(name, tmp_path, *arguments) == (1, 1)


@pytest.mark.parametrize(("name", "arguments"), [
    ("compare", ["uncertainty=chance"]), ("lessons", ["uncertainty=chance"]), ("sensitivity", ["factors=design.places,design.flexibility"]),
])  # fmt: skip
def test_it_is_not_said_where_nothing_is_drawn(name, arguments, tmp_path):
    assert said(name, tmp_path, *arguments) == (0, 0)
