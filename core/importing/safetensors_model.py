"""A state dict in safetensors as a stack of pieces: what PyTorch keeps of a row of dense layers is names and shapes."""

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import safetensors

from core.activations import ACTIVATIONS
from core.errors import UserError
from core.importing.own import preprocessing_in, training_in
from core.importing.pieces import (
    Activate,
    Linear,
    Normal,
    Numbers,
    Stack,
    damaged,
    listed,
    shown,
)

MOST_TRIES = 10_000
MOST_HEADER = 16 * 1024**2
KINDS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4"}
EPSILON, MOMENTUM = 1e-5, 0.9
"""PyTorch's own for batch normalization, momentum counted as here: they are not in the file."""


class _Module(NamedTuple):
    """What belongs to one layer.    name: before the last point; inputs, outputs: how wide it is"""

    name: str
    inputs: int
    outputs: int
    parts: Mapping[str, Numbers]

    @property
    def is_normal(self) -> bool:
        return "running_mean" in self.parts


def read_safetensors(content: bytes) -> Stack:
    """The pieces of the model with these weights. Raises UserError, and nothing else, as `read_onnx` does."""
    arrays, metadata = _load(content)
    row = _in_a_row(_modules(arrays))
    stack = Stack(classes=tuple(str(name) for name in _list(metadata, "classes")))
    activations = _activations(metadata, row)
    if activations is None:
        activations = _assumed(row)
        stack.note(
            "Activations are not in such a file: ReLU is assumed between its layers, and none at the end. Change them "
            "at the layers if it was otherwise."
        )
        stack.note(f"Its layers were taken in the order {listed(tuple(module.name for module in row))}.")
    for module, activation in zip(row, activations, strict=True):
        if module.is_normal:
            stack.pieces.append(_normal(module))
            stack.note("Epsilon and momentum of its batch normalizations are not in the file: PyTorch's are assumed.")
        else:
            stack.pieces.append(Linear(module.parts["weight"].T, module.parts.get("bias")))
        stack.pieces.append(Activate(activation, f"The layer “{shown(module.name)}”"))
    _add_own(stack, metadata)
    return stack


