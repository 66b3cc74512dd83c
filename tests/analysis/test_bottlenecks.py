"""``python -m analysis.bottlenecks`` as a user types it, and constraints that are relaxed one at a time."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.bottlenecks.constraints import (
    BY_NAME,
    CONSTRAINTS,
    RELAXATIONS,
    SIDES,
    SIZE,
    STAGES,
    chosen_constraints,
    sides_of,
)
from analysis.bottlenecks.ranks import among_strongest, ranks, step_in_words, step_of
from analysis.bottlenecks.relaxing import relax, relaxed_columns
from analysis.bottlenecks.runs import OUTCOMES, run_relaxations, worlds_of
from analysis.bottlenecks.tables import binding, binding_table, bottleneck_table, rank_table, side_table
from analysis.bottlenecks.words import answer, cliffs, persons, strongest
from analysis.worlds.experiments import run_designs
from analysis.worlds.settings import DRAWN
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.setup.checks import validated
from sim.setup.configuration import configure

CONTRACT = ["constraint", "person_months_waited", "gain_per_relaxation", "ci_low", "ci_high"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.bottlenecks", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command(
        "scenario=[ygca,match]", "replicates=6", "constraints=[permit_time,travel,time,money]", f"outputs={outputs}"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_table_as_promised(folder):
    table = pd.read_csv(folder / "bottlenecks.csv")
    assert list(table.columns)[:5] == CONTRACT
    assert {"scenario", "relaxation", "indicator", "gain_per_million_eur"} <= set(table.columns)
    assert len(table) == 2 * 4 * len(RELAXATIONS) * len(OUTCOMES)
    inside = table.dropna(subset=["ci_low"])
    assert (inside.ci_low <= inside.gain_per_relaxation + 1e-9).all()
    assert (inside.gain_per_relaxation <= inside.ci_high + 1e-9).all()


def test_waiting_and_binding(folder):
    waiting, found = pd.read_csv(folder / "waiting.csv"), pd.read_csv(folder / "binding.csv")
    assert len(waiting) == 2 * len(STAGES)
    assert waiting.groupby("scenario").share.sum().tolist() == pytest.approx([1.0, 1.0])
    assert set(found.scenario) == {"ygca", "match"}


def test_page_and_figures(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "What holds the pilots back" in text
    assert "<script" not in text
    assert 'src="http' not in text
    assert json.loads((folder / "run.json").read_text())["runs"] <= 2 * (9 + 1 + 4 * 3) * 6 * 4
    assert text.count(DRAWN) == 1  # both kinds of uncertainty are the default
    assert "plausible worlds" in text
    assert not (folder / "INCOMPLETE").exists()
    for name in ("waiting", "gains_ygca", "gains_match"):
        assert (folder / "figures" / f"{name}.svg").stat().st_size > 1000
        assert (folder / "figures" / f"{name}.png").stat().st_size > 1000


@pytest.mark.parametrize(("arguments", "message"), [
    (["constraints=[permit_tine]"], "did you mean permit_time"),
    (["scenario=palmi"], "palim"),
    (["scenario=[palim,palim]"], "listed twice"),
    (["replicates=0"], "replicates: 0 is not a whole number from 1"),
    (["uncertainty=luck"], "uncertainty"),
    (["repeats=0"], "repeats: 0 is not a whole number from 1"),
    (["shock.severity=3"], "shock.severity"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("scenario", ["palim", "homere", "ygca", "thamm"])
def test_relaxing_changes_what_it_names_and_stays_in_range(scenario):
    config = configure(scenario)
    for constraint in CONSTRAINTS:
        named = {change.parameter for change in constraint.changes} | (
            {"design.budget_total"} if constraint.name == "time" else set()
        )
        for relaxation in RELAXATIONS:
            relaxed = validated(relax(config, constraint, relaxation).config)
            differ = {name for name in parameters() if value_of(relaxed, name) != value_of(config, name)}
            assert differ <= named


def test_a_tenth_by_hand():
    config = configure(
        "baseline", "agencies.interviews=20", "permits.months=3", "design.administrative_support=0.6", "design.places=7"
    )

    def relaxed(name: str, parameter: str, relaxation: str = "10 %") -> float:
        return float(value_of(relax(config, BY_NAME[name], relaxation).config, parameter))

    assert relaxed("interviews", "agencies.interviews") == pytest.approx(22.0)
    assert relaxed("permit_time", "permits.months") == pytest.approx(2.7)
    assert relaxed("permit_time", "permits.months", "full") == 0.0
    assert relaxed("hosts_burden", "design.administrative_support") == pytest.approx(0.64)
    assert relaxed(SIZE, "design.places") == 8
    assert relaxed("hosts_decision", "employers.hire_base") == pytest.approx(config.employers.hire_base + np.log(1.1))


def test_added_months_bring_their_coordination():
    config = configure("baseline", "world=registry", "costs.coordination=10000")
    staff, skill, tools, oversight = 4_800 * (0.5 + 0.5), 3_000 * 0.6, 1_200 * 0.3, 500 * 0.5
    more = staff + skill + tools + oversight
    longer = relax(config, BY_NAME["time"], "10 %").config
    assert longer.design.duration_years == pytest.approx(3.3)
    assert longer.design.budget_total - config.design.budget_total == pytest.approx(0.3 * 12 * (10_000 + more))


def test_a_timeline_is_relaxed_too():
    config = configure("baseline", "timeline.12.permits.months=4")
    assert relax(config, BY_NAME["permit_time"], "10 %").config.timeline[12]["permits.months"] == pytest.approx(3.6)
    assert config.timeline[12]["permits.months"] == 4


def test_what_is_not_there_does_not_bind():
    """Without a shock, closed borders hold nobody back: exactly no gain."""
    runs = run_relaxations(
        configure("baseline", "replicates=5", "horizon=50", "workers=1"), chosen_constraints(["travel", "shock"])
    )
    table = bottleneck_table(runs)
    assert (table[["gain_per_relaxation", "ci_low", "ci_high"]] == 0).all(axis=None)
    assert binding(table, "baseline") is None


def test_a_planted_bottleneck_is_found():
    """With one permit a month, the permit desk is what binds, and freeing it gives most."""
    config = configure("baseline", "permits.capacity=1", "replicates=12")
    names = ["permit_capacity", "interviews", "training_seats", "recognition_time", "hosts_burden"]
    found = binding(bottleneck_table(run_relaxations(config, chosen_constraints(names))), "baseline")
    assert found is not None
    assert found.constraint == "permit_capacity"


def test_unknown_constraints():
    with pytest.raises(UserError, match="did you mean"):
        chosen_constraints(["traveling"])
    assert chosen_constraints(["all"]) == CONSTRAINTS


def test_every_constraint_but_size_shock_and_staff_has_a_side():
    without = {each.name for each in CONSTRAINTS if not each.side}
    assert without == {SIZE, "shock", "host_staff", "facilitation_staff"}
    assert {each.side for each in CONSTRAINTS} - {""} == set(SIDES)
    assert [each.name for each in sides_of(CONSTRAINTS)] == list(SIDES)
    assert sides_of(CONSTRAINTS[:-1]) == ()


def test_a_side_relaxes_all_of_its_constraints_at_once():
    config = configure("baseline")
    for side in sides_of(CONSTRAINTS):
        whole = relax(config, side, "full").config
        for each in CONSTRAINTS:
            for change in each.changes if each.side == side.name else ():
                if change.parameter != "design.budget_total":
                    alone = relax(config, each, "full").config
                    assert value_of(whole, change.parameter) == value_of(alone, change.parameter), change.parameter


def test_the_two_strongest_of_each_world_by_hand():
    """World 0: two clear winners; 1: two tie for the second place; 2: only one adds anything; 3: nothing does; 4: three tie."""
    gains = np.array([
        [5.0, 3.0, 0.0, 0.0, 1.0],
        [2.0, 1.0, 4.0, -1.0, 1.0],
        [1.0, 1.0, -2.0, 0.0, 1.0],
    ])  # fmt: skip
    assert among_strongest(gains) == pytest.approx(np.array([
        [1.0, 1.0, 0.0, 0.0, 2 / 3],
        [1.0, 0.5, 1.0, 0.0, 2 / 3],
        [0.0, 0.5, 0.0, 0.0, 2 / 3],
    ]))  # fmt: skip
    assert ranks(gains).tolist() == [[1, 1, 2, 1, 1], [2, 2, 1, 3, 1], [3, 2, 3, 1, 1]]
    assert among_strongest(gains[:1]).tolist() == [[1.0, 1.0, 0.0, 0.0, 1.0]]


def test_a_step_and_a_slope_by_hand():
    rng = np.random.default_rng(1)
    noise = rng.normal(0.0, 0.1, 60)
    slope = np.array([1.0, 2.0, 3.0, 4.0])[:, None] + noise
    step = np.array([0.0, 0.0, 4.0, 4.0])[:, None] + noise
    first = np.array([4.0, 4.0, 4.0, 4.0])[:, None] + noise
    assert step_of(slope) is None
    assert step_of(step) == (2, pytest.approx(1.0, abs=0.05))
    assert step_of(first) == (0, pytest.approx(1.0, abs=0.05))
    assert step_of(np.array([0.0, 0.0, 9.0, 9.0])[:, None] + rng.normal(0.0, 60.0, (4, 60))) is None


@pytest.mark.parametrize(("name", "quarter", "words"), [
    ("calls", 0, "design.cohort_months 6 to 5 (whole number)"),
    ("flexibility", 1, "design.flexibility 0.5125 to 0.525 (threshold)"),
    ("time", 3, "design.duration_years 3.225 to 3.3 (whole month)"),
    ("interviews", 1, "agencies.interviews 20.5 to 21 (whole number)"),
])  # fmt: skip
def test_what_a_step_passes_is_named(name, quarter, words):
    config = configure("baseline", "design.cohort_months=6", "agencies.interviews=20", "design.flexibility=0.5")
    assert step_in_words(config, name, quarter, frozenset()) == words


def test_a_drawn_step_is_named_by_its_part_of_the_tenth():
    drawn = frozenset(["agencies.interviews"])
    assert step_in_words(configure("baseline"), "interviews", 0, drawn) == "agencies.interviews from 0 % to 2.5 %"


def test_a_whole_number_cliff_is_found_and_a_slope_is_not():
    """One person fits the plan of one place: a tenth more places is one more, at once. Return odds have no such edge."""
    config = configure("baseline", "replicates=40", "design.places=3", "candidates.per_place=20")
    runs = run_relaxations(config, chosen_constraints([SIZE, "early_returns"]))
    table = (
        bottleneck_table(runs)
        .query("indicator == 'completed_mobilities' and relaxation == '10 %'")
        .set_index("constraint")
    )
    assert table.ci_low[SIZE] > 0
    assert table.cliff[SIZE] == "design.places 3 to 4 (whole number)"
    assert table.cliff["early_returns"] == ""
    [told] = cliffs(bottleneck_table(runs), ["baseline"])
    assert "size (design.places 3 to 4 (whole number))" in told


@pytest.fixture(scope="module")
def uncertain_runs():
    names = chosen_constraints(["all"])
    return run_relaxations(configure("baseline", "replicates=12", "horizon=70"), names, uncertainty="both", repeats=2)


def test_worlds_are_those_of_a_comparison():
    """With one run of each world, the scenario as it is meets the worlds of ``analysis.compare``."""
    config = configure("baseline", "replicates=8", "horizon=60")
    runs = run_relaxations(config, chosen_constraints(["travel"]), uncertainty="both")
    there = run_designs([config], 8, config.seed, "both", indicators=OUTCOMES)
    for name in OUTCOMES:
        assert np.array_equal(runs.base(name), there.totals[name][0])


def test_what_was_drawn_is_relaxed_in_every_world():
    config = configure("baseline", "replicates=20")
    columns = worlds_of(config, "both", 1).columns
    tenth = relaxed_columns(config, relax(config, BY_NAME["permit_time"], "10 %"), columns)
    assert set(tenth) == {"permits.months"}
    assert tenth["permits.months"] == pytest.approx(0.9 * columns["permits.months"])
    full = relaxed_columns(config, relax(config, BY_NAME["permit_time"], "full"), columns)
    assert (full["permits.months"] == 0.0).all()
    hosts = relaxed_columns(config, relax(config, BY_NAME["hosts_in_reach"], "10 %"), columns)["markets.employers"]
    assert (hosts == np.ceil(1.1 * columns["markets.employers"] - 1e-9)).all()


def test_added_months_cost_what_coordination_costs_in_each_world():
    config = configure("baseline", "replicates=20")
    columns = worlds_of(config, "both", 1).columns
    found = relaxed_columns(config, relax(config, BY_NAME["time"], "10 %"), columns)
    assert set(found) == {"design.budget_total"}
    for world in range(3):
        costs = [f"{name}={float(values[world])!r}" for name, values in columns.items() if name.startswith("costs.")]
        there = relax(configure("baseline", *costs), BY_NAME["time"], "10 %").config
        assert found["design.budget_total"][world] == pytest.approx(there.design.budget_total)
    assert np.ptp(found["design.budget_total"]) > 0


def test_shares_of_worlds(uncertain_runs):
    """Two places are given away in every world in which two constraints add something; none for the scheme's size."""
    table = bottleneck_table(uncertain_runs)
    for _, mine in table.groupby(["relaxation", "indicator"]):
        assert mine[mine.constraint == SIZE].share_among_two_strongest.isna().all()
        shares = mine.share_among_two_strongest.dropna()
        assert shares.between(0.0, 1.0).all()
        assert 1.0 < shares.sum() <= 2.0 + 1e-9
    every = rank_table(uncertain_runs)
    assert len(every) == 12 * len(RELAXATIONS) * (len(CONSTRAINTS) - 1 + len(SIDES))
    first = every[(every["rank"] == 1) & (every.relaxation == "full") & ~every.constraint.str.startswith("all of ")]
    assert first.world.nunique() == 12


