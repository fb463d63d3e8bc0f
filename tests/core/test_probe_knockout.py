"""Switched off is as if the weights were zero; what it costs is what brute force says."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Dataset, Points, build
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.probe import costs as costs_module
from core.probe.costs import Costs, costs
from core.probe.knockout import INPUTS, Bench, without
from core.trainer import Trainer
from core.training import Training

PROJECTS = ("circle", "digits", "segments", "sine")


def trained(name: str, steps: int = 30, **changes: object) -> tuple[Trainer, Bench]:
    """A trainer of a bundled project after some steps, and a bench of the same project."""
    project = open_bundled(name)
    assert project.data is not None
    training = project.training.replace(**changes)
    trainer = Trainer(project.network, build(project.data), training, seed=project.seed)
    trainer.run(steps=steps)
    return trainer, Bench(project.network, build(project.data), training, project.seed)


def test_a_loss_that_does_not_fit_the_output_is_refused_ahead_of_all_scores() -> None:
    circle = open_bundled("circle")
    assert circle.data is not None
    training = circle.training.replace(loss="categorical_crossentropy")
    with pytest.raises(UserError, match="needs a softmax output"):
        Bench(circle.network, build(circle.data), training, circle.seed)


def test_a_network_without_something_is_one_whose_weights_are_zero() -> None:
    network = Network(2, (Dense(3, "tanh"), BatchNormalization(), Dense(2, "relu"), Dropout(0.5), Dense(1, "sigmoid")))
    theta = network.initial(seed=3)
    theta += np.random.default_rng(0).normal(size=theta.size).astype(theta.dtype) ** 2
    kept = theta.copy()
    found = without(network, theta, neurons=[(0, 2), (INPUTS, 0)], connections=[(2, 1, 0)])
    by_hand = theta.copy()
    views = network.dense_views(by_hand)
    views[1]["weights"][2, :] = 0.0
    views[0]["weights"][0, :] = 0.0
    views[2]["weights"][1, 0] = 0.0
    x = np.random.default_rng(1).normal(size=(20, 2))
    assert np.array_equal(network.predict(found, x), network.predict(by_hand, x))
    assert not np.array_equal(network.predict(found, x), network.predict(theta, x))
    assert np.array_equal(theta, kept)


def test_what_is_off_does_not_matter_to_the_answer() -> None:
    network = Network(2, (Dense(2, "tanh"), Dense(1, "sigmoid")))
    theta = without(network, network.initial(seed=1), neurons=[(INPUTS, 1)])
    x = np.random.default_rng(1).normal(size=(20, 2))
    assert np.array_equal(network.predict(theta, x), network.predict(theta, x * [1.0, 7.0]))


def test_an_output_cannot_be_off() -> None:
    network = Network(2, (Dense(2, "tanh"), Dense(3, "softmax")))
    with pytest.raises(UserError, match="An output cannot be switched off"):
        without(network, network.initial(), neurons=[(0, 1), (1, 0)])


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("validation_share", [0.0, 20.0])
def test_a_bench_says_what_the_trainer_says(name: str, validation_share: float) -> None:
    trainer, bench = trained(name, validation_share=validation_share)
    assert [repr(score) for score in bench.scores(trainer.theta)] == [repr(score) for score in trainer.scores()]


def test_of_a_large_network_the_bench_looks_at_the_samples_that_the_trainer_looks_at() -> None:
    rng = np.random.default_rng(0)
    dataset = Dataset(rng.normal(size=(1500, 100)), rng.normal(size=(1500, 1)))
    network = Network(100, (Dense(2000, "relu"), Dense(1)))
    trainer = Trainer(network, dataset, Training(loss="mse"), seed=5)
    bench = Bench(network, dataset, Training(loss="mse"), 5)
    found = bench.scores(trainer.theta).train
    assert found is not None and found.count < 1500
    assert repr(found) == repr(trainer.scores().train)


def brute_force(bench: Bench, theta: np.ndarray) -> dict[tuple[int, int], tuple[float, float | None]]:
    """Each neuron off in turn, and the whole network asked again."""
    kind = bench.watched.kind
    index = {"training": 0, "validation": 1, "test": 2}[kind]
    whole = bench.scores(theta)[index]
    assert whole is not None
    found = {}
    for column, width in enumerate(bench.network.widths[:-1]):
        for unit in range(width):
            score = bench.scores(without(bench.network, theta, [(column - 1, unit)]))[index]
            assert score is not None
            change = None
            if score.correct is not None and whole.correct is not None:
                change = (score.correct - whole.correct) / whole.count
            found[column - 1, unit] = score.loss - whole.loss, change
    return found


def check_against_brute_force(found: Costs | None, bench: Bench, theta: np.ndarray) -> None:
    assert found is not None
    expected = brute_force(bench, theta)
    assert {(cost.layer, cost.unit) for cost in found.ranked} == set(expected)
    for cost in found.ranked:
        rise, change = expected[cost.layer, cost.unit]
        assert cost.loss_rise == pytest.approx(rise, rel=1e-3, abs=2e-6)
        assert cost.accuracy_change == (None if change is None else pytest.approx(change, abs=0.003))
    rises = [cost.loss_rise for cost in found.ranked]
    assert rises == sorted(rises, reverse=True)
    assert rises[0] > 1.5 * abs(rises[-1])


@pytest.mark.parametrize("name", PROJECTS)
def test_costs_are_those_of_brute_force(name: str) -> None:
    trainer, bench = trained(name, steps=300)
    found = costs(bench, trainer.theta)
    check_against_brute_force(found, bench, trainer.theta)
    assert found is not None and found.looked_at == found.count == len(bench.watched.samples.x)


def test_costs_are_those_of_brute_force_with_layers_between_and_in_small_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(costs_module, "MOST_VALUES", 1000)
    layers = (BatchNormalization(), Dense(4, "tanh"), BatchNormalization(), Dropout(0.3), Dense(3, "gelu"), Dense(1))
    network, data = Network(2, layers, "float64"), build(Points("plane", samples=80))
    training = Training(loss="mse", learning_rate=0.03, validation_share=25.0)
    trainer = Trainer(network, data, training, seed=1)
    trainer.run(epochs=40)
    bench = Bench(network, data, training, 1)
    found = costs(bench, trainer.theta)
    assert found is not None and found.kind == "validation"
    check_against_brute_force(found, bench, trainer.theta)


def test_of_a_wide_network_a_fixed_choice_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs_module, "MOST_PRODUCTS", 1)
    trainer, bench = trained("digits")
    first, again = costs(bench, trainer.theta), costs(bench, trainer.theta)
    assert first is not None and first == again
    assert first.looked_at == costs_module.LEAST_SAMPLES < first.count


def test_costs_that_nobody_waits_for_are_given_up() -> None:
    trainer, bench = trained("digits")
    asked = iter([True, False])
    assert costs(bench, trainer.theta, lambda: next(asked, False)) is None


def test_a_network_that_ran_away_has_a_ranking_too() -> None:
    trainer, bench = trained("circle")
    theta = trainer.theta.copy()
    bench.network.dense_views(theta)[0]["weights"][0, 0] = 1e38
    bench.network.dense_views(theta)[-1]["weights"][...] = 3e38
    found = costs(bench, theta)
    assert found is not None and len(found.ranked) == sum(bench.network.widths[:-1])
