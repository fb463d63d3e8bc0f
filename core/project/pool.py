"""A pool of projects and states: what several of them share, such as the first weights, is there once.

The states of a timeline, or of the kept runs, go to the file together. A *pooled* state holds the numbers under which
its vectors are found in the arrays of the pool:

    vectors/<form>/<layer>/weights, and so on   as in `core.project.named_arrays`, with one axis more in front, along
                                                which one vector follows the other
    orders/<number>                             int32 (training samples,)
    curves/<number>                             float64 (points, columns)

Networks whose arrays have the same names, shapes and number type are of one *form*; forms are counted from 0 in the
order in which the projects of the pool have them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from core.arrays import Array, Curve
from core.curve import COLUMNS
from core.errors import UserError
from core.network import Network
from core.optimizers import optimizer_named
from core.project.content import Scalars
from core.project.named_arrays import check_array, named_views, shapes_of
from core.project.state_arrays import compose, scalars_of
from core.specs import Project
from core.state import State
from core.state_check import check_curve, check_state

Form = tuple[str, tuple[tuple[str, tuple[int, ...]], ...]]
"""The number type, and the names and shapes of the arrays."""


class PooledCurve(msgspec.Struct):
    """The first points of a curve of the pool."""

    number: int
    points: int


class PooledState(msgspec.Struct):
    """A state; vectors, order and curve are numbers of the pool. No curve: one without points."""

    scalars: Scalars
    theta: int
    memory: tuple[int, ...]
    order: int
    start: int | None = None
    best: int | None = None
    curve: PooledCurve | None = None


class Pool:
    """Where states go, one after the other."""

    def __init__(self) -> None:
        self.projects: list[Project] = []
        self._numbers: dict[Project, int] = {}
        self._forms: dict[Form, Network] = {}
        self._vectors: dict[Form, _Once] = {}
        self._orders: _Once = _Once()
        self._curves: list[tuple[Curve, bytes]] = []

    def project(self, project: Project) -> int:
        """The number of this project."""
        number = self._numbers.setdefault(project, len(self.projects))
        if number == len(self.projects):
            self.projects.append(project)
            form = form_of(project.network)
            self._forms.setdefault(form, project.network)
            self._vectors.setdefault(form, _Once())
        return number

    def state(self, project: Project, state: State) -> PooledState:
        """This state, of a project of the pool."""
        vectors = self._vectors[form_of(project.network)]
        return PooledState(
            scalars_of(state),
            vectors.add(state.theta),
            tuple(vectors.add(row) for row in state.memory),
            self._orders.add(np.asarray(state.order, np.int32)),
            None if state.start is None else vectors.add(state.start),
            None if state.best is None else vectors.add(state.best.theta),
            self.curve(state.curve),
        )

    def curve(self, curve: Curve) -> PooledCurve | None:
        """This curve, which may be the beginning of one that is there."""
        if not len(curve):
            return None
        packed = curve.tobytes()
        for number, (other, others) in enumerate(self._curves):
            if other.shape[1] == curve.shape[1] and others.startswith(packed):
                return PooledCurve(number, len(curve))
        self._curves.append((curve, packed))
        return PooledCurve(len(self._curves) - 1, len(curve))

    def arrays(self) -> dict[str, Any]:
        """All of it by the names that it has in a file."""
        arrays: dict[str, Any] = {}
        for form, (key, network) in enumerate(self._forms.items()):
            named: dict[str, list[Array]] = {}
            for vector in self._vectors[key].all:
                for name, view in named_views(network, f"vectors/{form}", vector).items():
                    named.setdefault(name, []).append(view)
            # Of views with their axes swapped a stack has them swapped, too, and safetensors writes memory as it lies.
            arrays |= {name: np.ascontiguousarray(np.stack(views)) for name, views in named.items()}
        arrays |= {f"orders/{number}": order for number, order in enumerate(self._orders.all)}
        arrays |= {f"curves/{number}": np.ascontiguousarray(curve) for number, (curve, _) in enumerate(self._curves)}
        return arrays


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


def form_of(network: Network) -> Form:
    """What the arrays of this network's vectors are called, how large they are and what they hold."""
    shapes = shapes_of(network, "")
    return network.dtype, tuple((name.removeprefix("/"), shape) for name, shape in shapes.items())


class _Once:
    """Arrays, each once, in the order in which they came."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._by_bytes: dict[bytes, int] = {}
        self._by_identity: dict[int, tuple[Any, int]] = {}
        """With the array itself: as long as it is held, nothing else has its identity."""

    def add(self, array: Any) -> int:
        """Its number; that of an equal one where there is one."""
        _, number = self._by_identity.get(id(array), (None, None))
        if number is None:
            key = hashlib.sha256(np.ascontiguousarray(array).data.cast("B")).digest()
            number = self._by_bytes.setdefault(key, len(self.all))
            if number == len(self.all):
                self.all.append(array)
            self._by_identity[id(array)] = array, number
        return number


def _checked(what: str, number: int, count: int) -> int:
    if not 0 <= number < count:
        raise UserError(f"There is no {what} {number}.", f"There are {count}, counted from 0.")
    return number
