"""What was odd about new rows, gathered while they are predicted: counted, and named so that it can be found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.table.cells import short
from core.wording import counted, first_of, numeral

MOST_NAMED = 8
"""So many columns, texts or cells are named in a sentence."""


@dataclass
class Beyond:
    """Numbers of a column that lie outside what was trained on.

    span      the smallest and the largest number of training; None: they are days or times, which no number says
    count     how many numbers lie outside
    furthest  the one that lies furthest outside; None: there is none yet
    """

    span: tuple[float, float] | None
    count: int = 0
    furthest: float | None = None

    def add(self, count: int, furthest: float) -> None:
        """So many more, of which this one lies furthest outside."""
        self.count += count
        if self.span is None:
            return
        if self.furthest is None or _distance(furthest, self.span) > _distance(self.furthest, self.span):
            self.furthest = furthest

    def told(self, column: str) -> str:
        """ "“temp” 2, as far as 99 (trained on 4 to 8)"."""
        said = f"“{column}” {counted(self.count, 'time')}"
        if self.span is None or self.furthest is None:
            return said
        low, high = self.span
        return f"{said}, as far as {numeral(self.furthest)} (trained on {numeral(low)} to {numeral(high)})"


@dataclass
class Oddities:
    """What was odd about new rows: how often, and what; a row is counted from 1.

    unseen_texts    by column, how often each text came that was not there in training: none of its inputs is on
    beyond_columns  by column, the numbers outside of what was trained on
    unreadable      (row, column, text) of the first cells that are not numbers, where numbers were trained
    not_numbers     how many there are of these
    with_texts      the columns in which there are such
    filled          gaps that were filled as in training
    unpredicted     rows without a prediction: a gap where training has left such rows out, a cell that is not a number,
                    or no answer
    first_unpredicted  a sentence about the first of the gaps, or about no answer; empty where there is none
    read            what was odd when the file was read
    by_place        that the columns were not found by their names; empty where they were
    """

    unseen_texts: dict[str, Counter[str]] = field(default_factory=dict)
    beyond_columns: dict[str, Beyond] = field(default_factory=dict)
    unreadable: list[tuple[int, str, str]] = field(default_factory=list)
    not_numbers: int = 0
    with_texts: set[str] = field(default_factory=set)
    filled: int = 0
    unpredicted: int = 0
    first_unpredicted: str = ""
    read: tuple[str, ...] = ()
    by_place: str = ""

    @property
    def unseen(self) -> int:
        """How many cells hold a category that was not there in training."""
        return sum(texts.total() for texts in self.unseen_texts.values())

    @property
    def beyond(self) -> int:
        """How many numbers lie outside of what was trained on."""
        return sum(found.count for found in self.beyond_columns.values())

    @property
    def counts(self) -> str:
        """What there is, in short: "unseen categories: 3, gaps filled: 2"; empty where nothing was odd."""
        named = (
            ("unseen categories", self.unseen),
            ("outside the range of training", self.beyond),
            ("gaps filled", self.filled),
            ("not a number", self.not_numbers),
            ("without a prediction", self.unpredicted),
        )
        return ", ".join(f"{name}: {count:,}" for name, count in named if count)

    @property
    def by_column(self) -> tuple[str, ...]:
        """What was odd about the columns, without a word of single rows."""
        unseen = tuple(
            f"“{column}” was not trained with {_listed(texts)}: none of its inputs is on there."
            for column, texts in self.unseen_texts.items()
        )
        return (*_bounded(unseen), *filter(None, (self.beyond_told,)))

    @property
    def beyond_told(self) -> str:
        """Which numbers lie outside of what was trained on; empty where none does."""
        told = [found.told(column) for column, found in self.beyond_columns.items()]
        return f"Outside the range of training: {_first(told, 'column')}." if told else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was odd in the file, column by column, and the first of what has a row."""
        cells = [f"row {row:,}, “{column}”: “{text}”" for row, column, text in self.unreadable]
        more = self.not_numbers - len(cells)
        bad = ""
        if cells:
            rest = f"; and {more:,} more" if more else ""
            bad = f"Not a number, so the row has no prediction: {'; '.join(cells)}{rest}."
        told = (*self.read, self.by_place, *self.by_column, bad, self.first_unpredicted)
        return tuple(text for text in told if text)


def _listed(texts: Counter[str]) -> str:
    """ "“Java” (2 rows) and “Borneo” (1 row)"; the most frequent first."""
    return first_of([f"“{short(text)}” ({counted(count, 'row')})" for text, count in texts.most_common()], MOST_NAMED)


def _first(told: list[str], noun: str) -> str:
    more = len(told) - MOST_NAMED
    return "; ".join(told[:MOST_NAMED]) + (f"; and {counted(more, f'more {noun}')}" if more > 0 else "")


def _bounded(sentences: Iterable[str]) -> tuple[str, ...]:
    found = tuple(sentences)
    more = len(found) - MOST_NAMED
    return found[:MOST_NAMED] + ((f"Texts that are new stand in {counted(more, 'more column')}.",) if more > 0 else ())


def _distance(number: float, span: tuple[float, float]) -> float:
    return max(span[0] - number, number - span[1], 0.0)
