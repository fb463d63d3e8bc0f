"""Imports: trained models that other programs have written become projects one can see, edit and train."""

from core.importing.imported import Imported
from core.importing.importing import import_model

__all__ = ["Imported", "import_model"]
