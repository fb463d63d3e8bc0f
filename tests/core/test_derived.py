"""What a neuron says and its delta, written out line by line, are the engine's numbers, whatever stands around it."""

from typing import Any

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.data.dataset import Dataset
from core.layers import BatchNormalization, Dense, Dropout
from core.losses import LOSSES
from core.network import Network
from core.probe.derived import deltas, derived, said
from core.probe.walk import Walk, walk_batch
from core.trainer import Trainer
from core.training import Training
from tests.core.pocket_calculator import exactly


def walked(layers: tuple[Any, ...], loss: str, outputs: int = 1, **settings: Any) -> Walk:
    generator = np.random.default_rng(4)
    x, y = generator.normal(size=(9, 2)), generator.normal(size=(9, outputs))
    task, classes = None, ()
    if LOSSES[loss].is_for_classes:
        y = np.eye(outputs)[y.argmax(axis=1)] if outputs > 1 else (y > 0.0).astype(float)
    if "class_weight" in settings:
        task, classes = "two classes", ("no", "yes")
    data, network = Dataset(x, y, task=task, classes=classes), Network(2, layers, "float64")
    training = Training(loss, "adam", 0.02, batch_size=6, **settings)
    trainer = Trainer(network, data, training, seed=1)
    trainer.run(steps=3)
    return walk_batch(network, data, training, 1, trainer.state())


def check(walk: Walk) -> None:
    for layer, dense in enumerate(walk.network.dense):
        wanted = deltas(walk, layer)
        for unit in range(dense.units):
            for row in (0, walk.count - 1):
                found = derived(walk, layer, unit, row)
                assert found.lines[-1].symbol == "δ"
                assert found.lines[-1].result == pytest.approx(wanted[unit, row], rel=1e-9, abs=1e-12)
                forward = said(walk, layer, unit, row)
                passed = [line.result for line in forward][-1]
                if layer + 1 < len(walk.network.dense):
                    assert passed == pytest.approx(walk.entering[layer + 1][unit, row], rel=1e-12)
                for line in (*forward, *found.lines, *(term for _, term in found.terms)):
                    if line.reckoning:
                        assert exactly(line) == pytest.approx(line.result, rel=1e-9, abs=1e-12), line


@pytest.mark.parametrize("activation", [name for name, own in ACTIVATIONS.items() if own.can_learn and own.bind_slope])
def test_delta_goes_through_each_activation(activation: str) -> None:
    check(walked((Dense(3, activation), Dense(2, activation), Dense(2, activation)), "mse", 2))


@pytest.mark.parametrize(
    ("loss", "activation", "outputs"),
    [
        ("mse", "linear", 2),
        ("mse", "softmax", 3),
        ("mse", "softmax", 4),
        ("half_squared_error", "sigmoid", 2),
        ("half_squared_error", "softmax", 3),
        ("mae", "tanh", 1),
        ("huber", "linear", 2),
        ("binary_crossentropy", "sigmoid", 1),
        ("binary_crossentropy", "sigmoid", 3),
        ("categorical_crossentropy", "softmax", 3),
        ("hinge", "linear", 1),
        ("hinge", "tanh", 3),
        ("perceptron", "step", 1),
        ("perceptron", "sigmoid", 2),
    ],
)
def test_delta_of_an_output_comes_from_each_loss(loss: str, activation: str, outputs: int) -> None:
    check(walked((Dense(3, "tanh"), Dense(outputs, activation)), loss, outputs))


def test_a_weighed_class_weighs_in_delta() -> None:
    walk = walked((Dense(3, "tanh"), Dense(1, "sigmoid")), "binary_crossentropy", class_weight=(3.0, 7.0))
    check(walk)
    assert any(len(derived(walk, 1, 0, row).lines) == 2 for row in range(walk.count))


@pytest.mark.parametrize("kinds", [(Dropout(0.4),), (BatchNormalization(),), (BatchNormalization(), Dropout(0.4))])
def test_delta_goes_back_through_what_follows_a_layer(kinds: tuple[Any, ...]) -> None:
    check(walked((Dense(3, "tanh"), *kinds, Dense(4, "sigmoid"), *reversed(kinds), Dense(2, "linear")), "mse", 2))
