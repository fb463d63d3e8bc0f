"""Names that are too wide for their place, cut so that they can still be told apart."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF


def mode_for(names: Sequence[str], metrics: QFontMetrics | QFontMetricsF, width_px: float) -> Qt.TextElideMode:
    """Where names are cut that are too wide: at their ends if they can be told apart so, else within."""
    end = Qt.TextElideMode.ElideRight
    cut = {_elided(name, metrics, end, width_px) for name in names}
    return end if len(cut) == len(names) else Qt.TextElideMode.ElideMiddle


def cut_to(names: Sequence[str], metrics: QFontMetrics | QFontMetricsF, width_px: float) -> list[str]:
    """All the names, none wider than this."""
    mode = mode_for(names, metrics, width_px)
    return [_elided(name, metrics, mode, width_px) for name in names]


def _elided(name: str, metrics: QFontMetrics | QFontMetricsF, mode: Qt.TextElideMode, width_px: float) -> str:
    if isinstance(metrics, QFontMetricsF):
        return metrics.elidedText(name, mode, width_px)
    return metrics.elidedText(name, mode, int(width_px))
