"""Small projects that go wrong, one for each trouble."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.data import Points, build
from core.data.dataset import Dataset
from core.layers import Dense
from core.network import Network
from core.specs import Project
from core.training import Training
from tests.core.doctor.ward import Ward

LOG_LOSS = "binary_crossentropy"
CIRCLE, XOR, PLANE = (Points(shape, noise=5.0) for shape in ("circle", "xor", "plane"))  # type: ignore[arg-type]


def project(layers: tuple[Dense, ...], training: Training, data: Points) -> Project:
    return Project("Trouble", Network(data.ends.inputs, layers), training, data, seed=1)


def log_loss(optimizer: str, rate: float, batch: int = 10) -> Training:
    return Training(LOG_LOSS, optimizer, rate, batch)


def relu(units: int) -> Dense:
    return Dense(units, "relu", initializer="he_uniform")


SURE = Dense(1, "sigmoid")


def changed(of: Project, change: Callable[[list[dict[str, Array]]], None]) -> Ward:
    """A ward whose first weights are changed by hand."""
    assert of.data is not None
    theta = of.network.initial(of.seed, build(of.data).x)
    change(of.network.dense_views(theta))
    return Ward(of, theta=theta)


def one_dead() -> Ward:
    def kill(views: list[dict[str, Array]]) -> None:
        views[0]["biases"][1] = -100.0

    return changed(project((relu(3), SURE), log_loss("adam", 0.02), XOR), kill)


def three_dead() -> Ward:
    def kill(views: list[dict[str, Array]]) -> None:
        views[0]["biases"][[1, 4, 6]] = -100.0

    return changed(project((relu(8), SURE), log_loss("adam", 0.01), Points("spiral")), kill)


def all_dead() -> Ward:
    def kill(views: list[dict[str, Array]]) -> None:
        views[0]["biases"][...] = -100.0

    return changed(project((relu(6), SURE), log_loss("adam", 0.02), XOR), kill)


def saturated() -> Ward:
    def stretch(views: list[dict[str, Array]]) -> None:
        views[0]["weights"][...] *= 100.0
        views[0]["biases"][...] = [300.0, -300.0, 300.0, 200.0, -500.0, 300.0]

    return changed(project((Dense(6, "sigmoid"), SURE), log_loss("sgd", 0.1), XOR), stretch)


def vanishing() -> Ward:
    return Ward(project((*[Dense(5, "sigmoid")] * 6, SURE), log_loss("sgd", 0.1), CIRCLE))


def exploding() -> Ward:
    def stretch(views: list[dict[str, Array]]) -> None:
        for view in views:
            view["weights"][...] *= 3.0

    network = (*[relu(8)] * 6, Dense(1, "linear"))
    return changed(project(network, Training("mse", "sgd", 0.01, 10), PLANE), stretch)


def symmetric(initializer: str, activation: str = "tanh") -> Ward:
    network = (Dense(4, activation, initializer=initializer), Dense(1, "sigmoid", initializer=initializer))
    return Ward(project(network, log_loss("sgd", 0.1), CIRCLE))


def unscaled() -> Ward:
    """Inside or outside of a ring, measured in years and in grams."""
    ring = np.random.default_rng(0).normal(size=(300, 2))
    y = (np.square(ring).sum(axis=1) > 1.4).astype(float)[:, np.newaxis]
    data = Dataset(ring * [400.0, 0.002] + [1500.0, 0.0], y, task="two classes", input_names=("year", "dose"))
    return Ward(Project("Trouble", Network(2, (Dense(8, "tanh"), SURE)), log_loss("sgd", 0.1), None, 1), data)


def diverging() -> Ward:
    return Ward(project((Dense(6, "tanh"), Dense(6, "tanh"), SURE), log_loss("sgd", 20.0), CIRCLE))


def huge() -> Ward:
    def stretch(views: list[dict[str, Array]]) -> None:
        views[0]["weights"][...] = 1e38

    return changed(project((relu(3), Dense(1, "linear")), Training("mse", "sgd", 0.01, 10), PLANE), stretch)


def too_slow(optimizer: str, rate: float) -> Ward:
    return Ward(project((Dense(6, "tanh"), SURE), log_loss(optimizer, rate), CIRCLE))


def too_small() -> Ward:
    return Ward(project((relu(3), SURE), log_loss("adam", 0.005), Points("spiral", noise=25.0)))


def straight(*hidden: Dense) -> Ward:
    return Ward(project((*hidden, SURE), log_loss("adam", 0.01), XOR))


def plodding() -> Ward:
    return Ward(project((Dense(8, "tanh"), Dense(8, "tanh"), SURE), log_loss("sgd", 0.002, 100), Points("spiral")))


def overfitting() -> Ward:
    data = Points("xor", noise=50.0, share=10.0)
    return Ward(project((relu(32), relu(32), SURE), log_loss("adam", 0.01), data))


def overfitting_few() -> Ward:
    """15 samples: none can be spared to watch."""
    data = Points("circle", noise=50.0, share=10.0, samples=150)
    return Ward(project((relu(16), relu(16), SURE), log_loss("adam", 0.01, 5), data))


def running_away(learning_rate: float = 0.9) -> Ward:
    training = Training("mse", "sgd", learning_rate, 10)
    return Ward(project((Dense(8, "tanh"), Dense(1, "linear")), training, Points("plane")))
