"""The controls above the columns."""
