"""What the columns of a table are called, from the cells of its first row."""

from collections.abc import Sequence

LONGEST = 80
"""Characters of a name; what comes after them is left out."""


def column_names(cells: Sequence[str | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name for each of these cells, each another one; and what had to be changed, as sentences for a person."""
    notes: list[str] = []
    names: list[str] = []
    numbers: dict[str, int] = {}
    doubled, unnamed, cut = [], [], 0
    for place, cell in enumerate(cells, 1):
        whole = " ".join("".join(sign if sign.isprintable() else " " for sign in cell or "").split())
        name = whole[:LONGEST]
        cut += name != whole
        if not name:
            name = f"column {place}"
            unnamed.append(place)
        if name in numbers:
            doubled.append(name)
            same = name
            while name in numbers:
                numbers[same] += 1
                name = f"{same} ({numbers[same]})"
        numbers[name] = 1
        names.append(name)
    if unnamed:
        which = f"Column {unnamed[0]} has" if len(unnamed) == 1 else f"{len(unnamed):,} columns have"
        notes.append(f"{which} no name: called “column {unnamed[0]}”{' and so on' if len(unnamed) > 1 else ''}.")
    if doubled:
        others = len(set(doubled)) - 1
        which = f"The name “{doubled[0]}” stands"
        if others:
            which = f"The names “{doubled[0]}” and {others:,} {'others' if others > 1 else 'other'} stand"
        notes.append(f"{which} more than once: the later ones have a number.")
    if cut:
        notes.append(f"{cut:,} long name{'s were' if cut > 1 else ' was'} cut to {LONGEST} characters.")
    return tuple(names), tuple(notes)


def numbered_names(count: int) -> tuple[str, ...]:
    """Names for the columns of a table that has none."""
    return tuple(f"column {place}" for place in range(1, count + 1))
