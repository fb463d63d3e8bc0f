"""A training's state as arrays that say what they are and the few values that are none, and back."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from core.arrays import Array, Curve, Indices
from core.early_stopping import Best
from core.errors import UserError
from core.network import Network
from core.optimizers import optimizer_named
from core.project.content import Scalars
from core.project.named_arrays import check_array, gather_vector, name_arrays, shapes_of
from core.state import State


def scalars_of(state: State) -> Scalars:
    """The fields that are no arrays."""
    return msgspec.convert(state, Scalars, from_attributes=True)


def arrays_of(network: Network, state: State) -> dict[str, Any]:
    """The arrays by their names in a file."""
    arrays: dict[str, Any] = name_arrays(network, "theta", state.theta)
    for row, vector in enumerate(state.memory):
        arrays |= name_arrays(network, f"memory/{row}", vector)
    if state.start is not None:
        arrays |= name_arrays(network, "start", state.start)
    if state.best is not None:
        arrays |= name_arrays(network, "best", state.best.theta)
    arrays["order"] = np.ascontiguousarray(state.order, np.int64)
    arrays["curve"] = np.ascontiguousarray(state.curve, np.float64)
    return arrays


def state_from(network: Network, scalars: Scalars, arrays: Mapping[str, Any]) -> State:
    """The state that these make; read-only, and its values are not looked at yet.

    Raises UserError naming the array that is missing, belongs to nothing, or has another shape or number type.
    """
    rows = [f"memory/{row}" for row in range(optimizer_named(scalars.optimizer).memory_rows)]
    names = ["theta", *rows]
    if any(name.startswith("start/") for name in arrays):
        names.append("start")
    if scalars.best is not None:
        names.append("best")
    known = {"order", "curve"}.union(*(shapes_of(network, name) for name in names))
    if unknown := sorted(set(arrays) - known):
        raise UserError(f"The array {unknown[0]!r} belongs to no layer of the network.")
    check_array("order", arrays, None, "int64")
    check_array("curve", arrays, None, "float64")
    vectors = {name: gather_vector(network, name, arrays) for name in names}
    memory = np.stack([vectors[row] for row in rows]) if rows else np.zeros((0, network.size), network.dtype)
    order, curve = np.array(arrays["order"], np.intp), np.array(arrays["curve"])
    return compose(scalars, vectors["theta"], memory, order, curve, vectors.get("start"), vectors.get("best"))


def compose(
    scalars: Scalars, theta: Array, memory: Array, order: Indices, curve: Curve, start: Array | None, best: Array | None
) -> State:
    """The state of these parts, which nobody can write to from now on.    best: theta of `scalars.best`"""
    for array in (theta, memory, order, curve, start, best):
        if array is not None:
            array.setflags(write=False)
    fields = msgspec.structs.asdict(scalars)
    if scalars.best is not None:
        assert best is not None
        loss = np.inf if scalars.best.loss is None else scalars.best.loss
        fields["best"] = Best(loss, scalars.best.epoch, best, scalars.best.waited)
    return State(theta=theta, memory=memory, order=order, start=start, curve=curve, **fields)
