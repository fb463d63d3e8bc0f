"""The tasks of the engine benchmark and the data they are trained on."""

import numpy as np
from contest.contestant import Task

import core.data
from core.data import Points, Segments, build

SEED = 0

TASKS = {
    task.name: task
    for task in (
        Task("T1", (2, 4, 2, 1), "tanh", "tanh", "mse", "sgd", 10, 0.03),
        Task("T2s", (2, 8, 8, 1), "tanh", "tanh", "mse", "sgd", 32, 0.03),
        Task("T2a", (2, 8, 8, 1), "tanh", "tanh", "mse", "adam", 32, 0.003),
        Task("T3", (2, 8, 8, 8, 8, 8, 8, 1), "tanh", "tanh", "mse", "sgd", 10, 0.03),
        Task("T4", (7, 4, 10), "relu", "sigmoid", "mse", "sgd", 10, 0.5),
        Task("T5", (64, 32, 10), "relu", "softmax", "categorical_crossentropy", "adam", 32, 0.001),
        Task("T6", (784, 128, 10), "relu", "softmax", "categorical_crossentropy", "adam", 128, 0.001),
        Task("T7", (784, 512, 512, 10), "relu", "softmax", "categorical_crossentropy", "adam", 128, 0.001),
        Task("T8", (2048, 2048, 2048, 10), "relu", "softmax", "categorical_crossentropy", "sgd", 256, 0.01),
    )
}
BOUNDED = ("T6", "T7", "T8")
"""Large enough that matrix products and memory, not calls, decide."""


def data_for(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """x (rows, inputs), y (rows, outputs), float32: a circle, the seven segments, the digits, or drawn from a seed."""
    if task.sizes[0] == 2:
        circle = build(Points("circle", samples=500, seed=SEED))
        x, y = circle.x, 2.0 * circle.y - 1.0  # tanh says -1 and 1
    elif task.sizes[0] == 7:
        digits = build(Segments())
        x, y = digits.x, digits.y
    elif task.name == "T5" and hasattr(core.data, "Digits"):
        digits = build(core.data.Digits())
        x, y = digits.x, digits.y
    else:
        x, y = picture_like(task.sizes[0], task.sizes[-1], rows=1797 if task.name == "T5" else 4096)
    return x.astype(np.float32), y.astype(np.float32)


def picture_like(inputs: int, classes: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers from 0 to 1, four in five of them 0, and one-hot classes that can be learned from them."""
    generator = np.random.default_rng(SEED)
    ink = generator.uniform(-4.0, 1.0, (rows, inputs)).clip(0.0)
    scores = (ink - ink.mean()) @ generator.standard_normal((inputs, classes))
    return ink, np.eye(classes)[scores.argmax(axis=1)]
