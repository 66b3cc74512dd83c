"""Orders that published schemes show, without any fit: who closed the deal, who was named, level and kind.

The schemes run as ``docs/closing.md`` sets them up, in worlds drawn from the plausible ranges: ``docs/classes.py``. Orders are
asserted, sizes are not: how far each class is from what was published stands in ``docs/classes.csv``.
"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.advice.runs import plausible_worlds
from analysis.worlds.experiments import Experiment, run
from docs import classes
from sim import configure
from sim.categories import Mobility, Skill
from sim.runs.sets import stack

pytestmark = pytest.mark.compiled

WORLDS = 200
PILOT_WORLDS = 1200
"""Worlds of a typical pilot, which is small."""
CALM = ("shock.month=-1",)


def anonymous():
    """The scheme of named workers as one of anonymous requests: nobody has signed, no season went before."""
    return configure(
        "moldova_germany_seasonal", "design.signed_share=0", "design.preparation_months=0", "design.sought_experience=any",
        *(f"employers.experience.{size}={share}" for size, share in vars(configure().employers.experience).items()),
    )  # fmt: skip


@cache
def ratios():
    return classes.ratios(WORLDS, {"anonymous": anonymous()})


def of_class(share):
    """The class's mean over its schemes in each world."""
    return np.mean(
        [ratios()[name] for name in classes.simulated() if classes.learned()[name].open_share == share], axis=0
    )


def above(one, other, least=0.9):
    """In most worlds one is above the other, and on average surely so."""
    difference = one - other
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    assert difference.mean() > 3 * error
    assert (difference > 0).mean() >= least


@pytest.mark.parametrize(("more", "less", "least"), [(0.0, 1.0, 0.9), (0.5, 1.0, 0.75), (0.0, 0.5, 0.5)])
def test_signed_above_half_above_open(more, less, least):
    above(of_class(more), of_class(less), least)


def test_horticulture_above_trial_sectors():
    above(ratios()["australia_swp_hort"], ratios()["australia_swp_trial"])


def test_named_above_anonymous():
    """The count is made in month 7: in some worlds nobody has left by then in either."""
    named, other = ratios()["moldova_germany_seasonal"], ratios()["anonymous"]
    above(named, other, 0.75)
    assert (named >= other).mean() >= 0.95


def test_anonymous_differs_from_named_in_nothing_else():
    one, other = anonymous(), configure("moldova_germany_seasonal")
    other.design.signed_share, other.design.preparation_months = 0.0, 0.0
    other.design.sought_experience, other.employers.experience = one.design.sought_experience, one.employers.experience
    assert one.design == other.design
    assert one.employers == other.employers
    assert one.costs == other.costs


def completed(configs):
    """Completed mobilities over planned places in the same worlds, (configs, worlds)."""
    drawn, count = plausible_worlds(configs[0], PILOT_WORLDS), len(configs)
    base, world = np.repeat(np.arange(count), PILOT_WORLDS), np.tile(np.arange(PILOT_WORLDS), count)
    columns = {name: values[world] for name, values in drawn.items()}
    experiment = Experiment(stack(configs), base, columns, world)
    found = run(experiment, 1, classes.SEED, indicators=("completed_mobilities",)).totals["completed_mobilities"]
    return found.reshape(count, PILOT_WORLDS) / configs[0].design.places


def alike(names, found):
    """Pairs of values that are not told apart: less than a hundredth of the places, or not surely."""
    pairs = set()
    for i, one in enumerate(names):
        for j, other in enumerate(names[:i]):
            difference = found[i] - found[j]
            error = difference.std(ddof=1) / np.sqrt(PILOT_WORLDS)
            if abs(difference.mean()) <= max(3 * error, 0.01):
                pairs.add((other.name, one.name))
    return pairs


@pytest.mark.parametrize(
    ("pilot", "order"),
    [
        ("open_pilot", "low medium high"),
        ("association_pilot", "high medium low"),
        ("institution_pilot", "high medium low"),
    ],
)
def test_levels_differ_in_a_calm_typical_pilot(pilot, order):
    """Firms gain more from higher levels, and house nobody there; where an examination stands before the permit, it asks for more language."""
    levels = list(Skill)
    found = completed([configure(pilot, f"design.level={level.name}", *CALM) for level in levels])
    assert not alike(levels, found)
    assert " ".join(level.name for _, level in sorted(zip(found.mean(axis=1), levels, strict=True))) == order


def test_kinds_differ_in_a_calm_typical_pilot():
    """With stays of the same nine months, which begin twice a year. Apprenticeship and internship, and study and employment or seasonal work, are then hardly told apart."""
    kinds = list(Mobility)
    stay = ("design.stay_months=9", "design.intake_months=6", *CALM)
    found = completed([configure("open_pilot", f"design.kind={kind.name}", *stay) for kind in kinds])
    assert alike(kinds, found) <= {("apprenticeship", "internship"), ("study", "seasonal"), ("employment", "study")}


def test_the_table_is_that_of_the_schemes():
    known = pd.read_csv(classes.FILE)
    assert list(known[known["level"] == "scheme"]["name"]) == classes.simulated()
    assert list(known[known["level"] == "class"]["schemes"]) == [13, 12, 8]
    assert list(known[known["level"] == "class"]["published"].round(2)) == [0.31, 0.39, 0.96]
    inside = known["published"].between(known["simulated_low"], known["simulated_high"])
    assert ((known["off"] == 0) == inside).all()


def test_the_table_agrees_with_a_fresh_run():
    """Medians from fewer worlds: within what their number leaves open, and within a person of a small scheme."""
    fresh, known = classes.table({name: ratios()[name] for name in classes.simulated()}), pd.read_csv(classes.FILE)
    assert list(fresh["name"]) == list(known["name"])
    spread = known["simulated_high"] - known["simulated_low"]
    person = [1 / configure(name).design.places if name in classes.simulated() else 0.0 for name in known["name"]]
    assert ((fresh["simulated"] - known["simulated"]).abs() < 0.4 * spread + 0.03 + person).all()
