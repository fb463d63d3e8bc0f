"""The model as a C header: one function in C99."""

from core.export.c.header import export_c

__all__ = ["export_c"]
