"""Project files made wrong in every way there is, from a seed: bytes, the zip, JSON, arrays and tables."""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

Generator = np.random.Generator
Entries = dict[str, bytes]
BOMB_BYTES = 300 * 2**20

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 0.5, -0.0, 127, 2**31, 2**53, 2**63, 2**64, 10**30, 1e308, -1e308, 5e-324),
    *(float("nan"), float("inf"), "", "x", "nan", "inf", "relu", "adam", "iris", "sgd", "a" * 5000, "\ud800", "\0"),
    *("../../etc/passwd", "Ä" * 70, [], {}, [[]], [None], [0] * 500, {"kind": "points"}, {"kind": "table"}),
)
ODD_ARRAYS: tuple[float, ...] = (np.nan, np.inf, -np.inf, 1e38, -1e38, 1e-42, 0.0, -0.0, -1.0, 1.0, 3e9)
DTYPES = ("F64", "F32", "F16", "BF16", "F8_E4M3", "I64", "I32", "I16", "I8", "U8", "U64", "BOOL", "C64", "nonsense")
ODD_NAMES = (
    *("project.json", "timeline.json", "timeline.safetensors", "runs.json", "runs.safetensors", "arrays.safetensors"),
    *(
        "../project.json",
        "/etc/passwd",
        "C:\\project.json",
        "PROJECT.JSON",
        "project.json/",
        "project.json\0",
        "ä" * 90,
    ),
    *("tables/" + "0" * 64 + ".parquet", "tables/../x.parquet", "tables/iris.parquet", "", ".", "tables/"),
)


def mutate(files: Sequence[bytes], seed: int, with_tables: bool = True) -> tuple[str, bytes]:
    """One of these project files, made wrong as this seed has it, and what was done to it.

    with_tables  whether the bytes of a table may change, which costs a process to find out
    """
    generator = np.random.default_rng(seed)
    content = files[int(generator.integers(len(files)))]
    kinds: list[Callable[[bytes, Generator, Sequence[bytes]], bytes]] = [
        *(_bytes, _truncated, _spliced, _zip_fields),
        *(_entries, _entries, _exchanged, _json_text, _json, _json, _json, _json),
        *(_arrays_header, _array_values, _array_values, _array_shape),
    ]
    kind = kinds[int(generator.integers(len(kinds)))]
    if generator.random() < 0.002:
        kind = _bomb
    elif with_tables and generator.random() < 0.01:
        kind = _table
    return kind.__name__.removeprefix("_"), kind(content, generator, files)


# Bytes ----------------------------------------------------------------------------------------------------------------


