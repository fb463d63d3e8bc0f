"""The task over the canvas: it is ticked off when its figure is reached, and what is said there moves nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.doctor import Finding, Remedy
from core.edits import Edit
from tests.journeys.person import Person

CTRL = Qt.KeyboardModifier.ControlModifier


def more(person: Person) -> str:
    label = person.widget("task-more")
    assert isinstance(label, QLabel)
    return label.text()


def test_a_task_is_ticked_off_where_its_figure_is_reached_and_asked_for_anew_after_a_reset(person: Person) -> None:
    window = person.window
    tick = window.task_line.findChild(QLabel, "task-tick")
    assert tick is not None and not tick.isVisible() and more(person).startswith("Done at 98 %")
    person.train(40)
    person.until(tick.isVisible)
    snapshot = window.session.snapshot
    assert snapshot is not None
    epoch = int(more(person).removeprefix("Done by epoch ").split(".")[0])
    shares = {int(point[1]): point[5] for point in snapshot.curve}
    assert shares[epoch] >= 0.98 > max(share for at, share in shares.items() if at < epoch)
    person.press(Qt.Key.Key_R, CTRL)
    person.until(lambda: not tick.isVisible())
    assert more(person).startswith("Done at 98 %")


def test_what_the_doctor_says_moves_no_neuron(person: Person) -> None:
    canvas = person.canvas
    before = canvas.node_rect(0, 0)
    finding = Finding(
        "no progress", "The loss stays.", "It has been so for long.",
        Remedy("Learning rate 0.1 → 0.3", lambda project, _state: Edit("help", project)),
    )  # fmt: skip
    line = person.window.doctor_line
    line.show_findings((finding,))
    person.until(lambda: line.isVisible() and line.height() > 40)
    assert canvas.node_rect(0, 0) == before
    line.show_findings(())
    person.until(person.window.task_line.isVisible)
    assert canvas.node_rect(0, 0) == before
