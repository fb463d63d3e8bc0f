"""Networks that have learned something, and where it is after an edit."""

import numpy as np

from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.surgery import Surgery
from core.transplant import transplant

NORM, DROP = BatchNormalization(), Dropout(0.25)


def learned(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """theta and two rows of memory, no two numbers alike, no variance below 0, cut connections zero."""
    generator = np.random.default_rng(network.size)
    theta = generator.normal(size=network.size).astype(network.dtype)
    for view in network.views(theta):
        if "moving_variance" in view:
            view["moving_variance"][...] = np.abs(view["moving_variance"]) + 0.1
    for layer, view in zip(network.dense, network.dense_views(theta), strict=True):
        for input, unit in layer.cut:
            view["weights"][input, unit] = 0.0
    return theta, np.stack((2.0 * theta, 3.0 * theta)).astype(network.dtype)


def operated(network: Network, surgery: Surgery, theta: np.ndarray | None = None) -> np.ndarray:
    """theta after the edit."""
    theta, memory = (learned(network)[0] if theta is None else theta), learned(network)[1]
    if surgery.vectors is None:
        return theta
    return transplant(network, surgery.network, surgery.vectors, theta, memory, 1, 0)[0]


def points(network: Network, count: int = 200) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(count, network.inputs))


def difference(network: Network, surgery: Surgery, theta: np.ndarray | None = None) -> float:
    """How far apart what the network says is before and after the edit, as a share of the largest answer."""
    theta = learned(network)[0] if theta is None else theta
    before = network.predict(theta, points(network)).astype(np.float64)
    after = surgery.network.predict(operated(network, surgery, theta), points(network)).astype(np.float64)
    return float(np.abs(after - before).max() / np.abs(before).max())


def labelled(network: Network) -> tuple[Network, np.ndarray]:
    """The network with every weight called by its own number in theta, and every third one locked; and theta."""
    theta, _ = learned(network)
    dense = []
    for layer, view in zip(network.dense, network.dense_views(theta), strict=True):
        names = sorted((i, u, repr(float(w))) for (i, u), w in np.ndenumerate(view["weights"]))
        locked = tuple((i, u) for i, u, _ in names[::3])
        dense.append(layer.replace(parameter_names=tuple(names), locked=locked))
    return network.with_columns(dense, network.followers), theta


def check_labels(
    network: Network, theta: np.ndarray, memory: np.ndarray, was: Network, tags: np.ndarray, has_copies: bool
) -> None:
    """Whatever weight is still there has its name, its lock and its memory with it, and nothing else has them.

    has_copies  whether a number may stand elsewhere, too, without them: above a layer that repeats the one below it
    """
    known = {repr(float(tag)) for tag in tags}
    locked = {
        repr(float(view["weights"][pair]))
        for layer, view in zip(was.dense, was.dense_views(tags), strict=True)
        for pair in layer.locked
    }
    rows = [network.dense_views(row) for row in memory]
    for index, (layer, view) in enumerate(zip(network.dense, network.dense_views(theta), strict=True)):
        names = {(i, u): name for i, u, name in layer.parameter_names}
        there = {place: repr(float(weight)) for place, weight in np.ndenumerate(view["weights"])}
        assert all(there[place] == name for place, name in names.items())
        if not has_copies:
            assert names.keys() == {place for place, name in there.items() if name in known}
        assert set(layer.locked) == {place for place, name in names.items() if name in locked}
        is_old = np.zeros(view["weights"].shape, bool)
        for place in names:
            is_old[place] = True
        for factor, row in zip((2.0, 3.0), rows, strict=True):
            assert np.array_equal(row[index]["weights"], np.where(is_old, factor * view["weights"], 0.0))


def small(activation: str = "tanh", dtype: str = "float64", below: str = "tanh") -> Network:
    """3 inputs, layers of 4 (of activation `below`), 5 and 2."""
    return Network(3, (Dense(4, below), Dense(5, activation), Dense(2)), dtype)
