"""Employers (hosts): two motives, a need, a burden, trust, results seen, and what a hire is worth to them (L7 to L10).

Hosts are firms, hospitals, farms or, for study schemes, universities. They want staff or an international profile;
demand moves only those who want staff. Whether a host would ever take a person from abroad, and how easily it engages
and hires, is drawn once and kept for life. Asked again, it answers the same unless something that it weighs has
changed. It sets what a stay is worth against what it pays, so a longer stay attracts hosts and a contribution puts
them off.

What several decisions of a host share:

```
interest   = need                                                     motive internationalisation
             need + employers.recession_weight * log(max(demand, 1e-6))       motive shortage
net_burden = burden * (1 - support)                                   support: share that the scheme's staff carries this month
results seen = results + employers.peer_results * (market.results - results)    (own results, and those of others)
worth      = employers.month_worth[kind] * worth of level * max(min(design.stay_months, employers.look_ahead) - employers.break_in, 1)
money      = employers.money_weight * log(worth / max(costs.host_own + asked + housing + employers.alternative, 1))
             - employers.poaching * design.change_of_host
```

with asked = the contribution that the scheme asks for. So a longer stay counts for the host, and a price puts it off.
Worth of level and housing stand in [levels](#levels). The right to change the host makes a host fear that it loses the
person to another one ([rights](#rights)).

A host *contributes* if it is willing, trust >= employers.contribution_trust and results seen >= employers.contribution_results.

Created for each market m and position k, right after the market's own values:

```
a, b, c, d = U(employer_traits; group m, agent k, event 0, other 0)
level = a * (((micro + small) + medium) + large)      with the shares employers.size_share
size  = micro if level < micro, else small if level < micro + small,
        else medium if level < (micro + small) + medium, else large
motive     = internationalisation if b < employers.internationalisation else shortage
experience = 1 if c < employers.experience[size] else 0
willing    = 1 if d < employers.willing else 0
a, b, c, d = U(employer_need; group m, agent k, event 0, other 0)
need    = max(1 + employers.need_spread * N(a), 0)                                    (f4)
burden  = employers.burden[size] * (1 - (employers.experience_relief if experience else 0))   (f4)
mean    = employers.vacancies[size]
further = int(log(1 - b) / log(mean / (1 + mean))) if mean > 0 else 0           (geometric, that mean)
real_need = min(1 + further, 10000)
need_left = min(int(ceil(real_need * (1 + employers.recurrence))), 32000)
disposed  = 1 if c < (employers.disposed_experienced if experience else employers.disposed), else 0
engage_at = logistic(d)                                                               (f4)
a, b, c, d = U(employer_character; group m, agent k, event 0, other 0)
hire_at   = employers.hire_spread * logistic(a)                                       (f4)
clears    = 1 if b < employers.clears_threshold[level of the design], else 0
trust = start (f4);  readiness (f4), both as in [trust](#trust) (other 1);  closing = open;  engaged_month = -1;  status = unaware;  all else 0
```
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.categories import Closing, Motive, Size, Status
from sim.choose import by_kind as value_by_kind
from sim.choose import by_level as value_by_level
from sim.choose import by_size as value_by_size
from sim.columns import column
from sim.compiled import njit
from sim.declare import by_kind, by_level, by_size, lever, priced, uncertain, within
from sim.draws import decision, for_life, logistic_from, normal_from
from sim.laws import levels, trust

TRAITS = decision(
    7, "employer_traits", "size", "motive", "experience", "willing to contribute", group="market", agent="index"
)
NEED = decision(
    8, "employer_need", "need", "further vacancies", "disposed", "threshold of engaging", group="market", agent="index"
)
CHARACTER = decision(
    30, "employer_character", "threshold of hiring", "pay clears the threshold", group="market", agent="index"
)

MOST_NEEDED = 10_000
MOST_EVER = 32_000
"""Persons that one host needs at most at a time, and ever: the columns that hold them have 16 bits."""


@dataclass
class Design:
    """Support for hosts."""

    administrative_support: float = lever(
        0.6, 0.0, 1.0, "0-1", "Share of the host's administrative burden that the scheme takes over",
        "brief.main_pull_factor_for_firms",
        plausible=within(0.2, 0.9, "linear", "assumption", "advice on request, to nearly all paper work"),
        price=priced(staff="agencies.support_contacts agencies.staff_contacts"),
    )  # fmt: skip


@dataclass
class Employers:
    """Hosts: who they are, and what moves their decisions."""

    size_share: Any = by_size(
        (0.30, 0.35, 0.22, 0.13), 0.0, 1.0, "weight", "Share of hosts within reach",
        plausible=(
            within(0.15, 0.6, "log", "assumption", "weight of hosts in reach, half to double"),
            within(0.175, 0.7, "log", "assumption", "weight of hosts in reach, half to double"),
            within(0.11, 0.44, "log", "assumption", "weight of hosts in reach, half to double"),
            within(0.065, 0.26, "log", "assumption", "weight of hosts in reach, half to double"),
        ),
        fixed=True,
    )  # fmt: skip
    vacancies: Any = by_size(
        (0.2, 0.5, 1.0, 3.0), 0.0, 20.0, "vacancies", "Mean of additional persons needed beyond the first",
        plausible=(
            within(0.07, 0.6, "log", "assumption", "a third to three times"),
            within(0.17, 1.5, "log", "assumption", "a third to three times; what Digital Explorers' hosts hired is kept for calibration"),
            within(0.33, 3.0, "log", "assumption", "a third to three times; what Digital Explorers' hosts hired is kept for calibration"),
            within(1.0, 9.0, "log", "assumption", "a third to three times"),
        ),
        fixed=True,
    )  # fmt: skip
    internationalisation: float = uncertain(
        0.4, 0.0, 1.0, "share", "Share of hosts moved by internationalisation rather than shortage",
        "brief.firm_motive",
        plausible=within(0.18, 0.67, "odds", "assumption",
            "more than the shortage in Lithuania, unknown elsewhere; odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    experience: Any = by_size(
        (0.08, 0.14, 0.20, 0.45), 0.0, 1.0, "share", "Share that recruited abroad before",
        ("assumption", "firms.eu_smes_that_tried_to_recruit_non", "firms.german_companies_recruiting_abroad", "assumption"),
        plausible=(
            within(0.03, 0.2, "odds", "assumption", "odds a third to three times"),
            within(0.07, 0.3, "odds", "firms.eu_smes_that_tried_to_recruit_non;firms.smes_hiring_from_other_eu_countries",
                "14 % of SMEs tried; half as many succeeded or, among those a pilot reaches, twice as many"),
            within(0.1, 0.4, "odds", "firms.german_companies_recruiting_abroad",
                "17 % of German firms recruit abroad; among hosts that a pilot reaches about half to double"),
            within(0.2, 0.7, "odds", "assumption", "odds a third to three times"),
        ),
        fixed=True,
    )  # fmt: skip
    burden: Any = by_size(
        (1.0, 0.9, 0.7, 0.4), 0.0, 2.0, "0-1", "Administrative burden of a first hire from abroad",
        "firms.barriers_named_by_smes_admin_immigration_candidates",
        plausible=(
            within(1.0, 1.0, "linear", "assumption", "definition: the unit of burden"),
            within(0.7, 1.0, "linear", "assumption", "not above that of a micro firm"),
            within(0.45, 0.95, "linear", "assumption", "between small and large firms"),
            within(0.2, 0.8, "linear", "assumption", "half to double"),
        ),
        fixed=True,
    )  # fmt: skip
    experience_relief: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of the burden that experience removes",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    need_spread: float = uncertain(
        0.5, 0.0, 1.0, "need", "Standard deviation of need or interest between hosts (mean 1)",
        plausible=within(0.25, 0.9, "log", "assumption", "half to nearly double"),
        fixed=True,
    )  # fmt: skip
    willing: float = uncertain(
        0.6, 0.0, 1.0, "share", "Hosts that would ever contribute",
        plausible=within(0.33, 0.82, "odds", "assumption", "odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    disposed: float = uncertain(
        0.31, 0.0, 1.0, "share", "Hosts without experience abroad that would ever take a person from abroad",
        "firms.eu_smes_that_tried_to_recruit_non",
        plausible=within(0.17, 0.5, "odds", "firms.eu_smes_that_tried_to_recruit_non;firms.german_companies_recruiting_abroad",
            "14 to 17 % have tried (lower end); half of care employers rule it out (upper end)"),
        fixed=True,
    )  # fmt: skip
    disposed_experienced: float = uncertain(
        0.8, 0.0, 1.0, "share", "The same, of hosts that recruited abroad before",
        plausible=within(0.6, 0.95, "odds", "assumption", "most would do it again, not all"),
        fixed=True,
    )  # fmt: skip
    recurrence: float = uncertain(
        0.8, 0.0, 20.0, "share", "Persons that a host needs again over the first years, beyond its need at first",
        plausible=within(0.25, 2.4, "log", "assumption", "a third to three times"),
        fixed=True,
    )  # fmt: skip
    hire_spread: float = uncertain(
        1.0, 0.0, 4.0, "utility", "Spread between hosts of the utility at which they hire (1: as in a logit choice)",
        plausible=within(0.5, 1.5, "linear", "assumption", "half to one and a half"),
        fixed=True,
    )  # fmt: skip
    clears_threshold: Any = by_level(
        (0.95, 0.9, 0.75), 0.0, 1.0, "share", "Hosts whose pay clears the salary that the permit asks for",
        plausible=(
            within(0.85, 1.0, "linear", "assumption", "the going wage is asked for; few pay less"),
            within(0.75, 1.0, "linear", "assumption", "the going wage, or an apprentice's keep"),
            within(0.5, 0.95, "linear", "assumption", "thresholds of the Blue Card are above what some SMEs pay beginners"),
        ),
        fixed=True,
    )  # fmt: skip
    month_worth: Any = by_kind(
        (900.0, 450.0, 500.0, 900.0, 2_300.0), 1.0, 20_000.0, "EUR/month",
        "What a month of a person's work at a high level is worth to a host beyond the wage, once broken in",
        plausible=(
            within(450.0, 1800.0, "log", "assumption", "half to double; a nurse's placement (9,500 to 17,000 EUR) is paid for a stay of years"),
            within(225.0, 900.0, "log", "assumption", "half of a worker's"),
            within(250.0, 1000.0, "log", "assumption", "about half of a worker's; six months in ICT are not paid for"),
            within(900.0, 900.0, "linear", "assumption", "a definition: a place of study is not weighed in money"),
            within(1150.0, 4600.0, "log", "assumption", "half to double; a harvest is lost without hands: at a low level six tenths of it"),
        ),
    )  # fmt: skip
    break_in: float = uncertain(
        3.0, 0.0, 24.0, "months", "Months before a person's work is worth more than its wage",
        plausible=within(1.0, 6.0, "log", "assumption", "a month to half a year"),
    )  # fmt: skip
    look_ahead: float = uncertain(
        30.0, 1.0, 120.0, "months", "Months of a stay that a host counts at most",
        plausible=within(18.0, 48.0, "log", "assumption", "one and a half to four years: people leave, and firms plan no further"),
    )  # fmt: skip
    alternative: float = uncertain(
        4_000.0, 0.0, 100_000.0, "EUR/person", "What a host's best alternative leaves it: a hire in the EU, waiting, a remote contract",
        plausible=within(1500.0, 10_000.0, "log", "assumption", "a third to two and a half times"),
    )  # fmt: skip
    money_weight: float = uncertain(
        1.0, 0.0, 4.0, "utility", "Weight of worth against price (their log ratio) in a host's decisions",
        plausible=within(0.5, 2.0, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    need_weight: float = uncertain(
        1.5, 0.0, 4.0, "utility", "Utility of the need (shortage) or interest (internationalisation)",
        plausible=within(0.75, 3.0, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    burden_weight: float = uncertain(
        1.6, 0.0, 6.0, "utility", "Disutility of the full burden", "brief.main_pull_factor_for_firms",
        plausible=within(0.8, 3.2, "log", "assumption", "the strongest pull according to the brief, not measured; half to double"),
    )  # fmt: skip
    trust_weight: float = uncertain(
        1.5, 0.0, 4.0, "utility", "Utility of full trust in the lead", "brief.trust",
        plausible=within(0.75, 3.0, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    recession_weight: float = uncertain(
        1.5, 0.0, 4.0, "utility", "Effect of (log) demand on a shortage host's decisions",
        plausible=within(0.75, 3.0, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    peer_results: float = uncertain(
        0.15, 0.0, 1.0, "share", "Weight of other hosts' results against one's own",
        plausible=within(0.05, 0.35, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    contribution_trust: float = uncertain(
        0.45, 0.0, 1.0, "0-1", "Trust that a host asks before it contributes", "brief.private_co_funding_condition",
        plausible=within(0.25, 0.7, "odds", "assumption",
            "money only after trust according to the brief, not measured; odds a third to three times"),
    )  # fmt: skip
    contribution_results: float = uncertain(
        0.8, 0.0, 5.0, "completed stays", "Results that a host asks before it contributes",
        "brief.private_co_funding_condition",
        plausible=within(0.27, 2.4, "log", "assumption",
            "money only after results according to the brief, not measured; a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """What a hire costs the host in any case."""

    host_own: float = uncertain(
        4_000.0, 0.0, 100_000.0, "EUR/person", "What a hire from abroad costs a host besides any contribution",
        "cost.employer_paid_international_nurse",
        plausible=within(2000.0, 8000.0, "log", "cost.employer_paid_international_nurse;cost.fast_track_and_visa_fees",
            "9,500 EUR with recruitment and language course, 486 EUR of fees alone; time, housing and induction lie between"),
    )  # fmt: skip


class Employer:
    """A host: market, size, motive, need, burden, trust, declared interest, vacancies, hires, results."""

    need: float = column("f4", 0.0, "Need (shortage) or interest (internationalisation), at least 0")
    burden: float = column("f4", 0.0, "Administrative burden of a hire from abroad before support")
    trust: float = column("f4", 0.0, "Trust in the lead, 0 to 1", stays=True)
    results: float = column("f4", 0.0, "Completed stays of persons it hired", stays=True)
    index: int = column("i4", 0, "Position in its market: with the market its identity in draws", plumbing=True)
    market: int = column("i2", 0, "Its market")
    engage_at: float = column("f4", 0.0, "Utility at which it engages: its own for life")
    hire_at: float = column("f4", 0.0, "Utility at which it hires: its own for life")
    open: int = column("i2", 0, "Declared vacancies not filled")
    hires: int = column("i2", 0, "Matches so far; not reduced when a match is lost")
    real_need: int = column("i2", 0, "Persons it really needs when it declares; the rest is optimism")
    real_open: int = column("i2", 0, "Persons it really needs still, of those declared")
    need_left: int = column("i2", 0, "Persons that it will ever need, still", stays=True)
    size_class: Size = column("u1", 0, "Size class", Size)
    motive: Motive = column("u1", 0, "Why it takes part", Motive)
    experience: int = column("u1", 0, "1 if it recruited abroad before the scheme")
    status: Status = column("u1", Status.unaware, "Relation to the scheme", Status)
    willing: int = column("u1", 0, "1 if it would ever contribute money")
    disposed: int = column("u1", 0, "1 if it would ever take a person from abroad")
    clears: int = column("u1", 0, "1 if its pay clears the salary that the permit asks for")
    closing: Closing = column("u1", Closing.open, "Who closes the deal", Closing)


class Market:
    """What the hosts of a market see of each other."""

    results: float = column("f8", 0.0, "Completed stays with hosts of the market", stays=True)


@njit
def size_from(u, shares):
    """Size class from a uniform and the (unnormalised) shares."""
    level = u * (shares.micro + shares.small + shares.medium + shares.large)
    if level < shares.micro:
        return Size.micro
    if level < shares.micro + shares.small:
        return Size.small
    if level < shares.micro + shares.small + shares.medium:
        return Size.medium
    return Size.large


@njit
def position(index):
    """Position (0 to 1) on the market's ring: Fibonacci hashing (Knuth, TAOCP 3, 6.4) spreads any first hosts evenly."""
    return ((int(index) * 2654435769) & 0xFFFFFFFF) * 2.0**-32


