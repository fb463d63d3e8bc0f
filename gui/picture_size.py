"""How large a picture may be, asked before Qt is there."""

from core.errors import UserError

MOST_PX = 16384
"""The longest side of a picture, in its own pixels."""


def check_size(width: float, height: float) -> None:
    """Raises UserError for more pixels than a picture may have.    width, height in the picture's own pixels"""
    if max(width, height) > MOST_PX:
        raise UserError(
            f"The picture would be {width:,.0f} by {height:,.0f} pixels.",
            f"A side may have {MOST_PX:,}: choose a smaller size or scale.",
        )
