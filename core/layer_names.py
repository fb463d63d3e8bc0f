"""What a project's layers are called: on the canvas, and in the history."""

from core.data.build import build
from core.data.recipes import Digits, Segments, features_of
from core.network import layer_name
from core.specs import Project

OUTPUT = "Output"
LONGEST_TITLE = 24
"""A target with a longer name is called the output."""


def layer_in_words(project: Project, layer: int) -> str:
    """What a layer is called: an output without a name of its own by what it tells."""
    network = project.network
    if layer == len(network.dense) - 1 and network.dense[layer].name is None:
        return output_title(project)
    return layer_name(network, layer)


def output_title(project: Project) -> str:
    """What the data call that which an output tells: the target's name, where it is not too long; else "Output"."""
    data = project.data
    if data is None or data.ends.inputs != project.network.inputs:
        return OUTPUT
    if isinstance(data, Segments | Digits):
        return "Digits"
    if features_of(data) is not None:
        return OUTPUT
    name = build(data).target_name
    return name if 0 < len(name) <= LONGEST_TITLE else OUTPUT
