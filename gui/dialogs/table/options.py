"""How the text of a table is to be read: separator, decimal, header, encoding, sheet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.table.formats import Format
from gui.panels.check_box import CheckBox
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import error_note, note, say
from gui.theme import GRID_PX

SEPARATORS = (
    Option(",", "Comma", "a,b,c"),
    Option(";", "Semicolon", "a;b;c"),
    Option("\t", "Tab", "As spreadsheets paste it."),
    Option("|", "Bar", "a|b|c"),
    Option(" ", "Space", "a b c"),
)
DECIMALS = (Option(".", "Point", "3.14"), Option(",", "Comma", "3,14"))
ENCODINGS = (
    Option("utf-8", "UTF-8", "What most programs write today."),
    Option("cp1252", "Western", "Windows-1252 and Latin-1: what older programs write."),
    Option("utf-16", "UTF-16", "What some spreadsheets write."),
)


class ReadingOptions(QWidget):
    """Shows a format and edits it; what went wrong with it stands below."""

    changed = Signal(object)
    """The Format that a person chose."""

    def __init__(self) -> None:
        super().__init__()
        self._form = Format()
        self._separator = ChoiceField("table-separator", "Separator", "What stands between the cells of a row.", 112)
        self._decimal = ChoiceField("table-decimal", "Decimal", "What stands before a number's fraction.", 92)
        self._encoding = ChoiceField("table-encoding", "Encoding", "How letters are stored.", 100)
        self._sheet = ChoiceField("table-sheet", "Sheet", "Which sheet of the workbook.", 180)
        self._header = CheckBox("table-header", "First row has the names", "Otherwise the columns are numbered.")
        self._plain = note("table-plain")
        self._plain.setWordWrap(False)
        self._notes = note("table-notes")
        self._error = error_note("table-reading-error")
        self._separator.chosen.connect(lambda value: self._change(separator=value))
        self._decimal.chosen.connect(lambda value: self._change(decimal=value))
        self._encoding.chosen.connect(lambda value: self._change(encoding=value))
        self._sheet.chosen.connect(lambda value: self._change(sheet=value))
        self._header.clicked.connect(lambda is_on: self._change(has_header=is_on))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3 * GRID_PX)
        for part in (self._plain, self._separator, self._decimal, self._encoding, self._sheet, self._header):
            line.addWidget(part)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addLayout(line)
        column.addWidget(self._notes)
        column.addWidget(self._error)
        self.show_format(self._form, ())
        self.show_notes(())

    @property
    def form(self) -> Format:
        """The format that is shown."""
        return self._form

    def show_format(self, form: Format, sheets: Sequence[str]) -> None:
        """Show how the table is read."""
        self._form = form
        is_text = form.kind == "text"
        for part in (self._separator, self._decimal, self._encoding):
            part.setVisible(is_text)
        self._header.setVisible(form.kind != "parquet")
        self._header.setChecked(form.has_header)
        self._sheet.setVisible(form.kind == "excel" and len(sheets) > 1)
        self._plain.setVisible(form.kind == "parquet")
        self._plain.setText("A Parquet file: it says itself what its columns are.")
        if is_text:
            self._separator.show_choice(_with(SEPARATORS, form.separator), form.separator)
            self._decimal.show_choice(DECIMALS, form.decimal)
            self._encoding.show_choice(*_encoding(form.encoding))
        elif sheets:
            named = form.sheet if form.sheet in sheets else sheets[0]
            self._sheet.show_choice([Option(sheet, sheet, "") for sheet in sheets], named)

    def show_notes(self, notes: Sequence[str]) -> None:
        """Say what was odd about the text, and how it was read all the same."""
        say(self._notes, " ".join(notes))

    def show_error(self, text: str) -> None:
        """Say why it cannot be read; nothing: take no room."""
        say(self._error, text)

    def _change(self, **changes: Any) -> None:
        self._form = replace(self._form, **changes)
        self.changed.emit(self._form)


def _with(options: tuple[Option, ...], value: str) -> tuple[Option, ...]:
    """These options, and one for a value that is none of theirs."""
    known = any(option.value == value for option in options)
    return options if known else (*options, Option(value, f"“{value}”", "As it was guessed."))


def _encoding(name: str) -> tuple[tuple[Option, ...], str]:
    """Encodings, and which of them is shown: with or without a mark at its beginning UTF-8 is UTF-8."""
    plain = name.lower().removesuffix("-sig")
    if plain not in {cast(str, option.value) for option in ENCODINGS}:
        return _with(ENCODINGS, name), name
    # The guessed one keeps its mark: chosen again it is the same.
    return tuple(option._replace(value=name) if option.value == plain else option for option in ENCODINGS), name
