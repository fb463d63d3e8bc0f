"""The model as an ONNX file."""

from core.export.onnx.model_file import export_onnx

__all__ = ["export_onnx"]
