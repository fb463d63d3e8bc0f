"""Points painted by hand, as data: their recipe, which of them train, and what is still missing to train on them."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.data.added import Added, Ends, checked_added
from core.data.dataset import Dataset, targets_of, task_of
from core.data.features import PLAIN, REACH, check_features, expand, labels_of
from core.errors import UserError
from core.randomness import check_seed
from core.wording import MINUS

MOST_DRAWN = 3000
"""So many points can be painted: a recipe is compared and looked up at every turn."""
MOST_CLASSES, LONGEST_CLASS = 10, 24
"""How many classes a drawing can have, and how many letters the name of one."""
HEIGHT = 1.5
"""Numbers that are drawn over x lie within [-1.5, 1.5], the range that the board shows."""
_MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT = np.uint64(31)


class Drawn(msgspec.Struct, frozen=True, cache_hash=True, tag="drawn", tag_field="kind"):
    """Points painted by hand: classes in the plane, or numbers over one x.

    points    of each its place and what it is: (x1, x2, which class), or (x, number). A point's side of the split hangs
              on its place alone, so that no other one moves when points come or go
    classes   what the classes are called; empty: numbers over x
    share     10 to 100, percent of the points that are trained on; the rest is for testing
    seed      draws the split
    features  as in `Points`
    added     samples added by hand
    """

    points: Added = ()
    classes: tuple[str, ...] = ("A", "B")
    share: float = 100.0
    seed: int = 0
    features: tuple[str, ...] = PLAIN
    added: Added = ()

    def __post_init__(self) -> None:
        force = msgspec.structs.force_setattr
        force(self, "features", tuple(self.features))
        force(self, "classes", tuple(self.classes))
        check_features(self.features)
        if not 10.0 <= self.share <= 100.0:
            raise UserError(f"The training share cannot be {self.share:g} %.", "It lies from 10 to 100 %.")
        check_seed(self.seed)
        _check_classes(self.classes)
        force(self, "points", _painted(self.points, self.place_numbers, len(self.classes)))
        force(self, "added", checked_added(self.added, self.place_numbers, self.ends.outputs, self.is_planar))

    @property
    def ends(self) -> Ends:
        """What these data ask of a network's two ends."""
        return Ends.telling(len(self.features) if self.is_planar else 1, len(self.classes))

    @property
    def is_planar(self) -> bool:
        """Whether the points are places (x1, x2), of which features are made."""
        return bool(self.classes)

    @property
    def place_numbers(self) -> int:
        """How many numbers a point's place has."""
        return 2 if self.is_planar else 1

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """What the network is given of points, (inputs, points).    raw (2, points), over x (1, points)"""
        return expand(self.features, raw, dtype) if self.is_planar else raw.astype(dtype)

    def replace(self, **changes: Any) -> "Drawn":
        """The same recipe with some fields changed."""
        return msgspec.structs.replace(self, **changes)


def place_drawn(recipe: Drawn) -> Dataset:
    """The points in float64, in the order in which they were painted: their places, and as x the features of these.

    y is one column of numbers, or of 0 and 1 for two classes, or one-hot for more.
    """
    numbers, classes = recipe.place_numbers, len(recipe.classes)
    points = np.array(recipe.points, np.float64).reshape(-1, numbers + 1)
    raw, y = points[:, :numbers], targets_of(points[:, numbers], classes)
    x = recipe.expand(raw.T).T
    is_trained = trained(raw, recipe.seed, recipe.share)
    has_test = not is_trained.all()
    return Dataset(
        x[is_trained],
        y[is_trained],
        x[~is_trained] if has_test else None,
        y[~is_trained] if has_test else None,
        task=task_of(classes),
        input_names=labels_of(recipe.features) if recipe.is_planar else ("x",),
        classes=recipe.classes,
        raw=raw[is_trained],
        raw_test=raw[~is_trained] if has_test else None,
    )


