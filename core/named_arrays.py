"""A vector of parameters as arrays that say what they are, which is how files store it.

"theta/0/weights" (inputs, units) and "theta/0/biases" (units,) are the parameters of layer 0; another vector of the
same length has another word in front, such as "start/0/weights". The order inside a vector never leaves the program.
"""

from collections.abc import Mapping

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.network import Network


def name_arrays(network: Network, prefix: str, vector: Array) -> dict[str, Array]:
    """The arrays of this vector, one copy each, in the order of the layers.    vector (parameters,)"""
    return {
        f"{prefix}/{index}/{kind}": np.ascontiguousarray(view)
        for index, views in enumerate(network.views(vector))
        for kind, view in views.items()
    }


def shapes_of(network: Network, prefix: str) -> dict[str, tuple[int, ...]]:
    """The names and shapes of the arrays of one vector; nothing as large as the network is allocated."""
    shapes: dict[str, tuple[int, ...]] = {}
    for index, (inputs, layer) in enumerate(zip(network.widths, network.layers, strict=False)):
        shapes[f"{prefix}/{index}/weights"] = (inputs, layer.units)
        if layer.use_bias:
            shapes[f"{prefix}/{index}/biases"] = (layer.units,)
    return shapes


def gather_vector(network: Network, prefix: str, arrays: Mapping[str, Array]) -> Array:
    """The vector (parameters,) that these arrays make, bit for bit.

    Raises UserError naming the array that is missing or has another shape or number type than the network asks for.
    """
    for name, shape in shapes_of(network, prefix).items():
        check_array(name, arrays, shape, network.dtype)
    vector = np.zeros(network.size, network.dtype)
    for index, views in enumerate(network.views(vector)):
        for kind, view in views.items():
            view[...] = arrays[f"{prefix}/{index}/{kind}"]
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
