"""Tests of how many threads BLAS may use."""

import os
import subprocess
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from core import threads
from core.data.dataset import Dataset
from core.layers import Dense
from core.network import Network
from core.trainer import Trainer
from core.training import Training

LARGE = Network(784, (Dense(128, "relu"), Dense(10, "softmax")))
SMALL = Network(2, (Dense(4, "tanh"), Dense(1)))


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system cannot keep a process on a CPU")
def test_a_large_network_uses_the_cpus_the_process_may_run_on() -> None:
    mine = os.sched_getaffinity(0)
    assert threads.wanted(LARGE, rows=128) == len(mine)
    os.sched_setaffinity(0, {min(mine)})
    try:
        assert threads.wanted(LARGE, rows=128) == 1
    finally:
        os.sched_setaffinity(0, mine)


def test_a_small_network_uses_one_thread() -> None:
    assert threads.wanted(SMALL, rows=10) == 1


@pytest.mark.parametrize("count", [1, 2])
def test_nobody_gets_more_threads_than_the_environment_allows(count: int) -> None:
    code = "from tests.core.test_threads import LARGE; from core import threads; print(threads.wanted(LARGE, 128))"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": str(count), "OMP_NUM_THREADS": str(count)}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert int(told.stdout) <= count


def test_a_trainer_lets_blas_have_the_threads_that_its_network_is_worth() -> None:
    data = np.random.default_rng(0)
    large = Dataset(data.normal(size=(128, 784)), np.eye(10)[data.integers(10, size=128)], task="classes")
    small = Dataset(data.normal(size=(10, 2)), data.normal(size=(10, 1)))
    for network, dataset, loss in ((LARGE, large, "categorical_crossentropy"), (SMALL, small, "mse")):
        Trainer(network, dataset, Training(loss, "sgd", 0.01, 128)).run(steps=1)
        in_use = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
        assert in_use == {threads.wanted(network, len(dataset.x))}
