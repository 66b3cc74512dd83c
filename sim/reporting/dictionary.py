"""What every state variable, stage, reason and draw means: one line each, for the documentation's tables.

The columns themselves are declared in :mod:`sim.state`, the decisions in :mod:`sim.draws`; a test checks that this
dictionary holds exactly those.
"""

from typing import NamedTuple

from sim.draws import Decision
from sim.state import Reason, Stage

MEANINGS: dict[str, dict[str, str]] = {
    "GOVERNMENT": {
        "support": "Political support for the scheme, 0 to 1",
        "trust": "Trust in the lead, 0 to 1",
        "threshold": "Trust times support at which it signs",
        "capacity": "Permits a month (side of destination); the permit desk has that of the national government",
        "digital": "Share of digital procedures; the permit desk has that of the national government",
        "next_election": "Month of the next election",
        "elections": "Elections held so far: the event number of the draw",
        "side": "Side of the corridor",
        "level": "Level: national, regional, local",
        "country": "Number of its country on its side",
        "signed": "1 once it has signed the partnership",
        "agreement": "1 once its country has the simplified recognition procedure; no process reads it",
    },
    "AGENCY": {
        "contacts": "Contacts a month (lead only), before the scheme's scale",
        "screenings": "Files a month, scale included (public service of origin, private recruiter)",
        "interviews": "Interviews a month, scale included (public service of destination, private recruiter)",
        "facilitation": "Skill as interpreter between stakeholders, 0 to 1 (lead only)",
        "digital": "Share of digital procedures; read where public services of origin screen",
        "unit_cost": "Price of an interview, EUR; a recruiter's is renewed every month of matching",
        "volume": "Interviews held so far by the recruiter, as a real number",
        "kind": "Kind of agency",
        "country": "Number of its country (origin or destination, by its kind)",
    },
    "EMPLOYER": {
        "contributed": "Money contributed so far, EUR",
        "need": "Need (shortage) or interest (internationalisation), at least 0",
        "burden": "Administrative burden of a hire from abroad before support",
        "trust": "Trust in the lead, 0 to 1",
        "results": "Completed stays of persons it hired",
        "index": "Position in its market: with the market its identity in draws",
        "market": "Its market",
        "declared": "Vacancies declared so far",
        "open": "Declared vacancies not filled",
        "hires": "Matches so far; not reduced when a match is lost",
        "covered": "Hires up to its latest declaration",
        "real_need": "Persons it really needs each time it declares; the rest is optimism",
        "engaged_month": "Month of its last engagement, -1: never",
        "next_review": "Month from which it reviews its engagement",
        "contacts": "Times the lead sought it: the event number of the draw",
        "reviews": "Reviews so far: the event number of the draw",
        "size_class": "Size class",
        "motive": "Why it takes part",
        "experience": "1 if it recruited abroad before the scheme",
        "status": "Relation to the scheme",
        "willing": "1 if it would ever contribute money",
    },
    "CANDIDATE": {
        "committed": "Public money committed to the mobility, EUR",
        "skill": "Skill, standard normal among those reached",
        "language": "Language, standard normal among those reached",
        "profile": "Profile on the axis on which the markets' wanted profiles drift",
        "score": "What screening showed: skill and noise",
        "quality": "In the pool: the draw for interview or file; from the match on: true quality of the match",
        "threshold": "By stage: lost time at the start of lessons; place in the queue for interviews; home hazard; border opening",
        "contribution": "What the host pays at departure, EUR",
        "agent": "Number in the country of origin: call times 2^22 plus position in the call",
        "employer": "Row of the host, -1: none",
        "next": "The candidate that follows in the calendar, due in the same month, -1: the last",
        "market": "Market of the match, -1: none",
        "since": "Month of entry into the stage; no process reads it",
        "due": "Month in which training, recognition, permit processing or stay end; -1: not set",
        "expiry": "Month in which patience ends; in training and abroad the month of breaking off, -1: never",
        "selected": "Month of preselection, -1: not",
        "matched": "Month of the match, -1: not",
        "departed": "Month of departure, -1: not",
        "referrals": "Times referred to a host: the event number of the draw",
        "matches": "Matches so far (0 or 1): the event number of later draws",
        "origin": "Country of origin",
        "gender": "1 for a woman",
        "level": "Skill level, the design's; no process reads it",
        "track": "0 abroad, 1 home",
        "stage": "Where the candidate is",
        "reason": "Why it entered the stage",
        "left": "The stage before the final one",
        "recognition": "0 not needed, 1 full, 2 after compensation, 3 refused",
        "remote": "1 if the work began remotely",
        "supported": "1 if reintegration support was paid",
    },
    "MARKET": {
        "demand": "Demand, 1 = average of the economy in normal times",
        "log_own": "The market's own part of (log) demand",
        "profile": "The profile wanted",
        "results": "Completed stays with hosts of the market",
        "first": "First row of its hosts",
        "hosts": "Number of its hosts",
        "active": "Number of engaged hosts",
        "ring_first": "First place of this month's ring, always equal to the first row",
        "ring_size": "Hosts in this month's ring",
        "open": "Open vacancies of the hosts in the ring",
        "pointer": "Next host on the lead's list",
        "fresh": "Hosts that engaged this month, not yet in order",
        "sector": "Sector",
        "country": "Country of destination",
    },
    "ORIGIN": {
        "economy": "State of the economy, 1 = normal",
        "log_economy": "Its logarithm without the shock",
        "hazard": "Accumulated hazard of a placement at home",
        "cut": "Screening score to pass",
        "screening_credit": "Files that can still be screened this month",
        "quota": "Persons still to be preselected",
        "files": "Applicants not yet screened",
        "calls": "Calls so far",
        "signed": "1 if every level has signed and none suspends",
    },
    "COUNTRY": {
        "speed": "Speed of its permit desk, share of the best",
        "digital": "Digital share of its permit desk",
        "closed": "Months that the desk was closed in all, by a shock",
        "delay": "Months by which this month's closure delays every file (0 or 1)",
        "permit_credit": "Permits it can still decide",
        "recognition_credit": "Recognition cases it can still decide",
        "agreement_work": "Work done on a simplified recognition procedure, trust-months",
        "signed": "1 if every level has signed and none suspends",
        "agreement": "1 once the simplified procedure is agreed",
    },
    "MONEY": {
        "allocation": "Euro in the line",
        "spent": "Euro spent, commitments included",
        "unmet": "Euro that the line could not pay since amendments were last considered",
    },
    "STAGE": {
        "count": "Candidates in the stage",
    },
    "CALENDAR": {
        "head": "First candidate whose training or stay ends in this month, -1: none",
        "tail": "Last such candidate, -1: none",
        "matches": "Matches that came this many months after preselection",
        "departures": "Departures that came this many months after preselection",
    },
    "JOURNAL": {
        "candidate": "Row of the candidate",
        "month": "Month",
        "stage": "Stage entered",
        "reason": "Why",
        "employer": "Row of the host at that time, -1: none",
    },
    "SLOT": {
        "shortlisted": "Length of the short-list of the host at this place in the ring",
        "width": "Files that the host at this place in the ring short-lists at most",
        "nearest": "First host of the ring at or after this share of it: where to begin the search for a point",
    },
    "SHORTLIST": {
        "utility": "The host's utility of the candidate; before it, the candidate's draw for interview or file",
        "score": "The candidate's score in screening",
        "candidate": "Row of the candidate",
    },
    "SCHEME": {
        "replicate": "Number of the replicate: first word of the key of all draws",
        "seed": "Seed: second word of the key of all draws",
        "budget": "Public budget, EUR",
        "planned_trainees": "Persons to train, both tracks",
        "planned_intake": "Persons to preselect",
        "curriculum": "Profile that is taught",
        "sensed": "The lead's picture of the wanted profile",
        "log_common": "The markets' common part of (log) demand",
        "intensity": "Intensity of the shock, 0 to 1",
        "services": "Share of training, outreach and selection capacity that works",
        "travel_open": "Share of travel that is possible",
        "training_lost": "Months of lessons lost to the shock so far",
        "capacity_stock": "Public capacity added by capacity building, share",
        "covered": "Share of the month's coordination that could be paid",
        "prospects": "Contacts in hand for seeking new hosts",
        "interview_credit": "Interviews that can still be held this month",
        "interviews_short": "Interviews wanted and not held this month",
        "method_gain": "Public interview capacity gained by revising the method, share",
        "private_balance": "Private account: contributions beyond the cost of mobilities, less what they paid for, EUR",
        "mismatch": "Sum over matches of the distance of profiles",
        "recruiter_share": "Share of the private recruiters' capacity bought this month",
        "places": "Places for mobility abroad",
        "places_taken": "Matches less matches lost before departure",
        "planned_months": "Months of funding planned",
        "end_month": "First month without funding, extensions included",
        "horizon": "Months simulated",
        "calls": "Calls so far",
        "calls_planned": "Calls planned",
        "next_call": "Earliest month of the next call",
        "candidates": "Applicants so far: rows in use",
        "candidate_limit": "Most applicants that can ever be",
        "preselected": "Persons preselected so far",
        "lost": "Preselected persons lost so far, those who moved to the home track included",
        "uncovered": "Months in a row, after funding, in which coordination was not covered",
        "money_due": "Month in which money is moved; -1: not requested",
        "profile_due": "Month in which the curriculum is revised; -1: not requested",
        "method_due": "Month in which the selection method is revised; -1: not requested",
        "extension_due": "Month in which an extension is decided; -1: not requested; 2^30: over",
        "journal": "Entries in the journal",
        "next_prospect": "Turns taken in seeking hosts: modulo the number of markets, the next market",
        "vacancies": "Open vacancies of all engaged hosts",
        "host_trust": "Sum of the trust of all engaged hosts, at the end of the month's partnership",
        "funded": "1 while public money pays",
        "alive": "1 while the pathway works",
    },
}
"""A line for each column of each table of :mod:`sim.state`."""

