"""The training doctor's line over the canvas: what goes wrong, what shows it, and a button that helps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from core.doctor import Finding
from gui import icons
from gui.panels.close_button import CloseButton
from gui.panels.remedy_button import RemedyButton
from gui.theme import CORNER_PX, GRID_PX, LIGHT, Theme
from gui.wording import escaped

ICON_PX = 20


class DoctorLine(QFrame):
    """Shows one finding at a time, the most severe first; hidden while there is none."""

    remedy_wanted = Signal(object)
    """The `Finding` whose button was pressed."""
    dismissed = Signal(object)
    """The `Finding` that was closed: nobody wants to hear of its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("doctor-line")
        self._theme = LIGHT
        self._findings: tuple[Finding, ...] = ()
        self._place = 0
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setObjectName("doctor-text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedy = RemedyButton("doctor-remedy")
        self._remedy.clicked.connect(lambda: self.remedy_wanted.emit(self.finding))
        self._next = QPushButton()
        self._next.setObjectName("doctor-next")
        self._next.setProperty("role", "link")
        self._next.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._next.setCursor(Qt.CursorShape.PointingHandCursor)
        self._next.clicked.connect(self._step)
        self._close = CloseButton(
            "doctor-close", "Close what the doctor says", "Say no more of this, until it was cured and comes back."
        )
        self._close.clicked.connect(lambda: self.dismissed.emit(self.finding))
        doing = QHBoxLayout()
        doing.setSpacing(2 * GRID_PX)
        doing.addWidget(self._remedy)
        doing.addWidget(self._next)
        doing.addStretch(1)
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

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these; whoever stepped to one of them stays there."""
        if findings == self._findings:
            return
        before, kinds = self.finding, [finding.kind for finding in findings]
        is_first = self._place == 0 or before is None or before.kind not in kinds
        self._findings, self._place = findings, 0 if is_first or before is None else kinds.index(before.kind)
        self._write()

    def _step(self) -> None:
        """On to the next one, and from the last to the first."""
        self._place = (self._place + 1) % len(self._findings)
        self._write()

    def _write(self) -> None:
        finding, more = self.finding, len(self._findings) - 1
        if finding is not None:
            words = f'<span style="color: {self._theme.muted}">{escaped(finding.more)}</span>'
            self._text.setText(f"<b>{escaped(finding.sentence)}</b> {words}")
            self._remedy.show_remedy(finding.remedy.text)
            self._next.setText(f"+{more} more")
            self._next.setAccessibleName(f"Show the next of {more + 1} findings")
            self._next.setToolTip(self._next.accessibleName() + ".")
            self._next.setVisible(more > 0)
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
        self._close.show_theme(theme)
        self._write()
