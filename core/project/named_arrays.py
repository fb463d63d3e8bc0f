"""A vector of parameters as arrays that say what they are, which is how files store it.

"theta/0/weights" (inputs, units) and "theta/0/biases" (units,) are the parameters of layer 0, "theta/1/gamma" (units,)
and so on those of a batch normalization at place 1; another vector of the same length has another word in front, such
as "start/0/weights". The order inside a vector never leaves the program.
"""

from collections.abc import Mapping

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.layers import Dropout
from core.network import Network


def named_views(network: Network, prefix: str, vector: Array) -> dict[str, Array]:
    """The views of this vector by their names in a file."""
    indices = (index for index, layer in enumerate(network.layers) if not isinstance(layer, Dropout))
    return {
        f"{prefix}/{index}/{kind}": view
        for index, views in zip(indices, network.views(vector), strict=True)
        for kind, view in views.items()
    }


def name_arrays(network: Network, prefix: str, vector: Array) -> dict[str, Array]:
    """The arrays of this vector, one copy each, in the order of the layers.    vector (parameters,)"""
    named = named_views(network, prefix, vector)
    return {name: np.ascontiguousarray(view) for name, view in named.items()}


def shapes_of(network: Network, prefix: str) -> dict[str, tuple[int, ...]]:
    """The names and shapes of the arrays of one vector; nothing as large as the network is allocated."""
    # One number, seen as often as the network needs.
    vector = np.broadcast_to(np.zeros((), np.float32), network.size)
    return {name: view.shape for name, view in named_views(network, prefix, vector).items()}


def gather_vector(network: Network, prefix: str, arrays: Mapping[str, Array]) -> Array:
    """The vector (parameters,) that these arrays make, bit for bit.

    Raises UserError naming the array that is missing or has another shape or number type than the network asks for.
    """
    for name, shape in shapes_of(network, prefix).items():
        check_array(name, arrays, shape, network.dtype)
    vector = np.zeros(network.size, network.dtype)
    for name, view in named_views(network, prefix, vector).items():
        view[...] = arrays[name]
    return vector


def check_array(name: str, arrays: Mapping[str, Array], shape: tuple[int, ...] | None, dtype: str) -> None:
    """Raises UserError when there is no array of this name, or it has another shape (None: any) or number type."""
    if name not in arrays:
        raise UserError(f"The array {name!r} is missing.", "The network asks for it.")
    array = arrays[name]
    if array.dtype != np.dtype(dtype):
        raise UserError(f"The array {name!r} holds {array.dtype} numbers.", f"They have to be {dtype}.")
    if shape is not None and array.shape != shape:
        raise UserError(f"The array {name!r} has the shape {array.shape}.", f"The network asks for {shape}.")
