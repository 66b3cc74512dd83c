"""Invariants of vacancies: each is filled, lapses, is given up with its host, or is open; need is finite; who signed gives places."""

import math

import numpy as np

from sim.categories import AgencyKind, Closing, Reason, Stage, Status
from tests.fuzz.invariants import Run, invariant, month, row, standing, when

BEFORE_DEPARTURE = (
    Stage.seat,
    Stage.recognition,
    Stage.permit,
    Stage.visa,
    Stage.ready,
    Stage.training,
    Stage.examination,
)


def lost_matches(run: Run) -> list[tuple[int, int, int, bool]]:
    """Matches that ended before departure, without those whom the host keeps as remote workers: month, candidate, host, and whether the person had been abroad and was hired again."""
    found = []
    for person, steps in run.ways.items():
        if (
            len(steps) > 1
            and steps[-1][1] == Stage.dropped_out
            and steps[-1][3] >= 0
            and steps[-1][2] not in (Reason.early_return, Reason.works_remotely)
        ):
            again = any(stage == Stage.abroad for _, stage, *_ in steps)
            found.append((steps[-1][0], person, steps[-1][3], again))
    return found


def reopened(run: Run) -> np.ndarray:
    """Months x hosts: vacancies that a lost match opened again, because they still lived."""
    counted = np.zeros_like(run.hosts["open"])
    for lost, person, host, again in lost_matches(run):
        if not again and run.hosts["status"][lost, host] == Status.engaged and lost < run.people["held_until"][person]:
            counted[lost, host] += 1
    return counted


def given_up(run: Run) -> np.ndarray:
    """Months x hosts: open vacancies that went with a host that withdrew."""
    before = np.vstack([np.zeros((1, run.hosts["open"].shape[1]), int), run.hosts["open"][:-1]])
    held = np.vstack([np.zeros((1, before.shape[1]), int), run.hosts["status"][:-1]]) == Status.engaged
    return np.where(held & (run.hosts["status"] == Status.withdrawn), before, 0)


@invariant(broken=month("vacancies_lapsed", 1e6))
def every_vacancy_is_filled_lapsed_given_up_or_open(run):
    """Up to every month, declared vacancies are filled, lapsed, given up by hosts that withdrew, or open.

    A lost match may reopen one. Who changes the host fills one, too.
    """
    filled = run.sofar("matches") + run.sofar("host_changes") - reopened(run).sum(axis=1).cumsum()
    gone = run.sofar("vacancies_lapsed") + given_up(run).sum(axis=1).cumsum()
    kept = run.sofar("declared_vacancies") == filled + gone + run.hosts["open"].sum(axis=1)
    return when(run.whole["declared_vacancies"] > 0, kept)


@invariant(broken=row("employers", "declared", -1))
def no_host_fills_more_vacancies_than_it_declared(run):
    """No host has filled more vacancies than it declared, but for those that a lost match opened again."""
    hosts = run.state.employers
    return when(hosts["hires"].any(), hosts["hires"] - reopened(run).sum(axis=0) + hosts["open"] <= hosts["declared"])


@invariant(broken=lambda run: run.hosts["need_left"].__setitem__((-1, 0), 32_000))
def need_is_finite(run):
    """After every month, a host needs no more persons than at first and what came again, nor more now than it still will, and no less than none."""
    left, now = run.hosts["need_left"], run.hosts["real_open"]
    lasts = min(float(each.employers.need_months) for each in run.state.parameters)
    again = np.maximum(np.arange(len(left)) + 1 - math.ceil(lasts), 0)[:, None] / lasts
    most = run.needs + np.floor(run.needs * again)
    return when(run.needs.any(), (left >= 0) & (left <= most) & (now >= 0) & (now <= left))


@invariant(broken=standing("vacancies", -1, at=slice(None)))
def the_scheme_knows_its_open_vacancies(run):
    """After every month, the scheme's count of open vacancies is that of its engaged hosts; nobody else has any."""
    engaged = run.hosts["status"] == Status.engaged
    kept = run.scheme["vacancies"] == run.hosts["open"].sum(axis=1)
    return when(run.hosts["open"].any(), kept.all() and not run.hosts["open"][~engaged].any())


@invariant(broken=lambda run: run.state.employers["disposed"].fill(0))
def who_is_not_disposed_never_engages(run):
    """No host engages that would never take a person from abroad."""
    hosts = run.state.employers
    return when(run.whole["employers_engaged"] > 0, hosts["disposed"][hosts["engaged_month"] >= 0] == 1)


# signatures


def _signed_hosts(run: Run) -> np.ndarray:
    return run.state.employers["closing"] != Closing.open


@invariant(broken=row("partners", "places", 1_000_000))
def partners_have_the_signed_places(run):
    """The partners' places are the share of the places that is to be signed."""
    design = run.config.design
    signed = int(int(run.state.scheme.places) * design.signed_share + 0.5)
    weights = sum(vars(design.signed_by).values())
    return when(signed and weights > 0, run.state.partners["places"].sum() == signed)


@invariant(broken=lambda run: (run.state.partners["signed"].fill(1), run.state.partners["refused"].fill(1)))
def a_partner_signs_or_refuses(run):
    """No partner signs and refuses; who signs is willing, who refuses is not, and nobody decides without places."""
    partners = run.state.partners
    signed, refused, willing = (partners[name] == 1 for name in ("signed", "refused", "willing"))
    right = (
        ~(signed & refused)
        & (~signed | willing)
        & (~refused | ~willing)
        & (~(signed | refused) | (partners["places"] > 0))
    )
    return when((signed | refused).any(), right)


@invariant(broken=standing("pending", 1_000_000))
def pending_places_are_those_not_decided(run):
    """Places wait for a signature until their partner decides, and never more than before."""
    partners = run.state.partners
    open_ones = partners["places"][(partners["signed"] == 0) & (partners["refused"] == 0)].sum()
    pending = run.scheme["pending"]
    return when(partners["places"].any(), pending[-1] == open_ones and (np.diff(pending) <= 0).all())


@invariant(broken=lambda run: run.state.employers["declared"].fill(10_000))
def signed_hosts_declare_their_places(run):
    """Who signed declares the places of the partner in all at most, and nothing where the partner did not sign."""
    right = []
    for partner in run.state.partners:
        declared = run.state.employers["declared"][run.state.employers["closing"] == partner["closing"]].sum()
        right.append(declared <= (partner["places"] if partner["signed"] else 0))
    return when(_signed_hosts(run).any(), right)


@invariant(broken=lambda run: run.state.employers["status"].fill(Status.withdrawn))
def signed_hosts_do_not_withdraw(run):
    """A host that signed stays."""
    return when(_signed_hosts(run).any(), run.state.employers["status"][_signed_hosts(run)] != Status.withdrawn)


@invariant(broken=row("agencies", "kind", AgencyKind.association))
def there_is_one_association(run):
    """One agency is the association, and it gathers the places that its class signed."""
    agencies, partners = run.state.agencies, run.state.partners
    own = agencies[agencies["kind"] == AgencyKind.association]
    signed = partners["places"][(partners["closing"] == Closing.association) & (partners["signed"] == 1)].sum()
    return when(True, len(own) == 1 and own["volume"][0] == signed)
