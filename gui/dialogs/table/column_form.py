"""What the selected columns are for: use, kind, scaling, gaps; and what one should know about them."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.table.columns import Column
from core.table.wishes import Settled
from core.wording import counted
from gui.dialogs.table.words import done_text, gaps_text
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.column_choices import KINDS, MISSING, SCALINGS
from gui.panels.form import error_note, heading, note, say
from gui.theme import GRID_PX

USES = (
    Option("feature", "Input", "The network is given it."),
    Option("target", "Target", "The network is to find it out."),
    Option("ignored", "Left out", "The network never sees it."),
)
SEVERAL = Option(None, "Several", "The selected columns differ.")
WIDTH_PX = 98
MOST_LINES = 3


class ColumnForm(QWidget):
    """Four choices for the columns that are selected."""

    changed = Signal(str, object)
    """(field of a Column, the value that a person chose)"""

    gaps_wanted = Signal(str)
    """Texts among the numbers of this column are to be gaps."""

    def __init__(self) -> None:
        super().__init__()
        self._only = ""
        """The column that is selected, where it is only one."""
        self._title = heading("")
        self._title.setObjectName("table-selected")
        self._use = ChoiceField("table-use", "Use", "What the columns are for.", WIDTH_PX)
        self._kind = ChoiceField("table-kind", "Read as", "Numbers, or one of a few texts.", WIDTH_PX)
        self._scaling = ChoiceField("table-scaling", "Scaling", "How numbers are scaled for the network.", WIDTH_PX)
        self._missing = ChoiceField("table-missing", "Gaps", "What an empty cell means.", WIDTH_PX)
        self._known = note("table-known")
        # Room for two lines, which is always there: the fields above it stay where they are.
        self._known.setMinimumHeight(2 * self._known.fontMetrics().lineSpacing())
        self._known.setAlignment(Qt.AlignmentFlag.AlignTop)
        policy = self._known.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._known.setSizePolicy(policy)
        self._error = error_note("table-column-error")
        self._as_gaps = QPushButton("Read its texts as gaps")
        self._as_gaps.setObjectName("table-as-gaps")
        self._as_gaps.setProperty("role", "link")
        self._as_gaps.setToolTip("Cells of this column that are no numbers count as empty.")
        self._as_gaps.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._as_gaps.clicked.connect(lambda: self.gaps_wanted.emit(self._only))
        fields = (("role", self._use), ("kind", self._kind), ("scaling", self._scaling), ("missing", self._missing))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        for place, (name, field) in enumerate(fields):
            field.chosen.connect(lambda value, name=name: self._choose(name, value))
            grid.addWidget(field, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self._title)
        column.addLayout(grid)
        column.addWidget(self._known)
        column.addWidget(self._as_gaps)
        column.addWidget(self._error)

    def show_columns(self, settled: Settled, names: Sequence[str]) -> None:
        """Show what the columns of these names are for."""
        chosen = [column for column in settled.columns if column.name in set(names)]
        self.setEnabled(bool(chosen))
        if not chosen:
            return
        only = chosen[0] if len(chosen) == 1 else None
        self._only = "" if only is None else only.name
        is_mixed = any(flag.kind == "mixed" and flag.column == self._only for flag in settled.flags)
        self._as_gaps.setVisible(is_mixed)
        title = counted(len(chosen), "column") if only is None else only.name
        width = self._title.width() or 2 * WIDTH_PX
        self._title.setText(
            self._title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(width, 2 * WIDTH_PX))
        )
        # Only one column can be the target.
        uses = [use for use in USES if use.value != "target" or only is not None]
        _show(self._use, uses, (column.role for column in chosen))
        _show(self._kind, KINDS, (column.kind for column in chosen))
        _show(self._scaling, SCALINGS, (column.scaling for column in chosen))
        _show(self._missing, MISSING, (column.missing for column in chosen))
        used = [column for column in chosen if column.role != "ignored"]
        self._scaling.setEnabled(any(column.kind == "number" for column in used))
        self._missing.setEnabled(any(column.role == "feature" for column in used))
        say(self._known, "\n".join(_known(settled, chosen)))
        problems = [settled.problems[column.name] for column in chosen if column.name in settled.problems]
        say(self._error, str(problems[0]) if problems else "")

    def _choose(self, field: str, value: object) -> None:
        if value is not None:
            self.changed.emit(field, value)


def _known(settled: Settled, chosen: Sequence[Column]) -> list[str]:
    by_name: Mapping[str, Column] = {column.name: column for column in chosen}
    flagged = [flag for flag in settled.flags if flag.column in by_name]
    if len(chosen) > 1:
        lines = [f"{flag.column}: {done_text(flag, by_name[flag.column])}" for flag in flagged]
    else:
        lines = [done_text(flag, by_name[flag.column]) for flag in flagged]
        gaps = gaps_text(chosen[0], settled.gaps.get(chosen[0].name, 0))
        if gaps:
            lines.append(f"{gaps}.")
    more = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([f"and {more:,} more"] if more > 0 else [])


def _show(field: ChoiceField, options: Sequence[Option], values: Iterable[object]) -> None:
    """The value that all of them have, or that they differ."""
    found = set(values)
    known = {option.value for option in options}
    one = found.pop() if len(found) == 1 else None
    if one not in known:
        options, one = (*options, SEVERAL), None
    field.show_choice(options, one)
