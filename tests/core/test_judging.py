"""Judging: the trainer's own scores, the data's own rows, and baselines by hand."""

import numpy as np
import pytest

from core import samples
from core.arrays import Array
from core.bundled import open_bundled
from core.data import Dataset, Points, build
from core.errors import UserError
from core.judging import KINDS, Judge, Judgement
from core.layers import Dense
from core.network import Network
from core.trainer import Trainer
from core.training import Training


def always() -> bool:
    return True


@pytest.mark.parametrize("name", ["circle", "digits", "segments", "sine", "perceptron"])
@pytest.mark.parametrize("validation", [0.0, 20.0])
def test_it_judges_as_the_trainer_scores(name: str, validation: float) -> None:
    project = open_bundled(name)
    assert project.data is not None
    dataset, training = build(project.data), project.training.replace(validation_share=validation)
    trainer = Trainer(project.network, dataset, training, seed=project.seed)
    trainer.run(steps=50)
    judge = Judge(project.network, dataset, training, project.seed)
    scores = dict(zip(KINDS, trainer.scores(), strict=True))
    assert judge.kinds == tuple(kind for kind in KINDS if scores[kind] is not None)
    for kind in judge.kinds:
        score, found = scores[kind], judge.judge(trainer.theta, kind)
        assert score is not None and (found.correct, len(found.rows), found.count) == (
            score.correct,
            score.count,
            score.count,
        )
        if score.correct is None:
            assert found.errors.rmse == pytest.approx(score.rmse)
        else:
            assert np.trace(found.matrix()) == score.correct and found.matrix().sum() == score.count


def test_each_sample_is_the_row_of_the_data_it_says_it_is() -> None:
    project = open_bundled("digits")
    assert project.data is not None
    dataset = build(project.data)
    judge = Judge(project.network, dataset, project.training.replace(validation_share=30.0), project.seed)
    theta = project.network.initial(project.seed)
    seen = []
    for kind in KINDS:
        found = judge.judge(theta, kind)
        x, y = (dataset.x_test, dataset.y_test) if kind == "test" else (dataset.x, dataset.y)
        assert x is not None and y is not None
        assert np.array_equal(found.targets.T, y[found.rows])
        assert np.allclose(found.outputs.T, project.network.predict(theta, x[found.rows]), atol=1e-6)
        seen.append(found.rows)
    assert sorted(np.concatenate(seen[:2]).tolist()) == list(range(len(dataset.x)))


def test_of_very_many_samples_the_choice_is_judged_that_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "LEAST_SCORED", 300)
    monkeypatch.setattr(samples, "SCORED_PRODUCTS", 300)
    project = open_bundled("circle")
    dataset = build(Points("circle", samples=2000))
    training = project.training.replace(validation_share=40.0)
    trainer = Trainer(project.network, dataset, training, seed=project.seed)
    trainer.run(steps=100)
    judge, scores = Judge(project.network, dataset, training, project.seed), trainer.scores()
    for kind, score, count in (("training", scores.train, 600), ("validation", scores.validation, 400)):
        found = judge.judge(trainer.theta, kind)  # type: ignore[arg-type]
        assert score is not None and (len(found.rows), found.count, found.correct) == (300, count, score.correct)
        assert np.array_equal(found.targets.T, dataset.y[found.rows])
        assert np.allclose(found.outputs.T, project.network.predict(trainer.theta, dataset.x[found.rows]), atol=1e-5)


NETWORK = Network(1, (Dense(1, "linear"),), dtype="float64")
IDENTITY = np.array([1.0, 0.0])
"""Its one weight and its bias: the output is the input."""


def judge_two_classes(x: Array, y: Array, x_test: Array, y_test: Array) -> tuple[Judge, Judgement]:
    dataset = Dataset(x[:, None], y[:, None], x_test[:, None], y_test[:, None], task="two classes")
    judge = Judge(NETWORK, dataset, Training(loss="mse"), seed=0)
    return judge, judge.judge(IDENTITY, "test")


