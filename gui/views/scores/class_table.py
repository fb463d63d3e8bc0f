"""The table of classes: precision, recall and F1 of each, with how many samples it has, and their mean."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.metrics import ClassReport
from gui.theme import LIGHT, SMALL_PX, Theme, body_font

ROW_PX = 20
NUMBER_PX = 58
HEADS = ("precision", "recall", "F1", "samples")
TIP = (
    "Precision: how many of the answers with this class are right. Recall: how many of its samples are found.\n"
    "F1: the harmonic mean of both. A dash: nothing to measure; the mean leaves it out."
)


@dataclass(frozen=True)
class Line:
    """A row of the table: its name and one text for each heading."""

    name: str
    texts: tuple[str, str, str, str]


def share(value: float | None) -> str:
    """0.984; 1.000 and 0.000 only where it is exactly that, and a dash for nothing to measure."""
    if value is None or np.isnan(value):
        return "\N{EN DASH}"
    return f"{value:.3f}" if value in (0.0, 1.0) else f"{min(0.999, max(0.001, value)):.3f}"


def mean_name(report: ClassReport) -> str:
    """What the mean is called: it says where it leaves classes out."""
    count, found = len(report.precision), int(np.isfinite(report.precision).sum())
    return "mean of the classes" if found == count else f"mean of {found:,} of {count:,}"


def mean_line(name: str, report: ClassReport) -> Line:
    """The mean over the classes, each counting the same (macro average)."""
    means = (_mean(report.precision), _mean(report.recall), _mean(report.f1))
    return Line(name, (share(means[0]), share(means[1]), share(means[2]), f"{int(report.support.sum()):,}"))


def class_lines(report: ClassReport, names: tuple[str, ...]) -> tuple[Line, ...]:
    """One line for each class."""
    columns = (report.precision.tolist(), report.recall.tolist(), report.f1.tolist(), report.support.tolist())
    return tuple(
        Line(name, (share(precision), share(recall), share(f1), f"{support:,}"))
        for name, precision, recall, f1, support in zip(names, *columns, strict=True)
    )


def _mean(values: Array) -> float:
    found = values[~np.isnan(values)]
    return float(found.mean()) if found.size else float("nan")


class ClassTable(QWidget):
    """The lines, painted; the means stand below a hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class-table")
        self.setToolTip(TIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._font, self._bold = body_font(SMALL_PX), body_font(SMALL_PX, bold=True)
        self.lines: tuple[Line, ...] = ()
        self.means: tuple[Line, ...] = ()

    def show_lines(self, lines: tuple[Line, ...], means: tuple[Line, ...]) -> None:
        """Show these."""
        if (lines, means) == (self.lines, self.means):
            return
        self.lines, self.means = lines, means
        self.setFixedHeight(ROW_PX * (1 + len(lines) + len(means)) + 2)
        self.setAccessibleName(f"Precision, recall and F1 of {len(lines)} classes")
        said = (
            f"{line.name}: {', '.join(f'{head} {text}' for head, text in zip(HEADS, line.texts, strict=True))}"
            for line in (*means, *lines[:20])
        )
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(340, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setFont(self._font)
            self._paint_line(painter, 0, Line("", HEADS), is_ink=False)
            everything = (*self.lines, *self.means)
            first = max(0, event.rect().top() // ROW_PX - 1)
            last = event.rect().bottom() // ROW_PX + 1
            for place, line in enumerate(everything[first:last], first):
                self._paint_line(painter, place + 1, line, is_ink=place <= len(self.lines))
            y = ROW_PX * (1 + len(self.lines))
            painter.setPen(QPen(QColor(self._theme.hairline), 1.0))
            for line_y in (ROW_PX, y):
                painter.drawLine(0, line_y, self.width(), line_y)
        finally:
            painter.end()

    def _paint_line(self, painter: QPainter, place: int, line: Line, is_ink: bool) -> None:
        align, top = Qt.AlignmentFlag, place * ROW_PX
        painter.setPen(QColor(self._theme.ink if is_ink else self._theme.muted))
        room = self.width() - NUMBER_PX * len(line.texts)
        name = QFontMetricsF(self._font).elidedText(line.name, Qt.TextElideMode.ElideRight, room - 6.0)
        painter.drawText(QRectF(0, top, room, ROW_PX), align.AlignLeft | align.AlignVCenter, name)
        for column, text in enumerate(line.texts):
            frame = QRectF(room + column * NUMBER_PX, top, NUMBER_PX, ROW_PX)
            painter.drawText(frame, align.AlignRight | align.AlignVCenter, text)
