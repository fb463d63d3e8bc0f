"""The timeline of the training: its loss as a quiet silhouette, and a handle at the moment that is shown."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip

from core.arrays import Array, Indices
from core.curve import EPOCH, TRAIN_LOSS
from core.messages import MomentsListed
from core.snapshot import Snapshot
from gui.theme import GRID_PX, LIGHT, SMALL_PX, Theme, blend, body_font
from gui.views.axes import Scale, number_text

EDGE_PX = 6.0
HANDLE_PX = 4.0
MOST_ABOVE = 10.0
"""How many times as high as the later half of the loss its start may be to be drawn as a whole."""
FILL, LATER_FILL = 0.26, 0.12
"""How strong the silhouette is, up to the moment shown and after it."""
SHADES = 9
"""From nothing to all of a pixel."""
PAGE = 10
"""So many moments Page up and Page down go."""
NOTHING_YET = "no training yet"


class TimelineSlider(QSlider):
    """A slider over the moments that are kept, the last of them the present; where each stands says its epoch."""

    look_wanted = Signal(int)
    """The moment of this step is to be shown."""
    now_wanted = Signal()
    """The present is to be shown."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("timeline")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPageStep(PAGE)
        self.setRange(0, 0)
        self._theme = LIGHT
        self.steps: Indices = np.zeros(1, np.intp)
        """The moments that can be shown, with their epochs and train losses, all (moments,)."""
        self.epochs: Array = np.zeros(1)
        self.losses: Array = np.full(1, np.nan)
        self._curve: Array = np.zeros((0, 2))
        """Epoch and train loss (points, 2)."""
        self._now = 0.0
        self._index = 0
        """The moment shown. The slider's own value is what somebody wants, until it is shown."""
        self._hovered: float | None = None
        self.valueChanged.connect(self._on_value_changed)
        self._tell()

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_training(self, snapshot: Snapshot) -> None:
        """Show how far training has come, and what it has cost on the way."""
        curve = snapshot.curve[:, [EPOCH, TRAIN_LOSS]]
        now = snapshot.epoch + snapshot.position / max(1, snapshot.steps_per_epoch)
        if now != self._now or not np.array_equal(curve, self._curve, equal_nan=True):
            self._curve, self._now = curve, now
            self.update()

    def show_moments(self, listed: MomentsListed, step: int | None) -> None:
        """These moments can be shown; `step` is that of the one which is, None: the present."""
        self.steps, self.epochs, self.losses = listed.steps, listed.epochs, listed.losses
        self.show_step(step)
        self._tell()

    def show_step(self, step: int | None) -> None:
        """The moment of this step is shown; None: the present."""
        last = len(self.steps) - 1
        index = last if step is None else int(np.argmin(np.abs(self.steps - step)))
        self._index = index
        # In this order the slider never has to push its value into its range.
        self.setMaximum(max(last, self.maximum()))
        self.setValue(index)
        self.setMaximum(last)
        self._tell()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the present."""
        return len(self.steps) < 2

    def _tell(self) -> None:
        shown, last = self.epochs[self._index], self.epochs[-1]
        self.setAccessibleName(
            "Timeline: " + (NOTHING_YET if self.is_empty else f"epoch {_epoch(shown)} of {_epoch(last)}")
        )
        self.setAccessibleDescription("Arrow keys look back at earlier moments of the training; End returns to now.")

    def place_of(self, index: int) -> QPointF:
        """Where this moment stands."""
        return QPointF(self._across()(float(self.epochs[index])), self.height() / 2)

    def _across(self) -> Scale:
        last = max(self._now, float(self.epochs[-1]))
        return Scale(0.0, last or 1.0, EDGE_PX, self.width() - EDGE_PX)

    def _nearest(self, x: float) -> int:
        return int(np.argmin(np.abs(self.epochs - self._across().value(x))))

    def _on_value_changed(self, index: int) -> None:
        if index == self._index:
            return
        self._index = index
        if index == len(self.steps) - 1:
            self.now_wanted.emit()
        else:
            self.look_wanted.emit(int(self.steps[index]))
        self._tell()
        self.update()

    # Hands and keys --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the moment that is nearest."""
        if event.button() == Qt.MouseButton.LeftButton and not self.is_empty:
            self.setSliderDown(True)
            self._drag_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the moment that is nearest, or say what was there."""
        if self.isSliderDown():
            self._drag_to(event)
        self._hovered = event.position().x()
        self._tell_hovered(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The moment shown last stays."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is for whoever looks back; the other keys are a slider's."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turned by the way does not stop training."""
        event.ignore()

    def _drag_to(self, event: QMouseEvent) -> None:
        self.setValue(self._nearest(event.position().x()))

    def _tell_hovered(self, event: QMouseEvent) -> None:
        text = "The training's course stands here once it has begun."
        if not self.is_empty:
            index = self._nearest(event.position().x())
            loss = self.losses[index]
            is_now = index == len(self.steps) - 1
            text = f"{'now, ' if is_now else ''}epoch {_epoch(self.epochs[index])}"
            text += f" · loss {number_text(float(loss))}" if np.isfinite(loss) else ""
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    # Painting --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as the line it stands in."""
        return QSize(300, 4 * GRID_PX)

    def minimumSizeHint(self) -> QSize:
        """Narrow where there is little room."""
        return QSize(120, 4 * GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The silhouette, paler where it is later than what is shown, and the handle."""
        painter = QPainter(self)
        try:
            if self.is_empty and self._now == 0.0:
                self._paint_words(painter)
            else:
                self._paint_course(painter)
        finally:
            painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, NOTHING_YET)
        width = painter.fontMetrics().horizontalAdvance(NOTHING_YET) + 2 * GRID_PX
        self._paint_focus(painter, QRectF((self.width() - width) / 2, GRID_PX, width, self.height() - 2 * GRID_PX))

    def _paint_course(self, painter: QPainter) -> None:
        theme, across = self._theme, self._across()
        area = QRectF(self.rect()).adjusted(EDGE_PX, 5.0, -EDGE_PX, -5.0)
        at = across(float(self.epochs[self._index])) if not self._is_now else area.right()
        silhouette = self._silhouette(area.toRect(), across, at)
        if silhouette is not None:
            painter.drawImage(area.topLeft(), silhouette)
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1.0), QColor(theme.hairline))
        if self._hovered is not None and not self.is_empty and not self.isSliderDown():
            x = across(float(self.epochs[self._nearest(self._hovered)]))
            painter.fillRect(QRectF(round(x), area.top(), 1.0, area.height()), QColor(theme.muted))
        handle = QRectF(round(at - HANDLE_PX / 2), area.top() - 1.0, HANDLE_PX, area.height() + 2.0)
        painter.fillRect(handle, QColor(theme.ink))
        self._paint_focus(painter, handle.adjusted(-2.0, -2.0, 2.0, 2.0))

    def _paint_focus(self, painter: QPainter, around: QRectF) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.ink), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(around.adjusted(-0.5, -0.5, 0.5, 0.5))

    @property
    def _is_now(self) -> bool:
        return self._index == len(self.steps) - 1

    def _silhouette(self, area: QRect, across: Scale, at: float) -> QImage | None:
        """The loss over the epochs, filled, as an image with soft edges: a polygon of so many points takes far longer.

        None where there is no loss.
        """
        epochs, losses = self._curve[np.isfinite(self._curve[:, 1])].T
        if not len(losses):
            return None
        ratio = self.devicePixelRatioF()
        width, height = max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio))
        half = 0.5 / ratio
        places = np.linspace(area.left() + half, area.left() + area.width() - half, width)
        here = np.linspace(across.value(float(places[0])), across.value(float(places[-1])), width)
        later = float(losses[len(losses) // 2 :].max())
        top = min(float(losses.max()), MOST_ABOVE * later) or 1.0
        # What came since the last point cost about the same; what came before the first one is not known.
        heights = np.interp(here, epochs, losses / top, left=0.0) * height
        covered = np.clip(heights - np.arange(height)[::-1, np.newaxis], 0.0, 1.0)
        shades = np.rint(covered * (SHADES - 1)).astype(np.intp) + np.where(places < at, 0, SHADES)
        table = [blend(self._theme.muted, self._theme.canvas, full * part / (SHADES - 1)).rgb()
                 for full in (FILL, LATER_FILL) for part in range(SHADES)]  # fmt: skip
        pixels = np.array(table, np.uint32)[shades]
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        return image


def _epoch(epochs: float) -> str:
    """ "12", or "12.3" within one."""
    return f"{epochs:,.0f}" if float(epochs).is_integer() else f"{np.floor(epochs * 10) / 10:,.1f}"
