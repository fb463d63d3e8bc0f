"""How rows are split into training, validation and test: the same fields wherever that is asked."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.errors import UserError
from core.table.columns import Column, Split, SplitKind
from gui.panels.check_box import CheckBox
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import error_note, say
from gui.panels.number_field import NumberField, parse_count, parse_number
from gui.panels.share_bar import ShareBar
from gui.theme import GRID_PX

KINDS = (
    Option("random", "At random", "Rows are drawn from the seed."),
    Option(
        "time", "By time", "In the order of a column: the last rows test, so that nothing of the future is learned."
    ),
    Option("group", "By group", "Rows that agree in a column stay together, such as those of one person."),
    Option("column", "As a column says", "A column says train, validation or test."),
)
LIKELY = {
    "time": ("date", "time", "year", "month", "day", "stamp"),
    "group": ("group", "patient", "subject", "person", "user", "customer", "id"),
    "column": ("split", "set", "part", "fold", "subset"),
}
"""What columns that a split goes by are often called."""
SHARE_EXAMPLE = "percent of the rows, such as 15"


class SplitForm(QWidget):
    """Shows a split and edits it; `prefix` goes before the names of its controls.

    is_wide  all in one line, else one below the other
    """

    changed = Signal(object)
    """The Split that a person chose."""

    def __init__(self, prefix: str = "", is_wide: bool = False) -> None:
        super().__init__()
        self._split = Split()
        self._columns: tuple[str, ...] = ()
        width, self._field_px = (128, 56) if is_wide else (112, 52)
        self._kind = ChoiceField(f"{prefix}split-kind", "Split", "How rows are chosen for training and test.", width)
        self._column = ChoiceField(f"{prefix}split-column", "Column", "The column that the split goes by.", width)
        self._bar = ShareBar(f"{prefix}split-bar")
        self._bar.moved.connect(self._show_shares)
        self._bar.let_go.connect(lambda validation, test: self._change(validation=validation, test=test))
        self._train = QLabel()
        self._train.setObjectName(f"{prefix}split-train")
        self._train.setToolTip("The rest is trained on.")
        self._validation = self._number(
            f"{prefix}split-validation", "Validation", "Percent of the rows to watch while tuning; 0 for none.",
            self._set_validation,
        )  # fmt: skip
        self._test = self._number(
            f"{prefix}split-test", "Test", "Percent of the rows to test on: they are never trained on.", self._set_test
        )
        self._seed = self._number(
            f"{prefix}split-seed", "Seed", "Draws the rows; equal seeds give the same split.", self._set_seed
        )
        self._stratified = CheckBox(
            f"{prefix}split-stratified", "Stratified", "Of each class the same share in each part."
        )
        self._stratified.clicked.connect(lambda is_on: self._change(stratified=is_on))
        self._error = error_note(f"{prefix}split-error")
        self._kind.chosen.connect(self._choose_kind)
        self._column.chosen.connect(lambda name: self._change(column=cast(str, name)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 if is_wide else GRID_PX)
        if is_wide:
            whole.addWidget(self._bar)
            parts = (self._kind, self._column, self._train, self._validation, self._test, self._stratified, self._seed)
            for part in parts:
                part.setMinimumWidth(part.sizeHint().width() + 6)
            line = _beside(*parts, spacing=2 * GRID_PX)
            line.addStretch(1)
            whole.addLayout(line)
        else:
            whole.addWidget(self._kind)
            whole.addWidget(self._column)
            whole.addLayout(_beside(self._bar, self._train))
            whole.addLayout(_beside(self._validation, self._test))
            whole.addLayout(_beside(self._stratified, self._seed))
        whole.addWidget(self._error)

    def show_split(self, split: Split, columns: Sequence[Column]) -> None:
        """Show this split of a table with these columns."""
        self._split, self._columns = split, tuple(column.name for column in columns)
        self._show_again()
        has_column = split.column is not None and split.column in self._columns
        self._column.setVisible(split.kind != "random")
        if has_column:
            self._column.show_choice([Option(name, name, "") for name in self._columns], split.column)
        is_told = split.kind == "column"
        for part in (self._bar, self._train, self._validation, self._test):
            part.setVisible(not is_told)
        self._seed.setVisible(split.kind in ("random", "group"))
        has_classes = any(column.role == "target" and column.kind == "category" for column in columns)
        self._stratified.setVisible(split.kind == "random" and has_classes)
        self._stratified.setChecked(split.stratified)

    def _show_shares(self, validation: float, test: float) -> None:
        self._train.setText(f"Training {100.0 - validation - test:g} %")
        self._validation.show_value(f"{validation:g} %")
        self._test.show_value(f"{test:g} %")

    def show_error(self, text: str) -> None:
        """Say what is wrong with the split; nothing: take no room."""
        say(self._error, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is the field's: no dialog around it is to take it for its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _number(self, name: str, label: str, tip: str, commit: Callable[[str], None]) -> NumberField:
        field = NumberField(name, label, tip, commit, self._field_px)
        field.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field

    # Choosing ----------------------------------------------------------------------------------------------------

    def _choose_kind(self, kind: object) -> None:
        kind = cast(SplitKind, kind)
        self._change(kind=kind, column=None if kind == "random" else self._likely(kind))

    def _likely(self, kind: SplitKind) -> str | None:
        """The column that such a split goes by, by its name; else the first."""
        found = (
            name for word in LIKELY[kind] for name in self._columns if word in name.lower().replace("_", " ").split()
        )
        near = (name for word in LIKELY[kind] for name in self._columns if word in name.lower())
        return next(found, next(near, self._columns[0] if self._columns else None))

    def _set_validation(self, typed: str) -> None:
        self._change(validation=_share(typed, "Validation"))

    def _set_test(self, typed: str) -> None:
        self._change(test=_share(typed, "Test"))

    def _set_seed(self, typed: str) -> None:
        self._change(seed=parse_count(typed, "Seed"))

    def _change(self, **changes: object) -> None:
        try:
            split = self._split.replace(**changes)
        except UserError as error:
            self.show_error(str(error))
            self._show_again()
            return
        self.show_error("")
        self.changed.emit(split)

    def _show_again(self) -> None:
        """What may have been refused gives way to what stands."""
        self._kind.show_choice(KINDS, self._split.kind)
        self._bar.show_shares(self._split.validation, self._split.test)
        self._show_shares(self._split.validation, self._split.test)
        self._seed.show_value(str(self._split.seed))


def _beside(*parts: QWidget, spacing: int = GRID_PX) -> QHBoxLayout:
    """These beside each other."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part)
    return row


def _share(typed: str, label: str) -> float:
    return parse_number(typed.removesuffix("%").strip(), label, SHARE_EXAMPLE)
