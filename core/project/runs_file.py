"""The kept runs in a project file: curves and scores of all, and the states of those that have one still."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec

from core.errors import UserError
from core.kept_runs import MOST_BYTES, MOST_RUNS, Kept
from core.project.content import TableNamed, check_text, decode_part, encode_part
from core.project.entries import RUNS, RUNS_ARRAYS, fits
from core.project.open_pool import OpenPool
from core.project.pool import Pool, PooledCurve, PooledState
from core.runs import Run
from core.snapshot import Score, Scores
from core.specs import Project
from core.state_check import MOST_COUNT

MOST_MARKS = 1000
Number = float | Literal["nan", "inf", "-inf"]
"""JSON has no name for what is not finite."""


class ScoreContent(msgspec.Struct):
    """The fields of `core.snapshot.Score`."""

    loss: Number
    correct: int | None
    count: int
    rmse: Number | None = None


class PooledRun(msgspec.Struct):
    """The fields of `core.kept_runs.Kept` and its `core.runs.Run`; project, curve and state are numbers of the pool."""

    name: str
    project: int
    step: int
    epoch: int
    ended: str
    mark: int
    is_shown: bool
    is_automatic: bool
    train: ScoreContent | None = None
    validation: ScoreContent | None = None
    test: ScoreContent | None = None
    curve: PooledCurve | None = None
    state: PooledState | None = None
    since: int | None = None


class RunsContent(msgspec.Struct):
    """All of runs.json."""

    projects: tuple[Project, ...]
    runs: tuple[PooledRun, ...]


def pack_runs(runs: Sequence[Kept]) -> tuple[bytes, dict[str, Any], list[Project]] | None:
    """The text, the arrays, and the projects that they speak of; None where there is nothing to keep.

    Where all of it is too large for a file, the weights of the oldest run are left out, then those of the next, and
    then the oldest runs. Raises UnicodeEncodeError for half a character.
    """
    while runs:
        pool = Pool()
        content = RunsContent((), tuple(_pooled(pool, kept) for kept in runs))
        content.projects = tuple(pool.projects)
        text, arrays = encode_part(content), pool.arrays()
        if fits(text, RUNS, arrays, RUNS_ARRAYS):
            return text, arrays, pool.projects
        runs = _lighter(runs)
    return None


def open_runs(text: bytes, arrays: Mapping[str, Any], table_named: TableNamed) -> tuple[Kept, ...]:
    """The runs that these make, oldest first.

    Raises UserError for what cannot have been kept.
    """
    content = decode_part(RUNS, text, RunsContent, table_named)
    if len(content.runs) > MOST_RUNS:
        raise UserError(f"There are {len(content.runs):,} runs.", f"There may be {MOST_RUNS}.")
    pool = OpenPool(content.projects, arrays)
    sizes = [pool.nbytes(run.project, run.state) for run in content.runs if run.state is not None]
    if sum(sizes) > MOST_BYTES and len(sizes) > 1:
        raise UserError("The kept runs are larger than they can be.", f"They may take {MOST_BYTES // 2**20} MB.")
    if len({run.mark for run in content.runs}) < len(content.runs):
        raise UserError("Two of the runs have the same mark.")
    runs = tuple(_kept(pool, run) for run in content.runs)
    pool.check_used_up()
    return runs


def _pooled(pool: Pool, kept: Kept) -> PooledRun:
    run = kept.run
    train, validation, test = (None if score is None else _score_content(score) for score in run.scores)
    return PooledRun(
        run.name,
        pool.project(run.project),
        run.step,
        run.epoch,
        run.ended,
        kept.mark,
        kept.is_shown,
        kept.is_automatic,
        train,
        validation,
        test,
        pool.curve(run.curve),
        None if run.state is None else pool.state(run.project, run.state),
        run.since,
    )


def _kept(pool: OpenPool, pooled: PooledRun) -> Kept:
    check_text("name of a run", pooled.name)
    check_text("end of a run", pooled.ended)
    counts = {"step": pooled.step, "epoch": pooled.epoch, "mark": pooled.mark}
    for name, value in counts.items():
        if not 0 <= value < (MOST_MARKS if name == "mark" else MOST_COUNT):
            raise UserError(f"The {name} of a run cannot be {value}.", "It is a whole number from 0 on.")
    if pooled.since is not None and not 0 <= pooled.since <= pooled.epoch:
        raise UserError(f"since of a run cannot be {pooled.since}.", f"The run has come to epoch {pooled.epoch:,}.")
    state = None if pooled.state is None else pool.state(pooled.project, pooled.state)
    if state is not None and (state.step, state.epoch) != (pooled.step, pooled.epoch):
        raise UserError("The weights of a run are of another moment than the run.")
    scores = Scores(*(None if one is None else _score(one) for one in (pooled.train, pooled.validation, pooled.test)))
    run = Run(
        pooled.name,
        pool.project(pooled.project),
        pool.curve(pooled.curve),
        scores,
        pooled.step,
        pooled.epoch,
        pooled.ended,
        pooled.since,
        state,
    )
    return Kept(run, pooled.mark, pooled.is_shown, pooled.is_automatic)


def _score_content(score: Score) -> ScoreContent:
    rmse = None if score.rmse is None else _number(score.rmse)
    return ScoreContent(_number(score.loss), score.correct, score.count, rmse)


def _score(content: ScoreContent) -> Score:
    if not 1 <= content.count < MOST_COUNT or not 0 <= (content.correct or 0) <= content.count:
        raise UserError(f"A score cannot be {content.correct} of {content.count}.", "Some of one sample at least.")
    return Score(
        float(content.loss),
        content.correct,
        content.count,
        None if content.rmse is None else float(content.rmse),
    )


def _number(value: float) -> Number:
    if math.isfinite(value):
        return float(value)
    return "nan" if math.isnan(value) else "inf" if value > 0.0 else "-inf"


def _lighter(runs: Sequence[Kept]) -> Sequence[Kept]:
    for place, kept in enumerate(runs[:-1]):
        if kept.run.state is not None:
            return [*runs[:place], replace(kept, run=replace(kept.run, state=None)), *runs[place + 1 :]]
    return runs[1:]
