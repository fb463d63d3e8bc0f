"""The rows of a table as ONNX operators, so that a model takes them in their own units, and answers in its own."""

from itertools import groupby

import numpy as np

from core.arrays import Array
from core.export.onnx.nodes import Nodes, Operand
from core.table.fitted import Fitted, Scale


def add_table(fitted: Fitted, nodes: Nodes, below: str) -> str:
    """Adds the nodes from rows `below` (samples, columns) to the network's inputs; returns their name.

    All of it is computed in float64, as it was for training: a year or an account number minus its mean has no digits
    left in float32.
    """
    nodes.scope = "table"
    rows = nodes.cast(below, "float64")
    parts: list[str] = []
    first = 0
    for is_number, group in groupby(enumerate(fitted.columns), key=lambda entry: entry[1].kind == "number"):
        places, columns = zip(*group, strict=True)
        width = sum(column.width for column in columns)
        if is_number:
            filled = _add_filled(nodes, rows, places, np.array([fitted.fills[place] for place in places]))
            inputs = slice(first, first + width)
            moved = nodes.add("Sub", filled, nodes.double("offset", fitted.offset[inputs]))
            parts.append(nodes.add("Mul", moved, nodes.double("factor", fitted.factor[inputs])))
        else:
            for place, column in zip(places, columns, strict=True):
                codes = _add_filled(nodes, rows, (place,), np.array([fitted.fills[place]]))
                is_on = nodes.add("Equal", codes, nodes.double("categories", np.arange(column.width)))
                parts.append(nodes.cast(is_on, "float64"))
        first += width
    whole = parts[0] if len(parts) == 1 else nodes.add("Concat", *parts, axis=1)
    return nodes.cast(whole, nodes.dtype.name)


def add_own_unit(target: Scale, nodes: Nodes, below: str) -> str:
    """Adds the nodes from outputs `below` to the number in its own unit: output / factor + offset, in float64."""
    nodes.scope = "target"
    divided = nodes.add("Div", nodes.cast(below, "float64"), nodes.double("factor", target.factor))
    return nodes.cast(nodes.add("Add", divided, nodes.double("offset", target.offset)), nodes.dtype.name)


def _add_filled(nodes: Nodes, rows: str, places: tuple[int, ...], fills: Array) -> str:
    """Adds the cells of these columns (samples, columns), with `fills` where there is no finite number."""
    cells = nodes.add("Gather", rows, nodes.index("columns", *places), axis=1)
    is_gap = nodes.add("Or", nodes.add("IsNaN", cells), nodes.add("IsInf", cells))
    operands: tuple[Operand, ...] = (is_gap, nodes.double("fills", fills), cells)
    return nodes.add("Where", *operands)
