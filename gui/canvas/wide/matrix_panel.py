"""The weight matrix of one layer, laid over the canvas: live while training, every weight to be found and read."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.wording import MINUS, counted
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.geometry import INPUTS
from gui.canvas.drawn.letters import font
from gui.canvas.wide.matrix import table
from gui.canvas.wide.matrix_view import MatrixView
from gui.panels.close_button import CloseButton
from gui.session.things import Edge, is_there
from gui.theme import GRID_PX, SMALL_PX, Theme

HINT = "Point at a weight to read it. Wheel zooms, drag moves."


class ScaleBar(QWidget):
    """Which colour means which weight."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = 0.0
        self.setObjectName("matrix-scale")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.update()

    def show_scale(self, scale: float) -> None:
        """scale: the |w| of the full colour."""
        if scale != self._scale:
            self._scale = scale
            words = f"{MINUS}{scale:g} to {scale:g}"
            self.setAccessibleName(f"Colours of weights from {words}")
            self.setToolTip(f"Colours of weights from {words}; zero has the ground's colour.")
            self.update()

    def sizeHint(self) -> QSize:
        """A line of text, with the colours in its middle."""
        return QSize(190, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colours between their ends' values."""
        painter = QPainter(self)
        try:
            painter.setFont(font(SMALL_PX))
            painter.setPen(QColor(self._theme.muted))
            bar = QRectF(self.rect()).adjusted(44.0, 4.5, -44.0, -4.5)
            low = QRectF(0.0, 0.0, 38.0, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(low, Qt.AlignmentFlag.AlignRight | flags, f"{MINUS}{self._scale:g}")
            painter.drawText(low.translated(bar.right() + 6.0, 0.0), flags, f"{self._scale:g}")
            pixels = table(self._theme)
            painter.drawImage(bar, QImage(pixels.data, pixels.size, 1, 4 * pixels.size, QImage.Format.Format_RGB32))
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            painter.drawRect(bar)
        finally:
            painter.end()


class MatrixPanel(QWidget):
    """One layer's weights: a row per input, a column per unit."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.layer = 0
        self._drawing: Drawing | None = None
        self._pointed = (-1, -1)
        self.setObjectName("matrix")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # what is below it is out of reach
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nor is it painted
        self._title = QLabel(self)
        self._title.setObjectName("matrix-title")
        self._title.setProperty("role", "heading")
        self._size = QLabel(self)
        self._size.setObjectName("matrix-size")
        self._size.setProperty("role", "muted")
        self._close = CloseButton("matrix-close", "Close the weight matrix", "Close the weight matrix (Esc).")
        self._close.clicked.connect(self.close_it)
        self.view = MatrixView(theme, self)
        self.view.pointed.connect(self._on_pointed)
        self.view.zoomed.connect(self._say_size)
        self._said = QLabel(HINT, self)
        self._said.setObjectName("matrix-value")
        self._said.setToolTip("Wheel or + and \u2212 zoom, drag or arrows move, 0 shows all of it, Esc closes.")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._scale = ScaleBar(theme, self)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(GRID_PX)
        head.addWidget(self._title)
        head.addWidget(self._size)
        head.addStretch(1)
        head.addWidget(self._close)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._scale)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        rows.addLayout(head)
        rows.addWidget(self.view, 1)
        rows.addLayout(foot)
        self.hide()

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self._theme = theme
        self.view.show_theme(theme)
        self._close.show_theme(theme)
        self._scale.show_theme(theme)
        self.update()

    def open_on(self, drawing: Drawing, layer: int) -> None:
        """Show this layer's weights, and take the keyboard."""
        if layer != self.layer:
            self.view.fit()
        self.layer = layer
        self.show_drawing(drawing)
        self.show()
        self.raise_()
        self.view.setFocus()

    def show_drawing(self, drawing: Drawing) -> None:
        """Show the same layer of another drawing; one that has it no more closes the panel."""
        self._drawing = drawing
        if self.layer >= len(drawing.geometry.network.dense):
            self.close_it()
            return
        network, labels = drawing.geometry.network, drawing.labels
        title = drawing.pair_name(self.layer)
        self._title.setText(f"Weights {title}")
        self.setAccessibleName(f"Weight matrix {title}")
        below = self.layer - 1

        def short(layer: int, unit: int) -> str:
            """A neuron without its layer's name, which the title says."""
            return labels.neuron(network, layer, unit).rpartition(" \u00b7 ")[2]

        self.view.show_names(
            lambda row: labels.input(row) if below == INPUTS else short(below, row),
            lambda column: short(self.layer, column),
        )
        self.show_weights()

    def show_weights(self) -> None:
        """Show what the drawing has now."""
        if self._drawing is not None and self._drawing.views:
            scale = self._drawing.scale_of_weights
            self.view.show_weights(self._drawing.views[self.layer]["weights"], scale)
            self._scale.show_scale(scale)
            self._say_size()
            self._say()

    def _on_pointed(self, row: int, column: int) -> None:
        self._pointed = row, column
        self._say()

    def _say_size(self) -> None:
        if self._drawing is not None and self.layer < len(self._drawing.geometry.network.dense):
            widths = self._drawing.geometry.network.widths
            text = f"{counted(widths[self.layer], 'row')}, {counted(widths[self.layer + 1], 'column')}"
            is_pooled = self.view.cell * self.devicePixelRatioF() < 1.0
            self._size.setText(f"{text} · a pixel shows the strongest of its weights" if is_pooled else text)

    def _say(self) -> None:
        edge = Edge(self.layer, *self._pointed)
        is_known = self._drawing is not None and is_there(edge, self._drawing.geometry.network.widths)
        self._said.setText(self._drawing.card(edge).line if is_known and self._drawing is not None else HINT)

    # Closing ---------------------------------------------------------------------------------------------------------

    def close_it(self) -> None:
        """Give the canvas back."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and M close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_M):
            self.close_it()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """The keyboard stays in the panel: what is below it cannot be seen."""
        (self.view if self._close.hasFocus() else self._close).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sheet over all of the canvas."""
        painter = QPainter(self)
        try:
            painter.fillRect(self.rect(), QColor(self._theme.canvas))
        finally:
            painter.end()
