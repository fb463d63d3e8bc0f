"""Which weights are nobody's work yet: drawn from the seed, and neither trained nor typed since."""

from collections import deque
from hashlib import blake2b

from core.arrays import Array

MOST = 200
"""So many vectors are remembered: as undo goes back to them, they are known again."""


class DrawnWeights:
    """Remembers vectors of drawn weights by their digest, so that they cost nothing to keep."""

    def __init__(self) -> None:
        self._digests: deque[bytes] = deque(maxlen=MOST)

    def remember(self, theta: Array) -> None:
        """These are drawn, or what an edit of the network made of drawn ones."""
        self._digests.append(_digest(theta))

    def are(self, theta: Array) -> bool:
        """Whether these are known to be drawn; a number that somebody typed makes others of them."""
        return _digest(theta) in self._digests


def _digest(theta: Array) -> bytes:
    return blake2b(theta.tobytes(), digest_size=16).digest()
