"""What calibration and validation refuse alike."""

from collections.abc import Sequence

from sim.errors import UserError

RUNNING = ("seed", "workers", "executor", "executor.address", "outputs")
"""What may be set besides the settings of the command: how to run, not what."""


def refuse_overrides(overrides: Sequence[str], command: str) -> None:
    """Refuse any change to the schemes, which are simulated as they were."""
    for text in overrides:
        if text.partition("=")[0] not in RUNNING:
            raise UserError(f"{text}: {command} takes the schemes as they were; allowed are {', '.join(RUNNING)}")
