"""One sample's way through a network: what every neuron adds up and what it says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.errors import UserError
from core.network import Network
from core.probe.samples import check_samples, columns


@dataclass(frozen=True, eq=False)
class Trace:
    """The numbers of one sample, one array per dense layer, in the network's dtype.

    x            (inputs,) what goes in
    sums         z = W^T below + b, (units,) each: what goes into the activation
    activations  a = f(z), (units,) each: what comes out
    """

    x: Array
    sums: tuple[Array, ...]
    activations: tuple[Array, ...]

    @property
    def outputs(self) -> Array:
        """What the network answers, (outputs,): to the bit what `Network.predict` says of this sample alone."""
        return self.activations[-1]


@np.errstate(over="ignore", invalid="ignore")  # parameters that are not finite show as such in the trace
def trace(network: Network, theta: Array, x: ArrayLike) -> Trace:
    """All sums and activations for one sample.    x (inputs,)

    Raises UserError for another shape than (inputs,), for a number that is not finite, and for a theta that is not this
    network's.
    """
    given = np.asarray(x)
    if given.shape != (network.inputs,):
        raise UserError(
            f"x has the shape {given.shape}; this network takes {network.inputs} numbers per sample.",
            f"Pass one sample, an array of the shape ({network.inputs},).",
        )
    sample = columns(network, check_samples(network, given[np.newaxis]))
    sums, activations = network.sums_and_activations(theta, sample)
    return Trace(sample[:, 0], tuple(z[:, 0] for z in sums), tuple(a[:, 0] for a in activations))
