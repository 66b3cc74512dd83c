"""The search behind the tab of the best designs: the command's own steps, followed by a job, and what they found as plain data."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.dashboard.best import SHOWN, Best, Question, Row, SoFar
from analysis.dashboard.drivers import store_folder
from analysis.dashboard.fields import label
from analysis.dashboard.jobs import Job
from analysis.optimise import search, words
from analysis.optimise.changes import for_the_money
from analysis.optimise.fields import Stage
from analysis.optimise.files import scenario_file
from analysis.optimise.front import dearer
from analysis.optimise.levers import space
from analysis.optimise.objectives import COST, wanted
from analysis.optimise.page import CAVEAT
from analysis.optimise.runs import find
from analysis.optimise.settings import OBJECTIVES, Asked, Settings
from analysis.optimise.tables import Judged, every_table, judged
from sim.reporting import names
from sim.reporting.csv_files import to_csv
from sim.reporting.wording import setting
from sim.runs.store import Store

Array = npt.NDArray[np.float64]

POPULATION, REPORT_WORLDS = 24, 400
"""Designs in a generation, and worlds in which what was found is tried again: fewer than the command's."""
SEARCHES, CHOOSES, TRIES, CHANGES = "1 of 4, searching", "2 of 4, choosing designs", "3 of 4, trying them again in new worlds", "4 of 4, changing one lever at a time"  # fmt: skip
PHASES = {
    Stage.choice: CHOOSES, Stage.simpler: CHOOSES, Stage.report: TRIES, Stage.ranking: CHANGES, Stage.changes: CHANGES,
}  # fmt: skip
"""What is under way, by the worlds that are used; the others are those of the search."""
AIM, MONEY = OBJECTIVES.index("completed_mobilities"), OBJECTIVES.index(COST)


@dataclass
class Followed:
    """A search as its job tells it."""

    job: Job
    asked: Asked
    question: Question
    generations: int = 0
    """How many are done."""

    def told(self, _: search.Generation, generations: Sequence[search.Generation]) -> None:
        """A generation was tried: what there is to see so far."""
        self.generations = len(generations)
        self.job.so_far = so_far(generations, self.asked, self.question.letter)
        self.job.check()

    def watch(self, stage: Stage, done: int, total: int) -> None:
        """Some runs are done."""
        stages = [search.generations(self.question.runs, POPULATION, worlds) for worlds in search.WORLDS]
        phase = PHASES.get(stage, CHOOSES)  # the last stage's worlds are used once more, for what was chosen
        if stage < len(stages) and self.generations < sum(stages[: stage + 1]):
            phase = f"{SEARCHES}: generation {self.generations + 1} of {sum(stages)}"
            done, total = self.generations * total + done, sum(stages) * total
        elif stage + 1 < len(stages):
            phase = f"{SEARCHES}: making the best designs simpler after stage {stage + 1}"
        if self.job.phase != phase:
            self.job.enter(phase)
        self.job.progress(done, total)


def so_far(done: Sequence[search.Generation], asked: Asked, letter: str) -> SoFar:
    """What was tried up to here. Only designs of one stage met the same worlds, so the line is that of the last one."""
    stage = done[-1].stage
    mine = [each for each in done if each.stage == stage]
    now = np.concatenate([each.objectives for each in mine])[:, [MONEY, AIM]]
    own = (np.concatenate([each.designs for each in mine]) == asked.space.own).all(axis=1)
    tried = np.concatenate([each.objectives for each in done])[:, [MONEY, AIM]]
    cost, gives = now[own][0].tolist()
    return SoFar(
        letter,
        len(done),
        stage + 1,
        search.WORLDS[stage],
        tried,
        now[dearer(now[:, 1], now[:, 0])],
        (cost, gives),
        asked.money,
    )


def found(question: Question, outputs: Path, job: Job) -> Best:
    """Search, choose and try again. Raises :class:`UserError` for what cannot be searched, and what stops the job."""
    settings = Settings(
        runs=question.runs, population=POPULATION, worlds=REPORT_WORLDS, shown=SHOWN, uncertainty=question.config.uncertainty
    )  # fmt: skip
    config = question.config
    asked = Asked(
        config, space(config, question.levers), wanted(OBJECTIVES, "", settings.certainty, ""), question.money, f"design {question.letter}"
    )  # fmt: skip
    job.enter(SEARCHES)
    follow = Followed(job, asked, question)
    judge = judged(find(asked, settings, Store(store_folder(outputs)), follow.told, follow.watch))
    return _best(question, judge, settings.more)


def _best(question: Question, judge: Judged, more: float) -> Best:
    tables = every_table(judge, more)
    objectives = judge.found.asked.wanted.objectives
    low, high = judge.interval(AIM)
    mine, own = slice(0, judge.number), judge.number
    points = np.column_stack([judge.estimate[:, MONEY], judge.estimate[:, AIM], low, high])
    last = judge.found.last.values
    rows = tuple(_row(judge, place) for place in range(judge.number))
    texts = {f"{name}.csv": to_csv(table) or "" for name, table in tables.items()}
    texts |= {f"designs/{row.name}.yaml": row.file for row in rows}
    return Best(
        question, words.answer(judge, tables["changes"], tables["steps"], more), words.reservations(judge), CAVEAT,
        tuple(names.starting(each.label) for each in objectives), rows, points[mine], dearer(points[mine, 1], points[mine, 0]),
        np.column_stack([last[COST].mean(axis=1), last[OBJECTIVES[AIM]].mean(axis=1)]), (points[own, 0], points[own, 1]),
        for_the_money(judge.found), _zipped(texts),
    )  # fmt: skip


def _row(judge: Judged, place: int) -> Row:
    found = judge.found
    cells = []
    for number, objective in enumerate(found.asked.wanted.objectives):
        low, high = judge.interval(number)
        value = words.amount(objective, judge.estimate[place, number], high[place])
        cells.append((value, words.between(objective, low[place], high[place])))
    space, design = found.asked.space, found.designs[place]
    changed = [
        f"{label(lever.name)} {setting(lever.values[there])}, not {setting(lever.values[lever.own])}"
        for lever, there in zip(space.levers, design, strict=True)
        if there != lever.own
    ]
    name, what = judge.names[place], "; ".join(words.changed(judge, place))
    return Row(
        name, space.values(design), tuple(cells), f"{100 * judge.on_front[place]:.0f} %", "; ".join(changed),
        scenario_file(found, place, name, what),
    )  # fmt: skip


def _zipped(texts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return content.getvalue()
