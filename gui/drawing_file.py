"""Writes the picture of a network into a file: SVG, PNG or PDF, as the name's ending says."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QFontInfo, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from core import __version__
from core.disk.atomic import replacing
from core.errors import UserError
from gui.canvas.drawn.letters import font
from gui.canvas.drawn.sheet import Sheet
from gui.picture_size import check_size
from gui.theme import BODY_PX, Theme

PX_PER_INCH = 96
"""What a pixel is on paper, and what one is in SVG."""
PDF_DOTS_PER_INCH = 1_200
"""How finely places on the page are told apart."""


def write_drawing(sheet: Sheet, path: Path, theme: Theme, scale: float = 1.0, is_transparent: bool = False) -> None:
    """Write the sheet into a file, whole or not at all.

    path    ends in .svg, .png or .pdf
    scale   pixels of a PNG per pixel of the sheet, 0.5 to 8; the other kinds have no pixels

    Raises UserError for another ending, for more pixels than can be, and for all that a file system refuses.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise UserError(f"{path.name}: a drawing is written as SVG, PNG or PDF.", "End the name in .svg, .png or .pdf.")
    check_pixels(sheet, scale if kind == ".png" else 1.0)
    content = KINDS[kind](sheet, theme, scale, is_transparent)
    with replacing(path) as beside:
        beside.write_bytes(content)


def svg_writer(sheet: Sheet, theme: Theme) -> Callable[[Path], None]:
    """Draws the sheet now, in the window's own thread; what it returns writes the SVG, in whatever thread.

    Raises UserError for a picture that is too large.
    """
    check_pixels(sheet, 1.0)
    content = _svg(sheet, theme, 1.0, False)

    def write(path: Path) -> None:
        with replacing(path) as beside:
            beside.write_bytes(content)

    return write


def pixmap_of(sheet: Sheet, theme: Theme, room: QSize, ratio: float, is_transparent: bool = False) -> QPixmap:
    """The sheet as large as there is room, but no larger than it is, for a screen with this device ratio."""
    scale = min(room.width() / sheet.size.width(), room.height() / sheet.size.height(), 1.0)
    picture = QPixmap(sheet.size * scale * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    _paint(painter, sheet, theme, is_transparent)
    return picture


def check_pixels(sheet: Sheet, scale: float) -> None:
    """Raises UserError for more pixels than a picture may have."""
    check_size(round(sheet.size.width() * scale), round(sheet.size.height() * scale))


def _svg(sheet: Sheet, theme: Theme, _scale: float, is_transparent: bool) -> bytes:
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older one cannot cut pictures to round corners
    generator.setOutputDevice(buffer)
    generator.setResolution(PX_PER_INCH)
    generator.setSize(sheet.size)
    generator.setViewBox(QRect(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle(sheet.title)
    generator.setDescription(f"A neural network, drawn by Neuroloom {__version__}")
    _paint(QPainter(generator), sheet, theme, is_transparent)
    text = bytes(buffer.data().data()).decode()
    # Qt rounds the size to millimetres, and knows the font by a name that only this machine may know.
    size = f'width="{sheet.size.width()}" height="{sheet.size.height()}"'
    text = re.sub(r'width="[\d.]+mm" height="[\d.]+mm"', size, text, count=1)
    wanted = font(BODY_PX)
    families = f"'{QFontInfo(wanted).family()}', sans-serif"
    return text.replace(f'font-family="{wanted.family()}"', f'font-family="{families}"').encode()


def _png(sheet: Sheet, theme: Theme, scale: float, is_transparent: bool) -> bytes:
    size = (QSizeF(sheet.size) * scale).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        raise UserError("There is not enough memory for the picture.", "Choose a smaller scale.")
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    _paint(QPainter(image), sheet, theme, is_transparent)
    dots_per_metre = round(PX_PER_INCH * scale / 0.0254)
    image.setDotsPerMeterX(dots_per_metre)
    image.setDotsPerMeterY(dots_per_metre)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise UserError("There is not enough memory for the picture.", "Choose a smaller scale.")
    return bytes(buffer.data().data())


def _pdf(sheet: Sheet, theme: Theme, _scale: float, is_transparent: bool) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DOTS_PER_INCH)
    writer.setTitle(sheet.title)
    writer.setCreator(f"Neuroloom {__version__}")
    points = QSizeF(sheet.size) * (72 / PX_PER_INCH)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(PDF_DOTS_PER_INCH / PX_PER_INCH, PDF_DOTS_PER_INCH / PX_PER_INCH)
    _paint(painter, sheet, theme, is_transparent)
    return bytes(buffer.data().data())


def _paint(painter: QPainter, sheet: Sheet, theme: Theme, is_transparent: bool) -> None:
    try:
        sheet.paint(painter, theme, is_transparent)
    finally:
        painter.end()


KINDS: dict[str, Callable[[Sheet, Theme, float, bool], bytes]] = {".svg": _svg, ".png": _png, ".pdf": _pdf}
