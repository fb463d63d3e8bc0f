"""The page that looks inside: follows the canvas, sends samples to the whole window, costs nothing while hidden."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.curve import COLUMNS
from core.data import Points, build
from core.edits import choose_data, operate
from core.layers import Dense
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.surgery.units import set_units
from core.training import Training
from gui.panels.inside import Inside
from gui.session.document import Document
from gui.session.knockout import KnockOut
from gui.session.sample import sample_of_row
from gui.session.things import Bias, Edge, Neuron
from gui.session.worker import Worker
from gui.views.axes import number_text
from gui.views.inside.bars import Bar
from tests.journeys.person import Person

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def inside(person: Person) -> Person:
    """In front of circle, with the page in front."""
    person.click("page-inside")
    person.until(lambda: bool(person.window.inside.looks_for.most.samples))
    return person


def theta_in(person: Person) -> np.ndarray:
    snapshot = person.window.session.snapshot
    assert snapshot is not None
    return snapshot.theta


# In the window ---------------------------------------------------------------------------------------------------


def test_the_page_speaks_of_the_neuron_that_is_clicked_on_the_canvas(inside: Person) -> None:
    page = inside.window.inside
    assert inside.text("inside-name") == "Hidden 1 · 1, tanh"
    assert "Click a neuron" in inside.text("inside-note")
    inside.click_at(inside.canvas, inside.canvas.node_rect(1, 2).center())
    assert inside.text("inside-name") == "Hidden 2 · 3, tanh"
    assert not page.note.isVisible()
    weights = inside.window.session.document.project.network.dense_views(theta_in(inside))[1]["weights"][:, 2]
    assert [bar.value for bar in page.looks_for.bars.bars[:4]] == pytest.approx(weights.tolist())
    assert [bar.name for bar in page.looks_for.bars.bars] == [*(f"Hidden 1 · {n}" for n in range(1, 5)), "bias"]
    inside.click_at(inside.canvas, inside.canvas.node_rect(2, 0).center())
    assert inside.text("inside-name") == "Output, sigmoid"


def test_the_sample_that_excites_it_most_becomes_the_current_one_by_a_click(inside: Person) -> None:
    window, page = inside.window, inside.window.inside
    project = window.session.document.project
    assert project.data is not None
    x = build(project.data).x
    activations = project.network.activations(theta_in(inside), x.T)[0][0]
    grid = page.looks_for.most
    assert [each.row for each in grid.samples] == np.argsort(-activations, kind="stable")[:12].tolist()
    inside.click_at(grid, grid.cell(2).center())
    assert window.sample.sample is not None and window.sample.sample.row == ("training", grid.samples[2].row)
    assert window.canvas.content.sample[0] is not None
    z = project.network.sums_and_activations(theta_in(inside), window.sample.sample.x[:, np.newaxis])[0][0][0, 0]
    point = page.activation.plot.point
    assert point is not None and point.z == pytest.approx(float(z), rel=1e-5)
    assert point.a == pytest.approx(float(np.tanh(z)), rel=1e-5)
    assert page.activation.plot.accessibleName().startswith("Activation: tanh")
    said = number_text(float(activations[grid.samples[2].row]))
    assert grid.accessibleDescription().endswith(f"the neuron says {said}")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert window.sample.sample.row == ("training", grid.samples[3].row)


def test_it_follows_training_and_structure_and_data(inside: Person) -> None:
    page, session = inside.window.inside, inside.window.session
    inside.canvas.choose(Neuron(0, 3))
    before = page.looks_for.bars.bars
    inside.press(Qt.Key.Key_Space)
    inside.until(lambda: page.looks_for.bars.bars != before)
    edit = choose_data(session.document.project, Points("sine"), "choose sine")
    session.document.edit(edit.text, edit.project, edit.vectors)
    inside.until(lambda: page.looks_for.map.is_curve and page.looks_for.map.isVisible())
    project = session.document.project
    edit = operate(project, set_units(project.network, 0, 3))
    session.document.edit(edit.text, edit.project, edit.vectors)
    inside.until(lambda: inside.text("inside-name") == "Hidden 1 · 1, tanh")
    inside.press(Qt.Key.Key_Space)
    inside.until(lambda: not session.is_playing)


# On its own --------------------------------------------------------------------------------------------------------

MakePage = Callable[..., Inside]


@pytest.fixture
def make_page(qtbot: QtBot, worker: Worker) -> MakePage:
    """A page of a project, so high that all of it is seen."""

    def make(project: Project, theta: np.ndarray | None = None, height: int = 2600) -> Inside:
        page = Inside(worker)
        qtbot.addWidget(page)
        page.resize(400, height)
        page.show_project(project)
        page.show()
        qtbot.waitExposed(page)
        page.show_snapshot(moment(project.network, theta))
        QApplication.processEvents()
        return page

    return make


def moment(network: Network, theta: np.ndarray | None = None) -> Snapshot:
    theta = network.initial(seed=1) if theta is None else theta
    return Snapshot(network, theta, 0, 0, 0, 1, False, 0.0, None, None, np.zeros((0, COLUMNS)))


def test_hidden_and_scrolled_out_of_sight_nothing_is_computed(make_page: MakePage, qtbot: QtBot) -> None:
    project = open_bundled("circle")
    page = make_page(project, height=300)
    first = page.activation.plot.landed
    drawn_below = page.representation.plot.points
    assert len(first) == 2 and drawn_below.size == 0  # below the lower edge
    page.scroll_area.verticalScrollBar().setValue(10**6)
    page.scroll_area.ensureWidgetVisible(page.representation.plot)
    qtbot.waitUntil(lambda: page.representation.plot.points.size > 0)
    page.hide()
    page.show_snapshot(moment(project.network, project.network.initial(seed=2)))
    page.show_chosen(Neuron(1, 1))
    assert page.activation.plot.landed is first
    page.scroll_area.verticalScrollBar().setValue(0)
    page.show()
    qtbot.waitUntil(lambda: page.activation.plot.landed is not first)
    assert page.name.text() == "Hidden 2 · 2, tanh"


def test_what_is_off_for_all_is_dead_and_said_so(make_page: MakePage) -> None:
    project = open_bundled("circle")
    network = project.network.replace(layers=(Dense(2, "relu"), Dense(1, "sigmoid")))
    project = project.replace(network=network)
    theta = network.initial(seed=1)
    network.views(theta)[0]["biases"][...] = -1000.0, 1000.0
    page = make_page(project, theta)
    assert page.activation.words.text() == "Off for all of 250 training points: it is dead, and learns nothing."
    page.show_chosen(Neuron(0, 1))
    assert page.activation.words.text() == "Off, with slope 0, for 0\N{NO-BREAK SPACE}% of 250 training points."


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30, 1e-30, 0.0])
@pytest.mark.parametrize("name", ["circle", "digits"])
def test_numbers_that_ran_away_are_shown_as_such(make_page: MakePage, qtbot: QtBot, name: str, value: float) -> None:
    project = open_bundled(name)
    page = make_page(project, np.full(project.network.size, value, np.float32))
    page.show_sample(sample_of_row(project, "training", 0))
    for thing in (Neuron(0, 1), Neuron(len(project.network.dense) - 1, 0)):
        page.show_chosen(thing)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: bool(page.histograms.rows.rows))
    page.grab()
    if np.isnan(value):
        assert "not a number" in page.activation.words.text()
        assert "not a number" in page.looks_for.bars.accessibleName()
        assert "not a number" in page.representation.plot.accessibleName()
        assert "not a number" in page.histograms.rows.accessibleName()
        assert not page.looks_for.most.isVisible()


def test_the_network_may_lag_behind_the_project(make_page: MakePage) -> None:
    circle = open_bundled("circle")
    page = make_page(circle)
    page.show_project(open_bundled("digits"))  # its network comes with a later snapshot
    page.show_chosen(Neuron(1, 2))
    QApplication.processEvents()
    assert page.name.text() == "layer 2 · 3, tanh" and not page.representation.plot.isVisible()
    page.show_snapshot(moment(open_bundled("digits").network))
    assert page.representation.plot.isVisible()


def test_without_data_weights_and_curve_are_still_there(make_page: MakePage) -> None:
    network = Network(1000, (Dense(300, "gelu"), Dense(1, "linear")))
    page = make_page(Project("test", network, Training(loss="mse")))
    page.show_chosen(Neuron(0, 299))
    assert len(page.looks_for.bars.bars) == 21
    assert "the strongest 20 of 1,000" in page.looks_for.words.text()
    assert not page.looks_for.most.isVisible() and "No data" in page.representation.words.text()
    assert not page.kind_field.isVisible()
    page.grab()


def test_a_wide_network_is_asked_by_the_worker(make_page: MakePage, qtbot: QtBot) -> None:
    digits = open_bundled("digits")
    network = Network(64, (Dense(512, "relu"), Dense(512, "relu"), Dense(10, "softmax")))
    page = make_page(digits.replace(network=network))
    page.show_chosen(Neuron(1, 300))
    assert not page.looks_for.map.isVisible()
    qtbot.waitUntil(lambda: len(page.looks_for.most.samples) == 12 and page.looks_for.most.isEnabled())
    qtbot.waitUntil(lambda: page.representation.plot.points.size > 0)
    playing = replace(moment(network), is_playing=True, steps_per_second=1e4)
    for step in range(20):  # while it trains, questions do not displace each other
        page.show_snapshot(replace(playing, step=step), 6 * step + 4)
    last = replace(moment(network, network.initial(seed=9)), step=99)
    page.show_snapshot(last)
    x = digits.data and build(digits.data).x
    assert x is not None
    activations = network.activations(last.theta, x.T)[1][300]
    best = np.argsort(-activations, kind="stable")[0]
    qtbot.waitUntil(lambda: page.looks_for.most.samples[0].row == best)


def test_shapes_that_come_many_times_stand_once(make_page: MakePage) -> None:
    segments = open_bundled("segments")
    assert segments.data is not None
    page = make_page(segments.replace(data=segments.data.replace(noise=5.0)))  # type: ignore[call-arg, union-attr]
    shapes = [tuple(each.x) for each in page.looks_for.most.samples]
    assert len(set(shapes)) == len(shapes) == 12


def test_rows_of_many_numbers_are_called_by_their_row_and_told_in_the_table_s_units(make_page: MakePage) -> None:
    project = open_bundled("diabetes")
    data = build(project.data)
    page = make_page(project)
    sample = page.looks_for.most.samples[0]
    assert sample.words == f"row {sample.row + 1}"
    assert f"age (years) {data.raw[sample.row, 0]:g}, " in sample.sentence
    assert sample.name == f"target {data.own(data.y)[sample.row, 0]:.1f}"
    assert "as scaled for the network" in page.looks_for.words.text()


def test_places_in_the_middle_of_nothing_are_no_samples(make_page: MakePage) -> None:
    page = make_page(open_bundled("circle"))
    told: list[tuple[str, int]] = []
    page.sample_chosen.connect(lambda kind, row: told.append((kind, row)))
    grid = page.looks_for.most
    QTest.mouseClick(grid, Left, pos=QPointF(2.0, grid.height() + 40.0).toPoint())
    assert told == []


def test_a_connection_or_bias_speaks_of_its_neuron_and_an_input_of_none(make_page: MakePage) -> None:
    page = make_page(open_bundled("circle"))
    page.show_chosen(Edge(1, 3, 1))
    assert page.name.text() == "Hidden 2 · 2, tanh"
    page.show_chosen(Bias(0, 3))
    assert page.name.text() == "Hidden 1 · 4, tanh"
    page.show_chosen(Neuron(-1, 1))
    assert page.name.text() == "Hidden 1 · 1, tanh" and "Inputs add nothing up" in page.note.text()


def test_test_samples_are_looked_at_on_demand(make_page: MakePage) -> None:
    page = make_page(open_bundled("circle"))
    told: list[tuple[str, int]] = []
    page.sample_chosen.connect(lambda kind, row: told.append((kind, row)))
    QTest.keyClick(page.kind_field.box, Qt.Key.Key_Down)
    assert page.kind_field.box.currentText() == "test points"
    grid = page.looks_for.least
    QTest.mouseClick(grid, Left, pos=grid.cell(0).center().toPoint())
    assert told == [("test", grid.samples[0].row)]
    assert "250 test points" in page.activation.words.text()


def test_a_click_in_the_layer_s_space_chooses_a_sample(make_page: MakePage) -> None:
    project = open_bundled("circle")
    page = make_page(project)
    told: list[tuple[str, int]] = []
    page.sample_chosen.connect(lambda kind, row: told.append((kind, row)))
    plot = page.representation.plot
    farthest = int(np.argmax(np.abs(plot.points).sum(axis=0)))
    QTest.mouseClick(plot, Left, pos=plot.place_of(*plot.points[:, farthest].tolist()).toPoint())
    assert [kind for kind, _ in told] == ["training"]
    place = plot.place_of(*plot.points[:, told[0][1]].tolist()) - plot.place_of(*plot.points[:, farthest].tolist())
    assert np.hypot(place.x(), place.y()) < 2.0


def test_layer_and_axes_are_chosen_and_the_layer_can_follow_again(make_page: MakePage) -> None:
    project = open_bundled("circle")
    page = make_page(project)
    section = page.representation
    layer, across = section.layer_field.box, section.across_field.box
    for _ in range(3):  # Inputs, Hidden 1, Hidden 2
        QTest.keyClick(layer, Qt.Key.Key_Down)
    assert layer.currentText() == "Hidden 2"
    QTest.keyClick(across, Qt.Key.Key_Down)
    QTest.keyClick(across, Qt.Key.Key_Down)
    assert section.plot.names == ("Hidden 2 · 2", "Hidden 2 · 1")
    assert project.data is not None
    network = project.network
    said = network.activations(network.initial(seed=1), build(project.data).x.T)[1]
    assert section.plot.points == pytest.approx(np.stack([said[1], said[0]]), abs=1e-6)
    page.show_chosen(Neuron(0, 1))
    assert layer.currentText() == "Hidden 2"  # what was chosen here stays
    QTest.keyClick(layer, Qt.Key.Key_Home)
    assert layer.currentText() == "chosen: Hidden 1"
    assert section.plot.names[0].startswith("main direction 1: ")


def test_the_grid_of_the_inputs_is_straight_and_that_of_a_layer_is_what_it_says(make_page: MakePage) -> None:
    network = open_bundled("circle").network
    page = make_page(open_bundled("circle"))
    section = page.representation
    QTest.keyClick(section.layer_field.box, Qt.Key.Key_Down)
    QTest.keyClick(section.across_field.box, Qt.Key.Key_Down)  # x1, and so x2 upwards
    grid = section.plot.grid
    assert grid is not None and section.plot.names == ("x₁", "x₂")
    assert grid[0, 0] == pytest.approx(np.full(grid.shape[2], -6.0))
    assert grid[1, -1] == pytest.approx(np.full(grid.shape[2], 6.0))
    QTest.keyClick(section.layer_field.box, Qt.Key.Key_Down)
    QTest.keyClick(section.across_field.box, Qt.Key.Key_Down)
    bent = section.plot.grid
    corner = network.activations(network.initial(seed=1), np.array([[6.0], [6.0]]))[0][:2, 0]
    assert bent is not None and bent[:, -1, -1] == pytest.approx(corner, abs=1e-6)


def test_what_is_off_is_said_and_the_neurons_behind_it_do_without(make_page: MakePage) -> None:
    project = open_bundled("circle")
    page = make_page(project)
    document = Document(project)
    knock_out = KnockOut(document)
    knock_out.toggle([Neuron(0, 1)])
    page.show_chosen(Neuron(1, 0))
    page.show_snapshot(knock_out.applied(moment(project.network)))
    assert page.note.text() == "Without Hidden 1 · 2, which is switched off."
    assert page.looks_for.bars.bars[1] == Bar("Hidden 1 · 2", 0.0)


@pytest.mark.parametrize("name", ["segments", "digits", "sine", "perceptron", "xor"])
def test_every_project_has_an_inside(make_page: MakePage, qtbot: QtBot, name: str) -> None:
    project = open_bundled(name)
    page = make_page(project)
    told: list[tuple[str, int]] = []
    page.sample_chosen.connect(lambda kind, row: told.append((kind, row)))
    assert page.looks_for.picture.isVisible() == (name in ("segments", "digits"))
    assert page.looks_for.map.isVisible() == (name not in ("segments", "digits"))
    grid = page.looks_for.most
    QApplication.processEvents()
    QTest.mouseClick(grid, Left, pos=grid.cell(1).center().toPoint())
    assert told == [("training", grid.samples[1].row)]
    qtbot.waitUntil(lambda: len(page.histograms.rows.rows) == len(project.network.dense))


def test_where_all_shapes_are_listed_they_are_listed_once(make_page: MakePage) -> None:
    page = make_page(open_bundled("segments"))
    assert len(page.looks_for.most.samples) == 10 and page.looks_for.most.isVisible()
    assert page.looks_for._most_words.text().startswith("From most to least excited")
    assert not page.looks_for.least.isVisible()
