"""Agent-based simulation of legal-migration pilot schemes.

>>> from sim import PartnershipModel, configure, simulate
>>> config = configure("covid_shock", "design.duration_years=5")
>>> results = simulate(config, replicates=200, seed=1)

The names are imported when first used, so that ``import sim`` and ``python -m sim --help`` are instant.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model import PartnershipModel
    from sim.parameters import Config
    from sim.runs.ensemble import simulate
    from sim.setup.configuration import configure

if sys.argv[:1] == ["-m"] and not all(map(find_spec, ("hydra", "numba", "yaml"))):
    # python -m ... where the environment is not active
    print(
        "Error: this Python lacks the packages that the model needs: activate the environment (. .venv/bin/activate,"
        " on Windows .venv\\Scripts\\activate) or run the command in README.md that creates it",
        file=sys.stderr,
    )
    raise SystemExit(2)

from sim import machine

__all__ = ["Config", "PartnershipModel", "__version__", "configure", "simulate"]

__version__ = "0.2.0.dev0"

machine.start()

_HOME = {
    "Config": "sim.parameters",
    "PartnershipModel": "sim.model",
    "configure": "sim.setup.configuration",
    "simulate": "sim.runs.ensemble",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