STAGES: dict[Stage, str] = {
    Stage.applied: "Applied, waits for screening",
    Stage.rejected: "Rejected in screening (final)",
    Stage.preselected: "Preselected, waits for a training seat",
    Stage.training: "In training",
    Stage.pool: "Trained, in the pool for matching abroad",
    Stage.home_pool: "Trained, looks for work at home",
    Stage.matched: "Accepted an offer this month",
    Stage.recognition: "In recognition of qualifications",
    Stage.permit: "At the permit desk: processing time and queue",
    Stage.ready: "Holds the permit, waits for open borders",
    Stage.abroad: "Abroad",
    Stage.completed: "Fulfilled the planned stay (a step in the journey, never a resting place)",
    Stage.stayed: "Stayed on after the planned stay (final)",
    Stage.returned: "Returned after the planned stay (final, unless reintegrated)",
    Stage.reintegrated: "Returned and reintegrated (final)",
    Stage.placed_home: "Placed in the economy of origin (final)",
    Stage.dropped_out: "Left, before departure or by an early return (final)",
    Stage.remote: "Began to work remotely (a step in the journey, never a resting place)",
}

REASONS: dict[Reason, str] = {
    Reason.none: "The ordinary way",
    Reason.screening: "Score too low, or the quota was filled",
    Reason.training_dropout: "Broke off training",
    Reason.no_offer: "Patience in the pool ended",
    Reason.waited_too_long: "Patience between match and departure ended",
    Reason.host_withdrew: "The host withdrew from the scheme",
    Reason.not_recognised: "The qualification was not recognised",
    Reason.permit_refused: "The permit was refused",
    Reason.early_return: "Returned before the end of the planned stay",
    Reason.funding_ended: "The pathway had ended before screening or training",
}


