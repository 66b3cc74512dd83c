"""Selection: cheap, noisy screening of files by public services and private recruiters (L11, L16, L17).

Public services at origin read the applicants' files, and so do private recruiters if the scheme pays them. Reading is
cheap but says little: some good candidates are turned away and some weak ones pass. Files wait until the call is over,
and longer where offices or money are short. Whoever passes is preselected and told a date by which to expect a place abroad.

Every origin's screening_credit is 0 at the start of the month. If nobody is in stage applied, the process ends. Otherwise each agency in order of rows
adds to its origin's credit screenings * factor * services, if factor > 0: for a public service of origin factor = (1 + agencies.digital_gain *
the agency's digital) * (1 + capacity_stock), for a private recruiter recruiter_share.

Go through applied. If the scheme is not alive: settle in rejected (funding_ended), origin.files - 1. Otherwise, if month - since < agencies.call_months, wait on. Otherwise, if the origin's credit >= 1 and the selection line
pays `costs.screening`: credit - 1, and the file is screened (origin.files - 1). Otherwise wait on.

```
score = skill + agencies.screening_noise * N(a)     (f4)                 screening
rejected (reason screening) if score < cut or quota <= 0
otherwise quota -= 1;  selected = month;  promised ([tracks](#tracks));  preselected += 1;  enter(preselected)
```
"""

from dataclasses import dataclass

from sim.categories import AgencyKind, Line, Reason, Stage
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.draws import decision, normal_from, uniforms
from sim.laws import accounts
from sim.laws.tracks import promised
from sim.measures import flow
from sim.queues import append, enter, settle, take_all

SCREENING = decision(13, "screening", "noise of the score", group="origin", agent="candidate")


@dataclass
class Agencies:
    """What screening shows."""

    screening_noise: float = uncertain(
        1.0, 0.0, 3.0, "sd", "Noise of a screening score (skill has sd 1)",
        plausible=within(0.5, 2.0, "log", "assumption", "half to double"),
    )  # fmt: skip
    digital_gain: float = uncertain(
        0.5, 0.0, 2.0, "share", "Screening capacity that full digitalisation adds",
        plausible=within(0.17, 1.5, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of screening."""

    screening: float = uncertain(
        8.0, 0.0, 500.0, "EUR/file", "Screening of a file",
        plausible=within(2.7, 24.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip


class Candidate:
    """What screening leaves."""

    score: float = column("f4", 0.0, "What screening showed: skill and noise")
    selected: int = column("i2", -1, "Month of preselection, -1: not")


class Origin:
    """The desk that screens."""

    screening_credit: float = column("f8", 0.0, "Files that can still be screened this month")


class Scheme:
    """The selected."""

    preselected: int = column("i8", 0, "Persons preselected so far")


class Measures:
    """The selected."""

    preselected: float = flow("persons", "Applicants preselected by screening")


@inner
def open_desks(state, p):
    """Files that each country of origin can screen this month: public services, digital tools, recruiters bought."""
    scheme = state.scheme
    for row in range(state.agencies.size):
        office = state.agencies[row]
        factor = 0.0
        if office.kind == AgencyKind.public_service_origin:
            factor = (1.0 + p.agencies.digital_gain * office.digital) * (1.0 + scheme.capacity_stock)
        elif office.kind == AgencyKind.private_recruiter:
            factor = scheme.recruiter_share
        if factor > 0.0:
            state.origins[office.country].screening_credit += office.screenings * factor * scheme.services


@njit
def screening_score(skill, noise, p):
    """What a file shows: skill, with much noise."""
    return skill + p.agencies.screening_noise * noise


@inner
def screen(state, i, p, month):
    """Score one file: above the passing score and while the quota lasts, the applicant is preselected."""
    person = state.candidates[i]
    origin = state.origins[person.origin]
    a, b, c, d = uniforms(state.scheme, SCREENING, person.origin, person.agent, 0, 0)
    origin.files -= 1
    person.score = screening_score(person.skill, normal_from(a), p)
    if person.score < origin.cut or origin.quota <= 0:
        settle(state, i, Stage.rejected, Reason.screening, month)
        return
    origin.quota -= 1
    person.selected = month
    person.promised = promised(month, p)
    state.scheme.preselected += 1
    state.monthly[month].preselected += 1.0
    enter(state, i, Stage.preselected, Reason.none, month)


@inner
def step(state, p, month):
    """Screen files in order of arrival until capacity or money runs out."""
    for o in range(state.origins.size):
        state.origins[o].screening_credit = 0.0
    files = take_all(state, Stage.applied)
    if files == 0:
        return
    open_desks(state, p)
    working = state.scheme.alive
    for place in range(files):
        i = state.lists[Stage.applied, place]
        origin = state.origins[state.candidates[i].origin]
        if not working:
            origin.files -= 1
            settle(state, i, Stage.rejected, Reason.funding_ended, month)
        elif month - state.candidates[i].since < p.agencies.call_months:
            append(state, i, Stage.applied)
        elif origin.screening_credit >= 1.0 and accounts.pay(state, Line.selection, p.costs.screening, month):
            origin.screening_credit -= 1.0
            screen(state, i, p, month)
        else:
            append(state, i, Stage.applied)
