"""What an exported model must answer to count as the same model."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.data import Recipe, Table, build
from core.errors import UserError
from core.export.preprocessing import Preprocessing, table_rows
from core.layers import Dense
from core.layout import parts
from core.network import Network

MOST_ROWS = 500
TOLERANCES = {"float32": 1e-5, "float64": 1e-10}
"""The largest difference allowed, for outputs up to 1 (of a scaled target: its scale); larger ones in proportion."""

NEAR_THE_STEP = 1e-4
"""A step is not asked about sums this near to zero: two orders of addition may round to either side of it."""


@dataclass(frozen=True)
class Proof:
    """A finished export.

    path                where it was written
    rows                how many samples it was asked about
    largest_difference  the largest difference to what this program answers there; None: it could not be run here
    why_not_run         why; a part of a sentence, such as "no C compiler was found"
    run_with            what ran it, such as "NumPy 2.3.5"
    """

    path: Path
    rows: int
    largest_difference: float | None
    why_not_run: str = ""
    run_with: str = ""

    @property
    def agreement(self) -> str:
        """How far it agrees, as the end of a sentence.

        Never "exactly": another machine, another library, even another number of rows at a time may round otherwise.
        """
        assert self.largest_difference is not None
        is_none = self.largest_difference == 0.0
        measure = "to the last digit here" if is_none else f"to within {rounded_up(self.largest_difference)}"
        return f"it agrees with this network {measure}"

    def told(self, asked: str) -> str:
        """What came of it, as the end of a sentence about the file.    asked  about what, such as "103 test rows\""""
        if self.largest_difference is None:
            return f"not checked: {self.why_not_run}"
        return f"checked on {asked}, run with {self.run_with}: {self.agreement}"


def rounded_up(number: float) -> str:
    """A small number with two digits, which is never less than it is."""
    return f"{float(Context(prec=2, rounding=ROUND_CEILING).create_decimal_from_float(number)):.2g}"


def rows_asked(network: Network, recipe: Recipe | None) -> Array:
    """Samples to ask about, (rows, numbers): the recipe's test data, or its training data where it has no others.

    Where the inputs are features of points, they are the points; of a table, its rows. Without a recipe, or a sample in
    it, they are normal random numbers, the same each time. They are float64, as the program reads them: a float32 model
    is given them rounded. Raises UserError for data of another width.
    """
    if recipe is None:
        return _random(network.inputs, network)
    data = build(recipe)
    if data.x.shape[1] != network.inputs or data.y.shape[1] != network.outputs:
        raise UserError(
            f"The data have {data.x.shape[1]} inputs and {data.y.shape[1]} outputs, the network {network.inputs} "
            f"and {network.outputs}.",
            "Export the network with the data it was trained on, or without any.",
        )
    if isinstance(recipe, Table):
        return table_rows(recipe, MOST_ROWS)
    points = data.places if data.places_test is None else data.places_test
    return np.asarray(points[:MOST_ROWS], np.float64) if len(points) else _random(points.shape[1], network)


def _random(numbers: int, network: Network) -> Array:
    drawn = np.random.default_rng(0).normal(0.0, 2.0, (MOST_ROWS, numbers))
    return drawn.astype(network.dtype).astype(np.float64)


def largest_difference(
    network: Network, theta: Array, preprocessing: Preprocessing, x: Array, answers: Array, carried: str = ""
) -> float:
    """The largest |answer - ours| where the two can be compared.    x (rows, columns), answers (rows, outputs)

    x        what the model was given
    carried  the dtype that was computed with, where it is another one than that of the answers

    Raises UserError when it is above what rounding explains.
    """
    inputs, outputs = _answered(network, theta, preprocessing, x)
    if answers.shape != outputs.shape or answers.dtype != outputs.dtype:
        raise UserError(
            f"The exported model answers {answers.shape} in {answers.dtype}, not {outputs.shape} in {outputs.dtype}.",
            "Nothing was written. Please report this.",
        )
    found = _largest(answers, outputs, _comparable(network, theta, inputs))
    allowed = allowed_difference(network, preprocessing, outputs, carried)
    # Written so that NaN fails.
    if not found <= allowed:
        raise UserError(
            f"The exported model answers otherwise than the network, by up to {found:.2g}.",
            f"At most {allowed:.2g} is rounding, so nothing was written. Weights of very different size cause this; "
            "try float64.",
        )
    return found


def difference_to(network: Network, theta: Array, preprocessing: Preprocessing, x: Array, answers: Array) -> float:
    """The same of any answers, whatever explains it: the model may have been given other numbers than x."""
    inputs, outputs = _answered(network, theta, preprocessing, x)
    return _largest(answers, outputs, _comparable(network, theta, inputs))


def _answered(network: Network, theta: Array, preprocessing: Preprocessing, x: Array) -> tuple[Array, Array]:
    """What the network is given for x, and what is answered."""
    inputs = np.asarray(preprocessing(x), network.dtype)
    return inputs, preprocessing.answers(network.predict(theta, inputs))


def _largest(answers: Array, outputs: Array, comparable: NDArray[np.bool_]) -> float:
    differences = np.abs(np.subtract(answers, outputs, dtype=np.float64), where=comparable, out=np.zeros(outputs.shape))
    return float(differences.max())


def allowed_difference(network: Network, preprocessing: Preprocessing, outputs: Array, carried: str = "") -> float:
    """How far answers may be from these outputs (rows, outputs), in the unit of the answers."""
    unit = 1.0 if preprocessing.target is None else 1.0 / preprocessing.target.factor
    return TOLERANCES[carried or network.dtype] * max(unit, float(np.abs(outputs).max()))


def _comparable(network: Network, theta: Array, x: Array) -> NDArray[np.bool_]:
    """Which outputs (rows, outputs) do not hang on a step so near to its edge that rounding decides it."""
    comparable: NDArray[np.bool_] = np.ones((x.shape[0], network.outputs), np.bool_)
    below = x.T
    last = len(network.layers) - 1
    for index, (layer, own) in enumerate(zip(network.layers, parts(network, theta), strict=True)):
        if isinstance(layer, Dense) and layer.activation == "step":
            z = layer.replace(activation="linear").apply(own, below)
            is_clear: NDArray[np.bool_] = np.abs(z) > NEAR_THE_STEP
            comparable &= is_clear.T if index == last else np.asarray(is_clear.all(axis=0))[:, None]
        below = layer.apply(own, below)
    # Weights that were just set to zero stand exactly on the edge everywhere, and there is nothing to round then.
    return comparable if comparable.any() else np.ones_like(comparable)
