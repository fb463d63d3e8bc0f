"""The timeline in a project file: the moments that one can look back at and go on from."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from core.errors import UserError
from core.project.content import TableNamed, decode_part, encode_part
from core.project.entries import TIMELINE, TIMELINE_ARRAYS, fits
from core.project.open_pool import OpenPool
from core.project.pool import Pool, PooledCurve, PooledState
from core.specs import Project
from core.state import State
from core.state_check import MOST_COUNT
from core.timeline import BYTES, MOMENTS, Moment, Timeline


class PooledMoment(msgspec.Struct):
    """The fields of `core.timeline.Moment`; its project and its curve are numbers of the pool.

    era  equal numbers: the same era
    """

    project: int
    state: PooledState
    epochs: float
    era: int
    curve: PooledCurve | None = None


class TimelineContent(msgspec.Struct):
    """All of timeline.json."""

    projects: tuple[Project, ...]
    moments: tuple[PooledMoment, ...]
    stride: int
    era: int


def pack_timeline(timeline: Timeline) -> tuple[bytes, dict[str, Any], list[Project]] | None:
    """The text, the arrays, and the projects that they speak of.

    None where there is nothing to keep, or it is too large for a file.
    """
    if not timeline.moments:
        return None
    pool, eras = Pool(), _Eras()
    moments = tuple(
        PooledMoment(
            pool.project(moment.project),
            pool.state(moment.project, moment.state),
            moment.epochs,
            eras.number(moment.era),
            None if moment.curve is None else pool.curve(moment.curve),
        )
        for moment in timeline.moments
    )
    content = TimelineContent(tuple(pool.projects), moments, timeline.stride, eras.number(timeline.era))
    try:
        text = encode_part(content)
    except UnicodeEncodeError:  # half a character, in a project of the past: nobody can mend that any more
        return None
    arrays = pool.arrays()
    return (text, arrays, pool.projects) if fits(text, TIMELINE, arrays, TIMELINE_ARRAYS) else None


def open_timeline(
    text: bytes, arrays: Mapping[str, Any], project: Project, state: State, table_named: TableNamed
) -> Timeline:
    """The timeline that these make, of a training that has come to `state`.

    Raises UserError for what no training can have left behind.
    """
    content = decode_part(TIMELINE, text, TimelineContent, table_named)
    if len(content.moments) > MOMENTS:
        raise UserError(f"The timeline has {len(content.moments):,} moments.", f"There may be {MOMENTS}.")
    if not 1 <= content.stride < MOST_COUNT:
        raise UserError(f"The timeline cannot have the stride {content.stride}.", "It is a whole number from 1 on.")
    pool = OpenPool(content.projects, arrays)
    nbytes = sum(pool.nbytes(moment.project, moment.state) for moment in content.moments)
    if nbytes > BYTES and len(content.moments) > 1:
        raise UserError("The timeline is larger than it can be.", f"Its moments may take {BYTES // 2**20} MB.")
    eras: dict[int, object] = {}
    moments = tuple(_moment(pool, pooled, eras) for pooled in content.moments)
    pool.check_used_up()
    steps = [*(moment.step for moment in moments), state.step]
    if any(one >= other for one, other in pairwise(steps[:-1])) or steps[-1] < steps[-2]:
        raise UserError("The moments of the timeline are not in order.", f"Training has come to step {state.step:,}.")
    return Timeline(project, moments, content.stride, eras.setdefault(content.era, object()), nbytes=nbytes)


def _moment(pool: OpenPool, pooled: PooledMoment, eras: dict[int, object]) -> Moment:
    if not 0.0 <= pooled.epochs < np.inf:
        raise UserError(f"A moment of the timeline cannot be at epoch {pooled.epochs}.", "It is a number from 0 on.")
    return Moment(
        pool.project(pooled.project),
        pool.state(pooled.project, pooled.state),
        pooled.epochs,
        eras.setdefault(pooled.era, object()),
        None if pooled.curve is None else pool.curve(pooled.curve),
    )


class _Eras:
    """Numbers for eras, which are the same where they are the same object."""

    def __init__(self) -> None:
        self._known: list[object] = []

    def number(self, era: object) -> int:
        for number, known in enumerate(self._known):
            if known is era:
                return number
        self._known.append(era)
        return len(self._known) - 1
