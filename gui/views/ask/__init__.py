"""Asking the model about one row: the form, the answer, and what each column contributed to it."""
