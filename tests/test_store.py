"""The store: what was run is not run again, whatever happened: kills, damage, a full disk, failures, several processes."""

import errno
import json
import os
import resource
import shlex
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from analysis.worlds.experiments import Experiment, run
from sim import configure, simulate
from sim.errors import UserError
from sim.parameters import to_record
from sim.runs import store, task
from sim.runs.reproduce import command_of
from sim.runs.store import KEEP_GOING, Store
from tests.sweeps import KEPT, KILLS, MONTHLY, experiment, same, sweep

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Four parts of six sets each."""
    monkeypatch.setattr(store, "PART_RUNS", 36)


@pytest.fixture(scope="module")
def whole():
    return sweep()


def parts(folder):
    return sorted(folder.glob("*/*/*.parquet"))


def program(task, folder):
    command = [sys.executable, "-m", "tests.sweeps", task, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_store_changes_no_bit_and_the_second_time_nothing_is_run(tmp_path, whole):
    first, second = sweep(tmp_path), sweep(tmp_path)
    assert same(first, whole)
    assert same(second, whole)
    assert first.stored == 6  # the last two sets are equal: run once
    assert second.stored == second.count == 144
    assert second.inside == 0.0


@pytest.mark.compiled
def test_killed_at_fifty_random_moments(tmp_path):
    said = program("killed", tmp_path)
    assert said["killed"] == KILLS
    assert said["same"]
    assert said["partly"]  # it was killed half-way, not only before it began
    assert said["rerun"] < said["runs"]


@pytest.mark.compiled
def test_results_killed_at_fifty_random_moments_are_whole_or_marked(tmp_path):
    said = program("results", tmp_path)
    assert said["broken"] == said["lacking"] == []
    assert said["marked"] > 10
    assert said["complete"] > 1


@pytest.mark.compiled
def test_several_processes_share_a_store(tmp_path):
    assert program("together", tmp_path) == {"statuses": [0, 0, 0], "same": True, "rerun": 0}


def test_a_larger_sample_runs_only_what_is_new(tmp_path, whole):
    all_of_it = experiment()
    half = {"design.flexibility": all_of_it.columns["design.flexibility"][:12]}
    run(
        Experiment(all_of_it.bases, all_of_it.base[:12], half),
        6,
        1,
        indicators=KEPT,
        monthly=MONTHLY,
        store=Store(tmp_path),
    )
    again = sweep(tmp_path)
    assert again.stored == 12 * 6 + 6
    assert same(again, whole)


def test_everything_that_numbers_depend_on_is_in_the_address(tmp_path):
    config = configure("baseline", "horizon=40")
    sets = np.repeat(to_record(config)[None, :], 6, axis=0)
    kept = Store(tmp_path)
    assert kept.run(sets[:1], 5, 1, indicators=KEPT).simulated == 5
    assert kept.run(sets, 5, 1, indicators=KEPT).simulated == 0  # equal sets are one set
    assert kept.run(sets[:1], 5, 2, indicators=KEPT).simulated == 5
    assert kept.run(sets[:1], 6, 1, indicators=KEPT).simulated == 6
    assert kept.run(sets[:1], 5, 1, indicators=KEPT[:1]).simulated == 5
    assert kept.run(sets[:1], 5, 1, indicators=KEPT, first_replicate=1).simulated == 5
    sets["permits"]["months"] = 2.0
    assert kept.run(sets[:1], 5, 1, indicators=KEPT).simulated == 5


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_damaged_part_is_run_again(tmp_path, whole, place):
    sweep(tmp_path)
    [path, *_] = parts(tmp_path)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0x10
    path.write_bytes(content)
    again = sweep(tmp_path)
    assert same(again, whole)
    assert again.count - again.stored in (0, 30, 36)  # 0: where the flipped bit holds no number
    assert sweep(tmp_path).stored == 144


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all"])
def test_a_truncated_part_is_run_again(tmp_path, whole, content):
    sweep(tmp_path)
    parts(tmp_path)[1].write_bytes(content)
    assert same(sweep(tmp_path), whole)


def test_a_forged_number_is_found_out(tmp_path, whole):
    sweep(tmp_path)
    [path, *_] = parts(tmp_path)
    table = pq.read_table(path)
    forged = table.set_column(table.column_names.index("matches"), "matches", [np.full(table.num_rows, 7.0)])
    pq.write_table(forged, path)
    assert same(sweep(tmp_path), whole)


def test_rows_are_found_by_what_they_are(tmp_path, whole):
    sweep(tmp_path)
    for path in parts(tmp_path):
        table = pq.read_table(path)
        pq.write_table(table.take(np.random.default_rng(3).permutation(table.num_rows)), path)
    again = sweep(tmp_path)
    assert again.stored == again.count
    assert same(again, whole)


def test_a_full_disk_keeps_what_was_written(tmp_path, whole, monkeypatch):
    written = []

    def full(descriptor):
        written.append(descriptor)
        if len(written) > 4:  # each part: the file, then its folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        sweep(tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(store, "PART_RUNS", 36)
    assert len(parts(tmp_path)) == 2
    assert list(tmp_path.rglob("*.part")) == []
    again = sweep(tmp_path)
    assert again.stored == 72 + 6
    assert same(again, whole)


@pytest.mark.compiled
def test_a_file_system_that_takes_no_more_is_one_line_and_the_same_command_goes_on(tmp_path):
    command = [
        sys.executable,
        "-m",
        "analysis.bottlenecks",
        "scenario=palim",
        "replicates=40",
        f"outputs={tmp_path / 'o'}",
    ]

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    full = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, preexec_fn=small_files)
    assert full.returncode == 2
    [line] = full.stderr.splitlines()
    assert line.startswith("Error: cannot read or write: ")
    assert list(tmp_path.rglob("*.part")) == []
    tables = []
    for command[-1] in (f"outputs={tmp_path / 'o'}", f"outputs={tmp_path / 'whole'}"):
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        tables.append((Path(done.stdout.splitlines()[-1]) / "bottlenecks.csv").read_text())
    assert tables[0] == tables[1]


def test_a_clock_that_jumps_changes_nothing(tmp_path, whole, monkeypatch):
    """A day ahead, another process takes what is being written for a leftover and removes it; a year back, nothing."""
    now, shift = time.time, {"seconds": 0.0}
    monkeypatch.setattr(time, "time", lambda: now() + shift["seconds"])
    confirmed, removed = os.fsync, []

    def jump(descriptor):
        confirmed(descriptor)
        being_written = list(tmp_path.rglob("*.part"))
        if len(removed) < 2 and being_written:
            shift["seconds"] = 86_400.0
            Store(tmp_path)
            removed.append(not being_written[0].exists())
            shift["seconds"] = -3e7

    monkeypatch.setattr(os, "fsync", jump)
    assert same(sweep(tmp_path), whole)
    assert removed == [True, True]
    monkeypatch.undo()
    monkeypatch.setattr(store, "PART_RUNS", 36)
    again = sweep(tmp_path)
    assert again.stored == again.count
    assert same(again, whole)


def test_what_a_killed_process_left_half_written_is_removed(tmp_path):
    sweep(tmp_path)
    left = parts(tmp_path)[0].with_name(".something.part")
    left.write_bytes(b"half")
    Store(tmp_path)
    assert left.exists()  # it may be another process's, still writing
    os.utime(left, (1, 1))
    Store(tmp_path)
    assert not left.exists()


@pytest.fixture
def failing(monkeypatch):
    """Replicate 3 of set 14, which is in the third part, fails."""
    real = task.run_many
    planted = experiment().columns["design.flexibility"][14]

    def run_many(tables, sets, first, seed, totals, monthly):
        inside = (first <= 3) & (first + totals.shape[1] > 3)
        if (inside & (sets["design"]["flexibility"][:, 0] == planted)).any():
            raise ZeroDivisionError("planted")
        real(tables, sets, first, seed, totals, monthly)

    run_many.signatures = True
    monkeypatch.setattr(task, "run_many", run_many)
    return lambda: monkeypatch.setattr(task, "run_many", real)


def test_a_failing_run_is_a_row_with_its_error_and_its_command(tmp_path, whole, failing):
    found = sweep(tmp_path, on_error=KEEP_GOING)
    [failure] = found.failures
    assert (failure.set, failure.replicate, failure.error) == (14, 3, "ZeroDivisionError: planted")
    assert failure.command.startswith("python -m sim scenario=baseline ")
    assert "design.flexibility=0.608" in failure.command
    assert failure.command.endswith("seed=1 replicates=4")
    assert np.argwhere(np.isnan(found.totals["matches"])).tolist() == [[14, 3]]
    rows = [row for path in parts(tmp_path) for row in pq.read_table(path).to_pylist() if row["error"]]
    assert [(row["replicate"], row["command"]) for row in rows] == [(3, failure.command)]
    failing()
    healed = sweep(tmp_path)
    assert healed.count - healed.stored == 1  # the one that had failed
    assert same(healed, whole)


def test_stop_names_the_run_and_keeps_what_was_before(tmp_path, failing):
    with pytest.raises(UserError, match=r"ZeroDivisionError: planted.*python -m sim .*replicates=4"):
        sweep(tmp_path)
    assert 2 <= len(parts(tmp_path)) < 4  # later parts may be under way when one fails


def test_the_command_repeats_the_run():
    config = configure(
        "palim",
        "horizon=40",
        "timeline={5: {recognition.months: 9}, 9: {trust.gain: 0.21}}",
        "shock.month=7",
        "uncertainty=chance",
    )
    command = command_of(to_record(config, config.timeline), 3, 2)
    program, *overrides = shlex.split(command)[2:]
    assert program == "sim"
    name = overrides.pop(0).partition("=")[2]
    again = simulate(configure(name, *overrides))
    expected = simulate(config, 3, 3)
    assert again.runs.drop(columns="scenario").equals(expected.runs.drop(columns="scenario"))


def test_parts_do_not_depend_on_the_sample(monkeypatch):
    bases = experiment(5).bases
    assert store.runs_in_a_part(bases) == store.runs_in_a_part(experiment(24).bases) == 36
    monkeypatch.setattr(store, "PART_RUNS", 2048)
    assert store.runs_in_a_part(bases) == 2048
    assert store.runs_in_a_part(to_record(configure("talent_partnership"))[None, :]) < 400
