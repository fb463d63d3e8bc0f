"""The model card as its readers see it: written by the command line with its picture, shown by a reader of Markdown."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import polars
from PySide6.QtGui import QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication

from core.data import Table
from core.export import export_card
from core.layers import Dense
from core.network import Network
from core.project import open_project, save_project
from core.table import Column, Split, StoredTable
from tests.gui.terminal import Terminal

HOSTILE = (
    "a|b", "<b>bold</b>", "*stars*", "_lines_", "`code`", "[link](x)", "![i](x)", "# head", "&lt;", "back\\",
    "~~gone~~", "1. one", "- dash", "> quote", "<!-- x", "***", "a_b_c", "\\|", "https://example.org/x", "$x$",
)  # fmt: skip


def shown_tables(text: str) -> list[list[list[str]]]:
    """The tables that a reader of Markdown sees, as texts of cells."""
    document = QTextDocument()
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]

    def cell(table: QTextTable, row: int, column: int) -> str:
        cursor = table.cellAt(row, column).firstCursorPosition()
        cursor.setPosition(table.cellAt(row, column).lastPosition(), cursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    return [
        [[cell(table, row, column) for column in range(table.columns())] for row in range(table.rows())]
        for table in tables
    ]


def test_names_are_shown_as_they_are(tmp_path: Path, qapp: QApplication) -> None:
    cells = {name: [0.0, 1.0] * len(HOSTILE) for name in HOSTILE}
    frame = polars.DataFrame(cells).with_columns(polars.Series("kind", [*HOSTILE, *HOSTILE]))
    target = Column("kind", "target", "category", categories=HOSTILE)
    recipe = Table(StoredTable.of(frame), (*map(Column, HOSTILE), target), Split(test=0.0, stratified=False))
    network = Network(len(HOSTILE), (Dense(2, "tanh", name="| *layer*"), Dense(len(HOSTILE), "softmax")))
    export_card(network, network.initial(), tmp_path / "card.md", recipe, title="<i>*T*</i> | #")
    text = (tmp_path / "card.md").read_text("utf-8")
    assert text.startswith("# &lt;i&gt;\\*T\\*&lt;/i&gt; &#124; \\#\n")
    tables = shown_tables(text)
    assert [row[0] for row in tables[0][1:]] == list(HOSTILE)
    by_class = next(table for table in tables if table[0][0] == "class")
    assert [row[0] for row in by_class[1:]] == list(HOSTILE)
    layers = next(table for table in tables if table[0][0] == "layer")
    assert layers[1][:3] == ["| *layer*", "dense", "tanh"]


def test_the_command_line_writes_the_card_with_its_picture(terminal: Terminal) -> None:
    run = terminal.run("export", "iris", "my card.md", "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert (told["format"], told["path"], told["picture"]) == ("card", "my card.md", "my card.svg")
    text = (terminal.folder / "my card.md").read_text("utf-8")
    assert text.startswith("# Iris\n\n![") and "](my%20card.svg)" in text and "It has not been trained" in text
    assert ElementTree.parse(terminal.folder / "my card.svg").getroot().tag.endswith("svg")


def test_that_a_training_was_changed_on_the_way_is_told(terminal: Terminal) -> None:
    terminal.run("train", "circle", "--epochs", "4", "--save", "c.neuroloom")
    terminal.run("export", "c.neuroloom", "plain.md")
    assert "100 steps, 4 whole epochs |" in (terminal.folder / "plain.md").read_text("utf-8")
    saved = open_project(terminal.folder / "c.neuroloom")
    assert saved.state is not None
    save_project(replace(saved, state=replace(saved.state, since=2)), terminal.folder / "c.neuroloom")
    terminal.run("train", "c.neuroloom", "--epochs", "1", "--save", "c.neuroloom")
    terminal.run("export", "c.neuroloom", "mixed.md")
    assert "5 whole epochs; settings, data, weights or network were last changed in epoch 2 |" in (
        terminal.folder / "mixed.md"
    ).read_text("utf-8")
