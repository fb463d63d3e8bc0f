"""Runs a script that was just written, where that can be done, and else reads back what it says."""

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.export.model import Model
from core.export.proof import Proof
from core.export.scripts.python_source import Value, array_of, constants_of

LONGEST_S = 300.0
NOT_LOADED = 3
"""Exit status of the run below where the framework is there but does not start."""

RUN = f"""\
import importlib, runpy, sys
import numpy
name, script, questions, answers = sys.argv[1:]
try:
    framework = importlib.import_module(name)
except Exception:
    sys.exit({NOT_LOADED})
predict = runpy.run_path(script)["predict"]
numpy.save(answers, predict(numpy.load(questions, allow_pickle=False)), allow_pickle=False)
print(framework.__version__, framework.config.backend() if name == "keras" else "")
"""

EXACT = ("", "tensorflow")
"""The backends of Keras that compute in float64 where they are asked to; on the others it multiplies in float32
(`BIT64_TO_BIT32_DTYPE` in keras/src/backend/common/dtypes.py, Keras 3.15)."""


def prove(
    model: Model, script: Path, path: Path, framework: tuple[str, str], constants: Mapping[str, Value | Array]
) -> Proof:
    """Asks the script the model's questions in a process of its own; without the framework, reads it back.

    script     what was written
    path       where it will stand
    framework  its module, and what it is called: ("torch", "PyTorch")
    constants  what must stand in it; an array as one of `python_source.numbers`, bit for bit

    Raises UserError where the script answers otherwise than the network, does not run, or says something else.
    """
    _read_back(model, script.read_text("utf-8"), constants)
    module, name = framework
    if importlib.util.find_spec(module) is None:
        return Proof(path, 0, None, f"{name} is not installed here")
    if getattr(sys, "frozen", False) or "__compiled__" in globals() or not sys.executable:
        return Proof(path, 0, None, "this application has no Python to run it with")
    answers = _run(model, script, module)
    if answers is None:
        return Proof(path, 0, None, f"{name} is installed here but does not start")
    found, version, backend = answers
    difference = model.difference(found, "" if backend in EXACT else "float32", is_given_rows=True)
    with_what = f"{name} {version}" + (f" on {backend}" if backend else "")
    return Proof(path, len(model.rows), difference, run_with=with_what)


def _run(model: Model, script: Path, module: str) -> tuple[Array, str, str] | None:
    """The answers of the script, the framework's version, and what Keras computed with; None: it does not start."""
    with TemporaryDirectory(prefix="neuroloom-") as folder:
        asked, answered = Path(folder) / "questions.npy", Path(folder) / "answers.npy"
        np.save(asked, model.rows, allow_pickle=False)
        command = [sys.executable, "-I", "-c", RUN, module, str(script), str(asked), str(answered)]
        try:
            run = subprocess.run(command, capture_output=True, timeout=LONGEST_S, cwd=folder, check=False)
        except subprocess.TimeoutExpired:
            return None
        if run.returncode == NOT_LOADED:
            return None
        if run.returncode or not answered.exists():
            lines = run.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason was given"]
            raise UserError(f"The script does not run: {lines[-1]}", "Nothing was written. Please report this.")
        found: Array = np.load(answered, allow_pickle=False)
        version, _, backend = run.stdout.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(" ")
        return found, version, backend.strip()


def _read_back(model: Model, source: str, constants: Mapping[str, Value | Array]) -> None:
    try:
        compile(source, "script", "exec", dont_inherit=True)
        found = constants_of(source)
        same = all(_is_same(found[name], value, model.network.dtype) for name, value in constants.items())
    except (SyntaxError, ValueError, KeyError) as error:
        raise UserError(f"The script is not right: {error}.", "Nothing was written. Please report this.") from error
    if not same:
        raise UserError("The script says other numbers than the network.", "Nothing was written. Please report this.")


def _is_same(found: Value, value: Value | Array, dtype: str) -> bool:
    """Bit for bit, so that -0.0 is not 0.0."""
    match value:
        case np.ndarray():
            read = array_of(found, dtype)
            return read.shape == value.shape and read.tobytes() == np.ascontiguousarray(value).tobytes()
        case dict():
            return (
                isinstance(found, dict)
                and list(found) == list(value)
                and all(_is_same(found[key], entry, dtype) for key, entry in value.items())
            )
        case _:
            return repr(found) == repr(value)
