"""How many threads BLAS may use: decided by the work and the CPUs there are, so that equal seeds give equal bits."""

import os
from functools import lru_cache

from threadpoolctl import ThreadpoolController

from core.network import Network

# From about this many multiplications in one product a second thread pays for its own waking up.
_WORTH_THREADS = 4_000_000


def wanted(network: Network, rows: int) -> int:
    """Threads for steps of `rows` samples: 1 for small networks, all that this process may run on for large ones."""
    largest = max(inputs * layer.units for inputs, layer in zip(network.widths, network.dense, strict=False))
    return min(_cpus(), _allowed()) if largest * rows >= _WORTH_THREADS else 1


def _cpus() -> int:
    """In a container, or pinned, a process may have fewer than the machine: more threads would wait for each other."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@lru_cache(maxsize=1)
def _allowed() -> int:
    """What the environment lets BLAS have (OPENBLAS_NUM_THREADS and its like): its number before anybody changed it."""
    pools = [pool["num_threads"] for pool in _controller().info() if pool["user_api"] == "blas"]
    return max(pools, default=1)


_in_use: list[int] = []


def use(count: int) -> None:
    """Let BLAS use this many threads from now on, in the whole process."""
    _allowed()  # asked before it is changed
    if _in_use != [count]:
        _controller().limit(limits=count, user_api="blas")
        _in_use[:] = [count]
