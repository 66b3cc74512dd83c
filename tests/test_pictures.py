"""Figures: the same bytes every time, readable in every edge case, in one style whatever the user's settings."""

import warnings
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from synthetic import synthetic

from sim.parameters import Config
from sim.reporting.estimates import estimates
from sim.reporting.pictures import PICTURES, draw_all, inline, to_png, to_svg
from sim.reporting.pictures.style import WIDTH

TYPICAL = Config(scenario="made_up", start="2019-03", replicates=20, horizon=60)
TYPICAL.shock.month = 14
by_name = pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)


def texts(figure) -> str:
    return "\n".join(ElementTree.fromstring(to_svg(figure)).itertext())


@by_name
def test_the_same_results_give_the_same_bytes(picture):
    first, second = (picture.draw(TYPICAL, synthetic(TYPICAL)) for _ in range(2))
    assert to_svg(first) == to_svg(second)
    assert to_png(first) == to_png(second)


@by_name
def test_a_users_own_style_changes_nothing(picture):
    expected = to_svg(picture.draw(TYPICAL, synthetic(TYPICAL)))
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "svg.fonttype": "path"}):
        assert to_svg(picture.draw(TYPICAL, synthetic(TYPICAL))) == expected


@by_name
@pytest.mark.parametrize("fate", ["typical", "nothing", "undefined"])
@pytest.mark.parametrize(("replicates", "horizon", "places"), [(1, 1, 60), (5, 1, 0), (1, 24, 0), (3, 300, 5000)])
def test_edge_cases_draw_without_a_warning(picture, fate, replicates, horizon, places):
    config = replace(TYPICAL, replicates=replicates, horizon=horizon, design=replace(TYPICAL.design, places=places))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = synthetic(config, fate=fate)
        to_png(picture.draw(config, results))
        assert "nan" not in picture.explain(config, results)


@by_name
def test_title_and_origin_are_on_the_figure(picture):
    shown = texts(picture.draw(TYPICAL, synthetic(TYPICAL)))
    assert "made_up · 20 replicates · seed 1 · model " in shown
    assert "intervals over chance and parameters" in shown


@by_name
def test_nothing_is_cut_off(picture):
    figure = picture.draw(TYPICAL, synthetic(TYPICAL))
    box = figure.get_tightbbox()
    assert box.x0 >= -0.01
    assert box.y0 >= -0.01
    assert box.x1 <= WIDTH + 0.01
    assert box.y1 <= figure.get_figheight() + 0.01


def test_the_funnel_states_every_median_and_interval():
    results = synthetic(TYPICAL)
    funnel = next(picture for picture in PICTURES if picture.name == "funnel")
    shown = texts(funnel.draw(TYPICAL, results))
    applied = estimates(results)["applicants"]
    assert f"{applied.median:,.0f} ({applied.low:,.0f} to {applied.high:,.0f})" in shown
    assert "persons (logarithmic scale)" in shown


def test_the_fan_shows_shock_plan_and_calendar():
    progress = next(picture for picture in PICTURES if picture.name == "progress")
    shown = texts(progress.draw(TYPICAL, synthetic(TYPICAL)))
    for text in ("Shock begins", "Planned end of funding", "End of funding (median)", "Places planned", "2020"):
        assert text in shown


def test_no_line_for_a_shock_that_never_comes():
    config = replace(TYPICAL, shock=replace(TYPICAL.shock, month=-1))
    progress = next(picture for picture in PICTURES if picture.name == "progress")
    assert "Shock begins" not in texts(progress.draw(config, synthetic(config)))


def test_a_name_with_dollars_is_not_read_as_formula():
    config = replace(TYPICAL, scenario="cost $x^ $")
    assert "cost $x^ $" in texts(PICTURES[0].draw(config, synthetic(config)))


def test_shares_of_hosts_add_up_in_every_run():
    from sim.reporting.pictures.amounts import _shares

    for shares in _shares(synthetic(replace(TYPICAL, replicates=1))):
        assert sum(share.median for share in shares.values()) == pytest.approx(1)


def test_inline_figures_share_no_identifier_and_say_what_they_are():
    drawn = draw_all(TYPICAL, synthetic(TYPICAL))
    seen: set[str] = set()
    for name, figure in drawn.items():
        root = ElementTree.fromstring(inline(figure.svg, name, 'It says "<this>"'))
        assert root.get("aria-label") == 'It says "<this>"'
        found = {node.get("id") for node in root.iter() if node.get("id")}
        assert not found & seen
        seen |= found
        used = [value[5:-1] for node in root.iter() for value in node.attrib.values() if value.startswith("url(#")]
        assert set(used) <= found


def test_figures_are_small():
    assert (
        sum(len(figure.svg) for figure in draw_all(replace(TYPICAL, horizon=96), synthetic(TYPICAL)).values()) < 500_000
    )
    assert np.isfinite(WIDTH)
