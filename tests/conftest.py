"""Shared set-up: the model is compiled once, before parallel test processes need it; how long Hypothesis searches."""

import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings

WITHOUT_JIT = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"

settings.register_profile(
    "model",
    max_examples=8 if WITHOUT_JIT else 40,
    deadline=None,  # the first example of a function compiles it
    derandomize=True,  # the same examples on every machine
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("model")


def pytest_configure(config):
    """Compile in a process of its own, so that parallel workers find everything in the cache."""
    if not hasattr(config, "workerinput") and not WITHOUT_JIT:
        subprocess.run([sys.executable, "-c", "from sim.runs.task import compile_all; compile_all()"], check=True)


def pytest_collection_modifyitems(items):
    """Leave out what would take too long in plain Python."""
    if WITHOUT_JIT:
        too_slow = pytest.mark.skip(reason="needs compiled kernels (NUMBA_DISABLE_JIT=1 is set)")
        for item in items:
            if "compiled" in item.keywords:
                item.add_marker(too_slow)
