"""A sample flows through the network of a canvas, layer by layer: played over and over, or one layer at a time.

While nothing flows there is no timer and nothing is painted. While it does, the drawing below is kept as a picture, so
that a frame costs its pulses and no more.
"""

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter

from gui.canvas.drawn.pulses import paint_glow, paint_pulses, paint_veil, pulses_into
from gui.canvas.editing import EditedNetwork

FRAME_MS = 33
PASS_SECONDS = 1.6
LEAST_SECONDS, MOST_SECONDS = 0.25, 0.7
"""For one layer."""
BEFORE, AFTER = 0.4, 1.2
"""How long a pass waits at the inputs and at the outputs, in layers."""
LONGEST_FRAME_SECONDS = 0.1
"""After a longer one the flow goes on from where it was seen last."""


class Flow(QObject):
    """The flow on one canvas: `front` says how far it is, 0 at the inputs, 1 at the first layer, and so on."""

    changed = Signal()
    """It began to play, or no longer plays."""
    sample_wanted = Signal()
    """There is no sample that could flow."""

    def __init__(self, canvas: EditedNetwork) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_tick)
        self._last = 0.0
        self.front = 0.0
        self.is_on = False
        """Whether a flow is shown, moving or not."""
        self.is_playing = False
        self._until: float | None = None
        """Where a single layer's way ends."""

    # Asked for -------------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play pass after pass, or stop and show everything again."""
        if self.is_playing:
            self.stop()
        elif self._begin():
            self.front, self._until, self.is_playing = -BEFORE, None, True
            self._timer.start()
            self.changed.emit()

    def step(self) -> None:
        """On to the next layer, and stay there; from the outputs, and at first, to the inputs."""
        was_on, was_playing = self.is_on, self.is_playing
        if not self._begin():
            return
        self.is_playing = False
        if was_playing:
            self.changed.emit()
        if not was_on or self.front >= self._layers:
            self.front, self._until = 0.0, None
            self._timer.stop()
        else:
            self._until = float(int(max(self.front, 0.0)) + 1) if self._until is None else self._until + 1.0
            self._until = min(self._until, float(self._layers))
            self._timer.start()
        self._tell()
        self._canvas.update()

    def stop(self) -> None:
        """Show everything again."""
        if self.is_on:
            was_playing = self.is_playing
            self.is_on = self.is_playing = False
            self._until = None
            self._timer.stop()
            self._canvas.painting.keep(False)
            self._canvas.update()
            if was_playing:
                self.changed.emit()

    def _begin(self) -> bool:
        """Whether there is something that can flow."""
        drawing = self._canvas.drawing
        if drawing is None:
            return False
        if drawing.nodes.values is None:
            self.sample_wanted.emit()
        if drawing.nodes.values is None:
            return False
        self.is_on = True
        self._last = time.perf_counter()
        self._canvas.painting.keep(True)
        return True

    @property
    def _layers(self) -> int:
        drawing = self._canvas.drawing
        return 0 if drawing is None else len(drawing.geometry.network.dense)

    def _tell(self) -> None:
        """Which layer it is on its way to, for those who step."""
        drawing = self._canvas.drawing
        if drawing is not None:
            layer = round(self.front if self._until is None else self._until) - 1
            name = drawing.labels.layer(drawing.geometry.network, layer)
            self._canvas.noticed.emit(f"Forward: {name}. N goes on, Esc ends it.")

    # Time ------------------------------------------------------------------------------------------------------------

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.advance(min(now - self._last, LONGEST_FRAME_SECONDS))
        self._last = now

    def advance(self, seconds: float) -> None:
        """Go on for so long."""
        layers = self._layers
        drawing = self._canvas.drawing
        if drawing is None or drawing.nodes.values is None:
            self.stop()
            return
        self.front += seconds / min(max(PASS_SECONDS / layers, LEAST_SECONDS), MOST_SECONDS)
        if self._until is not None and self.front >= self._until:
            self.front, self._until = self._until, None
            self._timer.stop()
        elif self.is_playing and self.front > layers + AFTER:
            self.front = -BEFORE
        self._canvas.update()

    # Painting --------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint the front over the drawing, whose upper left corner is the painter's origin."""
        drawing, theme = self._canvas.drawing, self._canvas.theme
        if not self.is_on or drawing is None or drawing.nodes.values is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        front = min(self.front, float(self._layers)) if not self.is_playing else self.front
        for index, column in enumerate(drawing.geometry.columns):
            if index > max(front, 0.0):
                paint_veil(painter, theme, drawing, column)
            else:
                paint_glow(painter, theme, drawing, column, max(0.0, 1.0 - (max(front, 0.0) - index)))
        layer = int(max(front, 0.0))
        along = front - layer
        if layer < self._layers and along > 0.0:
            eased = along * along * (3.0 - 2.0 * along)
            paint_pulses(painter, theme, drawing, pulses_into(drawing, layer), eased)
