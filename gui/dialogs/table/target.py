"""What is to be found out: classes with how many rows each has, or a number."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.table.wishes import Settled
from gui.dialogs.table.words import span_text, task_text
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import heading
from gui.theme import BODY_PX, CORNER_PX, GRID_PX, SMALL_PX, Theme, body_font, class_colour

CLASS_PX, BAR_PX, HEIGHT_PX = 96, 6, 40


class BalanceBars(QWidget):
    """Each class: its name, a bar as long as it is frequent, how many rows it has; as many as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("table-balance")
        self.setToolTip("How many rows each class has. The longest bar is the most frequent class.")
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self.balance: tuple[tuple[str, int], ...] = ()

    def sizeHint(self) -> QSize:
        """A few classes."""
        return QSize(4 * CLASS_PX, HEIGHT_PX)

    def show_balance(self, balance: tuple[tuple[str, int], ...]) -> None:
        """Show these classes; none: nothing."""
        self.balance = balance
        self.setAccessibleName("Rows per class: " + ", ".join(f"{name} {count:,}" for name, count in balance[:20]))
        self.setVisible(bool(balance))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One class beside the other."""
        if not self.balance:
            return
        theme, count = self._theme, len(self.balance)
        step = CLASS_PX + 2 * GRID_PX
        shown = count if count * step <= self.width() + 2 * GRID_PX else max(1, self.width() // step - 1)
        most = max(1, *(rows for _, rows in self.balance))
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, (name, rows) in enumerate(self.balance[:shown]):
                left = place * step
                self._paint_class(painter, left, name, rows, rows / most, class_colour(theme, place, count))
            if shown < count:
                painter.setFont(body_font(SMALL_PX))
                painter.setPen(QColor(theme.muted))
                rect = QRectF(shown * step, 0, CLASS_PX, HEIGHT_PX)
                painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"and {count - shown:,} more")
        finally:
            painter.end()

    def _paint_class(self, painter: QPainter, left: float, name: str, rows: int, share: float, colour: QColor) -> None:
        theme = self._theme
        number = f"{rows:,}"
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(QColor(theme.muted))
        width = QFontMetrics(painter.font()).horizontalAdvance(number)
        line = QRectF(left, 4, CLASS_PX, 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(body_font(BODY_PX))
        painter.setPen(QColor(theme.ink))
        room = line.adjusted(0, 0, -width - 6, 0)
        text = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hairline))
        bar = QRectF(left, 27, CLASS_PX, BAR_PX)
        painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
        painter.setBrush(colour)
        bar.setWidth(max(2.0, CLASS_PX * share))
        painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)


class TargetStrip(QWidget):
    """The target's name, whether it is classes or a number, and what there is of it."""

    kind_chosen = Signal(object)
    """ "category" or "number"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("table-target-strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#table-target-strip {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
        )
        self._name = heading("")
        self._name.setObjectName("table-target")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setToolTip("Choose another one at the head of a column.")
        self._task = ChoiceField("table-task", "as", "What is learned of it: which class, or which number.", 116)
        self._task.chosen.connect(self.kind_chosen)
        self._task.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._span = QLabel()
        self._span.setProperty("role", "muted")
        self._span.setObjectName("table-span")
        self.bars = BalanceBars(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(GRID_PX)
        row.addWidget(QLabel("Find out"))
        row.addWidget(self._name)
        row.addWidget(self._task)
        row.addSpacing(GRID_PX)
        row.addWidget(self._span)
        row.addWidget(self.bars, 100)
        row.addStretch(1)  # where there are no bars

    def show_target(self, settled: Settled) -> None:
        """Show what is to be found out."""
        target = settled.target
        self._task.setVisible(target is not None)
        self.bars.show_balance(settled.balance)
        is_number = target is not None and target.kind == "number"
        self._span.setVisible(target is None or is_number)
        if target is None:
            self._name.setText("…")
            self._span.setText("Choose a target: click the head of a column.")
            return
        metrics = QFontMetrics(self._name.font())
        self._name.setText(metrics.elidedText(target.name, Qt.TextElideMode.ElideRight, 140))
        classes = task_text(target) if target.kind == "category" else "Classes"
        self._task.show_choice(
            (
                Option("category", classes, "The network says which class a row belongs to."),
                Option("number", "A number", "The network says a number, as near as it can."),
            ),
            target.kind,
        )
        self._span.setText(span_text(settled.span) if is_number else "")