@njit
def need_at_first(employer, p):
    """Persons that a host needs over the first years, those that it needs again included."""
    return min(int(math.ceil(employer.real_need * (1.0 + p.employers.recurrence))), MOST_EVER)


@njit
def create(employer, key, market, index, p, recruited=0):
    """Fill a host's row: size, motive, experience, need and burden, drawn by its position in its market.

    ``recruited``: 1 if it made a hire in a phase before this one.
    """
    a, b, c, d = for_life(key, TRAITS, market, index, 0, 0)
    employer.market = market
    employer.index = index
    employer.size_class = size_from(a, p.employers.size_share)
    employer.motive = Motive.internationalisation if b < p.employers.internationalisation else Motive.shortage
    employer.experience = 1 if recruited or c < value_by_size(p.employers.experience, employer.size_class) else 0
    employer.willing = 1 if d < p.employers.willing else 0
    a, b, c, d = for_life(key, NEED, market, index, 0, 0)
    employer.need = max(1.0 + p.employers.need_spread * normal_from(a), 0.0)
    removed = p.employers.experience_relief if employer.experience else 0.0
    employer.burden = value_by_size(p.employers.burden, employer.size_class) * (1.0 - removed)
    mean = value_by_size(p.employers.vacancies, employer.size_class)
    further = int(math.log(1.0 - b) / math.log(mean / (1.0 + mean))) if mean > 0.0 else 0
    employer.real_need = min(1 + further, MOST_NEEDED)
    employer.need_left = need_at_first(employer, p)
    disposed = p.employers.disposed_experienced if employer.experience else p.employers.disposed
    employer.disposed = 1 if c < disposed else 0
    employer.engage_at = logistic_from(d)
    a, b, c, d = for_life(key, CHARACTER, market, index, 0, 0)
    employer.hire_at = p.employers.hire_spread * logistic_from(a)
    employer.clears = 1 if b < value_by_level(p.employers.clears_threshold, p.design.level) else 0
    employer.trust, employer.readiness = trust.of_host(key, market, index, p)


