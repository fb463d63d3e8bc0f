"""What things on the canvas are called, and which picture a node carries, as the project's data say."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from core.activations import activation_named
from core.data.build import build
from core.data.dataset import Dataset
from core.data.digits import SIDE
from core.data.recipes import Digits, Recipe, Segments, features_of
from core.data.table import Table
from core.layer_names import output_title
from core.network import Network, layer_name
from core.probe.extent import Extent, extent_of
from core.specs import Project
from core.table.fitted import Scale
from gui.amounts import amount
from gui.canvas.drawn.geometry import INPUTS

Picture = Literal["plane", "curve", "value"]
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Labels:
    """Names and pictures of one project.

    inputs          one name per input, empty where the data have none
    outputs         one name per output, empty unless each output is a class
    inputs_title    what the inputs are called together
    inputs_row      how many inputs are one row of a picture; 0: they are no picture
    inputs_count    how their number is written, with one {}
    outputs_title   what an unnamed output layer is called
    picture         plane: what a neuron does over places (x1, x2); curve: over one input; value: its value for one
                    sample
    letters_inside  whether inputs carry their name inside
    features        the features of places that the inputs are, in order; empty where there are none to switch
    target_scale    how the output's number has been scaled; None: it is in its own unit
    target_reach    how far apart the numbers lie that are trained on, in their own unit
    input_scales    how each input has been scaled; empty: all are in their own units
    extent          the part of the plane of two inputs where the data lie; None: as points drawn from a shape do
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    inputs_title: str = "Inputs"
    inputs_row: int = 0
    inputs_count: str = "{}"
    outputs_title: str = "Output"
    picture: Picture = "value"
    letters_inside: bool = False
    features: tuple[str, ...] = ()
    target_scale: Scale | None = None
    target_reach: float = 0.0
    input_scales: tuple[Scale, ...] = ()
    extent: Extent | None = None

    def layer(self, network: Network, layer: int) -> str:
        """What a column is called."""
        if layer == INPUTS:
            return self.inputs_title
        if layer == len(network.dense) - 1 and network.dense[layer].name is None:
            return self.outputs_title
        return layer_name(network, layer)

    def neuron(self, network: Network, layer: int, unit: int) -> str:
        """What one node is called: "x₁", "Hidden 2 · 3", "Output"; by its own name "Hidden 2 · edge"."""
        if layer == INPUTS:
            return self.input(unit)
        name = self.layer(network, layer)
        own = dict(network.dense[layer].unit_names).get(unit)
        if own is not None:
            return f"{name} · {own}"
        if layer == len(network.dense) - 1 and unit < len(self.outputs) == network.outputs:
            return f"{name} {self.outputs[unit]}"
        return name if network.dense[layer].units == 1 else f"{name} · {unit + 1}"

    @property
    def names_beside(self) -> tuple[str, ...]:
        """What is written left of the inputs: the name of each, or of each row of a picture."""
        if self.letters_inside:
            return ()
        return tuple(map(self.row, range(len(self.inputs) // self.inputs_row))) if self.inputs_row else self.inputs

    def row(self, row: int) -> str:
        """What a row of a picture is called."""
        return f"row {row + 1}"

    def input(self, unit: int) -> str:
        """What an input is called."""
        return self.inputs[unit] if unit < len(self.inputs) else "x" + str(unit + 1).translate(SUBSCRIPTS)

    def scale_of(self, unit: int) -> Scale | None:
        """How an input has been scaled; None: it is in its own unit."""
        scale = self.input_scales[unit] if unit < len(self.input_scales) else Scale()
        return None if scale == Scale() else scale

    def amount(self, output: float) -> str:
        """What an output of a scaled number amounts to in its own unit: "148.2"."""
        scale = self.target_scale or Scale()
        return amount(float(scale.own(np.array(output))), self.target_reach)


def labels_of(project: Project) -> Labels:
    """The labels of this project's data."""
    network = project.network
    if project.data is None or project.data.ends.inputs != network.inputs:
        return Labels(network.input_names, picture=_picture(network.inputs))
    data = build(project.data)
    outputs = data.classes if len(data.classes) == network.outputs > 1 else ()
    if isinstance(project.data, Segments):
        return Labels(data.input_names, outputs, "Segments", 0, "{} inputs", output_title(project), letters_inside=True)
    if isinstance(project.data, Digits):
        return Labels(data.input_names, outputs, "Pixels", SIDE, "{} inputs", output_title(project))
    features = features_of(project.data)
    if features is not None:
        return Labels(data.input_names, outputs, picture="plane", features=features)
    picture = _picture(network.inputs)
    return Labels(
        data.input_names,
        outputs,
        outputs_title=output_title(project),
        picture=picture,
        target_scale=data.target_scale,
        target_reach=data.target_reach,
        input_scales=_input_scales(project.data),
        extent=_extent_of(data),
    )


def _input_scales(data: Recipe | None) -> tuple[Scale, ...]:
    if not isinstance(data, Table):
        return ()
    fitted = data.prepared.fitted
    return tuple(map(Scale, fitted.offset.tolist(), fitted.factor.tolist()))


@lru_cache(maxsize=2)
def _extent_of(data: Dataset) -> Extent | None:
    """Where the inputs of these data lie, if there are two."""
    if data.x.shape[1] != 2:
        return None
    return extent_of(data.x if data.x_test is None else np.concatenate([data.x, data.x_test]))


def _picture(inputs: int) -> Picture:
    return "plane" if inputs == 2 else "curve" if inputs == 1 else "value"


def activation_label(name: str) -> str:
    """How an activation is written."""
    return activation_named(name).label
