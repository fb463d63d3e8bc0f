"""Data as a sheet to be read: rows with their parts and targets, what the network answers to each, in any order."""

from core.sheet.answers import Answers, answers_of
from core.sheet.ordering import Sorting, Wanted, ordered
from core.sheet.sheet import Sheet, sheet_of
from core.sheet.writing import write_rows

__all__ = ["Answers", "Sheet", "Sorting", "Wanted", "answers_of", "ordered", "sheet_of", "write_rows"]
