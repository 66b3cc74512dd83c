"""Docking: the model as an ordinary Mesa program, written from the ODD, gives the same runs person by person.

Journeys (who, when, which stage, why, which host) must be identical. Indicators must be equal but for the last digits,
because exp, log and the normal quantile may come from different libraries (ODD 7.2); so counts of persons are identical.
"""

import ast
import random
from pathlib import Path

import mesa
import numpy as np
import pytest
from scipy import stats
from test_draws import KNOWN_ANSWERS, PROBABILITIES
from worlds import in_range, small

from benchmarks import objects
from benchmarks.kernels import of_size
from benchmarks.objects import PilotScheme, draws
from benchmarks.objects.agency import Lead
from benchmarks.objects.candidate import Candidate
from benchmarks.objects.employer import Employer
from benchmarks.objects.government import Government
from sim import configure
from sim.errors import UserError
from sim.indicators import MONTHLY, NAMES
from sim.model import PartnershipModel
from sim.parameters import Config, parameters, to_record, value_of
from sim.runs.ensemble import run_sets
from sim.setup.catalogue import scenario_files
from sim.setup.checks import FIXED_AT_START

#: The scale-up, cut to two thousand candidates.
CUT = of_size(2_000)
DOCKED = (("palim",), ("covid_shock",), ("recognition_friction",), CUT)
OTHERS = [(name,) for name in sorted(scenario_files()) if (name,) not in DOCKED and name != CUT[0]]
#: Seeds and replicates: both are part of the key of all draws.
KEYS = ((1, 0), (2, 1), (4_000_000_000, 2))

#: A timeline that changes means, desks, kind and shock in the middle of things.
TURNS = (
    "timeline.0.design.stay_months=7.5", "timeline.10.design.digital=0.8", "timeline.10.agencies.interviews=5",
    "timeline.20.permits.capacity=2", "timeline.24.recognition.months=2", "timeline.30.design.kind=internship",
    "timeline.40.shock.severity=0.3",
)  # fmt: skip
#: Everything scarce, every mechanism at work.
SCARCE = (
    "design.private_recruiters=0.6", "agencies.interviews=3", "agencies.recruiter_interviews=4", "permits.capacity=2",
    "recognition.capacity=1", "recognition.required.ict=0.7", "costs.training_seats=15", "design.components=3",
    "markets=diverse", "corridor.origins=3", "design.home_share=0.3", "employers.contribution_trust=0.2",
    "employers.contribution_results=0.2", "costs.sustain_trust=0.05", "design.remote_start=0.5",
    "recognition.agreement_month=2", "design.training_months=3.5", "design.interview_share=0.6",
    "design.advisory_board=true",
)  # fmt: skip

#: Upper ends that keep a drawn run small.
MOST = {
    "design.places": 60, "markets.employers": 150, "candidates.per_place": 40, "design.budget_total": 3e6,
    "corridor.origins": 3, "markets.count": 5, "markets.countries": 4,
}  # fmt: skip


def dock(config, seed, replicate):
    """Run both, compare everything, and return how many steps of journeys and how many matches were compared."""
    plain = PilotScheme(config, seed, replicate)
    plain.run_model()
    model = PartnershipModel(config, seed=seed, replicate=replicate)
    model.run()
    journal = model.state.journal[: int(model.state.scheme.journal)]
    columns = ["candidate", "month", "stage", "reason", "employer"]
    assert plain.journal == list(
        zip(*(journal[name].tolist() for name in columns), strict=True)
    )  # in order of events, over all candidates
    for name in MONTHLY:
        np.testing.assert_allclose(plain.monthly[name], model.monthly[name], rtol=1e-12, atol=1e-9, err_msg=name)
    totals = run_sets(to_record(config, config.timeline)[None, :], replicate + 1, seed, workers=1).totals[0, replicate]
    for name, expected in zip(NAMES, totals, strict=True):
        np.testing.assert_allclose(plain.outcome[name], expected, rtol=1e-12, atol=1e-9, err_msg=name)
    return np.array([len(plain.journal), plain.outcome["matches"]])


@pytest.mark.compiled
@pytest.mark.parametrize("scenario", DOCKED, ids=lambda scenario: scenario[0])
def test_the_same_months_and_journeys(scenario):
    config = configure(*scenario)
    steps, matches = sum(dock(config, *key) for key in KEYS)
    assert steps > 1_000
    assert matches > 0


