"""The columns of the curve: the learning rate in force, and how strongly each dense layer is pulled."""

import numpy as np
import pytest

from core.arrays import Array
from core.curve import EPOCH, LEARNING_RATE, MOST_COLUMNS, NORMS, POINTS, STEP, Recorder, column, gaps
from core.data.dataset import Dataset
from core.layer_gradients import MOST_LAYERS, MOST_ROWS, LayerGradients
from core.layers import BatchNormalization, Dense, Dropout
from core.losses import loss_named
from core.network import Network
from core.probe.gradients import gradient_norms
from core.samples import Samples
from core.schedules import rate_at
from core.snapshot import Score, Scores
from core.trainer import Trainer
from core.training import Training

NORMED = Network(3, (Dense(5, "tanh"), BatchNormalization(), Dropout(0.4), Dense(2, "sigmoid")), "float64")
"""Of its three layers with parameters two are dense."""
TRAINING = Training("mse", "adam", 0.03, 8, l2=1e-3)


def data_of(rows: int, inputs: int = 3, outputs: int = 2) -> Dataset:
    generator = np.random.default_rng(11)
    return Dataset(generator.normal(size=(rows, inputs)), generator.uniform(size=(rows, outputs)), task="regression")


def dense_norms(network: Network, theta: Array, x: Array, y: Array, loss: str = "mse") -> Array:
    """What the probe says, without the layers that are not dense."""
    norms = gradient_norms(network, theta, x, y, loss)
    kinds = [layer for layer in network.layers if not isinstance(layer, Dropout)]
    return norms[[isinstance(layer, Dense) for layer in kinds]]


@pytest.mark.parametrize(
    ("network", "loss"),
    [
        (Network(3, (Dense(4, "relu"), Dense(3, "tanh"), Dense(2, "linear")), "float64"), "mse"),
        (Network(3, (Dense(4, "swish", use_bias=False), Dense(2, "sigmoid"))), "binary_crossentropy"),
        (Network(14, (Dense(2, "softmax"),)), "categorical_crossentropy"),
        (NORMED, "mse"),
    ],
)
def test_each_point_has_the_gradient_norms_of_its_moment(network: Network, loss: str) -> None:
    data = data_of(40, network.inputs)
    if loss == "categorical_crossentropy":
        data = Dataset(data.x, data.y / data.y.sum(axis=1, keepdims=True), task="classes")
    trainer = Trainer(network, data, Training(loss, "sgd", 0.2, 16), seed=3)
    expected = [dense_norms(network, trainer.theta, data.x, data.y, loss)]
    for _ in range(4):
        trainer.run(epochs=1)
        expected.append(dense_norms(network, trainer.theta, data.x, data.y, loss))
    found = trainer.curve[:, NORMS:]
    assert found.shape == (5, len(network.dense))
    assert np.allclose(found, expected, rtol=1e-9 if network.dtype == "float64" else 1e-5)
    assert len(np.unique(found)) == found.size, "norms that stand still would prove little"


def test_of_many_samples_a_fixed_choice_is_looked_at() -> None:
    data, network = data_of(1000), Network(3, (Dense(4, "tanh"), Dense(2)), "float64")
    first, again, other = (Trainer(network, data, TRAINING, np.full(network.size, 0.1), seed) for seed in (5, 5, 6))
    for trainer in (first, again, other):
        trainer.run(steps=1)
    assert first.curve.tobytes() == again.curve.tobytes()
    assert not np.allclose(first.curve[0, NORMS:], other.curve[0, NORMS:], rtol=1e-3)
    chosen = Samples(data.x, data.y).chosen(MOST_ROWS, 5)
    assert len(np.unique(chosen.x, axis=0)) == MOST_ROWS
    expected = dense_norms(network, np.full(network.size, 0.1), chosen.x, chosen.y)
    assert np.allclose(first.curve[0, NORMS:], expected, rtol=1e-9)


def test_looking_at_gradients_changes_nothing_of_training() -> None:
    """Neither theta with its running statistics nor memory nor any random numbers."""
    trainer = Trainer(NORMED, data_of(60), TRAINING, seed=3)
    trainer.run(steps=5)
    before = trainer.state()
    gradients = LayerGradients(NORMED, loss_named("mse"), trainer.theta, Samples(data_of(60).x, data_of(60).y), 3)
    assert (gradients.norms() > 0.0).all()
    after = trainer.state()
    for name in ("theta", "memory", "order", "curve"):
        assert getattr(before, name).tobytes() == getattr(after, name).tobytes()
    assert (before.random, before.dropping) == (after.random, after.dropping)


