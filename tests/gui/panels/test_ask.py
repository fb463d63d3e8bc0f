"""The page Ask on its own: the form by mouse and keys, the answer, and what led to it."""

from collections.abc import Callable

import numpy as np
import polars
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.curve import COLUMNS
from core.data import Table, build
from core.data.questions import questions_of
from core.layers import Dense
from core.network import Network
from core.project import Saved
from core.snapshot import Snapshot
from core.specs import Project
from core.table import Column, Split, StoredTable
from core.table.predicting import predict_rows
from core.training import Training
from core.wording import MINUS
from gui.panels.ask import AskPage
from gui.session.document import Document
from gui.session.sample import CurrentSample
from gui.session.worker import Worker
from gui.theme import LIGHT
from tests.gui import birds
from tests.gui.panels.conftest import click, control, said, type_into


@pytest.fixture(scope="module")
def species() -> Saved:
    return birds.trained()


@pytest.fixture(scope="module")
def mass() -> Saved:
    return birds.trained(birds.MASS_WANTED, 60)


class Asked(QObject):
    """The page with a document's current sample, as the window connects them."""

    def __init__(self, bot: QtBot, worker: Worker, saved: Saved) -> None:
        super().__init__()
        self.project = project = saved.project
        self.sample = CurrentSample(Document(project, self), self)
        self.page = AskPage(worker)
        self.view, self.form = self.page.view, self.page.view.form
        bot.addWidget(self.page)
        self.view.asked.connect(lambda place, words: self.sample.show_place(place, None, words))
        self.view.row_chosen.connect(self.sample.show_row)
        self.sample.changed.connect(lambda: self.page.show_sample(self.sample.sample))
        theta = saved.theta if saved.theta is not None else project.network.initial(0, build(project.data).x)
        curve = np.zeros((0, COLUMNS))
        self.snapshot = Snapshot(project.network, theta, 9, 1, 0, 9, False, 0.0, None, None, curve)
        self.page.show_theme(LIGHT)
        self.page.show_project(project)
        self.page.show_snapshot(self.snapshot)
        self.page.resize(400, 800)
        self.page.show()
        self.page.activateWindow()
        bot.waitUntil(self.page.isActiveWindow)

    @property
    def outputs(self) -> np.ndarray:
        """What the network says to the form's place, computed aside."""
        x = self.project.data.expand(self.form.place[:, np.newaxis], "float32").T
        return self.project.network.predict(self.snapshot.theta, x)[0]

    def type(self, name: str, text: str) -> None:
        type_into(self.page, name, text)

    def choose(self, name: str, *keys: Qt.Key) -> None:
        box = control(self.page, name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        for key in keys:
            QTest.keyClick(box, key)

    def field(self, name: str) -> QLineEdit:
        found = control(self.page, name)
        assert isinstance(found, QLineEdit)
        return found

    def category(self, name: str) -> str:
        found = control(self.page, name)
        assert isinstance(found, QComboBox)
        return found.currentText()

    def said(self, name: str) -> str | None:
        return said(self.page, name)


Ask = Callable[[Saved], Asked]


@pytest.fixture
def ask(qtbot: QtBot, worker: Worker) -> Ask:
    """Opens the page on a project."""
    return lambda saved: Asked(qtbot, worker, saved)


def test_it_begins_with_an_average_row_where_nobody_has_chosen_one(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    view = asked.view
    average = questions_of(species.project.data).average
    assert np.array_equal(view.form.place, average)
    assert asked.sample.sample is None
    assert asked.said("ask-words") == "an average row"
    field = asked.field("ask-0")
    assert (field.text(), field.placeholderText()) == ("", f"{average[0]:.2f}".rstrip("0"))
    assert asked.category("ask-1") == "average"
    assert view.answer.told.big in birds.SPECIES
    assert view.waterfall.start == view.waterfall.end == pytest.approx(asked.outputs.max(), abs=1e-6)


def test_numbers_are_typed_with_a_comma_and_what_is_none_is_said_below(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.type("ask-0", "44,25")
    assert asked.sample.sample.place[0] == 44.25
    assert asked.field("ask-0").text() == "44.25"
    before = asked.sample.sample
    asked.type("ask-0", "long")
    assert "“long” is not a number" in asked.said("ask-0-error")
    assert asked.sample.sample is before
    assert asked.field("ask-0").text() == "44.25"


def test_what_is_beyond_the_training_is_said_in_a_line_of_its_own_and_no_field_moves(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    names = ("ask-0", "ask-1", "ask-2", "ask-2-slider")
    before = [control(asked.page, name).mapTo(asked.page, QPoint()) for name in names]
    asked.type("ask-2", "400")
    column = questions_of(species.project.data).columns[2]
    span = f"flippers ({column.low:g} to {column.high:g})"
    assert asked.said("ask-outside") == f"Beyond what it was trained on: {span}."
    assert [control(asked.page, name).mapTo(asked.page, QPoint()) for name in names] == before
    slider = control(asked.page, "ask-2-slider")
    assert slider.value() == slider.maximum()
    assert asked.sample.sample.place[-1] == 400.0
    asked.type("ask-2", f"{column.high:g}")
    assert not asked.said("ask-outside")


def test_tab_goes_from_field_to_field_as_a_row_is_typed(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.field("ask-0").setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget().objectName())
    assert walked == ["ask-1", "ask-2", "ask-0-slider", "ask-2-slider"]


def test_the_knob_of_whole_numbers_stands_where_its_number_is_and_moves_by_whole_ones(ask: Ask) -> None:
    frame = polars.DataFrame({"a": [0, 0, 1, 1], "b": [0, 1, 0, 1], "out": ["0", "1", "1", "0"]})
    columns = (Column("a"), Column("b"), Column("out", "target", "category", categories=("0", "1")))
    recipe = Table(StoredTable.of(frame), columns, Split(test=0.0))
    network = Network(2, (Dense(2, "tanh"), Dense(1, "sigmoid")))
    asked = ask(Saved(Project("truth", network, Training("binary_crossentropy"), recipe)))
    slider = control(asked.page, "ask-0-slider")
    assert asked.field("ask-0").placeholderText() == "0.5"
    assert slider.value() == slider.maximum() / 2
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert (asked.field("ask-0").text(), slider.value()) == ("1", slider.maximum())
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert (asked.field("ask-0").text(), slider.value()) == ("0", 0)


def test_a_cell_left_empty_is_as_in_an_average_row_and_contributes_nothing(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.sample.show_row("test", 4)
    asked.type("ask-0", "")
    view = asked.view
    assert asked.field("ask-0").text() == ""
    assert view.form.place[0] == questions_of(species.project.data).average[0]
    assert view.waterfall.steps[0].after == view.waterfall.steps[0].before
    assert view.waterfall.steps[0].value == ""
    assert view.waterfall.steps[2].after != view.waterfall.steps[2].before


def test_a_category_is_chosen_by_keys_and_none_of_them_is_possible(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.choose("ask-1", Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert asked.category("ask-1") == "Dream"
    assert asked.sample.sample.place[1:4].tolist() == [0.0, 1.0, 0.0]
    asked.choose("ask-1", Qt.Key.Key_End)
    assert asked.category("ask-1") == "none of these"
    assert asked.sample.sample.place[1:4].tolist() == [0.0, 0.0, 0.0]
    asked.choose("ask-1", Qt.Key.Key_Home)
    assert asked.sample.sample.place[1:4] == pytest.approx(questions_of(species.project.data).average[1:4])


def test_the_average_row_and_a_random_one_are_a_click_away(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    click(asked.page, "ask-random")
    sample = asked.sample.sample
    assert sample is not None and sample.row is not None and sample.row[0] == "test"
    assert np.array_equal(asked.view.form.place, sample.place)
    click(asked.page, "ask-average")
    assert asked.sample.sample.words == "an average row"
    assert asked.field("ask-0").text() == ""
    assert asked.said("ask-words") == "an average row"


def test_a_copied_row_is_two_lines_of_cells_with_the_answer(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.sample.show_row("test", 0)
    asked.type("ask-2", "")
    click(asked.page, "ask-copy")
    names, cells = (line.split("\t") for line in QApplication.clipboard().text().splitlines())
    assert names == ["bill", "island", "flippers", "prediction", "p(Adelie)", "p(Gentoo)", "p(Chinstrap)"]
    assert float(cells[0]) == build(species.project.data).places_test[0][0]
    assert cells[1] in birds.ISLANDS and cells[2] == ""
    assert [np.float32(cell) for cell in cells[4:]] == asked.outputs.tolist()
    assert cells[3] == birds.SPECIES[int(asked.outputs.argmax())]


def test_a_copied_row_without_any_of_the_categories_is_predicted_as_it_was_answered(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.sample.show_row("test", 0)
    box = control(asked.page, "ask-1")
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert box.currentText() == "none of these"
    click(asked.page, "ask-copy")
    rows = polars.read_csv(QApplication.clipboard().text().encode(), separator="\t")
    assert rows["island"].to_list() == ["none"]
    again = predict_rows(species.project, species.theta, rows).frame
    assert again["p(Adelie) (2)"][0] == pytest.approx(rows["p(Adelie)"][0], abs=1e-7)
    assert again["p(Gentoo) (2)"][0] == pytest.approx(rows["p(Gentoo)"][0], abs=1e-7)


def test_the_waterfall_leads_from_the_average_row_to_this_one(ask: Ask, mass: Saved) -> None:
    asked = ask(mass)
    asked.sample.show_row("test", 1)
    view = asked.view
    scale = mass.project.data.prepared.fitted.target
    assert view.waterfall.end == pytest.approx(scale.own(float(asked.outputs[0])), rel=1e-5)
    assert view.waterfall.steps[-1].after == pytest.approx(view.waterfall.end, rel=1e-5)
    assert view.waterfall.steps[0].before == view.waterfall.start
    assert [step.name for step in view.waterfall.steps] == ["bill", "island", "flippers"]
    assert view.answer.told.figure == "mass"
    assert 3000.0 < float(view.answer.told.big.replace(",", "")) < 6000.0
    assert "mass rises" in asked.said("ask-sense")


def test_another_class_than_the_answer_can_be_taken_apart(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.sample.show_row("test", 2)
    view, outputs = asked.view, asked.outputs
    assert view.waterfall.end == pytest.approx(outputs.max(), abs=1e-6)
    asked.choose("ask-of", Qt.Key.Key_End)
    assert view.waterfall.end == pytest.approx(outputs[2], abs=1e-6)
    assert "for Chinstrap" in asked.said("ask-sense")


def test_many_columns_are_searched_and_taken_apart_by_estimate(ask: Ask, qtbot: QtBot) -> None:
    asked = ask(Saved(birds.wide()))
    view = asked.view
    assert asked.said("ask-found") == "30 of 40 columns; the search finds the others."
    assert not any(field.isVisible() for field in view.findChildren(QLineEdit, "ask-38"))
    search = asked.field("ask-search")
    QTest.mouseClick(search, Qt.MouseButton.LeftButton)
    QTest.keyClicks(search, "GENE 39")
    assert asked.field("ask-38").isVisible()
    assert not any(field.isVisible() for field in view.findChildren(QLineEdit, "ask-0"))
    asked.sample.show_row("test", 0)
    qtbot.waitUntil(lambda: "Estimated from random orders" in (asked.said("ask-sense") or ""))
    assert view.waterfall.steps[-1].name == "29 others"
    assert view.waterfall.steps[-1].after == pytest.approx(view.waterfall.end, abs=1e-4)
    QTest.keyClicks(search, "x")
    assert asked.said("ask-found") == "No column has “GENE 39x” in its name."


def test_names_of_any_length_and_kind_are_written_out_and_keep_the_page_as_wide_as_it_is(ask: Ask) -> None:
    kinds = ("x" * 190 + "a", "x" * 190 + "b")
    frame = polars.DataFrame({"<b>bold</b>": [1.0, 2.0, 3.0, 4.0], "kind": [kinds[row % 2] for row in range(4)]})
    columns = (Column("<b>bold</b>"), Column("kind", "target", "category", categories=kinds))
    asked = ask(Saved(birds.project_of(Table(StoredTable.of(frame), columns, Split(test=0.0)))))
    label = next(label for label in asked.page.findChildren(QLabel) if label.text() == "<b>bold</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "towards xxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxb" in asked.said("ask-sense")
    assert asked.view.area.widget().width() <= asked.view.area.viewport().width()


def test_points_are_asked_by_their_place_whatever_features_they_get(ask: Ask) -> None:
    project = open_bundled("circle")
    network = project.network.replace(inputs=3)
    asked = ask(Saved(project.replace(data=project.data.replace(features=("x2", "x1^2", "sin x1")), network=network)))
    click(asked.page, "ask-average")
    asked.type("ask-0", "-5")
    asked.type("ask-1", "5")
    assert asked.sample.sample.place.tolist() == [-5.0, 5.0]
    assert asked.sample.sample.words == "your own point"
    assert control(asked.page, "ask-average").text() == "Average point"
    view = asked.view
    assert view.waterfall.end == pytest.approx(float(asked.outputs[0]), abs=1e-6)
    assert view.answer.told.big == ("inner" if asked.outputs[0] >= 0.5 else "outer")


def test_every_number_of_a_point_has_room_in_its_field(ask: Ask) -> None:
    asked = ask(Saved(open_bundled("circle")))
    field = control(asked.page, "ask-1")
    assert isinstance(field, QLineEdit)
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field).width()
    for value, text in (
        (0.0580861, "0.058086"),
        (-0.0580861, f"{MINUS}0.0581"),
        (-0.342791, f"{MINUS}0.34279"),
        (12345.6, "12346"),
    ):
        asked.view.form.show_place(np.array([1.0, value]))
        assert field.text() == text
        assert field.fontMetrics().horizontalAdvance(text) <= room, text


def test_a_field_that_is_left_at_once_keeps_no_selection(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    field, other = control(asked.page, "ask-0"), control(asked.page, "ask-2")
    assert isinstance(field, QLineEdit) and isinstance(other, QLineEdit)
    asked.sample.show_row("test", 0)
    field.setFocus()
    other.setFocus()
    QApplication.processEvents()
    assert other.selectedText() == other.text() != "" and not field.hasSelectedText()


@pytest.mark.parametrize("name", ["segments", "digits"])
def test_of_digits_the_pad_asks(ask: Ask, name: str) -> None:
    asked = ask(Saved(open_bundled(name)))
    assert "on the pad" in asked.said("ask-why")
    assert not asked.view.answer.isVisible() and not asked.view.form.isVisible()


def test_a_page_that_nobody_looks_at_asks_nothing(ask: Ask, species: Saved) -> None:
    asked = ask(species)
    asked.page.hide()
    view = asked.view
    shown = view.answer.told
    asked.sample.show_row("test", 3)
    assert view.answer.told is shown
    asked.page.show()
    assert view.answer.told is not shown
    assert isinstance(species.project.data, Table)
    assert asked.said("ask-words") == f"test row {species.project.data.prepared.rows_test[3] + 1}"
