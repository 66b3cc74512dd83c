"""What no scheme may be: names that were replaced, a season longer than one, a lever without a price (L9)."""

from dataclasses import dataclass

import pytest
from worlds import configured, record

from sim import declare
from sim.errors import UserError
from sim.parameters import parameters
from sim.setup.checks import REPLACED, checked, declared


@pytest.mark.parametrize(("name", "instead"), [
    ("design.intake_ratio", "design.reserve_share"), ("design.preparation", "design.preparation_months"),
    ("design.components", "design.mentoring"), ("agencies.government_share", "design.ministry_share"),
    ("candidates.component_benefit", "candidates.mentoring_relief"),
])  # fmt: skip
def test_a_name_that_was_replaced_is_refused_with_what_replaced_it(name, instead):
    assert name not in parameters()
    for refused in (lambda: declared(name), lambda: checked(name, 1.0)):
        with pytest.raises(UserError, match=rf"^{name} belongs to version 0.1 and is replaced by .*{instead}") as error:
            refused()
        assert "\n" not in str(error.value)


def test_every_name_that_replaces_another_exists():
    for said in REPLACED.values():
        names = [word.strip(",.") for word in said.split() if word.startswith(("design.", "candidates.", "agencies."))]
        assert names
        assert all(name in parameters() for name in names)


SEASON = {"design.kind": "seasonal", "design.intake_months": 12}


def test_a_seasonal_stay_lasts_nine_months_at_most():
    assert record(SEASON, {"design.stay_months": 9.0}).design.stay_months == 9.0
    with pytest.raises(UserError, match=r"design\.stay_months 9\.5 is longer than a season: .* at most 9 months"):
        configured(SEASON, {"design.stay_months": 9.5})
    assert record({"design.kind": "employment", "design.stay_months": 9.5}).design.stay_months == 9.5


def test_seasons_are_half_a_year_apart_at_least():
    assert record(SEASON, {"design.stay_months": 5.0, "design.intake_months": 6}).design.intake_months == 6
    with pytest.raises(UserError, match=r"design\.intake_months 5 does not fit seasons"):
        configured(SEASON, {"design.stay_months": 5.0, "design.intake_months": 5})


def test_signed_places_need_somebody_who_signs():
    nobody = dict.fromkeys(
        ("design.signed_by.association", "design.signed_by.institution", "design.signed_by.group"), 0.0
    )
    assert record(nobody).design.signed_share == 0.0
    with pytest.raises(UserError, match=r"every design\.signed_by is zero"):
        configured(nobody, {"design.signed_share": 0.1})


def test_a_lever_without_a_price_cannot_be_declared():
    with pytest.raises(TypeError, match="price"):

        @dataclass
        class Design:
            free: float = declare.lever(0.5, 0.0, 1.0, "0-1", "What nobody has to pay for")

    with pytest.raises(ValueError, match="a price names a cost, a time or the mechanism"):
        declare.priced()


def test_every_price_names_parameters_that_exist():
    levers = [parameter for parameter in parameters().values() if parameter.kind == declare.LEVER]
    assert len(levers) > 30
    for lever in levers:
        assert lever.price.parameters or lever.price.follows, lever.name
        assert [name for name in lever.price.parameters if name not in parameters()] == [], lever.name
