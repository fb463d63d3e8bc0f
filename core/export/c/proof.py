"""Whether a C header answers as the network does: compiled with a small program, and run, if there is a compiler."""

import os
import shutil
import subprocess
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import numpy as np

from core.arrays import Array
from core.errors import UserError
from core.export.c.activations import c_type
from core.export.model import Model

COMPILE_S, RUN_S = 120.0, 60.0
HEADER, SOURCE, PROGRAM = "model.h", "main.c", "model.exe" if os.name == "nt" else "model"
QUESTIONS, ANSWERS = "questions.bin", "answers.bin"

NOTHING = "#include <math.h>\nint main(int count, char **words) { (void)words; return sin((double)count) > 2.0; }\n"
"""A program that every compiler compiles that can compile anything."""

DRIVER = Template("""\
#include <stdio.h>
#include "$header"

int main(void)
{
    $T x[$inputs];
    $T y[$outputs];
    FILE *questions = fopen("$questions", "rb");
    FILE *answers = fopen("$answers", "wb");
    if (!questions || !answers) {
        return 1;
    }
    while (fread(x, sizeof(x), 1, questions) == 1) {
        ${name}_predict(x, y);
        if (fwrite(y, sizeof(y), 1, answers) != 1) {
            return 1;
        }
    }
    return fclose(answers) != 0;
}
""")


class NotRunError(Exception):
    """The header could not be tried; its text says why, as a part of a sentence."""


def find_compiler() -> str | None:
    """The C compiler of this machine: what the environment's CC names, else cc, gcc or clang; None: there is none."""
    names = (os.environ.get("CC", ""), "cc", "gcc", "clang")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def compiled_answers(header: Path, model: Model, name: str) -> Array:
    """What the header answers to the model's questions, (rows, outputs) in the network's dtype.

    name  what the names in the header begin with

    Raises NotRunError where there is no compiler or it does not work here, and UserError for a header that a working
    compiler refuses, or that does not answer.
    """
    compiler = find_compiler()
    if compiler is None:
        raise NotRunError("no C compiler was found")
    network = model.network
    words = {
        "header": HEADER, "questions": QUESTIONS, "answers": ANSWERS, "name": name, "T": c_type(network.dtype),
        "inputs": model.preprocessing.columns, "outputs": network.outputs,
    }  # fmt: skip
    with TemporaryDirectory(prefix="neuroloom-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        # Under a fixed name, so that no name that a person chose stands in a command or a program.
        shutil.copyfile(header, folder / HEADER)
        model.questions.astype(network.dtype).tofile(folder / QUESTIONS)
        told = _compile(compiler, folder, DRIVER.substitute(words))
        if told is not None:
            if _compile(compiler, folder, NOTHING) is not None:
                raise NotRunError(f"the C compiler {Path(compiler).name} does not work")
            raise UserError(f"The C compiler refuses what was written: {told}.", "Nothing is left. Please report this.")
        try:
            ended = _run([str(folder / PROGRAM)], folder, RUN_S)
        except OSError as error:
            raise NotRunError("what the C compiler made cannot be started here") from error
        answers = folder / ANSWERS
        found = np.fromfile(answers, network.dtype) if ended == 0 and answers.exists() else np.zeros(0)
        if found.size != len(model.questions) * network.outputs:
            raise UserError("The compiled header does not answer.", "Nothing was written. Please report this.")
        return found.reshape(-1, network.outputs)


def _compile(compiler: str, folder: Path, source: str) -> str | None:
    """Makes a program of a source; what the compiler complains about, None where it is content."""
    (folder / SOURCE).write_text(source, "utf-8")
    command = [compiler, "-std=c99", "-O1", "-o", PROGRAM, SOURCE, "-lm"]
    try:
        if _run(command, folder, COMPILE_S) == 0:
            return None
    except OSError as error:
        raise NotRunError(f"the C compiler {Path(compiler).name} does not work") from error
    lines = (folder / "told.txt").read_text("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if "error" in line), "it does not say why")


def _run(command: list[str], folder: Path, longest_s: float) -> int:
    """Its exit status; what it says goes to a file, which no child of it can hold open for us."""
    try:
        with (folder / "told.txt").open("wb") as told:
            return subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                timeout=longest_s,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                check=False,
            ).returncode
    except subprocess.TimeoutExpired as error:
        raise NotRunError(f"{Path(command[0]).name} took longer than {longest_s:g} s") from error
