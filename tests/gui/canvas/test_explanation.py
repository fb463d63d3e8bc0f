"""The card that says how a neuron gets from its inputs to its answer."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data.recipes import Points, Segments
from core.layers import BatchNormalization, Dense
from core.network import Network
from core.table.fitted import Scale
from core.wording import MINUS
from gui.canvas.cards.explanation import explain
from gui.canvas.cards.explanation_card import free_place
from gui.canvas.drawn.labels import Labels
from gui.canvas.look import Look
from tests.gui.canvas.conftest import snapshot_of, stack

TIMES = "\u00d7"


def _example():
    """Two inputs, one tanh neuron, worked by hand: z = 0.5 * 2 - 1.5 * 1 + 0.25 = -0.25."""
    network = Network(2, (Dense(1, "tanh"),))
    theta = np.zeros(network.size, network.dtype)
    views = network.views(theta)[0]
    views["weights"][:, 0], views["biases"][0] = [0.5, -1.5], 0.25
    return network, theta


def test_with_a_sample_each_product_the_sum_and_the_answer_are_written_out():
    network, theta = _example()
    said = explain(network, Labels(), theta, np.array([2.0, 1.0]), 0, 0, Look())
    assert said.text.splitlines() == [
        f"x₁ 0.500 {TIMES} 2.000 1.000",
        f"x₂ ({MINUS}1.500) {TIMES} 1.000 {MINUS}1.500",
        "bias 0.250",
        f"z, their sum {MINUS}0.250",
        f"f(z) = tanh z {MINUS}0.245",
    ]


def test_without_a_sample_it_is_the_formula_with_the_weights_filled_in():
    network, theta = _example()
    said = explain(network, Labels(), theta, None, 0, 0, Look(digits=2))
    assert said.text.splitlines() == [
        f"z = 0.50 {TIMES} x₁",
        f"{MINUS} 1.50 {TIMES} x₂",
        "+ 0.25 bias",
        "f(z) = tanh z",
    ]
    said = explain(network, Labels(), theta, None, 0, 0, Look(names=True))
    assert f"z = (w1 = 0.500) {TIMES} x₁" in said.text and "+ (b1 = 0.250)" in said.text
    assert f"+ (w2 = {MINUS}1.500) {TIMES} x₂" in said.text, "no name meets a minus"


def test_of_a_scaled_column_the_formula_says_the_scale_and_comes_out_in_its_own_unit():
    network, theta = _example()
    labels = Labels(("a", "b"), input_scales=(Scale(0.5, 2.0), Scale(-3.0, 1.0)))
    said = explain(network, labels, theta, None, 0, 0, Look(digits=2))
    assert said.text.splitlines() == [
        f"z = 0.50 {TIMES} (a {MINUS} 0.5) / 0.5",
        f"{MINUS} 1.50 {TIMES} (b + 3)",
        "+ 0.25 bias",
        f"= 1.00 {TIMES} a {MINUS} 1.50 {TIMES} b {MINUS} 4.75",
        "f(z) = tanh z",
    ]
    said = explain(network, labels, theta, np.array([2.0, 1.0]), 0, 0, Look())
    assert f"(a {MINUS} 0.5) / 0.5 0.500 {TIMES} 2.000 1.000" in said.text.splitlines()


def test_what_is_normalized_before_the_neuron_is_called_so():
    network = stack(2, 2, 1, after={-1: (BatchNormalization(),)})
    labels = Labels(("a", "b"), input_scales=(Scale(0.5, 2.0), Scale(0.5, 2.0)))
    said = explain(network, labels, network.initial(seed=1), None, 0, 0, Look())
    assert f"{TIMES} normalized (a {MINUS} 0.5) / 0.5" in said.text
    assert not any(row.name == "=" for row in said.rows), "no number of the columns' own"


def test_a_share_of_softmax_can_be_reckoned_from_its_card():
    network = stack(2, 2, 3, output="softmax")
    said = explain(network, Labels(), network.initial(seed=1), np.array([1.0, 2.0]), 1, 1, Look(digits=6))
    rows = {row.name: row.result for row in said.rows}
    share = float(rows["eᶻ"]) / float(rows["Σ eᶻ of all 3"])
    assert share == pytest.approx(float(said.rows[-1].result), abs=2e-6)


def test_of_many_inputs_the_strongest_few_are_shown_and_the_sum_is_still_that_of_all():
    network = stack(64, 32, 10)
    theta = network.initial(seed=3)
    sample = np.linspace(0.0, 1.0, 64)
    said = explain(network, Labels(), theta, sample, 0, 5, Look(digits=6))
    rows = {row.name: float(row.result.replace(MINUS, "-")) for row in said.rows}
    assert "… 58 more" in rows
    products = sample * network.views(theta)[0]["weights"][:, 5]
    strongest = {f"x{unit + 1}" for unit in np.argsort(-np.abs(products))[:6]}
    shown = {name.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")) for name in rows if name.startswith("x")}
    assert shown == strongest
    parts = [value for name, value in rows.items() if name not in ("z, their sum", "f(z) = tanh z")]
    assert sum(parts) == pytest.approx(rows["z, their sum"], abs=1e-5)
    assert np.tanh(rows["z, their sum"]) == pytest.approx(rows["f(z) = tanh z"], abs=1e-5)


def test_what_reaches_a_neuron_is_what_batch_normalization_made_of_it():
    network = stack(2, 2, 1, after={0: (BatchNormalization(),)})
    theta = network.initial(seed=1)
    norm = next(view for view in network.views(theta) if "gamma" in view)
    norm["gamma"][...], norm["beta"][...] = 2.0, 0.5
    said = explain(network, Labels(), theta, np.array([0.3, -0.7]), 1, 0, Look(digits=6))
    rows = {row.name: float(row.result.replace(MINUS, "-")) for row in said.rows}
    answer = network.predict(theta, np.array([[0.3, -0.7]]))[0, 0]
    assert 1.0 / (1.0 + np.exp(-rows["z, their sum"])) == pytest.approx(float(answer), abs=1e-5)


# On the canvas -------------------------------------------------------------------------------------------------------


@pytest.fixture
def studio(make_studio):
    studio = make_studio(stack(7, 4, 10), Segments())
    studio.canvas.show_sample(np.ones(7), None)
    return studio


def _click(studio, layer, unit):
    place = studio.canvas.node_rect(layer, unit).center()
    studio.press(place)
    studio.release(place)


def test_a_click_on_a_neuron_explains_it_and_a_click_elsewhere_ends_that(studio):
    card = studio.control("explanation")
    assert not card.isVisible()
    _click(studio, 0, 1)
    assert card.isVisible() and "Hidden 1 · 2" in card.accessibleName()
    assert not card.geometry().intersects(studio.canvas.node_rect(0, 1).toRect())
    assert studio.canvas.rect().contains(card.geometry())
    _click(studio, 0, 2)
    assert card.isVisible() and "Hidden 1 · 3" in card.accessibleName()
    _click(studio, 0, 2)
    assert not card.isVisible(), "clicked again"
    _click(studio, 0, 2)
    studio.press(QPointF(10, 700))
    studio.release(QPointF(10, 700))
    assert not card.isVisible()


def test_a_drag_explains_nothing(studio):
    at = studio.canvas.node_rect(0, 1).center()
    studio.drag(at, at + QPointF(0, 30))
    assert not studio.control("explanation").isVisible()
    _click(studio, 0, 1)
    assert studio.control("explanation").isVisible()
    studio.press(at)
    studio.move(at + QPointF(0, 40))
    assert not studio.control("explanation").isVisible(), "out of the way of what is carried"
    studio.release(at)


def test_enter_explains_the_chosen_neuron_and_moving_on_or_esc_ends_it(studio):
    card = studio.control("explanation")
    studio.key(Qt.Key.Key_Down)
    studio.key(Qt.Key.Key_Return)
    assert card.isVisible()
    studio.key(Qt.Key.Key_Down)
    assert not card.isVisible()
    studio.key(Qt.Key.Key_Enter)
    assert card.isVisible()
    studio.key(Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_inputs_are_not_reckoned(studio):
    _click(studio, -1, 0)
    assert not studio.control("explanation").isVisible()


def test_the_card_follows_training_and_the_sample(studio):
    _click(studio, 0, 1)
    card = studio.control("explanation")
    texts = [card.accessibleDescription()]
    theta = studio.network.initial(seed=9)
    studio.canvas.show_snapshot(snapshot_of(studio.network, theta))
    texts.append(card.accessibleDescription())
    studio.canvas.show_sample(np.array([1.0, 0, 0, 1, 0, 0, 1]), None)
    texts.append(card.accessibleDescription())
    weight = float(studio.network.views(theta)[0]["weights"][3, 1])
    assert len(set(texts)) == 3
    assert f"{weight:.3f}".replace("-", MINUS) in texts[-1]
    image = studio.picture()
    studio.canvas.show_snapshot(snapshot_of(studio.network))
    assert studio.picture().copy(card.geometry()) != image.copy(card.geometry())


def test_a_card_that_grows_with_a_sample_stays_in_the_picture(make_studio):
    studio = make_studio(stack(2, 5, 4, 3, 1), Points("circle"), size=(500, 610))
    _click(studio, 2, 0)
    card = studio.control("explanation")
    before = card.geometry()
    studio.canvas.show_sample(np.array([1.0, -2.0]), None)
    assert card.width() > before.width()
    assert studio.canvas.rect().contains(card.geometry())


def test_a_neuron_that_goes_takes_its_card_along(make_studio):
    studio = make_studio(stack(2, 3, 1), Points("circle"))
    _click(studio, 0, 2)
    assert studio.control("explanation").isVisible()
    studio.key(Qt.Key.Key_Delete)
    studio.catch_up()
    assert not studio.control("explanation").isVisible()


def test_what_stands_on_its_place_after_delete_is_not_explained(make_studio):
    studio = make_studio(stack(2, 3, 1), Points("circle"))
    _click(studio, 0, 0)
    studio.key(Qt.Key.Key_Delete)
    studio.catch_up()
    assert studio.canvas.chosen == (0, 0) and not studio.control("explanation").isVisible()
    assert studio.told == ["Hidden 1 · 1 is removed. What was Hidden 1 · 2 is called Hidden 1 · 1 now."]


def test_nothing_of_what_the_pointer_said_is_left_beside_the_card_nor_when_its_cross_closes_it(studio):
    unmarked = studio.canvas.grab().toImage()
    place = studio.canvas.node_rect(0, 1).center()
    studio.move(place)
    QApplication.processEvents()
    assert studio.canvas.grab().toImage() != unmarked
    _click(studio, 0, 1)
    painted = []
    studio.canvas.installEventFilter(watch := _Painted(studio.canvas, painted))
    QApplication.processEvents()
    assert studio.canvas.rect() in painted, "what it said is painted over"
    card, cross = studio.control("explanation"), studio.control("explanation-close")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not card.isVisible() and studio.canvas.card is None
    studio.canvas.removeEventFilter(watch)


class _Painted(QObject):
    """Which parts of a widget are painted."""

    def __init__(self, widget, painted):
        super().__init__(widget)
        self._painted = painted

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint:
            self._painted.append(event.region().boundingRect())
        return False


def test_the_card_stands_where_it_covers_nothing_if_there_is_such_a_place():
    room, neuron = QRectF(0, 0, 600, 500), QRectF(100, 200, 50, 50)
    taken = [neuron, QRectF(200, 0, 60, 500)]
    place = free_place(QSizeF(150, 120), neuron, room, taken)
    frame = QRectF(QPointF(place), QSizeF(150, 120))
    assert room.contains(frame)
    assert not any(frame.intersects(other) for other in taken)


def test_esc_gives_up_one_thing_at_a_time(studio):
    _click(studio, 0, 1)
    assert studio.control("explanation").isVisible()
    studio.key(Qt.Key.Key_Escape)
    assert not studio.control("explanation").isVisible()
    assert studio.canvas.chosen == (0, 1)
    studio.key(Qt.Key.Key_Escape)
    assert studio.canvas.chosen is None
