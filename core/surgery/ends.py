"""What the data and the number type ask of the whole network."""

from core.data.added import Ends
from core.moves import Drawn, Kept, Moves, Source
from core.network import DType, Network
from core.surgery.surgery import Surgery, relocked, same, unlocked


def fit_ends(network: Network, ends: Ends, text: str) -> Surgery | None:
    """The network with the ends these data ask for; None where it has them already.

    Hidden weights stay; a first or last layer of another width is drawn anew.
    """
    last = network.output
    same_outputs = last.units == ends.outputs
    output = last if same_outputs else last.replace(locked=(), cut=(), unit_names=(), parameter_names=())
    output = output.replace(units=ends.outputs, activation=ends.activation)
    if output == last and ends.inputs == network.inputs:
        return None
    dense = [*network.dense[:-1], output]
    if not same_outputs:
        dense[-1] = output.replace(bias_initializer=ends.output_bias)
    if network.inputs != ends.inputs:
        dense[0] = unlocked(dense[0])
    new = network.with_columns([unlocked(layer) for layer in dense], network.followers)
    new = new.replace(inputs=ends.inputs).with_columns(dense, network.followers)
    sources: list[Source] = list(same(network, 0))
    if ends.inputs != network.inputs:
        sources[0] = Drawn()
    if not same_outputs:
        sources[-1] = Drawn()
    return Surgery(text, new, Moves(tuple(sources)))


def set_inputs(network: Network, kept: tuple[int, ...], text: str) -> Surgery:
    """The network with these of its inputs, in this order; a NEW one weighs nothing, so that it changes nothing."""
    first, *others = network.dense
    dense = (relocked(first, inputs=kept), *others)
    new = network.with_columns((unlocked(first), *others), network.followers)
    new = new.replace(inputs=len(kept)).with_columns(dense, network.followers)
    sources = (Kept(0, kept, tuple(range(first.units))), *same(network, 1))
    return Surgery(text, new, Moves(sources))


def set_dtype(network: Network, dtype: DType) -> Surgery:
    """The same network in another number type."""
    return Surgery(f"set numbers to {dtype}", network.replace(dtype=dtype), Moves(same(network, 0)))
