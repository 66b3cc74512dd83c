"""The words of docs/levers.md: levers as a planner groups them, and what each costs, with amounts from the registry.

``docs/generate.py`` makes the tables. In a text, ``{costs.staff}`` stands for the amount of that parameter with its
plausible range. ``tests/test_levers_page.py`` fails if a text leaves out a part of the price. A lever without a text
here is listed with the words that are made from its price.
"""

import re
from collections.abc import Iterator

from sim.evidence.published import ranges
from sim.parameters import ATTRIBUTE, LEVER, Parameter, parameters
from sim.reporting.prices import in_plain_words

AMOUNT = re.compile(r"\{([a-z_.]+)(?: / ([a-z_.]+))?\}")
COLUMNS = ("lever", "default (plausible)", "what it costs")
UNSAID = ("0-1", "switch", "category", "share", "weight", "month")
"""Units that say nothing after a value."""
ASSUMED = "†"
"""Marks an amount that is an assumption."""

_SIGNED = (
    "Staff time for hosts: {agencies.signing_contacts} for each partner while talks last, out of the {agencies.staff_contacts} of a "
    "full-time post. An association takes {employers.signing_work.association} to sign, so "
    "{employers.signing_work.association / agencies.signing_contacts}; an institution {employers.signing_work.institution}, so "
    "{employers.signing_work.institution / agencies.signing_contacts}; a group {employers.signing_work.group}, so "
    "{employers.signing_work.group / agencies.signing_contacts}; all for as many places as a typical pilot has and at the highest skill of the lead, longer "
    "with less skill. More places take longer, and a signature for them is less likely. An association also asks for {costs.signed_place}. "
    "Talks may fail; then the places are open. Institutions have posts in health care and for study, groups for interns; elsewhere they seldom sign."
)
_AS_SIGNED = "As `design.signed_share`: this says which part of the signed places comes from {}."
_LOOKUP = "Staff time for hosts: {agencies.lookup} for every host that turns out not to be of this kind. And fewer hosts are left."
_COMPONENT = (
    "{costs.coordination_component} for coordination, and the lead's contacts count for less with every component."
)
_FURTHER = (
    "{costs.coordination_country} for every further country. And more governments share the same contacts: "
    "{agencies.contacts} of the lead's team, {agencies.staff_contacts} of each further post."
)

