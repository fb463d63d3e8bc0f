"""From the pieces of a model to a network of ours: what has no layer of its own becomes part of one that has."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.importing.pieces import Activate, Drop, Linear, Normal, Numbers, Piece, Scale, Stack
from core.layers import BatchNormalization, Dense, Dropout, Follower
from core.network import MOST_PARAMETERS, DType, Network

MOST_DENSE = 500
"""More layers than that nobody could look at."""
MOST_ALONE = 256
"""An activation with no dense layer before it gets one that passes everything on, up to so many units."""

FAR = 100.0
"""Numbers that scaling moves by more than so much would leave float32 too few digits for what is between them."""
WIDENED = "It computes in float64 now: its scaling moves numbers further than float32 has digits for."


class _Affine(NamedTuple):
    """y = scale x + shift, in float64."""

    scale: Array
    shift: Array

    def then(self, scale: Array, shift: Array) -> "_Affine":
        """This, and on its answer another one."""
        return _Affine(scale * self.scale, scale * self.shift + shift)


@dataclass
class _Column:
    """A dense layer that is being made, and what follows it."""

    linear: Linear
    activation: str = "linear"
    is_open: bool = True
    followers: list[Normal | Drop] = field(default_factory=list)


@dataclass
class _Making:
    """What has been made of the pieces so far.

    first    what stands before the first dense layer
    pending  what the next dense layer has to take in
    width    how many numbers come out at the end; None: nobody has said yet
    """

    stack: Stack
    width: int | None
    columns: list[_Column] = field(default_factory=list)
    first: list[Normal | Drop] = field(default_factory=list)
    pending: _Affine | None = None

    @property
    def followers(self) -> list[Normal | Drop]:
        """What stands at the end, after the last dense layer."""
        return self.columns[-1].followers if self.columns else self.first

    @property
    def has_open_end(self) -> bool:
        """Whether the last thing that bends is still to come: all that stands at the end could be part of its layer."""
        return bool(self.columns) and self.columns[-1].is_open

    def add(self, piece: Piece) -> None:
        match piece:
            case Linear():
                self._add_linear(piece)
            case Scale():
                self._add_scale(piece)
            case Normal():
                self._add_normal(piece)
            case Activate():
                self._activate(piece)
            case Drop():
                if not 0.0 <= piece.rate < 1.0:
                    raise UserError(f"A dropout rate of {piece.rate:g} cannot be read.", "It is 0 to below 1.")
                if piece.rate:
                    self.followers.append(piece)

    def _add_linear(self, linear: Linear) -> None:
        inputs, units = linear.weights.shape
        self._check_width(inputs, "A dense layer")
        if linear.biases is not None and linear.biases.shape != (units,):
            raise UserError(f"A dense layer of {units:,} units has biases of the shape {linear.biases.shape}.")
        if self.pending is not None:
            weights = linear.weights.astype(np.float64)
            biases = self.pending.shift @ weights + (0.0 if linear.biases is None else linear.biases)
            scaled, like = self.pending.scale[:, np.newaxis] * weights, linear.weights
            if like.dtype != np.float64 and np.abs(self.pending.shift).max() > FAR:
                like = weights
                self.stack.note(WIDENED)
            linear = Linear(_typed(scaled, like), _typed(biases, like), linear.name)
            self.pending = None
        if len(self.columns) == MOST_DENSE:
            raise UserError("It has more dense layers than can be imported.", f"At most {MOST_DENSE} can be.")
        self.columns.append(_Column(linear))
        self.width = units

    def _add_scale(self, piece: Scale) -> None:
        sizes = {part.size for part in (piece.scale, piece.shift) if part is not None and part.ndim}
        for size in sizes:
            self._check_width(size, piece.what)
        column = self.columns[-1] if self.columns else None
        if column is not None and column.is_open and not column.followers:
            biases = column.linear.biases
            if piece.scale is None and biases is None and piece.shift is not None:
                shift = np.broadcast_to(piece.shift, (self._known_width,))
                column.linear = Linear(column.linear.weights, shift, column.linear.name)
                return
            self.stack.note(piece.note)
            self._fold_after(column, *self._vectors(piece))
            return
        self.stack.note(piece.note)
        self._await(*self._vectors(piece))

    def _add_normal(self, piece: Normal) -> None:
        for part in (piece.gamma, piece.beta, piece.mean, piece.variance):
            if part.ndim != 1:
                raise UserError(f"A batch normalization has numbers of the shape {part.shape}.")
            self._check_width(part.size, "A batch normalization")
        if not (np.asarray(piece.variance, np.float64) >= 0.0).all() or not 0.0 <= piece.epsilon <= 1.0:
            raise UserError("A batch normalization has a variance below 0, or no number.")
        if self.pending is None and piece.epsilon > 0.0 and 0.0 <= piece.momentum < 1.0:
            self.followers.append(piece)
        else:
            self._await(*_as_affine(piece))
            self.stack.note("A batch normalization is part of the dense layer after it now.")

    def _activate(self, piece: Activate) -> None:
        if piece.name == "linear":
            return
        if self.has_open_end:
            self._close_end()
        else:
            self._pass_on()
            self.stack.note(
                f"{piece.what} has no dense layer of its own before it: it got one that passes everything on."
            )
        column = self.columns[-1]
        column.activation, column.is_open = piece.name, False

    def _close_end(self) -> None:
        """What stands at the end, after a layer that is still open, becomes part of that layer."""
        column = self.columns[-1]
        for follower in column.followers:
            if isinstance(follower, Normal):
                self._fold_after(column, *_as_affine(follower))
                self.stack.note("A batch normalization before an activation is part of the dense layer before it now.")
        column.followers = [follower for follower in column.followers if isinstance(follower, Drop)]
        if self.pending is not None:
            self._fold_after(column, *self.pending)
            self.pending = None

    def _pass_on(self) -> None:
        """A dense layer that passes everything on."""
        width = self._known_width
        if width > MOST_ALONE:
            raise UserError(
                f"An activation of {width:,} numbers stands alone, without a dense layer before it.",
                f"Up to {MOST_ALONE} can be imported so.",
            )
        like = self.columns[-1].linear.weights if self.columns else np.zeros(0, np.float32)
        self._add_linear(Linear(_typed(np.eye(width), like), _typed(np.zeros(width), like)))

    def finish(self) -> None:
        """The last layer is a dense one with nothing after it."""
        has_normal = any(isinstance(follower, Normal) for follower in self.columns[-1].followers)
        if self.has_open_end:
            self._close_end()
        elif self.pending is not None or has_normal:
            self._pass_on()
            self.stack.note("What follows its last activation became a dense layer of its own.")
        if self.columns[-1].followers:
            self.columns[-1].followers = []
            self.stack.note("A dropout at its end is left out: it would only blur the answers.")

    def _fold_after(self, column: _Column, scale: Array, shift: Array) -> None:
        weights, biases = column.linear.weights, column.linear.biases
        shifted = shift if biases is None else scale * biases.astype(np.float64) + shift
        folded = _typed(weights.astype(np.float64) * scale, weights)
        column.linear = Linear(folded, _typed(shifted, weights), column.linear.name)

    def _await(self, scale: Array, shift: Array) -> None:
        if self.pending is None:
            width = self._known_width
            self.pending = _Affine(np.ones(width), np.zeros(width))
        self.pending = self.pending.then(scale, shift)

    def _vectors(self, piece: Scale) -> _Affine:
        """The factors and summands of all units, (units,)."""
        width = self._known_width
        scale = np.ones(1) if piece.scale is None else piece.scale.astype(np.float64)
        shift = np.zeros(1) if piece.shift is None else piece.shift.astype(np.float64)
        return _Affine(np.broadcast_to(scale, (width,)), np.broadcast_to(shift, (width,)))

    @property
    def _known_width(self) -> int:
        if self.width is None:
            raise UserError("It does not say how many inputs it has.", "Export it with a fixed number of columns.")
        return self.width

    def _check_width(self, wanted: int, what: str) -> None:
        if self.width is None:
            self.width = wanted
        if not wanted == self.width:
            raise UserError(f"{what} asks for {wanted:,} numbers, but {self.width:,} reach it.")


def assemble(stack: Stack) -> tuple[Network, Array]:
    """The network that these pieces are, and its parameters; what was changed is added to the notes.

    Numbers that are folded into others are computed in float64, all others keep every bit. Raises UserError where the
    pieces do not fit together, or hold a number that is not finite.
    """
    if not any(isinstance(piece, Linear) for piece in stack.pieces):
        raise UserError("It holds no dense layer.", "A network of dense layers can be imported.")
    numbers = sum(piece.weights.size for piece in stack.pieces if isinstance(piece, Linear))
    if numbers > MOST_PARAMETERS:  # one matrix may stand in a file once and be used often
        raise UserError(f"It has {numbers:,} weights.", f"At most {MOST_PARAMETERS:,} can be imported.")
    making = _Making(stack, _first_width(stack))
    # What is beyond the number type is infinite, and refused below.
    with np.errstate(over="ignore", invalid="ignore"):
        for piece in stack.pieces:
            making.add(piece)
        making.finish()
    dtype = _dtype_of(stack, making)
    inputs = making.columns[0].linear.weights.shape[0]
    network = _network(making, inputs, dtype)
    return network, _theta(network, making)


def _first_width(stack: Stack) -> int | None:
    """How many inputs there are: as the model says, or its first piece that has a width."""
    if stack.inputs is not None:
        return stack.inputs
    for piece in stack.pieces:
        match piece:
            case Linear():
                return int(piece.weights.shape[0])
            case Normal():
                return piece.gamma.size
            case Scale():
                sizes = [part.size for part in (piece.scale, piece.shift) if part is not None and part.ndim]
                if sizes:
                    return sizes[0]
    return None


def _network(making: _Making, inputs: int, dtype: DType) -> Network:
    dense = [
        Dense(
            column.linear.weights.shape[1],
            column.activation,
            column.linear.name,
            use_bias=column.linear.biases is not None,
        )
        for column in making.columns
    ]
    followers = [making.first, *(column.followers for column in making.columns)]
    layers: list[Dense | Follower] = []
    for place, some in enumerate(followers):
        layers += [_follower(one) for one in some]
        if place < len(dense):
            layers.append(dense[place])
    return Network(inputs, tuple(layers), dtype)


def _follower(piece: Normal | Drop) -> Follower:
    if isinstance(piece, Drop):
        return Dropout(piece.rate)
    return BatchNormalization(piece.momentum, piece.epsilon, piece.name)


def _theta(network: Network, making: _Making) -> Array:
    followers = [making.first, *(column.followers for column in making.columns)]
    normals = [piece for some in followers for piece in some if isinstance(piece, Normal)]
    linears = [column.linear for column in making.columns]
    theta = np.zeros(network.size, network.dtype)
    with np.errstate(over="ignore"):
        for view in network.views(theta):
            if "weights" in view:
                linear = linears.pop(0)
                view["weights"][...] = linear.weights
                if linear.biases is not None:
                    view["biases"][...] = linear.biases
            else:
                normal = normals.pop(0)
                view["gamma"][...], view["beta"][...] = normal.gamma, normal.beta
                view["moving_mean"][...], view["moving_variance"][...] = normal.mean, normal.variance
    if not np.isfinite(theta).all():
        raise UserError("Its weights hold a number that is not finite.", "Export it from an earlier epoch.")
    return theta


def _dtype_of(stack: Stack, making: _Making) -> DType:
    """float64 where weights are; numbers of half precision are widened."""
    kinds = {column.linear.weights.dtype for column in making.columns}
    if np.dtype(np.float16) in kinds:
        stack.note("Its weights have half precision; they are kept as float32.")
    return "float64" if np.dtype(np.float64) in kinds else "float32"


def _as_affine(normal: Normal) -> _Affine:
    gamma, variance = normal.gamma.astype(np.float64), normal.variance.astype(np.float64)
    with np.errstate(divide="ignore"):
        scale = gamma / np.sqrt(variance + normal.epsilon)
    return _Affine(scale, normal.beta.astype(np.float64) - scale * normal.mean.astype(np.float64))


def _typed(values: Array, like: Numbers) -> Array:
    """Folded numbers in the type of the weights they belong to, but not in half precision."""
    return values.astype(np.float32 if like.dtype == np.float16 else like.dtype)
