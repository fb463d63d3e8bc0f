"""What the readers of other people's files raise, as a person can understand it."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import UserError


@contextmanager
def refusing_damage(message: str, hint: str = "Open another copy, if there is one") -> Iterator[None]:
    """Turns what polars and fastexcel raise for bytes they cannot read into a UserError.

    A panic of their Rust code is a BaseException, of a class of its own in each library: it is known by its name.
    """
    import polars

    try:
        yield
    except (polars.exceptions.PolarsError, ValueError, TypeError, OSError, OverflowError) as error:
        raise UserError(message, f"{hint} ({_first_line(error)}).") from error
    except MemoryError as error:
        raise UserError(message, "It does not fit into memory.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UserError(message, f"{hint} ({_first_line(error)}).") from error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or ["damaged"]
    return "".join(sign if sign.isprintable() else " " for sign in lines[0])[:200].rstrip(".")
