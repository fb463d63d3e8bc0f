"""Names for the array types that are passed about."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]
Pixels = NDArray[np.uint32]
Curve = NDArray[np.float64]
"""(points, 8): see `core.state.State`."""
Call = Callable[[], object]
"""One NumPy call with its operands and its ``out=`` bound ahead of time."""
