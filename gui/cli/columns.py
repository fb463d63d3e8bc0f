"""Text in columns, as a terminal shows it."""


def aligned(rows: list[list[str]], right: bool = True) -> list[str]:
    """A line for each row; the first column stands to the left, the others to the right where they are numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if right and place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
