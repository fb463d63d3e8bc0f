"""Pictures of ink on paper, pixel by pixel, in a theme's colours."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QImage

from core.arrays import Array, Pixels
from core.data.digits import SIDE
from gui.theme import Theme, blend

LEVELS = 64


def ink_image(values: Array, theme: Theme) -> QImage:
    """A picture of 8x8 pixels, from the field's colour for 0 to ink for 1; drawn larger unsmoothed, it stays crisp.

    values (64,), row by row from the upper left; what lies outside 0 to 1 is clipped
    """
    levels = np.rint(np.clip(np.nan_to_num(values), 0.0, 1.0) * (LEVELS - 1)).astype(np.intp)
    pixels = np.ascontiguousarray(_table(theme)[levels])
    # The copy has its own memory: the array's goes at the end of this function.
    return QImage(pixels.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGB32).copy()


@lru_cache(maxsize=4)
def _table(theme: Theme) -> Pixels:
    return np.array([blend(theme.ink, theme.field, at / (LEVELS - 1)).rgb() for at in range(LEVELS)], np.uint32)
