"""What each parameter rests on, and which assumptions matter most: the registry, the ranges and their influence together."""

import math

from sim.declare import ASSUMPTION
from sim.evidence.published import influences, quality_of, ranges, references
from sim.parameters import SETTING, UNCERTAINTY, Parameter, parameters

WORDS = "words"
"""Quality where the source is a finding in words: it supports a direction, not a number."""


def quality(parameter: Parameter) -> str:
    """Quality of the evidence: of the plausible range's figures, of a lever's default; settings have none."""
    known = ranges().get(parameter.name)
    if known:
        return quality_of(known)
    source = references().get(parameter.source)
    if source:
        return WORDS if source.unit == "text" else source.quality
    return ASSUMPTION if parameter.source == ASSUMPTION and parameter.kind != SETTING else ""


def evidence(parameter: Parameter) -> tuple[str, ...]:
    """Ids of the figures behind the plausible range; for levers and events of the default; empty for an assumption."""
    known = ranges().get(parameter.name)
    sources = known.sources if known else (parameter.source,)
    return tuple(source for source in sources if source in references())


def plausible(parameter: Parameter) -> str:
    """The plausible range in words, ``2 to 6``; empty where there is none."""
    known = ranges().get(parameter.name)
    if not known:
        return ""
    return f"{known.low:g}" if known.fixed else f"{known.low:g} to {known.high:g}"


def influence(parameter: Parameter) -> str:
    """Share of the variance of completed mobilities that it explains, ``12 %``; empty where it was not drawn."""
    known = influences().get(parameter.name)
    if not known:
        return ""
    percent = 100.0 * max(known.influence, 0.0)
    return f"{percent:.{0 if percent >= 9.95 else 1}f} %"


def assumptions() -> list[Parameter]:
    """Uncertain parameters whose range no published figure bounds, the most influential first (ties: as declared).

    Definitions (ranges of one value) are left out: there is nothing to find out.
    """
    known, measured = ranges(), influences()
    assumed = [
        parameter
        for parameter in parameters().values()
        if parameter.kind == UNCERTAINTY and parameter.name in known
        and known[parameter.name].assumed and not known[parameter.name].fixed
    ]  # fmt: skip

    def rank(parameter: Parameter) -> float:
        found = measured.get(parameter.name)
        return -found.influence if found else math.inf

    return sorted(assumed, key=rank)
