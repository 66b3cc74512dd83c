"""The tab of the best designs without a browser: what is asked, what is told on the way, what is found, and what is taken over."""

import io
import re
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.dashboard import best, best_page, best_pictures, best_search
from analysis.dashboard.address import from_address
from analysis.dashboard.best import Question, SoFar
from analysis.dashboard.jobs import Job, StoppedError
from analysis.dashboard.plan import OWN, Plan, configurations, levers, to_address
from analysis.optimise.search import Generation
from analysis.optimise.settings import USUAL, chosen_levers
from analysis.worlds.settings import Budget
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.reporting.wording import money
from sim.setup.configuration import configure

pytestmark = pytest.mark.compiled

PLAN = Plan("digital_explorers", common={"shock.month": 10}, designs=({OWN[0]: 2.0}, {OWN[0]: 3.0, OWN[1]: 0.9}))
LEVERS = chosen_levers(["design.places", "design.signed_share", "design.signed_by.institution"])
ALL = list(best.GROUPS)


def test_the_groups_are_the_levers_of_the_command():
    assert sorted(name for _, group in best.GROUPS.values() for name in group) == sorted(USUAL)


def test_the_question_is_about_the_design_and_its_changes():
    asked = best.asked(PLAN, "B", "", ["signs", "size"], "20000")
    assert asked.config.shock.month == 10
    assert asked.config.design.duration_years == 3.0
    assert asked.config.design.flexibility == 0.9
    assert asked.money == configurations(PLAN)[1].design.budget_total
    assert set(asked.levers) == {*best.GROUPS["signs"][1], *best.GROUPS["size"][1]}
    assert asked.runs == 20_000
    assert best.asked(PLAN, "A", "2,500,000", ALL, "60000").money == 2_500_000


