"""The edits that the canvas can make, as values decided before anything changes."""

from collections.abc import Callable

from core.activations import activation_named
from core.errors import UserError
from core.losses import loss_named
from core.network import Network
from core.specs import Project
from core.surgery import Surgery, add_unit, insert_layer, remove_unit, set_units
from gui.canvas.geometry import INPUTS

Edit = Callable[[Network], Surgery]
LOSS_FOR = {"sigmoid": "binary_crossentropy", "softmax": "categorical_crossentropy"}
"""Where the loss must change along with the output's activation; for all others it is mse."""


def added_unit(layer: int) -> Edit:
    """One more neuron there; inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return add_unit(network, layer)

    return edit


def removed_unit(layer: int, unit: int) -> Edit:
    """This neuron gone; inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return remove_unit(network, layer, unit)

    return edit


def sized(layer: int, units: int | None = None, more: int = 0) -> Edit:
    """The layer with this many neurons; without a number, with `more` than it has. Inputs refuse."""

    def edit(network: Network) -> Surgery:
        _refuse_inputs(layer)
        return set_units(network, layer, (network.layers[layer].units if units is None else units) + more)

    return edit


def inserted_layer(before: int) -> Edit:
    """A layer of one neuron before layer `before`."""
    return lambda network: insert_layer(network, before)


def added_somewhere(network: Network, chosen: int | None) -> Edit:
    """One more neuron in the chosen layer if it is hidden, else in the last hidden one, else in a new layer."""
    hidden = len(network.layers) - 1
    if chosen is not None and 0 <= chosen < hidden:
        return added_unit(chosen)
    return added_unit(hidden - 1) if hidden else inserted_layer(0)


def with_activation(project: Project, layer: int, activation: str) -> Project:
    """The project with another activation in a layer, and a loss that fits it where the old one does not."""
    network = project.network
    changed = network.with_layer(layer, network.layers[layer].replace(activation=activation))
    training = project.training
    if layer == len(network.layers) - 1:
        needed = loss_named(training.loss).fused_with
        ends = project.data.ends if project.data is not None else None
        if ends is not None and ends.activation == activation and ends.outputs == network.outputs:
            training = training.replace(loss=ends.loss)
        elif needed is not None and needed != activation:
            training = training.replace(loss=LOSS_FOR.get(activation, "mse"))
    return project.replace(network=changed, training=training)


def activation_text(project: Project, name: str, layer: int, activation: str) -> str:
    """What that edit is called."""
    changed = with_activation(project, layer, activation)
    text = f"set {name} to {activation_named(activation).label}"
    if changed.training.loss != project.training.loss:
        text += f" and the loss to {loss_named(changed.training.loss).label}"
    return text


def _refuse_inputs(layer: int) -> None:
    if layer == INPUTS:
        raise UserError(
            "The inputs keep their number: the data decide it.", "Choose other data, or change a hidden layer."
        )
