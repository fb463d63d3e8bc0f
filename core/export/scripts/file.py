"""What a script may be called, and how much it may hold."""

import sys
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.network import Network

MOST_BYTES = 32 * 1024**2
"""So many bytes of weights a script may hold: Python takes seconds to read larger ones."""

NEEDED = {
    "absl", "h5py", "jax", "jaxlib", "keras", "ml_dtypes", "namex", "numpy", "optree", "packaging", "rich",
    "safetensors", "scipy", "sympy", "tensorflow", "torch", "torchgen", "typing_extensions",
}  # fmt: skip
"""What the frameworks load besides Python's own modules."""


def check_name(path: Path) -> None:
    """Raises UserError for a script that would be loaded in the place of a module that a script needs."""
    if path.stem in NEEDED or path.stem in sys.stdlib_module_names:
        raise UserError(
            f"A script called {path.name} would stand in the way of the module {path.stem}.",
            "Choose another name.",
        )


def check_size(network: Network) -> None:
    """Raises UserError for a network whose numbers are too many for a script."""
    if network.size * np.dtype(network.dtype).itemsize > MOST_BYTES:
        raise UserError(
            f"{network.size:,} parameters are too many for a script.", "Export as ONNX or safetensors instead."
        )