def test_sides_are_ranked_among_sides(uncertain_runs):
    table = side_table(uncertain_runs)
    full = table[(table.relaxation == "full") & (table.indicator == "completed_mobilities")].set_index("side")
    assert list(full.index) == list(SIDES)
    assert (full.worlds == 12).all()
    gains = np.stack([uncertain_runs.gain(place, "completed_mobilities") for place in uncertain_runs.of_sides[1::2]])
    assert full.share_among_two_strongest.tolist() == pytest.approx(among_strongest(gains).mean(axis=1))
    [told] = strongest(table, ["baseline"], "both")
    assert f"in {round(100 * full.share_among_two_strongest['hosts'])} of 100 plausible worlds" in told


def test_a_planted_side_is_the_strongest():
    """Where no host ever engages or decides for a person, the hosts' side removed adds most."""
    config = configure(
        "baseline", "replicates=10", "employers.engagement_base=-6", "employers.hire_base=-6", "horizon=70"
    )
    table = side_table(run_relaxations(config))
    full = table[(table.relaxation == "full") & (table.indicator == "completed_mobilities")].set_index("side")
    assert (
        full.share_among_two_strongest["hosts"] >= 0.9
    )  # a scheme that no government signs is held back by nothing else
    assert full.gain_per_relaxation.idxmax() == "hosts"


