"""Whether any file of a model is imported or refused, whatever is in it: thousands of them, damaged on purpose.

    uv run python tests/benchmarks/mutated_models.py                     5,000 ONNX, 300 Keras and 500 safetensors files
    uv run python tests/benchmarks/mutated_models.py --onnx 100 --keras 0 --safetensors 0 --first 700

Each seed makes one file out of one that is in order: bytes are changed, or what the file says (shapes, types, numbers,
attributes, operators, the nodes' order and names), from one to four times. Each has to be imported or refused with a
UserError; nothing else may be raised, nothing may take 2 s or end the process, whose memory stays below 1 GB. Files are
read in processes of their own, so that one that ends is noticed and its seed is named.
"""

import argparse
import io
import json
import os
import random
import struct
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from typing import Any

from core.errors import UserError
from core.importing import import_model

MODELS = Path(__file__).parents[1] / "core" / "files" / "models"
LONGEST_S, MOST_BYTES = 2.0, 1024**3
CHUNK = 125
ENDS_S = 300.0
OPERATORS = (
    "Conv", "If", "Loop", "Scan", "Relu", "LeakyRelu", "Softmax", "LogSoftmax", "Gemm", "MatMul", "Add", "Sub", "Mul",
    "Div", "Pow", "Clip", "Cast", "Reshape", "Flatten", "Transpose", "Identity", "Dropout", "BatchNormalization",
    "Where", "Concat", "Gather", "Shape", "Constant", "QuantizeLinear", "Erf", "Elu", "Gelu", "PRelu", "Max", "Min",
    "Sum", "Exp", "Squeeze", "Unsqueeze", "ZipMap", "Scaler", "Nothing", "",
)  # fmt: skip
SIZES = (-(2**63), -1, 0, 1, 2, 3, 5, 7, 1000, 2**20, 2**31, 2**40, 2**63 - 1)
NUMBERS = (0.0, -0.0, 1.0, -1.0, 0.2, 0.5, 1e-45, 1e38, float("inf"), float("-inf"), float("nan"))
NAMES = ("", "input", "nobody", "é" * 50, "\n\x00", "x" * 10_000)


# Bytes --------------------------------------------------------------------------------------------------------------


