"""What is probably a model of another program: by the ending of a file's name."""

from pathlib import Path

ENDINGS = (".onnx", ".keras", ".safetensors", ".h5", ".hdf5")
"""Those that can be read."""
REFUSED = (".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib")
"""Those that are models, but are refused with what helps."""


def is_model_file(path: Path) -> bool:
    """Whether a file of this name may hold a model."""
    return path.suffix.lower() in (*ENDINGS, *REFUSED)
