"""The network as C: constants, and the lines that lead from the numbers x to the answers y."""

from dataclasses import dataclass, field

import numpy as np

from core.arrays import Array
from core.data.features import Feature
from core.errors import UserError
from core.export.c.activations import c_type
from core.export.c.text import array, comment_text, list_of, number
from core.export.model import Model
from core.export.preprocessing import Preprocessing
from core.export.steps import DenseStep, ShiftStep
from core.network import layer_name

INT_BYTES = 4


@dataclass
class Code:
    """What is being written of one network.

    name      what every name in C begins with
    dtype     of its numbers
    arrays    the constants, in order
    lines     of the function that answers
    scratch   how many numbers the two buffers hold between layers
    current   where the numbers are that the next layer reads: "x", or a buffer
    bytes     how much memory the constants take
    products  how many multiplications with an addition an answer takes
    """

    name: str
    dtype: str
    arrays: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    scratch: dict[str, int] = field(default_factory=lambda: {"a": 0, "b": 0})
    current: str = "x"
    bytes: int = 0
    products: int = 0

    @property
    def type(self) -> str:
        """What C calls its numbers."""
        return c_type(self.dtype)

    @property
    def item_bytes(self) -> int:
        """How much memory one of them takes."""
        return np.dtype(self.dtype).itemsize

    def buffer(self, numbers: int) -> str:
        """The buffer that is free, with room for so many; what is written to it is read next."""
        self.current = "b" if self.current == "a" else "a"
        self.scratch[self.current] = max(self.scratch[self.current], numbers)
        return self.current

    def constants(self, what: str, values: Array, dtype: str | None = None, about: str = "") -> str:
        """Constants (n,) or (rows, n), of the network's own kind unless another is named; returns what C calls them.

        about  a comment that stands over them

        Raises UserError for a number that this kind cannot say.
        """
        dtype = self.dtype if dtype is None else dtype
        with np.errstate(over="ignore"):
            rounded = values.astype(dtype)
        if not np.isfinite(rounded).all():
            raise UserError(
                f"A weight is too large for {dtype} once the normalization before it is part of it.", "Use float64."
            )
        called = f"{self.name}_{what}"
        self.arrays.append(about + array(f"static const {c_type(dtype)} {called}[{values.size}]", rounded, dtype))
        self.bytes += rounded.nbytes
        return called


def write_network(model: Model, name: str) -> Code:
    """The whole way from the model's columns x to its answers y."""
    code = Code(name, model.network.dtype)
    preprocessing = model.preprocessing
    if preprocessing.table is not None:
        _write_table(code, preprocessing)
    elif preprocessing.features:
        _write_features(code, preprocessing.features)
    steps = model.steps()
    for index, step in enumerate(steps):
        if isinstance(step, DenseStep):
            _write_dense(code, step, _headline(model, step), is_last=index == len(steps) - 1)
        elif isinstance(step, ShiftStep):
            _write_shift(code, step)
    if preprocessing.target is not None:
        scale = preprocessing.target
        factor, offset = number(scale.factor, "float64"), number(scale.offset, "float64")
        own = f"y[k] = ({code.type})((double)y[k] / {factor} + {offset});"
        code.lines += _loop(model.network.outputs, own)
    return code


def _headline(model: Model, step: DenseStep) -> str:
    inputs, units = step.weights.shape
    called = comment_text(layer_name(model.network, step.dense))
    return f"/* “{called}”: {inputs:,} -> {units:,}, {step.activation}; a row for each neuron */\n"


def _write_dense(code: Code, step: DenseStep, headline: str, is_last: bool) -> None:
    inputs, units = step.weights.shape
    weights = code.constants(f"weights_{step.dense + 1}", step.weights.T, about=headline)
    biases = np.zeros(units) if step.biases is None else step.biases
    called = code.constants(f"biases_{step.dense + 1}", biases)
    below = code.current
    above = "y" if is_last else code.buffer(units)
    code.lines.append(f"{code.name}_dense({weights}, {called}, {inputs}, {units}, {below}, {above});")
    if step.activation != "linear":
        code.lines.append(f"{code.name}_{step.activation}({above}, {units});")
    code.products += inputs * units


def _write_shift(code: Code, step: ShiftStep) -> None:
    mean = code.constants(f"mean_{step.place + 1}", step.mean)
    below = code.current
    above = code.buffer(len(step.mean)) if below == "x" else below
    code.lines += _loop(len(step.mean), f"{above}[k] = {below}[k] - {mean}[k];")


def _write_features(code: Code, features: tuple[Feature, ...]) -> None:
    """In double, and rounded once, as the engine does."""
    inputs = code.buffer(len(features))
    for place, feature in enumerate(features):
        operands = [f"(double)x[{number}]" for number in feature.of]
        match feature.operation:
            case "product":
                found = f"({code.type})({' * '.join(operands)})"
            case "sine":
                found = f"({code.type})sin({operands[0]})"
            case _:
                found = f"x[{feature.of[0]}]"
        code.lines.append(f"{inputs}[{place}] = {found};")


def _write_table(code: Code, preprocessing: Preprocessing) -> None:
    """In double, as the engine does: a year minus the mean of years has no digits left in float."""
    fitted = preprocessing.table
    assert fitted is not None
    columns = len(fitted.columns)
    widths = [0 if column.kind == "number" else column.width for column in fitted.columns]
    firsts = np.cumsum([0, *(column.width for column in fitted.columns[:-1])])
    about = "/* of each column: what an empty cell is read as, (number - offset) * factor, how many categories */\n"
    fill = code.constants("fill", np.array(fitted.fills), "float64", about)
    offset = code.constants("offset", fitted.offset[firsts], "float64")
    factor = code.constants("factor", fitted.factor[firsts], "float64")
    categories = f"{code.name}_categories"
    code.arrays.append(list_of(f"static const int {categories}[{columns}]", list(map(str, widths))))
    code.bytes += columns * INT_BYTES
    inputs = code.buffer(fitted.inputs)
    code.lines += [
        f"for (k = 0, i = 0; k < {columns}; ++k) {{",
        "    const double given = (double)x[k];",
        f"    const double known = isfinite(given) ? given : {fill}[k];",
        f"    if ({categories}[k] == 0) {{",
        f"        {inputs}[i++] = ({code.type})((known - {offset}[k]) * {factor}[k]);",
        "    } else {",
        "        int category;",
        f"        for (category = 0; category < {categories}[k]; ++category) {{",
        f"            {inputs}[i++] = ({code.type})(known == (double)category ? 1.0 : 0.0);",
        "        }",
        "    }",
        "}",
    ]


def _loop(count: int, line: str) -> list[str]:
    return [f"for (k = 0; k < {count}; ++k) {{", f"    {line}", "}"]
