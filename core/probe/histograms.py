"""How the numbers of a network are distributed: parameters and activations, layer by layer.

A look costs a bounded time: of more than MOST_VALUES numbers so many are looked at, evenly spread, and the histogram
says how many of how many. Its edges come from those, so a rare extreme of a large layer can be missed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Indices
from core.errors import UserError
from core.network import Network
from core.probe.samples import check_samples, columns, spread

MOST_VALUES = 100_000
MOST_BINS = 1_000
FAR = 3.0
"""Values are few and large when the largest is so many times what all but the given share lie within."""
MOST_PRODUCTS = 200_000_000
"""How many products of a weight the activations may cost: some milliseconds."""

ENDS: dict[str, tuple[float, float | None]] = {
    "step": (0.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, None),
    "softplus": (0.0, None),
}
"""From where to where an activation's histogram runs; None: to the largest value. All others lie around 0."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many values lie in each of some equally wide bins; what lies on an edge belongs to the bin on its right.

    counts      (bins,)
    edges       (bins + 1,) ascending, in the values' units
    looked_at   how many values were looked at: the counts add up to it, less those not finite and outside
    of          how many there are
    not_finite  how many of those looked at are NaN or infinite, and in no bin
    outside     how many lie beyond the edges, and in no bin: 0 unless few large ones were to be left out
    """

    counts: Indices
    edges: NDArray[np.float64]
    looked_at: int
    of: int
    not_finite: int
    outside: int = 0


def parameter_histograms(
    network: Network, theta: Array, bins: int = 41, share: float = 1.0
) -> list[dict[str, Histogram]]:
    """One entry per layer with parameters, named as in `network.views`: "weights", and "biases" where there are any.

    Each runs from -m to m, m the largest absolute value (1 where all are 0), so 0 is in the middle: of a bin where
    their number is odd. With a share below 1, m is the value that this share of the sizes does not exceed, where the
    largest is more than three times that: one extreme would leave all others in a single bin; what lies beyond is
    counted as `outside`. Raises UserError for bins outside 1..1,000 and a theta that is not this network's.
    """
    _check_bins(bins)
    return [
        {name: _histogram(_some(view), view.size, (-1.0, None), bins, share) for name, view in layer.items()}
        for layer in network.views(network.check_theta(theta))
    ]


@np.errstate(over="ignore", invalid="ignore")  # what is not finite is counted
def activation_histograms(
    network: Network, theta: Array, x: ArrayLike, bins: int = 41, share: float = 1.0
) -> list[Histogram]:
    """One per dense layer: what all its neurons say to the samples of x (samples, inputs).

    They run from 0 to 1 (step, sigmoid, softmax), -1 to 1 (tanh), 0 to the largest (relu, softplus), else -m to m as
    those of parameters do. As many samples are asked as fill the widest layer's histogram, or cost 200 million
    products, evenly spread over x.

    Raises UserError for x of a wrong shape, without samples or with a number that is not finite (among those asked),
    bins outside 1..1,000 and a theta that is not this network's.
    """
    _check_bins(bins)
    samples = check_samples(network, x)
    widest = max(layer.units for layer in network.dense)
    most = max(1, min(MOST_VALUES // widest, MOST_PRODUCTS // network.size))
    asked = samples[spread(len(samples), most)]
    activations = network.activations(theta, columns(network, asked))
    return [
        _histogram(_some(a), len(samples) * layer.units, ENDS.get(layer.activation, (-1.0, None)), bins, share)
        for layer, a in zip(network.dense, activations, strict=True)
    ]


def _some(values: NDArray[Any]) -> NDArray[np.float64]:
    """At most MOST_VALUES of an array's values, evenly spread, as a flat copy."""
    places = np.unravel_index(spread(values.size, MOST_VALUES), values.shape)
    return values[places].astype(np.float64)


def _histogram(
    values: NDArray[np.float64], of: int, ends: tuple[float, float | None], bins: int, share: float
) -> Histogram:
    """The histogram of flat values from -1 or 0 to 1, or to as far as they reach.    ends (-1 or 0, 1 or None)"""
    finite = values[np.isfinite(values)]
    low, high = ends
    # Scaled to 1 before they are counted: edges apart by less than the smallest number, or more than the largest, are
    # more than np.histogram can tell.
    reach = high if high is not None else _reach(np.abs(finite), share)
    counts, _ = np.histogram(finite / reach, bins, (low, 1.0))
    steps = np.arange(bins + 1)
    edges = reach * (steps / bins if low == 0.0 else (2 * steps - bins) / bins)
    return Histogram(counts, edges, values.size, of, values.size - finite.size, finite.size - int(counts.sum()))


def _reach(sizes: NDArray[np.float64], share: float) -> float:
    """How far a histogram reaches: to the largest size, or where that is an extreme, to what most do not exceed."""
    largest = float(sizes.max(initial=0.0))
    if share < 1.0 and sizes.size:
        inner = float(np.quantile(sizes, share))
        if 0.0 < inner < largest / FAR:
            return inner
    return largest or 1.0


def _check_bins(bins: int) -> None:
    if not 1 <= bins <= MOST_BINS:
        raise UserError(f"A histogram cannot have {bins:,} bins.", f"bins must lie between 1 and {MOST_BINS:,}.")
