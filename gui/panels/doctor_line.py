"""The training doctor's line over the canvas: what goes wrong, what shows it, and a button that helps."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from core.doctor import Finding, Remedy
from gui import icons
from gui.panels.close_button import CloseButton
from gui.panels.remedy_button import RemedyButton
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme
from gui.wording import escaped

ICON_PX, STEP_PX = 20, 14


class DoctorLine(QFrame):
    """Shows one finding at a time, the most severe first; hidden while there is none.

    While the pointer is on it, what is found meanwhile waits: a button is what it was when somebody reached for it.
    """

    remedy_wanted = Signal(object)
    """The `Remedy` whose button was pressed."""
    dismissed = Signal(object)
    """The `Finding` that was closed: nobody wants to hear of its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("doctor-line")
        self._theme = LIGHT
        self._findings: tuple[Finding, ...] = ()
        self._waiting: tuple[Finding, ...] | None = None
        """What is shown once the pointer has left."""
        self._place = 0
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setObjectName("doctor-text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedy = RemedyButton("doctor-remedy")
        self._remedy.clicked.connect(lambda: self._want(None if self.finding is None else self.finding.remedy))
        self._other = RemedyButton("doctor-other")
        self._other.clicked.connect(lambda: self._want(None if self.finding is None else self.finding.other))
        self._previous = _stepper("doctor-previous", "Show the advice before this one.")
        self._previous.clicked.connect(lambda: self._step(-1))
        self._count = QLabel()
        self._count.setObjectName("doctor-count")
        self._next = _stepper("doctor-next", "Show the next advice.")
        self._next.clicked.connect(lambda: self._step(1))
        self._close = CloseButton(
            "doctor-close",
            "Hide this advice",
            "Hide this advice. It is shown again if the trouble goes and comes back, or after you change the data, the "
            "optimizer or the learning rate.",
        )
        self._close.clicked.connect(lambda: self.dismissed.emit(self.finding))
        doing = QHBoxLayout()
        doing.setSpacing(GRID_PX)
        doing.addWidget(self._remedy)
        doing.addWidget(self._other)
        doing.addStretch(1)
        for part in (self._previous, self._count, self._next):
            doing.addWidget(part)
        said = QVBoxLayout()
        said.setSpacing(GRID_PX)
        said.addWidget(self._text)
        said.addLayout(doing)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX + GRID_PX // 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(said, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        self.show_theme(LIGHT)

    @property
    def finding(self) -> Finding | None:
        """The one that is shown; None: there is none."""
        return self._findings[self._place] if self._findings else None

    def show_findings(self, findings: tuple[Finding, ...], at_once: bool = True) -> None:
        """Show these; whoever stepped to one of them stays there.

        at_once  False: they were found, and wait while the pointer is here; True: something was done
        """
        if not at_once and self._findings and self.underMouse():
            self._waiting = findings
            return
        self._waiting = None
        if findings == self._findings:
            return
        before, kinds = self.finding, [finding.kind for finding in findings]
        is_first = self._place == 0 or before is None or before.kind not in kinds
        self._findings, self._place = findings, 0 if is_first or before is None else kinds.index(before.kind)
        self._write()

    def event(self, event: QEvent) -> bool:
        """The pointer has left: what was found meanwhile is shown."""
        if event.type() == QEvent.Type.Leave and self._waiting is not None:
            self.show_findings(self._waiting)
        return super().event(event)

    def _step(self, way: int) -> None:
        """On to the next one, from the last to the first, or back."""
        self._place = (self._place + way) % len(self._findings)
        self._write()

    def _want(self, remedy: Remedy | None) -> None:
        if remedy is not None:
            self.remedy_wanted.emit(remedy)

    def _write(self) -> None:
        finding, count = self.finding, len(self._findings)
        if finding is not None:
            words = f'<span style="color: {self._theme.muted}">{escaped(finding.more)}</span>'
            self._text.setText(f"<b>{escaped(finding.sentence)}</b> {words}")
            self._remedy.show_remedy(finding.remedy.text)
            self._other.setVisible(finding.other is not None)
            if finding.other is not None:
                self._other.show_remedy(finding.other.text)
            self._count.setText(f"{self._place + 1} of {count}")
            for part in (self._previous, self._count, self._next):
                part.setVisible(count > 1)
            self.setAccessibleName(f"Training doctor: {finding.sentence} {finding.more}")
        self.setVisible(finding is not None)

    def show_theme(self, theme: Theme) -> None:
        """A quiet surface of its own: this is advice."""
        self._theme = theme
        self._icon.setPixmap(icons.pixmap("pulse", theme.ink, ICON_PX, self.devicePixelRatioF()))
        self.setStyleSheet(
            f"#doctor-line {{ background: {theme.notice_surface}; border-radius: {CORNER_PX}px; }}"
            f"#doctor-line QLabel {{ background: transparent; }}"
        )
        for button, icon in ((self._previous, "left"), (self._next, "right")):
            button.setIcon(icons.icon(icon, theme.ink, STEP_PX))
        self._close.show_theme(theme)
        self._write()


def _stepper(name: str, tip: str) -> QToolButton:
    """A quiet arrow; clicking it leaves the focus where it is."""
    button = QToolButton()
    button.setObjectName(name)
    button.setProperty("role", "quiet")
    button.setAccessibleName(tip.removesuffix("."))
    button.setToolTip(tip)
    button.setIconSize(QSize(STEP_PX, STEP_PX))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
