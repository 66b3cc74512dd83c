"""``python -m analysis.lessons`` as a user types it; verdicts and effects whose answer is known; every lesson declared."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.lessons.lesson import (
    ABOVE,
    BELOW,
    DIFFERENT,
    INCONCLUSIVE,
    NOTHING,
    OPEN,
    REFUTED,
    SUPPORTED,
    Lesson,
    Part,
    overall,
    verdict,
)  # fmt: skip
from analysis.lessons.quantities import Arm, during, total
from analysis.lessons.runs import WAITING, find, named_wait, run_lessons
from analysis.lessons.tables import lesson_table
from analysis.lessons.themes import LESSONS, THEMES, chosen_lessons
from analysis.lessons.words import MARKS, answer, claimed_words, effect_words
from analysis.worlds.statistics import Interval
from sim.errors import UserError
from sim.indicators import NAMES
from sim.parameters import parameters
from sim.setup.configuration import configure

CONTRACT = ["lesson", "claim", "effect", "ci_low", "ci_high", "supported"]
PARTS = [(lesson, part) for lesson in LESSONS.values() for part in lesson.parts]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.lessons", *arguments], capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command("lessons=[L18,L5,L1,L21]", "replicates=12", "horizon=60", f"outputs={outputs}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "lessons of the brief" in done.stdout
    return Path(done.stdout.strip().splitlines()[-1])


@pytest.mark.compiled
def test_table_as_promised(folder):
    table = pd.read_csv(folder / "lessons.csv")
    assert list(table.columns)[:6] == CONTRACT
    assert list(table.lesson.unique()) == ["L1", "L5", "L18", "L21"]
    assert len(table) == sum(len(LESSONS[number].parts) for number in table.lesson.unique())
    assert set(table.supported) <= set(MARKS)
    assert (table.ci_low <= table.effect + 1e-9).all()
    assert (table.effect <= table.ci_high + 1e-9).all()
    assert (table.replicates == 12).all()
    pilots = table[table.lesson == "L21"]
    assert pilots.longest_wait.notna().all()
    assert pilots.agreement.between(0, 1).all()


@pytest.mark.compiled
def test_page_figures_and_facts(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "What the model shows of the brief" in text
    assert "<script" not in text
    assert 'src="http' not in text
    made = json.loads((folder / "run.json").read_text())
    assert made["runs"] == 12 * made["arms"]
    assert not (folder / "INCOMPLETE").exists()
    for name in ("partnership", "scale"):
        assert (folder / "figures" / f"{name}.svg").stat().st_size > 1000
    assert not (folder / "figures" / "shocks.svg").exists()


@pytest.mark.parametrize(("arguments", "message"), [
    (["lessons=L23"], "lessons: L23 is no lesson: did you mean L"),
    (["lessons=[L1,L1]"], "listed twice"),
    (["scenario=palim"], "every experiment states its own scenarios"),
    (["uncertainty=luck"], "uncertainty"),
    (["replicates=1"], "replicates: 1 is not a whole number from 2"),
    (["trust.gian=0.2"], "trust.gain"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_and_settings():
    assert "uncertainty" in command("--help").stdout
    assert "lessons:\n- all" in command("--cfg", "job").stdout


def test_every_lesson_has_its_claims():
    assert list(LESSONS) == [f"L{number}" for number in range(1, 23)]
    assert sum(len(theme.lessons) for theme in THEMES) == 22
    for lesson in LESSONS.values():
        assert any(part.claimed != NOTHING for part in lesson.parts), lesson.number
        assert lesson.sense.endswith(".")
        assert all(any(name.startswith(start) for name in parameters()) for start in lesson.mechanism), lesson.number


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=lambda each: getattr(each, "number", ""))
def test_every_part_is_complete(lesson, part):
    assert part.claim.endswith((".", "?"))
    assert part.claim.endswith("?") == (part.claimed == NOTHING)
    if part.quantity is None:
        assert len(part.arms) == 1
    else:
        assert part.quantity.arms <= set(part.arms)
        assert part.quantity.totals | part.quantity.monthly <= set(NAMES)


@pytest.mark.parametrize(("low", "high", "claimed", "reference", "said"), [
    (1.0, 2.0, ABOVE, 0.0, SUPPORTED),
    (-2.0, -1.0, ABOVE, 0.0, REFUTED),
    (-1.0, 1.0, ABOVE, 0.0, INCONCLUSIVE),
    (0.0, 0.0, ABOVE, 0.0, INCONCLUSIVE),
    (-2.0, -1.0, BELOW, 0.0, SUPPORTED),
    (1.0, 2.0, BELOW, 0.0, REFUTED),
    (1.0, 2.0, ABOVE, 1.5, INCONCLUSIVE),
    (1.0, 2.0, BELOW, 3.0, SUPPORTED),
    (1.0, 2.0, DIFFERENT, 0.0, SUPPORTED),
    (-2.0, -1.0, DIFFERENT, 0.0, SUPPORTED),
    (-2.0, 1.0, DIFFERENT, 0.0, INCONCLUSIVE),
    (1.0, 2.0, NOTHING, 0.0, OPEN),
    (np.nan, np.nan, ABOVE, 0.0, INCONCLUSIVE),
])  # fmt: skip
def test_verdicts(low, high, claimed, reference, said):
    assert verdict(Interval((low + high) / 2, low, high, 9, 0), claimed, reference) == said


@pytest.mark.parametrize(("parts", "said"), [
    ([SUPPORTED, SUPPORTED, OPEN], SUPPORTED),
    ([SUPPORTED, INCONCLUSIVE], INCONCLUSIVE),
    ([SUPPORTED, INCONCLUSIVE, REFUTED], REFUTED),
    ([OPEN], OPEN),
])  # fmt: skip
def test_a_lesson_is_supported_if_all_its_parts_are(parts, said):
    assert overall(parts) == said


def synthetic(count: int = 400, **means: float) -> dict[str, Arm]:
    """Arms that share the chance of each replicate and differ by what is given."""
    rng = np.random.default_rng(5)
    common = rng.normal(0, 10, count)
    return {
        name: Arm({"matches": 50 + mean + common + rng.normal(0, 1, count), "offers": np.full(count, 100.0)}, {})
        for name, mean in means.items()
    }


def found(arms, quantity, claimed=ABOVE, unit="persons"):
    part = Part("A claim.", "matches", unit, dict.fromkeys(arms, "baseline"), quantity, claimed)
    return find(Lesson("L1", "Title", "Sense.", (), (part,)), 1, part, arms)


def test_known_effects_are_found_with_their_sign():
    arms = synthetic(without=0.0, better=2.0, worse=-2.0)
    more, less = (total(name, "matches") - total("without", "matches") for name in ("better", "worse"))
    assert found(arms, more).verdict == SUPPORTED
    assert found(arms, less).verdict == REFUTED
    assert found(arms, less, BELOW).verdict == SUPPORTED
    effect = found(arms, more).effect
    assert effect.estimate == pytest.approx(2.0, abs=0.2)
    assert effect.high - effect.low < 0.6  # paired: the chance that all arms share is gone


def test_nothing_is_inconclusive():
    arms = synthetic(one=0.0, other=0.0)
    assert found(arms, total("one", "matches") - total("other", "matches")).verdict == INCONCLUSIVE


def test_ratios_and_points():
    arms = synthetic(one=0.0, other=5.0)
    rate = total("other", "matches").per(total("other", "offers")) - total("one", "matches").per(total("one", "offers"))
    effect = found(arms, rate, unit="percentage points").effect
    assert effect.estimate == pytest.approx(5.0, abs=0.3)
    assert effect.low < effect.estimate < effect.high
    assert effect.high - effect.low < 0.6


def test_spreads():
    rng = np.random.default_rng(3)
    wide, narrow = (Arm({"matches": rng.normal(100, sd, 500)}, {}) for sd in (20, 10))
    fall = total("wide", "matches").variation() - total("narrow", "matches").variation()
    effect = fall.interval({"wide": wide, "narrow": narrow})
    assert effect.low < 0.1 < effect.high
    assert effect.low > 0.07
    assert total("wide", "matches").deviation().interval({"wide": wide}).estimate == pytest.approx(20, rel=0.1)


def test_arithmetic_by_hand():
    arms = {"a": Arm({"offers": np.array([1.0, 4.0]), "matches": np.array([1.0, 1.0])},
                     {"offers": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])})}  # fmt: skip
    assert total("a", "offers", "matches").interval(arms).estimate == 3.5
    assert (total("a", "offers") * 2 - 1).interval(arms).estimate == 4.0
    assert (total("a", "offers") - 2).positive().interval(arms).estimate == 1.0
    assert total("a", "offers").at_least(4).interval(arms).estimate == 0.5
    assert during("a", "offers", 1, 3).interval(arms).estimate == 8.0
    assert total("a", "offers").per(total("a", "matches")).interval(arms).estimate == 2.5


def test_a_ratio_of_nothing_is_undefined_and_inconclusive():
    arms = {"a": Arm({"matches": np.zeros(9), "offers": np.zeros(9)}, {})}
    assert found(arms, total("a", "matches").per(total("a", "offers"))).verdict == INCONCLUSIVE


def test_undefined_values_are_left_out_and_counted():
    arms = {"a": Arm({"profile_mismatch": np.array([1.0, np.nan, 2.0, 3.0])}, {})}
    effect = total("a", "profile_mismatch").interval(arms)
    assert (effect.estimate, effect.defined, effect.dropped) == (2.0, 3, 1)


def test_the_longest_wait_is_named():
    waits = {name: np.zeros(4) for name in WAITING} | {
        "waiting_permit": np.array([9.0, 9.0, 9.0, 0.0]), "waiting_travel": np.array([1.0, 1.0, 1.0, 2.0]),
    }  # fmt: skip
    quantity, named = named_wait({"pilot": Arm(waits, {})})
    assert (named.cause, named.compared, named.following, named.agreement) == ("permit", "permit", "travel", 0.75)
    assert quantity.interval({"pilot": Arm(waits, {})}).estimate == pytest.approx(5.5)
    quantity, named = named_wait({"pilot": Arm(waits, {})}, "travel")
    assert (named.cause, named.compared) == ("permit", "travel")
    assert quantity.interval({"pilot": Arm(waits, {})}).estimate < 0


@pytest.mark.compiled
def test_numbers_of_a_lesson_do_not_depend_on_which_others_are_asked_for():
    alone, _ = run_lessons(chosen_lessons(["L18"]), configure, 6)
    among, facts = run_lessons(chosen_lessons(["L1", "l18", "L12"]), configure, 6)
    assert [each.effect for each in alone] == [each.effect for each in among if each.lesson.number == "L18"]
    table = lesson_table(among, 6, 1, "both")
    assert facts.count < 6 * table.arms.str.count(":").sum()  # an arm that several lessons share is run once


def test_words():
    assert effect_words(-5.72, -7.9, -3.33, "persons") == "-5.72 (-7.90 to -3.33) persons"
    assert effect_words(1234.5, 1000, 1500, "EUR") == "1,234 (1,000 to 1,500) EUR"
    assert effect_words(1.234, np.nan, np.nan, "percentage points") == "1.23 points"
    assert claimed_words(BELOW, 75, "percent") == "below 75 %"
    assert claimed_words(ABOVE, 0, "persons") == "above 0"


def test_the_answer_counts_lessons_and_names_what_is_not_shown():
    arms = synthetic(one=0.0, other=-3.0)
    bad = found(arms, total("other", "matches") - total("one", "matches"))
    said = answer(lesson_table([bad], 400, 1, "chance"))
    assert said[0].startswith("The model shows 0 of 1")
    assert any("L1, not supported" in sentence for sentence in said)


def test_unknown_lessons():
    with pytest.raises(UserError, match="did you mean"):
        chosen_lessons(["L222"])
    assert len(chosen_lessons(["all"])) == 22
