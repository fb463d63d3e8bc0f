"""The current sample: the one input that the whole window speaks of, whoever chose it."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import Array
from core.data import Digits, Drawn, PointRecipe, Points, Recipe, Table, build
from core.data.nouns import noun_of_data
from core.specs import Project
from gui.session.document import Document

Kind = Literal["training", "test"]
TYPED = "typed"
"""How a sample is called whose numbers somebody typed."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One input, and what it should come to.

    x       (inputs,) as the network is given it
    target  (outputs,) as the data hold it: 0/1, one-hot, or a number; None: not known
    place   (numbers,) what x was made of: where pictures show it
    words   where it comes from: "training point 12", "your digit 3", "the pad", "typed"
    row     (kind, row) where it is one of the data's; None: it is not
    """

    x: Array
    target: Array | None
    place: Array
    words: str
    row: tuple[Kind, int] | None = None


class CurrentSample(QObject):
    """What is shown of the network's inside is shown for this sample; views ask for another with the methods here.

    Other data bring another sample: the digits' first test picture, of points none until somebody points at one.
    """

    changed = Signal()
    """`sample` is another one."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.sample: Sample | None = None
        document.changed.connect(self._on_changed)
        self._begin(document.project)

    def show(self, sample: Sample | None) -> None:
        """This one; None: none."""
        if sample is not self.sample:
            self.sample = sample
            self.changed.emit()

    def show_row(self, kind: Kind, row: int) -> None:
        """One of the data's: row `row` of the training or of the test samples."""
        self.show(sample_of_row(self._document.project, kind, row))

    def walk(self, way: int) -> None:
        """The next sample of the data (1), or the one before (-1): the test samples, then the training samples.

        From what is none of the data's, the first or the last of them.
        """
        data = self._document.project.data
        if data is None:
            return
        dataset, rows = build(data), self.sample.row if self.sample is not None else None
        tests = 0 if dataset.x_test is None else len(dataset.x_test)
        total = tests + len(dataset.x)
        if total == 0:
            return
        here = -1 if way > 0 else total
        if rows is not None:
            here = rows[1] + (0 if rows[0] == "test" else tests)
        there = (here + way) % total
        self.show_row("test" if there < tests else "training", there if there < tests else there - tests)

    def show_place(self, place: Array, target: Array | None = None, words: str = "your own place") -> None:
        """What the network is given at a place (numbers,) of the data, which need not be a sample of it.

        Points in the plane become features, rows of a table are scaled.
        """
        place = np.array(place, np.float64)
        data = self._document.project.data
        x = place if data is None else data.expand(place[:, np.newaxis])[:, 0]
        self.show(Sample(x, target, place, words))

    def _begin(self, project: Project) -> None:
        self.show(sample_of_row(project, "test", 0) if isinstance(project.data, Digits) else None)

    def _on_changed(self, old: Project, project: Project) -> None:
        data, sample = project.data, self.sample
        if old.data == data:
            return
        if sample is None or not _has_same_places(old.data, data):
            self._begin(project)
        elif not _is_still_there(sample, old.data, project):
            row = _row_now(sample, project)
            if row is None:
                self._begin(project)
            else:
                self.show_row(*row)
        elif sample.row is not None:
            self.show_row(*sample.row)  # its label may be another, and so may its features or its scale
        elif data is not None:
            # The same place, of which other features may be made now, or scaled otherwise.
            self.show(replace(sample, x=data.expand(sample.place[:, np.newaxis])[:, 0]))


def _has_same_places(old: Recipe | None, new: Recipe | None) -> bool:
    """Whether a place of the old data means the same in the new ones."""
    if isinstance(old, PointRecipe) and isinstance(new, PointRecipe):
        return old.is_planar == new.is_planar
    if isinstance(old, Table) and isinstance(new, Table):
        return old.rows == new.rows and old.columns == new.columns
    return type(old) is type(new)


def _is_still_there(sample: Sample, old: Recipe | None, project: Project) -> bool:
    """Whether the new data have the sample where it was, or it was none of theirs."""
    new = project.data
    if sample.row is None or old is None or new is None:
        return sample.row is None
    there = sample_of_row(project, *sample.row)
    is_same_place = there is not None and np.array_equal(there.place, sample.place)
    if isinstance(old, Drawn) and isinstance(new, Drawn):
        # What was erased makes others move up: the same place with another label is another point.
        return is_same_place and there is not None and _equal(there.target, sample.target)
    if isinstance(old, Points) and isinstance(new, Points):
        if old.shape != new.shape:
            return False
        old = old.replace(features=new.features)
    return old.replace(added=()) == new.replace(added=()) and (sample.row[0] == "test" or is_same_place)


def _equal(target: Array | None, other: Array | None) -> bool:
    return target is not None and other is not None and np.array_equal(target, other)


def _row_now(sample: Sample, project: Project) -> tuple[Kind, int] | None:
    """Where the very same sample stands since others before it came or went; None: it is gone."""
    if sample.row is None or sample.target is None or project.data is None:
        return None
    kind, dataset = sample.row[0], build(project.data)
    places, y = (dataset.places, dataset.y) if kind == "training" else (dataset.places_test, dataset.y_test)
    if places is None or y is None or places.shape[1:] != sample.place.shape or y.shape[1:] != sample.target.shape:
        return None
    found = np.flatnonzero((places == sample.place).all(axis=1) & (y == sample.target).all(axis=1))
    return (kind, int(found[-1])) if len(found) else None


def noun_of(project: Project) -> str:
    """What a sample of these data is called: "point", "digit", "shape", "row"."""
    return noun_of_data(project.data)


def sample_of_row(project: Project, kind: Kind, row: int) -> Sample | None:
    """Row `row` of the training or test samples; None where there is none."""
    if project.data is None:
        return None
    dataset = build(project.data)
    x, y, places = dataset.x, dataset.y, dataset.places
    if kind == "test":
        if dataset.x_test is None or dataset.y_test is None or dataset.places_test is None:
            return None
        x, y, places = dataset.x_test, dataset.y_test, dataset.places_test
    if not 0 <= row < len(x):
        return None
    words, own = _words(project.data, kind, row), row - len(x) + len(project.data.added)
    if kind == "training" and own >= 0:
        words = f"your {noun_of(project)} {own + 1:,}"
    return Sample(x[row], y[row], places[row], words, (kind, row))


def _words(data: Recipe, kind: Kind, row: int) -> str:
    """What one of the data's samples is called: "training point 12"; a row goes by its number in the table."""
    if not isinstance(data, Table):
        return f"{kind} {noun_of_data(data)} {row + 1:,}"
    prepared = data.prepared
    rows = prepared.rows_test if kind == "test" else prepared.rows
    if row >= len(rows):
        return ""  # one of somebody's own
    is_watched = kind == "training" and row in prepared.aside[np.searchsorted(prepared.aside, row) :][:1]
    return f"{'validation' if is_watched else kind} row {rows[row] + 1:,}"
