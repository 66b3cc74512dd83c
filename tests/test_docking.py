"""Docking: the model as an ordinary Mesa program, written from the ODD, gives the same runs person by person.

Journeys (who, when, which stage, why, which host) must be identical. Indicators must be equal but for the last digits,
because exp, log and the normal quantile may come from different libraries (ODD 7.2); so counts of persons are identical.
"""

import ast
import random
from pathlib import Path

import mesa
import numpy as np
import pytest
from scipy import stats
from test_draws import KNOWN_ANSWERS, PROBABILITIES
from worlds import in_range, small

from benchmarks import objects
from benchmarks.kernels import of_size
from benchmarks.objects import PilotScheme, draws
from benchmarks.objects.agency import Lead
from benchmarks.objects.candidate import Candidate
from benchmarks.objects.categories import Amendment, Closing, Stage, Status
from benchmarks.objects.employer import Employer
from benchmarks.objects.government import Government
from benchmarks.objects.phases import Sequence
from benchmarks.objects.selection import known_language
from sim import configure
from sim.errors import UserError
from sim.indicators import MONTHLY, NAMES
from sim.model import PartnershipModel
from sim.parameters import Config, parameters, to_record, value_of
from sim.runs.ensemble import run_sets
from sim.setup.catalogue import scenario_files
from sim.setup.checks import FIXED_AT_START

#: The scale-up, cut to two thousand candidates.
CUT = of_size(2_000)
DOCKED = (("palim",), ("covid_shock",), ("recognition_friction",), CUT)
OTHERS = [name for name in sorted(scenario_files()) if (name,) not in DOCKED and name != CUT[0]]
#: Seeds and replicates: both are part of the key of all draws.
KEYS = ((1, 0), (2, 1), (4_000_000_000, 2))
#: Applicants of a scenario, about; larger ones are scaled down to this.
APPLICANTS = 4_000

