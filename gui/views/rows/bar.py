"""The row over the sheet: which rows are shown, what they hold, and what can be done with them."""

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.sheet import Sheet
from core.sheet.ordering import Show
from core.table.splitting import VALIDATION
from gui.menus import Menu
from gui.panels.choice_field import ChoiceField, Option, without_label
from gui.panels.menu_button import MenuButton
from gui.text_field import TextField
from gui.theme import GRID_PX, HEAD_PX
from gui.views.title import quiet_button

SHOW_PX = 116
TYPING_MS = 200
"""So long after the last key a search begins."""


class RowsBar(QWidget):
    """It asks; the sheet does."""

    show_wanted = Signal(object)
    """Which rows: "all", "training", "validation", "test", "wrong"."""
    searched = Signal(str)
    """Rows that hold this text are wanted."""
    wide_wanted = Signal(bool)
    """The page should have more room, or as much as the others."""
    copy_wanted = Signal()
    export_wanted = Signal()
    worst_wanted = Signal()
    """The rows are wanted whose answers are furthest off."""
    plain_wanted = Signal()
    """The order of the data is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._show = without_label(ChoiceField("rows-show", "", "Which rows are shown.", SHOW_PX))
        self._show.box.setAccessibleName("Which rows are shown")
        self.search = TextField()
        self.search.setObjectName("rows-search")
        self.search.setAccessibleName("Find rows")
        self.search.setPlaceholderText("Find")
        self.search.setToolTip("Show the rows that hold this text in any column, or have this number.")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self._wide = quiet_button("rows-wide", "Wider", "Give the rows more room, or give it back.")
        self._wide.setCheckable(True)
        self._menu = Menu(self)
        self._menu.setToolTipsVisible(True)
        more = MenuButton("rows-menu", "quiet", "Copy, export, sort.", self._menu)
        more.setText("More")
        more.setAccessibleName("More about the rows")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX // 2)
        row.addStrut(HEAD_PX)
        row.addWidget(self._show)
        row.addWidget(self.search, 1)
        row.addWidget(self._wide)
        row.addWidget(more)
        self._show.chosen.connect(self.show_wanted)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self._wide.toggled.connect(self.wide_wanted)
        self._wide.toggled.connect(lambda is_wide: self._wide.setText("Narrower" if is_wide else "Wider"))
        self._act("copy", "Copy rows\tCtrl+C", "Copy the chosen rows, for a spreadsheet.", self.copy_wanted)
        self.export_action = self._act(
            "export", "Export CSV…", "Write the shown rows with their answers.", self.export_wanted
        )
        self._act("worst", "Worst first", "Sort by how far off the answers are.", self.worst_wanted)
        self._act("plain", "In the order of the data", "Sort by number.", self.plain_wanted)

    def show_sheet(self, sheet: Sheet, noun: str, shown: Show) -> Show:
        """Offer the kinds of rows that these data have; returns which are shown: `shown`, where there are any."""
        options = [Option("all", f"All {noun}s", ""), Option("training", "Training", "What the network learns from.")]
        if (sheet.parts == VALIDATION).any():
            options.append(Option("validation", "Validation", "What is kept aside, to watch while tuning."))
        if sheet.dataset.x_test is not None:
            options.append(Option("test", "Test", "What is never trained on."))
        if sheet.dataset.task != "regression":
            options.append(Option("wrong", "Wrong", "What the network gets wrong."))
        if shown not in [option.value for option in options]:
            shown = "all"
        self._show.show_choice(options, shown)
        return shown

    def forget(self) -> None:
        """Nothing is looked for."""
        self.search.clear()
        self._typing.stop()

    def _act(self, name: str, text: str, tip: str, wanted: SignalInstance) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"rows-{name}")
        action.setToolTip(tip)
        action.triggered.connect(wanted)
        self._menu.addAction(action)
        return action
