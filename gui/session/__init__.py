"""The session: the open project, the engine that trains it, and what both have come to. Knows no widget."""
