"""What a layer makes of the data: its neurons' activations seen in a plane, and how it bends the plane of the inputs.

A plane is spanned by two neurons, or by the two main components (principal component analysis, Pearson 1901). From one
moment of training to the next a component may come out with its sign turned, or in the other's place, and where both
matter about the same they swing around: that means nothing, and makes a picture jump. So the axes stay as near to those
of the moment before as the plane allows, and turn within it towards the components by a few degrees a moment.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.arrays import Array
from core.network import DType, Network
from core.probe.components import main_components
from core.probe.samples import spread

MOST_TURN = np.radians(3.0)
"""So far the axes turn towards the components from one moment to the next."""
MOST_SIDE = 160
"""Of more neurons and samples than this, components are found from this many samples: 2 ms."""


@dataclass(frozen=True, eq=False)
class Plane:
    """Two directions in the space of a layer's activations.

    origin  (units,) what is subtracted first
    axes    (2, units) orthonormal; a second one of zeros where the layer has but one neuron
    shares  (2,) what share of the samples' spread (variance) lies along each; None: two neurons were chosen
    """

    origin: Array
    axes: Array
    shares: tuple[float, float] | None = None

    def __call__(self, activations: Array) -> Array:
        """Where these lie in the plane, (2, samples).    activations (units, samples)"""
        return self.axes @ (activations.astype(np.float64) - self.origin[:, np.newaxis])


def neuron_plane(units: int, across: int, up: int) -> Plane:
    """The plane of two neurons, counted from 0: their activations as they are."""
    axes = np.zeros((2, units))
    axes[0, across] = axes[1, up] = 1.0
    return Plane(np.zeros(units), axes)


def main_plane(activations: Array, last: Plane | None = None) -> Plane | None:
    """The plane of the two directions along which these (units, samples) differ most; None: some are not finite.

    last  the plane of the moment before, which the axes stay near to. Without it they are the components themselves,
          each with its largest entry positive, and the larger share comes first
    """
    a = activations.astype(np.float64)
    if a.size == 0 or not np.isfinite(a).all():
        return None
    if min(a.shape) > MOST_SIDE:
        a = a[:, spread(a.shape[1], MOST_SIDE)]
    found = main_components(a.T)
    if found is None:
        return None
    axes = found.axes
    if last is not None and last.shares is not None and last.axes.shape == axes.shape and found.shares.any():
        axes = _turned(axes, last.axes)
    across, up = ((axes @ found.axes.T) ** 2 @ found.shares).tolist()
    return Plane(found.mean, axes, (across, up))


def _turned(axes: Array, last: Array) -> Array:
    """Axes of the same plane as `axes`, as near to the last ones as can be, then turned a little towards `axes`.

    The nearest ones are R axes, R = V U^T with axes last^T = U S V^T.    Schoenemann (1966)
    """
    left, _, right = np.linalg.svd(axes @ last.T)
    nearest = (left @ right).T
    across, up = nearest @ axes
    # Where the cross of the components lies in the nearest axes: from -45 to 45 degrees, since signs mean nothing.
    angle = np.arctan2(nearest[1, 0], nearest[0, 0])
    angle = (angle + np.pi / 4.0) % (np.pi / 2.0) - np.pi / 4.0
    angle = np.clip(angle, -MOST_TURN, MOST_TURN)
    return np.stack([np.cos(angle) * across + np.sin(angle) * up, np.cos(angle) * up - np.sin(angle) * across])


def layer_activations(network: Network, theta: Array, columns: Array, layer: int) -> Array:
    """What layer `layer` makes of samples (inputs, samples): (units, samples); layer -1 are the inputs themselves."""
    return columns if layer < 0 else network.activations(theta, columns)[layer]


@lru_cache(maxsize=4)
def plane_grid(low: float, high: float, lines: int, points: int, dtype: DType = "float64") -> Array:
    """The straight lines of a square grid, to be bent by a layer: (2, 2 * lines * points), line after line.

    First `lines` upright ones from left to right (x1 stays, x2 runs from low to high), then as many lying ones from the
    lowest to the highest; kept, and so read-only.
    """
    stays, runs = np.linspace(low, high, lines), np.linspace(low, high, points)
    upright = np.stack([np.repeat(stays, points), np.tile(runs, lines)])
    grid = np.concatenate([upright, upright[::-1]], axis=1).astype(dtype)
    grid.setflags(write=False)
    return grid
