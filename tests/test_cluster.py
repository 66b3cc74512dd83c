"""A cluster gives the same numbers as threads, to the last bit, whoever dies in the middle; strangers are refused."""

import json
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import configure, simulate
from sim.errors import UserError
from sim.parameters import to_record
from sim.runs.ensemble import run_sets
from sim.runs.executors import using
from sim.runs.identity import identity
from sim.runs.task import Task
from sim.runs.worker import packed, refusal, unpacked
from sim.state import sizes_of
from tests.clusters import Cluster, alive, other_sources, start, wait_until

pytest.importorskip("distributed")

REPLICATES = 800


@pytest.fixture
def cluster(tmp_path):
    started = Cluster(tmp_path)
    yield started
    started.close()


def sets(number=24):
    records = np.repeat(to_record(configure("baseline", "horizon=60"))[None, :], number, axis=0)
    records["design"]["flexibility"] = np.linspace(0.0, 1.0, number)[:, None]
    records["horizon"][number // 2 :] = 40
    return records


@pytest.mark.parametrize("number", [1, 5])
def test_a_task_arrives_as_it_was_sent(number):
    records = np.concatenate([sets(number), sets(number)], axis=1)  # two rows: a timeline
    records["permits"]["months"][:, 1] = 9.0
    first = np.arange(number)
    task = Task(records, first, 2, 7, (0, 3), (1,), sizes_of(records[0]), True)
    again = unpacked(packed(task))
    assert again.sets.shape == records.shape
    assert again.sets.tobytes() == records.tobytes()
    assert again.first.tolist() == first.tolist()
    assert (again.replicates, again.seed, again.indicators, again.monthly) == (2, 7, (0, 3), (1,))
    assert again.capacity == task.capacity


def test_equal_parameters_are_sent_once():
    records = sets(200)
    task = Task(records, np.arange(200), 1, 7, (0,), (), sizes_of(records[0]), False)
    assert len(packed(task)) < records.nbytes / 20


@pytest.mark.compiled
@pytest.mark.parametrize(
    ("name", "in_words"), [("sources", "model sources"), ("numpy", "numpy"), ("probe", "numbers in a run")]
)
def test_a_worker_that_differs_says_in_what(monkeypatch, name, in_words):
    monkeypatch.setattr("sim.runs.worker.get_worker", lambda: SimpleNamespace(address="tcp://w"))
    assert refusal(identity()) is None
    told = refusal(identity() | {name: "other"})
    assert told.startswith(f"the worker tcp://w would not give the same numbers ({in_words}")
    assert told.count(" instead of other") == 1


@pytest.mark.compiled
def test_a_cluster_of_ones_own_gives_the_same_tables():
    config = configure("palim", "replicates=130", "journeys=1", "workers=2")
    own = configure("palim", "replicates=130", "journeys=1", "workers=2", "executor=dask")
    one, two = simulate(config), simulate(own)
    for name in ("summary", "runs", "monthly", "journeys"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)


@pytest.mark.compiled
def test_a_worker_joins_late_and_another_is_killed(cluster):
    records = sets()
    expected = run_sets(records, REPLICATES, 1, workers=2, monthly=(2,))
    first = cluster.worker()
    moments = []

    def progress(done, total):
        moments.append(done)
        if len(moments) == 2:
            cluster.worker()
        if done > 0.4 * total and first.poll() is None:
            os.kill(first.pid, signal.SIGKILL)
            first.wait()

    with using(configure("baseline", "executor=dask", f"executor.address={cluster.address}")):
        found = run_sets(records, REPLICATES, 1, monthly=(2,), progress=progress)
    assert first.returncode == -signal.SIGKILL
    assert moments[-1] == len(records) * REPLICATES
    assert found.totals.tobytes() == expected.totals.tobytes()
    assert found.monthly.tobytes() == expected.monthly.tobytes()


def bottlenecks(folder, *arguments):
    return start(
        "analysis.bottlenecks", "scenario=palim", "constraints=[training_seats,permit_capacity,money]", "replicates=1000",
        f"outputs={folder}", *arguments,
    )  # fmt: skip


def finished(process):
    out, err = process.communicate(timeout=200)
    return process.returncode, out, err


def stored(folder):
    return list(folder.glob(".store/*/*/*.parquet"))


@pytest.mark.compiled
def test_the_scheduler_is_killed_and_the_same_command_runs_the_rest(tmp_path, cluster):
    cluster.worker()
    there = f"executor.address={cluster.address}"
    outputs = tmp_path / "outputs"
    process = bottlenecks(outputs, "executor=dask", there)
    wait_until(lambda: stored(outputs) or process.poll() is not None, "a first part")
    os.kill(cluster.scheduler.pid, signal.SIGKILL)
    status, _, told = finished(process)
    assert status == 2, told
    [line] = [line for line in told.splitlines() if not line.startswith("This takes about")]  # where a worker is slow
    assert line.startswith(
        f"Error: the connection to the scheduler at {cluster.address} is lost. What was finished is kept"
    )
    kept = len(stored(outputs))
    assert kept > 0
    again, whole = bottlenecks(outputs), bottlenecks(tmp_path / "whole")
    tables = []
    for status, out, told in (finished(again), finished(whole)):
        assert status == 0, told
        tables.append(Path(out.splitlines()[-1]))
    facts = [json.loads((folder / "run.json").read_text()) for folder in tables]
    shared = facts[1]["runs_from_store"]  # sets that two of the command's own experiments share
    assert shared < facts[0]["runs_from_store"] < facts[0]["runs"]
    for name in ("bottlenecks", "waiting", "binding"):
        one, two = ((folder / f"{name}.csv").read_text() for folder in tables)
        assert one == two


@pytest.mark.compiled
def test_workers_with_other_sources_are_refused_at_once_and_when_they_join(tmp_path, cluster):
    (tmp_path / "other").mkdir()
    other = other_sources(tmp_path / "other")
    arguments = (
        "sim",
        "replicates=2000",
        "executor=dask",
        f"executor.address={cluster.address}",
        f"outputs={tmp_path}",
    )
    waiting = start(*arguments)
    assert waiting.stderr.readline().startswith(f"No worker at {cluster.address} yet")
    cluster.worker(other)
    late = finished(waiting)
    at_once = finished(start(*arguments))
    for status, _, told in (late, at_once):
        assert status == 2, told
        [line] = told.splitlines()
        assert "would not give the same numbers (model sources " in line
        assert "Traceback" not in told


@pytest.mark.compiled
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_command_that_ends_leaves_no_process(tmp_path, number, status):
    process = start(
        "sim", "scenario=talent_partnership", "replicates=20000", "executor=dask", "workers=1", f"outputs={tmp_path}"
    )
    wait_until(
        lambda: max([each.cpu_times().user for each in offspring(process.pid)], default=0.0) > 4.0, "work in the middle"
    )
    started = [each.pid for each in offspring(process.pid)]
    os.kill(process.pid, number)
    assert finished(process)[0] == status
    wait_until(lambda: not any(map(alive, started)), "its workers to end", 30.0)


def offspring(number):
    import psutil

    return psutil.Process(number).children(recursive=True)


def test_a_missing_package_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(
            UserError,
            match=r"executor=dask needs dask.distributed, which is not installed. Install it with: .*\[cluster\]'",
        ),
        using(configure("baseline", "executor=dask")),
    ):
        raise AssertionError("never here")


def test_nobody_answers():
    with (
        pytest.raises(UserError, match=r"no scheduler of dask answers at tcp://127.0.0.1:1 within"),
        using(configure("baseline", "executor=dask", "executor.address=tcp://127.0.0.1:1")),
    ):
        raise AssertionError("never here")


@pytest.mark.parametrize(("overrides", "told"), [
    (["executor=dusk"], "executor.name: 'dusk' is not one of threads, dask: did you mean dask"),
    (["executor.adress=tcp://a:1"], "did you mean executor.address"),
    (["executor.address=tcp://a:1"], "only with executor=dask"),
    (["executor=dask", "executor.address=a:1"], "is not written tcp://host:port"),
])  # fmt: skip
def test_wrong_settings_are_refused(overrides, told):
    with pytest.raises(UserError, match=told):
        configure("baseline", *overrides)
