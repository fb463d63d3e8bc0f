"""The sheet of rows: what stands in it, how it is sorted, narrowed down and copied."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from core.bundled import open_bundled
from core.sheet.sheet import OUT
from core.snapshot import Snapshot
from core.wording import MINUS
from gui.session.sample import sample_of_row
from gui.theme import LIGHT, class_colour
from gui.views.rows import view as rows_view
from gui.views.rows.cells import PAD_PX, text_width
from gui.views.rows.texts import ANSWER, ERROR, GAP, PART, TARGET
from gui.views.rows.view import RowsView
from tests.flowers import flowers, project_of, weights

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Left = Qt.MouseButton.LeftButton


def number(text):
    return float(text.split(", ")[-1].replace(MINUS, "-"))


class Reader:
    """A person with a sheet in front of them."""

    def __init__(self, bot, view):
        self.bot, self.view, self.table = bot, view, view.table
        self.chosen = []
        view.chosen.connect(self._on_chosen)

    def _on_chosen(self, kind, row):
        """As in the window: what is chosen is the current sample."""
        self.chosen.append((kind, row))
        self.view.show_sample(sample_of_row(self.view.project, kind, row))

    def show(self, project, theta=None, is_playing=False, step=1):
        """This project, with a network of these weights."""
        network = project.network
        theta = network.initial(seed=4) if theta is None else theta
        self.view.show_project(project)
        empty = np.zeros((0, 9))
        self.view.show_snapshot(Snapshot(network, theta, step, 1, 0, 10, is_playing, 0.0, None, None, empty))
        self.until_answered()

    def until_answered(self):
        def is_answered():
            is_busy = self.view._worker.is_busy(self.view._asking)
            return self.view._ordered is not None and self.view._ordered[0] == self.view._wanted and not is_busy

        self.bot.waitUntil(is_answered, timeout=20_000)

    def column(self, column):
        """What stands in a column, from top to bottom."""
        rows = self.table.rows
        return [rows.data(rows.index(place, column)) for place in range(rows.rowCount())]

    @property
    def numbers(self):
        rows = self.table.rows
        texts = [rows.headerData(place, Qt.Orientation.Vertical) for place in range(rows.rowCount())]
        return [int(text.replace(",", "")) for text in texts]

    def said(self, name):
        return self.view.findChild(QLabel, name).text()

    def click_name(self, column):
        header = self.table.names
        at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        QTest.mouseClick(header.viewport(), Left, pos=at)
        self.until_answered()

    def click_row(self, place, modifiers=NONE):
        at = self.table.visualRect(self.table.rows.index(place, 0)).center()
        QTest.mouseClick(self.table.viewport(), Left, modifiers, at)

    def choose_shown(self, text):
        box = self.view.findChild(QComboBox, "rows-show")
        texts = [box.itemText(place) for place in range(box.count())]
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(texts.index(text)):
            QTest.keyClick(box, Qt.Key.Key_Down)
        self.until_answered()


@pytest.fixture
def reader(qtbot, worker):
    view = RowsView(worker)
    qtbot.addWidget(view)
    view.resize(620, 500)
    view.show()
    return Reader(qtbot, view)


@pytest.fixture
def flower_reader(reader):
    reader.show(project_of(flowers()))
    return reader


def test_every_row_stands_there_as_it_was_read(flower_reader):
    reader = flower_reader
    assert reader.table.rows.names == ("kind", "answer", "error", "part", "length", "width", "weight", "soil")
    assert reader.numbers == list(range(1, 151))
    assert reader.column(TARGET)[:4] == ["setosa", "versicolor", "virginica", "setosa"]
    assert reader.column(PART)[7] == "left out"
    assert [reader.column(column)[7] for column in (ANSWER, ERROR, 5)] == [GAP, GAP, GAP]
    first = flowers().rows.frame.row(0)
    texts = [reader.column(column)[0] for column in range(4, 8)]
    assert texts == [f"{first[0]:.1f}", f"{first[1]:.1f}", f"{first[2]:.0f}", first[3]]
    assert reader.said("rows-counted") == "150 rows"


def test_the_answers_are_those_of_the_network_and_one_for_other_data_has_none(flower_reader):
    reader, project = flower_reader, project_of(flowers())
    sheet, theta = reader.view._sheet, project.network.initial(seed=4)
    data = sheet.dataset
    outputs = project.network.predict(theta, np.concatenate([data.x, data.x_test]).astype("float32"))
    for row in (0, 4, 149):
        said = outputs[sheet.samples[row]]
        name = data.classes[int(np.argmax(said))]
        assert reader.column(ANSWER)[row] == f"{name} {100.0 * said.max():.1f} %"
        true = said[sheet.class_of(row)]
        judged = "right" if np.argmax(said) == sheet.class_of(row) else "wrong"
        assert reader.column(ERROR)[row] == f"{judged}, {1.0 - true:.3f}"
    wrong = sum(text.startswith("wrong") for text in reader.column(ERROR))
    parts = {"training": 0, "validation": 0, "test": 0}
    for text, part in zip(reader.column(ERROR), reader.column(PART), strict=True):
        parts[part] = parts.get(part, 0) + text.startswith("wrong")
    each = ", ".join(f"{part} {parts[part]}" for part in ("training", "validation", "test"))
    assert reader.said("rows-judged") == f"{wrong} wrong ({100.0 * wrong / 149:.1f} %): {each}"
    other = project_of(weights())
    empty = np.zeros((0, 9))
    theta = other.network.initial(seed=1)
    reader.view.show_snapshot(Snapshot(other.network, theta, 2, 1, 0, 10, False, 0.0, None, None, empty))
    reader.bot.waitUntil(lambda: reader.table.rows.answers is None)
    assert set(reader.column(ANSWER)) == {GAP}


def test_a_class_has_its_colour_and_a_wrong_answer_a_cross(flower_reader, picture, is_close):
    reader = flower_reader
    reader.choose_shown("Wrong")
    assert all(text.startswith("wrong") for text in reader.column(ERROR)) and len(reader.numbers) > 20
    rows = reader.table.rows
    seen = picture(reader.table.viewport(), 1)
    box, cross = (reader.table.visualRect(rows.index(0, column)) for column in (TARGET, ERROR))
    wanted = class_colour(LIGHT, reader.view._sheet.class_of(int(rows.order[0])), 3)
    assert is_close(seen.at(QPointF(box.left() + PAD_PX + 4.0, box.center().y())), wanted)
    assert is_close(seen.at(QPointF(cross.left() + PAD_PX + 4.5, cross.center().y())), LIGHT.ink, 60)


def test_a_click_chooses_a_sample_and_arrows_walk_on(flower_reader):
    reader = flower_reader
    reader.click_row(4)
    assert reader.chosen == [reader.table.rows.sample_at(4)]
    QTest.keyClick(reader.table, Qt.Key.Key_Down)
    assert reader.chosen[1:] == [reader.table.rows.sample_at(5)]
    assert reader.view._sheet.parts[7] == OUT
    reader.click_row(7)  # it is no sample
    assert len(reader.chosen) == 2


def test_a_sample_that_is_chosen_elsewhere_is_chosen_here_and_in_sight(flower_reader):
    reader, project = flower_reader, project_of(flowers())
    reader.view.show_sample(sample_of_row(project, "test", 20))
    table = reader.table
    assert table.rows.sample_at(table.currentIndex().row()) == ("test", 20)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    assert not reader.chosen  # nobody chose it here
    reader.view.show_sample(None)
    assert not table.selectionModel().hasSelection()


def test_a_click_on_a_name_sorts_and_of_errors_the_worst_come_first(flower_reader):
    reader = flower_reader
    reader.click_name(ERROR)
    errors = reader.column(ERROR)
    wrong = [text.startswith("wrong") for text in errors[:-1]]
    assert wrong == sorted(wrong, reverse=True) and any(wrong)
    sizes = [number(text) for text in errors[:-1] if text.startswith("wrong")]
    assert sizes == sorted(sizes, reverse=True)
    assert errors[-1] == GAP
    reader.click_name(ERROR)
    again = [text.startswith("wrong") for text in reader.column(ERROR)[:-1]]
    assert again == sorted(again)
    reader.click_name(4)
    lengths = [number(text) for text in reader.column(4)]
    assert lengths == sorted(lengths)
    QTest.mouseClick(reader.view.findChild(QWidget, "rows-by-number"), Left)
    reader.until_answered()
    assert reader.numbers == list(range(1, 151))


def test_s_sorts_by_the_column_where_the_keyboard_is_and_the_choice_stays(flower_reader):
    reader = flower_reader
    reader.click_row(3)
    for _ in range(5):
        QTest.keyClick(reader.table, Qt.Key.Key_Right)
    QTest.keyClick(reader.table, Qt.Key.Key_S)
    reader.until_answered()
    assert (reader.table.names.sorted_by, reader.table.names.is_descending) == (5, False)
    widths = [number(text) for text in reader.column(5)[:-1]]
    assert widths == sorted(widths) and reader.column(5)[-1] == GAP
    assert reader.table.rows.sample_at(reader.table.currentIndex().row()) == reader.chosen[0]
    assert len(reader.chosen) == 1


def test_while_training_goes_on_the_rows_stay_where_they_are_and_at_rest_they_are_sorted(flower_reader):
    reader, project = flower_reader, project_of(flowers())
    reader.click_name(ERROR)
    before, answers = reader.numbers, reader.table.rows.answers
    other = project.network.initial(seed=9)
    reader.show(project, other, is_playing=True, step=2)
    reader.bot.waitUntil(lambda: reader.table.rows.answers is not answers)
    assert reader.numbers == before
    reader.show(project, other, step=3)
    reader.bot.waitUntil(lambda: reader.numbers != before)
    wrong = [text.startswith("wrong") for text in reader.column(ERROR)[:-1]]
    assert wrong == sorted(wrong, reverse=True)


def test_some_rows_are_shown_by_their_part_or_by_what_they_hold(flower_reader):
    reader = flower_reader
    reader.choose_shown("Validation")
    assert set(reader.column(PART)) == {"validation"}
    assert reader.said("rows-counted") == "15 of 150 rows"
    reader.choose_shown("All rows")
    QTest.keyClicks(reader.view.bar.search, "PEAT")
    reader.bot.waitUntil(lambda: 0 < len(reader.table.rows.order) < 150)
    assert set(reader.column(7)) == {"peat"}
    QTest.keyClicks(reader.view.bar.search, "y")
    reader.bot.waitUntil(lambda: not len(reader.table.rows.order))
    assert reader.said("rows-counted") == "0 of 150 rows"


def test_chosen_rows_are_copied_for_a_spreadsheet(flower_reader):
    reader = flower_reader
    told = []
    reader.view.noticed.connect(told.append)
    QTest.keyClick(reader.table, Qt.Key.Key_C, CTRL)
    assert told == ["No row is chosen: click one, or press Ctrl+A."]
    reader.click_row(2)
    reader.click_row(3, SHIFT)
    QTest.keyClick(reader.table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:6] == ["row", "part", "length", "width", "weight", "soil"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["3", "4"]
    assert told[1:] == ["Copied 2 rows."]
    QTest.keyClick(reader.table, Qt.Key.Key_A, CTRL)
    QTest.keyClick(reader.table, Qt.Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 151


def test_numbers_have_answers_in_their_own_unit(reader):
    reader.show(project_of(weights()))
    targets = [number(text) for text in reader.column(TARGET)]
    answers, errors = (np.array([number(text) for text in reader.column(column)]) for column in (ANSWER, ERROR))
    assert 20_000 < answers.mean() < 80_000
    assert answers - targets == pytest.approx(errors, abs=0.2)
    assert len({len(text.partition(".")[2]) for text in reader.column(ERROR)}) == 1, "points stand below each other"
    error = float(np.sqrt(np.mean(errors**2)))
    assert reader.said("rows-judged") == f"root mean squared error {error:.1f}"


def test_numbers_have_room_for_all_their_digits(reader):
    reader.show(open_bundled("diabetes"))
    table = reader.table
    for column in (TARGET, ANSWER, ERROR):
        room = table.columnWidth(column) - 2 * PAD_PX
        assert max(text_width(table.painter_of_cells.font, text) for text in reader.column(column)) <= room, column


def test_a_few_inputs_stand_before_what_is_made_of_them(reader):
    reader.show(open_bundled("admission"))
    table, names = reader.table, reader.table.rows.names
    seen = [names[table.names.logicalIndex(place)] for place in range(6)]
    assert seen == ["test", "grades", "admitted", "answer", "error", "part"]


def test_digits_stand_there_as_pictures_before_all_else(reader, picture):
    reader.show(open_bundled("digits"))
    table = reader.table
    assert table.names.visualIndex(4) == 0
    box = table.visualRect(table.rows.index(0, 4))
    seen = picture(table.viewport(), 1)
    colours = {seen.at(QPointF(box.left() + 9.0 + x, box.top() + 3.0 + y)).name() for x in range(30) for y in range(30)}
    assert len(colours) > 5
    assert reader.said("rows-counted") == "1,797 digits"
    reader.show(project_of(flowers()))
    assert [table.names.visualIndex(column) for column in range(5)] == [0, 1, 2, 3, 4]


def test_of_very_many_rows_those_in_sight_are_answered_first_and_alone_while_training(reader, monkeypatch):
    monkeypatch.setattr(rows_view, "MANY", 100)
    project = project_of(flowers())
    reader.show(project, is_playing=True)
    answers = reader.table.rows.answers
    assert answers is not None and answers.known is not None and len(answers.known) < 40
    seen = reader.table.seen
    assert GAP not in [text for place, text in enumerate(reader.column(ANSWER)[: seen[1]]) if place != 7]
    assert reader.column(ANSWER)[-1] == GAP
    assert reader.said("rows-judged") == ""
    reader.table.verticalScrollBar().setValue(reader.table.verticalScrollBar().maximum())
    reader.bot.waitUntil(lambda: reader.column(ANSWER)[-1] != GAP)
    assert reader.column(ANSWER)[0] == GAP
    reader.show(project, step=2)
    reader.bot.waitUntil(lambda: reader.table.rows.answers.known is None)
    assert reader.column(ANSWER).count(GAP) == 1


def test_without_data_it_says_so(reader):
    project = project_of(flowers())
    reader.view.show_project(project.replace(data=None))
    assert reader.view.findChild(QLabel, "rows-nothing").isVisible() and not reader.table.isVisible()


def test_a_column_that_the_network_is_not_given_is_quiet_but_there(reader):
    reader.show(project_of(weights()))
    rows = reader.table.rows
    assert rows.names[4:] == ("length", "width", "soil", "kind")
    assert [rows.is_unused(column) for column in range(4, 8)] == [False, False, True, True]
    assert rows.cell(0, 6).is_muted and not rows.cell(0, 4).is_muted
