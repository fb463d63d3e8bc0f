"""The handwriting pad: paper for a digit, what the network sees and reads of it, and the digits kept of one's own."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.arrays import Array
from core.data import Digits
from core.data.handwriting import picture_of
from core.snapshot import Snapshot
from core.specs import Project
from core.wording import counted
from gui.actions import walks_history
from gui.pad.label_keys import LabelKeys
from gui.pad.own_digits import NOT_READ, ROW_PX, OwnDigits
from gui.pad.paper import LEAST_SIDE_PX, SIDE_PX, Paper, Strokes
from gui.pad.seen import Seen
from gui.theme import GRID_PX, Theme
from gui.views.reading import reading_of_picture, with_article
from gui.views.title import quiet_button
from gui.views.view import View

WIDTH_PX = SIDE_PX
LOOK_MS = 16
"""While a stroke grows the network looks at it this often: once a frame."""
GAP_PX = 3
MOST_ROWS = 5
"""Of kept digits."""
NOT_YOURS = "Click your digit to teach it."
"""Another one is shown: who labels means what is in sight."""
ROOMY_SIDE_PX = 120
"""Paper that is no higher leaves no room for kept digits."""


@dataclass(frozen=True, eq=False)
class Written:
    """What is on the pad.

    strokes  on the paper
    pixels   the picture (64,) where its pixels were switched by hand; None: it is made of the strokes
    """

    strokes: Strokes = ()
    pixels: Array | None = None

    @property
    def picture(self) -> Array | None:
        """What the network is given (64,); None: the pad is empty."""
        if self.pixels is not None:
            return self.pixels if self.pixels.any() else None
        return picture_of(self.strokes) if self.strokes else None


BLANK = Written()


class HandwritingPad(View):
    """A digit is drawn here, read live, and kept with a label as one more to train on."""

    changed = Signal(object)
    """The picture (64,) that the network is to be given; None: the pad is empty."""
    pressed = Signal()
    """A pen was set down, or moved: the screen has work to do."""
    labelled = Signal(int)
    """The drawing is this digit, and is to be kept as one, whatever it was kept as before."""
    chosen = Signal(int)
    """This one of the kept digits is to be the current sample."""
    removed = Signal(int)
    """This one of the kept digits is to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handwriting-pad")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.paper, self.seen, self.labels, self.own = Paper(), Seen(), LabelKeys(), OwnDigits()
        self.setFocusProxy(self.paper)
        self._written = BLANK
        self._earlier: list[Written] = []
        self._picture: Array | None = None
        self._kept_as: int | None = None
        self._height = 3 * SIDE_PX
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.setInterval(LOOK_MS)
        self._look_soon.timeout.connect(self._look)
        self._arrange()
        self.paper.began.connect(self._on_began)
        self.paper.changed.connect(self._on_drawn)
        self.paper.ended.connect(self._look)
        self.paper.given_up.connect(self._restore)
        self.seen.wanted.connect(lambda: self.changed.emit(self._picture))
        self.seen.switched.connect(self._on_switched)
        self.labels.said.connect(self.label)
        self.own.chosen.connect(self.chosen)
        self.own.removed.connect(self.removed)
        self._show_state()

    def _arrange(self) -> None:
        self.undo_button = quiet_button("pad-undo", "Undo", "Take back the last stroke (Backspace on the pad).")
        self.clear_button = quiet_button("pad-clear", "Clear", "Clear the pad (Delete on it).")
        self.undo_button.clicked.connect(self.take_back)
        self.clear_button.clicked.connect(self.clear)
        tools = QHBoxLayout()
        tools.setSpacing(GRID_PX // 2)
        self.heading = QLabel()
        self.heading.setProperty("role", "muted")
        tools.addWidget(self.heading, 1)
        for button in (self.undo_button, self.clear_button):
            tools.addWidget(button)
        self._question, self._count = QLabel(), QLabel()
        self._count.setObjectName("pad-count")
        for label in (self._question, self._count):
            label.setProperty("role", "muted")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.paper, 1)
        column.addLayout(tools)
        column.addWidget(self.seen)
        column.addSpacing(GAP_PX)
        column.addWidget(self._question)
        column.addWidget(self.labels)
        column.addSpacing(GAP_PX)
        column.addWidget(self._count)
        column.addWidget(self.own)

    # The drawing -----------------------------------------------------------------------------------------------------

    @property
    def picture(self) -> Array | None:
        """The picture (64,) of what is on the pad; None: it is empty."""
        return self._picture

    def clear(self) -> None:
        """Empty the pad; it can be taken back."""
        if self._written is not BLANK:
            self._write(BLANK)

    def forget(self) -> None:
        """Empty the pad for another project, as if nothing had been drawn."""
        self.paper.give_up()
        self._earlier = []
        self._put(BLANK)

    def take_back(self) -> None:
        """As it was before the last stroke, or whatever was done last; what is kept stays as it is."""
        if self._kept_as is None:
            self._restore()

    def _restore(self) -> None:
        if self._earlier:
            self._put(self._earlier.pop())

    def label(self, digit: int) -> None:
        """The drawing is this digit: it is to be kept as one; where it is kept as another, that was a slip."""
        if self._picture is None:
            self._question.setText("Draw a digit first.")
        elif not self.paper.is_live:  # what is in sight is another digit
            self._question.setText(NOT_YOURS)
        elif self._kept_as != digit and not self.paper.is_drawing:
            self.labelled.emit(digit)

    def _write(self, written: Written) -> None:
        self._earlier.append(self._written)
        self._put(written)

    def _put(self, written: Written) -> None:
        self._written = written
        self.paper.show_strokes(written.strokes)
        self._look()

    def _on_began(self) -> None:
        """A new drawing where the one before was kept, or was made of pixels."""
        self._earlier = [*([] if self._kept_as is not None else self._earlier), self._written]
        if self._kept_as is not None or self._written.pixels is not None:
            self._written = BLANK
            self.paper.show_strokes(())
        self.pressed.emit()

    def _on_drawn(self) -> None:
        self.pressed.emit()
        if not self._look_soon.isActive():
            self._look_soon.start()

    def _on_switched(self, pixels: Array) -> None:
        self._write(Written((), pixels))

    def _look(self) -> None:
        """Take in what is on the paper now."""
        self._look_soon.stop()
        if self._written.pixels is None:
            self._written = Written(self.paper.strokes) if self.paper.strokes else BLANK
        self._picture = self._written.picture
        self.seen.show_picture(self._picture)
        self._read_drawing()
        self._show_state()
        self.changed.emit(self._picture)

    # Keys ------------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # A key that means something on the paper must not reach the window's shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meaning(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the paper leaves to us."""
        match self._meaning(event):
            case "take back":
                if not self.paper.give_up():
                    self.take_back()
            case "clear":
                self.clear()
            case _:
                super().keyPressEvent(event)

    def _meaning(self, event: QKeyEvent) -> str:
        if not (self.paper.hasFocus() or self.seen.hasFocus()):
            return ""
        if walks_history(event):
            # What is being written is not done yet: undo takes back its strokes before it comes to the project.
            is_undo = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() == Qt.Key.Key_Z
            is_ours = self.paper.is_drawing or (is_undo and self._kept_as is None and bool(self._earlier))
            return "take back" if is_ours else ""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return ""
        return {Qt.Key.Key_Backspace: "take back", Qt.Key.Key_Delete: "clear"}.get(Qt.Key(event.key()), "")

    # What is known of it ---------------------------------------------------------------------------------------------

    def show_live(self, is_live: bool) -> None:
        """Whether the network is given the drawing now, and not another sample."""
        if is_live != self.paper.is_live:
            self.paper.show_live(is_live)
            self._show_state()

    def show_kept(self, kept_as: int | None) -> None:
        """As which digit the drawing is among those that are trained on; None: it is not."""
        if kept_as != self._kept_as:
            self._kept_as = kept_as
            self._show_state()
            self._read_drawing()

    def show_chosen(self, index: int | None) -> None:
        """Mark this one of the kept digits."""
        self.own.show_chosen(index)

    def _draw_project(self, project: Project) -> None:
        added = np.array(project.data.added if isinstance(project.data, Digits) else ()).reshape(-1, 74)
        self.own.show_digits(added[:, :64], np.argmax(added[:, 64:], axis=1))
        self._show_state()

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        self._read_drawing()
        answers = self._answers(self.own.pictures)
        if answers is not None:
            self.own.show_read(np.where(np.isfinite(answers).all(axis=0), np.argmax(answers, axis=0), NOT_READ))
            self._show_count()

    def _read_drawing(self) -> None:
        """Show what is read from the drawing at this moment of training."""
        if not self.isVisible():
            return  # it is read once it is seen
        answers = None if self._picture is None else self._answers(self._picture[np.newaxis])
        if answers is None or self.snapshot is None:
            self.seen.show_reading(None)
        else:
            is_share = self.snapshot.network.output.activation == "softmax"
            self.seen.show_reading(replace(reading_of_picture(answers[:, 0], None, is_share), truth=self._kept_as))

    def _answers(self, pictures: Array) -> Array | None:
        """The outputs (10, pictures) for pictures (pictures, 64); None while the network belongs to other data."""
        snapshot = self.snapshot
        if snapshot is None or (snapshot.network.inputs, snapshot.network.outputs) != (64, 10):
            return None
        with np.errstate(over="ignore", invalid="ignore"):  # training that ran away is shown, too
            return snapshot.network.activations(snapshot.theta, pictures.T)[-1]

    # Looks -----------------------------------------------------------------------------------------------------------

    def _draw_theme(self, theme: Theme) -> None:
        for part in (self.paper, self.seen, self.own):
            part.show_theme(theme)

    def fit_height(self, room: int) -> None:
        """Take at most so much: first the paper grows, then there are more rows of kept digits.

        Where there is very little room, none of those are shown.
        """
        self._has_own(True)
        fixed = self._column.minimumSize().height() - LEAST_SIDE_PX - self.own.sizeHint().height()
        rows = min(MOST_ROWS, (room - fixed - SIDE_PX) // ROW_PX)
        if rows < 1:
            rows = 1 if room - fixed - ROW_PX >= ROOMY_SIDE_PX else 0
        if rows:
            self.own.show_rows(rows)
        else:
            self._has_own(False)
        below = self._column.minimumSize().height() - LEAST_SIDE_PX
        self._height = below + min(SIDE_PX, max(LEAST_SIDE_PX, room - below))

    def _has_own(self, has_own: bool) -> None:
        for part in (self._count, self.own):
            part.setVisible(has_own)
        self._column.invalidate()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, self._height)

    def _show_state(self) -> None:
        has_ink, is_kept = self._picture is not None, self._kept_as is not None
        strokes = len(self._written.strokes)
        self.paper.setAccessibleName(f"Paper to draw a digit on, {counted(strokes, 'stroke')}")
        self.undo_button.setEnabled(bool(self._earlier) and not is_kept)
        self.clear_button.setEnabled(has_ink or self._written is not BLANK)
        is_hand_made = self._written.pixels is not None
        self.paper.show_words(*(("pixels set by hand", "draw to begin anew") if is_hand_made else ("draw a digit", "")))
        self.heading.setText("Your digit" if has_ink else "")
        kept = "" if self._kept_as is None else f"Taught as {with_article(self._kept_as)}. Draw the next."
        self._question.setText(NOT_YOURS if has_ink and not self.paper.is_live else kept or "Teach: this is a")
        self.labels.show_state(has_ink and self.paper.is_live, self._kept_as)
        self._show_count()

    def _show_count(self) -> None:
        count, wrong = self.own.count, self.own.wrong
        text = f"{counted(count, 'digit')} taught" if count else "No digit taught yet."
        self._count.setText(f"{text}, {wrong:,} wrong" if wrong else text)
