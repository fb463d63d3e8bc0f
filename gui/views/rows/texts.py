"""What the cells of a sheet say."""

from typing import NamedTuple

import numpy as np

from core.arrays import Array, Indices
from core.sheet import Answers, Sheet
from core.sheet.sheet import NONE, OUT, PART_NAMES
from core.wording import MINUS
from gui.amounts import amount
from gui.views.axes import number_text
from gui.views.figure import share_text
from gui.views.reading import NO_ANSWER, output_text

LEAD = ("target", "answer", "error", "part")
"""The first columns of every sheet; behind them stand its own."""
TARGET, ANSWER, ERROR, PART = range(4)
GAP = "\N{EN DASH}"


class Cell(NamedTuple):
    """What is painted in one cell.

    text      what it says
    aside     what it says more quietly, at its right edge
    is_muted  whether all of it is said quietly
    is_right  whether it stands at the right edge, as numbers do
    dot       the class whose colour stands before the text; NONE: none does
    is_wrong  whether a cross stands before the text, or a tick; None: neither
    picture   (64,) a picture in its place
    """

    text: str
    aside: str = ""
    is_muted: bool = False
    is_right: bool = False
    dot: int = NONE
    is_wrong: bool | None = None
    picture: Array | None = None


NOTHING = Cell(GAP, is_muted=True, is_right=True)


def value_text(value: object) -> str:
    """A value as it was read; of a number six digits that matter, and no more zeros than it needs."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value).replace("-", MINUS)
    if isinstance(value, float):
        text = f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
        return text.replace("-", MINUS)
    return str(value)


def decimals_of(text: str) -> int:
    """How many digits stand behind the point."""
    return len(text.partition(".")[2]) if "e" not in text else 0


def value_cell(value: object, decimals: int = 0) -> Cell:
    """A value as it was read, or a mark for a gap; of a number at least so many digits stand behind the point."""
    if value is None:
        return NOTHING
    text = value_text(value)
    if isinstance(value, float) and "e" not in text and decimals_of(text) < decimals:
        text = f"{value:.{decimals}f}".replace("-", MINUS)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(text, is_right=is_number)


def answer_text(value: float, reach: float) -> str:
    """An answer or an error in the target's unit: a ten-thousandth of its reach is told, in each row alike."""
    return amount(value, reach / 10.0).replace(",", "")


def number_cell(value: object) -> Cell:
    """One of the numbers that a sample is made of, with three digits that matter."""
    assert isinstance(value, float)
    text = f"{value:.0f}" if value in (0.0, 1.0) else number_text(value)
    return Cell(text, is_right=True)


def lead_cell(sheet: Sheet, answers: Answers | None, is_share: bool, column: int, row: int, reach: float = 1.0) -> Cell:
    """One of the first columns.

    is_share  whether outputs are shares that add up to 1 (softmax)
    reach     of a number that is to be found out
    """
    if column == PART:
        part = int(sheet.parts[row])
        return Cell(PART_NAMES[part], is_muted=True)
    if column == TARGET:
        value = sheet.target_value(row) if sheet.target is not None or sheet.samples[row] != NONE else None
        own = sheet.class_of(row)
        if value is not None and own != NONE:
            return Cell(value_text(value), dot=own)
        return value_cell(value) if sheet.target is not None else _own_number(value)
    place = None if answers is None or sheet.parts[row] == OUT else answers.place(int(sheet.samples[row]))
    if answers is None or place is None:
        return NOTHING
    if answers.decided is None or answers.wrong is None:
        found = answers.values if column == ANSWER else answers.errors
        return Cell(answer_text(float(found[place]), reach), is_right=True)
    if column == ERROR:
        return Cell(f"{answers.errors[place]:.3f}", is_right=True, is_wrong=bool(answers.wrong[place]))
    decided, output = int(answers.decided[place]), output_text(float(answers.values[place]), is_share)
    if decided < 0:
        return Cell(NO_ANSWER, aside=output, is_muted=True)
    return Cell(sheet.dataset.class_name(decided), aside=output, dot=decided)


def _own_number(value: object) -> Cell:
    return Cell(number_text(value), is_right=True) if isinstance(value, float) else value_cell(value)


def judged_text(answers: Answers, samples: Indices, parts: Indices | None = None) -> str:
    """How good these answers are: "3 wrong (2.0 %)", "root mean squared error 4.1".

    parts  (samples,) of which part each is, where there are several: "22 wrong (5.5 %): training 0, test 22"
    """
    if not len(samples):
        return ""
    if answers.wrong is None:
        with np.errstate(all="ignore"):
            error = float(np.sqrt(np.mean(np.square(answers.errors[samples], dtype=np.float64))))
        return f"root mean squared error {number_text(error)}"
    count = int(np.count_nonzero(answers.wrong[samples]))
    if not count:
        return "none wrong"
    said = f"{count:,} wrong ({share_text(count, len(samples))})"
    several = [] if parts is None else [part for part in range(len(PART_NAMES)) if (parts == part).any()]
    if len(several) < 2:
        return said
    wrong = answers.wrong[samples]
    each = (f"{PART_NAMES[part]} {int(np.count_nonzero(wrong[parts == part])):,}" for part in several)
    return f"{said}: {', '.join(each)}"
