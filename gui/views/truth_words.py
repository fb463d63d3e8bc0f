"""What is said about a pattern of the seven segments: what is lit, what is read from it, whose shape is near."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.data.segments import PATTERNS, SEGMENT_NAMES
from core.probe.known_shapes import KnownShapes
from core.probe.truth_map import NONE, TruthMap
from gui.views.reading import NO_ANSWER, others_say, output_text, with_article

COUNTS = ("no", "one segment", "two segments", "three segments", "four segments")


def pattern_words(
    pattern: int, found: TruthMap | None, is_share: bool, known: KnownShapes, own: Sequence[int] = ()
) -> str:
    """All there is to say, in short sentences.

    found     what is read; None: nothing has been asked yet
    is_share  whether outputs are shares of all, and written in percent
    known     the clean shapes
    own       the digits that it was labelled as by hand
    """
    lit = " ".join(name for name, is_lit in zip(SEGMENT_NAMES, PATTERNS[pattern], strict=True) if is_lit)
    if not lit:
        return f"Blank: {NO_ANSWER}."
    labelled = f" Taught by you as {' and as '.join(map(with_article, own))}." if own else ""
    read = "" if found is None else f": {_read(pattern, found, is_share)}"
    return f"{lit}{read}. {_nearest(pattern, known)}{labelled}"


def _read(pattern: int, found: TruthMap, is_share: bool) -> str:
    outputs = found.outputs[pattern]
    if np.isnan(outputs).all():
        return "the outputs are not numbers"
    best = int(np.nanargmax(outputs))
    said = f"{best} with {output_text(outputs[best], is_share)}"
    if found.digits[pattern] == NONE:
        return f"{NO_ANSWER}, highest is {said}"
    others = tuple(np.flatnonzero(found.says_yes[pattern] & (np.arange(len(outputs)) != best)).tolist())
    return f"reads {said}, but {others_say(others)}" if others else f"reads {said}"


def _nearest(pattern: int, known: KnownShapes) -> str:
    """Whose shape it is, or what parts it from the nearest ones."""
    distances, shapes = known.distances[pattern], known.shapes
    distance = int(distances.min())
    nearest = np.flatnonzero(distances == distance).tolist()
    if distance == 0:
        return f"It is the shape of {shapes.names[nearest[0]]}."
    if distance == 1:
        faults = [f"{shapes.names[shape]} {_fault(pattern, shapes.values[shape])}" for shape in nearest]
        return f"It is the shape of {' or of '.join(faults)}."
    *others, last = [shapes.names[shape] for shape in nearest]
    names = f"{', '.join(others)} and {last}" if others else last
    are = "s are those" if others else " is that"
    return f"The nearest shape{are} of {names}, {COUNTS[distance]} away."


def _fault(pattern: int, shape: Array) -> str:
    """ "without f", "with b": what the one segment did."""
    segment = int(np.flatnonzero(PATTERNS[pattern] != shape)[0])
    return f"{'with' if PATTERNS[pattern, segment] else 'without'} {SEGMENT_NAMES[segment]}"
