"""Steering: changing course by amendments, on what was reported, at a speed set by flexibility (L2, L5, L16).

Schemes have to change course: hosts want other skills, money lies in the wrong line, time runs out. The lead learns of
this when it is [reported](#reports), and later without monitoring. The lead then asks the funder for an amendment: to
move money, to revise the curriculum or the selection method, or to extend the scheme at no cost. Each request costs
work. The funder takes time to decide and may refuse. The more rigid the contract, the longer it takes and the more
often it refuses. It also refuses more often where nothing is monitored, and grants an extension more readily if reports
show progress.

The funder may also raise the number of places, if the last report says that most are taken and hosts ask for more, and
money is left.

1. If not funded, nothing happens.
2. Requests. An amendment that is not yet requested (due < 0) and is wished is requested: requests + 1, and costs.amendment * scale is
   paid from the coordination line (if it is there; otherwise nothing is unmet). By a, b, c of draw `amendment` (agent: the amendment's number, event: its requests), with flexibility f:

   ```
   mean = steering.amendment_months * 2 * (1 - f);   due = min(month + months(lognormal(a, mean, steering.amendment_variation), c), 32000)
   ```

   | amendment, in this order | wished if |
   |---|---|
   | money | some line has lacking > 0 |
   | profile | abs(sensed - curriculum) > steering.profile_tolerance |
   | method | known_short > 0 |
   | extension | end_month - month <= steering.extension_notice, known_taken < ceiling and asked >= 1 |

   asked = the months asked for: min(longest - extended, (ceiling - known_taken) / pace), with longest = steering.extension_share *
   planned_months and pace = max(known_taken, 1) / (month + 1).
3. Decided if month >= due >= 0, in the same order; then it is no longer requested (due = -1) and may be wished again. Granted, `amendments` + 1, if
   b < (steering.rigid_approval + (1 - steering.rigid_approval) * f) * shown; an extension if b < P(steering.extension_base +
   steering.extension_flexibility * (f - 0.5) + steering.extension_progress * r) * shown, with shown = 1 - steering.evidence_weight *
   (1 - coverage) and r = min(known_taken / max(places, 1), 1) * coverage
   of monitoring ([reports](#reports)) then: the funder looks at what was reported.
   - *Money.* For each line with lacking > 0 in order: wanted = lacking; for every other line in order, except coordination and lines with
     lacking > 0: amount = min(spare, wanted) is moved, wanted is reduced. Then lacking = 0 in every line. spare = max(0, left - allocation * (max(end_month - month, 0) / end_month)).
   - *Profile.* curriculum = sensed.
   - *Method.* method_gain = min(method_gain + steering.method_step, 1); known_short = 0.
   - *Extension*, if still known_taken < ceiling:

     ```
     c = coordination_cost;  n = int(asked + 0.5)
     if c > 0:
         wanted = n * c - spare(coordination)
         for capacity, monitoring, selection, training, reintegration, mobility, in this order, while wanted > 0:
             amount = min(spare(line), wanted) is moved to coordination;  wanted -= amount
         n = min(n, int((left(coordination) - max(end_month - month, 0) * c) / c))
     if n > 0: end_month += n;  extended += n
     ```
4. *Ceiling.* If month mod steering.review_months = 0, places > 0, known_taken >= steering.raise_at * ceiling and known_vacancies > ceiling - known_taken:
   more = min(int(places * (1 + steering.raise_share)) - ceiling, int(left(mobility) / mobility_cost) - (ceiling - known_taken)), without the second term if
   mobility_cost is 0; if more > 0: ceiling += more.
"""

from dataclasses import dataclass

from sim.categories import Amendment, Line
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, lognormal_from, probability, uniforms, whole_months
from sim.laws.accounts import pay, remaining
from sim.laws.budget import coordination_cost, mobility_cost
from sim.laws.desks import FAR_MONTH
from sim.measures import flow

AMENDMENT = decision(
    35, "amendment", "months until it is decided", "granted", "fraction of a month", agent="amendment", event="requests"
)


@dataclass
class Design:
    """How freely the scheme changes its course."""

    flexibility: float = lever(
        0.5, 0.0, 1.0, "0-1", "Freedom to move money, revise profiles and methods, and extend: 0 rigid, 1 flexible",
        "brief.flexibility",
        plausible=within(0.1, 0.9, "linear", "assumption", "nearly rigid to nearly free"),
        price=priced(monthly="costs.oversight", unit="costs.amendment"),
    )  # fmt: skip


