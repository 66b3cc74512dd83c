"""What things are called on pages and in sentences: scenarios, designs, indicators and groups of parameters.

Files, columns and commands keep the names that they have; a name that is not listed here (a user's own) stays as it was
written. Each entry is written as it stands within a sentence; :func:`label` makes a heading of it.

>>> indicator("cost_per_match")
'cost per match'
>>> label(design("five_year"))
'Five years'
"""

from collections.abc import Mapping, Sequence

from sim.indicators import BY_NAME

SCENARIOS: Mapping[str, str] = {
    "association_pilot": "the pilot with an association",
    "australia_srlap": "SRLAP (Australia, phase 2)",
    "australia_swp_hort": "Australia's seasonal programme in horticulture",
    "australia_swp_trial": "Australia's seasonal programme in trial sectors",
    "baseline": "the typical pilot",
    "blue_birds": "Blue Birds",
    "canada_aip": "the Atlantic pilot of Canada",
    "canada_empp": "EMPP (Canada, phase 2)",
    "china_nurses": "nurses from China for Germany",
    "covid_early": "the early COVID shock",
    "covid_late": "the late COVID shock",
    "covid_shock": "the COVID shock",
    "crowded_origin": "the pilot in a crowded country of origin",
    "digital_explorers": "Digital Explorers",
    "diverse_markets": "the pilot with diverse markets",
    "dt4e": "DT4E",
    "first_phase": "the first of two phases",
    "five_year": "the five-year pilot",
    "flexible": "the flexible pilot",
    "france_senegal_yp": "young professionals from Senegal for France",
    "georgia_pcms": "PCMS (Germany and Georgia)",
    "ghana_italy_confindustria": "Confindustria (Italy and Ghana)",
    "haiti_h2a": "the H-2A pilot with Haiti",
    "homere": "HOMERe",
    "institution_pilot": "the pilot with institutions",
    "japan_epa_indonesia": "the EPA of Japan and Indonesia",
    "kani": "KANI",
    "low_medium_skills": "the pilot for low and medium skills",
    "match": "MATCH",
    "moldova_germany_seasonal": "seasonal work of Moldovans in Germany",
    "morocco_germany": "Morocco and Germany",
    "move_green": "MOVE GREEN",
    "nestle_nigeria_swiss": "the interns of one group (Switzerland and Nigeria)",
    "no_facilitation": "the pilot without facilitation",
    "open_pilot": "the open pilot",
    "pacific_labour_scheme": "the Pacific Labour Scheme",
    "palim": "PALIM",
    "political_turnover": "the pilot with political turnover",
    "portugal_ukraine_circular": "circular migration from Ukraine to Portugal",
    "private_recruiters": "the scheme with private recruiters",
    "protectionist": "the pilot in a protectionist climate",
    "recognition_agreement": "the pilot with a recognition agreement",
    "recognition_friction": "the pilot with difficult recognition",
    "remote_start": "the pilot with remote starts",
    "rigid": "the rigid pilot",
    "seasonal_pilot": "the seasonal pilot",
    "single_market": "the pilot with a single market",
    "spain_honduras_ecuador": "seasonal work from Honduras and Ecuador in Spain",
    "swiss_tunisia_stagiaires": "young professionals from Tunisia for Switzerland",
    "talent_partnership": "the Talent Partnership",
    "thamm": "THAMM",
    "three_year": "the three-year pilot",
    "two_phases": "two three-year pilots in sequence",
    "vietnam_nurses_pilot1": "the first care pilot of Germany and Vietnam",
    "vietnam_nurses_pilot2": "the second care pilot of Germany and Vietnam",
    "wafira": "WAFIRA",
    "ygca": "YGCA",
}

DESIGNS: Mapping[str, str] = {
    "default": "the scenario's own design",
    "open": "firms won one by one",
    "association": "places signed by an association",
    "institution": "places signed by institutions",
    "group": "places within a group",
    "train_first": "training before matching",
    "match_first": "matching before training",
    "digital": "the digital design",
    "five_year": "five years",
    "flexible": "the flexible design",
    "prepared": "the prepared design",
    "rigid": "the rigid design",
    "three_year": "three years",
    "covid": "the COVID shock",
    "mild": "the mild shock",
    "severe": "the severe shock",
    "none": "no shock",
    "agreement": "the recognition agreement",
    "friction": "difficult recognition",
    "smooth": "smooth recognition",
    "diverse": "five diverse markets",
    "single": "a single market",
    "three": "three markets",
}
"""Options of a group that can be compared as designs."""