@njit
def interest(employer, demand, p):
    """What taking part is worth: the need, which falls with demand, or the wish to internationalise, which does not."""
    if employer.motive == Motive.internationalisation:
        return employer.need
    return employer.need + p.employers.recession_weight * math.log(max(demand, 1e-6))


@njit
def net_burden(employer, support, p):
    """The administrative burden that the scheme leaves to the host; ``support``: the share that its staff carries."""
    return employer.burden * (1.0 - support)


@njit
def worth_of_stay(p):
    """What a stay of the planned length is worth to a host beyond the wage, EUR."""
    months = max(min(p.design.stay_months, p.employers.look_ahead) - p.employers.break_in, 1.0)
    worth = value_by_kind(p.employers.month_worth, p.design.kind)
    return worth * levels.worth(p) * months


@njit
def money(asked, p):
    """What a stay is worth against its price and the host's best alternative; ``asked``: the contribution, EUR."""
    price = max(p.costs.host_own + asked + levels.housing(p) + p.employers.alternative, 1.0)
    gain = p.employers.money_weight * math.log(worth_of_stay(p) / price)
    return gain - p.employers.poaching * p.design.change_of_host


@njit
def results_seen(employer, peers, p):
    """Results seen: one's own completed stays, and in part those of the market's others (``peers``: its sum, own included)."""
    return employer.results + p.employers.peer_results * (peers - employer.results)


@njit
def contributes(employer, peers, p):
    """No private money until trust and shown results: a willing host pays once both are there."""
    return (
        employer.willing == 1
        and employer.trust >= p.employers.contribution_trust
        and results_seen(employer, peers, p) >= p.employers.contribution_results
    )
