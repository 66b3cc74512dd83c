"""What the rows of ``evidence/corridors.csv`` are about: topics, their attributes, and for which countries a row holds."""

from typing import NamedTuple


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


EU = _codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
"""Member states: a row whose destination is ``EU`` holds for them."""

REGIONS = {
    "national_visa_refusal_rate_africa": _codes("CV EG ET GH KE MA NG SN TN ZA"),
    "national_visa_refusal_rate_asia": _codes("BD CN ID IN PH PK VN"),
    "national_visa_refusal_rate_europe_noneu": _codes("AL MD RS UA XK"),
    "national_visa_refusal_rate_latam": _codes("BR CO EC HN HT"),
    "westbalkan_work_visa_refusal_rate": _codes("AL RS XK"),
}
"""Origins for which a figure of a destination holds that names a region. Georgia belongs to none: the source is silent."""

QUALITIES = ("high", "medium", "low")


class Level(NamedTuple):
    """A topic whose factors are read from the level of an attribute in each country, relative to the mean of its side."""

    attribute: str
    title: str
    """In words."""
    ratio: str
    """What its level at the destination over that at the origin is called in JSON."""
    acts: str
    """Where a run takes it, in words."""


GDP = Level("gdp_per_capita_ppp", "GDP per head", "gdp_ratio", "in its accounts")
"""GDP per head at purchasing power: what incomes of a corridor are taken from."""


class Topic(NamedTuple):
    """What the rows of several attributes are about."""

    title: str
    attributes: tuple[str, ...]
    scale: str = ""
    """``odds`` or ``log``: the scale on which thin figures are shrunk; empty where they are not."""
    parameters: tuple[str, ...] = ()
    """The model's averages for it."""
    letter: str = ""
    """In the matrix of docs/corridors.md."""
    stated: tuple[str, ...] = ()
    """Attributes that state a run's value itself: shown, but no figures from which the mean corridor follows."""
    level: Level | None = None
    """What its factors are read from, where they are not how far a pair lies from the mean corridor."""


TOPICS = {
    "refusal": Topic(
        "Refusal of work and long-stay visas",
        (
            "long_stay_work_visa_refusal_rate", "work_visa_refusal_rate", "work_permit_refusal_rate",
            "national_visa_refusal_rate", "westbalkan_work_visa_refusal_rate", "national_visa_refusal_rate_africa",
            "national_visa_refusal_rate_asia", "national_visa_refusal_rate_europe_noneu",
            "national_visa_refusal_rate_latam", "national_visa_refusal_rate_world",
        ),
        "odds", ("permits.visa_refusal",), "R", ("visa_refusal",),
    ),
    "waiting": Topic(
        "Waiting for an appointment or a visa",
        ("work_visa_appointment_wait_months", "national_visa_wait_months", "work_visa_wait_months"),
        "log", ("permits.visa_months",), "W", ("visa_months",),
    ),
    "permit": Topic(
        "Processing of a work permit",
        (
            "work_permit_processing_months", "work_permit_processing_days", "blue_card_processing_days",
            "single_permit_processing_months_legal_max",
        ),
        "log", ("permits.months",), "P", ("permit_months",),
    ),
    "study": Topic(
        "Student visas", ("student_visa_refusal_rate", "student_visa_appointment_wait_months"), letter="U",
    ),
    "language": Topic(
        "Language", ("common_official_language", "official_languages", "language_french_share", "english_ef_epi"),
        parameters=("candidates.shared_language",), stated=("common_official_language",),
    ),
    "income": Topic(
        "Income", (GDP.attribute, "minimum_wage"), parameters=("candidates.earnings_multiple",), level=GDP,
    ),
    "recognition": Topic(
        "Recognition",
        (
            "recognition_months_nurse", "recognition_share_full", "recognition_share_partial",
            "recognition_share_compensation", "recognition_share_negative", "recognition_positive_decisions",
            "recognition_applications_nurses", "recognition_applications_doctors",
        ),
        "", ("recognition.months", "recognition.success"), "Q",
    ),
    "diaspora": Topic("Diaspora", ("diaspora_stock",)),
    "agreements": Topic(
        "Agreements",
        (
            "agreement_employment_services", "agreement_labour", "agreement_migration", "agreement_quota",
            "agreement_migration_partnership", "agreement_mobility", "agreement_mobility_partnership",
            "agreement_readmission", "agreement_talent_partnership", "agreement_young_professionals",
        ),
        letter="A",
    ),
    "stops": Topic(
        "Political stops",
        (
            "political_stop", "political_stop_partial", "visa_cut_share", "political_stop_nurse_cap",
            "political_stop_nurse_cap_exempt",
        ),
        "", ("politics.stop_rate", "politics.stop_months"), "S",
    ),
    "consulates": Topic("Consulates and visa centres", ("schengen_visa_consulates_count", "visa_centre_long_stay")),
    "thresholds": Topic(
        "Salary thresholds",
        (
            "salary_threshold_blue_card", "salary_threshold_blue_card_shortage", "salary_threshold_highly_skilled",
            "salary_threshold_skilled_worker",
        ),
    ),
    "checks": Topic(
        "Published permits and visas (for checks only)",
        ("first_permits_employment", "first_permits_all_reasons", "work_visas_issued", "long_stay_work_visas"),
        letter="F",
    ),
}  # fmt: skip
"""What is known of corridors, in the order in which it is shown."""
