"""The data panel: a click on the gallery and a drag on a slider come to be in the document."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QToolButton
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.data import Digits, Drawn, Points, Segments
from core.messages import Adopt
from core.moves import Stay
from gui.panels.data_panel import GALLERY, DataPanel
from gui.session.session import Session
from gui.theme import DARK, LIGHT
from tests.gui.panels.conftest import click, control, said

Show = Callable[[DataPanel], DataPanel]
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, show: Show) -> DataPanel:
    return show(DataPanel(session))


def checked(panel: DataPanel) -> list[str]:
    tiles = [tile for tile in panel.findChildren(QToolButton) if tile.isChecked()]
    return [tile.objectName() for tile in tiles if tile.objectName().startswith("data-")]


def drag(slider: QSlider, *shares: float) -> None:
    """Press the handle, carry it to these shares of the way, let it go."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    QTest.mousePress(slider, Left, pos=handle.center())
    place = handle.center()
    for share in shares:
        place = QPoint(round(share * (slider.width() - 1)), handle.center().y())
        QTest.mouseMove(slider, place)
    QTest.mouseRelease(slider, Left, pos=place)


def slider_of(panel: DataPanel, name: str) -> QSlider:
    slider = control(panel, name)
    assert isinstance(slider, QSlider)
    return slider


def test_the_tile_of_the_projects_data_is_the_one_that_is_marked(session: Session, panel: DataPanel) -> None:
    assert checked(panel) == ["data-circle"]
    session.document.load(open_bundled("segments"), None, None)
    assert checked(panel) == ["data-segments"]
    session.document.load(open_bundled("circle").replace(data=None), None, None)
    assert checked(panel) == []
    assert "No data yet" in (said(panel, "data-note") or "")


@pytest.mark.parametrize("name", [entry.name for entry in GALLERY])
def test_a_click_chooses_the_data_and_one_undo_brings_the_old_ones_back(
    session: Session, panel: DataPanel, name: str
) -> None:
    before = session.document.project
    click(panel, f"data-{name}")
    project = session.document.project
    assert checked(panel) == [f"data-{name}"]
    kinds = {"segments": Segments, "digits": Digits, "draw": Drawn, "draw-y": Drawn}
    assert isinstance(project.data, kinds.get(name, Points)) and getattr(project.data, "shape", name) == name
    assert (project.network.inputs, project.network.outputs) == (project.data.ends.inputs, project.data.ends.outputs)
    session.document.undo()
    assert session.document.project == before
    assert checked(panel) == ["data-circle"]


def test_other_data_of_the_same_shape_keep_the_network_and_every_weight(session: Session, panel: DataPanel) -> None:
    posted = []
    session.document.posted.connect(posted.append)
    before = session.document.project
    click(panel, "data-moons")
    project = session.document.project
    # Noise, share and seed stay as well; name and task were those of the other points.
    data = before.data.replace(shape="moons")
    assert project == before.replace(data=data, title="Moons", task=None)
    assert [type(message) for message in posted] == [Adopt]
    assert posted[0].vectors == Stay()


def test_other_data_of_another_shape_redraw_only_the_ends(session: Session, panel: DataPanel) -> None:
    before = session.document.project
    click(panel, "data-segments")
    project = session.document.project
    assert project.network.widths == (7, 4, 3, 10)
    assert project.network.dense[:-1] == before.network.dense[:-1]
    assert (project.network.dense[-1].activation, project.training.loss) == (
        project.data.ends.activation,
        project.data.ends.loss,
    )


def test_a_click_on_the_data_that_are_there_changes_nothing(session: Session, panel: DataPanel) -> None:
    click(panel, "data-circle")
    assert session.document.undo_text is None
    assert checked(panel) == ["data-circle"]


