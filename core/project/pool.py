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
from typing import Any

import msgspec
import numpy as np

from core.arrays import Array, Curve
from core.network import Network
from core.project.content import Scalars
from core.project.named_arrays import named_views, shapes_of
from core.project.state_arrays import scalars_of
from core.specs import Project
from core.state import State

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