#: Worlds in which every mechanism is at work: overrides of covid_shock, and what must have happened in them (see :func:`happened`).
WORLDS: dict[str, tuple[tuple[str, ...], str]] = {
    "timeline that changes means, desks, kind and shock": (
        ("timeline.0.design.stay_months=7.5", "timeline.10.design.digital=0.8", "timeline.10.agencies.interviews=5",
         "timeline.20.permits.capacity=2", "timeline.24.recognition.months=2", "timeline.30.design.kind=internship",
         "timeline.40.shock.severity=0.3"),
        "waiting_permit waiting_interview departures",
    ),
    "everything scarce": (
        ("design.private_recruiters=0.6", "agencies.interviews=3", "agencies.recruiter_interviews=4", "permits.capacity=2",
         "recognition.capacity=1", "recognition.required.ict=0.7", "costs.training_seats=15", "design.mentoring=true",
         "design.integration_package=true", "design.diaspora_network=true", "markets=diverse", "corridor.origins=3",
         "design.home_share=0.3", "employers.contribution_trust=0.2", "employers.contribution_results=0.2",
         "costs.sustain_trust=0.05", "design.remote_start=0.5", "recognition.agreement_month=2", "recognition.simplification=0.3",
         "design.training_months=3.5", "design.interview_share=0.6", "design.advisory_board=true"),
        "waiting_training waiting_interview waiting_recognition local_placements simplified",
    ),
    "open hosts": (
        ("design.host_staff=3", "employers.vacancy_months.ict=3", "employers.hold=2", "employers.quit_hazard=0.2",
         "employers.recurrence=2", "candidates.match_patience=12", "employers.optimism=1", "employers.review_months=2",
         "permits.months=8"),
        "vacancies_lapsed vacancy_lapsed host_withdrew waited_too_long declined pay_too_low",
    ),
    "an association signs": (
        ("closing=association", "employers.signing_chance.association=1", "design.preparation_months=3",
         "employers.signed_places.association=2"),
        "association_signed signed_hires",
    ),
    "an institution signs, with an examination": (
        ("closing=institution", "employers.signing_chance.institution=1", "design.sector=health", "design.level=medium",
         "design.examination=true", "recognition.required.health=0.9", "design.home_share=0.2"),
        "institution_signed matches sittings retaken failed_examinations failed_examination waiting_examination waiting_recognition",
    ),
    "a group signs, matched first": (
        ("closing=group", "employers.signing_chance.group=1", "employers.group_posts.employment=1", "pipeline=match_first", "design.examination=true",
         "design.remote_start=0.9", "candidates.training_dropout=0.2", "candidates.sitting_months=9", "candidates.match_patience=14",
         "costs.examination=2000"),
        "group_signed remote_starts remote seat match_lost_in_training match_lost_before_sitting waiting_examination",
    ),
    "mixed hosts in several countries": (
        ("markets=diverse", "markets.diversity=1", "markets.count=5", "markets.countries=3", "corridor.origins=2", "design.signed_share=0.7",
         "design.signed_by.association=0.5", "design.signed_by.institution=0.3", "design.signed_by.group=0.2",
         "design.preparation_months=6", "employers.signed_places.group=3", "employers.honoured.institution=0.5",
         "employers.signing_work.institution=20", "employers.signing_chance.association=1",
         "employers.signing_chance.institution=1", "employers.signing_chance.group=1", "employers.group_posts.employment=1", "design.host_staff=2"),
        "association_signed institution_signed group_signed dishonoured open_hires signed_hires",
    ),
    "named countries, with scarce visas": (
        ("corridor.origins=[RS,MA,PK]", "markets.count=4", "markets.countries=[DE,IT,GB]", "markets.diversity=0.5",
         "permits.visa_capacity=0.6", "permits.visa_refusal=0.2", "design.host_staff=3", "timeline.30.permits.visa_capacity=5"),
        "waiting_visa visa_refused departures",
    ),
    "a country that asks for papers anew": (
        ("corridor.origins=[IN,XK]", "markets.countries=[DE]", "design.digital=0.7", "timeline.15.permits.visa_months=4",
         "timeline.25.permits.visa_refusal=0.6", "closing=association", "employers.signing_chance.association=1"),
        "waiting_visa visa_refused departures",
    ),
    "trust that falls": (
        ("agencies.lead_change=2", "candidates.return_utility=2", "agencies.lead_learning=3", "trust.promise_grace=0", "trust.promise_loss=0.3",
         "design.advisory_board=true", "corridor.origins=2", "markets.count=2", "markets.countries=2", "permits.refusal=0.3",
         "recognition.required.ict=0.7", "trust.prior_spread=1.5", "trust.gain_spread=1", "design.intake_months=6",
         "design.intake_window=2", "design.host_staff=3"),
        "lead_changes promises_missed permit_refused not_recognised early_returns",
    ),
    "nobody signs": (
        ("closing=association", "employers.signing_chance.association=0", "employers.signing_work.association=20"),
        "association_refused employers_engaged open_hires",
    ),
    "matched first, with a reserve list": (
        ("pipeline=match_first", "design.reserve_share=1.5", "design.home_share=0.2", "costs.training_seats=8",
         "design.host_staff=3", "design.mentoring=true", "candidates.pool_patience=4", "employers.hire_base=0"),
        "seat waiting_training reserve local_placements",
    ),
    "seasons with re-hire": (
        ("design.kind=seasonal", "design.sector=agriculture", "design.level=low", "design.training_months=1",
         "design.stay_months=6", "design.intake_months=6", "design.first_intake=3", "design.intake_window=2",
         "closing=association", "employers.signing_chance.association=1", "employers.signing_work.association=20",
         "candidates.rehire=0.9", "design.reintegration_support=0.8", "design.business_creation=true",
         "candidates.return_utility=-1", "permits.refusal=0.2", "permits.visa_refusal=0.2"),
        "rehires early_returns waiting_travel reintegrated permit_refused visa_refused rehire_lost",
    ),
    "an academic year": (
        ("design.kind=study", "design.intake_months=12", "design.first_intake=8", "design.host_staff=2",
         "design.level=medium", "recognition.required.ict=0.8"),
        "waiting_travel departures",
    ),
    "small firms in shortage without experience are sought": (
        ("design.sought_size=sme", "design.sought_motive=shortage", "design.sought_experience=first_time",
         "design.host_staff=3", "agencies.lookup=0.3", "employers.disposed=0.8"),
        "hires_first_time passed_over",
    ),
    "large firms with experience are sought": (
        ("design.sought_size=large", "design.sought_motive=internationalisation", "design.sought_experience=experienced",
         "employers.disposed_experienced=1", "design.host_staff=2", "markets.employers=600"),
        "hires_large hires_internationalisation passed_over",
    ),
    "a life after the funding": (
        ("horizon=120", "costs.lean_coordination=0.01", "costs.sustain_trust=0.01", "costs.sustain_grace=24",
         "employers.willing=1", "employers.contribution_trust=0.1", "employers.contribution_results=0",
         "design.contribution_share=1", "design.host_staff=3", "employers.money_weight=0.2", "costs.mobility=1000",
         "steering.extension_share=0", "employers.recurrence=5", "design.reserve_share=1", "closing=group",
         "design.signed_share=0.3", "employers.signing_chance.group=1", "design.business_creation=true", "pipeline=match_first",
         "costs.training_seats=6"),
        "months_sustained departures_self_financed completed_self_financed private_contribution",
    ),
    "a corridor with a language in common, a yearly examination": (
        ("corridor.origins=[SN,MA]", "markets.count=3", "markets.countries=[BE,FR,IT]", "design.examination=true",
         "candidates.sitting_months=12", "candidates.pass_base=-1", "candidates.pool_patience=8", "candidates.sittings=2",
         "costs.examination=800", "design.sector=health"),
        "common_language sittings retaken waited_too_long failed_examination",
    ),
    "a ceiling that is raised": (
        ("design.places=12", "design.host_staff=4", "employers.disposed=1", "employers.hire_base=1", "steering.raise_at=0.5",
         "steering.raise_share=1", "steering.review_months=2", "employers.engagement_base=0"),
        "ceiling_raised matches",
    ),
    "amendments granted and refused": (
        ("design.flexibility=0.4", "steering.amendment_months=3", "agencies.interviews=2", "costs.training=4000",
         "markets.drift=0.2", "steering.rigid_approval=0.2", "steering.extension_progress=2", "costs.amendment=400",
         "design.budget_total=900000", "candidates.per_place=60"),
        "amendments money_granted profile_granted method_granted refused_by_funder",
    ),
    "hosts that change and work that stays remote": (
        ("design.change_of_host=0.8", "candidates.change_share=0.9", "employers.takes_over=0.9", "candidates.return_utility=0",
         "employers.disposed=0.9", "employers.optimism=1.5", "costs.change_of_host=300", "design.level=low", "costs.housing.low=250",
         "design.remote_start=0.8", "employers.remote_stays=0.1", "shock.remote_stays=4", "employers.clears_threshold.low=0.6",
         "recognition.required.ict=0.6", "employers.hire_base=0", "design.host_staff=3"),
        "host_changes changed_host remote_contracts works_remotely vacancies_below_floor housing_paid early_returns",
    ),
    "an extension": (
        ("design.flexibility=0.9", "steering.extension_base=4", "steering.extension_share=0.2", "steering.extension_notice=24",
         "steering.amendment_months=1"),
        "extended_to_the_longest extension_granted",
    ),
    "stops at both ends, in a protectionist climate": (
        ("politics.stop_rate=1.5", "politics.stop_months=5", "politics.protectionism=0.5", "politics.protectionism_refusal=3",
         "politics.term_months=14", "politics.support_spread=0.3", "corridor.origins=2", "markets.count=2", "markets.countries=2",
         "politics.results_effect=0.9", "politics.failure_effect=3", "politics.review_effect=0.5", "steering.report_months=2.5",
         "design.home_share=0.3", "politics.skills_weight=0.1", "closing=association", "employers.signing_chance.association=1"),
        "stopped_months permit_refused waiting_travel completed_mobilities stayed",
    ),
    "monitoring below its need": (
        ("costs.monitoring=3000", "steering.unmonitored_months=8", "steering.report_months=3", "agencies.interviews=2",
         "markets.drift=0.2", "design.flexibility=0.8", "design.advisory_board=true"),
        "amendments method_granted profile_granted",
    ),
    "no extension where nothing is monitored": (
        ("design.flexibility=0.5", "design.monitoring_share=0", "steering.extension_base=-3", "steering.extension_progress=6",
         "steering.extension_notice=24", "steering.amendment_months=1"),
        "refused_by_funder",
    ),
    "levers that change on a timeline": (
        ("timeline.6.design.pipeline=match_first", "timeline.8.design.host_staff=3", "timeline.8.design.mentoring=true",
         "timeline.10.design.sought_size=sme", "timeline.12.design.reserve_share=1", "timeline.12.design.remote_start=0.6",
         "timeline.14.design.ministry_share=0.2", "timeline.15.design.training_months=2", "timeline.16.design.digital=0.9",
         "timeline.18.design.intake_months=3", "timeline.18.design.first_intake=1", "timeline.20.design.stay_months=18",
         "timeline.20.design.contribution_share=0.1",
         "timeline.22.design.integration_package=true", "timeline.24.design.pipeline=train_first",
         "timeline.24.design.facilitation=1", "timeline.26.design.administrative_support=0.1", "timeline.28.design.flexibility=1",
         "timeline.30.design.home_share=0.4", "design.preparation_months=4"),
        "matches remote_starts seat",
    ),
}  # fmt: skip

