"""The top bar: what it tells of project and training, and that its buttons do what their actions do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget

from core.curve import COLUMNS
from core.snapshot import Snapshot
from gui.actions import TABLE, make_actions
from gui.panels.top_bar import PACES, TopBar, pace_text
from gui.session.session import Session
from tests.gui.panels.conftest import click, control, said

Show = Callable[[TopBar], TopBar]


@pytest.fixture
def done() -> list[str]:
    """The actions that were triggered."""
    return []


@pytest.fixture
def actions(session: Session, done: list[str]) -> Iterator[dict[str, QAction]]:
    owner = QWidget()
    yield make_actions(owner, {row.id: lambda name=row.id: done.append(name) for row in TABLE})
    owner.deleteLater()


@pytest.fixture
def bar(session: Session, actions: dict[str, QAction], show: Show) -> TopBar:
    project_menu, export_menu = QMenu(), QMenu()
    project_menu.addAction(actions["new"])
    export_menu.addAction(actions["export"])
    bar = TopBar(actions, project_menu, export_menu)
    project_menu.setParent(bar, project_menu.windowFlags())
    export_menu.setParent(bar, export_menu.windowFlags())
    bar.pace_chosen.connect(lambda pace: session.document.edit("set pace", session.document.project.replace(pace=pace)))
    return show(bar)


def menu_of(bar: TopBar, name: str) -> QMenu:
    button = control(bar, name)
    assert isinstance(button, QToolButton)
    return button.menu()


@pytest.mark.parametrize("name", ["reset", "train", "step", "epoch", "undo", "redo"])
def test_a_button_does_what_its_action_does(bar: TopBar, done: list[str], name: str) -> None:
    click(bar, f"button-{name}")
    assert done == [name]


def test_a_button_whose_action_is_off_does_nothing(bar: TopBar, actions: dict[str, QAction], done: list[str]) -> None:
    for name in ("train", "undo"):
        actions[name].setEnabled(False)
        click(bar, f"button-{name}")
    assert done == []


def test_a_click_leaves_the_focus_where_it_was_so_that_space_still_trains(bar: TopBar) -> None:
    bar.setFocus()
    for name in ("button-train", "button-step", "button-undo"):
        click(bar, name)
        assert bar.hasFocus()


@pytest.mark.parametrize("pace", PACES)
def test_a_pace_is_chosen_from_its_menu(session: Session, bar: TopBar, pace: float | None) -> None:
    menu = menu_of(bar, "button-pace")
    action = next(action for action in menu.actions() if action.text() == pace_text(pace))
    menu.popup(QPoint(0, 0))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert session.document.project.pace == pace
    assert control(bar, "button-pace").accessibleName() == f"Pace: {pace_text(pace)}"
    marked = [action.text() for action in menu_of(bar, "button-pace").actions() if action.isChecked()]
    assert marked == [pace_text(pace)]


@pytest.mark.parametrize(("width", "text"), [(1440, "Pace: 50 steps/s"), (1100, "50 steps/s")])
def test_a_narrow_bar_keeps_the_number_of_the_pace(bar: TopBar, width: int, text: str) -> None:
    bar.resize(width, bar.height())
    QApplication.processEvents()
    assert control(bar, "button-pace").property("text") == text


def test_a_pace_of_the_projects_own_stands_in_the_menu_too(session: Session, bar: TopBar) -> None:
    session.document.edit("pace", session.document.project.replace(pace=0.5))
    marked = [action.text() for action in menu_of(bar, "button-pace").actions() if action.isChecked()]
    assert marked == ["0.5 steps/s"]


@pytest.mark.parametrize("name", ["project-menu", "button-pace", "button-export"])
def test_menus_read_from_left_to_right(bar: TopBar, name: str) -> None:
    """The buttons' marks stand behind their words by the button's direction, which a button hands on to its menu."""
    menu = menu_of(bar, name)
    directions = []

    def look() -> None:
        directions.append(menu.layoutDirection())
        menu.close()

    menu.aboutToShow.connect(look, Qt.ConnectionType.QueuedConnection)
    click(bar, name)
    assert directions == [Qt.LayoutDirection.LeftToRight]


def test_epoch_step_and_playing_are_told(session: Session, bar: TopBar) -> None:
    network = session.document.project.network
    snapshot = Snapshot(network, network.initial(0), 31234, 1249, 9, 25, True, 50.0, None, None, np.zeros((0, COLUMNS)))
    bar.show_snapshot(snapshot)
    assert said(bar, "epoch") == "epoch 1,249"
    assert said(bar, "step") == "step 9 of 25"
    assert control(bar, "button-train").accessibleName() == "Pause"
    bar.show_snapshot(replace(snapshot, is_playing=False))
    assert control(bar, "button-train").accessibleName() == "Train"


def test_the_title_and_the_saved_word_are_told(bar: TopBar) -> None:
    bar.show_title("A & B", "edited")
    assert said(bar, "saved-word") == "· edited"
    assert control(bar, "project-menu").property("text") == "A && B"  # as Qt writes a letter that is no shortcut


def test_every_control_can_be_reached_named_and_explained(bar: TopBar) -> None:
    for widget in bar.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QLabel | QMenu):
            continue
        assert widget.objectName()
        assert widget.toolTip(), widget.objectName()
        assert widget.accessibleName(), widget.objectName()


@pytest.mark.parametrize("width", [1440, 1280])
def test_what_trains_stays_where_it_is_whatever_the_project_is_called_and_however_fast_it_goes(
    session: Session, bar: TopBar, width: int
) -> None:
    bar.resize(width, bar.height())
    places = set()
    for title, pace in (("Xor", 1.0), ("Seven-segment digits of my class", None), ("A", 5000.0)):
        bar.show_title(title, "not saved")
        bar.show_project(session.document.project.replace(pace=pace))
        bar.layout().activate()
        places.add((control(bar, "button-train").x(), control(bar, "epoch").mapTo(bar, QPoint()).x()))
    assert len(places) == 1


def test_a_long_name_gives_way_and_its_tooltip_has_all_of_it(bar: TopBar) -> None:
    title, name = control(bar, "project-menu"), "A name of more letters than there is room for & more"
    bar.resize(1280, bar.height())
    bar.show_title(name, "not saved")
    QApplication.processEvents()
    assert title.geometry().right() < control(bar, "saved-word").x()
    assert control(bar, "saved-word").mapTo(bar, QPoint()).x() < control(bar, "button-reset").x()
    assert name in title.toolTip()
    bar.show_title("Xor", "not saved")
    QApplication.processEvents()
    assert "Xor" not in title.toolTip()