_INDICATORS: Mapping[str, str] = {
    "places_planned": "places planned",
    "achievement": "share of the plan achieved",
    "offers": "offers made",
    "refusals": "offers refused",
    "reintegrated": "persons reintegrated",
    "remote_starts": "remote starts",
    "local_placements": "placements in the economy of origin",
    "preselected": "persons preselected",
    "trained": "persons trained",
    "early_returns": "early returns",
    "returned": "persons who returned after the stay",
    "stayed": "persons who stayed on",
    "employers_engaged": "hosts engaged",
    "employers_hiring": "hosts that hired",
    "closing_rate": "matches per vacancy",
    "sme_share": "matches with small and medium hosts",
    "first_time_share": "matches with first-time recruiters",
    "internationalisation_share": "matches through internationalisation",
    "months_to_match": "time to a match",
    "months_to_departure": "time to departure",
    "public_cost": "public money spent",
    "private_contribution": "money from hosts",
    "unspent": "public money returned unspent",
    "cost_per_completed": "cost per completed mobility",
    "trust_government": "trust of governments",
    "trust_government_origin": "trust of governments of origin",
    "trust_government_destination": "trust of governments of destination",
    "trust_employer": "trust of hosts",
    "institutional_memory": "what the partnership remembers when people change",
    "promises_missed": "persons who came late or were refused after a match",
    "lead_changes": "changes of the project's lead",
    "demand": "demand of the markets",
    "months_sustained": "months that the pathway lives on after funding",
    "capacity_built": "public capacity built",
    "capacity_left": "public capacity left at the end",
    "phases_run": "phases that began",
    "funding_end": "month in which public funding ended",
    "women_departed": "women who departed",
    "women_share": "share of women among departures",
    "months_abroad": "time spent abroad",
    "income_gained": "income that migrants gain",
    "remittances": "money sent home",
    "placements_added": "placements in the economy of origin that the scheme added",
    "skills_lost": "skilled persons that the origin loses",
    "skill_balance": "skilled persons that the origin gains on balance",
    "stopped_months": "time in which states stop the pathway",
    "waiting_employer": "waiting for a host",
    "waiting_examination": "waiting for an examination",
    "waiting_interview": "waiting for an interview",
    "waiting_permit": "waiting for a permit",
    "waiting_recognition": "waiting for recognition",
    "waiting_training": "waiting for training",
    "waiting_travel": "waiting for travel",
    "waiting_visa": "waiting for a visa",
    "vacancies_lapsed": "vacancies that lapsed",
    "rehires": "persons hired again",
    "host_changes": "persons who changed the host abroad",
    "remote_contracts": "persons who stay remote workers",
    "vacancies_below_floor": "vacancies whose pay is below what the permit asks for",
    "housing_paid": "money that hosts spend on housing",
    "declared_per_hire": "vacancies declared per match",
    "departures_self_financed": "departures that hosts pay for",
    "completed_self_financed": "completed mobilities that hosts pay for",
    "hires_first_time": "matches with first-time recruiters (persons)",
    "hires_internationalisation": "matches through internationalisation (persons)",
}
"""Indicators whose names do not read well with spaces instead of underscores."""

COUNTED = {"persons", "interviews", "offers", "hosts", "vacancies", "agreements", "changes"}
"""Units of indicators whose names are plurals."""

GROUPS: Mapping[str, str] = {
    "agencies": "agencies",
    "candidates": "candidates",
    "corridor": "the corridor",
    "costs": "costs",
    "design": "the design",
    "employers": "hosts",
    "markets": "markets",
    "phase": "the phase before",
    "permits": "permits",
    "politics": "politics",
    "recognition": "recognition of qualifications",
    "sectors": "sectors",
    "shock": "the shock",
    "steering": "steering",
    "trust": "trust",
}


def scenario(name: str) -> str:
    """A scenario within a sentence: ``the typical pilot``; a user's own stays as it is written."""
    return SCENARIOS.get(name, name)


def design(name: str) -> str:
    """A design within a sentence: ``five years``; a user's own stays as it is written."""
    return DESIGNS.get(name, name)


def indicator(name: str) -> str:
    """An indicator within a sentence: ``completed mobilities``; anything else stays as it is written."""
    if name not in BY_NAME:
        return name
    if name in _INDICATORS:
        return _INDICATORS[name]
    kind, _, rest = name.partition("_")
    return {"spent": f"spent on {rest}", "hires": f"matches with {rest} hosts"}.get(kind, name.replace("_", " "))


def plural(name: str) -> bool:
    """Whether an indicator is a number of things, so that its name is a plural: ``completed mobilities are``."""
    return name in BY_NAME and (BY_NAME[name].unit in COUNTED or name == "months_sustained")


def group(name: str) -> str:
    """A group of parameters within a sentence."""
    return GROUPS.get(name, name)


def bare(phrase: str) -> str:
    """A phrase without its article."""
    return phrase.removeprefix("the ").removeprefix("a ")


def label(phrase: str) -> str:
    """A phrase as a heading or in a table: without its article, with a capital."""
    text = bare(phrase)
    return text if "_" in text else text[:1].upper() + text[1:]  # a user's own made_up stays as it is


def starting(phrase: str) -> str:
    """A phrase at the start of a sentence: with a capital, and with its article."""
    return phrase if "_" in phrase.partition(" ")[0] else phrase[:1].upper() + phrase[1:]


def listed(phrases: Sequence[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return "".join(phrases) if len(phrases) < 2 else f"{', '.join(phrases[:-1])} {word} {phrases[-1]}"
