"""What a Keras file says of its layers: the JSON as values, and whether they stand in one row."""

import json
import re
from typing import Any

import msgspec
import numpy as np

from core.errors import UserError
from core.importing.pieces import Numbers, damaged, shown

MOST_LAYERS = 10_000


class Layer(msgspec.Struct, frozen=True):
    """One layer.

    kind    its class
    name    its own
    config  its arguments
    group   how the file with the weights calls it where it does not go by names: "dense", "dense_1"...
    """

    kind: str
    name: str
    config: dict[str, Any]
    group: str = ""

    @property
    def what(self) -> str:
        """How a sentence names it."""
        return f"The layer “{shown(self.name)}” ({shown(self.kind)})"

    def cannot(self, why: str, hint: str = "A row of dense layers and activations can be imported.") -> UserError:
        """The refusal of this layer."""
        return UserError(f"{self.what} cannot be read: {why}.", hint)

    def number(self, key: str, default: float) -> float:
        """A number among its arguments; None, as missing, means the default."""
        value = self.config.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.cannot(f"its {key} is not a number")
        return float(value)

    def numbers(self, key: str, default: float | None) -> Numbers | None:
        """A number, or one for each unit, among its arguments."""
        value = self.config.get(key)
        if isinstance(value, dict) and isinstance(value.get("config"), dict):  # an array, as Keras writes it
            value = value["config"].get("value")
        if value is None:
            return None if default is None else np.asarray(default)
        try:
            found = np.asarray(value, np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.cannot(f"its {key} is not a number") from error
        if found.ndim and found.size != max(found.shape):
            raise self.cannot(f"its {key} has the shape {list(found.shape)}")
        return found.reshape(() if found.size == 1 else -1)


class _Written(msgspec.Struct):
    """A layer or a model as it is written."""

    class_name: str
    config: dict[str, Any] | list[Any]
    name: str | None = None
    inbound_nodes: Any = None


class _Whole(msgspec.Struct):
    """A model as it is written."""

    layers: list[_Written]
    input_layers: Any = None
    output_layers: Any = None


def layers_of(text: str | bytes) -> tuple[list[Layer], str | None]:
    """The layers in the order in which they compute, and the name of the loss.

    Raises UserError, and nothing else, where the text is damaged, or the layers do not stand in one row.
    """
    try:
        raw = json.loads(text)
        whole = msgspec.convert(raw, _Written)
        config = whole.config
        if isinstance(config, list):  # as the oldest files have it
            config = {"layers": config}
        layers = msgspec.convert(config, _Whole).layers
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise damaged(f"what it says of its layers cannot be read ({str(error)[:80]})") from error
    if whole.class_name not in ("Sequential", "Functional", "Model"):
        raise UserError(
            f"It is a model of the class {shown(whole.class_name)}, which only its own code can build.",
            "Sequential and Functional models can be imported.",
        )
    if len(layers) > MOST_LAYERS:
        raise UserError(f"It has {len(layers):,} layers.", f"Up to {MOST_LAYERS:,} can be read.")
    found: list[Layer] = []
    counts: dict[str, int] = {}
    for written in layers:
        arguments = written.config if isinstance(written.config, dict) else {}
        name = written.name or arguments.get("name") or written.class_name
        group = _snake_case(written.class_name)
        count = counts[group] = counts.get(group, -1) + 1
        found.append(Layer(written.class_name, str(name), arguments, f"{group}_{count}" if count else group))
    if whole.class_name != "Sequential":
        _check_row(found, layers)
    return found, _loss(raw)


def _check_row(found: list[Layer], layers: list[_Written]) -> None:
    """Each layer of a graph has to take from the one before it, and from no other."""
    for before, layer, written in zip(found, found[1:], layers[1:], strict=False):
        sources = list(_sources(written.inbound_nodes, 0))
        if sources != [before.name]:
            told = ", ".join(f"“{shown(name)}”" for name in sources[:4]) or "nothing"
            raise layer.cannot(f"it takes from {told} instead of “{shown(before.name)}”, the layer before it")


def _sources(nodes: Any, depth: int) -> "list[str]":
    """The names of the layers that this one takes from, as Keras 3 and as older versions write them."""
    if depth > 20:
        return []
    if isinstance(nodes, dict):
        history = nodes.get("config", {}).get("keras_history") if isinstance(nodes.get("config"), dict) else None
        if isinstance(history, list) and history:
            return [str(history[0])]
        return [name for one in (nodes.get("args"), nodes.get("kwargs")) for name in _sources(one, depth + 1)] + [
            name for key, one in nodes.items() if key not in ("args", "kwargs") for name in _sources(one, depth + 1)
        ]
    if isinstance(nodes, list):
        if len(nodes) >= 3 and isinstance(nodes[0], str):
            return [nodes[0]]
        return [name for one in nodes for name in _sources(one, depth + 1)]
    return []


def _snake_case(name: str) -> str:
    """As Keras makes names of groups: "BatchNormalization" is "batch_normalization", "ReLU" is "re_lu"."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _loss(raw: Any) -> str | None:
    """The loss it was compiled with, by our name."""
    compiled = raw.get("compile_config") if isinstance(raw, dict) else None
    loss = compiled.get("loss") if isinstance(compiled, dict) else None
    if isinstance(loss, dict):
        loss = loss.get("class_name") if loss.get("class_name") != "function" else loss.get("config")
    if not isinstance(loss, str):
        return None
    names = {
        "mean_squared_error": "mse",
        "mse": "mse",
        "mean_absolute_error": "mae",
        "mae": "mae",
        "huber": "huber",
        "binary_crossentropy": "binary_crossentropy",
        "categorical_crossentropy": "categorical_crossentropy",
        "sparse_categorical_crossentropy": "categorical_crossentropy",
        "hinge": "hinge",
    }
    return names.get(_snake_case(loss))