@pytest.mark.compiled
@pytest.mark.parametrize("scenario", OTHERS, ids=lambda scenario: scenario[0])
def test_every_other_scenario_once(scenario):
    assert dock(configure(*scenario), 7, 1)[0] > 0


@pytest.mark.compiled
@pytest.mark.parametrize("overrides", [TURNS, SCARCE], ids=["timeline", "scarce"])
def test_a_changing_and_a_scarce_world(overrides):
    steps, matches = sum(dock(configure("covid_shock", *overrides), *key) for key in KEYS)
    assert steps > 100
    assert matches > 0


def varied(name, chance):
    """A value of a parameter: about its default, or anywhere in its range."""
    parameter, default = parameters()[name], value_of(Config(), name)
    share = chance.random()
    if parameter.choices or parameter.type is bool:
        return in_range(name, share)
    around = default * 2 ** (3 * share - 1.5)
    value = around if default > 0 and chance.random() < 0.8 else in_range(name, share)
    value = min(max(value, parameter.low), MOST.get(name, parameter.high))
    return round(value) if parameter.type is int else float(value)


def drawn(number):
    """A configuration with many parameters away from their defaults, and two turns on a timeline."""
    chance = random.Random(number)
    names = [name for name in parameters() if name not in ("horizon", "scale")]
    turning = [name for name in names if name not in FIXED_AT_START]
    while True:
        values = {name: varied(name, chance) for name in chance.sample(names, chance.choice([10, 30, 60]))}
        months = chance.sample(range(60), 2)
        timeline = {month: {name: varied(name, chance) for name in chance.sample(turning, 8)} for month in months}
        try:
            return small({"shock.month": 14}, values, {"scale": 0.7}, timeline=timeline)
        except UserError:  # the values contradict each other: draw anew
            continue


@pytest.mark.compiled
def test_the_same_course_with_any_parameters():
    steps, matches = sum(dock(drawn(number), number, 0) for number in range(24))
    assert steps > 5_000
    assert matches > 50


def test_another_replicate_takes_another_course():
    one, other = (PilotScheme(configure("covid_shock"), 1, replicate) for replicate in (0, 1))
    one.run_model()
    other.run_model()
    assert one.journal != other.journal


def test_it_is_an_ordinary_mesa_program():
    model = PilotScheme(configure("covid_shock"), 3)
    model.run_model()
    assert model.steps == model.p.horizon == len(model.monthly)
    assert len(model.agents_by_type[Candidate]) == model.outcome["applicants"] > 0
    assert len(model.agents_by_type[Employer]) == sum(len(market.hosts) for market in model.markets)
    assert {Government, Lead} < set(model.agent_types)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    hired = model.agents_by_type[Employer].agg("hires", sum)
    assert hired == model.outcome["matches"]


def test_it_shares_nothing_but_parameters_and_names():
    allowed = {"sim.parameters", "sim.indicators"}
    for path in Path(objects.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            of_the_model = {module for module in modules if module.partition(".")[0] in ("sim", "numba", "numpy")}
            assert of_the_model <= allowed, path.name


@pytest.mark.parametrize(("counter", "words", "expected"), KNOWN_ANSWERS)
def test_plain_generator_gives_the_published_vectors(counter, words, expected):
    assert draws.philox(*counter, *words) == expected


@pytest.mark.parametrize("u", [2.0**-33, *PROBABILITIES, 1 - 2.0**-33])
def test_plain_quantiles_agree_with_scipy(u):
    assert draws.normal(u) == pytest.approx(stats.norm.ppf(u), rel=1e-13, abs=1e-15)
    assert draws.exponential(u, 3.5) == pytest.approx(stats.expon.ppf(u, scale=3.5), rel=1e-13)
    assert draws.logistic(u) == pytest.approx(stats.logistic.ppf(u), rel=1e-8, abs=1e-15)
    spread = np.sqrt(np.log1p(0.5**2))
    reference = stats.lognorm(spread, scale=4.0 * np.exp(-(spread**2) / 2))
    assert draws.lognormal(u, 4.0, 0.5) == pytest.approx(reference.ppf(u), rel=1e-12)
