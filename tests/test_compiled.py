"""The cache of compiled kernels: named after every source that kernels come from, and after nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim import compiled

LOADED = """
import json, sys
import sim.kernel
print(json.dumps([module.__file__ for name, module in sys.modules.items() if name.startswith("sim.")]))
"""


def test_every_module_that_kernels_import_names_the_cache():
    shown = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    loaded = {Path(file) for file in json.loads(shown)}
    assert loaded <= set(compiled.kernel_sources())


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of the sources, of which the hashes are taken anew at each call."""
    for path in compiled.SOURCES.rglob("*.py"):
        copy = tmp_path / path.relative_to(compiled.SOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(compiled, "SOURCES", tmp_path)
    return tmp_path


def test_a_change_in_any_kernel_source_changes_the_name_of_the_cache(sources):
    before = compiled.kernel_hash.__wrapped__()
    for path in compiled.kernel_sources():
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert compiled.kernel_hash.__wrapped__() != before, path
        path.write_bytes(content)
    assert compiled.kernel_hash.__wrapped__() == before


def test_a_change_elsewhere_compiles_nothing_again(sources):
    before = compiled.kernel_hash.__wrapped__()
    with (sources / "report.py").open("a") as file:
        file.write("\n")
    assert compiled.kernel_hash.__wrapped__() == before
