"""All colours, sizes and fonts: two themes as values, palettes for them, and the style sheet made from them."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from core.arrays import Array, Pixels

GRID_PX = 8
HEAD_TOP_PX, HEAD_PX = 12, 32
"""Over the first line of a page, and how high it is, whatever stands in it: all headings stand equally high."""
CORNER_PX = 8
BODY_PX = 13
SMALL_PX = 11
LARGE_PX = 24


@dataclass(frozen=True)
class Theme:
    """One set of colours. Positive and negative mean sign and class and nothing else; controls and curves are ink."""

    name: str
    positive: str
    negative: str
    ink: str
    muted: str
    surface: str
    canvas: str
    field: str
    hairline: str
    hover: str
    error: str
    error_surface: str
    notice_surface: str
    neutral: str
    """What zero looks like between positive and negative, in maps."""
    classes: tuple[str, ...]
    """Ten colours for more than two classes, apart from each other for colour-blind people, too."""


# The class colours are ten of those in Paul Tol's schemes (SRON/EPS/TN/09-002, 2021) and in Okabe and Ito's (2008),
# chosen so that the two nearest are as far apart as can be for normal, red-, green- and blue-blind sight. The first two
# are near the signs' colours in their order, so that a third class leaves the two before it much as they were.
LIGHT = Theme(
    name="light",
    positive="#2f6fde",
    negative="#e07a2f",
    ink="#1d2430",
    muted="#5b6675",
    surface="#f4f5f7",
    canvas="#ffffff",
    field="#ffffff",
    hairline="#e2e5ea",
    hover="#e9ecf1",
    error="#b3261e",
    error_surface="#fbe9e7",
    notice_surface="#eceff4",
    neutral="#ffffff",
    classes=(
        "#ee8866", "#33bbee", "#332288", "#ee3377", "#117733",
        "#ccbb44", "#882255", "#009988", "#997700", "#aa4499",
    ),
)  # fmt: skip
DARK = Theme(
    name="dark",
    positive="#6a9ff8",
    negative="#f0a060",
    ink="#e8ebf0",
    muted="#9aa5b4",
    surface="#14171c",
    canvas="#1b1f26",
    field="#1b1f26",
    hairline="#2c323c",
    hover="#262c36",
    error="#ff8a80",
    error_surface="#3a2323",
    notice_surface="#232932",
    neutral="#20242c",
    classes=(
        "#ee8866", "#56b4e9", "#f0e442", "#cc3311", "#009988",
        "#ffaabb", "#0072b2", "#aaaa00", "#ee3377", "#99ddff",
    ),
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

RUN_COLOURS = {
    "light": ("#0b7a75", "#b3255e", "#6a6a00", "#6247b5", "#5b6675"),
    "dark": ("#4fc4bb", "#f08bb0", "#c9c45a", "#b19cf5", "#9aa5b4"),
}
"""What tells the curves of kept runs apart, by theme: none of them means sign or class."""


@dataclass(frozen=True)
class Signs:
    """What positive and negative look like.

    neutral  what zero looks like between them, in maps; None: as the theme has it
    """

    positive: str
    negative: str
    neutral: str | None = None


@dataclass(frozen=True)
class Palette:
    """Colours for sign and class that people who see colours differently can tell apart, in both themes."""

    name: str
    label: str
    light: Signs
    dark: Signs


DEFAULT_PALETTE = "blue-orange"
PALETTES = {
    palette.name: palette
    for palette in (
        Palette(
            DEFAULT_PALETTE,
            "Blue and orange",
            Signs(LIGHT.positive, LIGHT.negative),
            Signs(DARK.positive, DARK.negative),
        ),
        Palette("violet-gold", "Violet and gold", Signs("#5142b8", "#c48800"), Signs("#9b8bf6", "#f0c24a")),
        Palette("green-purple", "Green and purple", Signs("#1b7837", "#8e3fa0"), Signs("#63c779", "#d08af0")),
        # Without colours zero must lie between the two in lightness, or a weak positive would look like a negative.
        Palette(
            "black-grey",
            "Black and grey",
            Signs("#141a24", "#8d96a3", "#4f5764"),
            Signs("#f4f6f9", "#6f7987", "#a9b1bc"),
        ),
    )
}


def with_palette(theme: Theme, name: str) -> Theme:
    """The theme with the colours of this palette."""
    palette = PALETTES[name]
    signs = palette.dark if theme.name == "dark" else palette.light
    return replace(
        theme,
        positive=signs.positive,
        negative=signs.negative,
        neutral=THEMES[theme.name].neutral if signs.neutral is None else signs.neutral,
    )


def blend(over: str, under: str, amount: float) -> QColor:
    """`over` laid on `under` with this opacity (0 to 1), as one opaque colour."""
    return QColor(*(round(y + (x - y) * amount) for x, y in zip(rgb(over), rgb(under), strict=True)))


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()


def class_colour(theme: Theme, index: int, count: int) -> QColor:
    """The colour of one of `count` classes: of two the signs' colours, else one of ten.

    From the eleventh class on they come again in other shades, each ten further towards the ink.
    """
    if count <= 2:
        return QColor(theme.positive if index else theme.negative)
    rounds = (count - 1) // len(theme.classes)
    shade = 0.6 * (index // len(theme.classes)) / max(1, rounds)
    return blend(theme.ink, theme.classes[index % len(theme.classes)], shade)


MAP_STRENGTH = 0.85
"""How much of a colour a map shows at most, so that points and text stay readable on top."""


def class_table(theme: Theme, count: int, levels: int = 64) -> Pixels:
    """Colours 0xffRRGGBB from neutral to each class, by how sure an answer is: (count, levels)."""
    strength = MAP_STRENGTH * np.sqrt(np.linspace(0.0, 1.0, levels))[:, np.newaxis]
    middle = np.array(rgb(theme.neutral))
    ends = np.array([rgb(class_colour(theme, index, count).name()) for index in range(count)])[:, np.newaxis]
    return _packed(middle + (ends - middle) * strength)


def diverging_table(theme: Theme, size: int = 256) -> Pixels:
    """Colours 0xffRRGGBB from negative over neutral to positive, for QImage.Format_RGB32."""
    at = np.linspace(-1.0, 1.0, size)
    positive, negative = np.array(rgb(theme.positive)), np.array(rgb(theme.negative))
    middle = np.array(rgb(theme.neutral))
    # The square root keeps weak values visible while zero stays neutral.
    strength = (MAP_STRENGTH * np.sqrt(np.abs(at)))[:, np.newaxis]
    target = np.where(at[:, np.newaxis] >= 0.0, positive, negative)
    return _packed(middle + (target - middle) * strength)


def _packed(colours: Array) -> Pixels:
    """Red, green and blue in the last axis, 0 to 255, as 0xffRRGGBB."""
    red, green, blue = np.moveaxis(np.rint(colours).astype(np.uint32), -1, 0)
    pixels: Pixels = np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    return pixels


def to_pixels(values: Array, table: Pixels) -> Pixels:
    """Values from -1 to 1 (clipped) as pixels, through a table of `diverging_table`; what is no number is neutral."""
    scaled = np.clip(values, -1.0, 1.0)
    scaled[np.isnan(scaled)] = 0.0
    scaled = (scaled + 1.0) * (0.5 * (table.size - 1)) + 0.5
    pixels: Pixels = table[scaled.astype(np.intp)]
    return pixels


def body_font(size_px: int = BODY_PX, bold: bool = False) -> QFont:
    """The system's font in this size, with figures of equal width so that changing numbers do not jump."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(size_px)
    font.setBold(bold)
    if hasattr(QFont, "Tag"):  # OpenType features came with Qt 6.7's QFont.Tag
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def system_theme() -> Theme:
    """Dark where the system is dark."""
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(application: QApplication, theme: Theme) -> None:
    """Give the whole application this theme's palette, font and style sheet.

    Nothing where it is worn already: each widget that there is would get its looks anew.
    """
    sheet = style_sheet(theme)
    if application.styleSheet() == sheet:
        return
    application.setStyle("Fusion")
    application.setFont(body_font())
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.surface),
        (roles.WindowText, theme.ink),
        (roles.Base, theme.field),
        (roles.AlternateBase, theme.surface),
        (roles.Text, theme.ink),
        (roles.Button, theme.field),
        (roles.ButtonText, theme.ink),
        (roles.BrightText, theme.ink),
        (roles.ToolTipBase, theme.field),
        (roles.ToolTipText, theme.ink),
        (roles.PlaceholderText, theme.muted),
        (roles.Highlight, theme.ink),
        (roles.HighlightedText, theme.field),
        (roles.Link, theme.ink),
        (roles.Mid, theme.hairline),
        (roles.Dark, theme.hairline),
        (roles.Light, theme.canvas),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.ButtonText, roles.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, blend(theme.muted, theme.surface, 0.7))
    application.setPalette(palette)
    application.setStyleSheet(sheet)


