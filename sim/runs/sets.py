"""Sets of parameters: records of configurations, and columns of values that differ between them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.parameters import RECORD, Config, is_own, to_record

__all__ = ["assign", "column", "stack"]


def stack(configs: Sequence[Config]) -> npt.NDArray[Any]:
    """Records of configurations, (configs, rows): a row per month, the last repeated where a timeline is shorter."""
    records = [to_record(config, config.timeline) for config in configs]
    rows = max(record.size for record in records)
    stacked = np.empty((len(records), rows), RECORD)
    for place, record in zip(stacked, records, strict=True):
        place[: record.size] = record
        place[record.size :] = record[-1]
    return stacked.view(np.recarray)


def column(records: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    """The values of a parameter by dotted name as a view, so that assigning to it changes the records."""
    view: Any = records.view(np.ndarray)
    for part in name.split("."):
        view = view[part]
    return np.asarray(view)


def assign(records: npt.NDArray[Any], name: str, values: npt.ArrayLike, every_phase: bool = False) -> None:
    """Set a parameter of every set, in place: ``values`` (sets) for ``records`` (sets, rows).

    Months in which a timeline has set it to something else keep what the timeline says, and phases before the last one
    what they have of their own, unless ``every_phase`` is to have the value.
    """
    view = column(records, name)
    stated = view == view[:, :1]
    several = column(records, "sequence.phases")[:, 0] > 1
    if several.any() and is_own(name) and not every_phase:
        months = column(records, "sequence.months")[:, :1]
        stated &= ~(several[:, None] & (np.arange(view.shape[1]) >= months))
    view[...] = np.where(stated, np.asarray(values)[:, None], view)