@dataclass
class Steering:
    """How a scheme changes its course."""

    amendment_months: float = uncertain(
        6.0, 0.0, 24.0, "months", "Mean time of an amendment at flexibility 0.5", "brief.flexibility",
        plausible=within(2.0, 18.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    amendment_variation: float = uncertain(
        0.6, 0.0, 2.0, "cv", "Coefficient of variation of that time",
        plausible=within(0.3, 1.2, "log", "assumption", "half to double"),
    )  # fmt: skip
    rigid_approval: float = uncertain(
        0.3, 0.0, 1.0, "probability", "Chance that an amendment is granted at flexibility 0 (1 at flexibility 1)",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    evidence_weight: float = uncertain(
        0.7, 0.0, 1.0, "share", "Part of the amendments otherwise granted that the funder refuses without monitoring",
        plausible=within(0.4, 0.9, "odds", "assumption", "what is asked for without figures is often refused, not measured; odds a third to four times"),
    )  # fmt: skip
    profile_tolerance: float = uncertain(
        0.15, 0.0, 2.0, "profile units", "Sensed mismatch at which the profile is revised", "palim.curriculum_change",
        plausible=within(0.05, 0.45, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    extension_share: float = uncertain(
        0.48, 0.0, 1.0, "share", "Longest no-cost extension, as a share of the planned duration",
        plausible=within(0.2, 0.7, "odds", "assumption",
            "rules of the funder not published; what pilots were granted is kept for calibration"),
    )  # fmt: skip
    extension_base: float = uncertain(
        0.4, -6.0, 6.0, "utility", "The funder's utility of granting an extension without progress, at flexibility 0.5",
        plausible=within(-0.8, 1.6, "linear", "assumption", "utility of a choice, 1.2 either way; several pilots were extended, by the brief"),
    )  # fmt: skip
    extension_flexibility: float = uncertain(
        3.0, 0.0, 12.0, "utility", "What full flexibility, compared with none, adds to the utility of granting an extension",
        plausible=within(1.5, 6.0, "log", "assumption", "half to double"),
    )  # fmt: skip
    extension_progress: float = uncertain(
        0.8, 0.0, 6.0, "utility", "What reported progress adds to the utility of granting an extension, once all places are taken",
        plausible=within(0.3, 2.4, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    review_months: int = uncertain(
        6, 1, 24, "months", "Interval at which the funder reviews the places",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year"),
    )  # fmt: skip
    raise_at: float = uncertain(
        0.9, 0.0, 1.0, "share", "Share of the places taken at which the funder may allow more",
        plausible=within(0.7, 1.0, "linear", "assumption", "when nearly all are taken"),
    )  # fmt: skip
    raise_share: float = uncertain(
        0.2, 0.0, 2.0, "share", "Most places that the funder allows beyond the plan, while money is left and hosts ask for more",
        "prices.interreg_europe_typical_whole_project_budget",
        plausible=within(0.0, 0.3, "linear", "prices.interreg_europe_typical_whole_project_budget",
            "a fifth of a budget may be shifted without an amendment; none to half as much again"),
    )  # fmt: skip
    extension_notice: int = uncertain(
        6, 1, 24, "months", "Months before the end when an extension is considered",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year"),
    )  # fmt: skip
    method_step: float = uncertain(
        0.5, 0.0, 1.0, "share", "Change of the selection method when interviews are the bottleneck",
        "brief.flexibility",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of an amendment."""

    amendment: float = uncertain(
        1_500.0, 0.0, 1e6, "EUR/amendment", "Work on an amendment, on both sides",
        "prices.average_hourly_labour_cost_eu_euro_area",
        plausible=within(500.0, 4500.0, "log", "assumption", "some 45 hours at 33.5 EUR; a third to three times"),
    )  # fmt: skip


class Scheme:
    """What was changed."""

    curriculum: float = column("f8", 0.0, "Profile that is taught", stays=True)
    method_gain: float = column("f8", 0.0, "Public interview capacity gained by revising the method, share", stays=True)
    extended: int = column("i8", 0, "Months by which the scheme was extended")


class Request:
    """An amendment that the scheme asks for."""

    due: int = column("i4", -1, "Month in which the funder decides, -1: not requested")
    requests: int = column("i4", 0, "Times asked for so far: the event number of the draw")


class Measures:
    """Amendments."""

    amendments: float = flow("amendments", "Amendments that the funder granted")


@njit
def amendment_months(p):
    """Mean months until an amendment is decided: none at full flexibility, twice the mean at none."""
    return p.steering.amendment_months * 2.0 * (1.0 - p.design.flexibility)


@njit
def approval(p):
    """Chance that the funder grants an amendment."""
    return p.steering.rigid_approval + (1.0 - p.steering.rigid_approval) * p.design.flexibility


@njit
def evidence(coverage, p):
    """Share of its approvals that the funder gives where so much of the monitoring is paid for."""
    return 1.0 - p.steering.evidence_weight * (1.0 - coverage)


@njit
def extension_approval(progress, p):
    """Chance that the funder grants an extension, by the progress that was reported (0 to 1)."""
    return probability(
        p.steering.extension_base
        + p.steering.extension_flexibility * (p.design.flexibility - 0.5)
        + p.steering.extension_progress * progress
    )


@inner
def spare(state, line, month):
    """Money of a line beyond what it would need to run evenly to the end."""
    end = state.scheme.end_month
    left_share = max(end - month, 0) / end
    return max(0.0, remaining(state, line) - state.money[line].allocation * left_share)


@inner
def take(state, line, wanted, month):
    """Move up to ``wanted`` spare euro out of a line; returns what was moved."""
    amount = min(spare(state, line, month), wanted)
    state.money[line].allocation -= amount
    return amount


@inner
def move_money(state, month):
    """Give every line that is reported to lack money what it lacked, from lines with money to spare."""
    for lacking in range(state.money.size):
        wanted = state.money[lacking].lacking
        for line in range(state.money.size):
            if wanted > 0.0 and line != lacking and line != Line.coordination and state.money[line].lacking <= 0.0:
                amount = take(state, line, wanted, month)
                state.money[lacking].allocation += amount
                wanted -= amount
    for line in range(state.money.size):
        state.money[line].lacking = 0.0


@inner
def months_asked(state, p, month):
    """Months of extension that the scheme asks for: until its places are filled at the pace so far, as far as allowed."""
    scheme = state.scheme
    longest = p.steering.extension_share * scheme.planned_months - scheme.extended
    pace = max(scheme.known_taken, 1) / (month + 1.0)
    return min(longest, (scheme.ceiling - scheme.known_taken) / pace)


@inner
def extend(state, p, month):
    """A no-cost extension: as long as asked for, and as unspent money carries the coordination."""
    scheme = state.scheme
    cost = coordination_cost(p)
    months = int(months_asked(state, p, month) + 0.5)
    if cost > 0.0:
        wanted = months * cost - spare(state, Line.coordination, month)
        for line in (Line.capacity, Line.monitoring, Line.selection, Line.training, Line.reintegration, Line.mobility):
            if wanted > 0.0:
                amount = take(state, line, wanted, month)
                state.money[Line.coordination].allocation += amount
                wanted -= amount
        ahead = max(scheme.end_month - month, 0) * cost
        months = min(months, int((remaining(state, Line.coordination) - ahead) / cost))
    if months > 0:
        scheme.end_month += months
        scheme.extended += months


@inner
def behind(state):
    """Whether places for mobility are still to be filled, as far as is known."""
    return state.scheme.known_taken < state.scheme.ceiling


@inner
def blocked(state):
    """Whether a line is reported to lack money."""
    for line in range(state.money.size):
        if state.money[line].lacking > 0.0:
            return True
    return False


@inner
def request(state, kind, wish, p, month):
    """Ask for an amendment that is wished and not yet asked for: work, and a time until the funder decides."""
    amendment = state.amendments[kind]
    if amendment.due >= 0 or not wish:
        return
    amendment.requests += 1
    a, b, c, d = uniforms(state.scheme, AMENDMENT, 0, kind, amendment.requests, 0)
    delay = whole_months(lognormal_from(a, amendment_months(p), p.steering.amendment_variation), c)
    amendment.due = min(month + delay, FAR_MONTH)
    if remaining(state, Line.coordination) >= p.costs.amendment * p.scale:
        pay(state, Line.coordination, p.costs.amendment * p.scale, month)


@inner
def granted(state, kind, chance, month):
    """Whether an amendment is decided this month, and granted."""
    amendment = state.amendments[kind]
    if not month >= amendment.due >= 0:
        return False
    amendment.due = -1
    a, b, c, d = uniforms(state.scheme, AMENDMENT, 0, kind, amendment.requests, 0)
    if b >= chance:
        return False
    state.monthly[month].amendments += 1.0
    return True


@inner
def raise_ceiling(state, p, month):
    """The funder allows more places where nearly all are taken, hosts ask for more and the money is there."""
    scheme = state.scheme
    due = month % p.steering.review_months == 0
    if not due or scheme.places == 0 or scheme.known_taken < p.steering.raise_at * scheme.ceiling:
        return
    free = scheme.ceiling - scheme.known_taken
    if scheme.known_vacancies <= free:
        return
    more = int(scheme.places * (1.0 + p.steering.raise_share)) - scheme.ceiling
    cost = mobility_cost(p)
    if cost > 0.0:
        more = min(more, int(remaining(state, Line.mobility) / cost) - free)
    if more > 0:
        scheme.ceiling += more


@inner
def step(state, p, month):
    """Ask for amendments, and carry out those that are granted."""
    scheme = state.scheme
    if not scheme.funded:
        return
    mismatch = abs(scheme.sensed - scheme.curriculum)
    near_end = scheme.end_month - month <= p.steering.extension_notice
    request(state, Amendment.money, blocked(state), p, month)
    request(state, Amendment.profile, mismatch > p.steering.profile_tolerance, p, month)
    request(state, Amendment.method, scheme.known_short > 0.0, p, month)
    longer = near_end and behind(state) and months_asked(state, p, month) >= 1.0
    request(state, Amendment.extension, longer, p, month)
    shown = evidence(scheme.coverage, p)
    if granted(state, Amendment.money, approval(p) * shown, month):
        move_money(state, month)
    if granted(state, Amendment.profile, approval(p) * shown, month):
        scheme.curriculum = scheme.sensed
    if granted(state, Amendment.method, approval(p) * shown, month):
        scheme.method_gain = min(scheme.method_gain + p.steering.method_step, 1.0)
        scheme.known_short = 0.0
    progress = min(scheme.known_taken / max(scheme.places, 1), 1.0) * scheme.coverage
    if granted(state, Amendment.extension, extension_approval(progress, p) * shown, month) and behind(state):
        extend(state, p, month)
    raise_ceiling(state, p, month)
