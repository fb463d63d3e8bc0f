"""Tests of vectors stored as named arrays."""

import numpy as np
import pytest

from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.project.named_arrays import gather_vector, name_arrays, shapes_of

NETWORK = Network(2, (Dense(3, "tanh"), Dense(2, "relu", use_bias=False), Dense(1)), dtype="float64")


def test_a_vector_comes_back_bit_for_bit() -> None:
    theta = np.random.default_rng(0).normal(size=NETWORK.size)
    theta[0] = -0.0
    arrays = name_arrays(NETWORK, "theta", theta)
    assert gather_vector(NETWORK, "theta", arrays).tobytes() == theta.tobytes()


def test_names_and_shapes_are_those_of_the_layers() -> None:
    arrays = name_arrays(NETWORK, "start", NETWORK.initial())
    assert {name: array.shape for name, array in arrays.items()} == {
        "start/0/weights": (2, 3),
        "start/0/biases": (3,),
        "start/1/weights": (3, 2),
        "start/2/weights": (2, 1),
        "start/2/biases": (1,),
    }
    assert shapes_of(NETWORK, "start") == {name: array.shape for name, array in arrays.items()}


def test_a_layers_number_is_its_place_among_all_layers() -> None:
    layers = (BatchNormalization(), Dropout(), Dense(3, "tanh"), BatchNormalization(), Dense(1, use_bias=False))
    network = Network(2, layers)
    theta = np.random.default_rng(0).normal(size=network.size).astype(np.float32)
    arrays = name_arrays(network, "theta", theta)
    assert {name: array.shape for name, array in arrays.items()} == shapes_of(network, "theta") == {
        "theta/0/gamma": (2,), "theta/0/beta": (2,), "theta/0/moving_mean": (2,), "theta/0/moving_variance": (2,),
        "theta/2/weights": (2, 3), "theta/2/biases": (3,),
        "theta/3/gamma": (3,), "theta/3/beta": (3,), "theta/3/moving_mean": (3,), "theta/3/moving_variance": (3,),
        "theta/4/weights": (3, 1),
    }  # fmt: skip
    assert np.array_equal(arrays["theta/3/moving_variance"], theta[-3:]), "running statistics stand at the end"
    assert gather_vector(network, "theta", arrays).tobytes() == theta.tobytes()


def test_the_arrays_are_copies() -> None:
    theta = NETWORK.initial()
    name_arrays(NETWORK, "theta", theta)["theta/0/weights"][...] = 9.0
    assert not np.any(theta == 9.0)


def test_a_missing_or_foreign_array_is_named() -> None:
    arrays = name_arrays(NETWORK, "theta", NETWORK.initial())
    with pytest.raises(UserError, match=r"theta/1/weights.*missing"):
        gather_vector(NETWORK, "theta", {name: array for name, array in arrays.items() if name != "theta/1/weights"})
    with pytest.raises(UserError, match=r"theta/0/biases.*\(2,\)"):
        gather_vector(NETWORK, "theta", arrays | {"theta/0/biases": np.zeros(2)})
    with pytest.raises(UserError, match=r"theta/0/biases.*float32"):
        gather_vector(NETWORK, "theta", arrays | {"theta/0/biases": np.zeros(3, np.float32)})
