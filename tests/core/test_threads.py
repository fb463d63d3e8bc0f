"""Tests of how many threads BLAS may use."""

import os
import subprocess
import sys

import pytest

from core import threads
from core.layers import Dense
from core.network import Network

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