@pytest.mark.parametrize(
    ("letter", "at_hand", "groups", "runs", "what"),
    [
        ("C", "", ALL, "20000", "there is no design C"),
        ("A", "much", ALL, "20000", "money at hand: 'much' is not a number"),
        ("A", "-5", ALL, "20000", "money at hand: -5 is not"),
        ("A", "", [], "20000", "nothing is ticked"),
        ("A", "", ["nobody"], "20000", "nothing is ticked"),
        ("A", "", ALL, "90000000", "how long: choose 20,000 or 60,000 runs"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(letter, at_hand, groups, runs, what):
    with pytest.raises(UserError, match=what) as refused:
        best.asked(PLAN, letter, at_hand, groups, runs)
    assert "\n" not in str(refused.value)


def generation(stage, number, designs, completed, cost):
    objectives = np.column_stack([completed, cost, np.zeros(len(cost))]).astype(float)
    return Generation(stage, number, np.array(designs), objectives, np.ones(len(cost), bool))


def test_the_line_is_drawn_through_designs_of_the_same_worlds():
    """Three designs of the second stage: one dominated, the others on the line, although the first stage saw a better one."""
    asked = SimpleNamespace(space=SimpleNamespace(own=np.array([1, 1])), money=150.0)
    done = [
        generation(0, 0, [[1, 1], [0, 2]], [10, 30], [100, 90]),
        generation(1, 0, [[2, 2], [1, 1], [0, 0]], [9, 8, 7], [200, 110, 250]),
    ]
    found = best_search.so_far(done, asked, "B")
    assert (found.letter, found.generation, found.stage, found.worlds, found.money) == ("B", 2, 2, 128, 150.0)
    assert found.tried.tolist() == [[100, 10], [90, 30], [200, 9], [110, 8], [250, 7]]
    assert found.line.tolist() == [[110, 8], [200, 9]]
    assert found.own == (110, 8)


def test_the_growing_picture_says_what_it_shows():
    tried = np.array([[1e6, 10.0], [2e6, 25.0], [1.5e6, 5.0]])
    so_far = SoFar("A", 4, 1, 64, tried, tried[:2], (1.5e6, 5.0), 1.8e6)
    picture = best_pictures.growing(so_far)
    assert picture.count("h0") == 3
    assert picture.count("<circle") == 2
    told = "Tried up to generation 4: 3 designs. Best so far: 10 completed for 1 million EUR; 25 completed for 2 million EUR"
    assert told in picture
    shown = str(best_page.growing(so_far))
    assert "3 designs tried in 4 generations" in shown
    assert "each in 64 worlds (stage 1 of 3)" in shown


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    return tmp_path_factory.mktemp("best")


@pytest.fixture(scope="module")
def asked():
    return Question(best.searched(PLAN, "B"), "B", LEVERS, 1_500_000.0, 2000)


def small_search(monkeypatch):
    """A search of seconds, and what it found as the command's own steps give it."""
    kept, find = [], best_search.find

    def finding(*arguments):
        kept.append(find(*arguments))
        return kept[-1]

    for name, value in (("POPULATION", 8), ("REPORT_WORLDS", 60), ("SHOWN", 3), ("find", finding)):
        monkeypatch.setattr(best_search, name, value)
    return kept


class Told(Job):
    """A job that remembers its phases and what there was to see; it stops itself in a phase."""

    def __init__(self, ends="nowhere"):
        super().__init__()
        self.ends, self.phases, self.seen = ends, [], []

    def enter(self, phase):
        super().enter(phase)
        self.phases.append(phase)
        if phase.startswith(self.ends):
            self.stop()

    def progress(self, done, total):
        super().progress(done, total)
        assert 0.0 <= self.done <= 1.0
        if self.so_far is not None and self.so_far not in self.seen[-1:]:
            self.seen.append(self.so_far)


@pytest.fixture(scope="module")
def found(asked, outputs):
    with pytest.MonkeyPatch.context() as monkeypatch:
        kept = small_search(monkeypatch)
        stopped = Told(ends=best_search.TRIES)
        with pytest.raises(StoppedError):
            best_search.found(asked, outputs, stopped)
        assert kept == []
        job = Told()
        result = best_search.found(asked, outputs, job)
        return SimpleNamespace(best=result, job=job, stopped=stopped, found=kept[0])


def test_every_step_is_told_and_the_front_is_seen_to_grow(found):
    phases = [phase.partition(":")[0] for phase in found.job.phases]
    assert list(dict.fromkeys(phases)) == [best_search.SEARCHES, best_search.CHOOSES, best_search.TRIES, best_search.CHANGES]  # fmt: skip
    assert phases == sorted(phases)
    assert f"{best_search.SEARCHES}: generation 3 of 3" in found.job.phases
    assert [each.generation for each in found.job.seen] == [1, 2, 3]
    assert [each.worlds for each in found.job.seen] == [64, 128, 256]
    own = best.searched(PLAN, "B")
    assert all(each.own[0] <= own.design.budget_total for each in found.job.seen)


def test_a_search_that_was_stopped_goes_on_where_it_was(found):
    assert found.stopped.phases[-1] == best_search.TRIES
    again = found.found.runs
    assert 0 < again.count - again.stored < again.stored


def test_the_page_says_what_the_command_would_say(found):
    result, shown = found.best, str(best_page.shown(found.best))
    with zipfile.ZipFile(io.BytesIO(result.archive)) as archive:
        names = set(archive.namelist())
        front = pd.read_csv(archive.open("front.csv"))
        files = {row.name: archive.read(f"designs/{row.name}.yaml").decode() for row in result.rows}
    assert {"front.csv", "steps.csv", "changes.csv", "levers.csv", "named.csv", "search.csv"} <= names
    assert 1 <= len(front) <= best_search.SHOWN
    assert front.design.tolist() == [row.name for row in result.rows]
    assert result.points[:, 0] == pytest.approx(front.public_cost)
    assert (
        pytest.approx(
            front[["completed_mobilities", "completed_mobilities_ci_low", "completed_mobilities_ci_high"]].to_numpy().T
        )
        == result.points[:, 1:].T
    )
    for row, cost in zip(result.rows, front.public_cost, strict=True):
        assert row.cells[1][0] == f"{money(cost)} EUR"
        assert row.cells[1][0] in shown
        assert files[row.name] == row.file
    assert result.sentences[0] in shown
    assert "For comparison, design B as it is: " in result.sentences[0]
    assert "the scenario" not in " ".join(result.sentences)
    assert shown.count('id="best_take_') == shown.count('id="best_yaml_') == len(result.rows)
    assert shown.count("<circle") == len(result.rows) + (result.chosen is not None)


def test_what_a_design_changes_is_in_the_words_of_the_fields(found):
    own = configurations(PLAN)[1]
    for row in found.best.rows:
        told = f"Places abroad {row.values['design.places']:,}, not {own.design.places:,}"
        assert (told in row.changed) == (row.values["design.places"] != own.design.places)


@pytest.mark.parametrize("budget", Budget)
@pytest.mark.parametrize(("letter", "becomes"), [("A", "A"), ("B", "B"), ("C", "C"), ("D", "C")])
def test_a_design_that_is_taken_over_is_the_design_that_was_found(found, budget, letter, becomes, tmp_path):
    plan = replace(PLAN, budget=budget)
    result = replace(found.best, question=replace(found.best.question, config=best.searched(plan, "B")))
    for place, row in enumerate(result.rows):
        changed, there = best.taken_over(plan, result, place, letter)
        assert there == becomes
        assert len(changed.designs) == (3 if becomes == "C" else 2)
        config = configurations(from_address(to_address(changed)))["ABC".index(there)]
        wanted = configurations(plan)[1]
        for name in levers():
            assert value_of(config, name) == row.values.get(name, value_of(wanted, name)), name
        if budget == Budget.same_total:
            path = tmp_path / f"{row.name}.yaml"
            path.write_text(row.file, encoding="utf-8")
            saved = configure(str(path))
            assert all(value_of(saved, name) == value_of(config, name) for name in parameters())


def test_a_design_that_was_found_for_another_choice_is_not_taken_over(found):
    for other in (
        replace(PLAN, common={"shock.month": 20}),
        replace(PLAN, designs=(PLAN.designs[0], {OWN[0]: 4.0})),
        replace(PLAN, scenario="palim"),
    ):
        with pytest.raises(UserError, match="search again"):
            best.taken_over(other, found.best, 0, "C")
    more_worlds = replace(PLAN, replicates=500, month=12, designs=({OWN[0]: 1.0}, PLAN.designs[1]))
    assert best.taken_over(more_worlds, found.best, 0, "C")[1] == "C"


def disabled(page):
    """Whether there is nothing to press that begins a search."""
    [button] = re.findall(r'<button[^>]*id="seek"[^>]*>', page)
    return "disabled" in button


def test_without_the_packages_the_tab_says_how_to_install_them(monkeypatch):
    assert best.missing() == ""
    assert not disabled(str(best_page.controls()))
    monkeypatch.setattr("sim.installation.find_spec", lambda name: None)
    assert best.missing().startswith("The search needs ")
    assert "[optimise]" in best.missing()
    page = str(best_page.controls())
    assert "Install it with: " in page
    assert disabled(page)
