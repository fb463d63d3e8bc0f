"""What the board's tests share: a board on a page of its own, a document under it, and no engine running."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.bundled import open_bundled
from core.data import Drawn
from core.edits import choose_data
from gui.session.session import Session
from gui.theme import LIGHT
from gui.views.board.board import Board
from gui.views.boundary import BoundaryView
from gui.views.curve_fit import CurveFitView
from gui.views.data_view import DataView

Left, Right, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
Place = tuple[float, float]


class Painter:
    """Somebody who paints on a board; places are in the data's units."""

    def __init__(self, session: Session, view: DataView, board: Board, page: QWidget) -> None:
        self.session, self.view, self.board, self.page, self.plot = session, view, board, page, view.plot

    @property
    def drawing(self) -> Drawn:
        """What is drawn, in the document."""
        data = self.session.document.project.data
        assert isinstance(data, Drawn)
        return data

    def pixel(self, place: Place) -> QPoint:
        """The nearest pixel of a place in the picture."""
        return self.plot.place_of(*place).toPoint()

    def click(self, place: Place, button: Qt.MouseButton = Left) -> None:
        """Click there."""
        QTest.mouseClick(self.plot, button, Qt.KeyboardModifier.NoModifier, self.pixel(place))

    def press(self, place: Place, button: Qt.MouseButton = Left) -> None:
        """Press there and hold."""
        QTest.mousePress(self.plot, button, Qt.KeyboardModifier.NoModifier, self.pixel(place))

    def move(self, *places: Place) -> None:
        """Move there, one move to each place."""
        for place in places:
            QTest.mouseMove(self.plot, self.pixel(place))

    def release(self, place: Place, button: Qt.MouseButton = Left) -> None:
        """Let go there."""
        QTest.mouseRelease(self.plot, button, Qt.KeyboardModifier.NoModifier, self.pixel(place))

    def stroke(self, places: Sequence[Place], button: Qt.MouseButton = Left) -> None:
        """A whole stroke."""
        self.press(places[0], button)
        self.move(*places[1:])
        self.release(places[-1], button)

    def key(self, key: Qt.Key, *, times: int = 1) -> None:
        """Press a key on the picture."""
        for _ in range(times):
            QTest.keyClick(self.plot, key)

    def tool(self, name: str) -> None:
        """Click a control of the strip."""
        control = self.board.strip.findChild(QWidget, f"{self.board.strip.objectName()}-{name}")
        assert control is not None and control.isVisible(), name
        QTest.mouseClick(control, Left)


MakePainter = Callable[..., Painter]


@pytest.fixture
def painter_on(qtbot: QtBot) -> Iterator[MakePainter]:
    """`painter_on(drawing, width, height)`: somebody in front of a board of that size with this on it."""
    sessions: list[Session] = []

    def make(drawing: Drawn, width: int = 380, height: int = 700) -> Painter:
        session = Session(choose_data(open_bundled("circle"), drawing, "draw").project)
        sessions.append(session)
        view = BoundaryView(session.worker) if drawing.is_planar else CurveFitView(session.worker)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(view)
        column.addStretch(1)
        qtbot.addWidget(page)
        page.resize(width, height)
        board = Board(session, view, page, drawing.is_planar)
        session.document.changed.connect(lambda _old, new: view.show_project(new))
        view.show_project(session.document.project)
        view.show_theme(LIGHT)
        board.show_theme(LIGHT)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return Painter(session, view, board, page)

    yield make
    for session in sessions:
        session.close()
