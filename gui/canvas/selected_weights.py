"""Which weights and biases a selection on the canvas means, and what the canvas' commands do with them."""

from PySide6.QtGui import QGuiApplication

from core.errors import UserError
from core.moves import BIAS, Region
from core.network import Network
from core.regions import Place, count, into, join, numbers_in, whole
from core.weight_names import as_table
from core.weights import all_cut, all_locked, cut, fill, lock, randomize, restore, unlock
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.editing import EditedNetwork
from gui.session.things import Bias, Edge, Neuron, Selection

MOST_COPIED = 200_000
"""A longer table takes seconds, and is more than programs for tables open."""
RESTORE = "Restore it first, with X."


def place_of(weight: Edge | Bias) -> Place:
    """Where a connection's weight or a bias stands."""
    return weight.layer, weight.input if isinstance(weight, Edge) else BIAS, weight.unit


def regions_of(selection: Selection, network: Network) -> list[Region]:
    """The weights and biases that a selection means; a neuron means all that it adds up: what comes in and its bias."""
    whole = {(thing.layer, thing.unit) for thing in selection if isinstance(thing, Neuron) and thing.layer != INPUTS}
    single: dict[tuple[int, int], set[int]] = {}
    for thing in selection:
        if isinstance(thing, Edge | Bias) and (thing.layer, thing.unit) not in whole:
            single.setdefault((thing.layer, thing.unit), set()).add(place_of(thing)[1])
    rows = [(layer, unit, into(network, layer, unit)) for layer, unit in whole]
    return join([*rows, *((layer, unit, tuple(sorted(inputs))) for (layer, unit), inputs in single.items())])


def selected_regions(canvas: EditedNetwork) -> list[Region]:
    """What is selected; nothing where the drawing is not what the document says."""
    if not canvas.is_in_step or canvas.arrangement is None:
        return []
    return regions_of(canvas.selection, canvas.arrangement.network)


def has_weights(canvas: EditedNetwork) -> bool:
    """Whether a weight or bias is selected."""
    return any(not isinstance(thing, Neuron) or thing.layer != INPUTS for thing in canvas.selection)


def has_connections(canvas: EditedNetwork) -> bool:
    """Whether a connection is selected: only these can be cut."""
    return has_weights(canvas) and any(not isinstance(thing, Bias) for thing in canvas.selection)


def has_one(canvas: EditedNetwork) -> bool:
    """Whether a single weight or bias is what is selected."""
    return len(canvas.selection) == 1 and isinstance(canvas.chosen_thing, Edge | Bias)


def zero_text(canvas: EditedNetwork) -> str:
    """What the menu calls setting to zero."""
    return "Set to zero" if has_one(canvas) else "Set weights to zero"


def randomize_text(canvas: EditedNetwork) -> str:
    """What the menu calls drawing anew."""
    return "Randomize" if has_one(canvas) else "Randomize weights"


def lock_text(canvas: EditedNetwork) -> str:
    """What the menu calls the turn of the lock."""
    drawn = canvas.arrangement
    verb = "Unlock" if drawn is not None and all_locked(drawn.network, selected_regions(canvas)) else "Lock"
    return verb if has_one(canvas) else f"{verb} weights"


def cut_text(canvas: EditedNetwork) -> str:
    """What the menu calls the cut."""
    drawn = canvas.arrangement
    verb = "Restore" if drawn is not None and all_cut(drawn.network, selected_regions(canvas)) else "Cut"
    return verb if has_one(canvas) else f"{verb} connections"


def toggle_lock(canvas: EditedNetwork) -> None:
    """Lock what is selected; where all of it is locked, unlock it."""
    if regions := selected_regions(canvas):
        canvas.apply(lambda project: (unlock if all_locked(project.network, regions) else lock)(project, regions))


def toggle_cut(canvas: EditedNetwork) -> None:
    """Cut the selected connections; where all of them are cut, restore them."""
    if regions := selected_regions(canvas):
        canvas.apply(lambda project: (restore if all_cut(project.network, regions) else cut)(project, regions))


def _is_cut(network: Network, regions: list[Region]) -> bool:
    """Whether all of these are cut: then there is no bias among them."""
    return all_cut(network, regions) and count(regions)[1] == 0


def randomize_selected(canvas: EditedNetwork) -> None:
    """Draw what is selected anew; where none of it can change, say why."""
    regions, drawn = selected_regions(canvas), canvas.arrangement
    if not regions or drawn is None:
        return
    if _is_cut(drawn.network, regions):
        canvas.refuse(UserError("What is selected is cut: there is nothing to draw anew.", RESTORE))
    elif all_locked(drawn.network, regions):
        canvas.refuse(UserError("What is selected is locked: it keeps its numbers.", "Unlock it first, with L."))
    else:
        canvas.apply(lambda project: randomize(project, regions))


def zero_selected(canvas: EditedNetwork) -> None:
    """Set what is selected to zero; where none of it can change, say why."""
    regions, drawn = selected_regions(canvas), canvas.arrangement
    if not regions or drawn is None:
        return
    if _is_cut(drawn.network, regions):
        canvas.refuse(UserError("What is selected is cut: that is zero already.", RESTORE))
    else:
        canvas.apply(lambda project: fill(project, regions, 0.0))


def can_walk(canvas: EditedNetwork) -> bool:
    """Whether there is a next weight: also where nothing is selected."""
    return has_weights(canvas) or not canvas.selection


def choose_weight(canvas: EditedNetwork, way: int) -> None:
    """Choose the next (way 1) or previous (-1) of what a neuron adds up: its connections from top to bottom, its bias.

    The neuron is the chosen one, or the one that the chosen connection or bias belongs to; where nothing is selected,
    the first one. What is chosen so says its value.
    """
    thing, drawn = canvas.chosen_thing or Neuron(0, 0), canvas.arrangement
    if drawn is None or thing.layer == INPUTS:
        return
    connections: list[Edge | Bias] = [
        Edge(thing.layer, input, thing.unit) for input in drawn.column(thing.layer - 1).shown.tolist()
    ]
    if drawn.network.dense[thing.layer].use_bias:
        connections.append(Bias(thing.layer, thing.unit))
    start = (
        (-1 if way > 0 else 0) if isinstance(thing, Neuron) or thing not in connections else connections.index(thing)
    )
    chosen = connections[(start + way) % len(connections)]
    canvas.choose(chosen)
    canvas.noticed.emit(canvas.line_of(chosen))


def table_text(canvas: EditedNetwork) -> str:
    """What the menu calls the copy."""
    return "Copy weights as table" if has_weights(canvas) else "Copy all weights as table"


def copy_table(canvas: EditedNetwork) -> None:
    """Put what is selected, or all weights and biases, on the clipboard as a table."""
    moment = canvas.moment
    if moment is None or not canvas.is_in_step:
        return
    regions = regions_of(canvas.selection, moment.network) or whole(moment.network)
    weights, biases = count(regions)
    if weights + biases > MOST_COPIED:
        canvas.refused.emit(
            f"{weights + biases:,} weights are too many to copy.",
            f"Select some neurons: up to {MOST_COPIED:,} weights go into one table.",
        )
        return
    QGuiApplication.clipboard().setText(as_table(canvas.content.project, moment.theta, regions))
    what = f"{weights + biases:,} weights and biases" if weights and biases else numbers_in(regions)
    canvas.noticed.emit(f"{what} copied as a table.")
