"""What no step in NumPy can be faster than: its bare matrix products, and the optimizer's memory traffic.

Told `samples` or `features` it makes the products of a step, every operand contiguous (or the transpose of what is),
activations as (samples, units) or (units, samples):

    forward   A_l = A_{l-1} W_l        gradient   G_l = A_{l-1}^T D_l        backward   D_{l-1} = D_l W_l^T    (l > 1)

and streams once over each vector the optimizer must read and write, where the products have left them: theta and
gradient (12 bytes a parameter), and both of Adam's moments (28 in all).
"""

import sys
from collections.abc import Callable
from functools import partial

import numpy as np
from contestant import Run, Task, serve

Call = Callable[[], object]


def blocks(vector: np.ndarray, task: Task, has_samples_first: bool) -> list[np.ndarray]:
    """Each layer's weights as a block of this vector: (inputs, units), or (units, inputs)."""
    found: list[np.ndarray] = []
    start = 0
    for pair in zip(task.sizes, task.sizes[1:], strict=False):
        stop = start + pair[0] * pair[1]
        found.append(vector[start:stop].reshape(pair if has_samples_first else pair[::-1]))
        start = stop
    return found


def products(task: Task, x: np.ndarray, theta: np.ndarray, gradient: np.ndarray, order: str) -> list[Call]:
    """The products of one step."""
    generator = np.random.default_rng(0)
    has_samples_first = order == "samples"

    def normal(units: int, scale: float) -> np.ndarray:
        shape = (task.batch, units) if has_samples_first else (units, task.batch)
        return (scale * generator.standard_normal(shape)).astype(np.float32)

    weights, gradients = (blocks(vector, task, has_samples_first) for vector in (theta, gradient))
    for weight in weights:
        weight[...] = generator.standard_normal(weight.shape) * weight.shape[not has_samples_first] ** -0.5
    activations = [normal(units, 1.0) for units in task.sizes]
    activations[0] = np.ascontiguousarray(x[: task.batch] if has_samples_first else x[: task.batch].T)
    # So small that theta stays where it is, however long this runs.
    deltas = [normal(units, 1e-15) for units in task.sizes]

    def product(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> Call:
        """left @ right with samples first; the transpose of it all with features first."""
        return partial(np.dot, left, right, out) if has_samples_first else partial(np.dot, right, left, out)

    last = len(weights)
    forward = [product(activations[i], weights[i], activations[i + 1]) for i in range(last)]
    backward: list[Call] = []
    for i in reversed(range(last)):
        backward.append(product(activations[i].T, deltas[i + 1], gradients[i]))
        if i > 0:
            backward.append(product(deltas[i + 1], weights[i].T, deltas[i]))
    return forward + backward


def traffic(task: Task, theta: np.ndarray, gradient: np.ndarray) -> list[Call]:
    """One pass in place over each vector of the optimizer."""
    passes: list[Call] = [partial(np.subtract, theta, gradient, theta)]
    if task.optimizer == "adam":
        moments = np.ones((2, len(theta)), np.float32)
        passes += [partial(np.negative, moment, moment) for moment in moments]
    return passes


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`."""
    theta, gradient = np.zeros((2, task.parameters), np.float32)
    calls = products(task, x, theta, gradient, sys.argv[3]) + traffic(task, theta, gradient)

    def run(steps: int) -> int:
        for _ in range(steps):
            for call in calls:
                call()
        return steps

    return run, {"numpy": np.__version__}


if __name__ == "__main__":
    serve(prepare)
