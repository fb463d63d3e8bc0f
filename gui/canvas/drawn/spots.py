"""Finds a place for each of many numbers, so that none covers another.

A number may stand at a few places along its line, its ways. Frames are (numbers, ways, 4): left, top, right, bottom.
"""

import numpy as np

from core.arrays import Array, Indices

Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def overlap(frames: Array, frame: Array) -> Truths:
    """Which of the frames (..., 4) lie partly in this one; left, top, right, bottom."""
    is_beside = (frames[..., 0] >= frame[2]) | (frames[..., 2] <= frame[0])
    is_apart = (frames[..., 1] >= frame[3]) | (frames[..., 3] <= frame[1])
    return np.asarray(~(is_beside | is_apart))


def settle(frames: Array, is_free: Truths, covered: Indices) -> Indices:
    """Which of its ways each number takes, so that none covers another; -1: there is none.

    frames (numbers, ways, 4), is_free and covered (numbers, ways)
    """
    count, ways = is_free.shape
    high = float(frames[0, 0, 3] - frames[0, 0, 1])
    for way in np.argsort(covered.sum(axis=0), kind="stable").tolist():  # all in one column is the neatest
        if is_free[:, way].all() and (np.diff(np.sort(frames[:, way, 1])) >= high).all():
            return np.full(count, way)
    cost = np.where(is_free, covered * ways + np.arange(ways), np.iinfo(np.intp).max)
    found = np.full(count, -1)
    left = set(range(count))
    while left:  # those with the least choice first
        number = min(left, key=lambda at: int(is_free[at].sum()))
        left.remove(number)
        if is_free[number].any():
            way = int(np.argmin(np.where(is_free[number], cost[number], np.iinfo(np.intp).max)))
            found[number] = way
            is_free = is_free & ~overlap(frames, frames[number, way])
    return found


def squeeze(frames: Array, is_free: Truths, covered: Indices, found: Indices) -> None:
    """Give a way to those that have none, where they cover least; found (numbers,) is written."""
    for number in np.flatnonzero(found < 0).tolist():
        taken = np.flatnonzero(found >= 0)
        others = frames[taken, found[taken]]
        overlaps = overlap(frames[number][:, np.newaxis], others.T).sum(axis=1)
        cost = 100 * overlaps + covered[number] + np.where(is_free[number], 0, 10_000)
        found[number] = int(np.argmin(cost))
