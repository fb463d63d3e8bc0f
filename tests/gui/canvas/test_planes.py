"""What a neuron says, as its picture shows it."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from gui.canvas.drawn.planes import signed


@pytest.mark.parametrize("activation", ["linear", "relu", "leaky_relu", "elu", "gelu", "swish", "softplus"])
def test_what_has_no_bound_is_scaled_to_its_own_largest_value_and_keeps_its_sign(activation):
    z = np.array([[-3.0, -0.5, 0.0, 0.5, 6.0], [-0.2, -0.1, 0.0, 0.1, 0.2]])
    said = ACTIVATIONS[activation](z)
    shown = signed(said, activation)
    assert np.array_equal(np.sign(shown), np.sign(said))
    assert np.allclose(np.abs(shown).max(axis=1), 1.0)
    assert np.allclose(shown * np.abs(said).max(axis=1, keepdims=True), said)


def test_values_are_scaled_by_what_their_activation_can_say():
    values = np.array([[0.0, 0.5, 1.0]])
    assert signed(values, "tanh").tolist() == [[0.0, 0.5, 1.0]]
    assert signed(values, "sigmoid").tolist() == [[-1.0, 0.0, 1.0]]
    assert signed(4.0 * values, "relu").tolist() == [[0.0, 0.5, 1.0]]
    assert signed(0.0 * values, "relu").tolist() == [[0.0, 0.0, 0.0]]
