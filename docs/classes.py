"""Published against simulated, by closing class, without any fit: ``python -m docs.classes`` writes ``docs/classes.csv``.

Every scheme to learn from that has a scenario runs in the same worlds: uncertain parameters and what its design left open
drawn from their plausible ranges, with the same chance. Counted are departures up to the month of the published count.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.fitting.observations import learned_pairs
from analysis.forecasting.counts import planned_end
from analysis.worlds.experiments import Experiment, run
from analysis.worlds.uncertain import quantile_sample
from sim import configure
from sim.evidence.outside_view import CLASSES, learned
from sim.evidence.pairs import Pair, pairs
from sim.parameters import Config
from sim.runs.prior import Prior, prior
from sim.runs.sets import stack

Array = npt.NDArray[np.float64]

FILE = Path(__file__).with_name("classes.csv")
WORLDS = 400
SEED = 14
QUARTILES = (0.25, 0.5, 0.75)


def simulated() -> list[str]:
    """The schemes to learn from that have a scenario."""
    return list(learned_pairs())


def departures(config: Config, months: int, drawn: Prior, values: dict[str, Array], worlds: int) -> Array:
    """Departures in each month up to this one, (worlds, months)."""
    columns = drawn.columns(config, values)
    experiment = Experiment(
        stack([replace(config, horizon=months)]), np.zeros(worlds, np.int64), columns, np.arange(worlds)
    )
    runs = run(experiment, 1, SEED, indicators=("departures",), monthly=("departures",))
    return np.asarray(runs.monthly["departures"][:, 0, :months])


def ratios(worlds: int, changed: dict[str, Config] | None = None) -> dict[str, Array]:
    """Departures over planned places in the same worlds, by scheme: (worlds). ``changed``: other set-ups of a scheme, by name.

    A changed set-up keeps its scheme's name as ``scenario`` and is counted as that scheme is.
    """
    schemes = simulated()
    drawn = prior(schemes)
    values = drawn.values(quantile_sample(worlds, len(drawn.names), SEED))
    found = {}
    for name, config in ({name: configure(name) for name in schemes} | (changed or {})).items():
        pair = pairs()[config.scenario]
        assert pair.planned is not None
        months = pair.counted_until(planned_end(config))
        found[name] = (
            departures(config, months, drawn, values, worlds)[:, max(months - pair.window, 0) :].sum(axis=1)
            / pair.planned
        )
    return found


def middle(pair: Pair) -> float:
    """Arrived over planned, in the common unit."""
    assert pair.arrived is not None
    assert pair.planned is not None
    return pair.arrived[1] / pair.planned


def row(
    level: str, name: str, share: float, published: Sequence[float] | Array, found: Array, schemes: int
) -> dict[str, Any]:
    """A line of the table; ``off``: how far the published median is from the nearer end of the simulated 50 % band."""
    low, middle, high = np.quantile(found, QUARTILES)
    off = max(low - published[1], published[1] - high, 0.0)
    return {
        "level": level, "name": name, "class": CLASSES[share], "schemes": schemes,
        "published_low": published[0], "published": published[1], "published_high": published[2],
        "simulated_low": low, "simulated": middle, "simulated_high": high, "off": off,
    }  # fmt: skip


def table(found: dict[str, Array]) -> pd.DataFrame:
    """Classes, twice, and schemes, in the common unit where a scheme stands for itself.

    ``class``: published ratios of all schemes of the class, against all runs of its schemes that have a scenario. ``median``:
    arrived over planned of these schemes alone, against their median in each world. ``scheme``: arrived over planned (lowest,
    middle, highest).
    """
    rows = []
    for share, name in CLASSES.items():
        own = [scheme for scheme in found if learned()[scheme].open_share == share]
        published = np.quantile([each.ratio for each in learned().values() if each.open_share == share], QUARTILES)
        count = sum(each.open_share == share for each in learned().values())
        runs = np.stack([found[scheme] for scheme in own])
        rows.append(row("class", name, share, published, runs.ravel(), count))
        alike = np.quantile([middle(learned()[scheme]) for scheme in own], QUARTILES)
        rows.append(row("median", name, share, alike, np.median(runs, axis=0), len(own)))
    for scheme, ratio in found.items():
        pair = learned()[scheme]
        assert pair.arrived is not None
        assert pair.planned is not None
        rows.append(row("scheme", scheme, pair.open_share, [each / pair.planned for each in pair.arrived], ratio, 1))
    return pd.DataFrame(rows)


def lines(level: str, path: Path = FILE) -> list[tuple[str, ...]]:
    """The rows of one level as the page shows them."""
    known = pd.read_csv(path)
    shown: list[tuple[str, ...]] = []
    for each in known[known["level"] == level].to_dict("records"):
        verdict = "inside" if each["off"] == 0 else f"off by {each['off']:.2f}"
        name = f"`{each['name']}`" if level == "scheme" else each["name"]
        shown.append((
            name, each["class"] if level == "scheme" else str(each["schemes"]),
            f"{each['published']:.2f} ({each['published_low']:.2f} to {each['published_high']:.2f})",
            f"{each['simulated']:.2f} ({each['simulated_low']:.2f} to {each['simulated_high']:.2f})", verdict,
        ))  # fmt: skip
    return shown


if __name__ == "__main__":
    table(ratios(WORLDS)).to_csv(FILE, index=False, float_format="%.4g", lineterminator="\n")
    print(FILE)
