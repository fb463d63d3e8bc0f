"""The process that reads what strangers have made: asked once through its standard input, it answers and ends."""

import sys

import msgspec

from core.errors import UserError
from core.own_process import bound_memory
from core.table.apart import Answer, Asked, Parquet, Stored

MOST_MEMORY = 8 * 2**30
"""Bytes of addresses, where the system can bound them: a table of the largest size takes about half."""


def main() -> None:
    """Reads one question, writes one answer."""
    bound_memory(MOST_MEMORY)
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    try:
        if isinstance(asked.what, Parquet | Stored):
            from core.table.parquet_reader import answer_of_parquet as answer_of
        else:
            from core.table.workbook_reader import answer_of_workbook as answer_of
        answer = answer_of(asked)
    except UserError as error:
        answer = Answer(message=error.message, hint=error.hint)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
