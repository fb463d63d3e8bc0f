"""The page of the data in the real window: what is chosen there, how it trains along, what is written."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.messages import RunEpochs
from gui.views.rows.texts import ANSWER, PART
from tests.flowers import flowers, project_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(open_window):
    """The window with the flowers' page in front: (person, view)."""
    person = open_window()
    person.window.session.document.load(project_of(flowers()), None, None)
    person.until_drawn()
    person.press(Qt.Key.Key_5, CTRL)
    view = person.window.right_column.data.view
    person.until(lambda: len(view.table.rows.order) == 150 and view.table.rows.answers is not None)
    return person, view


def click_row(view, place):
    at = view.table.visualRect(view.table.rows.index(place, 0)).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_row_that_is_chosen_is_the_current_sample_of_the_whole_window(page):
    person, view = page
    sample = person.window.sample
    click_row(view, 4)
    assert sample.sample.row == view.table.rows.sample_at(4)
    part = view.table.rows.cell(4, 3).text
    assert sample.sample.words == f"{part} row 5"  # the number that stands before it
    assert np.array_equal(sample.sample.place, build_places(view, 4))
    person.until(lambda: f"{part} row 5" in person.window.canvas.sample_bar.button.accessibleDescription())
    person.press(Qt.Key.Key_Down)
    assert sample.sample.row == view.table.rows.sample_at(5)
    sample.show_row("test", 20)
    assert view.table.rows.sample_at(view.table.currentIndex().row()) == ("test", 20)
    # Space still trains.
    QTest.keyPress(view.table, Qt.Key.Key_Space)
    QTest.keyRelease(view.table, Qt.Key.Key_Space)
    person.until(lambda: person.window.session.is_playing)
    answers = view.table.rows.answers
    person.until(lambda: view.table.rows.answers is not answers)
    person.window.session.engine.pause()


def build_places(view, row):
    sheet = view.table.rows.sheet
    places = np.concatenate([sheet.dataset.places, sheet.dataset.places_test])
    return places[sheet.samples[row]]


def test_a_page_that_is_not_in_front_asks_nothing_and_has_more_room_when_asked(page):
    person, view = page
    session, column = person.window.session, person.window.right_column
    before = column.width()
    person.click("rows-wide")
    assert column.width() > before + 100
    person.click("rows-wide")
    assert column.width() <= before
    person.click("page-picture")
    answers = view.table.rows.answers
    session.engine.post(RunEpochs(1))
    person.until(lambda: session.step > 0)
    assert view.table.rows.answers is answers and not session.worker.is_busy(view._asking)
    person.press(Qt.Key.Key_5, CTRL)
    person.until(lambda: view.table.rows.answers is not answers)


def test_the_shown_rows_are_written_with_their_answers_and_other_data_bring_others(page, tmp_path):
    person, view = page
    path = tmp_path / "rows.csv"
    person.type_file(path)
    view.bar.export_action.trigger()
    person.until(path.exists)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 151
    assert lines[0] == "row,part,length,width,weight,soil,kind,answer,output,is wrong"
    person.click("gallery-shapes")
    person.click("data-circle")
    person.until(lambda: view.table.rows.names[4:] == ("x₁", "x₂"))
    assert "points" in person.text("rows-counted")


def test_each_row_tells_its_part_whole_beside_what_the_network_says(page):
    person, view = page
    person.window.resize(1280, 720)
    table = view.table
    person.until(lambda: table.viewport().width() < 340)
    end = table.columnViewportPosition(PART) + table.columnWidth(PART)
    assert 0 < end <= table.viewport().width()
    squeezed = table.columnWidth(ANSWER)
    person.click("rows-wide")
    person.until(lambda: table.viewport().width() > 420)
    assert table.columnWidth(ANSWER) > squeezed  # with room, names stand whole
