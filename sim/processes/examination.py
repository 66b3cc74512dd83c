"""Examination: sittings, fees, retakes, and who fails for good (L12).

If an examination of language or a licence stands before the permit, whoever is trained for work abroad has to pass it.
The first sitting closes the course; further ones are held at intervals. Each sitting costs a fee, which the scheme pays:
the plan provides for all attempts, and before another person begins training, money for all attempts is kept back
([training](#training)). Language decides who passes. Whoever fails learns a little more and tries again, until no
attempt is left. All this takes months: meanwhile people lose patience, and a host that has chosen a person may give up
the post.

1. Go through examination. Whoever entered this month is registered first: due = month; without a host, patience begins as in the pool
   ([tracks](#tracks)) and is not drawn again there.
2. If due <= month and the training line pays costs.examination: `sittings` + 1, and with k = the sittings that the person took before:

   ```
   language + candidates.retake_gain if k > 0                                       (f4)
   a, b of examination, event k
   passes if a < P(candidates.pass_base + candidates.pass_language * (language - language asked)), with the language asked of [levels](#levels)
   ```

   Passes: `examinations_passed` + 1; with a host enter(matched) again (no new match), else enter(pool). Fails and k + 1 >= candidates.sittings: `failed_examinations` + 1,
   with a host a *missed promise* ([trust](#trust)) and lose the match, else drop out (failed_examination). Fails otherwise: due = min(month + months(candidates.sitting_months, b),
   32000), wait on.
3. Otherwise nobody sits: with a host that is *lost* ([waits](#waits)), lose the match; without a host and month >= expiry, *give up*
   (waited_too_long, [tracks](#tracks)); else wait on.

Whoever waits on is counted: `waiting_examination` + 1.
"""

from dataclasses import dataclass

from sim.categories import Line, Reason, Stage
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import attribute, uncertain, within
from sim.draws import decision, probability, uniforms, whole_months
from sim.laws import accounts, levels, trust, waits
from sim.laws.desks import FAR_MONTH
from sim.laws.tracks import give_up, set_pool_patience
from sim.measures import flow
from sim.queues import NOBODY, append, drop_out, enter, lose_match, take_all

EXAMINATION = decision(
    36, "examination", "passes", "fraction of a month until the next",
    group="origin", agent="candidate", event="sittings",
)  # fmt: skip


@dataclass
class Design:
    """Whether there is one."""

    examination: bool = attribute(
        False, None, None, "switch", "An examination or licence abroad stands before the permit", fixed=True
    )


