"""What this process may use: limits of containers from their files, limits of the shell, cores; one line where it is too little."""

import os
import resource
import subprocess
import sys

import pytest

from sim import machine
from sim.errors import UserError
from sim.machine import clear_message, cores, refuse_too_little, rooms

MB = 2**20


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """Files of control groups; gives a function that writes one."""
    monkeypatch.setattr(machine, "CGROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(machine, "OWN_CGROUPS", tmp_path / "own")

    def put(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    return put


def free_in_container():
    resident = machine.used()[0]
    return [round((room.bytes - resident) / MB) for room in rooms() if "container" in room.whose]


def test_the_limit_of_a_container_counts_with_those_around_it(groups):
    groups("own", "0::/outer/inner\n")
    for name, limit in (("outer/inner", "max"), ("outer", str(900 * MB))):
        groups(f"cgroup/{name}/memory.max", f"{limit}\n")
        groups(f"cgroup/{name}/memory.current", f"{500 * MB}\n")
        groups(f"cgroup/{name}/memory.stat", f"anon 1\ninactive_file {100 * MB}\n")
    assert free_in_container() == [500]


def test_the_limit_of_a_container_of_the_first_version(groups):
    groups("own", "4:memory:/job\n0::/\n")
    groups("cgroup/memory/job/memory.limit_in_bytes", f"{700 * MB}\n")
    groups("cgroup/memory/job/memory.usage_in_bytes", f"{200 * MB}\n")
    groups("cgroup/memory/job/memory.stat", f"total_inactive_file {50 * MB}\n")
    assert free_in_container() == [550]


def test_without_files_or_limits_only_the_computer_counts(groups):
    assert free_in_container() == []
    assert rooms()[0].whose == "are free on this computer"


def test_a_container_with_a_share_of_the_cores(groups, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    groups("own", "0::/\n")
    assert cores() == 8
    groups("cgroup/cpu.max", "250000 100000\n")
    assert cores() == 2
    groups("cgroup/cpu.max", "max 100000\n")
    assert cores() == 8


@pytest.mark.parametrize(("number", "name"), [(resource.RLIMIT_AS, "ulimit -v"), (resource.RLIMIT_DATA, "ulimit -d")])
def test_limits_of_the_shell(monkeypatch, number, name):
    limits = {number: 300 * MB}
    monkeypatch.setattr(
        resource, "getrlimit", lambda asked: (limits.get(asked, resource.RLIM_INFINITY), resource.RLIM_INFINITY)
    )
    assert [(room.bytes, room.address) for room in rooms() if name in room.whose] == [(300 * MB, True)]
    least = machine.LEAST[name]
    with pytest.raises(
        UserError,
        match=rf"allows 300 MB of memory \({name}\), but the smallest run needs {least >> 20} MB: raise the limit \({name} {least >> 10}\)",
    ):
        refuse_too_little()
    limits[number] = least
    refuse_too_little()


@pytest.mark.parametrize("error", [
    MemoryError("x"), ImportError("libz.so: failed to map segment from shared object"), RuntimeError("can't start new thread"),
    OSError(12, "Cannot allocate memory"),
])  # fmt: skip
def test_memory_that_runs_out_is_one_line(error):
    with pytest.raises(UserError, match="memory ran out"), clear_message():
        raise error


@pytest.mark.parametrize(
    "error", [ImportError("No module named x"), RuntimeError("a fault"), OSError(28, "No space left")]
)
def test_other_errors_stay_what_they_are(error):
    with pytest.raises(type(error), match=str(error.args[-1])), clear_message():
        raise error


@pytest.mark.compiled
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit the address space")
@pytest.mark.parametrize(("limit", "megabytes", "succeeds"), [
    (resource.RLIMIT_AS, 150, False), (resource.RLIMIT_AS, 400, False), (resource.RLIMIT_AS, 4000, True),
    (resource.RLIMIT_DATA, 100, False), (resource.RLIMIT_DATA, 300, False),
])  # fmt: skip
@pytest.mark.parametrize("command", ["sim", "analysis.compare"])
def test_a_shell_that_allows_little_memory(tmp_path, limit, megabytes, succeeds, command):
    arguments = {
        "sim": ["replicates=5"],
        "analysis.compare": ["designs=[rigid,flexible]", "replicates=20", "turning=0"],
    }[command]
    done = subprocess.run(
        [sys.executable, "-m", command, *arguments, f"outputs={tmp_path}"], capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(limit, (megabytes * MB, megabytes * MB)),
    )  # fmt: skip
    if succeeds:
        assert done.returncode == 0, done.stderr
    else:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Error: this shell allows ")
        assert done.stderr.count("\n") == 1
