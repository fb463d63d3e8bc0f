"""Teaching by drawing: what is on the pad becomes a sample of one's own, with the digit that somebody says it is."""

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal

from core.data import Segments, build
from core.data.recipes import DIGITS_WITH_VARIANTS
from core.data.segments import SEGMENT_NAMES, SHAPES, labels_of, shapes_with
from core.edits import Edit, add_sample, remove_sample
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values
from gui.pad.own_shapes import OwnShapes
from gui.pad.pad import SegmentPad
from gui.session.session import Session
from gui.theme import Theme
from gui.views.reading import with_article

LONG_EPOCHS = 300
"""What was taught so long ago and is still read wrong will not come by waiting."""
EACH = 15
"""While training, what was taught is looked at every so many frames."""
FLAT = 0.02
"""A sigmoid nearer than this to 0 and 1 has hardly any slope, which mean squared error needs."""


class Teaching(QObject):
    """Connects the pad, the list of own shapes and the project."""

    noticed = Signal(str)
    """What was taught, and whether it can be learned."""

    def __init__(self, session: Session, pad: SegmentPad) -> None:
        super().__init__(pad)
        self._session, self._pad = session, pad
        self.own = OwnShapes(pad)
        self._taught: object = ()
        self._taught_at = 0
        """The epoch at which the shapes became these."""
        self._is_said = False
        session.frame.connect(self._look)
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

    def _look(self, snapshot: Snapshot, number: int) -> None:
        """Say where what was taught long ago is still read wrong, and what helps."""
        project = self._session.document.project
        data = project.data
        if not isinstance(data, Segments) or not (snapshot.is_calm or number % EACH == 0):
            return
        if (snapshot.network.inputs, snapshot.network.outputs) != SHAPES.shape[::-1]:
            return  # the network still belongs to other data
        if data.added != self._taught or snapshot.epoch < self._taught_at:
            self._taught, self._taught_at, self._is_said = data.added, snapshot.epoch, False
        epochs = snapshot.epoch - self._taught_at
        wrong, is_flat = _read_wrong(project, data, snapshot) if data.added and epochs >= LONG_EPOCHS else ((), False)
        doubt = _doubt(wrong, epochs, is_flat) if wrong else ""
        self._pad.show_own(len(data.added), len(wrong), doubt)
        self.own.show_doubt(doubt)
        if doubt and not self._is_said:
            self._is_said = True
            self.noticed.emit(doubt)

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
            self.noticed.emit(_taught(digit, others))

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


def _read_wrong(project: Project, data: Segments, snapshot: Snapshot) -> tuple[tuple[int, ...], bool]:
    """What was taught and is not read so, and whether its outputs are too near no and yes to be moved.

    Of a pattern with two labels a network can read only one, so the other is nothing to wait for.
    """
    rows, network, loss = np.array(data.added), snapshot.network, project.training.loss
    values = class_values(network.outputs, network.output.activation, loss)
    patterns, digits = rows[:, : len(SEGMENT_NAMES)], np.argmax(rows[:, len(SEGMENT_NAMES) :], axis=1)
    outputs = network.predict(snapshot.theta, patterns)
    is_clear = np.array([len(labels_of(data, pattern)) == 1 for pattern in patterns])
    is_wrong = is_clear & (build(data).decide(outputs.T, values) != digits)
    needs_slope = network.output.activation == "sigmoid" and loss in ("mse", "half_squared_error")
    is_flat = needs_slope and bool((np.minimum(outputs, 1.0 - outputs)[is_wrong] < FLAT).all())
    return tuple(digits[is_wrong].tolist()), is_flat


def _doubt(wrong: tuple[int, ...], epochs: int, is_flat: bool) -> str:
    """What is said of shapes that do not come right, with a way out."""
    what = f"The {wrong[0]} that you taught is" if len(wrong) == 1 else f"{len(wrong):,} shapes that you taught are"
    after = f"{what} still read wrong after {epochs // LONG_EPOCHS * LONG_EPOCHS:,} epochs"
    if is_flat:
        return f"{after}: outputs near 0 and 1 hardly move with squared error. Reset and Train learn it afresh."
    return f"{after}: Reset and Train learn all shapes afresh; more neurons may help."


def _taught(digit: int, others: list[int]) -> str:
    if not others:
        return f"Taught: this shape is {with_article(digit)}, one more to train on."
    names = " and ".join(with_article(other) for other in others)
    return f"Taught: this shape is {with_article(digit)}, and {names}, too: a network can read only one of them."
