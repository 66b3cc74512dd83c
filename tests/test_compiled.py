"""The cache of compiled kernels: named after every source that kernels come from, and after nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim import compiled
from sim.errors import UserError

LOADED = """
import json, sys
import sim.kernel
print(json.dumps([module.__file__ for name, module in sys.modules.items() if name.startswith("sim.") and name != "sim.machine"]))
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


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """A home and a temporary place of this test's own; ``cache_folder`` decides anew."""
    monkeypatch.delenv("SIM_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(compiled.tempfile, "tempdir", str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    return tmp_path


def folder_now():
    return compiled.cache_folder.__wrapped__()


def is_private(folder):
    return folder.is_dir() and not folder.is_symlink() and not folder.stat().st_mode & 0o077


def without_home(homes):
    """The home's cache cannot be made: a file is in its place."""
    (homes / "home").write_text("")
    return homes / "shared" / f"pilot-schemes-{os.getuid()}"


def test_the_cache_lies_in_the_home_and_is_private(homes):
    folder = folder_now()
    assert folder == homes / "home" / "pilot-schemes" / compiled.kernel_hash()
    assert is_private(folder)
    assert is_private(folder.parent)


def test_without_a_home_the_cache_lies_in_a_private_folder_of_a_temporary_place(homes):
    predictable = without_home(homes)
    assert folder_now() == predictable / compiled.kernel_hash()
    assert is_private(predictable)
    assert folder_now() == predictable / compiled.kernel_hash()  # found again: nothing is compiled twice


def planted(folder, how, homes):
    """What another user may have left where the cache is looked for."""
    elsewhere = homes / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if how == "a link":
        folder.symlink_to(elsewhere)
    elif how == "a file":
        folder.write_text("")
    elif how == "another's":
        folder.mkdir(mode=0o700)
    else:
        folder.mkdir()
        folder.chmod(0o777 if how == "open to all" else 0o770)


PLANTED = ["a link", "a file", "another's", "open to all", "open to a group"]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("how", PLANTED)
def test_what_somebody_else_may_have_planted_is_never_read(homes, monkeypatch, how, inside):
    """The folder itself, or the version's folder in it."""
    predictable = without_home(homes)
    if inside:
        predictable.mkdir(mode=0o700)
    target = predictable / compiled.kernel_hash() if inside else predictable
    planted(target, how, homes)
    if how == "another's":
        stat_of = Path.lstat
        theirs = stat_of(target)
        others = os.stat_result((*theirs[:4], 12345, *theirs[5:]))
        monkeypatch.setattr(Path, "lstat", lambda path: others if path == target else stat_of(path))
    folder = folder_now()
    tightened = how.startswith("open") and not inside  # the user's own: others lose their permission to write
    assert (folder == predictable / compiled.kernel_hash()) == tightened
    assert is_private(folder)
    assert list(folder.iterdir()) == []


def test_a_fresh_folder_goes_at_the_end(homes):
    planted(without_home(homes), "a link", homes)
    program = "from sim import compiled; print(compiled.cache_folder())"
    environ = {**os.environ, "XDG_CACHE_HOME": str(homes / "home"), "TMPDIR": str(homes / "shared")}
    environ.pop("SIM_CACHE_DIR", None)
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environ
    ).stdout
    folder = Path(told.strip())
    assert folder.parent == homes / "shared"
    assert not folder.exists()


@pytest.mark.parametrize("how", ["a link", "open to all", "open to a group"])
def test_a_folder_that_the_user_named_must_be_private(homes, monkeypatch, how):
    target = homes / "named"
    planted(target, how, homes)
    monkeypatch.setenv("SIM_CACHE_DIR", str(target))
    with pytest.raises(UserError, match=r"SIM_CACHE_DIR: .* only you can write to"):
        folder_now()


def test_a_private_folder_that_the_user_named_is_used(homes, monkeypatch):
    monkeypatch.setenv("SIM_CACHE_DIR", str(homes / "named"))
    assert folder_now() == homes / "named" / compiled.kernel_hash()


def test_old_versions_go_after_a_day(homes):
    root = folder_now().parent
    for number in range(6):
        old = root / f"version{number}"
        old.mkdir()
        os.utime(old, (number, number))
    folder_now()
    assert len(list(root.iterdir())) == compiled.KEPT_CACHES
    assert (root / compiled.kernel_hash()).exists()
