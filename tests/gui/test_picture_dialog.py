"""Export > Picture: what is chosen in the dialog and typed as a name is what is written."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gui.canvas.drawn.sheet import Sheet
from gui.canvas.look import Look
from gui.dialogs.picture_dialog import PictureDialog
from gui.drawing_file import write_drawing
from gui.session.things import Edge
from gui.theme import DARK, LIGHT
from tests.gui.conftest import OpenWindow
from tests.gui.drop_down import pick
from tests.journeys.person import Person

ENTRY = "Picture (SVG, PNG, PDF)…"
Seen = Callable[[PictureDialog], None]


def export(person: Person, path: Path, seen: Seen = lambda dialog: None, **choices: str) -> None:
    """Through the menu, the dialog and the file dialog after it."""

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, PictureDialog)
        for name, text in choices.items():
            pick(dialog, f"picture-{name}", text)
        seen(dialog)
        person.type_file(path)
        QTest.mouseClick(dialog.findChild(QPushButton, "picture-save"), Qt.MouseButton.LeftButton)

    person.answer_dialog(act)
    person.choose("button-export", ENTRY)


def test_the_svg_is_what_the_canvas_shows_now(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window("segments")
    person.canvas.setFocus()
    person.press(Qt.Key.Key_7)
    person.window.show_theme_named("dark")
    export(person, tmp_path / "a.svg")
    assert person.text("notice") == f"Exported a.svg into {tmp_path}."
    subject = person.canvas.subject
    assert subject is not None
    assert subject.sample is not None and subject.target is not None
    assert subject.target.argmax() == 7
    write_drawing(Sheet(subject), tmp_path / "wanted.svg", DARK)
    content = (tmp_path / "a.svg").read_bytes()
    assert content == (tmp_path / "wanted.svg").read_bytes()
    assert b">target 1<" in content


def test_the_lines_have_the_colours_that_they_have_on_the_canvas(person: Person) -> None:
    person.canvas.show_look(Look(numbers="never"))
    subject = person.canvas.subject
    assert subject is not None
    sheet = Sheet(subject)
    picture = QImage(sheet.size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    sheet.paint(painter, LIGHT)
    painter.end()
    canvas, edges = person.canvas.grab().toImage(), sheet.drawing.edges
    compared = []
    for layer, view in enumerate(subject.network.dense_views(subject.theta)):
        # Thick enough for a pixel in the middle that has the line's own colour.
        for input, unit in np.argwhere(abs(view["weights"]) > 0.4 * edges.scale).tolist():
            point = edges.point(Edge(layer, input, unit))
            assert point is not None
            there = person.canvas.edge_point(layer, input, unit).toPoint()
            compared.append((canvas.pixelColor(there).name(), picture.pixelColor(QPointF(*point).toPoint()).name()))
    assert len({wanted for wanted, _ in compared}) >= 5
    assert all(wanted == found for wanted, found in compared)


def test_kind_colours_scale_title_and_ground_are_as_chosen(person: Person, tmp_path: Path) -> None:
    said: list[str] = []

    def seen(dialog: PictureDialog) -> None:
        label = dialog.findChild(QLabel, "picture-size")
        assert isinstance(label, QLabel)
        said.append(label.text())
        preview = dialog.findChild(QLabel, "picture-preview")
        assert isinstance(preview, QLabel)
        assert preview.pixmap().toImage().pixelColor(1, 1) == QColor(DARK.canvas)

    triple = "3 \N{MULTIPLICATION SIGN}"
    export(person, tmp_path / "a.png", seen, kind="PNG", colours="Dark", scale=triple, title="Above")
    image = QImage(str(tmp_path / "a.png"))
    assert said == [f"{image.width():,} \N{MULTIPLICATION SIGN} {image.height():,} pixels"]
    subject = person.canvas.subject
    assert subject is not None
    assert image.size() == Sheet(subject, has_title=True).size * 3
    assert image.pixelColor(1, 1) == QColor(DARK.canvas)
    export(person, tmp_path / "b.png", kind="PNG", ground="Transparent")
    assert QImage(str(tmp_path / "b.png")).pixelColor(1, 1).alpha() == 0


def test_a_name_without_an_ending_gets_that_of_the_kind_and_another_ending_decides(
    person: Person, tmp_path: Path
) -> None:
    export(person, tmp_path / "a", kind="PDF")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    export(person, tmp_path / "b.png", kind="PDF")
    assert QImage(str(tmp_path / "b.png")).pixelColor(1, 1) == QColor(LIGHT.canvas)


def test_what_cannot_be_written_is_told_in_the_banner(person: Person, tmp_path: Path) -> None:
    export(person, tmp_path / "gone" / "a.svg")
    assert "a.svg cannot be saved" in person.text("banner-text")
    assert not list(tmp_path.glob("**/*.svg"))


def test_escape_writes_nothing(person: Person, tmp_path: Path) -> None:
    person.answer_dialog(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    person.choose("button-export", ENTRY)
    assert not list(tmp_path.glob("*.svg"))
    assert person.window.session.document.undo_text is None
