"""Tests of the initializers: shapes, how far the weights spread, and what equal weights lead to."""

import math

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import UserError
from core.initializers import INITIALIZERS, initializer_named
from core.layers import Dense
from core.network import Network
from core.trainer import Trainer
from core.training import Training

INPUTS, UNITS = 300, 100
DEVIATIONS = {
    "zeros": 0.0,
    "constant": 0.0,
    "uniform": 0.05 / math.sqrt(3.0),
    "normal": 0.05,
    "glorot_uniform": math.sqrt(2.0 / 400.0),
    "glorot_normal": math.sqrt(2.0 / 400.0),
    "he_uniform": math.sqrt(2.0 / 300.0),
    "he_normal": math.sqrt(2.0 / 300.0),
    "lecun_uniform": math.sqrt(1.0 / 300.0),
    "lecun_normal": math.sqrt(1.0 / 300.0),
}
"""Standard deviations for 300 inputs and 100 units; a uniform's is its limit over the root of 3."""


def drawn(name: str, seed: int = 0) -> np.ndarray:
    return initializer_named(name)(np.random.default_rng(seed), INPUTS, UNITS)


@pytest.mark.parametrize("name", sorted(INITIALIZERS))
def test_weights_have_the_shape_mean_and_deviation_that_their_formula_says(name: str) -> None:
    weights = drawn(name)
    assert weights.shape == (INPUTS, UNITS)
    assert weights.std() == pytest.approx(DEVIATIONS[name], rel=0.02, abs=1e-15)
    assert weights.mean() == pytest.approx(0.1 if name == "constant" else 0.0, abs=0.02 * DEVIATIONS[name] + 1e-15)


@pytest.mark.parametrize("name", [name for name in sorted(INITIALIZERS) if name.endswith("uniform")])
def test_uniform_weights_fill_their_range_and_go_no_further(name: str) -> None:
    limit = DEVIATIONS[name] * math.sqrt(3.0)
    assert 0.999 * limit < np.abs(drawn(name)).max() <= limit


@pytest.mark.parametrize("name", [name for name in sorted(INITIALIZERS) if name.endswith("normal")])
def test_normal_weights_are_not_cut_off(name: str) -> None:
    # Of 30,000 draws 4.6 % lie beyond two deviations, where Keras cuts off.
    beyond = np.mean(np.abs(drawn(name)) > 2.0 * DEVIATIONS[name])
    assert beyond == pytest.approx(0.0455, abs=0.006)


@pytest.mark.parametrize("name", sorted(INITIALIZERS))
def test_equal_seeds_draw_equal_weights(name: str) -> None:
    assert np.array_equal(drawn(name), drawn(name))
    assert np.array_equal(drawn(name), drawn(name, 1)) == (name in ("zeros", "constant"))


def trained(initializer: str) -> list[dict[str, np.ndarray]]:
    """The layers of a 2-4-1 network after 30 steps."""
    generator = np.random.default_rng(2)
    data = Dataset(generator.normal(size=(20, 2)), generator.normal(size=(20, 1)))
    network = Network(2, (Dense(4, "tanh", initializer=initializer), Dense(1, initializer=initializer)), "float64")
    trainer = Trainer(network, data, Training(learning_rate=0.1))
    trainer.run(steps=30)
    return network.views(trainer.theta)


def test_neurons_that_start_equal_stay_equal() -> None:
    hidden = trained("constant")[0]["weights"]
    assert not np.allclose(hidden, 0.1) and np.allclose(hidden, hidden[:, :1], rtol=1e-12, atol=0.0)
    chance = trained("glorot_uniform")[0]["weights"]
    assert not np.allclose(chance, chance[:, :1])


def test_from_zeros_only_the_last_biases_learn() -> None:
    hidden, output = trained("zeros")
    assert not hidden["weights"].any() and not hidden["biases"].any() and not output["weights"].any()
    assert output["biases"].all()


def test_every_entry_has_a_name_a_label_and_a_formula_for_the_window() -> None:
    for name, initializer in INITIALIZERS.items():
        assert initializer.name == name and initializer.label and initializer.formula
    assert len({initializer.label for initializer in INITIALIZERS.values()}) == len(INITIALIZERS)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="no initializer called 'guess'") as caught:
        initializer_named("guess")
    assert all(name in caught.value.hint for name in INITIALIZERS)