def test_a_threshold_moves_samples_from_column_to_column() -> None:
    x = np.array([0.1, 0.4, 0.6, 0.9])
    _, found = judge_two_classes(x, np.array([0, 1, 0, 1]), x, np.array([0, 1, 0, 1]))
    assert found.matrix().tolist() == [[1, 1], [1, 1]]
    assert found.matrix(0.3).tolist() == [[1, 1], [0, 2]]
    assert found.matrix(0.6).tolist() == [[1, 1], [1, 1]]
    assert found.where(1, 0).tolist() == [1] and found.where(1, 0, 0.3).tolist() == []
    assert found.where(0, 1, 0.3).tolist() == [2]


def test_the_baselines_are_learned_from_the_training_samples_alone() -> None:
    x, y = np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1, 1])
    judge, found = judge_two_classes(x, y, np.array([-1.0, 0.5, 5.0]), np.array([0, 0, 1]))
    baselines = judge.baselines("test", always)
    assert baselines is not None and baselines.commonest == 1
    assert (baselines.constant.correct, baselines.fitted.correct) == (1, 3)
    assert baselines.constant.matrix is not None and baselines.constant.matrix.tolist() == [[0, 2], [0, 1]]
    assert baselines.fitted.rates is not None and baselines.fitted.rates.roc.area == 1.0
    assert found.rates is not None and found.rates.roc.area == 1.0
    assert judge.baselines("test", lambda: False) is None


def test_the_baselines_of_numbers_are_mean_and_line() -> None:
    x, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([[0.0], [1.0], [1.0], [3.0]])
    dataset = Dataset(x, y, np.array([[10.0]]), np.array([[9.25]]), task="regression")
    judge = Judge(NETWORK, dataset, Training(loss="mse"), seed=0)
    baselines = judge.baselines("test", always)
    assert baselines is not None and baselines.commonest is None
    constant, fitted = baselines.constant.errors, baselines.fitted.errors
    assert constant is not None and (constant.rmse, constant.mae) == pytest.approx((8.0, 8.0))
    assert fitted is not None and fitted.rmse == pytest.approx(0.35) and np.isnan(fitted.r2)  # one sample varies not
    errors = judge.judge(IDENTITY, "training").errors
    assert (errors.rmse, errors.mae) == pytest.approx((0.5, 0.25))
    assert errors.r2 == pytest.approx(1.0 - 1.0 / 4.75)


def test_one_class_or_one_sample_is_judged_too() -> None:
    x = np.array([0.1, 0.9])
    judge, found = judge_two_classes(x, np.array([1, 1]), x[:1], np.array([0]))
    assert found.rates is None and found.matrix().tolist() == [[1, 0], [0, 0]]
    baselines = judge.baselines("test", always)
    assert baselines is not None and (baselines.fitted.correct, baselines.fitted.rates) == (0, None)


def test_a_hundred_classes_and_many_samples_are_fitted_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.judging.MOST_FITTED", 20_000)
    monkeypatch.setattr("core.judging.LEAST_FITTED", 50)
    generator = np.random.default_rng(0)
    classes = np.arange(600) % 100
    x = generator.normal(size=(600, 3))
    dataset = Dataset(x, np.eye(100)[classes], task="classes")
    network = Network(3, (Dense(100, "softmax"),))
    judge = Judge(network, dataset, Training("categorical_crossentropy"), seed=0)
    found, baselines = judge.judge(network.initial(0), "training"), judge.baselines("training", always)
    assert found.matrix().shape == (100, 100)
    assert baselines is not None and (baselines.fitted_to, baselines.count) == (66, 600)


def test_answers_that_are_no_numbers_are_told() -> None:
    dataset = Dataset(np.array([[1.0], [2.0]]), np.array([[0.0], [1.0]]), task="regression")
    judge = Judge(NETWORK, dataset, Training(loss="mse"), seed=0)
    assert not judge.judge(np.array([np.inf, -np.inf]), "training").settle().is_finite


def test_a_loss_that_does_not_fit_the_output_is_said() -> None:
    dataset = Dataset(np.array([[1.0]]), np.array([[0.0]]))
    with pytest.raises(UserError):
        Judge(Network(1, (Dense(1, "linear"),)), dataset, Training("binary_crossentropy"), seed=0)
