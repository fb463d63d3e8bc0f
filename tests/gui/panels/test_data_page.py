"""The page of the data in the real window: rows to be read, sorted, chosen, and taken away."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from core.messages import RunEpochs, RunSteps
from core.sheet.sheet import OUT
from gui.theme import LIGHT, class_colour
from gui.views.rows.texts import ANSWER, ERROR, PART, TARGET
from tests.flowers import flowers, project_of, weights
from tests.gui.views.conftest import Picture

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Reader:
    """A person with the page of the data open."""

    def __init__(self, person, project):
        self.person, self.window = person, person.window
        self.window.session.document.load(project, None, None)
        person.until_drawn()
        person.press(Qt.Key.Key_5, CTRL)
        self.view = self.window.right_column.data.view
        self.table = self.view.table
        self.until_answered()

    def train(self, message):
        """Train so far, and wait until the answers are those of then."""
        session = self.window.session
        before = session.step
        session.engine.post(message)
        self.person.until(lambda: session.step > before and not session.snapshot.is_playing)
        self.until_answered()

    def until_answered(self):
        def is_answered():
            view, ordered = self.view, self.view._ordered
            is_of_now = view._seen_of is not None and view._seen_of is self.window.session.snapshot
            return is_of_now and not self.view._worker.is_busy(view._asking) and ordered is not None

        self.person.until(is_answered)

    def column(self, column):
        """What stands in a column, from top to bottom."""
        rows = self.table.rows
        return [rows.data(rows.index(place, column)) for place in range(rows.rowCount())]

    @property
    def numbers(self):
        rows = self.table.rows
        return [int(rows.headerData(place, Qt.Orientation.Vertical)) for place in range(rows.rowCount())]

    def click_name(self, column):
        header = self.table.names
        at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.person.until(lambda: self.view._ordered is not None)

    def click_row(self, place, modifiers=Qt.KeyboardModifier.NoModifier):
        at = self.table.visualRect(self.table.rows.index(place, 0)).center()
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    def choose_shown(self, value):
        box = self.person.widget("rows-show")
        assert isinstance(box, QComboBox)
        box.setFocus()
        texts = [box.itemText(place) for place in range(box.count())]
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(texts.index(value)):
            QTest.keyClick(box, Qt.Key.Key_Down)
        self.person.until(lambda: self.view._ordered is not None and self.view._ordered[0] == self.view._wanted)


@pytest.fixture
def reader(open_window):
    return Reader(open_window(), project_of(flowers()))


def test_every_row_stands_there_as_it_was_read(reader):
    assert reader.table.rows.names == ("kind", "answer", "error", "part", "length", "width", "weight", "soil")
    assert reader.numbers == list(range(1, 151))
    assert reader.column(TARGET)[:4] == ["setosa", "versicolor", "virginica", "setosa"]
    assert reader.column(PART)[7] == "left out"
    assert [reader.column(column)[7] for column in (ANSWER, ERROR, 5)] == ["–", "–", "–"]
    first = flowers().rows.frame.row(0)
    assert [reader.column(column)[0] for column in range(4, 8)] == [
        f"{first[0]:g}", f"{first[1]:g}", f"{first[2]:.0f}", first[3]
    ]  # fmt: skip
    assert reader.person.text("rows-counted") == "150 rows"


def test_the_answers_are_those_of_the_network(reader):
    reader.train(RunEpochs(1))
    session, sheet = reader.window.session, reader.view._sheet
    outputs = session.snapshot.network.predict(session.snapshot.theta, sheet.dataset.x.astype("float32"))
    row = 4
    sample = sheet.samples[row]
    assert sample < len(sheet.dataset.x)
    decided = int(np.argmax(outputs[sample]))
    name = sheet.dataset.classes[decided]
    assert reader.column(ANSWER)[row] == f"{name} {100.0 * outputs[sample, decided]:.1f} %"
    is_right = decided == sheet.class_of(row)
    assert reader.column(ERROR)[row].startswith("right" if is_right else "wrong")
    wrong = sum(text.startswith("wrong") for text in reader.column(ERROR))
    assert reader.person.text("rows-judged").startswith(f"{wrong} wrong (" if wrong else "none wrong")


def test_a_class_has_its_colour_and_a_wrong_answer_a_cross(reader, is_close):
    reader.train(RunSteps(1))
    reader.choose_shown("Wrong")
    reader.person.until(lambda: 0 < len(reader.table.rows.order) < 150)
    box = reader.table.visualRect(reader.table.rows.index(0, TARGET))
    seen = Picture(reader.table.viewport(), 1)
    row = int(reader.table.rows.order[0])
    wanted = class_colour(LIGHT, reader.view._sheet.class_of(row), 3)
    assert is_close(seen.at(QPointF(box.left() + 12.0, box.center().y())), wanted)
    cross = reader.table.visualRect(reader.table.rows.index(0, ERROR))
    assert is_close(seen.at(QPointF(cross.left() + 12.5, cross.center().y())), LIGHT.ink, 60)


def test_a_click_makes_the_row_the_current_sample_and_arrows_walk_on(reader):
    window, sheet = reader.window, reader.view._sheet
    reader.click_row(4)
    assert window.sample.sample.row == reader.table.rows.sample_at(4)
    assert window.sample.sample.words == f"{reader.column(PART)[4]} row 5"
    assert np.array_equal(window.sample.sample.place, sheet.dataset.places[sheet.samples[4]])
    reader.person.press(Qt.Key.Key_Down)
    assert window.sample.sample.row == reader.table.rows.sample_at(5)
    # One that is left out is no sample: the one before it stays.
    reader.click_row(7)
    assert sheet.parts[7] == OUT
    assert window.sample.sample.row == reader.table.rows.sample_at(5)
    # Its activations stand on the canvas.
    assert np.allclose(window.canvas.sample, window.sample.sample.x) if hasattr(window.canvas, "sample") else True


def test_a_sample_that_is_chosen_elsewhere_is_chosen_here_and_in_sight(reader):
    reader.window.sample.show_row("test", 20)
    table = reader.table
    place = table.currentIndex().row()
    assert table.rows.sample_at(place) == ("test", 20)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    reader.window.sample.show(None)
    assert not table.selectionModel().hasSelection()


def test_a_click_on_a_name_sorts_and_of_errors_the_worst_come_first(reader):
    reader.train(RunSteps(2))
    reader.click_name(ERROR)
    errors = reader.column(ERROR)
    wrong = [text.startswith("wrong") for text in errors[:-1]]
    assert wrong == sorted(wrong, reverse=True) and any(wrong)
    sizes = [float(text.split(", ")[1]) for text in errors[:-1] if text.startswith("wrong")]
    assert sizes == sorted(sizes, reverse=True)
    assert errors[-1] == "–"
    reader.click_name(ERROR)
    again = [text.startswith("wrong") for text in reader.column(ERROR)[:-1]]
    assert again == sorted(again)
    reader.click_name(4)
    lengths = [float(text) for text in reader.column(4)]
    assert lengths == sorted(lengths)
    reader.person.click("rows-by-number")
    reader.person.until(lambda: reader.view._ordered is not None)
    assert reader.numbers == list(range(1, 151))


def test_s_sorts_by_the_column_where_the_keyboard_is(reader):
    reader.click_row(3)
    for _ in range(5):
        reader.person.press(Qt.Key.Key_Right)
    reader.person.press(Qt.Key.Key_S)
    reader.person.until(lambda: reader.view._ordered is not None)
    assert (reader.table.names.sorted_by, reader.table.names.is_descending) == (5, False)
    widths = [float(text) for text in reader.column(5)[:-1]]
    assert widths == sorted(widths) and reader.column(5)[-1] == "–"
    # The row that was chosen is still the one.
    assert reader.table.rows.sample_at(reader.table.currentIndex().row()) == reader.window.sample.sample.row


def test_while_training_goes_on_the_rows_stay_where_they_are_and_at_rest_they_are_sorted(reader):
    session = reader.window.session
    reader.train(RunSteps(1))
    reader.click_name(ERROR)
    before = reader.numbers
    session.engine.play()
    reader.person.until(lambda: session.step > 300)
    answers = reader.table.rows.answers
    reader.person.until(lambda: reader.table.rows.answers is not answers)
    assert session.is_playing and reader.numbers == before
    session.engine.pause()
    reader.person.until(lambda: not session.snapshot.is_playing)
    reader.until_answered()
    reader.person.until(lambda: reader.numbers != before)
    errors = np.abs([float(text.split(", ")[1]) for text in reader.column(ERROR)[:-1]])
    assert (np.diff(errors) <= 0.0).all() or any(text.startswith("wrong") for text in reader.column(ERROR))


def test_some_rows_are_shown_by_their_part_or_by_what_they_hold(reader):
    reader.choose_shown("Validation")
    assert set(reader.column(PART)) == {"validation"}
    assert reader.person.text("rows-counted") == "15 of 150 rows"
    reader.choose_shown("All rows")
    field = reader.person.widget("rows-search")
    field.setFocus()
    QTest.keyClicks(field, "peat")
    reader.person.until(lambda: 0 < len(reader.table.rows.order) < 150)
    assert set(reader.column(7)) == {"peat"}
    QTest.keyClicks(field, "ing")
    reader.person.until(lambda: not len(reader.table.rows.order))
    assert reader.person.text("rows-counted") == "0 of 150 rows"


def test_chosen_rows_are_copied_for_a_spreadsheet(reader):
    reader.click_row(2)
    reader.click_row(3, SHIFT)
    reader.person.press(Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:6] == ["row", "part", "length", "width", "weight", "soil"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["3", "4"]
    assert len(lines[1].split("\t")) == len(lines[0].split("\t"))


def test_the_shown_rows_are_written_with_their_answers(reader, tmp_path):
    reader.choose_shown("Test")
    path = tmp_path / "rows.csv"
    reader.person.type_file(path)
    reader.view._export.trigger()
    reader.person.until(path.exists)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(reader.table.rows.order)
    assert lines[0] == "row,part,length,width,weight,soil,kind,answer,output,is wrong"
    assert {line.split(",")[1] for line in lines[1:]} == {"test"}


def test_space_trains_while_the_table_has_the_keyboard(reader):
    reader.click_row(1)
    assert reader.table.hasFocus()
    QTest.keyPress(reader.table, Qt.Key.Key_Space)
    QTest.keyRelease(reader.table, Qt.Key.Key_Space)
    reader.person.until(lambda: reader.window.session.is_playing)
    reader.window.session.engine.pause()


def test_a_page_that_is_not_in_front_asks_nothing(reader):
    reader.person.click("page-picture")
    answers = reader.table.rows.answers
    session = reader.window.session
    session.engine.post(RunEpochs(1))
    reader.person.until(lambda: session.step > 0)
    assert reader.table.rows.answers is answers
    assert not session.worker.is_busy(reader.view._asking)
    reader.person.press(Qt.Key.Key_5, CTRL)
    reader.person.until(lambda: reader.table.rows.answers is not answers)


def test_numbers_have_answers_in_their_own_unit(open_window):
    reader = Reader(open_window(), project_of(weights()))
    reader.train(RunEpochs(2))
    targets = [float(text) for text in reader.column(TARGET)]
    answers = np.array([float(text) for text in reader.column(ANSWER)])
    errors = np.array([float(text.replace("−", "-")) for text in reader.column(ERROR)])
    assert 20_000 < answers.mean() < 80_000
    assert answers - targets == pytest.approx(errors, abs=0.2)
    error = float(np.sqrt(np.mean(errors**2)))
    assert reader.person.text("rows-judged") == f"root mean squared error {error:.1f}"


def test_digits_stand_there_as_pictures(open_window, is_close):
    person = open_window("digits")
    reader = Reader(person, person.window.session.document.project)
    box = reader.table.visualRect(reader.table.rows.index(reader.table.currentIndex().row(), 4))
    seen = Picture(reader.table.viewport(), 1)
    colours = {
        seen.at(QPointF(box.left() + 10.0 + x, box.top() + 4.0 + y)).name() for x in range(30) for y in range(30)
    }
    assert len(colours) > 5
    assert reader.person.text("rows-counted") == "1,797 digits"


def test_other_data_bring_other_rows(reader):
    reader.person.click("data-circle")
    reader.person.until(lambda: reader.table.rows.names[4:] == ("x₁", "x₂"))
    assert "points" in reader.person.text("rows-counted")


def test_the_page_can_have_more_room(reader):
    column = reader.window.right_column
    before = column.width()
    reader.person.click("rows-wide")
    assert column.width() > before + 150
    reader.person.click("rows-wide")
    assert column.width() <= before
