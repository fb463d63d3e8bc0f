"""A column that begins where it began before, while its chip is under the pointer: what was clicked stays there."""

from dataclasses import replace

from gui.canvas.drawn.geometry import Column, Geometry

CLOSEST = 1.2
"""Nodes move together so far, in their own height from centre to centre, before the column is moved up instead."""


def held_at(geometry: Geometry, layer: int, top: float) -> Geometry:
    """The geometry with a column beginning at this height, if it has room below; its nodes move together for that."""
    least, most = geometry.room
    column = geometry.column(layer)
    top = max(top, least)
    closer = _closer(column, most - top)
    shift = min(top, most - (closer.bottom - closer.top)) - closer.top
    gaps = tuple(replace(gap, top=gap.top + shift, bottom=gap.bottom + shift) for gap in closer.gaps)
    moved = replace(closer, y=closer.y + shift, gaps=gaps)
    columns = (moved if other.layer == layer else other for other in geometry.columns)
    return replace(geometry, columns=tuple(columns))


def _closer(column: Column, room: float) -> Column:
    """The column with its nodes so near to each other that they fit, if they can be."""
    if column.is_folded or column.units == 1 or column.bottom - column.top <= room:
        return column
    pitch = max((room - column.node) / (column.units - 1), min(CLOSEST * column.node, column.pitch))
    return replace(column, y=column.y[0] + (column.y - column.y[0]) * (pitch / column.pitch))
