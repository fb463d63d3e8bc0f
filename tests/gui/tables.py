"""What tests of the dialog that opens a table do with their hands, and what they read there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.data import Table
from gui.dialogs.table_dialog import TableDialog
from tests.gui.drop_down import pick
from tests.journeys.person import Left, Person

Nothing = Qt.KeyboardModifier.NoModifier


def drop(person: Person, path: Path, onto: QWidget | None = None) -> bool:
    """Drop a file on the middle of the window, or of something in it; whether it was wanted."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    mime.setText(str(path))  # as file managers do
    widget = person.window if onto is None else onto
    place = widget.rect().center()
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, Left, Nothing)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, Left, Nothing))
    return enter.isAccepted()


class TableDialogHands:
    """The dialog, and a person's hands on it."""

    def __init__(self, bot: QtBot, dialog: TableDialog) -> None:
        self.bot, self.dialog = bot, dialog
        self.is_open = True
        dialog.finished.connect(self._on_finished)
        self.until_read()

    def _on_finished(self) -> None:
        self.is_open = False

    def until_read(self) -> None:
        """Wait until nothing is going on any more."""
        self.until(lambda: not self.label("table-doing").isVisible())

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(condition, timeout=20_000)

    def label(self, name: str) -> QLabel:
        """A label by its name."""
        found = self.dialog.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found

    def text(self, name: str) -> str:
        """What a label says; nothing where it is not there."""
        label = self.label(name)
        return label.text() if label.isVisible() else ""

    def widget(self, name: str) -> QWidget:
        """A control by its name."""
        found = self.dialog.findChild(QWidget, name)
        assert isinstance(found, QWidget)
        return found

    def click(self, name: str) -> None:
        """Click a control."""
        QTest.mouseClick(self.widget(name), Left)

    def tick(self, name: str) -> None:
        """Click a box."""
        QTest.mouseClick(self.widget(name), Left, Nothing, QPoint(8, self.widget(name).height() // 2))

    def pick(self, name: str, text: str) -> None:
        """Choose this entry of a drop-down by keyboard."""
        pick(self.dialog, name, text)

    def type(self, name: str, text: str) -> None:
        """Type into a field, and press Enter."""
        field = self.widget(name)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def select(self, *names: str) -> None:
        """Click columns in the list, with Ctrl from the second on."""
        rows = self.dialog._list.list
        for place, name in enumerate(names):
            index = next(
                rows.model().index(row, 0) for row in range(rows.model().rowCount())
                if rows.model().index(row, 0).data() == name
            )  # fmt: skip
            rows.scrollTo(index)
            keys = Qt.KeyboardModifier.ControlModifier if place else Nothing
            QTest.mouseClick(rows.viewport(), Left, keys, rows.visualRect(index).center())

    def choose_at_head(self, name: str, text: str) -> None:
        """Click the head of a column, and an entry of the menu there."""
        grid = self.dialog._grid
        head = grid.horizontalHeader()
        place = next(place for place in range(head.count()) if grid.rows.name(place) == name)
        grid.scrollTo(grid.rows.index(0, place))
        at = head.sectionViewportPosition(place) + head.sectionSize(place) // 2
        QTest.mouseClick(head.viewport(), Left, Nothing, QPoint(at, head.height() // 2))
        menu = grid._menu
        action = next(action for action in menu.actions() if action.text() == text)
        QTest.mouseClick(menu, Left, Nothing, menu.actionGeometry(action).center())

    def roles(self) -> dict[str, str]:
        """What each column is for, as it was settled last."""
        return {column.name: column.role for column in self.dialog._draft.columns}

    def open(self) -> Table:
        """Click Open, and wait until the dialog has gone; what was chosen."""
        self.click("table-open")
        self.until(lambda: not self.is_open)
        recipe = self.dialog.recipe
        assert recipe is not None
        return recipe


def dialog_of(person: Person) -> TableDialogHands:
    """The dialog that comes up over the window."""

    def dialogs() -> list[TableDialog]:
        return [dialog for dialog in person.window.findChildren(TableDialog) if dialog.isVisible()]

    person.until(lambda: bool(dialogs()))
    return TableDialogHands(person.bot, dialogs()[0])
