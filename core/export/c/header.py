"""The network as one C header without dependencies, for microcontrollers and programs in C or C++."""

from pathlib import Path
from string import Template

import numpy as np

from core import __version__
from core.arrays import Array
from core.data import Recipe
from core.disk.atomic import replacing
from core.errors import UserError
from core.export.c.activations import activation_functions
from core.export.c.network import Code, write_network
from core.export.c.proof import NotRunError, compiled_answers, find_compiler
from core.export.c.text import comment, identifier, list_of, number, string
from core.export.columns import Given, columns_of, numbers_told
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.network import Network
from core.training import Training

MOST_PARAMETERS = 2_000_000
"""Of so many gcc makes a program in about 15 s and 0.5 GB; no microcontroller has room for them."""
MOST_LISTED = 100
"""So many columns and outputs are listed one by one."""

DENSE = Template("""\
/* y = W x + b */
static inline void ${name}_dense(const $T *weights, const $T *biases, int inputs, int units,
                                 const $T *x, $T *y)
{
    int i, k;
    for (k = 0; k < units; ++k) {
        $T sum = biases[k];
        for (i = 0; i < inputs; ++i) {
            sum += *weights++ * x[i];
        }
        y[k] = sum;
    }
}
""")

TWO_CLASSES = Template("""\
/* 0 or 1: the class that y amounts to; -1: y is no number */
static inline int ${name}_class(const $T *y)
{
    if (!isfinite(y[0])) {
        return -1;
    }
    return y[0] >= $threshold ? 1 : 0;
}
""")

CLASSES = Template("""\
/* the class of the largest number in y, counted from 0; -1: $none */
static inline int ${name}_class(const $T *y)
{
    int k, best = 0;
    for (k = 0; k < $outputs; ++k) {
        if (!isfinite(y[k])) {
            return -1;
        }
        if (y[k] > y[best]) {
            best = k;
        }
    }
    return $answer;
}
""")


def export_c(
    network: Network,
    theta: Array,
    path: Path | str,
    recipe: Recipe | None = None,
    *,
    training: Training | None = None,
    title: str = "",
    is_proved: bool = True,
) -> Proof:
    """Writes the model and proves it: a C compiler, where there is one, compiles the header, and it is run.

    C99 and C++11 alike, with nothing but <math.h>: <name>_predict(x, y) makes the outputs y of one sample's columns x,
    in float or, for a float64 network, in double. It allocates nothing and keeps nothing. <name> is made of the title,
    or of the file's name where there is none. x and y are those of the other forms: points as they are, the columns of
    a table in their own units, a category as its place, NaN for an empty cell; a number that is found out comes in its
    own unit. Where there are classes, <name>_class(y) tells which one, and <name>_class_names what it is called.

    theta            (parameters,)
    recipe           the project's data; None: no names, and seeded random samples for the proof
    training, title  how it is trained, and what it is called
    is_proved        False: it is written alone, and no compiler is waited for

    Raises UserError when the file cannot be written or answers otherwise than the network, and for more parameters than
    a compiler can take; an old file then stays.
    """
    path = Path(path)
    if network.size > MOST_PARAMETERS:
        raise UserError(
            f"A C header of {network.size:,} numbers is more than compilers take.",
            f"It can have {MOST_PARAMETERS:,}; export larger networks as ONNX.",
        )
    model = model_of(network, theta, recipe, training, title)
    name = identifier(title or path.stem)
    with replacing(path) as beside:
        beside.write_text(_header(model, name, path.name), "utf-8", newline="\n")
        if not is_proved:
            return Proof(path, 0, None, "nobody asked for it")
        try:
            difference = model.difference(compiled_answers(beside, model, name))
        except NotRunError as error:
            return Proof(path, 0, None, str(error))
    return Proof(path, len(model.rows), difference, run_with=f"the C compiler {Path(find_compiler() or 'cc').name}")


def _header(model: Model, name: str, file_name: str) -> str:
    network, macro = model.network, name.upper()
    code = write_network(model, name)
    counts = {"INPUTS": model.preprocessing.columns, "OUTPUTS": network.outputs}
    if model.classes:
        counts["CLASSES"] = len(model.classes)
    parts = [
        comment(_told(model, code, file_name)),
        f"#ifndef {macro}_H\n#define {macro}_H\n\n#include <math.h>",
        "\n".join(f"#define {macro}_{what} {count}" for what, count in counts.items()),
    ]
    if model.classes:
        names = f"static const char *const {name}_class_names[{macro}_CLASSES]"
        parts.append(list_of(names, [string(one) for one in model.classes]))
    parts += code.arrays
    parts.append(DENSE.substitute(name=name, T=code.type).rstrip())
    used = {layer.activation for layer in network.dense}
    parts += [function.rstrip() for function in activation_functions(used, name, network.dtype)]
    parts.append(_predict(code))
    if model.classes:
        parts.append(_class(model, code).rstrip())
    return "\n\n".join([*parts, f"#endif /* {macro}_H */"]) + "\n"


