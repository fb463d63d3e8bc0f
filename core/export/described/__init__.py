"""Forms that hold numbers, and say in words what another program has to compute from them: JSON and safetensors."""

from core.export.described.json_file import export_json
from core.export.described.safetensors_file import export_safetensors

__all__ = ["export_json", "export_safetensors"]
