"""Which rows of a sheet are shown, and in which order."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from core.arrays import Array, Indices
from core.sheet.answers import Answers
from core.sheet.sheet import Mask, Sheet
from core.table.splitting import TEST, TRAIN, VALIDATION

Key = Literal["number", "part", "target", "answer", "error", "column"]
Show = Literal["all", "training", "validation", "test", "wrong"]
PARTS: dict[str, int] = {"training": TRAIN, "validation": VALIDATION, "test": TEST}


class Sorting(NamedTuple):
    """By what rows are sorted; `column` says by which, where the key is one of the sheet's own columns."""

    key: Key = "number"
    is_descending: bool = False
    column: int = 0

    @property
    def needs_answers(self) -> bool:
        """Whether the network's answers decide."""
        return self.key in ("answer", "error")


class Wanted(NamedTuple):
    """What somebody wants to see: which rows, those that hold this text, in this order."""

    sorting: Sorting = Sorting()
    show: Show = "all"
    text: str = ""

    @property
    def needs_answers(self) -> bool:
        """Whether the network's answers decide."""
        return self.sorting.needs_answers or self.show == "wrong"


def ordered(
    sheet: Sheet, answers: Answers | None, wanted: Wanted, is_wanted: Callable[[], bool] = lambda: True
) -> Indices | None:
    """The rows that are wanted, in order (shown,); None where nobody waits any more.

    answers  to all samples; None: there is no network for these data, and nothing is wrong
    """
    shown = _shown(sheet, answers, wanted, is_wanted)
    if shown is None or not is_wanted():
        return None
    order = _order(sheet, answers, wanted.sorting)
    return order if shown.all() else order[shown[order]]


def _shown(sheet: Sheet, answers: Answers | None, wanted: Wanted, is_wanted: Callable[[], bool]) -> Mask | None:
    shown = np.ones(sheet.count, np.bool_)
    if wanted.show in PARTS:
        shown = sheet.parts == PARTS[wanted.show]
    elif wanted.show == "wrong":
        shown = np.zeros(sheet.count, np.bool_)
        if answers is not None and answers.wrong is not None:
            shown[sheet.rows_of] = answers.wrong
    text = wanted.text.strip()
    if not text:
        return shown
    found = np.char.find(sheet.numbers.astype(str), text) == 0 if text.isdecimal() else np.zeros(sheet.count, np.bool_)
    found |= _target_holds(sheet, text)
    for column in range(len(sheet.cells.names)):
        if not is_wanted():
            return None
        found |= sheet.cells.holds(column, text)
    return shown & found


def _target_holds(sheet: Sheet, text: str) -> Mask:
    if sheet.target is not None:
        return sheet.target.holds(0, text)
    targets = sheet.targets
    found: Mask
    if sheet.dataset.task == "regression":
        found = np.char.find(np.char.mod("%.3f", targets), text) >= 0
        return found[sheet.samples]
    names = sheet.dataset.classes
    matches = np.array([text.lower() in name.lower() for name in names] or [False])
    found = matches[np.minimum(targets.astype(np.intp), len(matches) - 1)]
    return found[sheet.samples]


def _order(sheet: Sheet, answers: Answers | None, sorting: Sorting) -> Indices:
    rows = np.arange(sheet.count)
    match sorting.key:
        case "part":
            return _sorted(sheet.parts.astype(np.float64), sorting.is_descending)
        case "target":
            if sheet.target is not None:
                return sheet.target.order(0, sorting.is_descending)
            return _sorted(sheet.targets[sheet.samples], sorting.is_descending)
        case "column":
            return sheet.cells.order(sorting.column, sorting.is_descending)
        case "answer" | "error" if answers is not None:
            keys = _answer_keys(answers) if sorting.key == "answer" else _error_keys(answers)
            of_row = np.full(sheet.count, np.nan)
            of_row[sheet.rows_of] = keys
            return _sorted(of_row, sorting.is_descending)
    return rows[::-1] if sorting.is_descending else rows


def _answer_keys(answers: Answers) -> Array:
    """By class, and within one by how clear it is; or by the number."""
    values = answers.values.astype(np.float64)
    if answers.decided is None:
        return values
    # Squeezed to (-1/2, 1/2), so that no output carries a sample over to the next class.
    return answers.decided + np.arctan(values) / np.pi


def _error_keys(answers: Answers) -> Array:
    """The worst are the largest: wrong ones, then those that are furthest off; what is no number is worst of all."""
    sizes = np.abs(answers.errors.astype(np.float64))
    if answers.wrong is not None:
        sizes = answers.wrong + np.arctan(sizes) / np.pi
    return np.nan_to_num(sizes, nan=np.inf)


def _sorted(keys: Array, is_descending: bool) -> Indices:
    """Rows by these keys, NaN last; equal ones as they stand."""
    return np.argsort(-keys if is_descending else keys, kind="stable")
