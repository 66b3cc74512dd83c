"""How much is drawn, and from which seed: ``pytest tests/fuzz --fuzz 20000 --fuzz-seed 7``."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

RUNS = 2000
"""Runs that are drawn where nothing else is asked for; all else is drawn in proportion."""


def pytest_addoption(parser):
    group = parser.getgroup("fuzz")
    group.addoption("--fuzz", type=int, default=RUNS, metavar="RUNS", help=f"runs that tests/fuzz draws ({RUNS})")
    group.addoption(
        "--fuzz-seed", type=int, metavar="NUMBER", help="draw from this seed (default: always the same cases)"
    )


class Fuzz:
    """What to draw: so many cases in proportion to the number of runs asked for, from one seed."""

    def __init__(self, runs, chosen):
        self.runs, self.chosen = runs, chosen

    @property
    def whole(self):
        """Whether so many runs are drawn that all there is must have been met."""
        return self.runs >= RUNS

    def chances(self, name, share=1.0):
        """A source of chance for each case of a check."""
        return [Random(f"{self.chosen or 0} {name} {number}") for number in range(self.number(share))]

    def number(self, share):
        """How many cases a check of this share gets."""
        return max(2, round(self.runs * share))

    def search(self, check, *strategies, share):
        """Call ``check`` with what Hypothesis draws, and shrinks where it fails."""
        drawn = given(*strategies)(check)
        if self.chosen is not None:
            drawn = seed(self.chosen)(drawn)
        settings(
            max_examples=self.number(share), derandomize=self.chosen is None, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink), report_multiple_bugs=False,
        )(drawn)()  # fmt: skip


@pytest.fixture
def fuzz(request):
    """The drawing, as the options say."""
    config = request.config
    return Fuzz(config.getoption("fuzz", RUNS), config.getoption("fuzz_seed", None))
