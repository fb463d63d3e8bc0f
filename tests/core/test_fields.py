"""Tests of values made by hand: what means the same is taken, what cannot be is refused at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.project import Saved, open_project, save_project
from core.specs import Project
from core.trainer import Trainer
from core.training import Training


@pytest.mark.parametrize(
    "make",
    [
        lambda: Training(patience=2.5),
        lambda: Training(warmup_steps=2.5),
        lambda: Training(batch_size=32.5),
        lambda: Training(batch_size=True),
        lambda: Training(learning_rate="fast"),
        lambda: Training(learning_rate=10**400),
        lambda: Training(l2=None),
        lambda: Training(loss=["mse"]),
        lambda: Training(class_weight="all"),
        lambda: Training(class_weight=[-5.0, 1.0]),
        lambda: Training(class_weight=[1.0, np.nan]),
        lambda: Dense(2.5),
        lambda: Dense(True),
        lambda: Dense(2, use_bias="no"),
        lambda: Dense(2, locked=((0, 0, 1),)),
        lambda: Dense(2, cut=(0, 1)),
        lambda: Dropout("half"),
        lambda: BatchNormalization(momentum=None),
        lambda: Network(2.5, (Dense(1),)),
        lambda: Network(2, (3,)),
        lambda: Network(2, (Dense(1),), "float16"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_written(make: Callable[[], Any]) -> None:
    with pytest.raises(UserError, match=r"cannot be|something else than layers") as caught:
        make()
    assert caught.value.hint


def test_what_means_the_same_is_taken_and_saved(tmp_path: Any) -> None:
    layers: Any = [Dense(np.int64(3), "tanh", locked=[[0, 1]], use_bias=np.bool_(True)), Dense(1, "sigmoid")]
    dtype: Any = np.dtype("float32")
    network = Network(np.int32(2), layers, dtype)
    assert network == Network(2, (Dense(3, "tanh", locked=((0, 1),)), Dense(1, "sigmoid")))
    rate: Any = np.float64(0.1)
    training = Training("binary_crossentropy", "sgd", rate, np.int64(5), class_weight=[1, np.float32(2)])  # type: ignore
    assert training == Training("binary_crossentropy", "sgd", 0.1, 5, class_weight=(1.0, 2.0))
    generator = np.random.default_rng(0)
    data = Dataset(generator.normal(size=(20, 2)), generator.integers(0, 2, (20, 1)), task="two classes")
    trainer = Trainer(network, data, training)
    trainer.run(steps=3)
    save_project(Saved(Project("Numbers", network, training), trainer.state()), tmp_path / "numbers.neuroloom")
    assert open_project(tmp_path / "numbers.neuroloom").project.training == training


@pytest.mark.parametrize(
    "values", [[[1.0], [1.0, 2.0]], "text", [["a", "b"]], {1: 2}, [[1j, 2]], [[10**400, 1]], [[None, 1.0]]]
)
@pytest.mark.parametrize("way", ["dataset", "predict", "initial"])
def test_what_holds_no_numbers_is_refused_by_name(way: str, values: Any) -> None:
    network = Network(2, (Dense(1),))
    with pytest.raises(UserError, match=r"^x cannot be read as numbers"):
        if way == "dataset":
            Dataset(values, np.ones((1, 1)))
        elif way == "predict":
            network.predict(network.initial(), values)
        else:
            network.initial(0, values)