class Address(NamedTuple):
    """Who draws, when, with whom, and what the four words of the block decide (- for an unused word)."""

    group: str
    agent: str
    event: str
    other: str
    words: tuple[str, str, str, str]


ADDRESSES: dict[Decision, tuple[Address, ...]] = {
    Decision.demand_common: (Address("0", "0", "month", "0", ("innovation", "-", "-", "-")),),
    Decision.demand_market: (Address("market", "0", "month", "0", ("innovation", "-", "-", "-")),),
    Decision.profile_market: (Address("market", "0", "month", "0", ("innovation", "-", "-", "-")),),
    Decision.economy_origin: (Address("origin", "0", "month", "0", ("innovation", "-", "-", "-")),),
    Decision.government_traits: (
        Address("0", "government", "0", "0", ("support", "signing threshold", "month of the first election", "-")),
    ),
    Decision.election: (Address("0", "government", "elections", "0", ("support", "trust destroyed", "-", "-")),),
    Decision.employer_traits: (
        Address("market", "index", "0", "0", ("size", "motive", "experience", "willing to contribute")),
    ),
    Decision.employer_need: (Address("market", "index", "0", "0", ("need", "further vacancies", "-", "-")),),
    Decision.engagement: (Address("market", "index", "contacts", "0", ("engages", "-", "-", "-")),),
    Decision.review: (Address("market", "index", "reviews", "0", ("withdraws", "-", "-", "-")),),
    Decision.applicant_count: (Address("origin", "call", "0", "0", ("persons reached", "-", "-", "-")),),
    Decision.applicant_traits: (
        Address("origin", "candidate", "0", "0", ("skill", "language", "profile", "applies; gender")),
    ),
    Decision.screening: (Address("origin", "candidate", "0", "0", ("noise of the score", "-", "-", "-")),),
    Decision.training: (
        Address(
            "origin", "candidate", "0", "0", ("track", "breaks off", "month of breaking off", "fraction of a month")
        ),
    ),
    Decision.referral: (
        Address(
            "origin", "candidate", "referrals", "0",
            ("market", "point on the ring", "interview or file", "place in the queue"),
        ),
    ),
    Decision.interview: (
        Address(
            "origin", "candidate", "0", "market * 2^24 + index of the host",
            ("personal fit", "noise of the interview", "the host's decision", "the candidate's answer"),
        ),
    ),
    Decision.match: (
        Address("origin", "candidate", "matches", "0", ("patience in the pool", "-", "-", "-")),
        Address("origin", "candidate", "0", "1", ("threshold of the home hazard", "-", "-", "-")),
    ),
    Decision.recognition: (
        Address(
            "origin", "candidate", "matches", "0",
            ("required; rescaled: fraction of a month", "full at once", "after compensation", "duration"),
        ),
    ),
    Decision.permit: (
        Address("origin", "candidate", "matches", "0", ("duration", "refused", "fraction of a month", "-")),
    ),
    Decision.remote: (
        Address("origin", "candidate", "matches", "0", ("patience until departure", "offered", "taken", "-")),
    ),
    Decision.mobility: (
        Address("origin", "candidate", "matches", "0", ("border opening needed", "-", "-", "-")),
        Address(
            "origin", "candidate", "matches", "1",
            ("reintegration support", "early return", "month of the return", "fraction of a month"),
        ),
        Address("origin", "candidate", "matches", "2", ("stays on", "reintegrated", "-", "-")),
    ),
}  # fmt: skip
"""The addresses of every draw; decisions without one are not in use."""