#: Schemes in sequence: settings, and how many phases begin in one run at least.
SEQUENCES: dict[str, tuple[tuple[str, ...], int]] = {
    "three years and three years": (("two_phases",), 2),
    "another design, more markets, a shock and a timeline": (
        ("covid_shock", "phase.after=association_pilot", "phase.gap=5", "markets.count=3", "markets.countries=2",
         "corridor.origins=2", "shock.month=50", "design.preparation_months=4", "design.private_recruiters=0.5",
         "timeline.20.permits.capacity=30", "timeline.55.design.digital=0.9", "politics.election_month=20", "horizon=84"),
        2,
    ),
    "signed again, with fewer markets": (
        ("association_pilot", "phase.after=diverse_markets", "phase.gap=0", "horizon=110", "recognition.agreement_month=50"), 2
    ),
    "three phases": (("recognition_agreement", "phase.after=two_phases", "horizon=150"), 3),
    "a gate that is not reached": (("two_phases", "phase.gate=2"), 1),
}  # fmt: skip

#: Upper ends that keep a drawn run small.
MOST = {
    "design.places": 60, "markets.employers": 150, "candidates.per_place": 40, "design.budget_total": 3e6,
    "corridor.origins": 3, "markets.count": 5, "markets.countries": 4, "design.reserve_share": 3,
}  # fmt: skip


