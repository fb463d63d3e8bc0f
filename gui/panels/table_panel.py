"""What a table's rows are used for: which table it is, its columns, and how its rows are split."""

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.column_edits import all_columns, set_columns, with_columns
from core.data import Table
from core.errors import UserError
from core.specs import Project
from core.table import Column, Split
from core.wording import counted
from gui.panels.columns_popup import ColumnsPopup
from gui.panels.form import heading, note
from gui.panels.split_form import SplitForm
from gui.panels.tab_order import let_tab_follow
from gui.session.preparing import prepare
from gui.session.session import Session
from gui.theme import GRID_PX

NAME_PX = 118


class TablePanel(QWidget):
    """A part of the data panel; every change is an edit that keeps what was learned of the columns that stay.

    Its forms are made for the first table.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("table-panel")
        self._session = session
        self._name: QLabel = heading("")
        self._name.setObjectName("table-name")
        self._size = note("table-size")
        self.columns_button = QPushButton("Columns")
        self.columns_button.setObjectName("table-columns")
        self.columns_button.setToolTip(
            "Which columns the network is given, how they are read and scaled, and what to do at gaps."
        )
        self.columns_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.columns_button.clicked.connect(lambda: self._popup.open_below(self.columns_button))
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._size)
        top.addLayout(names, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        self._column.addLayout(top)
        self._has_forms = False

    @cached_property
    def _popup(self) -> ColumnsPopup:
        popup = ColumnsPopup(self)
        popup.changed.connect(self._use_columns)
        return popup

    @cached_property
    def _split(self) -> SplitForm:
        form = SplitForm()
        form.changed.connect(self._split_rows)
        self._column.addWidget(form)
        let_tab_follow(self.columns_button, form)
        return form

    def show_project(self, project: Project) -> None:
        """Show the table that the project learns from; nothing, where it learns from other data."""
        data = project.data
        self.setVisible(isinstance(data, Table))
        self.columns_button.setVisible(isinstance(data, Table))
        if not isinstance(data, Table):
            if self._has_forms:
                self._popup.hide()
            return
        self._has_forms = True
        frame = data.rows.frame
        name = data.source or data.rows.name.capitalize()
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 196))
        self._name.setToolTip(name)
        given = len(data.features)
        self._size.setText(f"{counted(frame.height, 'row')}; {counted(given, 'column')} → {data.target.name}")
        self._size.setToolTip(
            f"{counted(frame.height, 'row')}, {counted(frame.width, 'column')}; {given:,} "
            f"{'is' if given == 1 else 'are'} given to the network, to find out “{data.target.name}”."
        )
        columns = all_columns(data)
        self._popup.show_columns(data.rows, columns)
        self._split.show_split(data.split, columns)
        self._split.show_error("")

    def _use_columns(self, columns: tuple[Column, ...]) -> None:
        data = self._session.document.project.data
        assert isinstance(data, Table)
        try:
            wanted = with_columns(data, columns)
        except UserError as error:
            self._session.refused.emit(error.message, error.hint)
            self._show_again()
        else:
            self._change_to(wanted)

    def _split_rows(self, split: Split) -> None:
        data = self._session.document.project.data
        assert isinstance(data, Table)
        self._change_to(data.replace(split=split))

    def _change_to(self, wanted: Table) -> None:
        """Make the edit once the rows are ready; where it cannot be, show again what stands."""

        def make() -> None:
            self._session.apply(lambda: set_columns(self._session.document.project, wanted))
            self._show_again()

        prepare(self._session, wanted, make)

    def _show_again(self) -> None:
        self.show_project(self._session.document.project)
