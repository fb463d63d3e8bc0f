"""A person draws data of their own, and the network learns them while they are drawn."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.data import Drawn, build
from gui.panels.banner import Banner
from tests.journeys.person import Person

Left, Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def drawing(person: Person) -> Drawn:
    data = person.window.session.document.project.data
    assert isinstance(data, Drawn)
    return data


def paint(person: Person, *places: tuple[float, float], button: Qt.MouseButton = Left) -> None:
    """A stroke over these places of the map."""
    plot = person.window.pictures.boundary.plot
    pixels = [plot.place_of(*place).toPoint() for place in places]
    QTest.mousePress(plot, button, Qt.KeyboardModifier.NoModifier, pixels[0])
    for pixel in pixels[1:]:
        QTest.mouseMove(plot, pixel)
    QTest.mouseRelease(plot, button, Qt.KeyboardModifier.NoModifier, pixels[-1])


def said(person: Person) -> str:
    """What the banner says; nothing where it is away."""
    banner = person.window.findChild(Banner, "banner")
    text = banner.findChild(QLabel, "banner-text")
    return text.text() if banner.isVisible() else ""


def test_from_an_empty_board_to_three_classes_that_are_told_apart_and_saved(person: Person, tmp_path: Path) -> None:
    session = person.window.session
    person.click("data-draw")
    person.until_drawn()
    person.action("train").trigger()
    person.until(lambda: "no points to train on" in said(person))
    assert "two classes" in said(person)

    paint(person, (-5.0, -3.0), (-2.0, -4.5), (1.0, -3.0))
    assert said(person) == "", "it is another drawing than the one that could not be trained"
    person.action("train").trigger()
    person.until(lambda: "of the class A" in said(person))
    paint(person, (-5.0, 3.0), (-1.0, 2.0), (0.0, 5.0), button=Right)
    session.document.edit("set pace", session.document.project.replace(pace=None))
    person.action("train").trigger()
    person.until(lambda: session.step > 200)

    # Points that come in while it trains are learned; it does not stop for them.
    step = session.step
    paint(person, (4.0, 4.0), (5.0, 0.0), (4.0, -4.0))
    assert session.is_playing and len(build(drawing(person)).x) == len(drawing(person).points)
    person.until(lambda: session.step > step + 200)
    person.click("board-add-class")
    assert session.document.project.network.outputs == 3
    person.until_drawn()
    paint(person, (3.0, 5.5), (4.0, 5.0), (5.5, 5.5))
    person.until(lambda: session.snapshot is not None and session.snapshot.network.outputs == 3)
    assert session.is_playing
    person.until(lambda: "it was trained on" in person.window.pictures.figure.figure.counted)
    person.action("train").trigger()
    person.until(lambda: not session.is_playing)

    before, theta = session.document.project, session.read_state().theta.tolist()
    person.save(tmp_path / "mine.neuroloom")
    session.new()
    person.open(tmp_path / "mine.neuroloom")
    assert session.document.project == before and session.read_state().theta.tolist() == theta
    assert person.widget("board-class-3").accessibleName() == "Class C"


def test_points_of_a_shape_are_painted_on(person: Person) -> None:
    session = person.window.session
    old = build(session.document.project.data)
    network = session.document.project.network
    person.click("paint-on")
    assert drawing(person).classes == old.classes and len(drawing(person).points) == 500
    assert session.document.project.network == network
    count = len(drawing(person).points)
    paint(person, (-5.5, -5.5), (-4.5, -5.5))
    assert len(drawing(person).points) > count


def test_an_empty_board_pauses_what_trained_without_a_word(person: Person) -> None:
    session, banner = person.window.session, person.window.banner
    person.press(Qt.Key.Key_Space)
    person.until(lambda: session.is_playing)
    person.click("data-draw")
    person.until(lambda: not session.is_playing)
    session.read_state()
    assert not banner.isVisible()
    person.press(Qt.Key.Key_Space)
    person.until(banner.isVisible)
