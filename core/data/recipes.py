"""Where data come from, as values: a recipe and its seed always give the same points."""

from typing import Any, Literal

import msgspec

from core.arrays import Array
from core.data.added import Added, Ends, checked_added
from core.data.drawn import Drawn
from core.data.features import PLAIN, check_features, expand
from core.data.table import Table
from core.errors import UserError
from core.randomness import check_seed

DIGITS_WITH_VARIANTS = (6, 7, 9)
"""The digits that a seven-segment display commonly shows in two ways."""
PointsKind = Literal["circle", "xor", "gauss", "clouds", "spiral", "moons", "plane", "sine"]


class Points(msgspec.Struct, frozen=True, tag="points", tag_field="kind"):
    """Points drawn from a shape.

    shape     which one; circle, xor, gauss, clouds, spiral and moons are two classes of (x1, x2), plane is a number
              over (x1, x2), sine a number over x
    noise     0 to 50, percent
    share     10 to 90, percent of the points that are trained on; the rest is for testing
    samples   how many points in all
    seed      draws the points and the split
    features  what the network is given of a point (x1, x2): names in `core.data.features.FEATURES`, in its order. The
              sine's one number is given as it is; it keeps them for the shape that comes after it
    added     samples added by hand
    """

    shape: PointsKind
    noise: float = 0.0
    share: float = 50.0
    samples: int = 500
    seed: int = 0
    features: tuple[str, ...] = PLAIN
    added: Added = ()

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "features", tuple(self.features))
        check_features(self.features)
        if not 0.0 <= self.noise <= 50.0:
            raise UserError(f"The noise cannot be {self.noise:g} %.", "It lies from 0 to 50 %.")
        _check_share(self.share)
        if not 20 <= self.samples <= 100_000:
            raise UserError(f"There cannot be {self.samples:,} points.", "Between 20 and 100,000 can be drawn.")
        check_seed(self.seed)
        has_classes = self.shape not in ("plane", "sine")
        msgspec.structs.force_setattr(self, "added", checked_added(self.added, self.place_numbers, 1, has_classes))

    @property
    def ends(self) -> Ends:
        """What these data ask of a network's two ends."""
        inputs = len(self.features) if self.is_planar else 1
        return Ends.telling(inputs, 0 if self.shape in ("plane", "sine") else 2)

    @property
    def is_planar(self) -> bool:
        """Whether the points are places (x1, x2), of which features are made."""
        return self.shape != "sine"

    @property
    def place_numbers(self) -> int:
        """How many numbers a point's place has."""
        return 2 if self.is_planar else 1

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """What the network is given of points, (inputs, points).    raw (2, points), of the sine (1, points)"""
        return expand(self.features, raw, dtype) if self.is_planar else raw.astype(dtype)

    def replace(self, **changes: Any) -> "Points":
        """The same recipe with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Segments(msgspec.Struct, frozen=True, tag="segments", tag_field="kind"):
    """The ten digits on a seven-segment display, segments a to g.

    noise     0 to 25, percent: how likely each segment flips in a noisy copy; at 0 there are no copies and no test set
    copies    noisy copies per shape in the training set, and as many others in the test set
    seed      draws the flips
    added     samples added by hand
    variants  digits whose other common shape is one more clean shape: 6 and 9 without their tail, 7 with a hook
    """

    noise: float = 0.0
    copies: int = 20
    seed: int = 0
    added: Added = ()
    variants: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.noise <= 25.0:
            raise UserError(f"The noise cannot be {self.noise:g} %.", "For segments it lies from 0 to 25 %.")
        if not 1 <= self.copies <= 1000:
            raise UserError(f"There cannot be {self.copies:,} noisy copies.", "Between 1 and 1,000 can be drawn.")
        for digit in self.variants:
            if digit not in DIGITS_WITH_VARIANTS:
                raise UserError(f"There is no other shape of {digit}.", "6, 7 and 9 have one.")
        msgspec.structs.force_setattr(self, "variants", tuple(sorted(set(self.variants))))
        check_seed(self.seed)
        msgspec.structs.force_setattr(self, "added", checked_added(self.added, 7, 10, has_classes=True))

    @property
    def ends(self) -> Ends:
        """What these data ask of a network's two ends."""
        # Nine of ten targets are 0: outputs that start near 0.1 keep mean squared error from turning all of them off.
        return Ends(7, 10, "sigmoid", "mse", output_bias=-2.0)

    @property
    def place_numbers(self) -> int:
        """How many numbers a sample has."""
        return 7

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """What the network is given of samples: they themselves.    raw (7, samples)"""
        return raw.astype(dtype)

    def replace(self, **changes: Any) -> "Segments":
        """The same recipe with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Digits(msgspec.Struct, frozen=True, tag="digits", tag_field="kind"):
    """The 1,797 handwritten digits of 8x8 pixels.

    share  10 to 90, percent of each digit's pictures that are trained on; the rest is for testing
    seed   draws the split
    added  samples added by hand
    """

    share: float = 70.0
    seed: int = 0
    added: Added = ()

    def __post_init__(self) -> None:
        _check_share(self.share)
        check_seed(self.seed)
        msgspec.structs.force_setattr(self, "added", checked_added(self.added, 64, 10, has_classes=True))

    @property
    def ends(self) -> Ends:
        """What these data ask of a network's two ends."""
        return Ends.telling(64, 10)

    @property
    def place_numbers(self) -> int:
        """How many numbers a sample has."""
        return 64

    def expand(self, raw: Array, dtype: str = "float64") -> Array:
        """What the network is given of samples: they themselves.    raw (64, samples)"""
        return raw.astype(dtype)

    def replace(self, **changes: Any) -> "Digits":
        """The same recipe with some fields changed."""
        return msgspec.structs.replace(self, **changes)


Recipe = Points | Segments | Digits | Table | Drawn
PointRecipe = Points | Drawn
"""Those whose samples are points (x1, x2), of which features are made, or numbers over one x."""


def is_same_kind(old: "Recipe | None", new: "Recipe | None") -> bool:
    """Whether only noise, share, split or seed differ, or what is given of a table: losses of both are one quantity."""
    if isinstance(old, Points) and isinstance(new, Points):
        return old.shape == new.shape
    if isinstance(old, Table) and isinstance(new, Table):
        return old.rows == new.rows and old.target.name == new.target.name
    if isinstance(old, Drawn) and isinstance(new, Drawn):
        return old.is_planar == new.is_planar
    return type(old) is type(new)


def features_of(data: Recipe | None) -> tuple[str, ...] | None:
    """The features that the network is given of these data; None: they are no points (x1, x2)."""
    return data.features if isinstance(data, PointRecipe) and data.is_planar else None


def _check_share(share: float) -> None:
    if not 10.0 <= share <= 90.0:
        raise UserError(f"The training share cannot be {share:g} %.", "It lies from 10 to 90 %.")
