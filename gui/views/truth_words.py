"""What is said about a pattern of the seven segments: what is lit, what is read from it, whose shape is near."""

import numpy as np

from core.data.segments import SEGMENT_NAMES, SHAPES
from core.probe.truth_map import DISTANCES, NONE, PATTERNS, TruthMap
from gui.views.reading import output_text

COUNTS = ("no", "one segment", "two segments", "three segments", "four segments")


def pattern_words(pattern: int, found: TruthMap | None, is_share: bool) -> str:
    """All there is to say, in three short sentences.

    found     what is read; None: nothing has been asked yet
    is_share  whether outputs are shares of all, and written in percent
    """
    lit = " ".join(name for name, is_lit in zip(SEGMENT_NAMES, PATTERNS[pattern], strict=True) if is_lit)
    if not lit:
        return "Blank: no digit to read."
    read = "" if found is None else f": {_read(pattern, found, is_share)}"
    return f"{lit}{read}. {_nearest(pattern)}"


def _read(pattern: int, found: TruthMap, is_share: bool) -> str:
    outputs = found.outputs[pattern]
    if np.isnan(outputs).all():
        return "the outputs are not numbers"
    best = int(np.nanargmax(outputs))
    said = f"{best} with {output_text(outputs[best], is_share)}"
    return f"no digit, highest is {said}" if found.digits[pattern] == NONE else f"reads {said}"


def _nearest(pattern: int) -> str:
    """Whose shape it is, or what parts it from the nearest ones."""
    distance = int(DISTANCES[pattern].min())
    digits = np.flatnonzero(DISTANCES[pattern] == distance).tolist()
    if distance == 0:
        return f"It is the shape of {digits[0]}."
    if distance == 1:
        return f"It is the shape of {' or of '.join(f'{digit} {_fault(pattern, digit)}' for digit in digits)}."
    *others, last = map(str, digits)
    names = f"{', '.join(others)} and {last}" if others else last
    are = "s are those" if others else " is that"
    return f"The nearest shape{are} of {names}, {COUNTS[distance]} away."


def _fault(pattern: int, digit: int) -> str:
    """ "without f", "with b": what the one segment did."""
    segment = int(np.flatnonzero(PATTERNS[pattern] != SHAPES[digit])[0])
    return f"{'with' if PATTERNS[pattern, segment] else 'without'} {SEGMENT_NAMES[segment]}"
