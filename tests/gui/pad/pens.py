"""Hands that draw on the handwriting pad with a mouse."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.data.handwriting import Stroke
from gui.pad.handwriting_pad import HandwritingPad
from tests.hands import HANDS, written

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def write(pad: HandwritingPad, shape: str, seed: int = 0, hand: str = "plain", lifted: bool = True) -> list[Stroke]:
    """Draw it with the mouse; gives the strokes that the hand meant."""
    paper = pad.paper
    strokes = written(shape, HANDS[hand], np.random.default_rng(seed))
    for stroke in strokes:
        places = [paper.place_px(x, y).toPoint() for x, y in stroke]
        QTest.mousePress(paper, LEFT, NONE, places[0])
        for place in places[1:]:
            QTest.mouseMove(paper, place)
        if lifted or stroke is not strokes[-1]:
            QTest.mouseRelease(paper, LEFT, NONE, places[-1])
    return strokes


def line(pad: HandwritingPad, *places: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    paper = pad.paper
    at = [paper.place_px(x, y).toPoint() for x, y in places]
    QTest.mousePress(paper, button, NONE, at[0])
    for start, end in pairwise(at):
        for part in range(1, 11):
            QTest.mouseMove(paper, start + (end - start) * part / 10)
    QTest.mouseRelease(paper, button, NONE, at[-1])
