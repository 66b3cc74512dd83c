"""Shared set-up: the model is compiled once, before parallel test processes need it."""

import os
import subprocess
import sys


def pytest_configure(config):
    """Compile in a process of its own, so that parallel workers find everything in the cache."""
    if not hasattr(config, "workerinput") and os.environ.get("NUMBA_DISABLE_JIT", "0") != "1":
        subprocess.run([sys.executable, "-c", "from sim.ensemble import compile_all; compile_all()"], check=True)
