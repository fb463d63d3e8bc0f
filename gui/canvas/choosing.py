"""How a selection changes, as values: one thing more or fewer, a walk with Shift held down."""

from gui.session.things import Neuron, Selection, Thing, in_order

Choice = tuple[Selection, Thing | None]
"""What is selected, and the chosen one of it."""


def toggled(selection: Selection, chosen: Thing | None, thing: Thing) -> Choice:
    """With this thing, which is then the chosen one; or without it, where it was selected."""
    if thing not in selection:
        return selection | {thing}, thing
    rest = selection - {thing}
    return rest, chosen if chosen in rest else next(iter(in_order(rest)), None)


def extended(selection: Selection, chosen: Thing | None, thing: Thing) -> Choice:
    """A step on from the chosen thing: onto what is selected it gives the thing left behind up.

    A leap within a column takes all between along.
    """
    if thing in selection and chosen is not None and thing != chosen:
        return selection - {chosen}, thing
    if isinstance(thing, Neuron) and isinstance(chosen, Neuron) and thing.layer == chosen.layer:
        first, last = sorted((thing.unit, chosen.unit))
        return selection | {Neuron(thing.layer, unit) for unit in range(first, last + 1)}, thing
    return selection | {thing}, thing
