"""Run the mutants: each in a copy of the tree, in plain Python, against the tests about mechanisms (tests/README.md)."""

import argparse
import importlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("sim/agents", "sim/processes", "sim/laws", "sim/queues.py", "sim/world.py")
COPIED = ("sim", "tests", "scenarios", "conf", "evidence", "benchmarks", "docs", "analysis", "pyproject.toml")
TESTS = (
    "tests/agents",
    "tests/processes",
    "tests/laws",
    "tests/test_queues.py",
    "tests/test_state.py",
    "tests/test_initialization.py",
)
QUIETLY = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
PATIENCE = 6.0  # a run that takes so many times as long as without a mutant hangs in a loop


def sources(root: Path) -> list[str]:
    """The files that are mutated."""
    found: list[Path] = []
    for name in PLACES:
        place = root / name
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [path.relative_to(root).as_posix() for path in found]


def changed(root: Path, revision: str) -> list[str]:
    """The files that differ from a revision, in the work tree as it is."""
    asked = ["git", "diff", "--name-only", revision, "--", *PLACES]
    listed = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split() if name in sources(root)]


def tests_for(path: str, root: Path) -> list[str]:
    """The test files in the order in which they run: the one that mirrors the module, its neighbours, the others."""
    module = Path(path).parent if path.endswith("__init__.py") else Path(path)
    mirror = "test_" + module.stem
    places = [root / name for name in TESTS]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.glob("test_*.py")))]
    files.sort(key=lambda file: (not file.name.startswith(mirror), file.parent.name != Path(path).parts[1]))
    return [file.relative_to(root).as_posix() for file in files]


def prepare(folder: Path) -> None:
    """Load once what every run of the tests needs, but nothing of the model: each run is a fork of this process."""
    os.environ |= {
        "NUMBA_DISABLE_JIT": "1", "MECHANISMS_ONLY": "1", "SIM_CACHE_DIR": str(folder / "cache"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
    }  # fmt: skip
    for name in ("hypothesis", "numba", "pandas", "pytest"):
        importlib.import_module(name)


def run_tests(copy: Path, tests: Sequence[str], docking: bool, keep_compiled: bool) -> None:
    """In a process of its own: the tests in a copy of the tree, up to the first failure; ends with pytest's status.

    Docking, if it is asked for and nothing failed, needs compiled kernels: it takes the place of this process.
    """
    import pytest

    os.chdir(copy)
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = not keep_compiled
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    status = int(pytest.main([*QUIETLY, *tests]))
    if status == 0 and docking:
        compiled = os.environ | {"NUMBA_DISABLE_JIT": "0", "PYTHONPATH": str(copy)}
        os.execve(sys.executable, [sys.executable, "-m", "pytest", *QUIETLY, "tests/test_docking.py"], compiled)
    os._exit(status)


def copied(root: Path, place: Path) -> Path:
    """A copy of what the tests need."""
    place.mkdir()
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / name).exists():
            shutil.copy2(root / name, place / name)
    return place


class Run:
    """One run of the tests in a copy of the tree, with a mutant in it or without."""

    def __init__(self, copy: Path, path: str, mutant: Mutant | None, docking: bool, seconds: float) -> None:
        self.copy, self.mutant, self.deadline = copy, mutant, time.monotonic() + seconds
        if mutant:
            file = copy / mutant.path
            self.original, self.times = file.read_text(), file.stat()
            file.write_text(mutant.applied(self.original))
            os.utime(file, (time.time() + 1e6, time.time() + 1e6))  # what was compiled before is out of date
        context = multiprocessing.get_context("fork")
        tests = tests_for(path, copy)
        self.process = context.Process(target=run_tests, args=(copy, tests, docking, mutant is None))
        self.process.start()

    def ended(self) -> bool | None:
        """Whether all tests passed; nothing while they run. The copy is as it was before."""
        if self.process.is_alive() and time.monotonic() < self.deadline:
            return None
        self.process.kill()
        self.process.join()
        if self.mutant:
            file = self.copy / self.mutant.path
            file.write_text(self.original)
            os.utime(file, (self.times.st_atime, self.times.st_mtime))
        return self.process.exitcode == 0


def outcomes(
    mutants: Sequence[Mutant], copies: list[Path], docking: bool, seconds: float, deadline: float
) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether it survived, as runs end; no further one is started after the deadline."""
    left, runs = list(reversed(mutants)), []
    while runs or (left and time.monotonic() < deadline):
        while copies and left and time.monotonic() < deadline:
            mutant, copy = left.pop(), copies.pop()
            runs.append(Run(copy, mutant.path, mutant, docking, seconds))
        wait([run.process.sentinel for run in runs], timeout=1.0)
        for run in list(runs):
            survived = run.ended()
            if survived is not None:
                runs.remove(run)
                copies.append(run.copy)
                yield run.mutant, survived


def told(mutant: Mutant, root: Path) -> str:
    """The mutant for a reader: file and line, the line's text, what stood there before, and what after."""
    source = (root / mutant.path).read_text()
    row = source.splitlines()[mutant.line - 1].strip()
    before = source.encode()[mutant.start : mutant.end].decode()
    before, after = (" ".join(text.split()) for text in (before, mutant.after))
    return f"{mutant.path}:{mutant.line}  {row}\n    before  {before}\n    after   {after}"


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
    survivors, tried = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        copies = [copied(ROOT, folder / str(number)) for number in range(asked.processes)]
        seconds = 0.0
        for copy in copies:  # the tests pass without any mutant, and what needs no second compilation is kept
            started = time.monotonic()
            plain = Run(copy, files[0], None, asked.docking, seconds=3600.0)
            plain.process.join()
            if not plain.ended():
                print("The tests fail without any mutant.")
                return 2
            seconds = max(seconds, PATIENCE * (time.monotonic() - started))
        for mutant, survived in outcomes(mutants, copies, asked.docking, seconds, deadline):
            tried += 1
            survivors += survived
            if survived:
                print(told(mutant, ROOT), flush=True)
    share = 1.0 - survivors / max(tried, 1)
    print(f"{tried} of {len(mutants)} mutants tried, {tried - survivors} killed, {survivors} survived: {share:.1%}")
    return 0 if share >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
