"""The tables of the gallery: their half of it, their pictures, and what a click on one comes to."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QToolButton

from core.bundled import open_bundled
from core.data import Table
from gui.panels.data_panel import DataPanel
from gui.panels.table_gallery import LOOKS
from gui.panels.tile import PICTURE_PX, TILE_PX
from gui.session.session import Session
from gui.theme import DARK, LIGHT, SMALL_PX, Theme, body_font
from tests.gui.panels.conftest import click, control, said

Show = Callable[[DataPanel], DataPanel]


@pytest.fixture
def panel(session: Session, show: Show) -> DataPanel:
    return show(DataPanel(session))


def tile_of(panel: DataPanel, name: str) -> QToolButton:
    found = control(panel, f"data-{name}")
    assert isinstance(found, QToolButton)
    return found


def picture_of(panel: DataPanel, name: str) -> QImage:
    return tile_of(panel, name).icon().pixmap(PICTURE_PX).toImage()


def colours_in(image: QImage, part: QRect) -> set[str]:
    """The opaque colours there."""
    colours = set()
    for x in range(part.left(), part.right() + 1):
        for y in range(part.top(), part.bottom() + 1):
            colour = image.pixelColor(x, y)
            if colour.alpha() == 255:
                colours.add(colour.name())
    return colours


def test_one_half_of_the_gallery_is_in_front_and_a_click_turns_to_the_other(panel: DataPanel) -> None:
    assert control(panel, "data-circle").isVisible() and not control(panel, "data-iris").isVisible()
    click(panel, "gallery-tables")
    assert not control(panel, "data-circle").isVisible()
    assert all(control(panel, f"data-{name}").isVisible() for name in LOOKS)
    click(panel, "gallery-shapes")
    assert control(panel, "data-circle").isVisible() and not control(panel, "data-iris").isVisible()


@pytest.mark.parametrize("name", LOOKS)
def test_a_click_chooses_the_table_and_one_undo_brings_the_old_data_back(
    session: Session, panel: DataPanel, name: str
) -> None:
    before = session.document.project
    click(panel, "gallery-tables")
    click(panel, f"data-{name}")
    project, example = session.document.project, open_bundled(name)
    assert isinstance(project.data, Table) and project.data == example.data and project.title == example.title
    assert (project.network.inputs, project.network.outputs) == (example.network.inputs, example.network.outputs)
    assert tile_of(panel, name).isChecked() and not control(panel, "data-circle").property("checked")
    assert "rows to train" in (said(panel, "data-note") or "")
    assert not control(panel, "noise").isVisible()
    click(panel, f"data-{name}")
    session.document.undo()
    assert session.document.project == before
    assert not tile_of(panel, name).isChecked()
    assert control(panel, "data-circle").isVisible(), "the half of the data that are there is in front"


def test_whoever_looks_at_the_other_half_is_left_there_while_the_data_stay(session: Session, panel: DataPanel) -> None:
    session.document.load(open_bundled("wine"), None, None)
    assert control(panel, "data-wine").isVisible()
    click(panel, "gallery-shapes")
    project = session.document.project
    session.document.edit("set pace", project.replace(pace=3.0))
    assert control(panel, "data-circle").isVisible()


def test_the_pictures_are_drawn_once_somebody_looks(panel: DataPanel) -> None:
    assert all(tile_of(panel, name).icon().isNull() for name in LOOKS)
    click(panel, "gallery-tables")
    pictures = [picture_of(panel, name) for name in LOOKS]
    assert all(
        pictures[one] != pictures[other] for one in range(len(pictures)) for other in range(one + 1, len(pictures))
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_picture_has_the_points_where_they_lie_in_their_classes_colours(panel: DataPanel, theme: Theme) -> None:
    click(panel, "gallery-tables")
    panel.show_theme(theme)
    half = QSize(PICTURE_PX.width() // 2, PICTURE_PX.height() // 2)
    lower_left = QRect(0, half.height(), half.width() // 2, half.height())
    upper_right = QRect(half.width(), 0, half.width(), half.height())
    small, large = (QColor(theme.classes[index]).name() for index in (0, 2))
    iris = picture_of(panel, "iris")
    assert small in colours_in(iris, lower_left) and small not in colours_in(iris, upper_right)
    assert large in colours_in(iris, upper_right) and large not in colours_in(iris, lower_left)

    admission = picture_of(panel, "admission")
    left = QRect(0, 0, half.width() // 2, PICTURE_PX.height())
    assert QColor(theme.negative).name() in colours_in(admission, left)
    assert QColor(theme.positive).name() not in colours_in(admission, left)


def test_a_name_fits_on_its_tile_in_bold_too(panel: DataPanel) -> None:
    font = body_font(SMALL_PX, bold=True)
    widths = {name: QFontMetricsF(font).horizontalAdvance(look.label) for name, look in LOOKS.items()}
    assert {name: width for name, width in widths.items() if width > TILE_PX.width() - 2} == {}
