"""Whether letters can be read."""

import pytest
from PySide6.QtGui import QColor

from gui.canvas.drawn.letters import contrast


def test_contrast_is_that_of_the_standard():
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
