"""What the panel says of a phase, as values."""

from dataclasses import dataclass

from core.reckoning import Line
from gui.walk.written import in_numbers

PHASES = ("Forward", "Loss", "Gradient", "Update")
FORWARD, LOSS, GRADIENT, UPDATE = range(4)


@dataclass(frozen=True)
class Section:
    """Numbers under a heading.

    rows       (what, its number) each
    is_worked  the rows are a formula and, below it, the same in numbers
    cells      the same as a table that is read down, line by line; a cell by itself heads those below it; empty: the
               rows are the table
    """

    heading: str
    rows: tuple[tuple[str, str], ...]
    is_worked: bool = False
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Page:
    """What is said of a phase: one or two sentences, and numbers."""

    text: str
    sections: tuple[Section, ...] = ()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """All that has a name and a number."""
        return [row for section in self.sections if not section.is_worked for row in section.rows]

    @property
    def reckonings(self) -> list[tuple[str, str]]:
        """All formulas, with their numbers."""
        return [row for section in self.sections if section.is_worked for row in section.rows]


def reckoned(heading: str, lines: list[Line], digits: int, sign: str = "=") -> Section:
    """Lines of arithmetic.    sign: what stands between what comes out and its formula"""
    rows = [(f"{line.symbol} {sign} {line.formula}", in_numbers(line, digits)) for line in lines]
    return Section(heading, tuple(rows), is_worked=True)
