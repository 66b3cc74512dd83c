"""The lessons on recognition and shocks (L12 to L16) and on scale and pathways (L17 to L22) as experiments."""

from analysis.lessons.lesson import BELOW, DIFFERENT, NOTHING, Lesson, Part, Theme
from analysis.lessons.partnership import DONE, DURATIONS, PUBLIC, SAME_A_YEAR
from analysis.lessons.quantities import Quantity, during, total
from analysis.worlds.pilots import PILOTS, Scheme

FRICTION = {
    "ict": "baseline",
    "ict rough": "baseline recognition=friction",
    "health": "baseline design.sector=health",
    "health rough": "baseline design.sector=health recognition=friction",
}
STRUCK = {f"month {month}": f"baseline shock=covid shock.month={month}" for month in (6, 14, 24)}
KINDS = {
    "intern": "baseline design.kind=internship design.level=medium design.stay_months=6",
    "entry": "baseline design.level=medium",
    "mid": "baseline",
}
LEVELS_STRUCK = KINDS | {f"{name} struck": f"{arm} shock=covid" for name, arm in KINDS.items()}
EXPOSED = "baseline employers.internationalisation=0.1 markets.employers=80 sectors.demand.ict=0.9"
MARKETS = {
    f"{name}{alike}{steady}": f"{EXPOSED} markets.count={count} markets.correlation={correlation}{volatility}"
    for name, count in {"one": 1, "six": 6}.items()
    for alike, correlation in {"": 0, " alike": 0.9}.items()
    for steady, volatility in {"": " markets.volatility=0.5", " steady": " markets.volatility=0"}.items()
}
DEMANDING = (
    "A market that binds: few hosts, most of them with a shortage, weak and volatile demand. Where hosts abound, demand"
    " does not decide and markets spread no risk."
)
RISK = "Loss: completed mobilities below those of the same run with steady demand, zero where there are more."
CLOSURE = {
    "calm": "baseline design.remote_start=0",
    "calm remote": "baseline design.remote_start=0.8",
    "closed": "covid_shock design.remote_start=0",
    "closed remote": "covid_shock design.remote_start=0.8",
}
DIGITAL = {
    "calm": "baseline design.digital=0",
    "calm digital": "baseline design.digital=0.9",
    "struck": "covid_shock design.digital=0",
    "struck digital": "covid_shock design.digital=0.9",
}
MIXED = {"public": PUBLIC, "mixed": "private_recruiters"}
VOLUMES = {
    f"mixed{size}{dear}": f"private_recruiters{smaller}{prices}"
    for size, smaller in {"": "", " small": " design.places=150 design.budget_total=3000000"}.items()
    for dear, prices in {"": "", " dear": " agencies.recruiter_learning=0"}.items()
}
AT_SCALE = "A scheme of 600 places with public services of a pilot's capacity."
PARTNERSHIP = "talent_partnership scale=0.1"
TRACKS = {"abroad": "baseline", "both": "baseline design.home_share=0.5"}
SKILLS = {"low": "low_medium_skills", "medium": "low_medium_skills design.level=medium"}
SKILLS_SCOPE = "The scheme for construction and hospitality, with low or with medium skills."
COMPONENTS = ("mentoring", "integration_package", "diaspora_network", "business_creation")
NO_COMPONENTS = " ".join(f"design.{name}=false" for name in COMPONENTS)
ALL_COMPONENTS = " ".join(f"design.{name}=true" for name in COMPONENTS)
BLAMED = {"palim": "employer", "homere": "employer"}
"""The cause of waiting that the brief names, by pilot."""


def kept(kind: str) -> Quantity:
    """Completed mobilities under the shock as a share of those without it."""
    return total(f"{kind} struck", DONE).per(total(kind, DONE))


def risk(arm: str) -> Quantity:
    """Completed mobilities that the ups and downs of demand cost, where they cost any."""
    return (total(f"{arm} steady", DONE) - total(arm, DONE)).positive()


def first_year(arm: str) -> Quantity:
    """Departures in the twelve months from the shock's first."""
    return during(arm, "departures", 14, 26)


