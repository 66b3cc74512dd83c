"""The model once more, as an ordinary Mesa program.

One Python object per agent, no compilation, no columns: written from ``docs/odd.md`` and kept plain. It shares
the configuration and the names of indicators with ``sim``, and nothing else. It is there to be compared with: the same
indicators and journeys, person by person (``tests/test_docking.py``), and an honest baseline for speed
(``python -m benchmarks objects``).
"""

from benchmarks.objects.model import PilotScheme

__all__ = ["PilotScheme"]