def change_bytes(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, missing, there twice, or there from nowhere."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        place = chance.randrange(len(found) + 1)
        length = min(chance.choice((1, 1, 2, 4, 8, 64, 500)), len(found) - place)
        match chance.randrange(6):
            case 0:
                found[place : place + length] = chance.randbytes(length)
            case 1:
                del found[place : place + length]
            case 2:
                found[place:place] = found[place : place + length]
            case 3:
                found[place:place] = chance.randbytes(length)
            case 4:
                found[place : place + length] = bytes([chance.choice((0, 255, 127, 128))]) * length
            case _ if place < len(found):
                found[place] ^= 1 << chance.randrange(8)
    return bytes(found[: chance.randrange(len(found) + 1)] if chance.random() < 0.1 else found)


# ONNX ---------------------------------------------------------------------------------------------------------------


def _tensor(model: Any, chance: random.Random) -> Any:
    """A tensor of the model, wherever it stands."""
    found = [*model.graph.initializer]
    found += [attribute.t for node in model.graph.node for attribute in node.attribute if attribute.HasField("t")]
    return chance.choice(found) if found else model.graph.initializer.add()


def _node(model: Any, chance: random.Random) -> Any:
    return chance.choice(model.graph.node) if len(model.graph.node) else model.graph.node.add()


def _some_name(model: Any, chance: random.Random) -> str:
    names = [name for node in model.graph.node for name in (*node.input, *node.output)]
    names += [tensor.name for tensor in model.graph.initializer]
    return chance.choice([*names, *names, *NAMES])


def _change_dims(model: Any, chance: random.Random) -> None:
    tensor = _tensor(model, chance)
    match chance.randrange(4):
        case 0 if len(tensor.dims):
            tensor.dims[chance.randrange(len(tensor.dims))] = chance.choice(SIZES)
        case 1:
            tensor.dims.append(chance.choice(SIZES))
        case 2:
            tensor.dims[:] = tensor.dims[::-1]
        case _:
            tensor.dims[:] = [chance.choice(SIZES) for _ in range(chance.randrange(12))]


def _change_type(model: Any, chance: random.Random) -> None:
    _tensor(model, chance).data_type = chance.choice((*range(25), 1000, -1))


def _change_data(model: Any, chance: random.Random) -> None:
    tensor = _tensor(model, chance)
    match chance.randrange(5):
        case 0:
            tensor.raw_data = change_bytes(tensor.raw_data + b"\0", chance)
        case 1:
            tensor.raw_data = tensor.raw_data[: chance.randrange(len(tensor.raw_data) + 1)]
        case 2:
            tensor.float_data.extend(chance.choice(NUMBERS) for _ in range(chance.randrange(50)))
            tensor.ClearField("raw_data")
        case 3:
            tensor.int64_data.extend(chance.choice(SIZES) for _ in range(chance.randrange(5)))
        case _:
            number = struct.pack("<f", chance.choice(NUMBERS))
            tensor.raw_data = number * (len(tensor.raw_data) // 4)


def _put_elsewhere(model: Any, chance: random.Random) -> None:
    tensor = _tensor(model, chance)
    tensor.data_location = 1
    for key, value in (("location", chance.choice(("/etc/passwd", "../x", "weights.bin", ""))), ("offset", "-1")):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value


def _change_operator(model: Any, chance: random.Random) -> None:
    node = _node(model, chance)
    node.op_type = chance.choice(OPERATORS)
    if chance.random() < 0.2:
        node.domain = chance.choice(("ai.onnx.ml", "ai.onnx", "com.microsoft", NAMES[3]))


def _change_names(model: Any, chance: random.Random) -> None:
    node = _node(model, chance)
    names = chance.choice((node.input, node.output))
    match chance.randrange(4):
        case 0 if len(names):
            names[chance.randrange(len(names))] = _some_name(model, chance)
        case 1 if len(names):
            del names[chance.randrange(len(names))]
        case 2:
            names.append(_some_name(model, chance))
        case _:
            node.name = chance.choice(NAMES)


def _change_nodes(model: Any, chance: random.Random) -> None:
    graph = model.graph
    match chance.randrange(5):
        case 0 if len(graph.node):
            del graph.node[chance.randrange(len(graph.node))]
        case 1:
            copy = type(_node(model, chance))()
            copy.CopyFrom(_node(model, chance))
            graph.node.append(copy)
        case 2:
            nodes = [type(node).FromString(node.SerializeToString()) for node in graph.node]
            chance.shuffle(nodes)
            del graph.node[:]
            graph.node.extend(nodes)
        case 3:
            node = _node(model, chance)
            if len(node.output):  # a long way from here to there
                end = node.output[0]
                node.output[0] = "way0"
                steps = chance.choice((3, 50, 3000))
                kind = chance.choice(("Neg", "Relu", "Identity", "Tanh", "Add", "Sigmoid", "Softmax", "Dropout"))
                for step in range(steps):
                    made = graph.node.add()
                    made.op_type = kind
                    made.input.extend([f"way{step}"] * (2 if kind == "Add" else 1))
                    made.output.append(end if step == steps - 1 else f"way{step + 1}")
        case _:
            _grow(model, chance)


def _grow(model: Any, chance: random.Random) -> None:
    """Constants that are put together to ever larger ones, and reach the weights."""
    graph = model.graph
    if not len(graph.initializer):
        return
    tensor = chance.choice(graph.initializer)
    name, kind = tensor.name, chance.choice(("Concat", "Add", "Mul", "Transpose", "Unsqueeze", "Gather"))
    tensor.name = "grown0"
    steps = chance.choice((2, 20, 400))
    for step in range(steps):
        made = graph.node.add()
        made.op_type = kind
        made.input.extend([f"grown{step}"] * (1 if kind in ("Transpose", "Unsqueeze") else 2))
        made.output.append(name if step == steps - 1 else f"grown{step + 1}")
        attribute = made.attribute.add()
        attribute.name, attribute.type, attribute.i = "axis", 2, 0


def _change_attribute(model: Any, chance: random.Random) -> None:
    node = _node(model, chance)
    if not len(node.attribute) or chance.random() < 0.3:
        node.attribute.add().name = chance.choice(
            ("alpha", "beta", "axis", "transA", "transB", "to", "perm", "ratio", "epsilon", "value", "approximate")
        )
    attribute = chance.choice(node.attribute)
    match chance.randrange(6):
        case 0:
            attribute.type, attribute.f = 1, chance.choice(NUMBERS)
        case 1:
            attribute.type, attribute.i = 2, chance.choice(SIZES)
        case 2:
            attribute.type, attribute.s = 3, chance.randbytes(chance.randrange(10))
        case 3:
            attribute.type = chance.randrange(15)
        case 4:
            attribute.type = 7
            attribute.ints.extend(chance.choice(SIZES) for _ in range(chance.randrange(5)))
        case _:
            attribute.type = 5
            attribute.g.node.add().op_type = "Relu"


def _change_ends(model: Any, chance: random.Random) -> None:
    graph = model.graph
    ends = chance.choice((graph.input, graph.output))
    match chance.randrange(6):
        case 0 if len(ends):
            del ends[0]
        case 1:
            ends.add().name = _some_name(model, chance)
        case 2 if len(ends):
            dims = ends[0].type.tensor_type.shape.dim
            dims.add().dim_value = chance.choice(SIZES)
        case 3 if len(ends):
            for dim in ends[0].type.tensor_type.shape.dim:
                dim.dim_value = chance.choice(SIZES)
        case 4 if len(ends):
            ends[0].type.tensor_type.elem_type = chance.randrange(20)
        case _ if len(ends):
            ends[0].ClearField("type")


def _change_model(model: Any, chance: random.Random) -> None:
    match chance.randrange(5):
        case 0:
            for one in model.opset_import:
                one.version = chance.choice((*SIZES, 6, 7, 8, 13, 17, 21))
        case 1:
            sparse = model.graph.sparse_initializer.add()
            sparse.values.name = chance.choice(NAMES)
        case 2:
            for entry in model.metadata_props:
                entry.value = chance.choice(
                    ("[", "[[]]", '["x₁"]', "{}", "[null, 3]", '["' + "x" * 1000 + '"]', "[" * 5000)
                )
        case 3:
            model.functions.add().name = "Relu"
        case _:
            model.ClearField("graph")


ONNX_CHANGES: Sequence[Callable[[Any, random.Random], None]] = (
    _change_dims, _change_type, _change_data, _put_elsewhere, _change_operator, _change_operator, _change_names,
    _change_names, _change_nodes, _change_attribute, _change_attribute, _change_ends, _change_model,
)  # fmt: skip


def mutated_onnx(seed: int, models: Sequence[bytes]) -> bytes:
    """A damaged ONNX file."""
    import onnx

    chance = random.Random(seed)
    content = chance.choice(models)
    if chance.random() < 0.25:
        return change_bytes(content, chance)
    model = onnx.load_model_from_string(content)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        try:
            chance.choice(ONNX_CHANGES)(model, chance)
        except (ValueError, TypeError):  # protobuf itself does not take it
            continue
    content = model.SerializeToString()
    return change_bytes(content, chance) if chance.random() < 0.05 else content


# Keras and safetensors ------------------------------------------------------------------------------------------------


def _changed_json(value: Any, chance: random.Random) -> Any:
    """A value of JSON with one thing in it that is another one."""
    strange: tuple[Any, ...] = (
        None,
        True,
        -1,
        0,
        2**70,
        1e308,
        "",
        "relu",
        "Lambda",
        "selu",
        [],
        {},
        [[1, 2], 3],
        {"a": 1},
    )
    if isinstance(value, dict) and value and chance.random() < 0.95:
        key = chance.choice(list(value))
        if chance.random() < 0.05:
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _changed_json(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.95:
        place = chance.randrange(len(value))
        if chance.random() < 0.1:
            return [*value[:place], *value[place + 1 :]] if chance.random() < 0.5 else [*value, value[place]]
        return [*value[:place], _changed_json(value[place], chance), *value[place + 1 :]]
    return chance.choice(strange)


def mutated_keras(seed: int, models: Sequence[bytes]) -> bytes:
    """A damaged .keras file, or a damaged HDF5 file."""
    chance = random.Random(seed)
    content = chance.choice(models)
    if not content.startswith(b"PK") or chance.random() < 0.15:
        return change_bytes(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    if chance.random() < 0.5:
        config = json.loads(entries["config.json"])
        for _ in range(chance.choice((1, 2, 5, 20))):
            config = _changed_json(config, chance)
        entries["config.json"] = json.dumps(config).encode()
    else:
        name = chance.choice(list(entries))
        entries[name] = change_bytes(entries[name], chance)
    if chance.random() < 0.05:
        del entries[chance.choice(list(entries))]
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return found.getvalue()


def mutated_safetensors(seed: int, models: Sequence[bytes]) -> bytes:
    """A damaged safetensors file."""
    chance = random.Random(seed)
    content = chance.choice(models)
    if chance.random() < 0.3:
        return change_bytes(content, chance)
    length = int.from_bytes(content[:8], "little")
    header, data = json.loads(content[8 : 8 + length]), content[8 + length :]
    for _ in range(chance.choice((1, 1, 2, 5))):
        name = chance.choice([name for name in header if name != "__metadata__"] or ["none"])
        match chance.randrange(6):
            case 0 if isinstance(header.get(name), dict):
                header[chance.choice(("0.weight", "x", "", "1.running_mean", "a.b.c.bias", "ü"))] = header.pop(name)
            case 1 if isinstance(header.get(name), dict):
                header[name] = {**header[name], "shape": chance.choice(([3, 4], [0], [2**62, 2**62], [5], [], [4, 5]))}
            case 2 if isinstance(header.get(name), dict):
                header[name] = {**header[name], "dtype": chance.choice(("F16", "BF16", "F64", "I8", "BOOL", "F8_E4M3"))}
            case 3:
                header["__metadata__"] = {
                    "format": "neuroloom",
                    "activations": chance.choice(('["relu", "linear"]', "[", "[1]", '["softmax"]')),
                    "preprocessing": chance.choice(("{}", "[", '{"columns": [{"name": "a", "fill": 0}]}')),
                }  # fmt: skip
            case 4:
                data = change_bytes(data, chance) if data else data
            case _:
                header = _changed_json(header, chance)
                if not isinstance(header, dict):
                    break
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


KINDS: dict[str, tuple[Callable[[int, Sequence[bytes]], bytes], tuple[str, ...]]] = {
    "onnx": (mutated_onnx, (".onnx",)),
    "keras": (mutated_keras, (".keras", ".h5")),
    "safetensors": (mutated_safetensors, (".safetensors",)),
}


def models_of(kind: str, has_own: bool = True) -> list[bytes]:
    """Those that are in order; of ONNX, where wanted, also some that we write ourselves."""
    found = [path.read_bytes() for path in sorted(MODELS.iterdir()) if path.suffix in KINDS[kind][1]]
    return found + (_own() if kind == "onnx" and has_own else [])


def _own() -> list[bytes]:
    from core import BatchNormalization, Dense, Network
    from core.bundled import open_bundled
    from core.data import build
    from core.export import export_onnx

    found = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.onnx"
        for dtype in ("float32", "float64"):
            kinds = ("elu", "gelu", "softplus", "swish", "leaky_relu", "step")
            layers = [*(Dense(3, kind) for kind in kinds), BatchNormalization(), Dense(2, "softmax")]
            network = Network(2, tuple(layers), dtype)  # type: ignore[arg-type]
            export_onnx(network, network.initial(0), path, fold_normalization=False)
            found.append(path.read_bytes())
        for name in ("circle", "penguins", "diabetes"):
            project = open_bundled(name)
            theta = project.network.initial(0, build(project.data).x if project.data is not None else None)
            export_onnx(project.network, theta, path, project.data)
            found.append(path.read_bytes())
    return found


def outcome(kind: str, seed: int, models: Sequence[bytes], folder: Path) -> str:
    """ "imported", or the beginning of what it was refused with; anything else is raised."""
    mutate, endings = KINDS[kind]
    content = mutate(seed, models)
    path = folder / f"{seed}{endings[0] if content[:2] == b'PK' else endings[-1]}"
    path.write_bytes(content)
    try:
        found = import_model(path)
    except UserError as error:
        assert str(error).strip()
        return error.hint[:40]
    finally:
        path.unlink()
    assert found.saved.theta is not None
    return "imported"


def _work() -> float:
    """Seconds of work of this process and those it has asked: what else the machine does is not counted."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _child(kind: str, first: int, count: int) -> None:
    import faulthandler
    import resource

    models = models_of(kind)
    with TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            print(json.dumps({"begins": seed}), flush=True)
            faulthandler.dump_traceback_later(30.0, exit=True)
            begin = _work()
            try:
                what = outcome(kind, seed, models, Path(folder))
            except Exception as error:
                what = f"RAISED {type(error).__name__}: {error}"
            took = _work() - begin
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            print(json.dumps({"seed": seed, "what": what, "took": took, "memory": memory}), flush=True)


def run(kind: str, first: int, count: int) -> list[str]:
    """Reads all of these files; gives what went wrong, and prints how it went."""
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    longest, memory, most_seed = 0.0, 0, 0
    begin = time.perf_counter()
    for start in range(first, first + count, CHUNK):
        size = min(CHUNK, first + count - start)
        command = [sys.executable, "-m", "tests.benchmarks.mutated_models", "--child", kind, str(start), str(size)]
        with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as process:
            assert process.stdout is not None
            last = start
            for line in process.stdout:
                said = json.loads(line)
                last = said.get("begins", last)
                if "seed" not in said:
                    continue
                outcomes["imported" if said["what"] == "imported" else "refused"] += 1
                memory = max(memory, said["memory"])
                if said["took"] > longest:
                    longest, most_seed = said["took"], said["seed"]
                if said["what"].startswith("RAISED") or said["took"] > LONGEST_S or said["memory"] > MOST_BYTES:
                    wrong.append(
                        f"{kind} {said['seed']}: {said['what']}, {said['took']:.1f} s, {said['memory'] >> 20} MB"
                    )
                    print(wrong[-1], flush=True)
        if process.returncode:
            wrong.append(f"{kind} {last}: the process ended with {process.returncode}")
            print(wrong[-1], flush=True)
    took = time.perf_counter() - begin
    print(
        f"{kind}: {count:,} files, {outcomes['imported']:,} imported, {outcomes['refused']:,} refused, "
        f"{len(wrong)} wrong; longest {longest:.2f} s (seed {most_seed}), at most {memory >> 20} MB, {took:.0f} s"
    )
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--onnx", type=int, default=5000)
    parser.add_argument("--keras", type=int, default=300)
    parser.add_argument("--safetensors", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--child", nargs=3)
    given = parser.parse_args()
    if given.child:
        _child(given.child[0], int(given.child[1]), int(given.child[2]))
        return 0
    wrong = [one for kind in KINDS if getattr(given, kind) for one in run(kind, given.first, getattr(given, kind))]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
