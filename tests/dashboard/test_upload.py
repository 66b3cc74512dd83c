"""A planner's own file is data: it can neither read the server's disk or environment, nor fill its memory."""

import pytest

from analysis.dashboard.address import from_address
from analysis.dashboard.plan import Plan, base, to_address
from analysis.dashboard.upload import LARGEST, plan_of
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.setup.configuration import configure, resolved_yaml


def same(one, other):
    return {name: value_of(one, name) for name in parameters()} == {
        name: value_of(other, name) for name in parameters()
    }


def test_a_saved_scenario_comes_back_the_same():
    config = configure("palim", "timeline={24: {recognition.months: 2}}")
    plan = plan_of(resolved_yaml(config).encode(), "palim.yaml", Plan())
    assert same(base(plan), config)
    assert base(plan).timeline == config.timeline
    assert base(plan).start == "2019-03"
    assert same(base(from_address(to_address(plan))), config)


def test_a_few_lines_are_enough_and_may_build_on_a_scenario():
    plan = plan_of(
        b"description: Ours\ndefaults: [homere, override /shock: none]\ndesign:\n  places: 77\n", "x.yaml", Plan()
    )
    config = base(plan)
    assert (config.design.places, config.design.duration_years, config.shock.month, config.description) == (
        77,
        1.5,
        -1,
        "Ours",
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"design: {plces: 3}", "did you mean design.places"),
        (b"design.places: -1", "not a whole number from 0"),
        (b"- a\n- list", "a list"),
        (b"", "no settings"),
        (b"design: [", "not YAML"),
        (b"\xff\xfe\x00", "not a text"),
        (b"x" * (LARGEST + 1), "too large: at most 64 kB"),
        (b"defaults: [/etc/passwd]\n", "only on scenarios"),
        (b"defaults: [../../secret.yaml]\n", "only on scenarios"),
        (b"description: ${oc.env:PATH}\n", "may not use"),
        (b"a: &a [x,x]\nb: [*a,*a]\n", "anchors"),
        (b"description: !!python/object/apply:os.system [ls]\n", "tags"),
        (b"{" * 5_000, "nested too deeply"),
        (b"[" * 5_000 + b"]" * 5_000, "nested too deeply"),
        (b"seed: " + b"9" * 6_000, "not YAML"),
        (b"seed: " + b"9" * 400, "a number of more than 200 digits"),
        (b"design.places: " + b"9" * 400, "a number of more than 200 digits"),
        (b"timeline: {24: {recognition.months: " + b"9" * 400 + b"}}", "a number of more than 200 digits"),
        (b"design.budget_total: 1e500", "inf is not a number"),
    ],
)
def test_everything_else_is_refused_in_a_line(content, what):
    with pytest.raises(UserError, match=what) as refusal:
        plan_of(content, "x.yaml", Plan())
    assert "\n" not in str(refusal.value)
    assert "/tmp" not in str(refusal.value)


def test_how_to_run_is_the_pages_own():
    plan = plan_of(
        b"outputs: /elsewhere\nworkers: 64\nreplicates: 100000\njourneys: 10\ndesign.places: 20\n", "x.yaml", Plan()
    )
    config = base(plan)
    assert (config.outputs, config.workers, config.replicates, config.design.places) == ("outputs", 0, 200, 20)
