"""The model as a Python script: with NumPy alone, with PyTorch, or with Keras."""

from core.export.scripts.keras_script import export_keras
from core.export.scripts.numpy_script import export_numpy
from core.export.scripts.pytorch_script import export_pytorch

__all__ = ["export_keras", "export_numpy", "export_pytorch"]
