"""Pictures of what a neuron does over the inputs, and the one image that holds them all."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QTransform

from core.arrays import Array
from core.data.features import PLAIN, expand
from core.data.points import REACH
from core.probe.extent import Extent
from gui.theme import Theme, diverging_table, to_pixels

CURVE_POINTS = 49
WHOLE = Extent(-REACH, REACH, -REACH, REACH)
"""The part of the plane in which points drawn from a shape lie."""
VECTOR_DETAIL = 4
"""In files of lines and letters a picture has this many pixels a point, so that it stands enlarging."""
ZERO_TO_ONE = frozenset({"sigmoid", "softmax", "step"})
MINUS_ONE_TO_ONE = frozenset({"tanh"})


@lru_cache(maxsize=8)
def plane(dtype: str, grid: int, features: tuple[str, ...] = PLAIN, extent: Extent = WHOLE) -> Array:
    """The inputs over a picture of this part of the plane, (features, grid * grid), row by row from the upper left."""
    x1, x2 = np.meshgrid(np.linspace(extent.left, extent.right, grid), np.linspace(extent.top, extent.bottom, grid))
    return expand(features, np.stack([x1.ravel(), x2.ravel()]), dtype)


@lru_cache(maxsize=8)
def plane_pictures(dtype: str, grid: int, features: tuple[str, ...] = PLAIN, extent: Extent = WHOLE) -> Array:
    """The same from -1 to 1, as colours show them: each keeps its own sign and its own scale."""
    return signed(plane(dtype, grid, features, extent), "linear")


@lru_cache(maxsize=4)
def line(dtype: str) -> Array:
    """The points of a picture over one input, (1, CURVE_POINTS)."""
    return np.linspace(-REACH, REACH, CURVE_POINTS)[np.newaxis].astype(dtype)


def signed(values: Array, activation: str) -> Array:
    """Values (units, samples) on a scale from -1 to 1, as colours show them.

    tanh as it is; what lies between 0 and 1 around its middle; all else relative to the unit's own largest value.
    """
    values = np.nan_to_num(values)
    if activation in MINUS_ONE_TO_ONE:
        return values
    if activation in ZERO_TO_ONE:
        return values * 2.0 - 1.0
    reach = np.abs(values).max(axis=1, keepdims=True)
    scaled: Array = np.divide(values, reach, out=np.zeros_like(values), where=reach > 0.0)
    return scaled


@lru_cache(maxsize=4)
def _table(theme: Theme) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return diverging_table(theme)


class Atlas:
    """The pictures of all neurons below each other in one image."""

    def __init__(self, grid: int) -> None:
        self.grid = grid
        """Points along each axis of a picture."""
        self._pictures: list[Array] = []
        self._image: QImage | None = None
        self._theme: Theme | None = None
        self._pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]] | None = None

    @property
    def is_painted(self) -> bool:
        """Whether there is anything to lay down."""
        return self._image is not None

    def show_pictures(self, pictures: list[Array]) -> None:
        """Hold these, column by column (units, grid * grid), with values from -1 to 1."""
        self._pictures = pictures
        self._theme = None

    def refresh(self, theme: Theme) -> None:
        """Paint all pictures in this theme's colours, unless they are."""
        if not self._pictures or self._theme == theme:
            return
        values = np.concatenate(self._pictures)
        pixels = np.ascontiguousarray(to_pixels(values, _table(theme)))
        height = values.shape[0] * self.grid
        # The image reads the array's memory, so both live and change together.
        self._image = QImage(pixels.data, self.grid, height, 4 * self.grid, QImage.Format.Format_RGB32)
        self._pixels = pixels
        self._theme = theme

    def lay(self, painter: QPainter, place: int, frame: QRectF, corner: float) -> None:
        """Lay picture `place` into the frame as an image of its own, cut to rounded corners.

        For files of lines and letters: in them a brush would be the whole atlas, and what enlarges an image, coarse.
        """
        assert self._image is not None
        picture = self._image.copy(0, place * self.grid, self.grid, self.grid)
        large = VECTOR_DETAIL * self.grid
        smooth = Qt.TransformationMode.SmoothTransformation
        rounded = QPainterPath()
        rounded.addRoundedRect(frame, corner, corner)
        half = frame.width() / (self.grid - 1) / 2
        painter.save()
        painter.setClipPath(rounded)
        ratio = Qt.AspectRatioMode.IgnoreAspectRatio
        painter.drawImage(frame.adjusted(-half, -half, half, half), picture.scaled(large, large, ratio, smooth))
        painter.restore()

    def brush(self, place: int, frame: QRectF) -> QBrush:
        """What lays picture `place` over the frame."""
        assert self._image is not None
        brush = QBrush(self._image)
        # Half a pixel is left out at each border: smoothing must not reach into the neighbouring picture.
        step = frame.width() / (self.grid - 1)
        brush.setTransform(
            QTransform(step, 0.0, 0.0, step, frame.left() - 0.5 * step, frame.top() - (place * self.grid + 0.5) * step)
        )
        return brush
