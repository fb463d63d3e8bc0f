"""Exports: the trained model in forms that other programs read, each proved equal to what was trained."""

from core.export.c import export_c
from core.export.card import export_card
from core.export.data_csv import export_data
from core.export.described import export_json, export_safetensors
from core.export.onnx import export_onnx
from core.export.scripts import export_keras, export_numpy, export_pytorch

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
