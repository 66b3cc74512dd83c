"""What version 0.1 of the model got wrong, each as an experiment that fails there. What 0.1 gave stands beside each.

The world is calm or has a COVID shock, parameters are the defaults, and designs meet the same chance.
"""

from dataclasses import dataclass
from functools import cache
from math import log

import pytest

from analysis.worlds.experiments import run_designs
from sim import configure
from sim.declare import lever
from sim.errors import UserError
from sim.indicators import NAMES
from sim.parameters import LEVER, declared_in, parameters, value_of

pytestmark = pytest.mark.compiled

REPLICATES = 300
KEPT = (
    "completed_mobilities", "achievement", "matches", "departures", "early_returns", "public_cost", "employers_engaged",
    "funding_end", "trust_employer", "trained",
)  # fmt: skip
OPEN = ("open_pilot", "covid_shock")
COMPLETED = "completed_mobilities"

DEFAULTS = "world=registry"
"""These tests are about the laws of the model, at the registry's defaults."""


@cache
def means(design):
    """Mean of every indicator kept over the replicates of a design, written as on the command line."""
    runs = run_designs([configure(*design.split(), DEFAULTS)], REPLICATES, 1, indicators=KEPT)
    return {name: float(values.mean()) for name, values in runs.totals.items()}


@cache
def spread(design):
    """Standard deviation between the replicates of a design of completed mobilities."""
    runs = run_designs([configure(*design.split(), DEFAULTS)], REPLICATES, 1, indicators=(COMPLETED,))
    return float(runs.totals[COMPLETED].std())


def mean(design, indicator=COMPLETED):
    return means(design)[indicator]


def ratio(design, changed, indicator=COMPLETED):
    """What an indicator of a design becomes when something is changed, as a multiple."""
    return mean(f"{design} {changed}", indicator) / mean(design, indicator)


def returning(design):
    return mean(design, "early_returns") / mean(design, "departures")


def known(settings):
    """Those settings whose parameter exists, as overrides."""
    return " ".join(f"{name}={value}" for name, value in settings.items() if name in parameters())


def odds(name, factor):
    """An override that multiplies the odds of a decision."""
    return f"{name}={parameters()[name].default + log(factor)}"


def highest(*names):
    return known({name: parameters()[name].high for name in names if name in parameters()})


# 1, 2, 3: dispositions, vacancies, and a plan that is not demand


@pytest.mark.parametrize("design", OPEN)
def test_willing_hosts_make_an_open_pilot(design):
    """0.1: 1.01 and 1.05 times."""
    willing = highest("employers.disposed", "employers.engagement_base", "employers.hire_base")
    assert ratio(design, willing) > 1.25


@pytest.mark.parametrize("design", OPEN)
def test_an_open_pilot_stays_well_below_its_plan(design):
    """No published scheme that won its hosts one by one achieved more than 0.75 of its plan. 0.1: 0.95 and 0.89."""
    assert mean(design, "achievement") < 0.75


@pytest.mark.parametrize("design", OPEN)
def test_hosts_that_hardly_ever_hire_leave_the_places_empty(design):
    """Odds cut 33 times. 0.1: 0.59 and 0.36 of the plan."""
    assert mean(f"{design} {odds('employers.hire_base', 1 / 33)}", "achievement") < 0.2


@pytest.mark.parametrize("design", ["baseline", "covid_shock"])
def test_a_large_plan_does_not_win_every_host(design):
    """400 places over five years, 150 hosts within reach. 0.1: 152 and 167 engage."""
    large = f"{design} design.places=400 design.duration_years=5 design.budget_total=10000000"
    assert mean(large, "employers_engaged") < 2 / 3 * parameters()["markets.employers"].default


@pytest.mark.parametrize("design", OPEN)
def test_twice_the_places_for_the_same_money_is_not_nearly_twice_as_much(design):
    """0.1: 1.62 and 1.85 times."""
    assert ratio(design, "design.places=120") < 1.3


@pytest.mark.parametrize("design", OPEN)
def test_twice_the_money_gives_more(design):
    """0.1: 0.2 and 0.3 completed mobilities fewer."""
    assert mean(f"{design} design.budget_total=3000000") > mean(design) + 0.02 * 60


# 4: money and stay length in the host's decision


@pytest.mark.parametrize("design", [*OPEN, "seasonal_pilot"])
def test_a_higher_price_wins_no_hosts(design):
    """0.1: 1.07, 1.17 and 1.25 times."""
    low, high = (f"{design} design.contribution_share={share}" for share in (0.5, 1.0))
    assert mean(high) <= 1.02 * mean(low)


@pytest.mark.parametrize("design", OPEN)
def test_hosts_in_ict_prefer_stays_that_pay(design):
    """Matches for 24 months against 6. 0.1: 0.78 and 0.89 times."""
    short, long = (f"{design} design.stay_months={months}" for months in (6, 24))
    assert mean(long, "matches") > 1.1 * mean(short, "matches")


# 5: who closes the deal


@pytest.mark.parametrize(("design", "signed"), [
    ("open_pilot", False), ("association_pilot", True), ("institution_pilot", True), ("seasonal_pilot", True),
])  # fmt: skip
def test_the_typical_pilots_say_who_closes_the_deal(design, signed):
    """0.1: there is no such lever."""
    assert "design.signed_share" in parameters()
    assert (value_of(configure(design), "design.signed_share") > 0.0) is signed


def test_signed_places_are_filled_better_than_open_ones():
    """0.1: 0.85 of the plan with an association, 0.95 without."""
    assert mean("association_pilot", "achievement") > mean("open_pilot", "achievement") + 0.15


