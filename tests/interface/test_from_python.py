"""From Python: a scenario by its name, a mapping of settings, a configuration; and one line for what is none of them."""

import pandas as pd
import pytest

from sim import PartnershipModel, configure, simulate
from sim.errors import UserError


def test_simulate_takes_a_name_a_mapping_or_a_configuration():
    by_name = simulate("palim", replicates=3, seed=5)
    by_mapping = simulate({"scenario": "palim"}, replicates=3, seed=5)
    by_config = simulate(configure("palim"), replicates=3, seed=5)
    for other in (by_mapping, by_config):
        pd.testing.assert_frame_equal(by_name.runs, other.runs)
    assert set(by_name.runs["scenario"]) == {"palim"}


def test_configure_takes_a_mapping_nested_or_dotted_and_texts_beside():
    written = configure("palim", "design.duration_years=5", "timeline.24.permits.months=1", "shock=covid")
    nested = {
        "scenario": "palim",
        "design": {"duration_years": 5},
        "timeline": {24: {"permits": {"months": 1}}},
        "shock": "covid",
    }
    assert configure(nested) == written
    dotted = {"design.duration_years": 5, "timeline.24.permits.months": 1}
    assert configure("palim", dotted, "shock=covid") == written
    assert configure({"corridor.origins": ["MA", "TN"]}).corridor.origins.codes == ("MA", "TN")
    assert configure({}) == configure()


def test_a_model_takes_a_mapping():
    assert PartnershipModel({"scenario": "palim", "design.places": 20}).config.design.places == 20
    assert PartnershipModel(scenario="palim").config.scenario == "palim"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: simulate("palm"), "'palm' is not a scenario: did you mean palim?"),
        (lambda: simulate(3), "3 is no configuration: give the name of a scenario"),
        (lambda: simulate(None), "None is no configuration"),
        (lambda: configure({"design.place": 3}), "did you mean design.places?"),
        (lambda: configure({"design": {"places": "many"}}), "'many' is not a whole number"),
        (lambda: configure({"design.places": "3,200"}), "write 3200 "),
        (lambda: configure("palim", 5), "5 is no configuration"),
        (lambda: configure({"places": 5}), "did you mean design.places?"),
        (lambda: configure({3: 5}), "'3' is not a parameter"),
        (lambda: configure({"scenario": ["palim", "thamm"]}), "is not a text"),
        (lambda: configure({"scenario": "palim"}, "scenario=thamm"), "scenario is given twice"),
        (lambda: simulate("palim", replicates=0), "replicates: 0 is not a whole number from 1 to 1 million"),
        (lambda: simulate("palim", replicates="many"), "replicates: 'many' is not"),
        (lambda: simulate("palim", seed=-1), "seed: -1 is not"),
        (lambda: simulate("palim", workers=2.5), "workers: 2.5 is not"),
        (lambda: PartnershipModel(object()), "is no configuration"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(call, said):
    with pytest.raises(UserError) as refusal:
        call()
    told = str(refusal.value)
    assert said in told
    assert "\n" not in told


def test_a_notebook_shows_the_line_and_no_traceback():
    """IPython asks an exception for what it shows of it."""
    assert UserError("this is wrong")._render_traceback_() == ["Error: this is wrong"]


def test_a_notebook_shows_the_results_as_a_table():
    shown = simulate("palim", replicates=2)._repr_html_()
    assert shown.startswith("<table")
    assert "<td>completed_mobilities</td>" in shown