def test_a_layer_of_more_numbers_than_fit_into_one_piece_is_summed_as_a_whole() -> None:
    network = Network(400, (Dense(300, "tanh"), Dense(2)))
    data = data_of(20, 400)
    trainer = Trainer(network, data, Training(batch_size=20), seed=1)
    trainer.run(steps=1)
    expected = dense_norms(network, network.initial(1), data.x, data.y)
    assert np.allclose(trainer.curve[0, NORMS:], expected, rtol=1e-5)


def test_norms_are_measured_where_float32_cannot_hold_their_squares() -> None:
    network = Network(1, (Dense(1),))
    for size in (1e-25, 1e25):
        trainer = Trainer(network, Dataset(np.ones((1, 1)), np.full((1, 1), size)), Training(), np.zeros(2))
        gradients = LayerGradients(network, loss_named("mse"), trainer.theta, Samples(*fixed(size)), 0)
        assert gradients.norms()[0] == pytest.approx(np.sqrt(8.0) * size, rel=1e-5)


def fixed(size: float) -> tuple[Array, Array]:
    return np.ones((1, 1), np.float32), np.full((1, 1), size, np.float32)


def test_each_point_has_the_learning_rate_of_the_update_that_follows() -> None:
    training = TRAINING.replace(schedule="cosine", decay_steps=40, final_share=0.1, warmup_steps=6)
    trainer = Trainer(NORMED, data_of(24), training)
    trainer.run(epochs=12)
    steps = trainer.curve[:, STEP].astype(int).tolist()
    assert steps == list(range(0, 37, 3))
    assert trainer.curve[:, LEARNING_RATE].tolist() == [rate_at(training, step) for step in steps]
    assert len(np.unique(trainer.curve[:, LEARNING_RATE])) == len(steps)


def test_a_curve_goes_on_with_more_and_with_fewer_layers() -> None:
    score = Scores(Score(0.5, 3, 4), None, None)
    recorder = Recorder(2)
    recorder.add(0, 0, score, 0.1, np.array([1.0, 2.0]))
    recorder = Recorder(4, recorder.points)
    recorder.add(1, 1, score, 0.1, np.array([3.0, 4.0, 5.0, 6.0]))
    recorder = Recorder(1, recorder.points)
    recorder.add(2, 2, score, 0.1, np.array([7.0]))
    gap = np.nan
    expected = [[1.0, 2.0, gap, gap], [3.0, 4.0, 5.0, 6.0], [7.0, gap, gap, gap]]
    assert np.array_equal(recorder.points[:, NORMS:], expected, equal_nan=True)
    assert column(recorder.points, NORMS + 3)[1] == 6.0
    assert np.isnan(column(recorder.points, NORMS + 4)).all()


def test_a_full_curve_keeps_every_second_point_and_counts_the_epochs_between_two_of_them() -> None:
    recorder, score = Recorder(1), Scores(Score(0.5, 3, 4), None, None)
    for epoch in range(POINTS):
        recorder.add(3 * epoch, epoch, score, 0.1, np.zeros(1))
    full = recorder.points
    assert (len(full), recorder.stride, recorder.last_step) == (POINTS, 1, 3 * (POINTS - 1))
    assert not full.flags.writeable
    recorder.add(3 * POINTS, POINTS, score, 0.1, np.zeros(1))
    assert recorder.points[:, EPOCH].tolist() == list(range(0, POINTS + 1, 2)) and recorder.stride == 2
    assert full[:, EPOCH].tolist() == list(range(POINTS)), "whoever holds the old curve still has it"


def test_the_width_is_bounded_too() -> None:
    deep = Network(3, (*(Dense(2, "tanh") for _ in range(MOST_LAYERS + 5)), Dense(2)))
    trainer = Trainer(deep, data_of(9), Training(batch_size=9))
    trainer.run(epochs=2 * POINTS + 3)
    assert trainer.curve.shape[1] == MOST_COLUMNS == NORMS + MOST_LAYERS
    assert len(trainer.curve) <= POINTS
    assert np.isfinite(trainer.curve[:, NORMS:]).all()


def test_gaps_outlast_the_thinning_of_a_full_curve() -> None:
    recorder = Recorder(1)
    for step in range(2 * POINTS):
        if step in (100, 301):
            recorder.break_off(step, step)
        recorder.add(step, step, Scores(Score(0.5, None, 1), None, None), 0.1, np.ones(1))
    curve = recorder.points
    assert curve[gaps(curve), STEP].tolist() == [100, 301]
    assert (np.diff(curve[:, STEP]) >= 0).all()
