"""What a cluster is asked to do, by name. A scheduler imports this module too, so it loads the model only on a worker."""

from typing import Any

__all__ = ["refusal", "run_packed"]


def refusal(callers: dict[str, Any]) -> str | None:
    """See :func:`sim.runs.worker.refusal`."""
    from sim.runs import worker  # numba: 1 s that a scheduler does not need

    return worker.refusal(callers)


def run_packed(callers: dict[str, Any], blob: bytes) -> Any:
    """See :func:`sim.runs.worker.run_packed`."""
    from sim.runs import worker  # numba: 1 s that a scheduler does not need

    return worker.run_packed(callers, blob)
