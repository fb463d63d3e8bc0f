"""A drop-down behind its label: one of a few things is chosen."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from gui import icons
from gui.panels.form import labelled
from gui.panels.hover import forget_hover


class Option(NamedTuple):
    """One thing that can be chosen."""

    value: object
    label: str
    tip: str


class _Box(QComboBox):
    """A drop-down whose arrow is drawn, as all icons are; a text that is too long for it ends in dots.

    It leaves the wheel to the panel around it.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls the panel wants to change nothing on the way."""
        event.ignore()

    def hidePopup(self) -> None:
        """The list goes, and the look of something under the pointer with it."""
        super().hidePopup()
        forget_hover(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box as Qt draws it, and the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        area = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, area.width()
        )
        ink = self.palette().color(QPalette.ColorRole.Text).name()
        painter = QStylePainter(self)
        try:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            place = QPoint(self.width() - 20, (self.height() - 12) // 2)
            painter.drawPixmap(place, icons.pixmap("down", ink, 12, self.devicePixelRatioF()))
        finally:
            painter.end()


class ChoiceField(QWidget):
    """A drop-down behind its label."""

    chosen = Signal(object)
    """The value that a person chose."""

    def __init__(self, name: str, label: str, tip: str, width_px: int | None) -> None:
        """width_px: of the drop-down; None: it takes all the room there is."""
        super().__init__()
        self._tip = tip
        self._options: list[Option] = []
        self.box = _Box()
        self.box.setObjectName(name)
        self.box.setToolTip(tip)
        if width_px is not None:
            self.box.setFixedWidth(width_px)
        else:
            self.box.setMinimumContentsLength(8)
            self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.setItemDelegate(QStyledItemDelegate(self.box))  # rows as the style sheet says, as in menus
        self.box.view().setMinimumWidth(180)
        self.box.activated.connect(lambda index: self.chosen.emit(self._options[index].value))
        self.setLayout(labelled(label, self.box, fills=width_px is None))

    def show_choice(self, options: Sequence[Option], value: object) -> None:
        """Show what can be chosen, and the value that is."""
        if self._options != list(options):
            self._options = list(options)
            self.box.clear()
            for index, option in enumerate(options):
                self.box.addItem(option.label)
                self.box.setItemData(index, option.tip, Qt.ItemDataRole.ToolTipRole)
        index = next(index for index, option in enumerate(options) if option.value == value)
        self.box.setCurrentIndex(index)
        option = options[index]
        self.box.setToolTip(f"{self._tip}\n{option.label}: {option.tip}" if option.tip else self._tip)


def without_label(field: ChoiceField) -> ChoiceField:
    """The same drop-down alone: what it is stands elsewhere."""
    label = field.findChild(QLabel)
    assert label is not None
    label.hide()
    return field
