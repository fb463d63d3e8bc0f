"""What no step in NumPy can be faster than: its bare matrix products, and the optimizer's memory traffic.

Told `samples` or `features` it makes the products of a step, every operand contiguous (or the transpose of what is),
activations as (samples, units) or (units, samples):

    forward   A_l = A_{l-1} W_l        gradient   G_l = A_{l-1}^T D_l        backward   D_{l-1} = D_l W_l^T    (l > 1)

Told `traffic` it streams once over each vector the optimizer must read and write: theta and gradient (12 bytes a
parameter), and both of Adam's moments (28 in all).
"""

import sys
from collections.abc import Callable
from functools import partial

import numpy as np
from contestant import Run, Task, serve


def products(task: Task, x: np.ndarray, order: str) -> list[Callable[[], object]]:
    """The products of one step."""
    generator = np.random.default_rng(0)
    has_samples_first = order == "samples"

    def normal(samples_first: tuple[int, int], scale: float) -> np.ndarray:
        shape = samples_first if has_samples_first else samples_first[::-1]
        return (scale * generator.standard_normal(shape)).astype(np.float32)

    pairs = list(zip(task.sizes, task.sizes[1:], strict=False))
    weights = [normal(pair, pair[0] ** -0.5) for pair in pairs]
    gradients = [np.empty_like(weight) for weight in weights]
    activations = [normal((task.batch, units), 1.0) for units in task.sizes]
    activations[0] = np.ascontiguousarray(x[: task.batch] if has_samples_first else x[: task.batch].T)
    deltas = [normal((task.batch, units), 1e-3) for units in task.sizes]

    def product(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> Callable[[], object]:
        """left @ right with samples first; the transpose of it all with features first."""
        return partial(np.dot, left, right, out) if has_samples_first else partial(np.dot, right, left, out)

    forward = [product(activations[i], weights[i], activations[i + 1]) for i in range(len(pairs))]
    backward: list[Callable[[], object]] = []
    for i in reversed(range(len(pairs))):
        backward.append(product(activations[i].T, deltas[i + 1], gradients[i]))
        if i > 0:
            backward.append(product(deltas[i + 1], weights[i].T, deltas[i]))
    return forward + backward


def traffic(task: Task) -> list[Callable[[], object]]:
    """One pass in place over each vector of the optimizer."""
    theta, gradient, *moments = (np.ones(task.parameters, np.float32) for _ in range(4))
    gradient *= np.float32(1e-12)  # theta stays where it is, however long this runs
    passes: list[Callable[[], object]] = [partial(np.subtract, theta, gradient, theta)]
    if task.optimizer == "adam":
        passes += [partial(np.negative, moment, moment) for moment in moments]
    return passes


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`."""
    calls = traffic(task) if sys.argv[3] == "traffic" else products(task, x, sys.argv[3])

    def run(steps: int) -> int:
        for _ in range(steps):
            for call in calls:
                call()
        return steps

    return run, {"numpy": np.__version__}


if __name__ == "__main__":
    serve(prepare)