def _predict(code: Code) -> str:
    lines = [f"{code.type} {buffer}[{size}];" for buffer, size in code.scratch.items() if size]
    counters = [letter for letter in "ik" if any(f"{letter} = 0" in line for line in code.lines)]
    if counters:
        lines.append(f"int {', '.join(counters)};")
    body = "\n".join(f"    {line}" for line in [*lines, *code.lines])
    return (
        "/* the answers y to one sample x; they must not overlap */\n"
        f"static inline void {code.name}_predict(const {code.type} *x, {code.type} *y)\n{{\n{body}\n}}"
    )


def _class(model: Model, code: Code) -> str:
    words = {"name": code.name, "T": code.type, "outputs": model.network.outputs}
    if model.network.outputs == 1:
        return TWO_CLASSES.substitute(words, threshold=number(model.threshold, code.dtype))
    least = model.least
    if least is None:
        return CLASSES.substitute(words, none="y holds what is no number", answer="best")
    answer = f"y[best] < {number(least, code.dtype)} ? -1 : best"
    return CLASSES.substitute(words, none=f"no answer, every output is below {least:g}", answer=answer)


def _told(model: Model, code: Code, file_name: str) -> list[str]:
    """What somebody who opens the file needs to know."""
    name, macro, network = code.name, code.name.upper(), model.network
    stack = sum(code.scratch.values()) * code.item_bytes
    widths = " -> ".join(f"{width:,}" for width in network.widths)
    lines = [
        f"“{model.title or name}”, a neural network ({widths}), written by Neuroloom {__version__}.",
        "",
        f'    #include "{file_name}"',
        f"    {code.type} x[{macro}_INPUTS], y[{macro}_OUTPUTS];",
        f"    {name}_predict(x, y);",
    ]
    if model.classes:
        lines.append(f"    int found = {name}_class(y);")
    lines += [
        "",
        "C99 or C++11; link with -lm. It allocates nothing, calls itself nowhere and keeps nothing between two calls.",
        f"Constants: {code.bytes:,} bytes, in flash where the linker puts constants there (AVR keeps them in RAM).",
        f"Stack: {stack:,} bytes and a few words. One answer: {code.products:,} multiply-adds.",
        "",
        *_listed("x", [_column(given, model) for given in columns_of(model)]),
        *filter(None, [numbers_told(model)]),
        "",
        *_listed("y", list(model.output_names)),
        "",
        *_example(model, code),
    ]
    if model.preprocessing.table is not None:
        lines += ["", "NaN is an empty cell; compilers that are told there is no NaN (-ffast-math) cannot see it."]
    if model.classes:
        lines += ["", f"{name}_class_names:", *_listed("", [f"“{one}”" for one in model.classes])]
    return lines


def _example(model: Model, code: Code) -> list[str]:
    """One sample and what it must answer, to check a build by."""
    if model.example is None:
        return []
    x, y = (", ".join("NAN" if np.isnan(one) else number(one, code.dtype) for one in some) for some in model.example)
    return ["To check by, within rounding:", f"    x = {x}", f"    y = {y}"]


def _listed(letter: str, entries: list[str]) -> list[str]:
    lines = [f"    {letter}[{place}]: {entry}" for place, entry in enumerate(entries[:MOST_LISTED])]
    return lines if len(entries) <= MOST_LISTED else [*lines, f"    and {len(entries) - MOST_LISTED:,} more"]


def _column(given: Given, model: Model) -> str:
    asked = given.asked
    told = f"“{given.name}”"
    if asked is None:
        return told
    if not asked.categories:
        told, filled = f"{told}, a number; trained on {given.range}", given.fill
    else:
        places = ", ".join(f"{place} = “{category}”" for place, category in enumerate(asked.categories))
        told, filled = f"{told}, a category by its number: {places}", f"“{given.fill}”"
    return f"{told}; NaN is read as {filled}" if given.fill else told