def trained(places: Array, seed: int, share: float) -> NDArray[np.bool_]:
    """Which places (points, numbers) are trained on: `share` percent of all that there can be, (points,).

    Each place's own bits and the seed decide, mixed as by splitmix64 (Steele, Lea and Flood, 2014): a place stays on
    its side whatever else is painted or erased, and one that is trained on stays so when the share grows.
    """
    mixed = np.full(len(places), seed, np.uint64)
    for column in (places + 0.0).T:  # -0 becomes 0, which is the same place
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + np.ascontiguousarray(column).view(np.uint64)
        for shift, factor in _MIX:
            mixed = (mixed ^ (mixed >> shift)) * factor
        mixed ^= mixed >> _LAST_SHIFT
    return np.asarray((mixed >> np.uint64(11)) * 2.0**-53 < share / 100.0)


def lack_of(recipe: Drawn, dataset: Dataset) -> tuple[str, str] | None:
    """What is missing to train on this drawing, and what to do; None: nothing.    dataset  what it comes to"""
    has_test = dataset.x_test is not None
    if len(dataset.x) == 0:
        if has_test:
            return "All painted points are test points.", "Paint more of them, or choose a larger training share."
        if recipe.is_planar:
            return "There are no points to train on yet.", "Paint some points of two classes on the board."
        return "There are no points to train on yet.", "Paint some points on the board."
    if not recipe.is_planar:
        return None
    found = np.unique(dataset.y[:, 0] if dataset.y.shape[1] == 1 else np.argmax(dataset.y, axis=1))
    if len(found) > 1:
        return None
    name = recipe.classes[int(found[0])]
    share = " or choose a larger training share," if has_test else ""
    return (
        f"All points to train on are of the class {name}.",
        f"Paint some points of another class,{share} so that there is something to tell apart.",
    )


def _painted(points: Added, numbers: int, classes: int) -> Added:
    """Painted points as tuples of numbers."""
    if len(points) > MOST_DRAWN:
        raise UserError(
            f"{len(points):,} painted points are too many.", f"A drawing has at most {MOST_DRAWN:,}: erase some first."
        )
    rows = tuple(map(tuple, points))
    if {len(row) for row in rows} - {numbers + 1}:
        raise UserError(f"A painted point has {numbers + 1} numbers here.", f"{numbers} of its place, then what it is.")
    array = np.array(rows, np.float64).reshape(-1, numbers + 1)
    places, targets = array[:, :numbers], array[:, numbers]
    # Written so that NaN fails.
    if not (np.abs(places) <= REACH).all() or (not classes and not (np.abs(targets) <= HEIGHT).all()):
        reach = f"{REACH:g}" if classes else f"{REACH:g}, its number from {MINUS}{HEIGHT:g} to {HEIGHT:g}"
        raise UserError("A painted point lies outside the board.", f"Its place goes from {MINUS}{REACH:g} to {reach}.")
    # Without np.isin, which loads masked arrays: the gallery makes a drawing at each start.
    if classes and not ((targets >= 0) & (targets < classes) & (targets == np.floor(targets))).all():
        raise UserError("A painted point is of no class.", f"Classes are counted from 0 to {classes - 1}.")
    return rows


def _check_classes(classes: tuple[str, ...]) -> None:
    if not classes:
        return
    if not 2 <= len(classes) <= MOST_CLASSES:
        raise UserError(
            f"A drawing cannot have {len(classes)} class{'es' * (len(classes) != 1)}.", f"2 to {MOST_CLASSES} it can."
        )
    for name in classes:
        if not name.strip() or len(name) > LONGEST_CLASS:
            raise UserError(
                f"A class cannot be called “{name[:LONGEST_CLASS]}”.", f"A name has 1 to {LONGEST_CLASS} letters."
            )
    if len({name.casefold() for name in classes}) < len(classes):
        twice = next(
            name for place, name in enumerate(classes) if name.casefold() in map(str.casefold, classes[:place])
        )
        raise UserError(f"There is a class “{twice}” already.", "Give each class a name of its own.")