def unit_cost(arm: str) -> Quantity:
    """Cost of selection per interview."""
    return total(arm, "spent_selection").per(total(arm, "interviews"))


def pilot(scheme: Scheme) -> Part:
    """What a pilot's candidates waited for longest; the measure is completed with the causes found."""
    called, cause = scheme.name, BLAMED.get(scheme.scenario, "")
    claim = (
        f"In {called} candidates waited longest for hosts to close the deal."
        if cause
        else f"What did candidates of {called} wait for longest?"
    )
    return Part(claim, called, "person-months", {"pilot": scheme.scenario},
                claimed="above" if cause else NOTHING, cause=cause)  # fmt: skip


SHOCKS = Theme("shocks", "Recognition, shocks and markets", (
    Lesson("L12", "Recognition",
        "Recognition can be critical by sector; negotiate simplified procedures at the outset.",
        ("recognition.",), (
        Part("Friction in recognition costs completed mobilities mostly in regulated sectors.",
             "completed mobilities lost to friction, health beyond ICT", "persons", FRICTION,
             (total("health", DONE) - total("health rough", DONE)) - (total("ict", DONE) - total("ict rough", DONE))),
        Part("A simplified procedure negotiated early beats the same negotiated late.",
             "completed mobilities, talks from month 0 against month 24", "persons",
             {"early": "recognition_friction recognition.agreement_month=0", "late": "recognition_friction recognition.agreement_month=24"},
             total("early", DONE) - total("late", DONE), scope="A scheme for nurses under friction."),
    )),
    Lesson("L13", "When the crisis hits",
        "The impact of COVID-19 depended strongly on the moment in the life cycle, the sector and the level.",
        ("shock.", "employers.recession_weight"), (
        *(Part(f"A shock in {name} costs completed mobilities.", f"completed mobilities, shock in {name} against calm", "persons",
               {"calm": "baseline", name: arm}, total(name, DONE) - total("calm", DONE), BELOW) for name, arm in STRUCK.items()),
        Part("In month 14 the same shock costs another number than in month 6.", "completed mobilities, shock in month 14 against month 6", "persons",
             STRUCK, total("month 14", DONE) - total("month 6", DONE), DIFFERENT),
        Part("In month 14 the same shock costs another number than in month 24.", "completed mobilities, shock in month 14 against month 24", "persons",
             STRUCK, total("month 14", DONE) - total("month 24", DONE), DIFFERENT),
        Part("Internships lose more than entry-level jobs.", "share of completed mobilities lost, internships beyond entry level", "percentage points",
             LEVELS_STRUCK, kept("entry") - kept("intern"), scope="Shock in month 14, ICT."),
        Part("Entry-level jobs lose more than mid-level jobs in ICT.", "share of completed mobilities lost, entry level beyond mid-level", "percentage points",
             LEVELS_STRUCK, kept("mid") - kept("entry"), scope="Shock in month 14, ICT."),
        Part("In ICT demand is higher after the crisis than it would have been.", "index of demand after month 48, shock against calm", "index",
             {"calm": "baseline", "struck": STRUCK["month 14"]},
             (during("struck", "demand", 48, 96) - during("calm", "demand", 48, 96)) * (1 / 48)),
    )),
    Lesson("L14", "Several markets spread the risk",
        "The more markets a project serves, and the more diverse they are, the better risks are spread.",
        ("markets.count", "markets.correlation", "markets.volatility"), (
        Part("With six markets instead of one, outcomes differ less from run to run.",
             "coefficient of variation of completed mobilities, six independent markets against one", "percentage points", MARKETS,
             total("six", DONE).variation() - total("one", DONE).variation(), BELOW, scope=DEMANDING),
        Part("Markets that move together spread less risk: outcomes differ more from run to run.",
             "coefficient of variation of completed mobilities, six correlated markets against six independent ones", "percentage points", MARKETS,
             total("six alike", DONE).variation() - total("six", DONE).variation(), scope=f"{DEMANDING} Correlation 0.9 or 0."),
        Part("With six markets instead of one, less is lost to the ups and downs of demand.", "loss to demand, six independent markets against one",
             "persons", MARKETS, risk("six") - risk("one"), BELOW, scope=f"{DEMANDING} {RISK}"),
        Part("Less is saved by six markets that move together.", "loss to demand, six correlated markets against six independent ones", "persons", MARKETS,
             risk("six alike") - risk("six"), scope=f"{DEMANDING} {RISK} Correlation 0.9 or 0."),
    )),
    Lesson("L15", "Remote start",
        "Starting remotely from the country of origin bridges restrictions on mobility.",
        ("design.remote_start", "sectors.remote.", "candidates.remote_accept", "candidates.remote_patience", "shock.travel"), (
        Part("A remote start recovers part of what closed borders cost.", "completed mobilities, with remote start against without, under COVID-19", "persons",
             CLOSURE, total("closed remote", DONE) - total("closed", DONE)),
        Part("It does not recover all.", "completed mobilities, under COVID-19 with remote start against calm", "persons",
             CLOSURE, total("closed remote", DONE) - total("calm", DONE), BELOW),
        Part("A remote start is worth more while borders are closed than in calm.", "gain from remote start under COVID-19 beyond that in calm",
             "completed mobilities", CLOSURE,
             (total("closed remote", DONE) - total("closed", DONE)) - (total("calm remote", DONE) - total("calm", DONE))),
    )),
    Lesson("L16", "Digital procedures",
        "Digital tools and modern procedures have become more important than ever in the crisis.",
        ("design.digital", "agencies.digital_gain", "permits.digital_effect", "shock.consular", "shock.services"), (
        Part("With digital procedures a larger part of departures goes on in the year of the shock.",
             "share of a calm year's departures that is left, digital against paper", "percentage points", DIGITAL,
             first_year("struck digital").per(first_year("calm digital")) - first_year("struck").per(first_year("calm")),
             scope="Months 14 to 25, shock in month 14."),
        Part("Digital procedures are worth more in the shock than in calm.", "gain from digital procedures under COVID-19 beyond that in calm",
             "completed mobilities", DIGITAL,
             (total("struck digital", DONE) - total("struck", DONE)) - (total("calm digital", DONE) - total("calm", DONE))),
    )),
))  # fmt: skip

