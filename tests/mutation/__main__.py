"""Run the mutants: each in a copy of the tree, in plain Python, against the tests about mechanisms (tests/README.md)."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("sim/agents", "sim/processes", "sim/laws", "sim/money.py")
COPIED = ("sim", "tests", "scenarios", "conf", "evidence", "benchmarks", "docs", "analysis", "pyproject.toml")
TESTS = ("tests/agents", "tests/processes")
TIMEOUT = 120.0


def sources(root: Path) -> list[str]:
    """The files that are mutated."""
    found: list[Path] = []
    for name in PLACES:
        place = root / name
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [path.relative_to(root).as_posix() for path in found if path.name != "__init__.py"]


def changed(root: Path, revision: str) -> list[str]:
    """The files that differ from a revision, in the work tree as it is."""
    asked = ["git", "diff", "--name-only", revision, "--", *PLACES]
    listed = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split() if name in sources(root)]


def tests_for(path: str, root: Path, docking: bool) -> list[str]:
    """The test files in the order in which they run: the one that mirrors the module, its neighbours, the others."""
    mirror = "test_" + Path(path).name
    files = [found for folder in TESTS for found in sorted((root / folder).glob("test_*.py"))]
    files.sort(key=lambda file: (file.name != mirror, file.parent.name != Path(path).parent.name))
    names = [file.relative_to(root).as_posix() for file in files]
    return [*names, "tests/test_docking.py"] if docking else names


def passes(copy: Path, tests: Sequence[str]) -> bool:
    """Whether the tests pass in a copy of the tree: in plain Python, whole runs left out, stopping at a failure."""
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1", "MECHANISMS_ONLY": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy),
        "SIM_CACHE_DIR": str(copy / "cache"), "HYPOTHESIS_STORAGE_DIRECTORY": str(copy / "hypothesis"),
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    try:
        ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


def copied(root: Path, place: Path) -> Path:
    """A copy of what the tests need."""
    place.mkdir()
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / name).exists():
            shutil.copy2(root / name, place / name)
    return place


def survives(mutant: Mutant, copies: "Queue[Path]", docking: bool, deadline: float) -> bool | None:
    """Whether all tests pass with the mutant; nothing if the time is over."""
    if time.monotonic() > deadline:
        return None
    copy = copies.get()
    file = copy / mutant.path
    original = file.read_text()
    try:
        file.write_text(mutant.applied(original))
        return passes(copy, tests_for(mutant.path, copy, docking))
    finally:
        file.write_text(original)
        copies.put(copy)


def told(mutant: Mutant, root: Path) -> str:
    """The mutant for a reader: file, line, before and after."""
    before = (root / mutant.path).read_bytes()[mutant.start : mutant.end].decode()
    return f"{mutant.path}:{mutant.line}\n    before  {' '.join(before.split())}\n    after   {' '.join(mutant.after.split())}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants asked for; 0 if enough of them are killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="number of mutants drawn from all (default: all)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the drawing")
    parser.add_argument("--changed", nargs="?", const="HEAD", help="only files that differ from a revision (HEAD)")
    parser.add_argument("--files", nargs="+", help="only these files")
    parser.add_argument("--minutes", type=float, default=1e6, help="start no further mutant after this time")
    parser.add_argument("--least", type=float, default=0.95, help="share of mutants that must be killed")
    parser.add_argument("--processes", type=int, default=2, help="mutants at a time")
    parser.add_argument("--docking", action="store_true", help="let the comparison with the twin kill, too")
    asked = parser.parse_args(arguments)
    files = asked.files or (changed(ROOT, asked.changed) if asked.changed else sources(ROOT))
    mutants = [mutant for path in files for mutant in mutants_of(path, (ROOT / path).read_text())]
    chance = random.Random(asked.seed)
    chance.shuffle(mutants)
    mutants = mutants[: asked.sample or None]
    if not mutants:
        print("No mutants: nothing changed in " + ", ".join(PLACES))
        return 0
    deadline = time.monotonic() + 60.0 * asked.minutes
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(asked.processes):
            copies.put(copied(ROOT, Path(folder) / str(number)))
        first = copies.get()
        if not passes(first, tests_for(files[0], first, asked.docking)):
            print("The tests fail without any mutant.")
            return 2
        copies.put(first)
        with ThreadPoolExecutor(asked.processes) as pool:
            outcomes = pool.map(lambda mutant: survives(mutant, copies, asked.docking, deadline), mutants)
            survivors, tried = [], 0
            for mutant, outcome in zip(mutants, outcomes, strict=True):
                tried += outcome is not None
                if outcome:
                    survivors.append(mutant)
                    print(told(mutant, ROOT), flush=True)
    share = 1.0 - len(survivors) / tried
    print(
        f"{tried} of {len(mutants)} mutants tried, {tried - len(survivors)} killed, {len(survivors)} survived: {share:.1%}"
    )
    return 0 if share >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
