"""The lessons on partnership (L1 to L6) and on hosts (L7 to L11) as experiments: data for :mod:`analysis.lessons`."""

from analysis.lessons.lesson import BELOW, NOTHING, Lesson, Part, Theme
from analysis.lessons.quantities import Quantity, during, total

DONE = "completed_mobilities"
FIVE_YEARS = "baseline design.duration_years=5"
DURATIONS = {"three": "baseline", "five": f"{FIVE_YEARS} design.budget_total=2500000 design.places=100"}
SAME_A_YEAR = (
    "The same budget and places a year: 1.5 million EUR and 60 places in three years, 2.5 million and 100 in five."
)
EARLY, LATE = 4, 24
VOTES = {
    name: f"baseline politics.term_months=72 politics.election_month={month}"
    for name, month in {"early": EARLY, "late": LATE, "none": 500}.items()
}
VOTED = f"An election in every government in month {EARLY} or {LATE}, terms of six years."
LEVELS = {
    "few": "baseline corridor.levels_origin=1 corridor.levels_destination=1",
    "many": "baseline corridor.levels_origin=3 corridor.levels_destination=3",
    "skilled": "baseline corridor.levels_origin=3 corridor.levels_destination=3 design.facilitation=1",
}
BOARD = {"alone": "baseline", "advised": "baseline design.advisory_board=true"}
CROWDING = {
    "free": "baseline trust.crowding=0",
    "crowded": "crowded_origin",
    "coordinated": "crowded_origin design.origin_coordination=1",
}
SLUMP = {
    "usual": "baseline",
    "slump": "baseline timeline.12.sectors.demand.ict=0.8 timeline.18.sectors.demand.ict=0.5",
}
IN_A_SLUMP = "Demand falls from 1.2 to 0.8 in month 12 and to 0.5 in month 18, and stays there."
SUPPORT = {"alone": "baseline design.administrative_support=0", "helped": "baseline design.administrative_support=1"}
SMALL = ("hires_micro", "hires_small", "hires_medium")
READ = {"heard": "baseline design.interview_share=1", "read": "baseline design.interview_share=0"}
PUBLIC = "private_recruiters design.private_recruiters=0"


def flexibility(other: str) -> dict[str, str]:
    """Arms of a rigid and of a flexible scheme, in a calm world and in another."""
    levers = {"rigid": "design.flexibility=0", "flexible": "design.flexibility=0.9"}
    return {name: f"baseline {lever}" for name, lever in levers.items()} | {
        f"{name} there": f"{other} {lever}" for name, lever in levers.items()
    }


FURTHER_GAIN = (total("flexible there", DONE) - total("rigid there", DONE)) - (
    total("flexible", DONE) - total("rigid", DONE)
)  # fmt: skip


def trust_kept(arm: str, month: int) -> Quantity:
    """Governments' trust after an election as a share of their trust without one."""
    after = (month + 1, month + 2)
    return during(arm, "trust_government", *after).per(during("none", "trust_government", *after))


def own_share(arm: str) -> Quantity:
    """Share of all money that hosts contribute."""
    return total(arm, "private_contribution").per(total(arm, "private_contribution", "public_cost"))


