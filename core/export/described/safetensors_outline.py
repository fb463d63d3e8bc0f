"""What a safetensors file holds, as lines to read: each tensor, and what is said about them."""

import json


def safetensors_outline(content: bytes) -> str:
    """Names, number types and shapes of the tensors, and the metadata; without the numbers."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    width = max(map(len, header), default=0)
    lines = []
    for name, tensor in header.items():
        shape = ", ".join(map(str, tensor["shape"]))
        lines.append(f"{name:{width}}  {tensor['dtype']} ({shape})")
    return "\n".join([*lines, "", *(f"{name}: {text}" for name, text in sorted(metadata.items()))])