def dock(config, seed, replicate):
    """Run both, compare everything, and return the plain one (of phases in sequence the last)."""
    plain = Sequence(config, seed, replicate)
    model = PartnershipModel(config, seed=seed, replicate=replicate)
    model.run()
    columns = ["candidate", "month", "stage", "reason", "employer"]
    for phase, state in zip(plain.phases, model.course.states, strict=True):
        journal = state.journal[: int(state.scheme.journal)]
        assert phase.journal == list(
            zip(*(journal[name].tolist() for name in columns), strict=True)
        )  # in order of events, over all candidates
    monthly, simulated = plain.months, model.monthly
    for name in MONTHLY:
        expected = [month[name] for month in monthly]
        np.testing.assert_allclose(expected, simulated[name], rtol=1e-12, atol=1e-9, err_msg=name)
    totals = run_sets(to_record(config, config.timeline)[None, :], replicate + 1, seed, workers=1).totals[0, replicate]
    outcome = plain.outcome
    for name, expected in zip(NAMES, totals, strict=True):
        np.testing.assert_allclose(outcome[name], expected, rtol=1e-12, atol=1e-9, err_msg=name)
    return plain.last


def lengths(plain):
    """How many steps of journeys and how many matches were compared."""
    return np.array([len(plain.journal), plain.outcome["matches"]])


