"""The engine and the document's values: it knows no screen, runs headless and in a notebook."""

from core.data import Dataset
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout
from core.network import Network
from core.trainer import Trainer
from core.training import Training

__version__ = "0.1.0"

__all__ = [
    "BatchNormalization",
    "Dataset",
    "Dense",
    "Dropout",
    "Network",
    "Trainer",
    "Training",
    "UserError",
    "__version__",
]