PARTNERSHIP = Theme("partnership", "Time, flexibility and trust", (
    Lesson("L1", "Time builds trust",
        "Trust between unaccustomed partners takes time: three to five years are recommended.",
        ("trust.gain", "trust.decay", "trust.prior", "politics.sign_threshold", "employers.trust_weight"), (
        Part("At the same budget a year, five years give more than five thirds of what three years give.",
             "completed mobilities in five years beyond 5/3 of those in three", "persons", DURATIONS,
             total("five", DONE) - total("three", DONE) * (5 / 3), scope=SAME_A_YEAR),
        Part("Trust goes on growing: at the end of a longer scheme governments trust its lead more.",
             "governments' trust at the end of funding, five years against three", "0-1", DURATIONS,
             total("five", "trust_government") - total("three", "trust_government"), scope=SAME_A_YEAR),
        Part("For the same budget in total and the same places, is it better to take five years than three?",
             "completed mobilities, five years against three, same total budget", "persons", {"three": "baseline", "five": FIVE_YEARS},
             total("five", DONE) - total("three", DONE), NOTHING,
             scope="The same 1.5 million EUR and 60 places, spread over three or five years."),
    )),
    Lesson("L2", "Flexibility",
        "Being able to reshuffle budgets, selection methods and target profiles keeps a scheme responsive.",
        ("design.flexibility", "steering.", "markets.drift"), (
        Part("A flexible scheme completes more mobilities than a rigid one.",
             "completed mobilities, flexible against rigid", "persons", flexibility("baseline"),
             total("flexible", DONE) - total("rigid", DONE)),
        Part("Flexibility is worth more under a shock than in calm.",
             "gain from flexibility under COVID-19 beyond that in calm", "completed mobilities", flexibility("covid_shock"),
             FURTHER_GAIN, scope="The shock strikes in month 14."),
        Part("Flexibility is worth more where the skills in demand drift fast.",
             "gain from flexibility in a drifting market beyond that in calm", "completed mobilities",
             flexibility("baseline markets.drift=0.2"), FURTHER_GAIN, scope="Profiles drift three times as fast as usual."),
        Part("A flexible scheme that is late is extended at no cost.",
             "end of funding, flexible against rigid", "months",
             {"rigid": "palim design.flexibility=0", "flexible": "palim design.flexibility=0.9"},
             total("flexible", "funding_end") - total("rigid", "funding_end"), scope="PALIM, planned for 18 months."),
    )),
    Lesson("L3", "The lead as interpreter",
        "Several levels of government must be involved with care; the lead interprets between them and mediates.",
        ("corridor.levels_origin", "corridor.levels_destination", "design.facilitation", "trust.facilitation_floor"), (
        Part("The more levels of government must agree, the slower a scheme: fewer have left after two years.",
             "departures in the first 24 months, three levels at each end against one", "persons", LEVELS,
             during("many", "departures", 0, 24) - during("few", "departures", 0, 24), BELOW),
        Part("With more levels of government fewer mobilities are completed in all.",
             "completed mobilities, three levels at each end against one", "persons", LEVELS,
             total("many", DONE) - total("few", DONE), BELOW),
        Part("A lead that is a better facilitator closes part of that gap.",
             "completed mobilities, best facilitation against usual, three levels at each end", "persons", LEVELS,
             total("skilled", DONE) - total("many", DONE)),
    )),
    Lesson("L4", "Political support and elections",
        "The most successful pilots had political support before they began; elections change alliances.",
        ("politics.",), (
        Part("Political support before the start is worth completed mobilities.",
             "completed mobilities, strong support (0.8) against weak (0.45)", "persons",
             {"weak": "baseline politics.support=0.45", "strong": "baseline politics.support=0.8"},
             total("strong", DONE) - total("weak", DONE)),
        Part("An early election costs more than a late one.", "completed mobilities, early election against late", "persons",
             VOTES, total("early", DONE) - total("late", DONE), BELOW, scope=VOTED),
        Part("Trust that is institutionalised survives an election better.",
             "share of governments' trust that survives, late election against early", "percentage points", VOTES,
             trust_kept("late", LATE) - trust_kept("early", EARLY), scope=VOTED),
    )),
    Lesson("L5", "Advisory board",
        "Regular consultation of an advisory board keeps what a scheme offers in demand.",
        ("design.advisory_board", "agencies.board_contacts", "agencies.board_sensing", "candidates.mismatch_weight"), (
        Part("With a board, those who are matched fit their host's market better.", "mismatch of profiles at match, with a board against without",
             "profile units", BOARD, total("advised", "profile_mismatch") - total("alone", "profile_mismatch"), BELOW),
        Part("With a board, more interviews end in an offer.", "offers per interview, with a board against without", "percentage points", BOARD,
             total("advised", "offers").per(total("advised", "interviews")) - total("alone", "offers").per(total("alone", "interviews"))),
    )),
    Lesson("L6", "Coordination in the country of origin",
        "Where many projects address few interlocutors, local coordination is of particular importance.",
        ("trust.crowding", "trust.coordination_effort", "design.origin_coordination"), (
        Part("Crowding costs matches.", "matches, four other projects per interlocutor against none", "persons", CROWDING,
             total("crowded", "matches") - total("free", "matches"), BELOW),
        Part("Coordination at origin recovers most of what crowding costs.", "share of the lost matches that coordination recovers", "percent", CROWDING,
             (total("coordinated", "matches") - total("crowded", "matches")).per(total("free", "matches") - total("crowded", "matches")),
             reference=50, scope="Most: more than half."),
    )),
))  # fmt: skip

