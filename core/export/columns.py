"""The columns that a model is given, in words: the same for every form that tells people what to give it."""

from dataclasses import dataclass

from core.data import Digits, build
from core.data.questions import Question, questions_of
from core.export.model import Model


@dataclass(frozen=True)
class Given:
    """One column.

    name   what it is called
    asked  its categories, or the range of its numbers that was trained on; None: nobody knows
    fill   what the model reads where the cell is empty (NaN), as text; empty: it cannot be
    """

    name: str
    asked: Question | None
    fill: str = ""

    @property
    def range(self) -> str:
        """From which number to which one it was trained on."""
        if self.asked is None:
            return ""
        low, high = number_text(self.asked.low), number_text(self.asked.high)
        return f"{low} to {high}" if low != high else f"{low} alone"


def numbers_told(model: Model) -> str:
    """What the numbers of a sample mean where their names do not say it; empty: they do."""
    if not isinstance(model.recipe, Digits):
        return ""
    return "Pixels, row by row from the top left: 0 is paper, 1 is ink."


def number_text(value: float) -> str:
    """A number for reading: whole ones with all their digits, others with six."""
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"


def columns_of(model: Model) -> tuple[Given, ...]:
    """All columns of the model, in order."""
    recipe = model.recipe
    if recipe is None or not len(build(recipe).places):
        return tuple(Given(name, None) for name in model.column_names)
    asked = questions_of(recipe).columns
    table = model.preprocessing.table
    if table is None:
        return tuple(Given(name, question) for name, question in zip(model.column_names, asked, strict=True))
    fills = [
        number_text(fill) if column.kind == "number" else column.categories[int(fill)]
        for column, fill in zip(table.columns, table.fills, strict=True)
    ]
    return tuple(
        Given(name, question, fill) for name, question, fill in zip(model.column_names, asked, fills, strict=True)
    )
