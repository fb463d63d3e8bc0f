"""What was found is kept for a while, as much of it as a bound allows; asked for by several threads at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Answers by what was asked; the least recently asked ones go first.

    most        so many answers
    most_bytes  so much memory they take together, but always the newest one
    size        how much memory an answer takes
    """

    def __init__(self, most: int, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._finding: dict[Key, threading.Lock] = {}

    def get(self, key: Key, find: Callable[[], Value]) -> Value:
        """The answer for `key`, found with `find` where it is not kept; what that raises is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            finding = self._finding.setdefault(key, threading.Lock())
        with finding:  # one finds the answer while the others wait for it, instead of finding it twice
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                found = find()
                with self._lock:
                    self._kept[key] = found
                    self._shrink()
            finally:
                with self._lock:
                    self._finding.pop(key, None)
        return found

    def has(self, key: Key) -> bool:
        """Whether the answer is there already."""
        with self._lock:
            return key in self._kept

    def _shrink(self) -> None:
        total = sum(map(self._size, self._kept.values()))
        while len(self._kept) > 1 and (len(self._kept) > self._most or total > self._most_bytes):
            total -= self._size(self._kept.popitem(last=False)[1])
