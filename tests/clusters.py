"""Real processes of a cluster on this computer, for tests: a scheduler and workers that can be killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 90.0


def wait_until(condition, what, seconds=PATIENCE):
    """Wait until a condition holds, and return what it gave."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)
    return found


def alive(number):
    """Whether a process is there and not only waiting to be buried."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Cluster:
    """A scheduler, and as many workers as are started; all end with the test."""

    def __init__(self, folder, *arguments):
        self.folder, self.file, self.processes = folder, folder / "scheduler.json", []
        self.scheduler = self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(self.file), *arguments)
        wait_until(lambda: self.file.exists() and self.file.stat().st_size, "the scheduler")
        self.address = json.loads(self.file.read_text())["address"]

    def worker(self, sources=ROOT):
        """Start a worker that runs the model in a folder; one thread, no nanny to start another."""
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder),
            sources=sources,
        )  # fmt: skip

    def _start(self, module, *arguments, sources=ROOT):
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.{module}",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
            *arguments,
        ]
        log = open(self.folder / f"{module}.{len(self.processes)}.log", "w")  # noqa: SIM115  (the process keeps it)
        process = subprocess.Popen(command, cwd=sources, stdout=log, stderr=log)
        log.close()
        self.processes.append(process)
        return process

    def close(self):
        """End everything that was started."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def start(*arguments):
    """A command of the model as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip


def other_sources(folder):
    """A copy of the model that differs in one file, not in any kernel."""
    for name in ("sim", "conf", "scenarios", "evidence"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with open(folder / "sim" / "wording.py", "a") as file:
        file.write("# another version\n")
    return folder