@pytest.mark.parametrize(
    ("name", "field", "text"), [("noise", "noise", "set noise"), ("training-share", "share", "set training share")]
)
def test_a_drag_of_a_slider_is_one_undo_step_and_the_next_drag_another(
    session: Session, panel: DataPanel, name: str, field: str, text: str
) -> None:
    slider, document = slider_of(panel, name), session.document
    before = document.project
    drag(slider, 0.5, 0.6, 0.7, 0.8)
    first = document.project
    assert getattr(first.data, field) == slider.value() > getattr(before.data, field)
    drag(slider, 0.7, 0.6, 0.4)
    assert getattr(document.project.data, field) < getattr(first.data, field)
    assert document.undo_text == f"{text} to {slider.value()} %"
    document.undo()
    assert document.project == first
    assert slider.value() == getattr(first.data, field)
    document.undo()
    assert document.project == before
    assert document.undo_text is None


def test_the_keys_pressed_on_a_slider_are_one_undo_step_until_the_keyboard_goes_elsewhere(
    qtbot: QtBot, session: Session, panel: DataPanel
) -> None:
    slider, document = slider_of(panel, "noise"), session.document
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    for wanted in (13, 16):
        slider.setFocus()
        for _ in range(3):
            QTest.keyClick(slider, Qt.Key.Key_Right)
        assert document.project.data.noise == wanted
        slider.clearFocus()
    assert document.history == ("set noise to 13 %", "set noise to 16 %")
    drag(slider, 0.9)
    assert len(document.history) == 3
    document.undo()
    document.undo()
    assert document.project.data.noise == 13


def test_a_value_between_the_sliders_steps_is_not_bent_by_being_shown(session: Session, panel: DataPanel) -> None:
    project = open_bundled("circle").replace(data=Points("circle", noise=12.3, share=45.6))
    session.document.load(project, None, None)
    assert session.document.project == project
    assert session.document.undo_text is None


def test_the_note_counts_the_points(session: Session, panel: DataPanel) -> None:
    assert said(panel, "data-note") == "250 points to train, 250 to test."
    drag(slider_of(panel, "training-share"), 1.0)
    assert session.document.project.data.share == 90
    assert said(panel, "data-note") == "450 points to train, 50 to test."


def test_digits_have_a_training_share_and_no_noise(session: Session, panel: DataPanel) -> None:
    click(panel, "data-digits")
    assert not control(panel, "noise").isVisible()
    assert said(panel, "data-note") == "1,258 digits to train, 539 to test."
    drag(slider_of(panel, "training-share"), 0.0)
    assert session.document.project.data == Digits(share=10.0)
    assert said(panel, "data-note") == "179 digits to train, 1,618 to test."
    click(panel, "data-circle")
    assert control(panel, "noise").isVisible()
    click(panel, "data-digits")
    assert session.document.project.data == Digits(share=10.0), "what was set comes back"


def test_the_gallery_is_drawn_anew_for_another_theme(panel: DataPanel) -> None:
    tile = control(panel, "data-segments")
    panel.show_theme(LIGHT)
    light = tile.grab().toImage()
    panel.show_theme(DARK)
    assert tile.grab().toImage() != light


@pytest.mark.parametrize(
    ("name", "share", "told"),
    [
        ("circle", 0.0, "250 points to train, 250 to test."),
        ("circle", 20.0, "200 points to train, 50 to validate, 250 to test."),
        ("segments", 20.0, "The ten shapes. 2 of these 10 validate."),
    ],
)
def test_the_note_counts_what_is_kept_aside_to_validate(
    session: Session, panel: DataPanel, name: str, share: float, told: str
) -> None:
    project = open_bundled(name)
    training = project.training.replace(validation_share=0.0)
    session.document.load(project.replace(training=training), None, None)
    training = training.replace(validation_share=share)
    session.document.edit("watch", project.replace(training=training))
    assert said(panel, "data-note") == told


