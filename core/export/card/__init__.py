"""The model card: a page to read, in Markdown."""

from core.export.card.page import export_card

__all__ = ["export_card"]