def test_the_binding_constraint_says_in_how_many_worlds_it_is_among_the_strongest():
    gains = pd.DataFrame({
        "scenario": "palim", "constraint": ["money", "time", "money", "time"], "relaxation": ["10 %", "10 %", "full", "full"],
        "indicator": "completed_mobilities", "gain_per_relaxation": [2.0, 1.0, 4.0, 5.0], "ci_low": [1.0, 0.5, 2.0, 2.0],
        "ci_high": [3.0, 1.5, 6.0, 8.0], "unrelaxed": 10.0, "share_among_two_strongest": [0.374, 0.5, 0.2, 0.9], "cliff": "",
    })  # fmt: skip
    gains = pd.concat([gains, gains.assign(indicator="matches", share_among_two_strongest=0.1)])
    waiting = pd.DataFrame({"scenario": ["palim"], "cause": ["permit"], "person_months": [0.0], "share": [np.nan]})
    sides = pd.DataFrame(columns=["scenario", "side", "relaxation", "indicator", "share_among_two_strongest"])
    told = answer(gains, sides, binding_table(gains, ["palim"]), waiting, ["palim"], "both")
    assert told[0].startswith("In PALIM the binding constraint is money (")
    assert "adds 2.0 (1.0 to 3.0) completed mobilities to the 10 there are, on average." in told[0]
    assert told[0].endswith("It is among the two constraints that add most in 37 of 100 plausible worlds.")


@pytest.mark.parametrize(("value", "told"), [
    (12.3456, "12"), (-12.6, "−13"), (3.14159, "3.1"), (9.96, "10"), (0.04, "0.0"), (0.0, "0"), (float("nan"), "–"),
])  # fmt: skip
def test_persons_are_rounded(value, told):
    assert persons(value) == told


def test_uncertainty_as_a_user_types_it(tmp_path):
    done = command("scenario=baseline", "uncertainty=chance", "replicates=6", "horizon=60", f"outputs={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert DRAWN not in done.stdout
    assert "of 100 runs of this one world" in done.stdout
    found = Path(done.stdout.strip().splitlines()[-1])
    text = (found / "report.html").read_text(encoding="utf-8")
    assert DRAWN not in text
    assert "of 100 runs of this one world" in text
    assert "plausible worlds" not in text
    assert set(pd.read_csv(found / "sides.csv").side) == set(SIDES)
    assert {"side", "share_among_two_strongest", "cliff"} <= set(pd.read_csv(found / "bottlenecks.csv").columns)
    assert set(pd.read_parquet(found / "ranks.parquet").columns) >= {
        "world",
        "constraint",
        "relaxation",
        "gain",
        "rank",
    }