def test_the_note_counts_digits_as_digits(session: Session, panel: DataPanel) -> None:
    click(panel, "data-digits")
    project = session.document.project
    all_of_them = said(panel, "data-note") or ""
    rows = int(all_of_them.split(" ")[0].replace(",", ""))
    session.document.edit("watch", project.replace(training=project.training.replace(validation_share=10.0)))
    aside = round(rows * 0.1)
    assert (said(panel, "data-note") or "").startswith(f"{rows - aside:,} digits to train, {aside:,} to validate, ")


def test_a_drawing_comes_back_after_a_look_at_other_data_but_not_in_another_project(
    session: Session, panel: DataPanel
) -> None:
    click(panel, "data-draw")
    drawing = Drawn(((1.0, -2.0, 0.0), (3.0, 4.0, 1.0)), share=60.0)
    session.document.edit("paint", session.document.project.replace(data=drawing))
    assert slider_of(panel, "training-share").value() == 60 and not control(panel, "noise").isVisible()
    click(panel, "data-draw-y")
    assert session.document.project.data == Drawn(classes=())
    click(panel, "data-circle")
    click(panel, "data-draw")
    assert session.document.project.data == drawing
    session.document.load(open_bundled("circle"), None, None)
    click(panel, "data-draw")
    assert session.document.project.data == Drawn()
    assert "Paint some points of two classes" in (said(panel, "data-note") or "")


def test_samples_of_ones_own_come_back_with_their_data_but_not_in_another_project(
    session: Session, panel: DataPanel
) -> None:
    own = ((1.0,) * 7 + (0.0,) * 3 + (1.0,) + (0.0,) * 6,)
    session.document.load(open_bundled("segments"), None, None)
    taught = Segments(added=own, variants=(6,))
    session.document.edit("teach", session.document.project.replace(data=taught))
    click(panel, "data-circle")
    point = Points("circle", added=((1.0, -2.0, 1.0),))
    session.document.edit("add", session.document.project.replace(data=point))
    click(panel, "data-xor")
    assert session.document.project.data.added == ()
    click(panel, "data-circle")
    assert session.document.project.data.added == point.added
    click(panel, "data-segments")
    assert session.document.project.data == taught
    assert said(panel, "data-note") == "Trained on ten shapes, 1 variant and 1 taught."
    click(panel, "data-circle")
    session.document.load(open_bundled("circle"), None, None)
    click(panel, "data-segments")
    assert session.document.project.data.added == ()


def test_points_can_be_painted_on_where_they_are_of_classes_or_over_x(session: Session, panel: DataPanel) -> None:
    for name, can_be in (("moons", True), ("plane", False), ("sine", True), ("segments", False), ("draw", False)):
        click(panel, f"data-{name}")
        assert control(panel, "paint-on").isVisible() == can_be, name
    click(panel, "data-sine")
    click(panel, "paint-on")
    data = session.document.project.data
    assert isinstance(data, Drawn) and not data.is_planar and checked(panel) == ["data-draw-y"]


def test_other_shapes_are_switched_on_one_by_one_each_an_undo_step(session: Session, panel: DataPanel) -> None:
    assert not control(panel, "variants").isVisible()
    session.document.load(open_bundled("segments"), None, None)
    start = session.document.project
    assert said(panel, "data-note") == "Trained on all ten shapes."
    click(panel, "variant-9")
    click(panel, "variant-6")
    assert session.document.project.data == Segments(variants=(6, 9))
    assert session.document.project.network == start.network
    assert said(panel, "data-note") == "Trained on ten shapes and 2 variants."
    session.document.edit("noise", start.replace(data=Segments(10.0, 20, 0, ((1.0,) * 7 + (0.0,) * 9 + (1.0,),), (7,))))
    note = "The ten shapes, 1 variant, 220 noisy copies and 1 taught; 220 others test."
    assert said(panel, "data-note") == note
    session.document.undo()
    assert session.document.undo_text == "add the other shape of 6"
    click(panel, "variant-9")
    assert session.document.undo_text == "leave out the other shape of 9"
    assert session.document.project.data == Segments(variants=(6,))
