"""Exports: the trained model in forms that other programs read, each proved equal to what was trained."""

from core.export.onnx import export_onnx

__all__ = ["export_onnx"]