def test_an_institution_that_gave_its_places_does_not_decide_on_persons():
    """Odds of a hire cut 33 times. 0.1: 0.49 times."""
    assert ratio("institution_pilot", odds("employers.hire_base", 1 / 33)) > 0.9


@pytest.mark.parametrize(("name", "values"), [
    ("kind", ("employment", "apprenticeship", "internship")), ("level", ("low", "medium", "high")),
])  # fmt: skip
def test_kinds_and_levels_differ_in_a_calm_world(name, values):
    """0.1: 0.93 to 0.95 of the plan for each."""
    achieved = [mean(f"baseline design.{name}={value}", "achievement") for value in values]
    assert max(achieved) > 1.1 * min(achieved)


# 7: patience


def test_a_promised_place_is_waited_for():
    """Months that candidates go on waiting for a host, a third of them. 0.1: 0.89 times."""
    third = parameters()["candidates.pool_patience"].default / 3
    assert ratio("institution_pilot", f"candidates.pool_patience={third}") > 0.95


# 9: training and selection earn their money


@pytest.mark.parametrize("design", OPEN)
def test_without_training_there_is_not_much_more(design):
    """0.1: 2.7 and 2.9 times."""
    assert ratio(design, "design.training_months=0") < 1.25


def test_without_training_nurses_fail_the_examination():
    """0.1: 1.17 times. Whoever was selected for the language they have may pass by the third sitting; many more fail for good."""
    untrained = "institution_pilot design.training_months=0"
    assert ratio("institution_pilot", "design.training_months=0") < 0.85
    passed, before = (mean(design, "matches") / mean(design, "trained") for design in (untrained, "institution_pilot"))
    assert passed < 0.7 * before
    assert returning(untrained) > 1.5 * returning("institution_pilot")


@pytest.mark.parametrize("design", OPEN)
def test_without_interviews_fewer_hosts_take_a_person(design):
    """0.1: as many or more complete."""
    assert ratio(design, "design.interview_share=0") < 0.92


@pytest.mark.parametrize("design", ["association_pilot", "seasonal_pilot"])
def test_without_interviews_more_return_early_from_signed_hosts(design):
    """Signed hosts take people unseen, and more of these return early. 0.1: no more do."""
    assert returning(f"{design} design.interview_share=0") > 1.05 * returning(design)


def test_institutions_hold_no_interviews_so_none_can_be_saved():
    """They decide on no person. 0.1: interviews were held, and dropping them saved money."""
    assert ratio("institution_pilot", "design.interview_share=0", "public_cost") > 0.98


# 11: flexibility without an edge


def funding_end(flexibility):
    return mean(f"covid_shock design.flexibility={flexibility}", "funding_end")


def test_a_hundredth_of_flexibility_changes_little():
    """0.1: funding ends 10.4 months later on average."""
    assert abs(funding_end(0.51) - funding_end(0.5)) < 0.5


def test_more_flexibility_never_means_less_time_and_no_step_is_a_jump():
    """Steps of a tenth. 0.1: 10.3 of all 15.7 months come between 0.5 and 0.6."""
    ends = [funding_end(tenths / 10) for tenths in range(11)]
    steps = [after - before for before, after in zip(ends, ends[1:], strict=False)]
    assert min(steps) > -0.3
    assert ends[-1] - ends[0] > 1.0
    assert max(steps) < 0.35 * (ends[-1] - ends[0])


def test_flexibility_below_a_half_does_something():
    """0.1: nothing."""
    assert funding_end(0.5) > funding_end(0.3) + 0.1


# 16: diversity is a lever of its own


def test_diverse_markets_need_no_more_governments():
    """0.1: four countries."""
    assert configure("baseline", "markets=diverse").markets.countries == 1


def test_diverse_markets_have_a_price_and_narrow_the_spread():
    """Markets cost coordination, and outcomes differ less between runs. 0.1: fewer completed, and a wider spread."""
    assert 0.75 < ratio("covid_shock", "markets=diverse") < 1.0
    assert spread("covid_shock markets=diverse") < spread("covid_shock")


# 17: after the funding


def test_completions_after_the_funding_are_shown_apart():
    """0.1: no such indicator."""
    assert {"completed_self_financed", "departures_self_financed"} <= set(NAMES)


# 18: every lever has a price


def test_every_lever_has_a_price():
    """0.1: none has one."""
    assert [name for name, each in parameters().items() if each.kind == LEVER and not each.price] == []


def declare_a_lever_without_a_price():
    @dataclass
    class Design:
        """A lever for nothing."""

        free: float = lever(0.5, 0.0, 1.0, "0-1", "Something for nothing")

    return list(declared_in(Design))


def test_a_lever_without_a_price_cannot_exist():
    """0.1: it can."""
    with pytest.raises((TypeError, ValueError, UserError)):
        declare_a_lever_without_a_price()


EVERYTHING = {
    "design.advisory_board": "true", "design.digital": 1, "design.administrative_support": 1, "design.facilitation": 1,
    "design.remote_start": 1, "design.origin_coordination": 1, "design.preparation": 1, "design.preparation_months": 24,
    "design.mentoring": "true", "design.diaspora_network": "true",
}  # fmt: skip


@pytest.mark.parametrize("design", ["covid_shock", "seasonal_pilot"])
def test_all_help_at_once_costs_what_it_brings(design):
    """Public cost of a completed mobility. 0.1: 0.93 and 0.82 times."""
    helped = known(EVERYTHING)
    assert ratio(design, helped, "public_cost") / ratio(design, helped) > 0.95
