"""The figures of a run: what each is called, the function that draws it, and the sentence that helps to read it."""

from collections.abc import Callable
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.parameters import Config
from sim.reporting.pictures import amounts, months, outside, waiting
from sim.reporting.pictures.style import inline, styled, to_png, to_svg
from sim.reporting.results import Results

__all__ = ["PICTURES", "Drawn", "Picture", "draw_all", "inline", "to_png", "to_svg"]


class Picture(NamedTuple):
    """A figure: its file's name, its heading in the report, how it is drawn, and how it is read."""

    name: str
    heading: str
    draw: Callable[[Config, Results], Figure]
    explain: Callable[[Config, Results], str]


class Drawn(NamedTuple):
    """A figure as the contents of its two files."""

    svg: str
    png: bytes


PICTURES = (
    Picture("outside", "The outside view and the model", outside.outside, outside.explain_outside),
    Picture("progress", "Progress over time", months.progress, months.explain_progress),
    Picture("funnel", "The way from application to completed mobility", amounts.funnel, amounts.explain_funnel),
    Picture("waiting", "Where candidates got stuck", waiting.waiting, waiting.explain_waiting),
    Picture("trust", "Trust", months.trust, months.explain_trust),
    Picture("money", "Money", amounts.money, amounts.explain_money),
    Picture("hosts", "Who was hired by whom", amounts.hosts, amounts.explain_hosts),
    Picture("spread", "How far apart the runs are", amounts.spread, amounts.explain_spread),
)


@styled
def draw_all(config: Config, results: Results) -> dict[str, Drawn]:
    """Every figure by name, each drawn once."""
    figures = {picture.name: picture.draw(config, results) for picture in PICTURES}
    return {name: Drawn(to_svg(figure), to_png(figure)) for name, figure in figures.items()}
