"""A target that is a number is scaled for the network, and told in its own unit everywhere else."""

import numpy as np
import polars
import pytest

from core import Dense, Network, Trainer, Training
from core.data import Table, build
from core.data.typed import read_target
from core.edits import add_sample
from core.judging import Judge
from core.probe.meaning import meaning_of
from core.specs import Project
from core.table import Column, Split, StoredTable

PRICES = np.array([200.0, 260.0, 300.0, 340.0, 400.0, 500.0])
AREAS = np.array([20.0, 30.0, 35.0, 45.0, 50.0, 60.0])


def project() -> Project:
    """Six flats, none of which test: mean 1000 / 3, standard deviation sqrt(8822.2) = 97.495."""
    frame = polars.DataFrame({"area": AREAS, "price": PRICES})
    columns = (Column("area"), Column("price", "target"))
    data = Table(StoredTable.of(frame), columns, Split(test=0.0))
    return Project("Flats", Network(1, (Dense(1),), "float64"), Training(learning_rate=0.01, batch_size=6), data)


def test_the_network_learns_the_scaled_target_and_the_data_give_it_back() -> None:
    data = build(project().data)  # type: ignore[arg-type]
    mean, deviation = 1000.0 / 3.0, np.sqrt(np.mean((PRICES - 1000.0 / 3.0) ** 2))
    assert np.allclose(data.y[:, 0], (PRICES - mean) / deviation, atol=1e-12)
    assert np.allclose(data.own(data.y)[:, 0], PRICES, atol=1e-10)
    assert (data.target_name, data.task) == ("price", "regression")


def test_errors_are_in_the_targets_own_unit_and_the_loss_is_not() -> None:
    """Weights at zero always answer the mean: off by the standard deviation."""
    one = project()
    data = build(one.data)  # type: ignore[arg-type]
    trainer = Trainer(one.network, data, one.training, theta=np.zeros(2), seed=0)
    score = trainer.snapshot(False, 0.0).train
    assert score is not None and score.rmse is not None
    assert score.rmse == pytest.approx(PRICES.std(), rel=1e-12)
    assert score.loss == pytest.approx(1.0, rel=1e-12)
    judgement = Judge(one.network, data, one.training, 0).judge(np.zeros(2), "training")
    assert np.allclose(judgement.targets[0], PRICES) and np.allclose(judgement.outputs, PRICES.mean())
    assert judgement.errors.mae == pytest.approx(np.abs(PRICES - PRICES.mean()).mean(), rel=1e-12)
    baselines = Judge(one.network, data, one.training, 0).baselines("training", lambda: True)
    assert baselines is not None and baselines.constant.errors is not None
    assert baselines.constant.errors.rmse == pytest.approx(PRICES.std(), rel=1e-12)


def test_outputs_mean_prices() -> None:
    one = project()
    meaning = meaning_of(one.network, build(one.data), one.training.loss)  # type: ignore[arg-type]
    assert np.allclose(meaning.own(np.array([[0.0, 1.0]])), [[PRICES.mean(), PRICES.mean() + PRICES.std()]])


def test_a_target_is_typed_and_added_in_its_own_unit() -> None:
    one = project()
    data = build(one.data)  # type: ignore[arg-type]
    target = read_target("450", data, 1, 0, None)
    assert data.own(target)[0] == pytest.approx(450.0)
    added = add_sample(one, np.array([55.0]), target).project.data
    assert isinstance(added, Table) and added.added == ((55.0, pytest.approx(450.0)),)
    grown = build(added)
    assert grown.own(grown.y)[-1, 0] == pytest.approx(450.0) and grown.places[-1, 0] == 55.0
    assert grown.x[-1, 0] == pytest.approx((55.0 - AREAS.mean()) / AREAS.std())
