"""Exports: the trained model in forms that other programs read, each proved equal to what was trained."""

from core.export.c_header import export_c
from core.export.card import export_card
from core.export.data_csv import export_data
from core.export.json_file import export_json
from core.export.keras import export_keras
from core.export.numpy_script import export_numpy
from core.export.onnx import export_onnx
from core.export.pytorch import export_pytorch
from core.export.safetensors_file import export_safetensors

__all__ = [
    "export_c",
    "export_card",
    "export_data",
    "export_json",
    "export_keras",
    "export_numpy",
    "export_onnx",
    "export_pytorch",
    "export_safetensors",
]
