"""A network laid out as a picture to take away: the whole of it, with words where the window has controls."""

from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.arrays import Array
from core.errors import UserError
from core.network import Network
from gui.canvas.drawn.beside_inputs import NAMES_GAP_PX, names_width
from gui.canvas.drawn.beside_outputs import VALUES_GAP_PX, class_names_width, value_width
from gui.canvas.drawn.drawing import Drawing
from gui.canvas.drawn.fitting import INSIDE, fit_inside
from gui.canvas.drawn.geometry import HEADER_GAP_PX, LARGEST_NODE_PX, SMALLEST_COLUMN_PX, Margins, arrange
from gui.canvas.drawn.labels import Labels
from gui.canvas.drawn.legend import Legend
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.name_tags import EDGE_PX as TAG_EDGE_PX
from gui.canvas.drawn.name_tags import widest_tag
from gui.canvas.drawn.titles import BETWEEN_PX, paint_titles, titles_of
from gui.canvas.look import Look
from gui.theme import BODY_PX, SMALL_PX, Theme

EDGE_PX = 20.0
"""Left free at each edge."""
LEGEND_PX = 52.0
TITLE_PX, TITLE_LETTERS_PX = 32.0, 16
MOST_NAMES_PX = 160.0
UNIT_PX = 104.0
"""From one neuron to the next, where there are few."""
FOLD_PX = 46.0
"""So far "... n more" reaches to each side of a folded column."""
NARROWEST_PX, LOWEST_PX = 360, 240
TALLEST_COLUMN_PX, LOWEST_COLUMN_PX = 720.0, 120.0
NARROWEST_PITCH_PX, WIDEST_PITCH_PX = 232.0, 280.0
DEEP_PX, LONGEST_PX = 1_600.0, 8_000.0
"""Columns that reach farther than this move closer together: while their titles have room, and at any rate."""


@dataclass(frozen=True, eq=False)
class Subject:
    """What a picture is of: one moment of one network.

    labels          the names that go with it
    look            how it is drawn
    sample, target  as `Nodes.set_sample` takes them; None: no values are shown
    scale           the |w| at full width before, as `next_scale` takes it; 0.0: the weights alone decide
    """

    title: str
    network: Network
    theta: Array
    labels: Labels
    look: Look
    sample: Array | None = None
    target: Array | None = None
    scale: float = 0.0

    def of(self, theta: Array) -> "Subject":
        """The same with other weights."""
        return replace(self, theta=theta)


class Sheet:
    """A subject on a sheet of this size.

    size       in logical pixels; None: as suits the network
    has_title  whether the project's title stands above it

    Raises UserError where the network does not fit.
    """

    def __init__(self, subject: Subject, size: QSize | None = None, has_title: bool = False) -> None:
        network, labels = subject.network, subject.labels
        self.title = subject.title
        self._has_title = has_title
        self._titles = titles_of(network, labels)
        is_round = labels.picture == "value"
        margins = self._margins(subject, is_round)
        self.size = self._best_size(network, margins) if size is None else size
        around = margins.top + margins.header + HEADER_GAP_PX + margins.bottom
        least = QSize(
            max(NARROWEST_PX, ceil(margins.left + margins.right + SMALLEST_COLUMN_PX * len(network.dense))),
            max(LOWEST_PX, ceil(around + LOWEST_COLUMN_PX)),
        )
        if self.size.expandedTo(least) != self.size:
            raise UserError(
                f"The network does not fit into {self.size.width()}x{self.size.height()}.",
                f"Its picture is at least {least.width()}x{least.height()}.",
            )
        geometry = arrange(network, self.size.width(), self.size.height(), margins, is_round)
        names = NAMES_GAP_PX + min(names_width(network, labels), MOST_NAMES_PX) + geometry.columns[0].node / 2
        geometry = replace(geometry, names_from=max(geometry.columns[0].x - names - 1.0, 4.0))
        self.drawing = Drawing(geometry, labels, subject.scale, subject.look)
        self.drawing.nodes.set_sample(subject.sample, subject.target)
        self.drawing.set_parameters(subject.theta, goes_on=True)

    def paint(self, painter: QPainter, theme: Theme, is_transparent: bool = False) -> None:
        """Paint all of it, as smooth as the device can; is_transparent: without the ground below."""
        width, height = self.size.width(), self.size.height()
        painter.setFont(font(BODY_PX))  # SVG names a font even for lines: else that of whatever program this runs in
        if not is_transparent:
            painter.fillRect(QRectF(0.0, 0.0, width, height), QColor(theme.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        geometry = self.drawing.geometry
        self.drawing.paint(painter, theme, is_smooth=True)
        paint_titles(painter, theme, geometry, self._titles)
        legend = Legend(painter, theme, self.drawing.edges, geometry.connections, self.drawing.look)
        legend.paint(QRectF(0.0, height - 34.0, width, 24.0), width / 2)
        if self._has_title:
            painter.setFont(font(TITLE_LETTERS_PX, True))
            painter.setPen(QColor(theme.ink))
            frame = QRectF(EDGE_PX, EDGE_PX - 4.0, width - 2 * EDGE_PX, TITLE_PX - 8.0)
            metrics = QFontMetricsF(painter.font())
            text = metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, frame.width())
            painter.drawText(frame, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _margins(self, subject: Subject, is_round: bool) -> Margins:
        node, labels = LARGEST_NODE_PX / 2, subject.labels
        names = min(names_width(subject.network, labels), MOST_NAMES_PX)
        name = widest_tag(subject.network, len(subject.network.dense) - 1) / 2 + TAG_EDGE_PX
        values = class_names_width(labels)
        if is_round and not fit_inside(labels.outputs, INSIDE * LARGEST_NODE_PX):
            widest = max(map(QFontMetricsF(font(BODY_PX)).horizontalAdvance, labels.outputs))
            values = VALUES_GAP_PX + min(widest, MOST_NAMES_PX)
        if is_round and subject.sample is not None:
            said = VALUES_GAP_PX + value_width(subject.look.digits)
            if subject.target is not None:
                said += VALUES_GAP_PX + QFontMetricsF(font(SMALL_PX)).horizontalAdvance("target 0.000") + 2.0
            values = max(values, said)
        return Margins(
            left=EDGE_PX + max(self._titles[0].width / 2, FOLD_PX, node + (NAMES_GAP_PX + names if names else 0.0)),
            right=EDGE_PX + max(self._titles[-1].width / 2, FOLD_PX, node + values, name),
            top=EDGE_PX + (TITLE_PX if self._has_title else 0.0),
            bottom=LEGEND_PX,
            header=max(title.height for title in self._titles),
        )

    def _best_size(self, network: Network, margins: Margins) -> QSize:
        """As large as the network likes to be."""
        column = min(UNIT_PX * max(2, *network.widths), TALLEST_COLUMN_PX)
        layers = len(network.dense)
        pitch = min(max(0.4 * column, NARROWEST_PITCH_PX), WIDEST_PITCH_PX, DEEP_PX / layers)
        pitch = max(pitch, BETWEEN_PX + max(title.width for title in self._titles))
        pitch = max(pitch, *(widest_tag(network, layer) for layer in range(layers)))
        pitch = max(min(pitch, LONGEST_PX / layers), SMALLEST_COLUMN_PX)  # then their titles say less
        return QSize(
            max(NARROWEST_PX, ceil((margins.left + margins.right + pitch * layers) / 4) * 4),
            max(LOWEST_PX, ceil((margins.top + margins.header + HEADER_GAP_PX + column + margins.bottom) / 4) * 4),
        )
