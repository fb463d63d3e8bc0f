"""Taking projects and states out of a pool again (`core.project.pool`), each looked at before it is handed out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.arrays import Array, Curve
from core.curve import COLUMNS
from core.errors import UserError
from core.network import Network
from core.optimizers import optimizer_named
from core.project.named_arrays import check_array, named_views
from core.project.pool import PooledCurve, PooledState, form_of
from core.project.state_arrays import compose
from core.specs import Project
from core.state import State
from core.state_check import check_curve, check_state


class OpenPool:
    """Where states come from again.

    projects  in the order that they had in the pool
    arrays    what was read; neither shapes nor numbers are believed

    Raises UserError, here and below, naming what is missing or does not fit.
    """

    def __init__(self, projects: Sequence[Project], arrays: Mapping[str, Any]) -> None:
        self._projects, self._arrays = projects, arrays
        forms = [form_of(project.network) for project in projects]
        self._forms = {form: number for number, form in enumerate(dict.fromkeys(forms))}
        self._form_of = [self._forms[form] for form in forms]
        self._counts: dict[int, int] = {}
        self._known: set[str] = set()
        self._vectors: dict[tuple[int, int], Array] = {}
        self._orders: dict[int, Any] = {}
        self._curves: dict[int, Curve] = {}
        for form, number in self._forms.items():
            self._count(number, *form)

    def project(self, number: int) -> Project:
        """The project of this number."""
        return self._projects[_checked("project", number, len(self._projects))]

    def nbytes(self, number: int, pooled: PooledState) -> int:
        """What this state would take of memory that no other one shares, as `core.timeline.Moment.nbytes` says it."""
        network = self.project(number).network
        rows = 1 + optimizer_named(pooled.scalars.optimizer).memory_rows + (pooled.best is not None)
        order = self._array("orders", pooled.order, "int32")
        nbytes: int = rows * network.size * np.dtype(network.dtype).itemsize + order.size * np.dtype(np.intp).itemsize
        return nbytes

    def state(self, number: int, pooled: PooledState) -> State:
        """The state of the project of this number, checked."""
        network, form, scalars = self.project(number).network, self._form_of[number], pooled.scalars
        rows = optimizer_named(scalars.optimizer).memory_rows
        if len(pooled.memory) != rows:
            raise UserError(f"The memory has {len(pooled.memory)} rows.", f"{scalars.optimizer} needs {rows} of them.")
        if (scalars.best is None) != (pooled.best is None):
            raise UserError("The best moment is only half there.", "It has a loss, and weights.")
        _checked("vector", pooled.theta, self._counts.get(form, 0))  # else a network of any size could be claimed
        memory = np.empty((rows, network.size), network.dtype)
        for row, vector in zip(memory, pooled.memory, strict=True):
            self._fill(network, form, vector, row)
        vectors = [
            None if vector is None else self._vector(network, form, vector)
            for vector in (pooled.theta, pooled.start, pooled.best)
        ]
        theta, start, best = vectors
        assert theta is not None
        state = compose(scalars, theta, memory, self._order(pooled.order), self.curve(pooled.curve), start, best)
        check_state(network, state)
        return state

    def curve(self, pooled: PooledCurve | None) -> Curve:
        """The points that are meant, checked."""
        if pooled is None:
            return np.empty((0, COLUMNS))
        if pooled.number not in self._curves:
            curve = self._array("curves", pooled.number, "float64")
            check_curve(curve)
            self._curves[pooled.number] = curve = curve.copy()
            curve.setflags(write=False)
        curve = self._curves[pooled.number]
        return curve[: _checked("count of points", pooled.points, len(curve) + 1)]

    def check_used_up(self) -> None:
        """Raises UserError where there is an array that nobody has asked for."""
        if unknown := sorted(set(self._arrays) - self._known):
            raise UserError(f"The array {unknown[0]!r} belongs to nothing.")

    def _count(self, form: int, dtype: str, shapes: tuple[tuple[str, tuple[int, ...]], ...]) -> None:
        """How many vectors of this form there are, in arrays that go with each other."""
        named = {f"vectors/{form}/{name}": shape for name, shape in shapes}
        if not any(name in self._arrays for name in named):
            return
        first = next(iter(named))
        check_array(first, self._arrays, None, dtype)
        count = len(self._arrays[first]) if self._arrays[first].ndim else 0
        self._counts[form] = count
        for name, shape in named.items():
            check_array(name, self._arrays, (count, *shape), dtype)
        self._known |= set(named)

    def _fill(self, network: Network, form: int, number: int, vector: Array) -> None:
        number = _checked("vector", number, self._counts.get(form, 0))
        for name, view in named_views(network, f"vectors/{form}", vector).items():
            view[...] = self._arrays[name][number]

    def _vector(self, network: Network, form: int, number: int) -> Array:
        if (form, number) not in self._vectors:
            vector = np.zeros(network.size, network.dtype)
            self._fill(network, form, number, vector)
            self._vectors[form, number] = vector
        return self._vectors[form, number]

    def _order(self, number: int) -> Any:
        if number not in self._orders:
            self._orders[number] = self._array("orders", number, "int32").astype(np.intp)
        return self._orders[number]

    def _array(self, kind: str, number: int, dtype: str) -> Any:
        name = f"{kind}/{number}"
        check_array(name, self._arrays, None, dtype)
        self._known.add(name)
        return self._arrays[name]


def _checked(what: str, number: int, count: int) -> int:
    if not 0 <= number < count:
        raise UserError(f"There is no {what} {number}.", f"There are {count}, counted from 0.")
    return number
