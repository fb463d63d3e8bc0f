"""How somebody looks at the curves of a training: which of them, on which axis, how smooth."""

from dataclasses import dataclass, replace

from gui.views.curve_kinds import KINDS, KindName
from gui.views.smoothing import Smoothing

SMOOTHINGS: dict[Smoothing, str] = {"off": "Not smoothed", "some": "Smoothed a little", "strong": "Smoothed strongly"}
_LOGS = frozenset(name for name, kind in KINDS.items() if kind.is_log)


@dataclass(frozen=True)
class CurvesLook:
    """What is shown, and how.

    kind  the quantity
    logs  the quantities whose axis is logarithmic: each keeps its own
    """

    kind: KindName = "loss"
    logs: frozenset[KindName] = _LOGS
    smoothing: Smoothing = "off"

    @property
    def is_log(self) -> bool:
        """Whether the axis of what is shown is logarithmic."""
        return self.kind in self.logs

    def with_kind(self, kind: KindName) -> "CurvesLook":
        """Another quantity, on its own axis."""
        return replace(self, kind=kind)

    def with_log(self, is_log: bool) -> "CurvesLook":
        """Another axis for what is shown."""
        return replace(self, logs=self.logs | {self.kind} if is_log else self.logs - {self.kind})

    def with_smoothing(self, smoothing: Smoothing) -> "CurvesLook":
        """More or less smooth."""
        return replace(self, smoothing=smoothing)
