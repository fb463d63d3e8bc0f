"""Names for the array types that are passed about."""

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError

Array = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]
Pixels = NDArray[np.uint32]
Curve = NDArray[np.float64]
"""(points, columns): `core.curve` names the columns."""
Call = Callable[[], object]
"""One NumPy call with its operands and its ``out=`` bound ahead of time."""


def as_numbers(name: str, values: object, dtype: str | None = None) -> Array:
    """`values` as an array of real numbers in this dtype (None: as they are, whole numbers as float64).

    Not a copy where it is one already. Raises UserError, which calls it `name`, for what holds no numbers.
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what is beyond the dtype becomes infinite, for the caller
            array = np.asarray(values)
            is_real = array.dtype.kind in "biuf" or all(isinstance(one, Real) for one in array.ravel().tolist())
            if not is_real:
                raise TypeError(f"it holds {array.dtype.name} values")
            wanted = dtype or (array.dtype if array.dtype.kind == "f" else "float64")
            return np.asarray(array, wanted)
    except (TypeError, ValueError, OverflowError) as error:
        raise UserError(f"{name} cannot be read as numbers: {error}.", "Pass an array of real numbers.") from error
