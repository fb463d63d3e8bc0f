"""Where the seven segments lie, and which of them a point or a stroke meets: geometry without a screen.

Places are in units of a segment's length: (0, 0) is the upper left corner of the display and (1, 2) the lower right
one, x to the right, y down.
"""

from typing import NamedTuple

NAMES = "abcdefg"
Place = tuple[float, float]


class Segment(NamedTuple):
    """A segment's middle line."""

    start: Place
    end: Place

    @property
    def is_lying(self) -> bool:
        """Whether it is one of a, d, g."""
        return self.start[1] == self.end[1]

    @property
    def middle(self) -> Place:
        """Half way along it."""
        return (self.start[0] + self.end[0]) / 2.0, (self.start[1] + self.end[1]) / 2.0

    def box(self, shortened: float, half_width: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the segment, with both ends cut off by `shortened`."""
        (x1, y1), (x2, y2) = self
        if self.is_lying:
            return x1 + shortened, y1 - half_width, x2 - shortened, y2 + half_width
        return x1 - half_width, y1 + shortened, x2 + half_width, y2 - shortened


SEGMENTS: dict[str, Segment] = {
    "a": Segment((0.0, 0.0), (1.0, 0.0)),
    "b": Segment((1.0, 0.0), (1.0, 1.0)),
    "c": Segment((1.0, 1.0), (1.0, 2.0)),
    "d": Segment((0.0, 2.0), (1.0, 2.0)),
    "e": Segment((0.0, 1.0), (0.0, 2.0)),
    "f": Segment((0.0, 0.0), (0.0, 1.0)),
    "g": Segment((0.0, 1.0), (1.0, 1.0)),
}

STROKE_SHORTENED = 0.28
"""A stroke that turns a corner must not light the segment that goes on from there, so its ends do not count."""
STROKE_HALF_WIDTH = 0.17
CLICK_REACH = 0.3
"""How far from a segment's middle line a click may be."""

NEIGHBOURS: dict[str, dict[str, str]] = {
    "a": {"left": "f", "right": "b", "down": "g"},
    "b": {"up": "a", "left": "f", "down": "c"},
    "c": {"up": "b", "left": "e", "down": "d"},
    "d": {"up": "g", "left": "e", "right": "c"},
    "e": {"up": "f", "right": "c", "down": "d"},
    "f": {"up": "a", "right": "b", "down": "e"},
    "g": {"up": "a", "left": "f", "right": "b", "down": "d"},
}
"""Where an arrow key leads from each segment."""


def segment_at(place: Place) -> str | None:
    """The segment nearest to a place; None where none is near."""
    name = min(NAMES, key=lambda each: _distance(place, SEGMENTS[each]))
    return name if _distance(place, SEGMENTS[name]) <= CLICK_REACH else None


def segments_on(start: Place, end: Place) -> list[str]:
    """The segments whose body the straight line from start to end meets."""
    return [
        name
        for name, segment in SEGMENTS.items()
        if _meets(start, end, segment.box(STROKE_SHORTENED, STROKE_HALF_WIDTH))
    ]


def _distance(place: Place, segment: Segment) -> float:
    x = min(max(place[0], segment.start[0]), segment.end[0])
    y = min(max(place[1], segment.start[1]), segment.end[1])
    return float(((place[0] - x) ** 2 + (place[1] - y) ** 2) ** 0.5)


def _meets(start: Place, end: Place, box: tuple[float, float, float, float]) -> bool:
    """Whether a line meets a box: what is left of it after cutting off all that is beyond each side.

    Liang, Barsky (1984).
    """
    first, last = 0.0, 1.0
    for axis in (0, 1):
        step = end[axis] - start[axis]
        low, high = box[axis] - start[axis], box[axis + 2] - start[axis]
        if step == 0.0:
            if low > 0.0 or high < 0.0:
                return False
            continue
        near, far = sorted((low / step, high / step))
        first, last = max(first, near), min(last, far)
    return first <= last