@dataclass
class Candidates:
    """How examinations are held, and who passes."""

    pass_base: float = uncertain(
        0.0, -6.0, 6.0, "utility", "Utility of passing a sitting of the examination with the language that work asks for",
        "prices.integration_course_participants_in_final_test_reaching_b1",
        plausible=within(-0.85, 1.5, "linear",
            "prices.integration_course_participants_in_final_test_reaching_b1;prices.kenntnispruefung_passed_by_3rd_attempt_doctors_pharmacists_dentists",
            "half of unselected learners reach B1 at a test; 30 % a sitting make 66 % by the third attempt (dentists), half make 88 % (doctors); at most 82 %, within the 45 to 93 % of doctors at the first"),
    )  # fmt: skip
    pass_language: float = uncertain(
        1.3, 0.0, 6.0, "utility/sd", "Effect of language on passing the examination",
        plausible=within(0.65, 2.6, "log", "assumption", "half to double"),
    )  # fmt: skip
    sitting_months: float = uncertain(
        3.0, 1.0, 36.0, "months", "Interval between sittings of the examination",
        plausible=within(1.0, 12.0, "log", "assumption", "every month to once a year, as a national examination"),
    )  # fmt: skip
    sittings: int = uncertain(
        3, 1, 20, "sittings", "Sittings after which a person who failed them all may not try again",
        "prices.kenntnispruefung_passed_by_3rd_attempt_doctors_pharmacists_dentists",
        plausible=within(2.0, 4.0, "linear", "prices.kenntnispruefung_passed_by_3rd_attempt_doctors_pharmacists_dentists",
            "published up to the third attempt; one fewer or more, as schemes end and people give up"),
    )  # fmt: skip
    retake_gain: float = uncertain(
        0.15, 0.0, 2.0, "sd/retake", "Language that a person learns from one sitting to the next",
        plausible=within(0.0, 0.4, "linear", "assumption", "nothing to a fifth of what a long course teaches"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of a sitting."""

    examination: float = uncertain(
        230.0, 0.0, 5_000.0, "EUR/sitting", "Fee of a sitting of the examination",
        "prices.goethe_morocco_exams_a1_a2_b1_b2_c1",
        plausible=within(115.0, 500.0, "log",
            "prices.goethe_morocco_exams_a1_a2_b1_b2_c1;prices.dtz_test_leben_in_deutschland_placement_test;prices.fachsprachenpruefung_pflege_b2_fee;prices.fachsprachpruefung_doctors_fee",
            "a test of B1 from 117 EUR, 171 to 231 EUR for B1 or B2 in Morocco, 350 EUR for nurses, 495 EUR for doctors"),
    )  # fmt: skip


class Candidate:
    """Attempts."""

    sittings: int = column("u1", 0, "Sittings of the examination so far")


class Measures:
    """Sittings."""

    failed_examinations: float = flow(
        "persons", "Persons who failed the examination for language or licence for good", -1
    )
    examinations_passed: float = flow("persons", "Persons who passed the examination for language or licence", 1)
    sittings: float = flow("sittings", "Sittings of the examination, retakes included")
    waiting_examination: float = flow("person-months", "Person-months waited for a sitting of the examination", -1)


@inner
def register(state, i, p, month):
    """A person who was trained sits at once, as the fee allows; without a host, its patience begins."""
    person = state.candidates[i]
    person.due = month
    if person.employer == NOBODY:
        set_pool_patience(state, person, p, month)


@njit
def passes(u, language, p):
    """Whether a person passes a sitting: by its language against what it asks for."""
    beyond = language - levels.language_asked(p)
    return u < probability(p.candidates.pass_base + p.candidates.pass_language * beyond)


@inner
def go_on(state, i, month):
    """Passed: on with the host, or into the pool."""
    state.monthly[month].examinations_passed += 1.0
    if state.candidates[i].employer != NOBODY:
        enter(state, i, Stage.matched, Reason.none, month)
    else:
        enter(state, i, Stage.pool, Reason.none, month)


@inner
def fail(state, i, p, month):
    """No attempt is left: the person is lost, and with it the match if there is one."""
    state.monthly[month].failed_examinations += 1.0
    if state.candidates[i].employer != NOBODY:
        trust.miss_promise(state, state.candidates[i], p, month)
        lose_match(state, i, Reason.failed_examination, month)
    else:
        drop_out(state, i, Reason.failed_examination, month)


@inner
def wait_on(state, i, month):
    """Another month of waiting for a sitting."""
    append(state, i, Stage.examination)
    state.monthly[month].waiting_examination += 1.0


@inner
def sit(state, i, p, month):
    """A sitting: passed, or failed with or without another attempt."""
    person = state.candidates[i]
    if person.sittings > 0:
        person.language += p.candidates.retake_gain
    a, b, c, d = uniforms(state.scheme, EXAMINATION, person.origin, person.agent, person.sittings, 0)
    person.sittings += 1
    state.monthly[month].sittings += 1.0
    if passes(a, person.language, p):
        go_on(state, i, month)
    elif person.sittings >= p.candidates.sittings:
        fail(state, i, p, month)
    else:
        person.due = min(month + whole_months(p.candidates.sitting_months, b), FAR_MONTH)
        wait_on(state, i, month)


@inner
def wait(state, i, p, month):
    """Nobody sits this month: the match may be lost meanwhile, or the person's patience end."""
    person = state.candidates[i]
    if person.employer != NOBODY:
        why = waits.lost(state, person, month)
        if why != Reason.none:
            lose_match(state, i, why, month)
            return
    elif month >= person.expiry:
        give_up(state, i, Reason.waited_too_long, p, month)
        return
    wait_on(state, i, month)


@inner
def step(state, p, month):
    """Whoever is due sits, if the fee can be paid; the others wait."""
    for place in range(take_all(state, Stage.examination)):
        i = state.lists[Stage.examination, place]
        person = state.candidates[i]
        if person.since == month:
            register(state, i, p, month)
        if person.due <= month and accounts.pay(state, Line.training, p.costs.examination, month):
            sit(state, i, p, month)
        else:
            wait(state, i, p, month)
