"""How much an ONNX file would become in memory, found out before it is: two bytes can be a node of two hundred.

An ONNX file is a protobuf message: fields one after the other, each a number that says which it is and of which kind,
then a number, or a length and so many bytes; those of some fields are messages again.
https://protobuf.dev/programming-guides/encoding/
"""

from typing import Any

from core.importing.pieces import damaged

MOST_FIELDS = 250_000
"""Each takes a few hundred bytes at most; what is large in a model is numbers, a whole tensor of them in one field."""


def check_fields(content: bytes, model: Any) -> None:
    """Raises UserError where this message is made of more fields than a model that can be imported, or of none at all.

    model  the descriptor of what it shall be, which knows the fields that are messages
    """
    waiting = [(0, len(content), model)]
    left = MOST_FIELDS
    while waiting:
        place, end, message = waiting.pop()
        fields = message.fields_by_number
        while place < end:
            left -= 1
            if left < 0:
                raise damaged("it is made of more parts than a model that can be imported")
            tag, place = _number(content, place, end)
            match tag & 7:
                case 0:
                    _, place = _number(content, place, end)
                case 1:
                    place += 8
                case 2:
                    length, place = _number(content, place, end)
                    if length > end - place:
                        raise damaged("it is not an ONNX model, or not a whole one")
                    inner = fields[tag >> 3].message_type if tag >> 3 in fields else None
                    if inner is not None:
                        waiting.append((place, place + length, inner))
                    place += length
                case 5:
                    place += 4
                case _:  # groups, which ONNX does not have
                    raise damaged("it is not an ONNX model, or not a whole one")


def _number(content: bytes, place: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    found = shift = 0
    while place < end and shift < 70:
        byte = content[place]
        place += 1
        found |= (byte & 127) << shift
        if byte < 128:
            return found, place
        shift += 7
    raise damaged("it is not an ONNX model, or not a whole one")