SCALE = Theme("scale", "Scale and lasting pathways", (
    Lesson("L17", "Private recruiters",
        "Public employment services lack capacity; private recruiters are an untapped source with economies of scale.",
        ("design.private_recruiters", "agencies.recruiter_", "agencies.interviews"), (
        Part("At scale private recruiters raise matches.", "matches, with private recruiters against public services alone", "persons", MIXED,
             total("mixed", "matches") - total("public", "matches"), scope=AT_SCALE),
        Part("They cost more per interview.", "cost of selection per interview, with private recruiters against without", "EUR", MIXED,
             unit_cost("mixed") - unit_cost("public"), scope=AT_SCALE),
        Part("Economies of scale lower that cost.", "cost of selection per interview, prices that fall with volume against prices that do not", "EUR",
             VOLUMES, unit_cost("mixed") - unit_cost("mixed dear"), BELOW, scope=AT_SCALE),
        Part("The larger the volume, the more they lower it.", "that fall of the cost per interview, 600 places against 150", "EUR", VOLUMES,
             (unit_cost("mixed") - unit_cost("mixed dear")) - (unit_cost("mixed small") - unit_cost("mixed small dear")), BELOW,
             scope="The same scheme with 600 places and with 150."),
    )),
    Lesson("L18", "Skills for both markets",
        "Half of those trained find employment at home, half abroad: a placement at home is no failure.",
        ("design.home_share", "candidates.home_hazard"), (
        Part("A track for the home market raises placements in all.", "completed mobilities and placements at home, two tracks against one", "persons", TRACKS,
             total("both", DONE, "local_placements") - total("abroad", DONE, "local_placements"), scope="Half of those trained, for home."),
        Part("It lowers the net loss of skills at origin.", "persons who stay abroad per person trained, two tracks against one", "percentage points", TRACKS,
             total("both", "stayed").per(total("both", "trained")) - total("abroad", "stayed").per(total("abroad", "trained")), BELOW,
             scope="Half of those trained, for home."),
    )),
    Lesson("L19", "Return and reintegration",
        "Support after return leverages effects at origin; a crisis there curtails reintegration.",
        ("design.reintegration_support", "candidates.reintegration_", "shock.origin_loss"), (
        Part("Support raises successful reintegration.", "reintegrated per returnee, full support against none", "percentage points",
             {"alone": "baseline design.reintegration_support=0", "helped": "baseline design.reintegration_support=1"},
             total("helped", "reintegrated").per(total("helped", "returned")) - total("alone", "reintegrated").per(total("alone", "returned"))),
        Part("A crisis at origin lowers it.", "reintegrated per returnee, shock in month 30 against calm", "percentage points",
             {"calm": "baseline", "struck": "baseline shock=covid shock.month=30"},
             total("struck", "reintegrated").per(total("struck", "returned")) - total("calm", "reintegrated").per(total("calm", "returned")), BELOW),
    )),
    Lesson("L20", "Simplicity and permanence",
        "Simplicity of design is often key to scale-up and to pathways that last without public funding.",
        ("design.mentoring", "design.integration_package", "design.diaspora_network", "design.business_creation", "trust.component_load", "costs.coordination_component", "costs.sustain_", "employers.contribution_", "employers.willing"), (
        Part("Past some point added components lower completed mobilities at scale.", "completed mobilities, four components against none", "persons",
             {"none": f"{PARTNERSHIP} {NO_COMPONENTS}", "four": f"{PARTNERSHIP} {ALL_COMPONENTS}"},
             total("four", DONE) - total("none", DONE), BELOW, scope="A tenth of the talent partnership: 1,000 places."),
        Part("Pathways of longer schemes more often survive the end of public funding.", "share of runs with a month that hosts pay for, five years against three",
             "percentage points", DURATIONS, total("five", "months_sustained").at_least(1) - total("three", "months_sustained").at_least(1), scope=SAME_A_YEAR),
        Part("They live on for longer.", "months that hosts pay for after funding, five years against three", "months", DURATIONS,
             total("five", "months_sustained") - total("three", "months_sustained"), scope=SAME_A_YEAR),
        Part("How many more live on for a year or longer?", "share of runs with twelve such months, five years against three", "percentage points",
             DURATIONS, total("five", "months_sustained").at_least(12) - total("three", "months_sustained").at_least(12), NOTHING, scope=SAME_A_YEAR),
    )),
    Lesson("L21", "Pilots as diagnostic tools",
        "Pilots diagnose what holds legal migration back: monitor more than the number of movers.",
        ("employers.hire_base", "shock.freeze.", "candidates.pool_patience"), tuple(pilot(each) for each in PILOTS.values())),
    Lesson("L22", "Low and medium skills",
        "Low and medium skills must be served too; they need other things.",
        ("recognition.required_level.", "candidates.level_return."), (
        Part("Low-skilled candidates wait less for recognition than medium-skilled ones in the same design.",
             "months waited for recognition per match, low against medium", "months", SKILLS,
             total("low", "waiting_recognition").per(total("low", "matches")) - total("medium", "waiting_recognition").per(total("medium", "matches")),
             BELOW, scope=SKILLS_SCOPE),
        Part("Of those matched another share departs at low than at medium skills.", "departures per match, low against medium", "percentage points", SKILLS,
             total("low", "departures").per(total("low", "matches")) - total("medium", "departures").per(total("medium", "matches")), DIFFERENT,
             scope=SKILLS_SCOPE),
        Part("Of those who leave another share returns early at low than at medium skills.", "early returns per departure, low against medium", "percentage points",
             SKILLS, total("low", "early_returns").per(total("low", "departures")) - total("medium", "early_returns").per(total("medium", "departures")),
             DIFFERENT, scope=SKILLS_SCOPE),
    )),
))  # fmt: skip
