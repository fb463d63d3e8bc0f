"""Teaching by drawing: what is on the pad becomes a sample of one's own, with the digit that somebody says it is."""

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal

from core.data import Segments
from core.data.recipes import DIGITS_WITH_VARIANTS
from core.data.segments import SEGMENT_NAMES, SHAPES, labels_of, shapes_with
from core.edits import Edit, add_sample, remove_sample
from core.specs import Project
from gui.pad.own_shapes import OwnShapes
from gui.pad.pad import SegmentPad
from gui.session.session import Session
from gui.theme import Theme
from gui.views.reading import with_article


class Teaching(QObject):
    """Connects the pad, the list of own shapes and the project."""

    told = Signal(str)
    """What was taught, and whether it can be learned."""

    def __init__(self, session: Session, pad: SegmentPad) -> None:
        super().__init__(pad)
        self._session, self._pad = session, pad
        self.own = OwnShapes(pad)
        pad.teach_wanted.connect(self._teach)
        pad.own_wanted.connect(lambda: self.own.open_above(pad.own_link))
        self.own.show_wanted.connect(self._show)
        self.own.remove_wanted.connect(self._remove)

    def show_project(self, project: Project) -> None:
        """The shapes of these data."""
        data = project.data if isinstance(project.data, Segments) else Segments()
        self._pad.show_own(len(data.added))
        self.own.show_data(data)

    def show_theme(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.own.show_theme(theme)

    def _teach(self, digit: int) -> None:
        project = self._session.document.project
        data, drawn = project.data, self._pad.drawn
        if not isinstance(data, Segments):
            return
        others = [label for label in labels_of(data, drawn) if label != digit]

        def decide() -> Edit:
            edit = add_sample(project, drawn, np.eye(len(SHAPES))[digit])
            return msgspec.structs.replace(edit, text=f"teach a shape as {with_article(digit)}")

        self._session.apply(decide)
        if self._session.document.project is not project:
            self.told.emit(_taught(digit, others))

    def _show(self, index: int) -> None:
        data = self._session.document.project.data
        if isinstance(data, Segments) and index < len(data.added):
            self._pad.set_values(np.array(data.added[index][: len(SEGMENT_NAMES)]))

    def _remove(self, index: int) -> None:
        self._session.apply(lambda: remove_sample(self._session.document.project, index))


def target_of(data: Segments, drawn: np.ndarray) -> int | None:
    """The digit that somebody means who draws this pattern (7,): what it is labelled as, else whose shape it is.

    None where it has two labels, or none.
    """
    labels = labels_of(data, drawn)
    if not labels:
        shapes = shapes_with(DIGITS_WITH_VARIANTS)
        labels = shapes.digits[(shapes.values == drawn).all(axis=1)].tolist()
    return labels[0] if len(labels) == 1 else None


def _taught(digit: int, others: list[int]) -> str:
    if not others:
        return f"Taught: this shape is {with_article(digit)}, one more to train on."
    names = " and ".join(with_article(other) for other in others)
    return f"Taught: this shape is {with_article(digit)}, and {names}, too: a network can read only one of them."
