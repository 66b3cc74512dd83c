"""The search on problems whose answer is known, and the worlds that it may use."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.optimise.fields import REPORT, SEARCH, Stage, half_of, shocks, worlds_of
from analysis.optimise.front import nondominated
from analysis.optimise.levers import space
from analysis.optimise.objectives import wanted
from analysis.optimise.runs import choose, margin_of, named_designs, run_search
from analysis.optimise.search import WORLDS, Memory, best_of, first_generation
from analysis.optimise.settings import Asked
from analysis.optimise.simpler import changes, simpler
from sim.runs import posterior
from sim.setup.configuration import configure

LEVERS = ["design.places", "design.host_staff", "design.flexibility", "design.training_months", "design.change_of_host"]
SETTINGS = SimpleNamespace(runs=60_000, population=48, shown=10)


@pytest.fixture(scope="module")
def asked():
    config = configure("open_pilot")
    judged = wanted(["completed_mobilities", "public_cost"], "", 0.9, "")
    return Asked(config, space(config, LEVERS), judged, 1.5e6)


@dataclass
class Planted:
    """A world in which the best design for every amount of money is known.

    More staff (the only price) gives more; flexibility is best at 0.3, training at 8 months; 100 places are best; the right
    to change the host does nothing at all.
    """

    asked: Asked
    noise: float = 0.0
    tried: list = field(default_factory=list)

    def truth(self, designs):
        at = {name: np.asarray(values, float) for name, values in self.asked.space.columns(designs).items()}
        lost = (
            400.0 * (at["design.flexibility"] - 0.3) ** 2
            + (at["design.training_months"] - 8.0) ** 2
            + ((at["design.places"] - 100.0) / 10.0) ** 2
        )
        return 200.0 + 50.0 * at["design.host_staff"] - lost, 1e6 * at["design.host_staff"]

    def __call__(self, stage, worlds, designs):
        self.tried.append((int(stage), designs))
        gives, cost = self.truth(designs)
        luck = np.stack([
            np.random.default_rng([int(stage), *row.tolist()]).normal(0.0, self.noise, worlds) for row in designs
        ]) if self.noise else np.zeros((len(designs), worlds))  # fmt: skip
        return {"completed_mobilities": gives[:, None] + luck, "public_cost": np.tile(cost[:, None], (1, worlds))}


def test_a_planted_optimum_is_recovered(asked):
    trial = Planted(asked)
    last, generations = run_search(trial, SETTINGS, asked.space.own[None, :])
    margin = margin_of(last, asked)
    designs = choose(trial, last, margin, 12)
    gives, cost = trial.truth(designs)
    for mine, money in zip(gives, cost, strict=True):
        assert mine >= 200.0 + 50.0 * money / 1e6 - 2 * margin[0]
    assert cost.max() == 2e6  # the whole range of the money
    assert cost.min() == 0.0
    assert len(generations) == sum(max(1, round(SETTINGS.runs / 3 / worlds / 48)) for worlds in WORLDS)
    for design in designs:  # what does nothing is as the scenario has it
        assert (
            asked.space.values(design)["design.change_of_host"]
            == asked.space.values(asked.space.own)["design.change_of_host"]
        )


def test_the_search_follows_from_the_seed(asked):
    first, again = ([(each.designs.tolist(), each.objectives.tolist()) for each in
                     run_search(Planted(asked, 5.0), SETTINGS, asked.space.own[None, :])[1]] for _ in range(2))  # fmt: skip
    assert first == again


def test_a_lever_of_pure_noise_gains_nothing():
    config = configure("open_pilot")
    mine = Asked(config, space(config, ["design.change_of_host", "design.flexibility"]),
                 wanted(["completed_mobilities", "public_cost"], "", 0.9, ""), 1.5e6)  # fmt: skip
    rng_of = np.random.default_rng

    def luck(stage, worlds, designs):
        drawn = [rng_of([int(stage), *row.tolist()]).normal(30.0, 8.0, worlds) for row in designs]
        return {"completed_mobilities": np.array(drawn), "public_cost": np.full((len(designs), worlds), 1e6)}

    class Trial:
        asked = mine

        def __call__(self, stage, worlds, designs):
            return luck(stage, worlds, designs)

    trial = Trial()
    last, _ = run_search(trial, SETTINGS, mine.space.own[None, :])
    best = best_of(last, mine.wanted)
    seen = last.values["completed_mobilities"][best].mean()
    assert seen > 31.0  # the search believes that it has found something
    designs = choose(trial, last, margin_of(last, mine), 10)
    again = luck(Stage.report, 2000, np.concatenate([designs, mine.space.own[None, :]]))["completed_mobilities"]
    for design, values in zip(designs, again[:-1], strict=True):
        if (design == mine.space.own).all():
            continue
        gain = values - again[-1]
        half = 1.96 * gain.std() / np.sqrt(gain.size) * 1.6  # 95 %, for up to ten designs together
        assert abs(gain.mean()) < half


def test_a_design_is_tried_once_in_the_same_worlds(asked):
    trial = Planted(asked)
    memory = Memory(0, lambda stage, designs: trial(stage, 4, designs))
    rows = np.array([asked.space.own, asked.space.own, asked.space.own + np.eye(1, 5, dtype=int)[0]])
    where, new = memory.recall(rows)
    assert where.tolist() == [0, 0, 1]
    assert len(new) == 2
    assert memory.recall(rows)[0].tolist() == [0, 0, 1]
    assert len(trial.tried) == 1
    assert memory.everything.values["completed_mobilities"].shape == (2, 4)


def test_the_first_generation_holds_the_scenario_and_covers_every_lever(asked):
    designs = first_generation(asked.space, asked.space.own[None, :], 64, 7)
    assert designs.shape == (64, len(LEVERS))
    assert (designs[0] == asked.space.own).all()
    assert ((designs >= 0) & (designs < asked.space.sizes)).all()
    assert (designs.max(axis=0) >= asked.space.sizes - 2).all()
    assert (designs.min(axis=0) <= 1).all()


def test_changes_that_earn_nothing_are_taken_back(asked):
    trial = Planted(asked)
    own = asked.space.place({"design.flexibility": 0.3, "design.training_months": 8.0, "design.places": 100})
    design = asked.space.place({
        "design.flexibility": 0.3, "design.training_months": 8.0, "design.places": 100, "design.change_of_host": 0.7,
    })  # fmt: skip
    found = simpler(
        asked.space, asked.wanted, lambda rows: trial(Stage.simpler, 8, rows), design[None, :], np.array([1.0, 1e4])
    )
    assert (found[0] == own).all()
    assert changes(asked.space, found[0]) == [place for place, name in enumerate(asked.space.names) if name in (
        "design.flexibility", "design.training_months", "design.places")]  # fmt: skip
    coarse = simpler(
        asked.space, asked.wanted, lambda rows: trial(Stage.simpler, 8, rows), design[None, :], np.array([18.0, 1e4])
    )
    kept = {
        name for name, mine, there in zip(asked.space.names, coarse[0], asked.space.own, strict=True) if mine != there
    }
    assert kept < {
        "design.flexibility",
        "design.training_months",
        "design.places",
    }  # what costs less than matters goes, too


def test_a_ceiling_that_a_design_keeps_is_not_given_up_for_simplicity(asked):
    capped = Asked(
        asked.config,
        asked.space,
        wanted(["completed_mobilities", "public_cost"], "public_cost <= 400000", 0.9, ""),
        1.5e6,
    )
    trial = Planted(capped)
    cheap = capped.space.place({"design.host_staff": 0.4})
    found = simpler(
        capped.space, capped.wanted, lambda rows: trial(Stage.simpler, 8, rows), cheap[None, :], np.array([1e3, 1e9])
    )
    assert (found[0] == cheap).all()  # with the scenario's 0.5 it would cost 500,000
    last, _ = run_search(trial, SETTINGS, capped.space.own[None, :])
    assert (last.values["public_cost"][best_of(last, capped.wanted)] <= 400_000).all()


def test_where_no_design_keeps_the_ceilings_the_nearest_are_on_the_front(asked):
    capped = wanted(["completed_mobilities", "public_cost"], "completed_mobilities >= 10000", 0.9, "")
    trial = Planted(asked, 5.0)
    last, _ = run_search(trial, SETTINGS, asked.space.own[None, :])
    assert len(best_of(last, capped)) > 0


def test_halves_share_no_draw_and_stages_no_chance(asked):
    search, report = half_of(1, SEARCH), half_of(1, REPORT)
    assert set(search) & set(report) == set()
    assert len(search) + len(report) == len(posterior.read())
    fields = {stage: worlds_of(asked.space, stage, 50, "both", 0.0) for stage in Stage}
    for stage, mine in fields.items():
        assert set(mine.draws) <= set(report if stage in (Stage.report, Stage.changes) else search)
    chance = [set(mine.replicate.tolist()) for mine in fields.values()]
    assert sum(map(len, chance)) == len(set().union(*chance))
    assert set(half_of(2, SEARCH)) != set(search)  # at random, by the seed


def test_a_lever_that_is_searched_is_not_drawn():
    config = configure("palim")
    open_levers = [name.partition(":")[2] for name in _unknown_levers("palim")]
    assert open_levers, "the scheme has a lever that is not known"
    mine = space(config, open_levers[:1])
    assert open_levers[0] not in worlds_of(mine, Stage.first, 20, "both", 0.0).columns
    assert open_levers[0] in worlds_of(space(config, ["design.places"]), Stage.first, 20, "both", 0.0).columns


def _unknown_levers(scheme):
    from sim.parameters import LEVER, parameters
    from sim.runs.prior import unknowns

    return [
        name
        for name in unknowns()
        if name.startswith(f"{scheme}:") and parameters()[name.partition(":")[2]].kind == LEVER
    ]


def test_shocks_do_not_depend_on_the_designs(asked):
    assert (shocks(50, 3, 0.0)["shock.month"] == -1).all()
    struck = shocks(4000, 3, 0.5)
    assert np.mean(struck["shock.month"] >= 0) == pytest.approx(0.5, abs=0.01)
    assert struck["shock.month"].max() == 59  # the longest plausible funding
    assert struck["shock.severity"].min() >= 0.2
    short = space(configure("open_pilot", "design.duration_years=1.5"), ["design.duration_years"])
    fields = [worlds_of(each, Stage.first, 40, "chance", 0.5) for each in (short, asked.space)]
    assert (fields[0].columns["shock.month"] == fields[1].columns["shock.month"]).all()


def test_what_differs_between_worlds_is_what_is_asked(asked):
    chance = worlds_of(asked.space, Stage.first, 30, "chance", 0.0)
    assert chance.columns == {}
    assert len(set(chance.replicate.tolist())) == 30
    parameters = worlds_of(asked.space, Stage.first, 30, "parameters", 0.0)
    assert len(set(parameters.replicate.tolist())) == 1
    assert len(parameters.columns) > 100


def test_named_designs_are_those_that_can_be_searched():
    mine = space(configure("open_pilot"), ["design.duration_years", "design.pipeline", "design.reserve_share"])
    found = named_designs(mine)
    assert set(found) == {"five_year", "match_first"}  # three years and training first are the scenario itself
    assert mine.values(found["five_year"])["design.duration_years"] == 5.0


def test_regret_is_measured_against_all_that_was_tried(asked):
    judged = wanted(["completed_mobilities_regret", "public_cost"], "", 0.9, "")
    mine = Asked(asked.config, asked.space, judged, 1.5e6)
    last, _ = run_search(Planted(mine), SETTINGS, mine.space.own[None, :])
    found = judged.estimates(last.values, best=judged.best(last.values))
    assert found[:, 0].min() == pytest.approx(0.0)
    assert nondominated(judged.signs * found).any()