GROUPS: dict[str, dict[str, str]] = {
    "Size and time": {
        "design.places": "{costs.mobility} for each mobility, {costs.training} for each person in training, {costs.screening} for "
        "each application. Places are a ceiling and bring no hosts: whoever is trained for a place that nobody gives costs "
        "money and trust.",
        "design.duration_years": "{costs.coordination} for as long as public money flows, and further staff and tools by the month.",
        "design.budget_total": "The money itself; what is not spent goes back ([the budget](odd.md#budget)).",
        "design.closing_months": "Time: calls for applicants end that much earlier.",
    },
    "Who signs": {
        "design.signed_share": _SIGNED,
        "design.signed_by.association": _AS_SIGNED.format("employers' associations"),
        "design.signed_by.institution": _AS_SIGNED.format("universities, hospitals and public bodies"),
        "design.signed_by.group": _AS_SIGNED.format("groups of companies"),
    },
    "Whom we seek": {
        "design.sought_size": _LOOKUP,
        "design.sought_motive": _LOOKUP,
        "design.sought_experience": _LOOKUP,
    },
    "Staff and skill": {
        "design.host_staff": "{costs.staff} for each full-time post.",
        "design.facilitation_staff": "{costs.staff} for each full-time post.",
        "design.ministry_share": "Time of the lead's team, {agencies.contacts}: what ministries get is missing for hosts.",
        "design.facilitation": "{costs.facilitation} for the highest skill, half of it for half.",
        "design.advisory_board": "{costs.board} for secretariat and meetings.",
        "design.origin_coordination": "{costs.origin_coordination} in each country of origin for full coordination, which also takes "
        "{trust.coordination_effort} of the contacts.",
    },
    "Preparation and agreements": {
        "design.preparation_months": "{costs.preparation}, out of the same budget, for every month before month 0.",
        "recognition.agreement_month": "Staff time: {recognition.negotiation_time} of the contacts with ministries while talks last. "
        "Time: {recognition.agreement_work}; governments with half of the trust and support take twice as long.",
        "recognition.simplification": "Time: the usual procedure takes {recognition.agreement_work}; one that removes more takes longer.",
    },
    "Training and the order of steps": {
        "design.training_months": "{costs.training}, and time: the person can leave that much later.",
        "design.pipeline": "Matched first, the host waits for the months of training, and may give up the post. Trained first, "
        "{costs.training} is lost for whoever finds no host.",
        "design.home_share": "{costs.training} and {costs.screening} for everybody who is trained for the home market, on top of those "
        "who are to leave.",
        "design.reserve_share": "{costs.screening} to preselect more people, and {costs.reserve} to keep in touch with those who wait. "
        "A reserve that is never called costs trust.",
        "design.stay_months": "{costs.allowance.internship} for interns and {costs.allowance.study} for students. For workers the "
        "host pays. A short stay is worth less to hosts ([employers](odd.md#employer)), a long one ends later.",
        "design.intake_months": "Time: whoever misses a date waits for the next, on average half of the interval.",
        "design.first_intake": "Time: a date that comes before people are ready costs them `design.intake_months`.",
    },
    "Selection": {
        "design.cohort_months": "{costs.call} in each country of origin; calls twice as often cost twice as much.",
        "design.interview_share": "{costs.interview}, and capacity: public services hold {agencies.interviews}.",
        "design.shortlist": "{costs.interview} for each further candidate who is heard.",
        "design.private_recruiters": "{costs.interview}, and at first {agencies.recruiter_markup} on top of it; the mark-up falls "
        "with volume.",
    },
    "Money asked of hosts": {
        "design.contribution_share": "Asks hosts for their share of {costs.full_price}. It brings money, and it puts hosts off, the more "
        "the shorter the stay ([employers](odd.md#employer)).",
    },
    "Support and components": {
        "design.administrative_support": "Staff time for hosts: full support takes {agencies.support_contacts} for everybody between match and "
        "departure, out of the {agencies.staff_contacts} of a full-time post. It is missing for seeking hosts.",
        "design.digital": "{costs.digital_setup} once and {costs.digital_running} for fully digital procedures. Time: {agencies.digital_months} "
        "until they do what they should.",
        "design.remote_start": "{costs.remote_start} who begins remotely. Some of them never move and stay remote workers, more while "
        "borders are closed ([remote work](odd.md#remote)).",
        "design.change_of_host": "{costs.change_of_host}, and hosts that hesitate, because they may lose a person to others "
        "([rights](odd.md#rights), [employers](odd.md#employer)).",
        "design.reintegration_support": "{costs.reintegration}, set aside at departure and paid to those who return with support.",
        "design.mentoring": "{costs.mentoring}. " + _COMPONENT,
        "design.integration_package": "{costs.integration_package}. " + _COMPONENT,
        "design.diaspora_network": "{costs.diaspora_network} for the network. " + _COMPONENT,
        "design.business_creation": "{costs.business_creation} with support. " + _COMPONENT,
    },
    "Flexibility, monitoring, capacity": {
        "design.flexibility": "{costs.oversight} for the funder's closer oversight of a fully flexible scheme, and {costs.amendment}.",
        "design.monitoring_share": "Its share of what coordination leaves of the [budget](odd.md#budget): it is missing for training and mobility. "
        "Reports in time take {costs.monitoring}; with less they come later, and more than that brings nothing.",
        "design.capacity_share": "Its share of what coordination leaves of the [budget](odd.md#budget): it is missing for training and mobility.",
    },
    "Countries and markets": {
        "corridor.origins": _FURTHER,
        "markets.countries": _FURTHER,
        "markets.count": "{costs.coordination_market} for every further market.",
        "markets.diversity": "{costs.coordination_market} for every further market. Other sectors have other rules of "
        "[recognition](odd.md#recognition), and other needs for language.",
    },
}  # fmt: skip
"""Every lever by the question that it answers, with what it costs."""


