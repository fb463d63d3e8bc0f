"""Where a neuron's sums land on its activation: the curve, its slope, and how many samples lie where it is flat."""

from dataclasses import dataclass

import numpy as np

from core.activations import activation_named
from core.arrays import Array
from core.network import Network
from core.probe.health import FLAT


@dataclass(frozen=True, eq=False)
class Landing:
    """What one neuron adds up and says for some samples; samples without a finite sum are left out.

    activation  its name
    z           (samples,) float64: the sums; of a softmax output d = z - ln sum_j e^z_j over the others of its layer,
                since its share is 1 / (1 + e^-d) whatever these are
    a           (samples,) float64: what it says
    is_finite   (all samples,) which of the samples asked for are in z and a
    """

    activation: str
    z: Array
    a: Array
    is_finite: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    @property
    def below(self) -> int:
        """How many sums are at or below 0: where ReLU is off and its slope is 0."""
        return int(np.count_nonzero(self.z <= 0.0))

    @property
    def saturated(self) -> int | None:
        """How many lie where the slope is below 8 % of the steepest, as in `core.probe.health`; None: it has no such
        ends. A share of softmax is judged as a sigmoid is."""
        bounds = FLAT.get("sigmoid" if self.activation == "softmax" else self.activation)
        return None if bounds is None else int(np.count_nonzero((self.a < bounds[0]) | (self.a > bounds[1])))


def landing(network: Network, sums: Array, activations: Array, layer: int, unit: int) -> Landing:
    """Where neuron `unit` of layer `layer` lands.

    sums, activations  (units, samples) of that layer, of `Network.sums_and_activations`
    """
    activation = network.dense[layer].activation
    z = sums[unit].astype(np.float64)
    if activation == "softmax":
        z = z - _log_sum(np.delete(sums, unit, axis=0))
    a = activations[unit].astype(np.float64)
    is_finite = np.isfinite(z) & np.isfinite(a)
    return Landing(activation, z[is_finite], a[is_finite], is_finite)


def curve_and_slope(activation: str, z: Array) -> tuple[Array, Array]:
    """f(z) and f'(z) in float64, like z (points,).

    softmax is not a function of one sum: its curve is that of a share over the d of `Landing`, 1 / (1 + e^-d).
    """
    own = activation_named("sigmoid" if activation == "softmax" else activation)
    z = np.array(z, np.float64).reshape(1, -1)
    a = own(z)
    slope = np.full_like(z, 1.0 if own.name == "linear" else 0.0)
    if own.bind_slope is not None:
        with np.errstate(over="ignore"):
            for call in own.bind_slope(z, a, slope):
                call()
    return a[0], slope[0]


@np.errstate(invalid="ignore", divide="ignore")  # sums that are not finite show as such
def _log_sum(z: Array) -> Array:
    """ln sum_j e^z_j over the rows of z (units, samples), without overflow; minus infinity where there are no rows."""
    if len(z) == 0:
        return np.full(z.shape[1], -np.inf)
    z = z.astype(np.float64)
    largest = z.max(axis=0)
    found: Array = largest + np.log(np.exp(z - largest).sum(axis=0))
    return found