HOSTS = Theme("hosts", "Hosts and matching", (
    Lesson("L7", "Hidden motives",
        "Firms took part to internationalise rather than to fill a shortage: such motives decide who remains engaged.",
        ("employers.internationalisation", "employers.need_weight", "employers.recession_weight", "employers.minimum_interest"), (
        Part("With falling demand, the share of hires by firms that want to internationalise rises.",
             "share of matches, slump against usual demand", "percentage points", SLUMP,
             total("slump", "hires_internationalisation").per(total("slump", "matches"))
             - total("usual", "hires_internationalisation").per(total("usual", "matches")), scope=IN_A_SLUMP),
        Part("Firms that want to internationalise keep more of their hires in the slump than firms with a shortage.",
             "share of hires kept, internationalisation against shortage", "percentage points", SLUMP,
             total("slump", "hires_internationalisation").per(total("usual", "hires_internationalisation"))
             - (total("slump", "matches") - total("slump", "hires_internationalisation")).per(
                total("usual", "matches") - total("usual", "hires_internationalisation")), scope=IN_A_SLUMP),
    )),
    Lesson("L8", "Support with the administrative burden",
        "Support with the burden is the strongest pull; small and first-time recruiters gain most.",
        ("design.administrative_support", "employers.burden.", "employers.burden_weight", "employers.experience_relief"), (
        Part("Support raises hires by small and medium firms more than by large ones.",
             "rise of hires with support, small and medium firms against large", "percentage points", SUPPORT,
             total("helped", *SMALL).per(total("alone", *SMALL)) - total("helped", "hires_large").per(total("alone", "hires_large"))),
        Part("Support raises hires by first-time recruiters more than by experienced ones.",
             "rise of hires with support, first-time recruiters against experienced", "percentage points", SUPPORT,
             total("helped", "hires_first_time").per(total("alone", "hires_first_time"))
             - (total("helped", "matches") - total("helped", "hires_first_time")).per(
                total("alone", "matches") - total("alone", "hires_first_time"))),
        Part("Most hires are by small and medium firms.", "share of matches with small and medium firms", "percent",
             {"digital_explorers": "digital_explorers"},
             total("digital_explorers", *SMALL).per(total("digital_explorers", "matches")), reference=50,
             scope="Digital Explorers, of which this was reported."),
        Part("Most hires are by firms that never recruited abroad.", "share of matches with first-time recruiters", "percent",
             {"digital_explorers": "digital_explorers"},
             total("digital_explorers", "hires_first_time").per(total("digital_explorers", "matches")), reference=50,
             scope="Digital Explorers, of which this was reported."),
    )),
    Lesson("L9", "Private money comes late",
        "Financial contributions need established trust and demonstrated results, which take time.",
        ("employers.contribution_trust", "employers.contribution_results", "employers.peer_results", "employers.willing", "design.contribution_share"), (
        Part("In the first 18 months hosts contribute next to nothing.", "share of hosts' contributions that come in the first 18 months", "percent", DURATIONS,
             during("five", "private_contribution", 0, 18).per(during("five", "private_contribution", 0, 96)), BELOW, 5,
             scope="Next to nothing: under 5 % of all they contribute. A scheme of five years."),
        Part("Contributions rise later.", "contributions in months 39 to 59 against months 18 to 38", "EUR", DURATIONS,
             during("five", "private_contribution", 39, 60) - during("five", "private_contribution", 18, 39), scope="A scheme of five years."),
        Part("Longer schemes reach a higher self-financed share.", "hosts' share of all money, five years against three", "percentage points", DURATIONS,
             own_share("five") - own_share("three"), scope=SAME_A_YEAR),
    )),
    Lesson("L10", "Closing the deal",
        "Declared interest is not a hire: cost, need and the quality of the match decide in the end.",
        ("employers.optimism", "employers.hire_base", "employers.quality_weight", "employers.waiting_weight", "employers.recession_weight"), (
        Part("Hires stay well under what hosts declare.", "matches per declared vacancy", "percent", SLUMP,
             total("usual", "matches").per(total("usual", "declared_vacancies")), BELOW, 75, scope="Well under: fewer than three in four."),
        Part("In a recession the gap between declared and realised hires widens.", "matches per declared vacancy, slump against usual demand", "percentage points",
             SLUMP, total("slump", "matches").per(total("slump", "declared_vacancies"))
             - total("usual", "matches").per(total("usual", "declared_vacancies")), BELOW, scope=IN_A_SLUMP),
    )),
    Lesson("L11", "Final selection takes resources",
        "In the final phases interviews or committees are needed, which cost and must be catered for.",
        ("design.interview_share", "agencies.screening_noise", "agencies.interview_noise", "agencies.interviews", "candidates.return_quality"), (
        Part("Selected on files alone, more offers are refused.", "refusals per offer, files alone against interviews", "percentage points", READ,
             total("read", "refusals").per(total("read", "offers")) - total("heard", "refusals").per(total("heard", "offers"))),
        Part("Selected on files alone, more return early.", "early returns per departure, files alone against interviews", "percentage points", READ,
             total("read", "early_returns").per(total("read", "departures")) - total("heard", "early_returns").per(total("heard", "departures"))),
        Part("At scale the capacity for interviews is a bottleneck.", "matches, 200 interviews a month against 20", "persons",
             {"scarce": PUBLIC, "ample": f"{PUBLIC} agencies.interviews=200"}, total("ample", "matches") - total("scarce", "matches"),
             scope="A scheme of 600 places with public services of a pilot's capacity."),
    )),
))  # fmt: skip
