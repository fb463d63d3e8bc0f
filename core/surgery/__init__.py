"""Edits of a network that keep what was learned.

Each edit is decided here before anything changes, and comes out as a value: the new network, and for every new layer
where its numbers come from (`core.moves`), which `core.transplant` follows.
"""

from core.surgery.columns import duplicate_layer, insert_layer, move_layer, remove_layer
from core.surgery.ends import fit_ends, set_dtype, set_inputs
from core.surgery.followers import add_follower, set_follower
from core.surgery.moving import move_units
from core.surgery.names import rename_layer, rename_unit
from core.surgery.surgery import Surgery, said
from core.surgery.units import add_unit, remove_neurons, remove_unit, reorder_units, set_units

__all__ = [
    "Surgery",
    "add_follower",
    "add_unit",
    "duplicate_layer",
    "fit_ends",
    "insert_layer",
    "move_layer",
    "move_units",
    "remove_layer",
    "remove_neurons",
    "remove_unit",
    "rename_layer",
    "rename_unit",
    "reorder_units",
    "said",
    "set_dtype",
    "set_follower",
    "set_inputs",
    "set_units",
]