def _load(content: bytes) -> tuple[dict[str, Numbers], dict[str, str]]:
    if int.from_bytes(content[:8], "little") > MOST_HEADER:
        raise damaged("it is no safetensors file, or names too many tensors")
    try:
        entries = safetensors.deserialize(content)  # type: ignore[no-untyped-call]
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except (safetensors.SafetensorError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise damaged(f"it is no safetensors file, or not a whole one ({str(error)[:80]})") from error
    arrays: dict[str, Numbers] = {}
    for name, entry in entries:
        if entry["dtype"] not in KINDS:
            raise UserError(
                f"The tensor “{shown(name)}” holds {shown(entry['dtype'])} numbers, which cannot be read.",
                "Weights have to be float64, float32, float16 or bfloat16.",
            )
        values: Any = np.frombuffer(entry["data"], KINDS[entry["dtype"]])
        if entry["dtype"] == "BF16":
            values = (values.astype(np.uint32) << 16).view(np.float32)
        arrays[name] = values.reshape(entry["shape"])
    metadata = header.get("__metadata__", {})
    return arrays, metadata if isinstance(metadata, dict) else {}


def _add_own(stack: Stack, metadata: Mapping[str, Any]) -> None:
    """What our own exports say of the model around these layers."""
    if metadata.get("format") != "neuroloom":
        return
    stack.training = training_in(metadata)
    around = preprocessing_in(metadata)
    if around is None:
        return
    stack.input_names, stack.output_names = around.input_names, tuple(around.outputs)
    if around.features:
        stack.features = stack.input_names
    around.add_scaling(stack)


def _list(metadata: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    """What our own exports write as a JSON list; empty where there is none."""
    if metadata.get("format") != "neuroloom":
        return ()
    try:
        found = json.loads(metadata.get(key, "[]"))
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple(found) if isinstance(found, list) else ()


def _activations(metadata: Mapping[str, Any], row: list[_Module]) -> list[str] | None:
    """What follows each layer, as our own exports say of the dense ones; None: the file does not say it."""
    names = [str(name) for name in _list(metadata, "activations")]
    if len(names) != sum(not module.is_normal for module in row) or not set(names) <= set(ACTIVATIONS):
        return None
    return ["linear" if module.is_normal else names.pop(0) for module in row]


def _modules(arrays: Mapping[str, Numbers]) -> list[_Module]:
    """The layers in the order of their names, numbers in them as numbers."""
    parts: dict[str, dict[str, Numbers]] = {}
    for name, values in arrays.items():
        module, _, part = name.rpartition(".")
        parts.setdefault(module, {})[part] = values
    return [_module(name, parts[name]) for name in sorted(parts, key=_natural)]


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d{1,18})", name) if part]


def _module(name: str, parts: dict[str, Numbers]) -> _Module:
    """The layer that these tensors are. Raises UserError naming the tensor that belongs to none of ours."""

    def cannot(part: str, why: str) -> UserError:
        tensor = shown(f"{name}.{part}" if name else part)
        return UserError(f"The tensor “{tensor}” cannot be read: {why}.", "Dense layers and batch normalizations can.")

    weight = parts.get("weight")
    normal = {"weight", "bias", "running_mean", "running_var"}
    for part, values in parts.items():
        if part not in normal | {"num_batches_tracked"}:
            raise cannot(part, "no dense layer has one of this name")
        if part != "num_batches_tracked" and values.dtype.kind != "f":
            raise cannot(part, "it holds whole numbers")
    if "running_mean" in parts:
        mean = parts["running_mean"]
        for part in ("running_var", *(normal & set(parts))):
            if part not in parts or parts[part].shape != mean.shape or mean.ndim != 1 or not mean.size:
                raise cannot(part, "a batch normalization has rows of one length")
        return _Module(name, mean.size, mean.size, parts)
    if weight is None:
        raise cannot(next(iter(parts)), "there are no weights beside it")
    if weight.ndim != 2 or not weight.size:
        raise cannot("weight", f"its shape is {list(weight.shape)}, that of a dense layer has two sizes")
    units, inputs = weight.shape
    if "bias" in parts and parts["bias"].shape != (units,):
        raise cannot("bias", f"its shape is {list(parts['bias'].shape)}, but the layer has {units:,} units")
    return _Module(name, inputs, units, parts)


def _in_a_row(modules: list[_Module]) -> list[_Module]:
    """All of them, so that each takes what the one before it gives; by their names where there are several ways.

    Raises UserError naming the first that does not fit.
    """
    if not modules:
        raise UserError("It holds no tensors.", "Save the state dict of a model with dense layers.")
    tries = 0
    waiting: list[tuple[int, ...]] = [(place,) for place in reversed(range(len(modules)))]
    while waiting and tries < MOST_TRIES:
        tries += 1
        row = waiting.pop()
        if len(row) == len(modules):
            return [modules[place] for place in row]
        width = modules[row[-1]].outputs
        waiting += [
            (*row, place)
            for place in reversed(range(len(modules)))
            if place not in row and modules[place].inputs == width
        ]
    for before, after in pairwise(modules):
        if before.outputs != after.inputs:
            raise UserError(
                f"The tensor “{shown(after.name)}.weight” asks for {after.inputs:,} numbers, but "
                f"“{shown(before.name)}” before it gives {before.outputs:,}.",
                "A row of dense layers, one after the other, can be imported.",
            )
    raise damaged("its layers do not follow each other")


def _assumed(row: list[_Module]) -> list[str]:
    """ReLU once after each dense layer but the last: behind the batch normalization that stands next to it, if any."""
    last = max((place for place, module in enumerate(row) if not module.is_normal), default=0)
    found: list[str] = []
    is_due = False
    for place, module in enumerate(row):
        is_due = place < last and (is_due or not module.is_normal)
        has_room = place < last and _has_room(module, row[place + 1])
        found.append("relu" if is_due and has_room else "linear")
        is_due = is_due and not has_room and row[place + 1].is_normal
    return found


def _has_room(module: _Module, after: _Module) -> bool:
    """Whether an activation stands between two layers: numbered ones say it by leaving a number out."""
    parent, _, number = module.name.rpartition(".")
    parent_after, _, number_after = after.name.rpartition(".")
    if parent == parent_after and number.isdecimal() and number_after.isdecimal() and len(number_after) < 10:
        return int(number_after) - int(number) != 1
    return not after.is_normal


def _normal(module: _Module) -> Normal:
    mean = module.parts["running_mean"]
    gamma, beta = module.parts.get("weight", np.ones_like(mean)), module.parts.get("bias", np.zeros_like(mean))
    return Normal(gamma, beta, mean, module.parts["running_var"], EPSILON, MOMENTUM)
