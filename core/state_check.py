"""Whether a trainer of this network can have left this state behind: what a file claims is believed only then."""

import json
from typing import Any

import numpy as np

from core.arrays import Array
from core.curve import COLUMNS, MOST_COLUMNS, POINTS
from core.early_stopping import Best
from core.errors import UserError
from core.network import Network
from core.optimizers import optimizer_named
from core.state import State

MOST_POINTS = POINTS + 1
"""One for the moment at which a run was kept."""
LEAST_UNIT = 2.0**-53
"""1 minus the largest number below 1."""
MOST_COUNT = 2**53
"""Whole numbers above are not the same in every program that reads JSON."""


def check_state(network: Network, state: State) -> None:
    """Raises UserError naming the first thing that no trainer of this network can have left behind."""
    rows = optimizer_named(state.optimizer).memory_rows
    _check_parameters(network, "theta", state.theta)
    _check_vector(network, "memory", state.memory, (rows, network.size))
    if state.start is not None:
        _check_parameters(network, "start", state.start)
    if state.best is not None:
        _check_best(network, state.best)
    if len(state.units) != rows or not all(LEAST_UNIT <= unit <= 1.0 for unit in state.units):
        raise UserError(f"units cannot be {state.units}.", f"{state.optimizer} needs {rows} of them, above 0 to 1.")
    samples = state.order.size
    if state.order.ndim != 1 or not np.array_equal(np.sort(state.order), np.arange(samples)):
        raise UserError("The order of the training samples does not hold each sample once.")
    check_curve(state.curve)
    least = {"updates": 0, "step": 0, "epoch": 0, "position": 0, "draws": 0, "stride": 1}
    for name, lowest in least.items():
        _check_count(name, getattr(state, name), lowest)
    if state.since is not None:
        _check_count("since", state.since, 0)
        if state.since > state.epoch:
            raise UserError(f"since cannot be {state.since}.", f"Training has come to epoch {state.epoch:,}.")
    if state.position > samples:
        raise UserError(f"position cannot be {state.position}.", f"An epoch has at most {samples} steps.")
    _check_generator("random", state.random)
    _check_generator("dropping", state.dropping)


def _check_vector(network: Network, name: str, vector: Array, shape: tuple[int, ...]) -> None:
    if vector.shape != shape or vector.dtype != np.dtype(network.dtype):
        raise UserError(
            f"The vector {name} has the shape {vector.shape} in {vector.dtype}.",
            f"The network asks for {shape} in {network.dtype}.",
        )
    if not np.isfinite(vector).all():
        raise UserError(f"The vector {name} holds a number that is not finite.", "Go back to an earlier epoch.")


def _check_parameters(network: Network, name: str, theta: Array) -> None:
    _check_vector(network, name, theta, (network.size,))
    for views in network.views(theta):
        if "moving_variance" in views and views["moving_variance"].min() < 0.0:
            raise UserError(f"The vector {name} holds a variance below 0.", "Go back to an earlier epoch.")


def _check_best(network: Network, best: Best) -> None:
    _check_parameters(network, "best", best.theta)
    # Infinity: no loss has been finite yet.
    if not best.loss > -np.inf:
        raise UserError(f"The best loss cannot be {best.loss}.", "It is a number.")
    _check_count("The best epoch", best.epoch, 0)
    _check_count("waited", best.waited, 0)


def check_curve(curve: Array) -> None:
    """Raises UserError for what no training can have recorded.    curve (points, columns)"""
    if curve.ndim != 2 or not COLUMNS <= curve.shape[1] <= MOST_COLUMNS:
        raise UserError(f"The curve has the shape {curve.shape}.", f"It needs {COLUMNS} to {MOST_COLUMNS} columns.")
    if len(curve) > MOST_POINTS:
        raise UserError(f"The curve has {len(curve):,} points.", f"There may be {MOST_POINTS}.")
    if not (curve[:, :2] >= 0.0).all() or np.isinf(curve[:, :2]).any():
        raise UserError("The curve holds a step or epoch that cannot be.")


def _check_count(name: str, value: int, lowest: int) -> None:
    if not lowest <= value < MOST_COUNT:
        raise UserError(f"{name} cannot be {value}.", f"It is a whole number from {lowest} on.")


def _check_generator(name: str, text: str) -> None:
    generator = np.random.PCG64()
    try:
        # A state is four numbers, the longest of 39 digits.
        value: Any = json.loads(text) if len(text) < 1000 else None
        generator.state = value
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise UserError(f"The state of the random numbers ({name}) cannot be read.", f"{error}.") from error
    if generator.state != value:
        raise UserError(f"The state of the random numbers ({name}) is none of PCG64.")
