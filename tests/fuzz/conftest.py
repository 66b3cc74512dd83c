"""How much is drawn, and from which seed: ``pytest tests/fuzz --fuzz 20000 --fuzz-seed 7``."""

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

CASES = 2000
"""Runs that are drawn where nothing else is asked for; all else is drawn in proportion."""


def pytest_addoption(parser):
    group = parser.getgroup("fuzz")
    group.addoption("--fuzz", type=int, default=CASES, metavar="RUNS", help=f"runs that tests/fuzz draws ({CASES})")
    group.addoption(
        "--fuzz-seed", type=int, metavar="NUMBER", help="draw from this seed (default: always the same cases)"
    )


class Fuzz:
    """Draws cases for a check; Hypothesis shrinks what fails."""

    def __init__(self, cases, chosen):
        self.cases, self.chosen = cases, chosen

    def number(self, share=1.0):
        """How many cases a check of this share gets."""
        return max(2, round(self.cases * share))

    def draw(self, check, *strategies, share=1.0):
        """Call ``check`` with so many cases, in proportion to the number of runs asked for."""
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
    return Fuzz(config.getoption("fuzz", CASES), config.getoption("fuzz_seed", None))
