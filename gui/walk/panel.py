"""The panel beside the canvas in which one training step is walked: what on, which phase, and what is said of it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QShortcutEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.panels.close_button import CloseButton
from gui.panels.form import hairline, note
from gui.theme import GRID_PX, HEAD_PX, HEAD_TOP_PX, SMALL_PX, Theme
from gui.walk.page import PHASES, Page, Section
from gui.wording import escaped

WIDTH_PX = 276
ARROW_PX = 12
UNBROKEN = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"
"""A neuron's name stays on one line: what is too long breaks at the arrow."""
ROUNDED = "Numbers are shown rounded; sums are of the unrounded ones."


class PromptButton(QPushButton):
    """Its key works each time it is pressed: otherwise a button stays down for a tenth of a second, in which further
    presses are lost.
    """

    def event(self, event: QEvent) -> bool:
        """The key that is underlined."""
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()
            return True
        return super().event(event)


class WalkPanel(QFrame):
    """Shows what it is told, and says what is wanted; whoever leads the walk knows what that means."""

    closed = Signal()
    alone_chosen = Signal(bool)
    """The step is to be made on the current sample alone; False: on the next batch."""
    phase_chosen = Signal(int)
    moved = Signal(int)
    """To the next phase (1), or the one before (-1)."""
    row_moved = Signal(int)
    """To the next sample of the batch, or the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk")
        self.setProperty("surface", "canvas")
        self.setFixedWidth(WIDTH_PX)
        heading = QLabel("One training step")
        heading.setProperty("role", "heading")
        self._close = CloseButton("walk-close", "Close the walk", "Close the walk; nothing is changed (Esc).")
        self._close.clicked.connect(self.closed)
        self._batch = self._tab("walk-batch", "Next batch", "Walk the step that training would make next.")
        self._alone = self._tab("walk-alone", "This sample", "Walk a step on the current sample alone.")
        group = QButtonGroup(self)
        for tab, is_alone in ((self._batch, False), (self._alone, True)):
            group.addButton(tab)
            tab.clicked.connect(lambda _checked=False, is_alone=is_alone: self.alone_chosen.emit(is_alone))
        self._batch.setChecked(True)
        self._about = note("walk-about")
        self._phases: list[QToolButton] = []
        phases = QButtonGroup(self)
        for index, phase in enumerate(PHASES):
            tab = self._tab(f"walk-phase-{index + 1}", f"{index + 1} {phase}", f"Go to {phase.lower()}.")
            tab.clicked.connect(lambda _checked=False, index=index: self.phase_chosen.emit(index))
            tab.setStyleSheet(f"font-size: {SMALL_PX}px; padding: 4px 3px;")
            phases.addButton(tab)
            self._phases.append(tab)
        self._row_before = self._arrow("walk-row-before", "Sample before, of the batch", -1)
        self._row_after = self._arrow("walk-row-after", "Next sample of the batch", 1)
        self._row = QLabel()
        self._row.setObjectName("walk-row")
        self._row.setProperty("role", "muted")
        self._row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel()
        self._text.setObjectName("walk-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body = QLabel()
        self._body.setObjectName("walk-numbers")
        self._body.setWordWrap(True)
        self._body.setTextFormat(Qt.TextFormat.RichText)
        self._body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._muted = "gray"
        self._page = Page("")
        self._rounded = note("walk-rounded", ROUNDED)
        self._rounded.setStyleSheet(f"font-size: {SMALL_PX}px;")
        self._back = PromptButton("&Back")
        self._back.setObjectName("walk-back")
        self._back.setToolTip("The phase before (Alt+B, or Left in this panel).")
        self._next = PromptButton("&Next")
        self._next.setObjectName("walk-next")
        self._next.setProperty("role", "primary")
        for button, way in ((self._back, -1), (self._next, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, way=way: self.moved.emit(way))
        self._title = heading
        self._arrange()
        self.show_phase(0)
        self.hide()

    def _tab(self, name: str, text: str, tip: str) -> QToolButton:
        tab = QToolButton()
        tab.setObjectName(name)
        tab.setText(text)
        tab.setAccessibleName(text)
        tab.setToolTip(tip)
        tab.setProperty("role", "tab")
        tab.setCheckable(True)
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return tab

    def _arrow(self, name: str, label: str, way: int) -> QToolButton:
        arrow = QToolButton()
        arrow.setObjectName(name)
        arrow.setAccessibleName(label)
        arrow.setToolTip(f"{label}.")
        arrow.setProperty("role", "quiet")
        arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        arrow.clicked.connect(lambda: self.row_moved.emit(way))
        return arrow

    def _arrange(self) -> None:
        title, kinds, phases, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        title.addStrut(HEAD_PX)
        title.addWidget(self._title, 1)
        title.addWidget(self._close)
        kinds_and_phases: tuple[tuple[QHBoxLayout, list[QToolButton]], ...] = (
            (kinds, [self._batch, self._alone]),
            (phases, self._phases),
        )
        for row, parts in kinds_and_phases:
            row.setSpacing(0)
            for tab in parts:
                row.addWidget(tab)
            row.addStretch(1)
        self._stepper = QWidget()
        stepper = QHBoxLayout(self._stepper)
        stepper.setContentsMargins(0, 0, 0, 0)
        stepper.addWidget(self._row_before)
        stepper.addWidget(self._row, 1)
        stepper.addWidget(self._row_after)
        self._inner = inner = QWidget()
        said = QVBoxLayout(inner)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(GRID_PX)
        for part in (self._stepper, self._text, self._body, self._rounded):
            said.addWidget(part)
        said.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        buttons.addWidget(self._back, 1)
        buttons.addWidget(self._next, 2)
        column = QVBoxLayout(self)
        edge = GRID_PX + GRID_PX // 2
        column.setContentsMargins(edge, HEAD_TOP_PX, GRID_PX, edge)
        column.setSpacing(GRID_PX)
        column.addLayout(title)
        column.addLayout(kinds)
        column.addWidget(self._about)
        column.addWidget(hairline())
        column.addLayout(phases)
        column.addWidget(area, 1)
        column.addLayout(buttons)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_about(self, is_alone: bool, text: str) -> None:
        """Say what the step is made on."""
        (self._alone if is_alone else self._batch).setChecked(True)
        self._about.setText(text)

    def show_phase(self, phase: int) -> None:
        """This phase is shown, from its top."""
        if not self._phases[phase].isChecked():
            self._area.verticalScrollBar().setValue(0)
        self._phases[phase].setChecked(True)
        self._back.setEnabled(phase > 0)
        is_last = phase == len(PHASES) - 1
        self._next.setText("&Make this step" if is_last else "&Next")
        tip = "Make this very step." if is_last else "The next phase."
        keys = "Alt+M" if is_last else "Alt+N"
        self._next.setToolTip(f"{tip} ({keys}, or Right in this panel)")

    def show_row(self, words: str) -> None:
        """Which sample of the batch is spoken of; empty: there is nothing to choose from."""
        self._stepper.setVisible(bool(words))
        self._row.setText(words)

    def show_page(self, page: Page, can_go_on: bool = True) -> None:
        """Say this of the phase; `can_go_on`: whether there is a step to walk."""
        self._page = page
        self._text.setText(_words(page.text, is_plain=True))
        self._write()
        for part in (self._body, self._rounded):
            part.setVisible(bool(page.sections))
        self._next.setEnabled(can_go_on)
        for tab in self._phases:
            tab.setEnabled(can_go_on)
        if not can_go_on:
            self._back.setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        """Everything has its place now: else the new words would be painted once in the room of the old ones."""
        for part in (self._inner, self._area.viewport(), self):
            QApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest)

    @property
    def text(self) -> str:
        """What is said of the phase."""
        return self._page.text

    @property
    def page(self) -> Page:
        """All that is said of the phase."""
        return self._page

    def _write(self) -> None:
        self._body.setText("".join(self._marked_up(section) for section in self._page.sections))
        said = [" ".join(row) for section in self._page.sections for row in ((section.heading,), *section.rows)]
        self._body.setAccessibleName("\n".join(said))

    def _marked_up(self, section: Section) -> str:
        """A heading, and a table below it; what somebody has called a neuron is no mark-up."""
        heading = f'<p style="margin: 10px 0 2px 0; color: {self._muted}">{_words(section.heading)}</p>'
        if section.is_worked:
            inner = "".join(
                f'<p style="margin: 4px 0 0 0; color: {self._muted}">{_words(what)}</p>'
                f'<p style="margin: 0 0 0 8px">{_words(number)}</p>'
                for what, number in section.rows
            )
        elif section.cells:
            inner = self._table(section.cells)
        else:
            rows = (
                f'<tr><td>{_words(what)}</td><td align="right">{_words(number)}</td></tr>'
                for what, number in section.rows
            )
            inner = f'<table width="100%" cellspacing="1">{"".join(rows)}</table>'
        return f'<div style="font-size: {SMALL_PX}px">{heading}{inner}</div>'

    def _table(self, lines: tuple[tuple[str, ...], ...]) -> str:
        """Cells of which none is broken: the names give way to the numbers."""
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        metrics, most = QFontMetrics(font), max(map(len, lines), default=1)
        columns = [
            max(metrics.horizontalAdvance(line[at]) for line in lines if len(line) > at) for at in range(1, most)
        ]
        room = self._area.width() - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        left = room - sum(columns) - 4 * most
        rows = []
        for name, *numbers in lines:
            is_alone = not numbers
            name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room if is_alone else left)
            of_all = f' colspan="{most}" style="color: {self._muted}"' if is_alone else ""
            is_head = not name
            colour = f' style="color: {self._muted}"' if is_head else ""
            cells = "".join(f'<td align="right"{colour}>{_words(number)}</td>' for number in numbers)
            rows.append(f"<tr><td{of_all}>{_unbroken(name)}</td>{cells}</tr>")
        return f'<table width="100%" cellspacing="1">{"".join(rows)}</table>'

    def show_theme(self, theme: Theme) -> None:
        """Change colours."""
        self.setStyleSheet(f"#walk {{ border-left: 1px solid {theme.hairline}; }}")
        self._close.show_theme(theme)
        self._muted = theme.muted
        self._write()
        self._row_before.setIcon(icons.icon("left", theme.ink, ARROW_PX))
        self._row_after.setIcon(icons.icon("right", theme.ink, ARROW_PX))

    def take_keyboard(self) -> None:
        """Go on by keyboard here."""
        (self._next if self._next.isEnabled() else self._close).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Left go through the phases, Esc closes."""
        way = {Qt.Key.Key_Right: self._next, Qt.Key.Key_Left: self._back}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif way is not None and not event.modifiers():
            way.click()
        else:
            super().keyPressEvent(event)


def _unbroken(name: str) -> str:
    """A name that stays on one line."""
    return escaped(name).replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


def _words(text: str, is_plain: bool = False) -> str:
    """The text, broken where it may be."""
    text = text if is_plain else escaped(text).replace(" = ", " =\N{NO-BREAK SPACE}")
    return text.replace(" · ", UNBROKEN).replace("∂L/∂", "∂L/\N{WORD JOINER}∂")
