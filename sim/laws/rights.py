"""Rights: people who may change hosts abroad do not have to return (L19, L22).

Half of the contracts that end early do so because the worker moves to another firm. The host then loses a worker, but
the scheme need not lose one. That depends on the permit. If it binds the person to one host, the person has to go home.
If the scheme allows a change (`design.change_of_host`), the person looks for another host with an open vacancy and
completes the stay there. Each change costs the scheme a new permit and some hours of advice. Hosts know that a person
may leave them for another host, so they hesitate a little before they take anyone ([employers](#employer)).

*Changes the host*, instead of an early return ([mobility](#mobility)), with a, b, c, d of `change_of_host`: if a < candidates.change_share and
b < design.change_of_host; and d < employers.takes_over and there is another host: the engaged hosts of the person's market in order
of their points ([referral](#referral)), begun at number int(c * their number) and around the end: the first that is not the person's own, with open > 0 and
clears = 1; and the mobility line pays costs.change_of_host. Then:

- the vacancy is *taken* ([vacancies](#vacancies)); vacancies of the scheme - 1; `host_changes` + 1; the first host's trust is multiplied by 1 - trust.return_loss;
- employer = the new host; cut_short = 0; with c and d of `mobility` (other 1): full = months(design.stay_months, d),
  rest = full - max(int(c * full), 1); counted in again abroad, with reason changed_host, due in min(month + max(rest, 1), 32000).

The place, the money committed and what the first host paid stay as they were. Nobody changes twice.
"""

from dataclasses import dataclass

from sim.categories import Line, Reason, Stage
from sim.compiled import inner
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, uniforms
from sim.laws import accounts, vacancies
from sim.laws.desks import FAR_MONTH
from sim.measures import flow
from sim.queues import NOBODY, note, postpone

CHANGE = decision(
    39, "change_of_host", "wants another host", "may change", "where the search begins", "taken over",
    group="origin", agent="candidate", event="matches",
)  # fmt: skip


@dataclass
class Design:
    """The right to change the host."""

    change_of_host: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of persons abroad who may change the host without leaving the country",
        plausible=within(0.0, 1.0, "linear", "assumption", "permits bound to one host, to permits that hold for any"),
        price=priced(unit="costs.change_of_host", follows="employer"),
    )  # fmt: skip


@dataclass
class Candidates:
    """Who leaves the host rather than the country."""

    change_share: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of early ends of a stay after which the person wants another host rather than to go home",
        "prices.true_dropout_given_about_25_dissolution",
        plausible=within(0.3, 0.6, "odds", "prices.true_dropout_given_about_25_dissolution",
            "of contracts of apprentices that end early (25 %), 12 to 15 % are true dropouts: half go to another firm; fewer among newcomers"),
    )  # fmt: skip


@dataclass
class Employers:
    """Who takes a person over, and who fears to lose one."""

    poaching: float = uncertain(
        0.05, 0.0, 4.0, "utility", "What a host fears from persons who may all change to another host",
        plausible=within(0.0, 0.2, "linear", "assumption", "no figure; nothing, to a tenth of the weight of its full need: few leave early, and most of them would in any case"),
    )  # fmt: skip
    takes_over: float = uncertain(
        0.6, 0.0, 1.0, "probability", "Chance that a person who looks for another host convinces one with a vacancy in time",
        plausible=within(0.3, 0.85, "odds", "assumption", "no figure; odds a quarter to four times"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of a change."""

    change_of_host: float = uncertain(
        600.0, 0.0, 20_000.0, "EUR/change", "A new permit and advice for a person who changes the host",
        "prices.belgium_federal_fee_single_permit",
        plausible=within(200.0, 1800.0, "log", "prices.belgium_federal_fee_single_permit",
            "a permit costs 126 to 366 EUR; with a few to some forty hours of staff at 33.5 EUR"),
    )  # fmt: skip


class Measures:
    """Changes of host."""

    host_changes: float = flow("persons", "Persons abroad who changed the host instead of returning early", 1)


@inner
def another_host(state, market, own, u):
    """The row of the first engaged host with a vacancy at a pay that the permit accepts, from a drawn place on; or nobody."""
    begin = int(u * market.active)
    for k in range(market.active):
        row = state.engaged[market.first + (begin + k) % market.active]
        host = state.employers[row]
        if row != own and host.open > 0 and host.clears:
            return row
    return NOBODY


@inner
def stay_abroad(state, i, due, month):
    """Candidate ``i`` stays abroad, with the new host, until month ``due``."""
    person = state.candidates[i]
    person.reason = Reason.changed_host
    person.since = month
    person.due = due
    state.stages[Stage.abroad].count += 1
    postpone(state, state.stays, i, due)
    note(state, i, Stage.abroad, Reason.changed_host, month)


@inner
def change(state, i, rest, p, month):
    """Whether a person whose stay breaks off goes to another host, for the ``rest`` of the stay; if so, all that it changes."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, CHANGE, person.origin, person.agent, person.matches, 0)
    if a >= p.candidates.change_share or b >= p.design.change_of_host or d >= p.employers.takes_over:
        return False
    row = another_host(state, state.markets[person.market], person.employer, c)
    if row == NOBODY or not accounts.pay(state, Line.mobility, p.costs.change_of_host, month):
        return False
    state.employers[person.employer].trust *= 1.0 - p.trust.return_loss
    vacancies.take(state.employers[row])
    state.scheme.vacancies -= 1
    state.monthly[month].host_changes += 1.0
    person.employer = row
    person.cut_short = 0
    stay_abroad(state, i, min(month + max(rest, 1), FAR_MONTH), month)
    return True
