"""The dialog before a picture is written: which kind, which colours, how large; with the picture as it will be."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.canvas.drawn.sheet import Sheet, Subject
from gui.drawing_file import pixmap_of
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import heading, note
from gui.picture_size import MOST_PX
from gui.theme import CORNER_PX, GRID_PX, THEMES, Theme

PREVIEW = QSize(440, 340)
TIMES = "\N{MULTIPLICATION SIGN}"
SCALES = (0.5, 1.0, 2.0, 3.0, 4.0, 8.0)
KINDS = (
    Option(".svg", "SVG", "Lines and letters, sharp at any size: for web pages, slides and drawing programs."),
    Option(".png", "PNG", "Pixels: for messages and documents that take nothing else."),
    Option(".pdf", "PDF", "One page with its letters in it, sharp at any size: for papers and printing."),
)
TITLES = (
    Option(False, "None", "The network alone."),
    Option(True, "Above", "The project's title above the network."),
)
GROUNDS = (
    Option(False, "Filled", "In the colour of the canvas."),
    Option(True, "Transparent", "Whatever the picture is laid on shows through."),
)


@dataclass(frozen=True)
class PictureChoice:
    """What was chosen.

    ending  ".svg", ".png" or ".pdf"
    scale   pixels of a PNG per pixel of the sheet
    """

    sheet: Sheet
    theme: Theme
    ending: str
    scale: float
    is_transparent: bool


class PictureDialog(QDialog):
    """Kind, colours, scale, title and ground; `theme` is the window's, `ending` the kind that is chosen first."""

    def __init__(self, subject: Subject, theme: Theme, parent: QWidget, ending: str = ".svg") -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self.setObjectName("picture-dialog")
        self._subject, self._window_theme = subject, theme
        self._ending, self._theme_name, self._scale = ending, "", 2.0
        self._has_title = self._is_transparent = False
        self._kind = ChoiceField("picture-kind", "Kind", "What the picture is written as.", 140)
        self._colours = ChoiceField("picture-colours", "Colours", "On a light or a dark ground.", 140)
        self._scales = ChoiceField("picture-scale", "Scale", "How many pixels a PNG has.", 140)
        self._kind.chosen.connect(self._choose_kind)
        self._colours.chosen.connect(self._choose_colours)
        self._scales.chosen.connect(self._choose_scale)
        self._titles = ChoiceField("picture-title", "Title", "Whether the project's title stands above.", 140)
        self._grounds = ChoiceField("picture-ground", "Ground", "What lies below the network.", 140)
        self._titles.chosen.connect(self._choose_title)
        self._grounds.chosen.connect(self._choose_ground)
        self._size = note("picture-size")
        self._preview = QLabel()
        self._preview.setObjectName("picture-preview")
        self._preview.setAccessibleName("The picture as it will be")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setFixedSize(PREVIEW + QSize(2 * GRID_PX, 2 * GRID_PX))
        self._preview.setStyleSheet(
            f"#picture-preview {{ border: 1px solid {theme.hairline}; border-radius: {CORNER_PX}px; }}"
        )
        self._arrange()
        self._refresh()

    @property
    def choice(self) -> PictureChoice:
        """What is chosen."""
        theme = THEMES.get(self._theme_name, self._window_theme)
        return PictureChoice(self._sheet, theme, self._ending, self._scale, self._is_transparent)

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        save = QPushButton("Save as…")
        save.setObjectName("picture-save")
        save.setProperty("role", "primary")
        save.setToolTip("Choose the file.")
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        fields = QVBoxLayout()
        fields.setSpacing(GRID_PX)
        fields.addWidget(heading("Picture of the network"))
        for field in (self._kind, self._colours, self._scales, self._titles, self._grounds, self._size):
            fields.addWidget(field)
        fields.addStretch(1)
        fields.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        row.setSpacing(3 * GRID_PX)
        row.addWidget(self._preview)
        row.addLayout(fields)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)

    # Choosing ----------------------------------------------------------------------------------------------------

    def _choose_kind(self, ending: object) -> None:
        self._ending = cast(str, ending)
        self._refresh()

    def _choose_colours(self, name: object) -> None:
        self._theme_name = cast(str, name)
        self._refresh()

    def _choose_scale(self, scale: object) -> None:
        self._scale = cast(float, scale)
        self._refresh()

    def _choose_title(self, has_title: object) -> None:
        self._has_title = cast(bool, has_title)
        self._refresh()

    def _choose_ground(self, is_transparent: object) -> None:
        self._is_transparent = cast(bool, is_transparent)
        self._refresh()

    # Showing -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Show what is chosen, and the picture as it will be."""
        self._sheet = Sheet(self._subject, has_title=self._has_title)
        size = self._sheet.size
        self._kind.show_choice(KINDS, self._ending)
        self._colours.show_choice(
            (
                Option("", "As now", f"As the window: {self._window_theme.name}."),
                Option("light", "Light", "On white."),
                Option("dark", "Dark", "On a dark ground."),
            ),
            self._theme_name,
        )
        largest = MOST_PX / max(size.width(), size.height())
        scales = [scale for scale in SCALES if scale <= largest] or [SCALES[0]]
        self._scale = min(self._scale, scales[-1])
        self._scales.show_choice(
            [Option(scale, f"{scale:g} {TIMES}", _pixels(size, scale)) for scale in scales], self._scale
        )
        self._titles.show_choice(TITLES, self._has_title)
        self._grounds.show_choice(GROUNDS, self._is_transparent)
        is_png = self._ending == ".png"
        self._scales.setEnabled(is_png)
        self._size.setText(_pixels(size, self._scale) if is_png else f"{_pixels(size, 1.0)}, sharp at any size")
        self._preview.setPixmap(self._painted())

    def _painted(self) -> QPixmap:
        """The picture, as large as there is room."""
        choice = self.choice
        return pixmap_of(choice.sheet, choice.theme, PREVIEW, self.devicePixelRatioF(), choice.is_transparent)


def _pixels(size: QSize, scale: float) -> str:
    return f"{round(size.width() * scale):,} {TIMES} {round(size.height() * scale):,} pixels"
