"""Copying layers and neurons with their weights, as text on the clipboard that all programs share."""

from PySide6.QtGui import QGuiApplication

from core.clip import Clip, LayerClip, copy_layer, copy_units, from_text, paste_layer, paste_units, to_text
from core.errors import UserError
from core.network import Network
from core.surgery import Surgery
from core.table.likely import is_table_text
from gui.canvas.acts import hidden_layer, whole_layer
from gui.canvas.edits import duplicated_layer, new_ones
from gui.canvas.equipped import EquippedNetwork
from gui.session.things import neurons_of


def copy_selected(canvas: EquippedNetwork) -> None:
    """Copy the layer that is selected as a whole, else the selected neurons, which are of one layer."""
    layer = whole_layer(canvas)
    if layer is not None and layer >= 0:
        _copy_layer(canvas, layer)
        return
    neurons = neurons_of(canvas.selection)
    if len({neuron.layer for neuron in neurons}) > 1:
        canvas.refuse(UserError("Neurons of several layers cannot be copied at once.", "Select neurons of one layer."))
    elif neurons and canvas.moment is not None:
        network, layer = canvas.moment.network, neurons[0].layer
        try:
            clip = copy_units(network, canvas.moment.theta, layer, [neuron.unit for neuron in neurons])
        except UserError as error:
            canvas.refuse(error)
            return
        name = canvas.content.labels.layer(network, layer)
        what = "1 neuron" if len(neurons) == 1 else f"{len(neurons):,} neurons"
        _put(canvas, clip, f"{what} of {name}")


def copy_chosen_layer(canvas: EquippedNetwork) -> None:
    """Copy the chosen thing's layer."""
    layer = hidden_layer(canvas)
    if layer is not None:
        _copy_layer(canvas, layer)


def _copy_layer(canvas: EquippedNetwork, layer: int) -> None:
    if canvas.moment is not None:
        try:
            clip = copy_layer(canvas.moment.network, canvas.moment.theta, layer)
        except UserError as error:
            canvas.refuse(error)
            return
        _put(canvas, clip, canvas.content.labels.layer(canvas.moment.network, layer))


def _put(canvas: EquippedNetwork, clip: Clip, what: str) -> None:
    QGuiApplication.clipboard().setText(to_text(clip))
    canvas.noticed.emit(f"Copied {what}, with weights.")


def paste(canvas: EquippedNetwork) -> None:
    """Put in what was copied: a layer after the chosen one, or before the output; neurons into the chosen layer.

    A table from a spreadsheet is for others to open.
    """
    text = QGuiApplication.clipboard().text()
    if is_table_text(text):
        canvas.table_pasted.emit()
        return
    if not canvas.is_in_step:
        return
    try:
        clip = from_text(text)
    except UserError as error:
        canvas.refuse(error)
        return
    chosen = None if canvas.chosen_thing is None else canvas.chosen_thing.layer

    def edit(network: Network) -> Surgery:
        layer = len(network.dense) - 2 if chosen is None else chosen
        if isinstance(clip, LayerClip):
            return paste_layer(network, clip, layer)
        if not network.dense[:-1]:
            raise UserError("There is no hidden layer that could take neurons.", "Add a layer first.")
        return paste_units(network, clip, layer)

    canvas.edit(edit, new_ones)


def duplicate_chosen_layer(canvas: EquippedNetwork) -> None:
    """The chosen thing's layer once more, right after it."""
    layer = hidden_layer(canvas)
    if layer is not None and canvas.is_in_step:
        canvas.edit(duplicated_layer(layer), new_ones)
