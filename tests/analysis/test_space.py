"""What differs between worlds: patterns of factors, ranges of levers, columns of categories."""

import numpy as np
import pytest

from analysis.discovery.space import lever_values, sample_space
from analysis.worlds.worlds import SHOCK_MONTH, SHOCK_SEVERITY, sample_worlds
from sim.errors import UserError
from sim.parameters import parameters
from sim.setup.configuration import configure


@pytest.fixture(scope="module")
def config():
    return configure("baseline", "horizon=30")


def space(config, *factors, taken=(), worlds=64):
    return sample_space([config], factors, taken, worlds, 3, "lhs", 0.5)


def test_uncertain_is_what_worlds_are_made_of(config):
    found, worlds = space(config, "uncertain"), sample_worlds([config], 64, 3, "lhs", 0.5)
    assert set(found.values) == set(worlds.values)
    assert np.array_equal(found.values["permits.months"], worlds.values["permits.months"])
    assert np.array_equal(found.experiment(2).columns["permits.months"], worlds.values["permits.months"])


def test_a_shock_that_does_not_come_has_no_severity(config):
    found = space(config, "shock.month").values
    assert set(found) == {SHOCK_MONTH, SHOCK_SEVERITY}
    assert (found[SHOCK_SEVERITY][found[SHOCK_MONTH] < 0] == 0).all()
    assert (found[SHOCK_SEVERITY][found[SHOCK_MONTH] >= 0] >= 0.2).all()


def test_what_is_no_factor_stays_as_stated(config):
    found = space(config, "permits.*", "design.flexibility")
    assert {name.partition(".")[0] for name in found.values} == {"permits", "design"}
    assert set(found.experiment(1).columns) == set(found.values)


def test_levers_beside_uncertain_parameters(config):
    found = space(config, "uncertain", "design.sector", "design.advisory_board", "design.places")
    sectors = parameters()["design.sector"].choices
    counts = np.bincount(found.values["design.sector"].astype(int), minlength=len(sectors))
    assert counts.min() >= 64 // len(sectors)
    levels = [column for column in found.columns if column.parameter.name == "design.sector"]
    assert [column.level for column in levels] == list(sectors)
    places = [place for place, column in enumerate(found.columns) if column.level]
    assert (found.matrix[:, places].sum(axis=1) == 1).all()
    assert found.values["design.places"].min() >= config.design.places / 2
    assert found.values["design.places"].max() <= config.design.places * 2
    records = found.experiment(1).records()
    assert np.array_equal(records["design"]["places"][:, 0], found.values["design.places"])


def test_every_lever_stays_in_its_range():
    quantiles = np.linspace(0.0, 1.0, 101)
    for lever in (each for each in parameters().values() if each.kind == "lever"):
        for value in lever_values(lever, lever.default, quantiles):
            lever.check(value if not lever.choices else lever.choices[value])


def test_countries_never_exceed_markets(config):
    found = space(config, "markets.count", "markets.countries")
    assert (found.values["markets.countries"] <= found.values["markets.count"]).all()


@pytest.mark.parametrize(("factors", "message"), [
    (["recogniton.months"], "did you mean recognition.months?"),
    (["nothing.*"], "nothing.* matches no parameter"),
    (["horizon"], "horizon does not vary here"),
    (["recognition.agreement_month"], "does not vary here"),
    (["design.duration_years"], "design.duration_years is set by a design of the target"),
])  # fmt: skip
def test_what_cannot_vary_is_refused(config, factors, message):
    with pytest.raises(UserError) as caught:
        space(config, *factors, taken={"design.duration_years"})
    assert message in str(caught.value)
