"""The map in the real window: the current sample, the way from the answer and back, training, a held line."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from core.data import Points, build
from core.edits import choose_data
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton


def test_a_click_on_a_point_makes_it_the_current_sample_for_the_whole_window(person: Person) -> None:
    window = person.window
    data = build(window.session.document.project.data)
    lonely = int(np.argmax(np.abs(data.places).sum(axis=1)))
    decision_map = window.pictures.boundary.map
    person.click_at(decision_map, decision_map.place_of(*data.places[lonely]))
    sample = window.sample.sample
    assert sample is not None and sample.row == ("training", lonely)
    assert sample.words == f"training point {lonely + 1}"
    person.click_at(decision_map, decision_map.place_of(-5.9, 5.9))
    sample = window.sample.sample
    assert sample is not None and sample.row is None
    assert np.allclose(sample.place, [-5.9, 5.9], atol=0.05)


def test_the_map_of_digits_is_one_click_away_and_so_is_the_way_back(open_window: OpenWindow) -> None:
    person = open_window("digits")
    pictures = person.window.pictures
    assert pictures.answer.isVisible() and pictures.samples.isVisible() and not pictures.boundary.isVisible()
    person.click("show-map")
    assert pictures.boundary.isVisible()
    assert not pictures.answer.isVisible() and not pictures.samples.isVisible()
    assert pictures.boundary.map._names()[0].startswith("component 1")
    person.until(lambda: pictures.boundary.map._answers is not None)
    first = pictures.boundary.map.shown_dots[0].points[7]
    person.click_at(pictures.boundary.map, pictures.boundary.map.place_of(*first))
    sample = person.window.sample.sample
    assert sample is not None and sample.row is not None and sample.row[0] == "training"
    person.click("show-answer")
    assert pictures.answer.isVisible() and not pictures.boundary.isVisible()


def test_other_data_that_come_while_another_page_is_in_front_are_on_the_map_with_the_current_sample(
    open_window: OpenWindow,
) -> None:
    person = open_window("digits")
    window, document = person.window, person.window.session.document
    person.click("show-map")
    boundary = window.pictures.boundary
    person.until(lambda: boundary.map._answers is not None)
    person.click("page-scores")
    edit = choose_data(document.project, Points("circle", samples=60), "circle")
    document.edit(edit.text, edit.project, edit.vectors)
    person.until_drawn()
    window.sample.show_row("training", 3)
    person.click("page-picture")
    person.until(boundary.isVisible)
    assert boundary.map._names() == ("x₁", "x₂")
    assert boundary.map._mark == tuple(build(document.project.data).x[3])


def test_a_place_on_the_map_of_the_display_is_on_the_pad(open_window: OpenWindow) -> None:
    person = open_window("segments")
    person.click("show-map")
    boundary = person.window.pictures.boundary
    data = build(person.window.session.document.project.data)
    point = boundary.map.shown_dots[0].points[3]
    person.click_at(boundary.map, boundary.map.place_of(*point))
    assert person.window.pad.values.tolist() == data.x[3].tolist()


def test_the_map_has_room_in_a_small_window(open_window: OpenWindow) -> None:
    person = open_window("segments")
    person.window.resize(1280, 720)
    person.click("show-map")
    boundary = person.window.pictures.boundary
    parts = boundary.title, boundary.chooser, boundary.map
    person.until(lambda: all(boundary.rect().contains(part.geometry()) for part in parts))
    assert boundary.map.area().width() >= 140


def test_while_training_the_reading_stays_that_of_the_newest_network(person: Person) -> None:
    window = person.window
    boundary = window.pictures.boundary
    QTest.mouseMove(boundary.map, boundary.map.place_of(1.0, -2.0).toPoint())
    before = boundary.readout
    assert before is not None
    person.action("train").trigger()
    person.until(lambda: boundary.readout is not None and abs(boundary.readout.outputs - before.outputs).max() > 0.05)
    person.action("train").trigger()
    person.until(lambda: not window.session.is_playing)
    person.until(lambda: boundary.snapshot is window.session.snapshot)
    snapshot, readout = boundary.snapshot, boundary.readout
    assert snapshot is not None and readout is not None
    wanted = snapshot.network.predict(snapshot.theta, readout.place[None])[0]
    assert abs(readout.outputs - wanted).max() <= 1e-5
    assert boundary.map.ringed()


def test_with_a_line_on_the_map_the_wheel_and_clicks_still_work(person: Person) -> None:
    window = person.window
    decision_map = window.pictures.boundary.map
    person.click_at(person.canvas, person.canvas.node_rect(0, 1).center())
    person.until(lambda: decision_map.line is not None)
    line = decision_map.line
    assert line is not None
    free = next(
        point for point in ((-5.5, 5.5), (5.5, 5.5), (5.5, -5.5), (-5.5, -5.5)) if abs(line(point)) > line.steepness * 2
    )
    person.stroke(decision_map, decision_map.place_of(*free), decision_map.place_of(*free) + QPointF(-20.0, 10.0))
    assert decision_map.extent != decision_map.home
    assert window.session.document.undo_text is None or "line" not in window.session.document.undo_text
    decision_map.setFocus()
    person.press(Qt.Key.Key_F)
    assert decision_map.extent == decision_map.home
    handles = decision_map.handle_places()
    assert handles is not None
    middle = (handles[0] + handles[1]) / 2.0
    person.stroke(decision_map, middle, middle + QPointF(15.0, 15.0))
    assert window.session.document.undo_text == "move line of Hidden 1 · 2"
