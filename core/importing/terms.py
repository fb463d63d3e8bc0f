"""Recognising activations by what they compute: a graph of elementary operators, asked at some hundred numbers.

Each tool writes an activation in its own way, a GELU as five operators, a swish as a product with its own sigmoid. What
all of them have in common is the function, so that is what is looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array
from core.errors import UserError
from core.importing.pieces import Activate, Linear, Numbers, Piece, Scale

TOLERANCE = 1e-6
"""Relative to 1 or to z, whichever is larger: constants are often written in float32."""
FARTHEST = 6
"""So many steps of a chain are looked at together: the longest way to write an activation has fewer."""

_SIZES = np.concatenate([[0.0], np.logspace(-6.0, np.log10(30.0), 150)])
NEAR = np.concatenate([-_SIZES[:0:-1], _SIZES])
FAR = np.array([-1e30, -1e6, -1e3, -100.0, -50.0, 50.0, 100.0, 1e3, 1e6, 1e30])
"""Where a form that is right nearby may overflow; where it does not, it has to be right as well."""
PROBES = np.concatenate([NEAR, FAR])
LOOKED_AT = 30
"""Close to -1, where hardly two of ours are near each other."""


@dataclass(eq=False)
class Term:
    """One number per unit that a graph computes, from the numbers at some place of the stack.

    number    counts the terms in the order in which they were made
    what      the operator, as a sentence names it
    compute   from the operands; None: this is the place in the stack itself
    operands  terms and constants
    shape     of one sample's numbers; None for a size that nobody has said
    place     the place in the stack; a place is its own
    why_not   what to say where it turns out to be no activation; "": nothing in particular
    factor    for what may be y = scale x + shift with constants: (scale, shift) of the operands, with None for the term
    is_truth  whether it is yes or no
    """

    number: int
    what: str
    compute: Callable[..., Numbers] | None = None
    operands: tuple["Term | Numbers", ...] = ()
    shape: tuple[int | None, ...] = ()
    place: "Term | None" = None
    why_not: str = ""
    factor: Callable[..., tuple[Numbers | None, Numbers | None]] | None = None
    is_truth: bool = False

    def __post_init__(self) -> None:
        if self.place is None:
            self.place = self

    @property
    def inputs(self) -> list["Term"]:
        """The operands that are no constants."""
        return [operand for operand in self.operands if isinstance(operand, Term)]


def pieces_of(term: Term, last: Linear | None) -> tuple[list[Piece], Numbers | None]:
    """What happens between a term's place in the stack and the term: (activations and scales, biases).

    last  the dense layer that ends at this place, if it has no biases yet: a number for each unit that is added to its
          sums is its biases, which are then given, else None

    Raises UserError naming the operator that is none of ours.
    """
    chain = _chain(term)
    cuts = _cuts(chain)
    pieces: list[Piece] = []
    biases: Numbers | None = None
    first = 0
    if last is not None and len(cuts) > 1 and cuts[1] == 1:
        scale, shift = _affine(chain[1])
        if scale is None and shift is not None:
            biases = np.broadcast_to(shift, (last.weights.shape[1],))
            first = 1
    while first < len(cuts) - 1:
        after, piece = _longest_match(chain, cuts, first)
        if piece is not None:
            pieces.append(piece)
        first = after
    return pieces, biases


def _chain(term: Term) -> list[Term]:
    """Everything on the ways from the place in the stack to this term, in the order of computation."""
    found: dict[int, Term] = {}
    waiting = [term]
    while waiting:
        one = waiting.pop()
        if one.number not in found:
            found[one.number] = one
            waiting += one.inputs
    return [found[number] for number in sorted(found)]


def _cuts(chain: Sequence[Term]) -> list[int]:
    """Where in the chain all ways meet: between two of these, one number goes in and one comes out."""
    index = {term.number: place for place, term in enumerate(chain)}
    farthest = [0] * len(chain)
    for place, term in enumerate(chain):
        for operand in term.inputs:
            farthest[index[operand.number]] = max(farthest[index[operand.number]], place)
    cuts: list[int] = []
    reach = 0
    for place, own in enumerate(farthest):
        if reach <= place:
            cuts.append(place)
        reach = max(reach, own)
    return cuts


def _longest_match(chain: Sequence[Term], cuts: Sequence[int], first: int) -> tuple[int, Piece | None]:
    """The piece that begins at this cut and reaches as far as possible: (the cut where it ends, the piece)."""
    final = min(first + FARTHEST, len(cuts) - 1)
    values = _values(chain[cuts[first] : cuts[final] + 1])
    for after in range(final, first, -1):
        last = chain[cuts[after]]
        name = _activation(values.get(last.number))
        if name is not None:
            return after, None if name == "linear" else Activate(name, last.what)
    begin, end = cuts[first], cuts[first + 1]
    if end == begin + 1:
        scale, shift = _affine(chain[end])
        if scale is not None or shift is not None:
            return first + 1, Scale(scale, shift, chain[end].what)
    strange = next((term for term in chain[begin + 1 : end + 1] if term.why_not), chain[begin + 1])
    why = strange.why_not or "it belongs to no activation that there is here"
    known = ", ".join(activation.label for activation in ACTIVATIONS.values())
    raise UserError(f"{strange.what} cannot be read: {why}.", f"There are {known}.")


def _values(chain: Sequence[Term]) -> dict[int, Array | None]:
    """What each of these terms comes to where the first of them is one of the PROBES; None where units differ."""
    values: dict[int, Array | None] = {chain[0].number: PROBES}
    with np.errstate(all="ignore"):
        for term in chain[1:]:
            operands: list[Array | None] = []
            for operand in term.operands:
                if isinstance(operand, Term):
                    operands.append(values.get(operand.number))
                else:
                    operands.append(operand.reshape(()) if operand.size == 1 else None)
            assert term.compute is not None
            is_known = all(operand is not None for operand in operands)
            values[term.number] = np.asarray(term.compute(*operands)) if is_known else None
    return values


@cache
def _expected() -> tuple[tuple[str, ...], Array]:
    """The names of the activations that look at one unit alone, and their values at the PROBES (names, probes)."""
    known = [activation for activation in ACTIVATIONS.values() if activation.is_elementwise]
    with np.errstate(all="ignore"):
        values = np.concatenate([activation(PROBES[np.newaxis]) for activation in known])
    return tuple(activation.name for activation in known), values


def _activation(values: Array | None) -> str | None:
    """The activation that has these values at the PROBES; None: it is none of ours."""
    if values is None or values.dtype.kind != "f" or values.shape != PROBES.shape:
        return None
    names, expected = _expected()
    # A long graph asks often, and most often it is clear from one number.
    near = np.abs(expected[:, LOOKED_AT] - values[LOOKED_AT]) <= 2.0 * TOLERANCE
    for row in np.flatnonzero(near):
        with np.errstate(all="ignore"):
            wrong = ~(np.abs(values - expected[row]) <= TOLERANCE * np.maximum(1.0, np.abs(PROBES)))
        wrong[len(NEAR) :] &= np.isfinite(values[len(NEAR) :])
        if not wrong.any():
            return names[row]
    return None


def _affine(term: Term) -> tuple[Numbers | None, Numbers | None]:
    """(scale, shift) where a term is no more than that, of one operand; (None, None) where it is more."""
    if term.factor is None or len(term.inputs) != 1:
        return None, None
    parts = [None if isinstance(operand, Term) else operand for operand in term.operands]
    with np.errstate(all="ignore"):
        scale, shift = term.factor(*parts)
    return _row(scale), _row(shift)


def _row(part: Numbers | None) -> Numbers | None:
    """One number, or one for each unit."""
    return None if part is None else part.reshape(() if part.size == 1 else -1)
