"""Tables of one's own: their rows, what each column is for, how they are split, and the numbers a network is given."""

from core.table.columns import Column, Split
from core.table.stored import StoredTable

__all__ = ["Column", "Split", "StoredTable"]
