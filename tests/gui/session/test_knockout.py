"""Switched off for a look: with mouse and keys, seen in pictures and figures, and nothing of it in the project."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from core.data import build
from core.probe.knockout import Bench, without
from gui.canvas.edits import moved_units
from gui.session.knockout import Reduced
from gui.session.things import Edge, Neuron
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def trained(person: Person) -> Person:
    """In front of circle after 40 epochs, paused."""
    person.train(40)
    return person


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def click_neuron(person: Person, layer: int, unit: int) -> None:
    person.click_at(person.canvas, person.canvas.node_rect(layer, unit).center())


def rest(person: Person) -> None:
    """Nothing is pointed at or selected, and the map is as fine as it gets."""
    person.canvas.choose(None)
    QTest.mouseMove(person.canvas, person.canvas.rect().bottomRight() - QPointF(5, 5).toPoint())
    window = person.window
    person.until(lambda: not window.session.worker.is_busy(window.pictures.boundary))


def test_a_neuron_goes_off_by_key_and_everything_follows_and_comes_back_exactly(trained: Person) -> None:
    window, session = trained.window, trained.window.session
    pictures = window.pictures
    rest(trained)
    before = {part: grab(part) for part in (trained.canvas, pictures.boundary.map, pictures.figure)}
    loss, figure = pictures.curves.legend.text, pictures.figure.figure
    project, done = session.document.project, session.document.undo_text
    click_neuron(trained, 0, 1)
    trained.press(Qt.Key.Key_O)

    snapshot = session.snapshot
    assert snapshot is not None and session.document.project.data is not None
    theta = without(snapshot.network, snapshot.theta, [(0, 1)])
    project_now = session.document.project
    bench = Bench(snapshot.network, build(session.document.project.data), project_now.training, project_now.seed)
    score = bench.scores(theta).test
    assert score is not None and score.correct is not None
    assert pictures.figure.figure.large == f"{100 * score.correct / score.count:.1f} %" != figure.large
    assert pictures.figure.figure.below == (f"without Hidden 1 · 2; with all {figure.large}",)
    assert pictures.curves.legend.text != loss and "without what is off" in pictures.curves.legend.text
    assert trained.text("off-line-text") == "Hidden 1 · 2 off"
    line = trained.widget("off-line").geometry()
    assert not line.intersects(trained.widget("look").geometry())
    assert not line.intersects(trained.canvas.standing.legend_room.toRect())
    for part, picture in before.items():
        assert grab(part) != picture, part.objectName()

    trained.press(Qt.Key.Key_O)
    rest(trained)
    trained.until(lambda: grab(trained.canvas) == before[trained.canvas])
    assert {part: grab(part) for part in before} == before
    assert (pictures.figure.figure, pictures.curves.legend.text) == (figure, loss)
    assert "without" not in pictures.curves.legend.text
    assert session.document.project is project and session.document.undo_text == done


def test_the_curve_stays_that_of_the_whole_network_and_an_output_refuses(trained: Person) -> None:
    pictures, session = trained.window.pictures, trained.window.session
    plot = pictures.curves.ensure_plot()
    trained.action("step").trigger()  # in the middle of an epoch, where the curve ends at this very moment
    trained.until(lambda: session.snapshot is not None and session.snapshot.position == 1)
    curve = grab(plot)
    click_neuron(trained, 2, 0)
    trained.press(Qt.Key.Key_O)
    assert "An output cannot be switched off" in trained.text("banner-text")
    assert not trained.window.knock_out.off
    click_neuron(trained, 0, 0)
    trained.press(Qt.Key.Key_O)
    assert "without what is off" in pictures.curves.legend.text
    assert grab(plot) == curve


def test_neurons_and_connections_go_off_together_and_all_come_on_again(trained: Person) -> None:
    trained.canvas.setFocus()
    trained.canvas.select(frozenset({Neuron(0, 0), Neuron(-1, 1), Edge(1, 2, 0)}), Neuron(0, 0))
    trained.press(Qt.Key.Key_O)
    off = trained.window.knock_out
    assert off.off == trained.canvas.off == {Neuron(0, 0), Neuron(-1, 1), Edge(1, 2, 0)}
    assert off.words == "1 input and 1 neuron and 1 connection"
    trained.press(Qt.Key.Key_Escape)
    assert len(off.off) == 3
    trained.canvas.select(frozenset({Neuron(0, 0), Neuron(0, 1)}), Neuron(0, 1))
    trained.press(Qt.Key.Key_O)  # one of them is on: both are off then
    assert {Neuron(0, 0), Neuron(0, 1)} <= off.off
    trained.press(Qt.Key.Key_O)
    assert off.off == {Neuron(-1, 1), Edge(1, 2, 0)}
    trained.press(Qt.Key.Key_O, Shift)
    assert not off.off and not trained.canvas.off
    trained.press(Qt.Key.Key_O)
    trained.click("off-line-all-on")
    assert not off.off and trained.canvas.hasFocus()


def test_while_training_goes_on_the_pictures_go_on_without_what_is_off(trained: Person) -> None:
    click_neuron(trained, 0, 1)
    trained.press(Qt.Key.Key_O)
    session, view = trained.window.session, trained.window.pictures.figure
    step = session.step
    trained.press(Qt.Key.Key_Space)
    trained.until(lambda: session.step > step + 20)
    trained.press(Qt.Key.Key_Space)
    trained.until(lambda: not session.is_playing)
    assert isinstance(view.snapshot, Reduced) and view.snapshot.whole is session.snapshot
    assert session.snapshot is not None
    weights = session.snapshot.network.dense_views(session.snapshot.theta)[1]["weights"]
    assert np.all(weights[1] != 0.0)
    assert not view.snapshot.network.dense_views(view.snapshot.theta)[1]["weights"][1].any()


def test_an_edit_that_moves_neurons_and_another_project_switch_all_on(trained: Person, tmp_path: Path) -> None:
    off, notice = trained.window.knock_out, "The structure has changed"
    click_neuron(trained, 0, 1)
    trained.press(Qt.Key.Key_O)
    trained.window.session.reset()
    trained.until(lambda: trained.window.session.step == 0)
    assert off.off
    trained.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    trained.until_drawn()
    assert not off.off and trained.text("notice").startswith(notice)
    trained.press(Qt.Key.Key_O)
    assert off.off
    trained.action("undo").trigger()
    trained.until_drawn()
    assert not off.off
    click_neuron(trained, 0, 1)
    trained.press(Qt.Key.Key_O)
    path = tmp_path / "circle.neuroloom"
    trained.save(path)
    assert off.off
    trained.open(path)
    assert not off.off


def test_the_context_menu_switches_and_opens_the_ranking(trained: Person) -> None:
    place = trained.canvas.node_rect(0, 1).center().toPoint()

    def choose(text: str) -> None:
        def click() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            action = next(action for action in menu.actions() if action.text() == text)
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

        QTimer.singleShot(0, click)
        QApplication.sendEvent(
            trained.canvas,
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, trained.canvas.mapToGlobal(place)),
        )

    choose("Switch off for a look")
    assert trained.window.knock_out.off == {Neuron(0, 1)}
    choose("Switch on again")
    assert not trained.window.knock_out.off
    choose("What each neuron is worth")
    assert trained.window.ranking.isVisible() and trained.action("ranking").isChecked()


def open_ranking(person: Person) -> None:
    person.action("ranking").trigger()
    person.until(lambda: bool(person.window.ranking.rows.costs))


def test_the_ranking_ranks_marks_and_switches(trained: Person) -> None:
    open_ranking(trained)
    rows, window = trained.window.ranking.rows, trained.window
    assert len(rows.costs) == 9
    assert trained.text("ranking-about") == "Without it, each alone: on all 250 test samples, as of epoch 40."
    trained.until(lambda: trained.canvas.width() < 600)  # the network has made room
    first = rows.costs[0]
    unmarked = grab(trained.canvas)
    QTest.mouseMove(rows, rows.row_rect(0).center().toPoint())
    trained.until(lambda: grab(trained.canvas) != unmarked)
    assert rows.toolTip().startswith("Without x") and "accuracy" in rows.toolTip()
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPointF(12, rows.row_rect(0).center().y()).toPoint())
    assert window.knock_out.off == {Neuron(first.layer, first.unit)}
    assert "switched off" in rows.toolTip() and "Delete removes it" in rows.toolTip()
    assert trained.text("ranking-off-text").endswith("off")
    figure = window.pictures.figure.figure
    whole = float(figure.below[0].split()[-2])
    assert float(figure.large.split()[0]) - whole == pytest.approx(100 * (first.accuracy_change or 0.0), abs=0.11)
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.row_rect(1).center().toPoint())
    assert trained.canvas.chosen == (rows.costs[1].layer, rows.costs[1].unit)
    trained.press(Qt.Key.Key_Down)
    trained.press(Qt.Key.Key_Return)
    assert window.knock_out.off == {Neuron(cost.layer, cost.unit) for cost in (first, rows.costs[2])}
    trained.click("ranking-off-all-on")
    assert not window.knock_out.off
    window.resize(1100, 640)  # too narrow for both: the ranking lies over the network
    trained.until(lambda: trained.canvas.width() > window.ranking.x() >= 0)
    assert window.ranking.geometry().right() < trained.canvas.geometry().right() + 1
    trained.click("ranking-close")
    assert not window.ranking.isVisible() and not trained.action("ranking").isChecked()


def test_the_ranking_is_measured_at_each_pause_for_each_network_and_when_asked(trained: Person) -> None:
    open_ranking(trained)
    session = trained.window.session
    trained.press(Qt.Key.Key_Space)
    trained.until(lambda: session.step > 1010)
    assert "as of epoch 40." in trained.text("ranking-about")
    trained.until(trained.window.ranking.findChild(QWidget, "ranking-again").isVisible)
    trained.click("ranking-again")
    trained.until(lambda: "as of epoch 40." not in trained.text("ranking-about"))
    trained.press(Qt.Key.Key_Space)
    trained.until(lambda: not session.is_playing)
    snapshot = session.snapshot
    assert snapshot is not None
    trained.until(lambda: f"as of epoch {snapshot.epoch:,}" in trained.text("ranking-about"))
    ranking = trained.window.ranking
    assert len(ranking.rows.costs) == 9
    click_neuron(trained, 0, 1)
    trained.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    trained.until(lambda: len(ranking.rows.costs) == 10)


def test_delete_in_the_ranking_takes_the_neuron_out_and_the_canvas_carries_the_numbers_it_speaks_of(
    trained: Person,
) -> None:
    open_ranking(trained)
    rows, network = trained.window.ranking.rows, trained.window.session.document.project.network
    trained.until(lambda: trained.canvas.width() < 600)
    corner = trained.canvas.node_rect(0, 1).topLeft().toPoint()
    number = QRect(corner - QPoint(4, 4), QSize(16, 16))
    with_number = trained.canvas.grab(number).toImage()
    trained.canvas.show_unit_numbers(False)
    assert trained.canvas.grab(number).toImage() != with_number
    row = next(row for row, cost in enumerate(rows.costs) if cost.layer == 0)
    gone = rows.costs[row]
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.row_rect(row).center().toPoint())
    trained.press(Qt.Key.Key_Delete)
    trained.until(lambda: len(rows.costs) == 8)
    left = trained.window.session.document.project.network.dense[0].units
    assert left == network.dense[0].units - 1
    assert trained.text("notice").startswith(f"Hidden 1 · {gone.unit + 1} is removed.")


def test_a_number_that_is_no_class_has_no_accuracy(open_window: OpenWindow) -> None:
    person = open_window("sine")
    open_ranking(person)
    assert all(cost.accuracy_change is None for cost in person.window.ranking.rows.costs)
    assert "accuracy" not in person.window.ranking.rows.sentence(0)


@pytest.mark.parametrize("way", ["fewer", "moved"])
def test_a_last_neuron_that_goes_takes_its_being_off_along(trained: Person, way: str) -> None:
    canvas, off = trained.canvas, trained.window.knock_out
    last = trained.window.session.document.project.network.dense[0].units - 1
    for unit in (0, last):
        click_neuron(trained, 0, unit)
        trained.press(Qt.Key.Key_O)
    assert off.off == {Neuron(0, 0), Neuron(0, last)}
    if way == "fewer":
        trained.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    else:
        canvas.edit(moved_units(0, (last,), 1, 0))
    trained.until_drawn()
    assert off.off == frozenset() and canvas.off == frozenset()
    assert "The structure has changed" in trained.text("notice")


def test_a_neuron_that_moves_to_another_layer_switches_all_on(trained: Person) -> None:
    """From the end of its layer, so that in its own layer nobody else moves."""
    last = trained.window.session.document.project.network.dense[0].units - 1
    click_neuron(trained, 1, 0)
    trained.press(Qt.Key.Key_O)
    trained.canvas.edit(moved_units(0, (last,), 1, 0))
    trained.until_drawn()
    assert trained.window.knock_out.off == frozenset()
