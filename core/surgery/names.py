"""What a person calls layers and neurons."""

import unicodedata

from core.errors import UserError
from core.layers.dense import LONGEST_NAME
from core.network import Network, layer_name, unit_name
from core.surgery.surgery import Surgery


def rename_layer(network: Network, layer: int, name: str | None) -> Surgery:
    """The layer with another name; None or blank: its place says it again. Two layers may have the same.

    Raises UserError for a name that is too long or holds what cannot be seen.
    """
    old, chosen = layer_name(network, layer), settled_name(name)
    new = network.with_dense(layer, network.dense[layer].replace(name=chosen))
    return Surgery(f"rename {old} to {layer_name(new, layer)}", new, None)


def rename_unit(network: Network, layer: int, unit: int, name: str | None) -> Surgery:
    """The neuron with another name; None or blank: its place says it again.

    Raises UserError for a name that is too long or holds what cannot be seen.
    """
    old, chosen = unit_name(network, layer, unit), settled_name(name)
    names = dict(network.dense[layer].unit_names)
    names.pop(unit, None)
    if chosen is not None:
        names[unit] = chosen
    new = network.with_dense(layer, network.dense[layer].replace(unit_names=tuple(sorted(names.items()))))
    return Surgery(f"rename {old} to {unit_name(new, layer, unit)}", new, None)


def settled_name(name: str | None) -> str | None:
    """A name without blanks around it; None for none.

    Raises UserError for one that is too long or holds what cannot be seen.
    """
    name = (name or "").strip()
    if len(name) > LONGEST_NAME:
        raise UserError(
            f"A name has at most {LONGEST_NAME} letters; this one has {len(name):,}.", "Choose a shorter one."
        )
    # Controls, halves of characters, ends of lines and paragraphs: none can be drawn on one line.
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        raise UserError("A name cannot hold control characters or more than one line.", "Type letters and digits.")
    return name or None
