"""A button that opens a menu, and shows it by an arrow that is drawn, as all icons are."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from gui import icons
from gui.menus import OPENING_KEYS, Menu, open_by_key

ARROW_PX = 12
ARROW_AT_PX = 22
"""From the right edge to the arrow's left one; the style sheet keeps the text away from there."""


class MenuButton(QToolButton):
    """Text, and an arrow where wanted; clicking it leaves the focus where it is, so that Space still trains."""

    def __init__(self, name: str, role: str, tip: str, menu: QMenu | None = None, has_arrow: bool = True) -> None:
        super().__init__()
        self._has_arrow = has_arrow
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setProperty("opens", has_arrow)
        self.setToolTip(tip)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMenu(menu if menu is not None else Menu(self))
        self.menu().aboutToHide.connect(self._leave)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter and Down open the menu."""
        if (
            event.key() in (*OPENING_KEYS, Qt.Key.Key_Down)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            open_by_key(self)
        else:
            super().keyPressEvent(event)

    @property
    def painted_text(self) -> str:
        """What stands on the button, as Qt writes it."""
        return self.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The button as Qt draws it, and the arrow."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = self.painted_text
        painter = QStylePainter(self)
        try:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
            if self._has_arrow:
                ink = self.palette().color(QPalette.ColorRole.ButtonText).name()
                place = QPoint(self.width() - ARROW_AT_PX, (self.height() - ARROW_PX) // 2)
                painter.drawPixmap(place, icons.pixmap("down", ink, ARROW_PX, self.devicePixelRatioF()))
        finally:
            painter.end()

    def _leave(self) -> None:
        """The pointer left the button while its menu was open, which Qt does not tell the button."""
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.update()