def happened(plain):
    """Indicators that are not 0, stages and reasons of the journal, and what else can be seen at the end, as words."""
    scheme, hosts = plain.scheme, plain.agents_by_type[Employer]
    left = [person for person in plain.agents_by_type.get(Candidate, []) if person.stage == Stage.dropped_out]
    words = {name for name in MONTHLY if any(month[name] > 0 for month in plain.months)}
    words |= {stage.name for _, _, stage, _, _ in plain.journal} | {reason.name for _, _, _, reason, _ in plain.journal}
    words |= {f"{partner.closing.name}_signed" for partner in plain.partners if partner.signed}
    words |= {f"{partner.closing.name}_refused" for partner in plain.partners if partner.refused}
    words |= {f"{amendment.name}_granted" for amendment in Amendment if scheme.granted[amendment] > 0}
    seen = {
        "ceiling_raised": scheme.ceiling > scheme.places,
        "extended_to_the_longest": scheme.extended >= 0.2 * scheme.planned_months - 1,
        "refused_by_funder": any(
            scheme.requests[each] > scheme.granted[each] + (scheme.due[each] >= 0) for each in Amendment
        ),
        "simplified": any(country.agreement for country in plain.countries),
        "declined": any(host.status == Status.declined and host.contacts > 0 for host in hosts),
        "pay_too_low": any(host.declared > 0 and not host.clears for host in hosts),
        "dishonoured": any(host.closing != Closing.open and host.real_need == 0 for host in hosts),
        "open_hires": any(host.closing == Closing.open and host.hires > 0 for host in hosts),
        "signed_hires": any(host.closing != Closing.open and host.hires > 0 for host in hosts),
        "passed_over": any(
            host.contacts == 0 and host.row < host.market.hosts[0].row + host.market.pointer for host in hosts
        ),
        "reserve": scheme.preselected > scheme.admitted > 0,
        "match_lost_in_training": any(
            person.matches and person.breaks_off >= 0 and not person.trained for person in left
        ),
        "retaken": any(person.sittings > 1 for person in plain.agents_by_type.get(Candidate, [])),
        "match_lost_before_sitting": any(person.matches and person.trained and not person.sittings for person in left),
        "common_language": any(known_language(plain, origin) > 0 for origin in plain.origins),
        "rehire_lost": any(person.matches > 1 and not person.cut_short for person in left),
    }
    return words | {word for word, is_seen in seen.items() if is_seen}


@pytest.mark.compiled
@pytest.mark.parametrize("scenario", DOCKED, ids=lambda scenario: scenario[0])
def test_the_same_months_and_journeys(scenario):
    config = configure(*scenario)
    steps, matches = sum(lengths(dock(config, *key)) for key in KEYS)
    assert steps > 1_000
    assert matches > 0


@pytest.mark.compiled
@pytest.mark.parametrize("scenario", OTHERS)
def test_every_other_scenario_once(scenario):
    config = configure(scenario)
    applicants = config.scale * config.design.places * config.candidates.per_place
    if applicants > APPLICANTS:
        config = configure(scenario, f"scale={config.scale * APPLICANTS / applicants:.4g}")
    assert lengths(dock(config, 7, 1))[0] > 0


@pytest.mark.compiled
@pytest.mark.parametrize("scenario", SEQUENCES)
def test_phases_in_sequence(scenario):
    overrides, phases = SEQUENCES[scenario]
    lasts = [dock(configure(*overrides, "uncertainty=chance"), *key) for key in KEYS]
    assert max(last.number + 1 for last in lasts) == phases


