"""What a difference hangs on: planted parameters are found, noise is not, and pushes go where they speak against the answer."""

import numpy as np
import pytest

from analysis.compare import hanging, pushes
from analysis.compare.hanging import Hanging, Hangs, regressed
from analysis.compare.turning_page import hanging_tables, hanging_words
from analysis.worlds.designs import named
from sim.evidence.published import ranges
from sim.parameters import Config, parameters, value_of
from sim.setup.configuration import configure
from sim.setup.typical import usual

NAMES = [f"p{place}" for place in range(40)]


def worlds(count, seed=1):
    return np.random.default_rng(seed).random((count, len(NAMES)))


def test_a_planted_parameter_is_found_with_its_sign_and_share():
    x = worlds(2000)
    noise = np.random.default_rng(2).standard_normal(2000) * np.sqrt(1 / 12)
    found = regressed(3.0 * x[:, 7] - 2.0 * x[:, 3] + noise, x, NAMES)
    assert [each.name for each in found.on[:2]] == ["p7", "p3"]
    # variances of the three parts: 9, 4 and 1 twelfths; so the coefficients are near 3 and -2 over the root of 14
    assert found.on[0].coefficient == pytest.approx(3.0 / np.sqrt(14.0), abs=0.05)
    assert found.on[1].coefficient == pytest.approx(-2.0 / np.sqrt(14.0), abs=0.05)
    assert found.explained == pytest.approx(13.0 / 14.0, abs=0.03)


def test_ranks_see_what_is_not_a_line():
    x = worlds(400)
    found = regressed(np.exp(12.0 * x[:, 5]), x, NAMES)
    assert found.on[0] == Hanging("p5", pytest.approx(1.0, abs=0.02))
    assert found.explained > 0.95


def test_of_parameters_that_go_together_the_one_that_acts_is_told():
    x = worlds(2000)
    x[:, 1] = x[:, 0] + 0.3 * x[:, 1]
    found = regressed(x[:, 0] + 0.2 * np.random.default_rng(3).standard_normal(2000), x, NAMES)
    assert found.on[0].name == "p0"
    assert all(abs(each.coefficient) < 0.1 for each in found.on[1:])


def test_nothing_hangs_on_what_does_not_move():
    x = worlds(300)
    assert regressed(np.zeros(300), x, NAMES) == hanging.NOTHING
    assert regressed(x[:, 0], np.full((300, 40), 0.5), NAMES) == hanging.NOTHING
    assert regressed(x[:9, 0], x[:9], NAMES) == hanging.NOTHING  # too few worlds
    x[:, 4] = 1.0  # a constant beside others that move
    assert regressed(x[:, 0], x, NAMES).on[0].name == "p0"


def test_undefined_worlds_are_left_out():
    x = worlds(300)
    y = x[:, 2].copy()
    y[::3] = np.nan
    assert regressed(y, x, NAMES).on[0] == Hanging("p2", pytest.approx(1.0))


def test_at_most_six_are_told_and_the_largest_first():
    x = worlds(1000)
    found = regressed(x[:, :10] @ np.arange(1.0, 11.0), x, NAMES)
    assert [each.name for each in found.on] == ["p9", "p8", "p7", "p6", "p5", "p4"]


def test_costs_of_coordination_are_uncertain_costs_with_a_range():
    for name in pushes.COORDINATION:
        assert parameters()[name].kind == "uncertainty"
        assert ranges()[name].low < ranges()[name].high


def pair():
    return [configure("baseline", "design=three_year"), configure("baseline", "design=five_year")]


def test_coordination_is_pushed_to_both_ends_whatever_hangs():
    both = [named("three_year"), named("five_year")]
    found = pushes.pushed(pair(), both, hanging.NOTHING, 3.0, True)
    assert list(found) == ["coordination as dear as is plausible", "coordination as cheap as is plausible"]
    for end, configs in zip((1, -1), found.values(), strict=True):
        for config in configs:
            moved = [
                name
                for name in pushes.COORDINATION
                if pushes.end_of(name, end) not in (usual(name), parameters()[name].default)
            ]
            assert moved
            assert all(value_of(config, name) == pushes.end_of(name, end) for name in moved)


@pytest.mark.parametrize(
    ("coefficient", "difference", "sure", "ends"),
    [
        (0.4, 3.0, True, ["lowest"]),  # more of it helps the design that is ahead: less of it speaks against the answer
        (-0.4, 3.0, True, ["highest"]),
        (0.4, -3.0, True, ["highest"]),
        (0.4, 3.0, False, ["lowest", "highest"]),
    ],
)
def test_a_parameter_is_pushed_against_the_answer(coefficient, difference, sure, ends):
    hangs = Hangs([Hanging("permits.months", coefficient)], 0.2)
    found = pushes.pushed(pair(), [named("three_year"), named("five_year")], hangs, difference, sure)
    own = [said for said in found if "coordination" not in said]
    assert [next(end for end in ("lowest", "highest") if end in said) for said in own] == ends
    for said in own:
        end = -1 if "lowest" in said else 1
        assert [config.permits.months for config in found[said]] == [pushes.end_of("permits.months", end)] * 2
        assert "months)" in said


def test_what_a_design_sets_stays():
    both = [named("three_year"), named("smooth")]
    assert "recognition.months" in both[1].sets
    configs = [configure("baseline"), configure("baseline", "recognition=smooth")]
    hangs = Hangs([Hanging("recognition.months", -0.4)], 0.2)
    [said] = [each for each in pushes.pushed(configs, both, hangs, 1.0, True) if "coordination" not in each]
    one, other = pushes.pushed(configs, both, hangs, 1.0, True)[said]
    assert one.recognition.months == pushes.end_of("recognition.months", 1)
    assert other.recognition.months == configs[1].recognition.months


class Two:
    """What the words need of a comparison."""

    contender = 1
    designs = (type("Design", (), {"name": "three_year"}), type("Design", (), {"name": "five_year"}))


def test_what_is_said_of_it():
    hangs = Hangs([Hanging("permits.months", -0.4), Hanging("costs.coordination", 0.3)], 0.27)
    assert "explain 27 % of its variance" in hanging_words(hangs, "both")[0]
    assert "uncertainty=both can" in hanging_words(hanging.NOTHING, "chance")[0]
    assert "no uncertain parameter" in hanging_words(hanging.NOTHING, "both")[0]
    [table] = hanging_tables(hangs, Two)
    assert [(row[0].note, *row[1:]) for row in table.rows] == [
        ("permits.months", "−0.40", "three years"), ("costs.coordination", "+0.30", "five years"),
    ]  # fmt: skip
    assert hanging_tables(hanging.NOTHING, Two) == []


def test_by_chance_alone_nothing_is_regressed():
    assert hanging.hangs_on(None, "chance") == hanging.NOTHING
    assert isinstance(pair()[0], Config)
