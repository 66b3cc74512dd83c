"""Continuous integration finds every Python that the machine has, version managers' folders included."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "pythons"
PLACES = {
    "search path": "somewhere/bin",
    "pyenv": "home/.pyenv/versions/any/bin",
    "uv": "home/.local/share/uv/python/any/bin",
    "asdf": "home/.asdf/installs/python/any/bin",
    "mise": "home/.local/share/mise/installs/python/any/bin",
    "rye": "home/.rye/py/any/bin",
    "conda": "home/miniforge3/envs/any/bin",
    "opt": "root/opt/any/bin",
    "usr local": "root/usr/local/bin",
}


@pytest.fixture
def machine(tmp_path):
    """A machine without any Python but those that a test puts there: ``put(folder, version)`` and ``found()``."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.environment = {"HOME": str(folder / "home"), "PATH": str(folder / "somewhere" / "bin")}

    def put(self, place, version, does=None):
        """An interpreter that says its version, or does something else."""
        path = self.folder / place / f"python{version.rpartition('.')[0]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{does or 'echo ' + version}\n# {place}\n")
        path.chmod(0o755)
        return path

    def found(self, **variables):
        done = subprocess.run(
            [sys.executable, SCRIPT, "--root", self.folder / "root", "3.11", "3.12", "3.13"],
            env=self.environment | variables, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return [tuple(line.split(" ", 1)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_it_is_found(machine, place):
    path = machine.put(place, "3.12.4")
    assert machine.found() == [("3.12.4", str(path))]


@pytest.mark.parametrize(("variable", "below"), [
    ("PYENV_ROOT", "versions/any/bin"), ("UV_PYTHON_INSTALL_DIR", "any/bin"), ("ASDF_DATA_DIR", "installs/python/any/bin"),
    ("MISE_DATA_DIR", "installs/python/any/bin"), ("RYE_HOME", "py/any/bin"), ("XDG_DATA_HOME", "uv/python/any/bin"),
    ("RUNNER_TOOL_CACHE", "Python/3.12.4/x64/bin"), ("CONDA_PREFIX", "envs/any/bin"),
])  # fmt: skip
def test_a_managers_own_variable_says_where(machine, variable, below):
    path = machine.put(f"moved here/{below}", "3.12.4")
    assert machine.found() == []
    assert machine.found(**{variable: str(machine.folder / "moved here")}) == [("3.12.4", str(path))]


def test_a_shim_that_does_not_work_hides_nothing(machine):
    machine.put("somewhere/bin", "3.13.0", does="echo 'python3.13: command not found' >&2; exit 127")
    path = machine.put("home/.pyenv/versions/3.13.0/bin", "3.13.0")
    assert machine.found() == [("3.13.0", str(path))]


def test_the_newest_of_each_version_in_order_and_no_other(machine):
    machine.put("home/.pyenv/versions/a/bin", "3.12.9")
    newest = machine.put("home/.pyenv/versions/b/bin", "3.12.10")
    other = machine.put("root/usr/local/bin", "3.13.1")
    machine.put("home/.pyenv/versions/c/bin", "3.10.13")
    machine.put("home/.pyenv/versions/d/bin", "3.13.0", does="true")  # says nothing: no finished CPython
    assert machine.found() == [("3.12.10", str(newest)), ("3.13.1", str(other))]


def test_a_real_interpreter_says_its_version(machine):
    minor = "{}.{}".format(*sys.version_info)
    path = machine.folder / "somewhere" / "bin" / f"python{minor}"
    path.parent.mkdir(parents=True)
    os.symlink(sys._base_executable, path)
    assert machine.found() == [("{}.{}.{}".format(*sys.version_info), str(path))]