def unit_in_words(unit: str) -> str:
    """A unit as it is said: ``EUR a month``, ``EUR an interview``."""
    first, _, rest = unit.replace("person-month", "person and month").partition("/")
    return f"{first} {'an' if rest[0] in 'aeiou' else 'a'} {rest}" if rest else first


def number(value: float, share: bool) -> str:
    """A number with separators; a share in per cent."""
    return f"{100 * value:.3g}" if share else f"{value:,.10g}"


def amount(parameter: Parameter) -> str:
    """A price: its default in its unit, its plausible range, and a mark if it is an assumption."""
    known, share = ranges()[parameter.name], parameter.unit == "share"
    default = number(parameter.default, share)
    unit = "%" if share else unit_in_words(parameter.unit)
    if default == "1":
        unit = unit.replace("contacts", "contact")
    low, high = number(known.low, share), number(known.high, share)
    return f"{default} {unit} ({low} to {high}{ASSUMED if known.assumed else ''})"


def cost(text: str) -> str:
    """A text about costs with its amounts; work by work a month is a number of months."""

    def said(found: re.Match[str]) -> str:
        first = parameters()[found[1]]
        return f"{first.default / parameters()[found[2]].default:.0f} months" if found[2] else amount(first)

    return AMOUNT.sub(said, text)


def named(text: str) -> set[str]:
    """The parameters whose amounts a text states, with those of the levers to which it refers."""
    others = [
        GROUPS[group][name] for name in re.findall(r"As `([\w.]+)`", text) for group in GROUPS if name in GROUPS[group]
    ]
    return {name for each in (text, *others) for found in AMOUNT.finditer(each) for name in found.groups() if name}


def shown(value: object) -> str:
    """A value as it is written on the command line."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(getattr(value, "name", None) or f"{value:,.10g}")


def choice(parameter: Parameter) -> str:
    """What a lever is set to, and what else is plausible."""
    known = ranges().get(parameter.name)
    if known:
        return f"{shown(parameter.default)} ({known.low:,.10g} to {known.high:,.10g})"
    if parameter.choices:
        return f"{shown(parameter.default)} ({', '.join(each for each in parameter.choices if each != shown(parameter.default))})"
    return f"{shown(parameter.default)} ({shown(not parameter.default)})"


def row(name: str, costs: str) -> tuple[str, str, str]:
    """A line of a table: lever, value, cost."""
    parameter = parameters()[name]
    unit = f" {unit_in_words(parameter.unit)}" if parameter.unit not in UNSAID else ""
    return f"{parameter.meaning} `{name}`", choice(parameter) + unit, costs


def rows(group: str) -> list[tuple[str, str, str]]:
    """The lines of a group's table."""
    return [row(name, cost(text)) for name, text in GROUPS[group].items()]


def further() -> list[tuple[str, str, str]]:
    """The lines of levers that no group names yet."""
    grouped = {name for group in GROUPS.values() for name in group}
    return [
        row(name, in_plain_words(each))
        for name, each in parameters().items()
        if each.kind == LEVER and name not in grouped
    ]


def price_rows() -> Iterator[tuple[str, str, str, str]]:
    """The lines of the table of prices: parameter, what it is, amount, how the range came about."""
    known = ranges()
    found_in = (found[1] for group in GROUPS.values() for text in group.values() for found in AMOUNT.finditer(text))
    for name in dict.fromkeys(found_in):
        parameter, found = parameters()[name], known[name]
        behind = "assumption" if found.assumed else ", ".join(f"`{source}`" for source in found.sources)
        yield parameter.meaning, f"`{name}`", amount(parameter), f"{found.reason} ({behind})"


def attribute_rows() -> Iterator[tuple[str, str]]:
    """The lines of the table of attributes: what a scheme is."""
    for parameter in parameters().values():
        if parameter.kind == ATTRIBUTE:
            yield f"{parameter.meaning} `{parameter.name}`", shown(parameter.default)
