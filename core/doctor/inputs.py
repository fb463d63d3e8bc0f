"""Trouble with the inputs: numbers far from 1, or of very different sizes."""

import numpy as np

from core.arrays import Array
from core.doctor import remedies
from core.doctor.finding import Finding, Good
from core.doctor.look import Look
from core.doctor.words import number
from core.layers import BatchNormalization
from core.network import Network

LARGEST, SMALLEST = 100.0, 0.01
"""An input that reaches beyond the one, or inputs that all stay below the other, are far from 1."""
POINTS = 10
"""So many points that have brought nothing are enough to look at the inputs."""
MOST_RATIO = 100.0
"""How many times the range of one input may be that of another."""


def unscaled(look: Look, _good: Good | None) -> Finding | None:
    """Inputs of unsuitable size, which nothing brings to a common one; told of only where nothing is learned."""
    is_in_trouble = look.stuck_points or not np.isfinite(look.loss) or look.has_learned_nothing(POINTS)
    words = unsuitable(look) if is_in_trouble else None
    if words is None:
        return None
    return Finding(
        "unscaled inputs",
        words,
        "One learning rate cannot suit weights of such different sizes.",
        remedies.normalize_inputs(look.project.training),
    )


def unsuitable(look: Look) -> str | None:
    """What is unsuitable about the sizes of what comes into the first layer, one sentence; None: nothing."""
    return None if is_normalized(look.network) else why_unscaled(look.x, look.patient.dataset.input_names)


def is_normalized(network: Network) -> bool:
    """Whether a batch normalization stands right after the inputs."""
    return any(isinstance(follower, BatchNormalization) for follower in network.followers[0])


def why_unscaled(x: Array, names: tuple[str, ...]) -> str | None:
    """What is unsuitable about the sizes of the inputs, one sentence; None: nothing."""
    low, high = (np.asarray(end, np.float64) for end in (x.min(axis=0), x.max(axis=0)))
    ranges, size = high - low, np.maximum(np.abs(low), np.abs(high))
    varied = np.flatnonzero(ranges > 0.0)
    if not varied.size:
        return None
    widest, narrowest = (int(varied[pick(ranges[varied])]) for pick in (np.argmax, np.argmin))
    largest = int(np.argmax(size))

    def extent(index: int) -> str:
        name = names[index] if index < len(names) else f"{index + 1:,}"
        return f"{name} goes from {number(low[index])} to {number(high[index])}"

    if ranges[widest] > MOST_RATIO * ranges[narrowest]:
        return f"Input {extent(widest)}, input {extent(narrowest)}."
    if size[largest] > LARGEST or size[largest] < SMALLEST:
        return f"Input {extent(largest)}, far from 1."
    return None