def style_sheet(theme: Theme) -> str:
    """The Qt style sheet of the whole window."""
    under_mouse = blend(theme.ink, theme.surface, 0.85).name()
    return f"""
    QWidget {{ color: {theme.ink}; font-size: {BODY_PX}px; }}
    QMainWindow, QDialog, QMenuBar, QWidget[surface="true"] {{ background: {theme.surface}; }}
    QWidget[surface="canvas"] {{ background: {theme.canvas}; }}
    QLabel[role="heading"], QLabel#qt_msgbox_label {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {theme.muted}; font-size: {SMALL_PX}px; }}
    QLabel#epoch:disabled {{ color: {theme.muted}; }}
    QLabel[role="large"] {{ font-size: {LARGE_PX}px; font-weight: 700; }}
    QLabel[role="key"] {{ background: {theme.field}; border: 1px solid {theme.hairline}; border-radius: 4px;
        padding: 1px 6px; font-size: {SMALL_PX}px; }}
    QLabel[role="error"] {{ color: {theme.error}; font-size: {SMALL_PX}px; }}
    QFrame[role="hairline"] {{ background: {theme.hairline}; border: none; }}
    QPushButton, QToolButton[role="button"], QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {{
        background: {theme.field}; border: 1px solid {theme.hairline}; border-radius: {CORNER_PX}px;
        padding: 5px 12px; min-height: 20px; }}
    QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {{ padding: 3px 8px; }}
    QLineEdit {{ placeholder-text-color: {theme.muted}; }}
    QPushButton:hover, QToolButton[role="button"]:hover, QComboBox:hover {{ background: {theme.hover}; }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus
        {{ border: 1px solid {theme.ink}; }}
    QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled {{ color: {theme.muted}; }}
    QPushButton[role="primary"] {{ background: {theme.ink}; color: {theme.field}; font-weight: 600;
        border-color: {theme.ink}; }}
    QPushButton[role="primary"]:focus {{ border: 3px double {theme.field}; padding: 3px 10px; }}
    QPushButton {{ outline: none; }}
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QPushButton[role="primary"]:hover {{ background: {under_mouse}; border-color: {under_mouse}; }}
    QPushButton[role="primary"]:disabled {{ background: {theme.hairline}; color: {theme.muted};
        border-color: {theme.hairline}; }}
    QToolButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
        padding: 2px 4px; }}
    QToolButton[role="text"] {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
        padding: 2px 3px; color: {theme.muted}; font-size: {SMALL_PX}px; }}
    QToolButton[role="text"]:hover, QToolButton[role="text"]:pressed {{ background: {theme.hover};
        color: {theme.ink}; }}
    QToolButton[role="text"]:focus {{ border: 1px solid {theme.ink}; color: {theme.ink}; }}
    QFrame[role="popup"] {{ background: {theme.field}; border: 1px solid {theme.hairline}; }}
    QToolButton[opens="true"] {{ padding-right: 28px; }}
    QToolButton[role="title"] {{ background: transparent; border: none; border-bottom: 1px solid transparent;
        padding: 2px 28px 2px -6px; }}
    QToolButton[role="title"]:hover {{ border-bottom: 1px solid {theme.hairline}; }}
    QToolButton[role="title"]:focus {{ border-bottom: 1px solid {theme.ink}; }}
    QToolButton[role="quiet"]:hover {{ background: {theme.hover}; }}
    QToolButton[role="quiet"]:focus {{ border: 1px solid {theme.ink}; }}
    QPushButton[role="link"] {{ background: transparent; border: none; padding: 0; color: {theme.muted}; }}
    QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ color: {theme.ink};
        text-decoration: underline; }}
    QToolButton[role="tab"] {{ background: transparent; border: none; border-bottom: 2px solid transparent;
        padding: 4px 8px; color: {theme.muted}; }}
    QToolButton[role="tab"]:hover {{ color: {theme.ink}; }}
    QToolButton[role="tab"]:checked {{ color: {theme.ink}; font-weight: 600; border-bottom-color: {theme.ink}; }}
    QToolButton[role="tab"]:focus {{ border: 1px solid {theme.ink}; border-bottom-width: 2px; border-radius: 4px;
        padding: 3px 7px 4px 7px; color: {theme.ink}; }}
    QToolButton[role="segment"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
        padding: 3px 10px; color: {theme.muted}; }}
    QToolButton[role="segment"]:hover {{ color: {theme.ink}; }}
    QToolButton[role="segment"]:checked {{ background: {theme.field}; border-color: {theme.hairline};
        color: {theme.ink}; font-weight: 600; }}
    QToolButton[role="segment"]:focus {{ border: 1px solid {theme.ink}; }}
    QToolButton[role="tool"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
        padding: 4px; }}
    QToolButton[role="tool"][opens="true"] {{ padding-right: 17px; }}
    QToolButton[role="chip"] {{ background: transparent; border: 1px solid {theme.hairline}; border-radius: 12px;
        padding: 2px 1px 2px 4px; color: {theme.muted}; }}
    QToolButton[role="tool"]:hover, QToolButton[role="chip"]:hover {{ background: {theme.hover}; color: {theme.ink}; }}
    QToolButton[role="tool"]:checked, QToolButton[role="chip"]:checked {{ background: {theme.field};
        border-color: {theme.ink}; color: {theme.ink}; }}
    QToolButton[role="tool"]:focus, QToolButton[role="chip"]:focus {{ border: 2px solid {theme.ink}; }}
    QToolButton[role="tool"]:focus {{ padding: 3px; }}
    QToolButton[role="tool"][opens="true"]:focus {{ padding-right: 16px; }}
    QToolButton[role="chip"]:focus {{ padding: 1px 0px 1px 3px; }}
    QToolButton[role="tile"] {{ background: {theme.field}; border: 1px solid {theme.hairline};
        border-radius: {CORNER_PX}px; padding: 2px; font-size: {SMALL_PX}px; color: {theme.muted}; }}
    QToolButton[role="tile"]:hover {{ background: {theme.hover}; }}
    QToolButton[role="tile"]:checked, QToolButton[role="tile"]:focus {{ padding: 1px; }}
    QToolButton[role="tile"]:checked {{ border: 2px solid {theme.ink}; color: {theme.ink}; font-weight: 600; }}
    QToolButton[role="tile"]:focus {{ border: 2px solid {theme.muted}; }}
    QToolButton[role="tile"]:checked:focus {{ border: 5px double {theme.ink}; padding: -2px; }}
    QToolButton[role="key"] {{ background: {theme.field}; border: 1px solid {theme.hairline}; border-radius: 6px; }}
    QToolButton[role="key"]:hover {{ background: {theme.hover}; }}
    QToolButton[role="key"]:disabled {{ background: transparent; }}
    QToolButton[role="key"]:focus {{ border: 1px solid {theme.ink}; }}
    QToolButton[role="key"]:checked {{ border: 2px solid {theme.ink}; color: {theme.ink}; font-weight: 600; }}
    QToolButton::menu-indicator, QPushButton::menu-indicator {{ image: none; width: 0; }}
    QComboBox {{ padding-right: 22px; combobox-popup: 0; }}
    QComboBox::drop-down {{ border: none; width: 0; }}
    QComboBox QAbstractItemView, QMenu {{ background: {theme.field}; border: 1px solid {theme.hairline};
        selection-background-color: {theme.hover}; selection-color: {theme.ink}; padding: 4px; }}
    QComboBox QAbstractItemView {{ outline: none; }}
    QComboBox QAbstractItemView::item {{ padding: 0 12px; min-height: 26px; border-radius: 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {theme.hover}; color: {theme.ink}; }}
    QComboBox QAbstractItemView::item:disabled {{ color: {theme.muted}; }}
    QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.hover}; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    QMenu::separator {{ height: 1px; background: {theme.hairline}; margin: 4px 8px; }}
    QToolTip {{ background: {theme.field}; color: {theme.ink}; border: 1px solid {theme.hairline}; padding: 4px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {theme.hairline}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {theme.muted}; }}
    QSlider::handle:horizontal {{ width: 10px; height: 10px; margin: -5px 0; border-radius: 7px;
        background: {theme.field}; border: 2px solid {theme.ink}; }}
    QSlider::handle:horizontal:focus {{ background: {theme.ink}; }}
    QProgressBar {{ background: {theme.hairline}; border: none; border-radius: 2px; max-height: 4px; }}
    QProgressBar::chunk {{ background: {theme.ink}; border-radius: 2px; }}
    QFrame#table-frame {{ background: {theme.canvas}; border: 1px solid {theme.hairline}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollBar:vertical {{ width: 8px; background: transparent; }}
    QScrollBar::handle:vertical {{ background: {theme.hairline}; border-radius: 2px; margin-left: 3px;
        min-height: 24px; }}
    QScrollBar::handle:vertical:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar:horizontal {{ height: 8px; background: transparent; }}
    QScrollBar::handle:horizontal {{ background: {theme.hairline}; border-radius: 2px; margin-top: 3px;
        min-width: 24px; }}
    QScrollBar::handle:horizontal:disabled {{ background: transparent; }}
    QTableView {{ background: {theme.canvas}; border: 1px solid {theme.hairline}; outline: none; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QTableView:focus {{ border: 1px solid {theme.muted}; }}
    QHeaderView, QTableCornerButton::section {{ background: {theme.surface}; border: none; }}
    QSplitter::handle {{ background: {theme.hairline}; }}
    """
