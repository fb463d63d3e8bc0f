"""What our own exports say of the model around its network: names, scaling, settings of training."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from core.errors import UserError
from core.importing.pieces import Scale, Stack, listed
from core.training import Training

OWN_NUMBERS = "It takes the columns' own numbers: their scaling is part of the first layer now."
OWN_UNIT = "It answers in the unit of what it finds: that scale is part of the last layer now."
FILLINGS = "What stands for an empty cell is left out."


class _Column(msgspec.Struct):
    """As `core.export.described.description` writes it; fill: only a table's columns have one."""

    name: str
    kind: str = "number"
    fill: float | None = None
    offset: float = 0.0
    factor: float = 1.0
    categories: list[str] = []  # msgspec copies it

    @property
    def input_names(self) -> tuple[str, ...]:
        if self.kind == "number":
            return (self.name,)
        return tuple(f"{self.name} = {category}" for category in self.categories)


class _Feature(msgspec.Struct):
    name: str


class _Target(msgspec.Struct):
    offset: float = 0.0
    factor: float = 1.0


class Preprocessing(msgspec.Struct):
    """What a model does before its network begins, and after it ends; `core.export.described.description`."""

    columns: list[_Column] = []
    features: list[_Feature] = []
    outputs: list[str] = []
    target: _Target | None = None

    @property
    def is_of_table(self) -> bool:
        """Whether the columns are those of a table."""
        return any(column.fill is not None for column in self.columns)

    @property
    def input_names(self) -> tuple[str, ...]:
        """What the network's inputs are called."""
        if self.features:
            return tuple(feature.name for feature in self.features)
        return tuple(name for column in self.columns for name in column.input_names)

    def add_scaling(self, stack: Stack) -> None:
        """Scaling of a table's numbers becomes the stack's first piece, that of its target the last one; it is told."""
        scales = [
            (column.offset, column.factor) if column.kind == "number" else (0.0, 1.0)
            for column in self.columns
            for _ in column.input_names
        ]
        offset, factor = np.array(scales, np.float64).reshape(-1, 2).T
        if offset.any() or (factor != 1.0).any():
            stack.pieces.insert(0, Scale(factor, -offset * factor, "The scaling of its columns", OWN_NUMBERS))
        several = tuple(column.name for column in self.columns if column.kind != "number")
        if several:
            stack.note(f"Each category of {listed(several)} is an input: 1 for the one it is, else 0.")
        if self.is_of_table:
            stack.note(FILLINGS)
        if self.target is not None:
            with np.errstate(divide="ignore"):
                scale = 1.0 / np.array(self.target.factor)
            stack.pieces.append(Scale(scale, np.array(self.target.offset), "The scale of its target", OWN_UNIT))


def preprocessing_in(metadata: Mapping[str, Any]) -> Preprocessing | None:
    """What these metadata say of it; None: nothing, or nothing that can be read."""
    try:
        return msgspec.json.decode(metadata["preprocessing"], type=Preprocessing)
    except (KeyError, msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        return None


def training_in(metadata: Mapping[str, Any]) -> Training | None:
    """How these metadata say it was trained; None: not, or by settings that cannot be."""
    try:
        found = msgspec.json.decode(metadata["training"], type=dict[str, Any])
        return msgspec.convert(found, Training) if {"loss", "optimizer"} <= set(found) else None
    except (KeyError, UserError, msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        return None
