"""The tools of the board: look, paint, erase, how wide, clear; and a chip for each class."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QToolButton, QWidget

from core.brush import BRUSHES
from core.data import Drawn
from core.data.drawn import MOST_CLASSES
from gui import icons
from gui.menus import Menu
from gui.painted import painted_icon
from gui.panels.menu_button import MenuButton
from gui.panels.tab_stop import keep_tab_stop
from gui.theme import LIGHT, Theme, class_colour
from gui.views.board.flow import Flow

ICON_PX = 16
DISC_PX = 12
GAP_PX = 4
WIDEST_NAME_PX, LONE_NAME_PX, NARROW_NAME_PX = 76, 66, 26
"""A name is cut there: in a row, and in a narrow column, in which a chip stands alone or two beside each other."""
MOST_LONE = 4
"""Of more classes than these, two stand beside each other in a narrow column."""
TOOLS = (
    ("look", "arrow", "Look", "Look: click chooses a point as the sample, a drag moves the picture."),
    (
        "paint",
        "brush",
        "Paint",
        "Paint: a click leaves a point, a drag a trail; the right button paints the next class.",
    ),
    ("erase", "eraser", "Erase", "Erase: what is under the pointer goes. Delete erases at the crosshair."),
)
BRUSH_TIPS = {
    "point": ("Single points", "One point per click, and along a drag."),
    "small": ("Small spray", "A few points, close together."),
    "medium": ("Medium spray", "A cloud of points."),
    "large": ("Large spray", "Many points, far apart."),
}


class Strip(QWidget):
    """What is chosen here is how the hand paints; nothing of it is part of the project but the classes."""

    tool_chosen = Signal(str)
    brush_chosen = Signal(str)
    class_chosen = Signal(int)
    class_wanted = Signal()
    """One more."""
    rename_wanted = Signal(int)
    remove_wanted = Signal(int)
    clear_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = LIGHT
        self._names: tuple[str, ...] = ()
        self._is_narrow = False
        self._icons: dict[QToolButton, str] = {}
        self._flow = Flow(self, GAP_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tools = QButtonGroup(self)
        for tool, icon, text, tip in TOOLS:
            button = self._add(QToolButton(), tool, text, tip, icon)
            button.setCheckable(True)
            button.clicked.connect(partial(self.tool_chosen.emit, tool))
            self._tools.addButton(button)
        self.show_tool("paint")
        keep_tab_stop(self._tools)
        self.brush = MenuButton("", "tool", "")
        self._add(self.brush, "brush", "Brush", "How many points the brush leaves, and how far apart ([ and ]).")
        self._brushes = QActionGroup(self)
        self._fill_menu(self.brush.menu())
        tip = "Clear the board: all points go, one undo brings them back."
        self.clear = self._add(QToolButton(), "clear", "Clear the board", tip, "empty")
        self.clear.clicked.connect(self.clear_wanted)
        self.more = self._add(QToolButton(), "add-class", "Add a class", "", "plus")
        self.more.clicked.connect(self.class_wanted)
        self._classes = QButtonGroup(self)
        self.chips: list[QToolButton] = []

    def _add(self, button: QToolButton, name: str, text: str, tip: str, icon: str | None = None) -> QToolButton:
        button.setObjectName(f"{self.objectName()}-{name}")
        button.setProperty("role", "tool")
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        self._flow.addWidget(button)
        if icon is not None:
            self._icons[button] = icon
        return button

    def _fill_menu(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        for brush in BRUSHES:
            text, tip = BRUSH_TIPS[brush]
            action = QAction(text, self._brushes)
            action.setObjectName(f"{self.objectName()}-brush-{brush}")
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setData(brush)
            action.triggered.connect(partial(self.brush_chosen.emit, brush))
            menu.addAction(action)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_drawing(self, drawing: Drawn) -> None:
        """Offer what this drawing can be painted with."""
        self.clear.setEnabled(bool(drawing.points or drawing.added))
        self.more.setVisible(drawing.is_planar)
        is_full = len(drawing.classes) == MOST_CLASSES
        self.more.setEnabled(not is_full)
        self.more.setToolTip(
            f"There are {MOST_CLASSES} classes, the most there can be."
            if is_full
            else "One more class. What the network has learned of the others stays."
        )
        if drawing.classes != self._names:
            self._names = drawing.classes
            self._name_chips()

    def show_room(self, is_narrow: bool) -> None:
        """Whether the tools stand in a narrow column beside the picture, and not in a row above it."""
        self._is_narrow = is_narrow
        self._name_chips()

    def show_tool(self, tool: str) -> None:
        """This tool is in the hand."""
        next(button for button in self._tools.buttons() if button.objectName().endswith(f"-{tool}")).setChecked(True)

    def show_brush(self, name: str) -> None:
        """This wide is the brush."""
        for action in self._brushes.actions():
            action.setChecked(action.data() == name)
        if self._icons.get(self.brush) == name:
            return
        self._icons[self.brush] = name
        self.brush.setIcon(icons.icon(name, self._theme.ink, ICON_PX))
        self.brush.setAccessibleName(f"Brush: {BRUSH_TIPS[name][0]}")

    def show_class(self, index: int) -> None:
        """This class is painted."""
        if index < len(self.chips):
            self.chips[index].setChecked(True)

    def show_theme(self, theme: Theme) -> None:
        """Draw icons and discs in the theme's colours."""
        self._theme = theme
        for button, name in self._icons.items():
            button.setIcon(icons.icon(name, theme.ink, ICON_PX))
        for index, chip in enumerate(self.chips):
            chip.setIcon(self._disc(index))
        for action in self._brushes.actions():
            action.setIcon(icons.icon(action.data(), theme.ink, ICON_PX))

    # Classes ---------------------------------------------------------------------------------------------------------

    def _name_chips(self) -> None:
        names = self._names
        while len(self.chips) > len(names):
            chip = self.chips.pop()
            self._classes.removeButton(chip)
            self._flow.removeWidget(chip)
            chip.deleteLater()
        while len(self.chips) < len(names):
            self._add_chip(len(self.chips))
        widest_px = WIDEST_NAME_PX
        if self._is_narrow:
            widest_px = LONE_NAME_PX if len(names) <= MOST_LONE else NARROW_NAME_PX
        for index, (chip, name) in enumerate(zip(self.chips, names, strict=True)):
            metrics = chip.fontMetrics()
            chip.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest_px).replace("&", "&&"))
            chip.setAccessibleName(f"Class {name}")
            chip.setToolTip(f"Paint the class {name} ({(index + 1) % 10}). A double click or F2 renames it.")
            chip.setIcon(self._disc(index))  # two classes have other colours than more
        if names:
            keep_tab_stop(self._classes)
        self._flow.invalidate()
        self.updateGeometry()

    def _add_chip(self, index: int) -> None:
        chip = QToolButton()
        chip.setObjectName(f"{self.objectName()}-class-{index + 1}")
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(QSize(DISC_PX, DISC_PX))
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chip.customContextMenuRequested.connect(lambda _at, chip=chip, index=index: self._open_menu(chip, index))
        chip.clicked.connect(partial(self.class_chosen.emit, index))
        chip.installEventFilter(self)
        self._classes.addButton(chip)
        self._flow.insert(self._flow.count() - 1, chip)
        self.chips.append(chip)
        chip.show()

    def _open_menu(self, chip: QToolButton, index: int) -> None:
        menu = Menu(chip)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Rename...\tF2").triggered.connect(partial(self.rename_wanted.emit, index))
        gone = menu.addAction("Remove the class and its points\tDel")
        gone.setEnabled(len(self._names) > 2)
        gone.triggered.connect(partial(self.remove_wanted.emit, index))
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click or F2 on a chip renames its class, Delete removes it."""
        if watched not in self.chips:
            return super().eventFilter(watched, event)
        index = self.chips.index(watched)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            self.rename_wanted.emit(index)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_F2:
                self.rename_wanted.emit(index)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.remove_wanted.emit(index)
                return True
        return super().eventFilter(watched, event)

    def _disc(self, index: int) -> QIcon:
        def paint(painter: QPainter) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(class_colour(self._theme, index, len(self._names))))
            painter.drawEllipse(1, 1, DISC_PX - 2, DISC_PX - 2)

        return painted_icon(QSize(DISC_PX, DISC_PX), paint)
