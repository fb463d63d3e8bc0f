"""What lies outside of what was trained on among a table's own rows, told as of rows that come from a file."""

import numpy as np

from core.arrays import Array
from core.data import Table
from core.data.questions import questions_of
from core.table.cells import find_column
from core.table.oddities import Beyond, Oddities


def told_outside(recipe: Table, places: Array) -> str:
    """Which columns have numbers outside, how many and how far; empty where none has.

    places  (rows, numbers) in the table's own units
    """
    odd = Oddities()
    for question in questions_of(recipe).columns:
        if question.categories:
            continue
        numbers, span = places[:, question.first], (question.low, question.high)
        distance = np.maximum(span[0] - numbers, numbers - span[1])
        if count := int(np.count_nonzero(distance > 0.0)):
            is_time = find_column(recipe.rows.frame, question.name).dtype.is_temporal()
            found = odd.beyond_columns[question.name] = Beyond(None if is_time else span)
            found.add(count, float(numbers[int(np.argmax(distance))]))
    return odd.beyond_told
