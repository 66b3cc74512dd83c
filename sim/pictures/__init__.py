"""The figures of a run: what each is called, the function that draws it, and the sentence that helps to read it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.figure import Figure

from sim.parameters import Config
from sim.pictures import amounts, months, waiting
from sim.pictures.style import inline, to_png, to_svg

if TYPE_CHECKING:
    from sim.ensemble import Results

__all__ = ["PICTURES", "Picture", "inline", "to_png", "to_svg"]


class Picture(NamedTuple):
    """A figure: its file's name, its heading in the report, how it is drawn, and how it is read."""

    name: str
    heading: str
    draw: "Callable[[Config, Results], Figure]"
    explain: "Callable[[Config, Results], str]"


PICTURES = (
    Picture("funnel", "The way from application to completed mobility", amounts.funnel, amounts.explain_funnel),
    Picture("progress", "Progress over time", months.progress, months.explain_progress),
    Picture("waiting", "Where candidates got stuck", waiting.waiting, waiting.explain_waiting),
    Picture("trust", "Trust", months.trust, months.explain_trust),
    Picture("money", "Money", amounts.money, amounts.explain_money),
    Picture("hosts", "Who was hired by whom", amounts.hosts, amounts.explain_hosts),
    Picture("spread", "How much depends on chance", amounts.spread, amounts.explain_spread),
)