@pytest.mark.compiled
@pytest.mark.parametrize("name", WORLDS)
def test_worlds_in_which_every_mechanism_is_at_work(name):
    overrides, expected = WORLDS[name]
    plains = [dock(configure("covid_shock", "world=registry", *overrides), *key) for key in KEYS]
    assert set(expected.split()) <= set().union(*(happened(plain) for plain in plains))


def varied(name, chance):
    """A value of a parameter: about its default, or anywhere in its range."""
    parameter, default = parameters()[name], value_of(Config(), name)
    share = chance.random()
    if parameter.choices or parameter.type is bool:
        return in_range(name, share)
    around = default * 2 ** (3 * share - 1.5)
    value = around if default > 0 and chance.random() < 0.8 else in_range(name, share)
    value = min(max(value, parameter.low), MOST.get(name, parameter.high))
    return round(value) if parameter.type is int else float(value)


def drawn(number):
    """A configuration with many parameters away from their defaults, and two turns on a timeline."""
    chance = random.Random(number)
    names = [name for name in parameters() if name not in ("horizon", "scale")]
    turning = [name for name in names if name not in FIXED_AT_START]
    while True:
        values = {name: varied(name, chance) for name in chance.sample(names, chance.choice([10, 30, 60]))}
        months = chance.sample(range(60), 2)
        timeline = {month: {name: varied(name, chance) for name in chance.sample(turning, 8)} for month in months}
        try:
            return small({"shock.month": 14}, values, {"scale": 0.7}, timeline=timeline)
        except UserError:  # the values contradict each other: draw anew
            continue


@pytest.mark.compiled
def test_the_same_course_with_any_parameters():
    steps, matches = sum(lengths(dock(drawn(number), number, 0)) for number in range(48))
    assert steps > 5_000
    assert matches > 50


def test_another_replicate_takes_another_course():
    one, other = (PilotScheme(configure("covid_shock"), 1, replicate) for replicate in (0, 1))
    one.run_model()
    other.run_model()
    assert one.journal != other.journal


def test_it_is_an_ordinary_mesa_program():
    model = PilotScheme(configure("covid_shock"), 3)
    model.run_model()
    assert model.steps == model.p.horizon == len(model.monthly)
    assert len(model.agents_by_type[Candidate]) == model.outcome["applicants"] > 0
    assert len(model.agents_by_type[Employer]) == sum(len(market.hosts) for market in model.markets)
    assert {Government, Lead} < set(model.agent_types)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    hired = model.agents_by_type[Employer].agg("hires", sum)
    assert hired == model.outcome["matches"]


def test_it_shares_nothing_but_parameters_and_names():
    allowed = {"sim.parameters", "sim.indicators"}
    for path in Path(objects.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            of_the_model = {module for module in modules if module.partition(".")[0] in ("sim", "numba", "numpy")}
            assert of_the_model <= allowed, path.name


@pytest.mark.parametrize(("counter", "words", "expected"), KNOWN_ANSWERS)
def test_plain_generator_gives_the_published_vectors(counter, words, expected):
    assert draws.philox(*counter, *words) == expected


@pytest.mark.parametrize("u", [2.0**-33, *PROBABILITIES, 1 - 2.0**-33])
def test_plain_quantiles_agree_with_scipy(u):
    assert draws.normal(u) == pytest.approx(stats.norm.ppf(u), rel=1e-13, abs=1e-15)
    assert draws.exponential(u, 3.5) == pytest.approx(stats.expon.ppf(u, scale=3.5), rel=1e-13)
    assert draws.logistic(u) == pytest.approx(stats.logistic.ppf(u), rel=1e-8, abs=1e-15)
    spread = np.sqrt(np.log1p(0.5**2))
    reference = stats.lognorm(spread, scale=4.0 * np.exp(-(spread**2) / 2))
    assert draws.lognormal(u, 4.0, 0.5) == pytest.approx(reference.ppf(u), rel=1e-12)