def _bytes(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(int(generator.integers(1, 8))):
        first, length = int(generator.integers(len(changed))), int(generator.integers(1, 40))
        kind = generator.integers(5)
        if kind == 0:
            changed[first] ^= 1 << int(generator.integers(8))
        elif kind == 1:
            changed[first : first + length] = generator.bytes(length)
        elif kind == 2 and len(changed) > 100:
            del changed[first : first + length]
        elif kind == 3:
            changed[first:first] = changed[first : first + length]
        else:
            changed[first : first + length] = bytes([int(generator.choice([0, 255]))]) * length
    return bytes(changed)


def _truncated(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    place = int(generator.integers(len(content)))
    return content[:place] if generator.random() < 0.7 else content[place:]


def _spliced(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    other = files[int(generator.integers(len(files)))]
    return content[: int(generator.integers(len(content)))] + other[int(generator.integers(len(other))) :]


# The zip --------------------------------------------------------------------------------------------------------------


def entries_of(content: bytes) -> Entries:
    """What is in a file that is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: Sequence[tuple[str, bytes]], squeezed: Callable[[str], bool] = lambda name: False) -> bytes:
    """A whole zip of these, some of which may be of one name; checksums are right."""
    parts, directory, size = [], [], 0
    for name, content in entries:
        encoded, method = name.encode("utf-8", "surrogatepass"), 8 if squeezed(name) else 0
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush() if method else content
        common = struct.pack(
            "<HHHHHLLLHH", 20, 0x800, method, 0, 33, zlib.crc32(content), len(packed), len(content), len(encoded), 0
        )
        parts.append(b"PK\x03\x04" + common + encoded + packed)
        directory.append(b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHLL", 0, 0, 0, 0, size) + encoded)
        size += len(parts[-1])
    central = b"".join(directory)
    counts = (len(entries), len(entries), len(central), size, 0)
    return b"".join(parts) + central + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, *counts)


def _zip_fields(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """One field or two in the headers."""
    changed = bytearray(content)
    places = [
        place
        for mark, length in ((b"PK\x01\x02", 46), (b"PK\x03\x04", 30), (b"PK\x05\x06", 22))
        for start in _found(content, mark)
        for place in range(start, start + length)
        if place < len(content)
    ]
    for _ in range(int(generator.integers(1, 4))):
        place, length = int(generator.choice(places)), int(generator.choice([1, 2, 4]))
        odd = generator.choice([0, 1, 8, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, int(generator.integers(2**31))])
        changed[place : place + length] = int(odd).to_bytes(8, "little")[:length]
    return bytes(changed)


def _found(content: bytes, mark: bytes) -> list[int]:
    places, place = [], content.find(mark)
    while place >= 0:
        places.append(place)
        place = content.find(mark, place + 1)
    return places


def _entries(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """Entries that are gone, doubled, empty, damaged, or called something else."""
    entries = list(entries_of(content).items())
    for _ in range(int(generator.integers(1, 4))):
        place = int(generator.integers(len(entries)))
        name, inner = entries[place]
        kind = generator.integers(6)
        if kind == 0 and len(entries) > 1:
            del entries[place]
        elif kind == 1:
            entries.append((name, inner))
        elif kind == 2:
            entries[place] = (ODD_NAMES[int(generator.integers(len(ODD_NAMES)))], inner)
        elif kind == 3:
            entries[place] = (name, b"" if generator.random() < 0.3 else _bytes(inner or b"x", generator, files))
        elif kind == 4:
            entries.append((ODD_NAMES[int(generator.integers(len(ODD_NAMES)))], generator.bytes(100)))
        else:
            entries[place] = (name, inner[: int(generator.integers(len(inner) + 1))])
    return zipped(entries, lambda name: bool(generator.integers(2)))


def _exchanged(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """Entries of another project."""
    entries, others = entries_of(content), entries_of(files[int(generator.integers(len(files)))])
    names = [name for name in others if generator.random() < 0.4]
    return zipped(list((entries | {name: others[name] for name in names}).items()))


def _bomb(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """An entry of which much more comes out than is in there."""
    entries = entries_of(content)
    name = list(entries)[int(generator.integers(len(entries)))]
    sign = (b" ", b"[", b"0", b"\0", b'{"a":', b"{},", b"[1,2],")[int(generator.integers(7))]
    most = BOMB_BYTES if generator.random() < 0.5 else 31 * 2**20
    entries[name] = sign * (most // len(sign))
    return zipped(list(entries.items()), lambda other: other == name)


# JSON -----------------------------------------------------------------------------------------------------------------


def _json_text(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """The text itself: signs, and nesting without end."""
    entries = entries_of(content)
    name = _one_of([name for name in entries if name.endswith(".json")], generator)
    text = entries[name]
    place = int(generator.integers(len(text)))
    kind = generator.integers(4)
    if kind == 0:
        text = _bytes(text, generator, files)
    elif kind == 1:
        text = text[:place] + _one_of([b"[", b'{"a":'], generator) * int(generator.integers(1, 60_000)) + text[place:]
    elif kind == 2:
        text = text[:place] + _one_of([b"NaN", b"1e999", b"-", b"\\ud800", b"\xff", b"//"], generator) + text[place:]
    else:
        text = text.replace(b'"schema": ', b'"schema": ' + str(int(generator.integers(-2, 9))).encode(), 1)
    return zipped(list((entries | {name: text}).items()))


def _json(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """Some values."""
    entries = entries_of(content)
    name = _one_of([name for name in entries if name.endswith(".json")], generator)
    tree = json.loads(entries[name])
    for _ in range(int(generator.choice([1, 1, 1, 2, 3]))):
        _change(tree, generator)
    return zipped(list((entries | {name: json.dumps(tree).encode()}).items()))


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Each value's holder, and its key or index in there."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            found.append((holder, key))
            waiting.append(holder[key])
    return found


def _change(tree: Any, generator: Generator) -> None:
    places = _places(tree)
    if not places:
        return
    holder, key = places[int(generator.integers(len(places)))]
    value = holder[key]
    kind = generator.integers(8)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(value, list) and value:
        holder[key] = value * int(generator.integers(2, 40))
    elif kind == 2 and isinstance(value, list):
        holder[key] = [value[int(place)] for place in generator.permutation(len(value))]
    elif kind == 3:
        other, from_key = places[int(generator.integers(len(places)))]
        holder[key] = json.loads(json.dumps(other[from_key]))
    elif kind in (4, 5) and isinstance(value, int | float) and not isinstance(value, bool):
        factor = generator.choice([-1.0, 0.0, 0.5, 2.0, 1000.0, 1e6])
        holder[key] = (
            type(value)(value * factor) if generator.random() < 0.5 else value + int(generator.integers(-3, 4))
        )
    else:
        holder[key] = deepcopy(ODD_VALUES[int(generator.integers(len(ODD_VALUES)))])


# Arrays ---------------------------------------------------------------------------------------------------------------


def _arrays_entry(content: bytes, generator: Generator) -> tuple[Entries, str, dict[str, Any], bytes] | None:
    entries = entries_of(content)
    names = [name for name in entries if name.endswith(".safetensors")]
    if not names:
        return None
    name = _one_of(names, generator)
    length = int.from_bytes(entries[name][:8], "little")
    return entries, name, json.loads(entries[name][8 : 8 + length]), entries[name][8 + length :]


def _with_arrays(entries: Mapping[str, bytes], name: str, header: Any, data: bytes) -> bytes:
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return zipped(list((dict(entries) | {name: len(text).to_bytes(8, "little") + text + data}).items()))


def _arrays_header(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    found = _arrays_entry(content, generator)
    if found is None:
        return _bytes(content, generator, files)
    entries, name, header, data = found
    _change(header, generator)
    return _with_arrays(entries, name, header, data)


def _array_values(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """Numbers that cannot be, or that are others."""
    found = _arrays_entry(content, generator)
    if found is None:
        return _json(content, generator, files)
    entries, name, header, data = found
    changed = bytearray(data)
    for _ in range(int(generator.integers(1, 4))):
        array = header[_one_of(list(header), generator)]
        first, last = array["data_offsets"]
        kind = {"F64": np.float64, "F32": np.float32, "I64": np.int64, "I32": np.int32}[array["dtype"]]
        values = np.frombuffer(bytes(changed[first:last]), kind).copy()
        if not len(values):
            continue
        some = generator.random(len(values)) < generator.choice([0.01, 0.5, 1.0])
        some[int(generator.integers(len(values)))] = True
        with np.errstate(all="ignore"):
            if generator.random() < 0.2:
                values[some] = generator.permutation(values[some])
            elif values.dtype.kind == "f":
                values[some] = _one_of(ODD_ARRAYS, generator)
            else:
                values[some] = _one_of([-1, 0, 1, 2**31 - 1, -(2**31), len(values)], generator)
        changed[first:last] = values.tobytes()
    return _with_arrays(entries, name, header, bytes(changed))


def _array_shape(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """Shapes, number types and names that do not belong."""
    found = _arrays_entry(content, generator)
    if found is None:
        return _json(content, generator, files)
    entries, name, header, data = found
    which = _one_of(list(header), generator)
    array, shape = header[which], header[which]["shape"]
    kind = generator.integers(7)
    if kind == 0:
        array["shape"] = shape[::-1]
    elif kind == 1:
        array["shape"] = _one_of(
            [[], [*shape, 1], [1, *shape], [0], [0, *shape], [2**40, 0], [int(np.prod(shape))]], generator
        )
        if 0 in array["shape"]:
            array["data_offsets"] = [array["data_offsets"][0]] * 2
    elif kind == 2:
        array["dtype"] = _one_of(DTYPES, generator)
    elif kind == 3:
        del header[which]
    elif kind == 4:
        header[_one_of(["curve", "order", "vectors/0/0/weights", "orders/0", "curves/7", "x", ""], generator)] = array
    elif kind == 5:
        other = _one_of(list(header), generator)
        header[which], header[other] = header[other], header[which]
    else:
        array["data_offsets"] = [int(place + generator.integers(-8, 9)) for place in array["data_offsets"]]
    return _with_arrays(entries, name, header, data)


# Tables ---------------------------------------------------------------------------------------------------------------


def _table(content: bytes, generator: Generator, files: Sequence[bytes]) -> bytes:
    """The bytes of a table, under the name that they should have."""
    for other in (content, *files[int(generator.integers(len(files))) :], *files):
        entries = entries_of(other)
        tables = [name for name in entries if name.startswith("tables/")]
        if tables:
            break
    packed = entries.pop(tables[0])
    start = max(0, len(packed) - 600) if generator.random() < 0.7 else 0  # what is where stands at the end
    packed = packed[:start] + _bytes(packed[start:], generator, files)
    old, new = tables[0][7:-8], hashlib.sha256(packed).hexdigest()
    changed = {name: inner.replace(old.encode(), new.encode()) for name, inner in entries.items()}
    return zipped(list((changed | {f"tables/{new}.parquet": packed}).items()))


def _one_of(choices: Any, generator: Generator) -> Any:
    return choices[int(generator.integers(len(choices)))]
