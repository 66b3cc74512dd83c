"""A plan from the part of an address after the question mark, read as if a stranger had typed it.

What cannot be is left out and named; the rest holds. So a link with one wrong word keeps what else it says, and the page
can say what it did not take, instead of answering another question as if it had been asked.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from analysis.dashboard.plan import (
    COMMON,
    FEWEST,
    LETTERS,
    LOADED,
    LONGEST,
    REPLICATES,
    SCENARIO,
    Plan,
    Values,
    base,
    configurations,
    levers,
    stated,
)
from analysis.dashboard.typed import in_a_line, read
from analysis.worlds.settings import Budget, Uncertainty
from sim.errors import UserError, did_you_mean, nearest, unknown
from sim.parameters import parameters
from sim.setup.catalogue import scenario_files
from sim.setup.checks import checked_timeline
from sim.setup.scenario_file import plain

MOST_CHARACTERS, MOST_FIELDS = 20_000, 1000
GROUPS = (LOADED, COMMON, *LETTERS)
SHOWN = 60
"""Characters of a refused value that are repeated."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Line breaks and other characters that no name and no value holds."""

T = TypeVar("T")


@dataclass
class Reading:
    """What an address says: the plan without what cannot be, what that was, and the same address with the nearest scenario."""

    plan: Plan = field(default_factory=Plan)
    problems: list[str] = field(default_factory=list)
    nearest: str = ""
    """The scenario that was probably meant, where there is none of the name."""
    instead: str = ""
    """The address after the question mark with that scenario."""

    def take(self, where: str, work: Callable[[], T], otherwise: T) -> T:
        """What ``work`` gives, or what it is left at where that cannot be."""
        try:
            return work()
        except UserError as error:
            self.problems.append(f"{where}: {in_a_line(error)}" if where else in_a_line(error))
            return otherwise


def from_address(query: str) -> Plan:
    """The plan in an address; what is not said is as at the start. Raises :class:`UserError` for what is wrong in it."""
    found = read_address(query)
    if found.problems:
        raise UserError(found.problems[0])
    return found.plan


def read_address(query: str) -> Reading:
    """The plan in an address, with everything in it that cannot be."""
    found = Reading()
    nothing: dict[str, str] = {}
    pairs = found.take("", lambda: _pairs(query), nothing)
    if not pairs:
        return found
    for name in [name for name, value in pairs.items() if _ours(name)]:
        if problem := _unfit(pairs[name]):
            found.problems.append(f"{name[:SHOWN]}: {problem}")
            del pairs[name]
    scenario = pairs.get("scenario", SCENARIO)
    usual = Plan()
    plan = Plan(
        scenario=found.take("scenario", lambda: _scenario(scenario), SCENARIO),
        budget=found.take("budget", lambda: _choice(Budget, pairs.get("budget", usual.budget.name)), usual.budget),
        uncertainty=found.take(
            "uncertainty",
            lambda: _choice(Uncertainty, pairs.get("uncertainty", usual.uncertainty.name)),
            usual.uncertainty,
        ),
        replicates=_number(found, pairs, "runs", usual.replicates, 2, REPLICATES[-1]),
        seed=_number(found, pairs, "seed", usual.seed, 0, 2**32 - 1),
        month=_number(found, pairs, "month", usual.month, 0, LONGEST),
        title=pairs.get("title", "")[:200],
        start=pairs.get("start", "")[:7],
        timeline=found.take("", lambda: _timeline(pairs.get("timeline", "")), {}),
    )
    found.plan = _possible(found, _with_values(found, plan, pairs))
    if plan.scenario != scenario and (meant := nearest(scenario[:SHOWN], scenario_files())):
        found.nearest, found.instead = meant, urlencode({**pairs, "scenario": meant})
    return found


def _pairs(query: str) -> dict[str, str]:
    if len(query) > MOST_CHARACTERS:
        raise UserError("the address is too long")
    try:
        return dict(parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise UserError("the address sets too many values") from None


def _ours(name: str) -> bool:
    """Whether a part of an address is for the page; links that were passed on often carry a stranger's words."""
    own = ("scenario", "budget", "uncertainty", "runs", "seed", "month", "title", "start", "timeline")
    return name in own or name.partition(".")[0] in GROUPS


def _unfit(text: str) -> str:
    if "${" in text:
        return "an address may not use ${...}: write the value"
    if _UNFIT.search(text):
        return "an address may have no line breaks or control characters"
    return ""


def _with_values(found: Reading, plan: Plan, pairs: Mapping[str, str]) -> Plan:
    groups: dict[str, Values] = {prefix: {} for prefix in GROUPS}
    present: set[str] = set()
    for name, text in pairs.items():
        prefix, _, parameter = name.partition(".")
        if prefix not in GROUPS:
            continue
        present.add(prefix)
        if not parameter and prefix in LETTERS:
            continue
        value = found.take(name[:SHOWN], lambda: _value(prefix, parameter, text), None)  # noqa: B023 - called at once
        if value is not None:
            groups[prefix][parameter] = value
    own = [groups[letter] for letter in LETTERS if letter in present]
    if own and len(own) < FEWEST:
        own.append({})
    return replace(plan, loaded=groups[LOADED], common=groups[COMMON], designs=tuple(own) or Plan().designs)


def _value(prefix: str, name: str, text: str) -> Any:
    if name not in (parameters() if prefix == LOADED else levers()):
        if name in parameters():
            raise UserError("this cannot be set on the page, only in a file")
        raise UserError(f"this is not a parameter{did_you_mean(name[:SHOWN], parameters())}")
    return read(name, text)


def _possible(found: Reading, plan: Plan) -> Plan:
    """The plan, or as much of it as can be shown: values that are right by themselves may contradict each other."""
    try:
        configurations(plan)
        return plan
    except UserError as error:
        found.problems.append(in_a_line(error))
    for less in (plan, replace(plan, common={}), replace(plan, common={}, loaded={}, timeline={}, start="", title="")):
        try:
            stated(less), base(less)
            return less
        except UserError:
            continue
    return Plan()


def _scenario(name: str) -> str:
    if name not in scenario_files():
        raise unknown(name[:SHOWN], "a scenario", scenario_files())
    return name


def _choice(kind: Any, text: str) -> Any:
    if text not in kind.__members__:
        raise UserError(f"'{text[:SHOWN]}' is not one of {', '.join(kind.__members__)}")
    return kind[text]


def _number(found: Reading, pairs: Mapping[str, str], name: str, usual: int, low: int, high: int) -> int:
    return found.take(name, lambda: _whole(pairs.get(name, str(usual)), low, high), usual)


def _whole(text: str, low: int, high: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not low <= int(text) <= high:
        raise UserError(f"'{text[:20]}' is not a whole number from {low} to {high}")
    return int(text)


def _timeline(text: str) -> Values:
    if not text:
        return {}
    try:
        content = json.loads(text, parse_int=_digits)
    except (ValueError, RecursionError):
        raise UserError("the timeline in the address cannot be read") from None
    found = checked_timeline(content)
    return {str(month): {name: plain(value) for name, value in changes.items()} for month, changes in found.items()}


def _digits(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("no parameter is as large as that")
    return int(digits)
