"""What each column of a row contributed to the answer, set against the answer to an average row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Indices

MOST_EXACT = 10
"""Up to so many columns all 2^n subsets are asked for: 1,024 answers."""
PASSES, LEAST_PAIRS, MOST_PAIRS = 2000, 4, 64
"""Of more columns about so many answers are asked for, in so many pairs of orders."""
CHUNK_NUMBERS = 2_000_000
"""Places are asked about so many numbers at a time."""

AnswersTo = Callable[[Array], Array]
"""Places (numbers, n) -> the one answer to each that is looked at, (n,)."""


@dataclass(frozen=True, eq=False)
class Contributions:
    """An answer, taken apart.

    start     the answer to the average row
    end       the answer to the row
    parts     (columns,) what each column contributed; start + the sum of the parts = end
    is_exact  whether every subset was asked for; else the parts are means over some orders, and still add up
    """

    start: float
    end: float
    parts: Array
    is_exact: bool


def passes(columns: int) -> int:
    """How many answers it takes to take apart the answer to a row in which so many columns are not average."""
    if columns <= MOST_EXACT:
        return int(2**columns)
    return 2 * _pairs(columns) * (columns - 1) + 2


def contributions(
    answers_to: AnswersTo,
    row: Array,
    average: Array,
    columns: Sequence[slice],
    generator: np.random.Generator,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Contributions | None:
    """Shapley values of the columns, in the unit of the answer.

    v(S)   = the answer where the columns in S are the row's and all others are the average row's
    part_i = sum over subsets S of the other columns of |S|! (n - |S| - 1)! / n!  (v(S and i) - v(S))

    That is the mean, over all orders in which columns can go from average to the row's, of what column i changes when
    its turn comes. Only answers are asked for, so any network will do. A column that is average contributes 0. Of more
    than `MOST_EXACT` others, random orders are drawn, each with its reverse; where columns act each for itself or in
    twos these are exact, too.

    row, average  (numbers,), places in the data's own units
    columns       which numbers belong to each column; a category's are one
    generator     draws the orders
    is_wanted     asked now and then; None is returned once it says no

    Shapley (1953), "A value for n-person games"; Lundberg, Lee (2017), "A unified approach to interpreting model
    predictions"; reversed orders: Mitchell, Cooper, Frank, Holmes (2022), "Sampling permutations for Shapley value
    estimation".
    """
    changed = [index for index, part in enumerate(columns) if not np.array_equal(row[part], average[part])]
    owner = np.full(len(row), len(changed), np.intp)  # numbers of nobody's are equal in both
    for player, index in enumerate(changed):
        owner[columns[index]] = player
    game = _Game(answers_to, row, average, owner, is_wanted)
    found = _exact(game, len(changed)) if len(changed) <= MOST_EXACT else _sampled(game, len(changed), generator)
    if found is None:
        return None
    parts = np.zeros(len(columns))
    parts[changed], start, end = found
    return Contributions(start, end, parts, len(changed) <= MOST_EXACT)


@dataclass(frozen=True, eq=False)
class _Game:
    answers_to: AnswersTo
    row: Array
    average: Array
    owner: Indices
    is_wanted: Callable[[], bool]

    def worth(self, members: NDArray[np.bool_]) -> Array | None:
        """v of each coalition.    members (coalitions, players) -> (coalitions,)"""
        found = []
        size = max(1, CHUNK_NUMBERS // len(self.row))
        for first in range(0, len(members), size):
            if not self.is_wanted():
                return None
            some = members[first : first + size]
            nobody = np.zeros((len(some), 1), np.bool_)
            is_rows = np.concatenate([some, nobody], axis=1)[:, self.owner]
            places = np.where(is_rows, self.row, self.average).T
            found.append(np.asarray(self.answers_to(places), np.float64))
        return np.concatenate(found)


_Found = tuple[Array, float, float]
"""The parts (players,), the answer to the average row, and that to the row."""


@np.errstate(invalid="ignore", over="ignore")  # training that ran away is shown, too
def _exact(game: _Game, players: int) -> _Found | None:
    coalitions = np.arange(2**players)
    members = (coalitions[:, np.newaxis] >> np.arange(players) & 1).astype(np.bool_)
    worth = game.worth(members)
    if worth is None:
        return None
    sizes = members.sum(axis=1)
    weight = np.array([factorial(size) * factorial(players - size - 1) / factorial(players) for size in range(players)])
    parts = np.zeros(players)
    for player in range(players):
        without = coalitions[~members[:, player]]
        parts[player] = weight[sizes[without]] @ (worth[without | 1 << player] - worth[without])
    return parts, float(worth[0]), float(worth[-1])


@np.errstate(invalid="ignore", over="ignore")
def _sampled(game: _Game, players: int, generator: np.random.Generator) -> _Found | None:
    drawn = [generator.permutation(players) for _ in range(_pairs(players))]
    orders = [order for one in drawn for order in (one, one[::-1])]
    # The ends of all orders are the same two coalitions, asked for once.
    inner = players - 1
    members = np.zeros((len(orders) * inner + 2, players), np.bool_)
    for index, order in enumerate(orders):
        turn = np.argsort(order)
        members[index * inner : (index + 1) * inner] = turn < np.arange(1, players)[:, np.newaxis]
    members[-1] = True
    worth = game.worth(members)
    if worth is None:
        return None
    start, end = float(worth[-2]), float(worth[-1])
    parts = np.zeros(players)
    for index, order in enumerate(orders):
        chain = [start, *worth[index * inner : (index + 1) * inner].tolist(), end]
        parts[order] += [after - before for before, after in pairwise(chain)]
    return parts / len(orders), start, end


def _pairs(players: int) -> int:
    return int(np.clip(PASSES // (2 * players), LEAST_PAIRS, MOST_PAIRS))
