"""Names that a person gives to layers and neurons, typed where they stand."""

from functools import partial

from PySide6.QtCore import QPointF

from core.errors import UserError
from gui.canvas.acts import whole_layer
from gui.canvas.cards.name_field import HEIGHT_PX
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.name_tags import has_line_below
from gui.canvas.edits import renamed_layer, renamed_unit
from gui.canvas.equipped import EquippedNetwork
from gui.session.things import Neuron

AWAY_PX = 6.0
"""From a neuron, with the ring around it, to the field."""
FROM_DATA = UserError("The data name the inputs and the classes.", "Rename a layer or a hidden neuron.")


def names_layer(canvas: EquippedNetwork) -> bool:
    """Whether what is selected is rather a layer than a neuron."""
    layer = whole_layer(canvas)
    return layer is not None and canvas.arrangement is not None and canvas.arrangement.column(layer).units > 1


def rename_chosen(canvas: EquippedNetwork) -> None:
    """Rename the layer that is selected as a whole, else the chosen neuron."""
    if names_layer(canvas):
        rename_chosen_layer(canvas)
    elif canvas.chosen is not None:
        rename_neuron(canvas, Neuron(*canvas.chosen))


def rename_chosen_layer(canvas: EquippedNetwork) -> None:
    """Rename the layer of the chosen neuron."""
    if canvas.chosen is not None:
        rename_layer(canvas, canvas.chosen[0])


def rename_layer(canvas: EquippedNetwork, layer: int) -> None:
    """Type another name over a layer's: it begins with the one that stands there."""
    if canvas.arrangement is None or not canvas.is_in_step:
        return
    if layer == INPUTS:
        canvas.refuse(FROM_DATA)
        return
    network = canvas.arrangement.network
    plain = canvas.content.labels.layer(network.with_dense(layer, network.dense[layer].replace(name=None)), layer)
    keep = partial(_keep_layer, canvas, layer, plain)
    canvas.name_field.open_at(canvas.name_rect(layer), network.dense[layer].name or plain, plain, keep)


def rename_neuron(canvas: EquippedNetwork, neuron: Neuron) -> None:
    """Type a name below a neuron, or beside it where there is no room."""
    if canvas.arrangement is None or not canvas.is_in_step:
        return
    network, labels = canvas.arrangement.network, canvas.content.labels
    is_class = neuron.layer == len(network.dense) - 1 and bool(labels.outputs)
    if neuron.layer == INPUTS or is_class:
        canvas.refuse(FROM_DATA)
        return
    layer = network.dense[neuron.layer]
    names = dict(layer.unit_names)
    without = network.with_dense(neuron.layer, layer.replace(unit_names=()))
    plain = labels.neuron(without, neuron.layer, neuron.unit)
    node = canvas.node_rect(neuron.layer, neuron.unit)
    away = QPointF(0.0, (node.height() + HEIGHT_PX) / 2 + AWAY_PX)
    if not has_line_below(canvas.arrangement.column(neuron.layer)):
        away = QPointF(node.width() + AWAY_PX, 0.0)
    place = node.translated(away).toRect()
    keep = partial(_keep_unit, canvas, neuron)
    canvas.name_field.open_at(place, names.get(neuron.unit, ""), plain, keep, is_beside=away.y() == 0.0)


def _keep_layer(canvas: EquippedNetwork, layer: int, plain: str, name: str) -> None:
    canvas.edit(renamed_layer(layer, None if name in ("", plain) else name))


def _keep_unit(canvas: EquippedNetwork, neuron: Neuron, name: str) -> None:
    canvas.edit(renamed_unit(neuron.layer, neuron.unit, name or None))
