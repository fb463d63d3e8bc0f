"""Saves a task's data for all of its contestants, drawn by our own recipes."""

import sys

import numpy as np
from contestant import Task, told_task

from core.data import Digits, Points, Segments, build

SEED = 0


def data_for(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """x (rows, inputs), y (rows, outputs), float32: a circle, the seven segments, the digits, or drawn from a seed."""
    if task.sizes[0] == 2:
        circle = build(Points("circle", samples=500, seed=SEED))
        x, y = circle.x, 2.0 * circle.y - 1.0  # tanh says -1 and 1
    elif task.sizes[0] == 7:
        digits = build(Segments())
        x, y = digits.x, digits.y
    elif task.sizes[0] == 64:
        digits = build(Digits())
        x, y = digits.x, digits.y
    else:
        x, y = picture_like(task.sizes[0], task.sizes[-1], rows=4096)
    return x.astype(np.float32), y.astype(np.float32)


def picture_like(inputs: int, classes: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers from 0 to 1, four in five of them 0, and one-hot classes that can be learned from them."""
    generator = np.random.default_rng(SEED)
    ink = generator.uniform(-4.0, 1.0, (rows, inputs)).clip(0.0)
    scores = (ink - ink.mean()) @ generator.standard_normal((inputs, classes))
    return ink, np.eye(classes)[scores.argmax(axis=1)]


if __name__ == "__main__":
    x, y = data_for(told_task())
    np.savez(sys.argv[2], x=x, y=y)
