"""The forms in which a model leaves the program as a list: what each is called, how its files end, what one gets."""

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.export.data_form import DATA_FORM
from core.export.formats import DATA, FORMATS, Format
from gui.panels.walked_list import Index, WalkedList, paint_ground
from gui.theme import BODY_PX, GRID_PX, SMALL_PX, Theme, body_font

ROW_PX = 46


class Entry(NamedTuple):
    """One row: what it is called and ends in, and what one gets, in a sentence."""

    name: str
    label: str
    endings: str
    what: str


PICTURE = Entry("picture", "Picture", ".svg .png .pdf", "The network as it is drawn, with its weights.")


def forms() -> dict[str, Format]:
    """What is written in the same manner, by name: all forms of a model, and its data."""
    return {**FORMATS, DATA: DATA_FORM}


def entries() -> tuple[Entry, ...]:
    """All of them, and last the picture."""
    return (*(Entry(form.name, form.label, form.ending, form.what) for form in forms().values()), PICTURE)


class _Forms(QAbstractListModel):
    """One row per form."""

    def __init__(self, parent: QWidget) -> None:
        # With a parent it goes when the dialog goes; else Python might end it in another thread, which Qt cannot bear.
        super().__init__(parent)
        self.entries = entries()

    def rowCount(self, parent: Index | None = None) -> int:
        """All forms."""
        return len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The form's label, and what one gets."""
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.label}, {entry.endings}: {entry.what}"
            case Qt.ItemDataRole.ToolTipRole:
                return entry.what
            case _:
                return None


class _Row(QStyledItemDelegate):
    """Draws a row: label and ending, below them what one gets."""

    def __init__(self, theme: Theme, forms: _Forms, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._forms = theme, forms

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What is too long ends in dots: the whole sentence stands beside the list."""
        theme, entry = self._theme, self._forms.entries[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, theme, 1.0, 6.0)
        place = QRectF(option.rect).adjusted(GRID_PX, 6, -GRID_PX, -6)
        small, bold = body_font(SMALL_PX), body_font(BODY_PX, bold=True)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, entry.endings)
        what = QFontMetrics(small).elidedText(entry.what, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, what)
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        room = place.adjusted(0, -1, -QFontMetrics(small).horizontalAdvance(entry.endings) - GRID_PX, 0)
        label = QFontMetrics(bold).elidedText(entry.label, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, label)
        painter.restore()


class FormList(WalkedList):
    """One form is chosen."""

    chosen = Signal(object)
    """The `Entry` that is chosen now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("export-forms", "Forms to take the model away in")
        self.setToolTip("Choose what the model is written as.")
        self._forms = _Forms(self)
        self.setModel(self._forms)
        self.setItemDelegate(_Row(theme, self._forms, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tell_walks()
        self.walked.connect(lambda row: self.chosen.emit(self._forms.entries[row]))

    def choose(self, name: str) -> None:
        """Choose the form of this name; the first where there is none."""
        names = [entry.name for entry in self._forms.entries]
        self.setCurrentIndex(self._forms.index(names.index(name) if name in names else 0))
