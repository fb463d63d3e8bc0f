"""The parts of a script that need no framework: its columns, files of rows, what goes in and what comes out."""

import re
from collections.abc import Mapping, Sequence
from string import Template

from core.arrays import Array
from core.export.model import Model
from core.export.preprocessing import Preprocessing
from core.export.scripts.python_source import Value, are_readable, literal, numbers
from core.export.scripts.task import Task

SIMPLE_NAME = re.compile(r"[A-Za-z_]\w*\.py", re.ASCII)


def file_name(name: str) -> str:
    """The file's name where it can be typed and imported as it is, else a stand-in."""
    return name if SIMPLE_NAME.fullmatch(name) else "model.py"


def about(task: Task) -> str:
    """The docstring's paragraph on files of rows."""
    names = [*task.columns, *task.targets, task.part]
    width = min(24, max(len(name) for name in names))
    found = ", ".join(task.classes) if task.classes else "a number in its own unit"
    lines = [(name, task.kind_of(name)) for name in task.columns]
    if len(lines) > 12:  # pixels
        lines = [*lines[:3], ("...", ""), lines[-1]]
    lines += [(name, f"to train on: what is to be found out, {found}") for name in task.targets]
    lines.append((task.part, 'if it is there: "train" for rows to train on, anything else for rows to test on'))
    listed = "\n".join(f"    {name:<{width}}  {kind}".rstrip() for name, kind in lines)
    more = ""
    if task.table is not None:
        more = "An empty cell of what the network is given is a gap, filled as in training"
        more += (
            f";\na row with one in {', '.join(task.drops)} is left out, and has no prediction.\n"
            if task.drops
            else ".\n"
        )
    return f"rows.csv is text in UTF-8 with commas; its first line names the columns, in any order:\n{listed}\n{more}"


def data(task: Task) -> dict[str, Value]:
    """The constants that say what the data are, by name."""
    model, fitted, scale = task.model, task.model.preprocessing.table, task.model.preprocessing.target
    found: dict[str, Value] = {"DTYPE": model.network.dtype, "COLUMNS": list(task.columns)}
    if task.categories:
        found["CATEGORIES"] = task.categories
    if task.drops:
        found["LEAVES_OUT"] = task.drops
    if fitted is not None:
        found["FILLS"] = list(fitted.fills)
        if fitted.is_scaling:
            found |= {"OFFSET": fitted.offset.tolist(), "FACTOR": fitted.factor.tolist()}
    if len(task.targets) == 1:
        found["TARGET"] = task.targets[0]
    else:
        found["TARGETS"] = list(task.targets)
    found["PART"] = task.part
    if scale is not None:
        found |= {"TARGET_OFFSET": scale.offset, "TARGET_FACTOR": scale.factor}
    if task.classes:
        found |= {"CLASSES": list(task.classes), "OUTPUTS": list(model.output_names)}
    if task.classes or task.is_yes_no:
        found |= {"NO": task.low, "YES": task.high}
    if task.decides_at is not None:
        found["DECIDES_AT"] = task.decides_at
    return found


def constants(found: Mapping[str, Value]) -> str:
    """NAME = value, one after the other."""
    return "\n".join(f"{name} = {literal(value)}" for name, value in found.items())


# In and out -------------------------------------------------------------------------------------------------------


def prepare(task: Task) -> str:
    """def prepare(x)"""
    preprocessing = task.model.preprocessing
    if preprocessing.table is not None:
        return _prepare_table(task, preprocessing)
    if not preprocessing.features:
        return PREPARE_PLAIN
    terms = []
    for feature in preprocessing.features:
        of = [f"x{place + 1}" for place in feature.of]
        terms.append(f"np.sin({of[0]})" if feature.operation == "sine" else " * ".join(of))
    return PREPARE_FEATURES.substitute(terms=", ".join(terms))


PREPARE_PLAIN = '''\
def prepare(x):
    """The network's inputs: the numbers as they are.    x (rows, columns)"""
    return np.asarray(x, DTYPE)
'''

PREPARE_FEATURES = Template('''\
def prepare(x):
    """The network's inputs (rows, inputs): functions of points, computed in float64.    x (rows, 2)"""
    x1, x2 = np.asarray(x, np.float64).T
    return np.stack([$terms], axis=1).astype(DTYPE)
''')


def _prepare_table(task: Task, preprocessing: Preprocessing) -> str:
    assert preprocessing.table is not None
    scaled = "((inputs - OFFSET) * FACTOR)" if preprocessing.table.is_scaling else "inputs"
    if not task.categories:
        return PREPARE_NUMBERS.substitute(scaled=scaled)
    return PREPARE_TABLE.substitute(scaled=scaled)


PREPARE_NUMBERS = Template('''\
def prepare(x):
    """The network's inputs (rows, inputs): gaps filled, numbers scaled.    x (rows, columns), NaN for a gap"""
    x = np.asarray(x, np.float64)
    inputs = np.where(np.isfinite(x), x, FILLS)
    return $scaled.astype(DTYPE)
''')

PREPARE_TABLE = Template('''\
def prepare(x):
    """The network's inputs (rows, inputs): gaps filled, categories one-hot, numbers scaled.

    x  (rows, columns): numbers, and the places of categories in their lists, counted from 0; NaN for a gap
    """
    x = np.asarray(x, np.float64)
    x = np.where(np.isfinite(x), x, FILLS)
    parts = []
    for name, cells in zip(COLUMNS, x.T):
        cells = cells[:, np.newaxis]
        if name in CATEGORIES:
            cells = cells == np.arange(len(CATEGORIES[name]))
        parts.append(cells)
    inputs = np.concatenate(parts, axis=1).astype(np.float64)
    return $scaled.astype(DTYPE)
''')


def answers(model: Model) -> str:
    """What `outputs` become at the end of `predict`."""
    if model.preprocessing.target is None:
        return "outputs"
    return "(outputs.astype(np.float64) / TARGET_FACTOR + TARGET_OFFSET).astype(DTYPE)"


def predict_says(task: Task) -> str:
    """What is asked and answered, for the docstring of `predict`."""
    asked = "numbers"
    if task.model.preprocessing.features:
        asked = "points"
    elif task.categories:
        asked = "numbers, and the places of categories in their lists, counted from 0; NaN for a gap"
    elif task.table is not None:
        asked = "numbers in their own units; NaN for a gap"
    said = "one number for each name in OUTPUTS" if task.classes else "numbers in their own unit"
    return f"x        (rows, columns): {asked}\n    returns  (rows, outputs): {said}"


# Files of rows ----------------------------------------------------------------------------------------------------

READ_CSV = '''\
def read_csv(path):
    """The names of the columns, and the rows of text below them."""
    csv.field_size_limit(2**30)
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if not rows:
        sys.exit(f"{path} is empty.")
    return rows[0], rows[1:]


def plain(name):
    """A name without what is hard to type: x₁ is x1."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def cells_of(name, header, rows):
    """The texts of a column, found by its name."""
    names = header if name in header else [plain(given) for given in header]
    wanted = name if name in header else plain(name)
    if wanted not in names:
        sys.exit(f"There is no column {name!r}; there are {', '.join(header)}.")
    place = names.index(wanted)
    return [row[place].strip() if place < len(row) else "" for row in rows]
'''

NUMBERS_OF = '''\
def numbers_of(name, header, rows):
    """The numbers of a column (rows,); NaN for an empty cell."""
    found = np.full(len(rows), np.nan)
    for row, text in enumerate(cells_of(name, header, rows)):
        try:
            found[row] = float(text) if text else np.nan
        except ValueError:
            sys.exit(f"Row {row + 1}, column {name!r}: {text!r} is no number.")
    return found
'''

NUMBERS_OR_DAYS_OF = '''\
def numbers_of(name, header, rows):
    """The numbers of a column (rows,); NaN for an empty cell. A day becomes the days since 1970."""
    found = np.full(len(rows), np.nan)
    for row, text in enumerate(cells_of(name, header, rows)):
        try:
            found[row] = number(text) if text else np.nan
        except ValueError:
            sys.exit(f"Row {row + 1}, column {name!r}: {text!r} is no number and no day.")
    return found


def number(text):
    """A number, or a day (maybe with a time) as days since 1970."""
    try:
        return float(text)
    except ValueError:
        return (datetime.fromisoformat(text) - datetime(1970, 1, 1)) / timedelta(days=1)
'''

PLACES_OF = '''\
def places_of(texts, name, header, rows):
    """Where each cell of a column (rows,) stands among these texts; NaN for an empty cell, -1 for another text."""
    places = {text: float(place) for place, text in enumerate(texts)}
    places.setdefault("", np.nan)
    found = []
    for text in cells_of(name, header, rows):
        if text not in places and text.endswith(".0"):
            text = text[:-2]  # 1.0 is written for 1 where a column has gaps
        found.append(places.get(text, -1.0))
    return np.array(found, np.float64)
'''

READ_NUMBERS = '''\
def read_columns(header, rows):
    """What the network is asked about, (rows, columns)."""
    return np.stack([numbers_of(name, header, rows) for name in COLUMNS], axis=1)
'''

READ_MIXED = '''\
def read_columns(header, rows):
    """What the network is asked about, (rows, columns)."""
    columns = []
    for name in COLUMNS:
        is_number = name not in CATEGORIES
        columns.append(
            numbers_of(name, header, rows) if is_number else places_of(CATEGORIES[name], name, header, rows)
        )
    return np.stack(columns, axis=1)
'''

CLASS_TARGETS = Template('''\
def read_targets(header, rows):
    """What the outputs are trained towards, (rows, outputs); NaN for a row without a class."""
    classes = places_of(CLASSES, $target, header, rows)[:, np.newaxis]
    if (classes < 0).any():
        sys.exit(f"Row {np.argmax(classes < 0) + 1} has none of the classes {', '.join(CLASSES)}.")
    is_on = $is_on
    return np.where(np.isnan(classes), np.nan, np.where(is_on, YES, NO))
''')

NUMBER_TARGETS = Template('''\
def read_targets(header, rows):
    """What the outputs are trained towards, (rows, outputs); NaN for a row without a number."""
    $read
    return $targets
''')

TARGET_NAME = '''\
def target_name(header):
    """The column of what is to be found out: TARGET, else the only one that is nothing else."""
    known = {plain(name) for name in [*COLUMNS, PART]}
    others = [name for name in header if plain(name) not in known]
    return others[0] if len(others) == 1 else TARGET
'''

READ_SAMPLES = Template('''\
def read_samples(path):
    """Inputs and targets of the rows to train on, and of the rows to test on."""
    header, rows = read_csv(path)
    columns, y = read_columns(header, rows), read_targets(header, rows)
    is_whole = np.isfinite(y).all(axis=1)$gaps
    is_train = np.full(len(rows), True)
    if PART in header:
        is_train = np.array([text.casefold() == "train" for text in cells_of(PART, header, rows)], bool)
    x, y = prepare(columns), y.astype(DTYPE)
    train, test = is_whole & is_train, is_whole & ~is_train
    if not train.any():
        sys.exit(f"{path} holds no row to train on.")
    return (x[train], y[train]), (x[test], y[test])
''')

GAPS = """
    gaps = [name in LEAVES_OUT for name in COLUMNS]
    is_whole &= ~np.isnan(columns[:, gaps]).any(axis=1)"""


def reading(task: Task) -> list[str]:
    """The functions that read a file of rows."""
    has_names = task.is_named or len(task.targets) > 1
    parts = [READ_CSV, NUMBERS_OR_DAYS_OF if task.has_days else NUMBERS_OF]
    if task.categories or task.classes:
        parts.append(PLACES_OF)
    parts.append(READ_MIXED if task.categories else READ_NUMBERS)
    target = "TARGET" if has_names else "target_name(header)"
    if not has_names:
        parts.append(TARGET_NAME)
    if task.classes:
        is_on = "classes == 1" if len(task.classes) == 2 and task.model.network.outputs == 1 else (
            "classes == np.arange(len(CLASSES))"
        )  # fmt: skip
        parts.append(CLASS_TARGETS.substitute(target=target, is_on=is_on))
    else:
        parts.append(_number_targets(task, target))
    parts.append(READ_SAMPLES.substitute(gaps=GAPS if task.drops else ""))
    return parts


def _number_targets(task: Task, target: str) -> str:
    if len(task.targets) > 1:
        read = "y = np.stack([numbers_of(name, header, rows) for name in TARGETS], axis=1)"
    else:
        read = f"y = numbers_of({target}, header, rows)[:, np.newaxis]"
    targets = "y"
    if task.model.preprocessing.target is not None:
        targets = "(y - TARGET_OFFSET) * TARGET_FACTOR"
    elif task.is_yes_no:
        targets = "NO + (YES - NO) * np.maximum(y, 0.0)"
    return NUMBER_TARGETS.substitute(read=read, targets=targets)


WRITE_ANSWERS = Template('''\
def write_answers(path, out, model):
    """The rows of a CSV with the answers to each behind them, into another file or onto the screen."""
    header, rows = read_csv(path)
    columns = read_columns(header, rows)
    outputs = predict(columns, model) if rows else np.zeros((0, $outputs))
$answers
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    with open(out, "w", newline="", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
        writer = csv.writer(file, lineterminator="\\n")
        writer.writerow(header + names)
        for row, answer in zip(rows, answers):
            writer.writerow(row + [""] * (len(header) - len(row)) + answer)
''')

CLASS_ANSWERS = Template("""\
    names = ["prediction", *OUTPUTS]
    chosen = $chosen
    is_known = np.isfinite(outputs).all(axis=1)$and_known
    answers = [
        [CLASSES[place] if known else "", *map(str, row)] for place, known, row in zip(chosen, is_known, outputs)
    ]""")

NUMBER_ANSWERS = Template("""\
    names = $names
    answers = [[str(number) if np.isfinite(number) else "" for number in row] for row in outputs]""")

NO_ANSWERS = """
    gaps = [name in LEAVES_OUT for name in COLUMNS]
    for row in np.flatnonzero(np.isnan(columns[:, gaps]).any(axis=1)):
        answers[row] = [""] * len(names)"""


def writing(task: Task) -> str:
    """The function that writes answers."""
    outputs = task.model.network.outputs
    if task.classes:
        chosen = "(outputs[:, 0] >= (NO + YES) / 2).astype(int)" if outputs == 1 else "outputs.argmax(axis=1)"
        and_known = "" if task.decides_at is None else " & (outputs.max(axis=1) >= DECIDES_AT)"
        text = CLASS_ANSWERS.substitute(chosen=chosen, and_known=and_known)
    else:
        names = '["prediction"]' if outputs == 1 else "TARGETS"
        text = NUMBER_ANSWERS.substitute(names=names)
    if task.drops:
        text += NO_ANSWERS
    return WRITE_ANSWERS.substitute(outputs=outputs, answers=text)


ROW_WEIGHTS = Template('''\
def row_weights(y):
    """How much each row counts: as its class does.    y (rows, outputs)"""
    classes = $classes
    of_class = $of_class
    return of_class[classes].astype(DTYPE)
''')


def row_weights(task: Task) -> str:
    """The function that weighs rows; empty where all count the same."""
    weights = task.model.training.class_weight
    if weights is None or not task.classes:
        return ""
    outputs = task.model.network.outputs
    classes = "(y[:, 0] > (NO + YES) / 2).astype(int)" if outputs == 1 else "y.argmax(axis=1)"
    of_class = f"np.array({literal(list(weights))})" if weights != "balanced" else (
        "len(y) / (len(CLASSES) * np.maximum(np.bincount(classes, minlength=len(CLASSES)), 1))"
    )  # fmt: skip
    return ROW_WEIGHTS.substitute(classes=classes, of_class=of_class)


MAIN = Template("""\
def main():
    parser = argparse.ArgumentParser(description="A neural network: ask it, or go on training it.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("predict", help="write the rows of a CSV with the answers to each")
    command.add_argument("rows", help="the CSV")
    command.add_argument("-o", "--out", help="where to; onto the screen where nothing is said")
    command.add_argument("--load", help="weights that were saved by train; those of this file where nothing is said")
    command = commands.add_parser("train", help="go on training with the rows of a CSV")
    command.add_argument("rows", help="the CSV")
    command.add_argument("--epochs", type=int, default=100, help="how often to go through the rows (%(default)s)")
    command.add_argument("--learning-rate", type=float, default=LEARNING_RATE, help="the step size (%(default)s)")
    command.add_argument("--batch-size", type=int, default=BATCH_SIZE, help="rows for each step (%(default)s)")
    command.add_argument("--seed", type=int, default=0, help="another one shuffles otherwise (%(default)s)")
    command.add_argument("--load", help="weights to begin with; those of this file where nothing is said")
    command.add_argument("--save", required=True, help="$save_help")
    options = parser.parse_args()
    if options.command == "predict":
        write_answers(options.rows, options.out, load_model(options.load))
    else:
        train(options)
""")

NO_TRAINING = Template('''\
def train(options):
    """Says why this network is only asked."""
    sys.exit($reason)
''')

CHECK_OPTIONS = Template("""\
    if options.epochs < 1 or options.batch_size < 1 or not options.learning_rate > 0:
        sys.exit("Epochs, batch size and learning rate are above 0.")
    save = Path(options.save)
    if save.suffix not in $endings or not save.absolute().parent.is_dir():
        sys.exit("--save names a file ending in $named, in a folder that exists.")
""")


# The file ---------------------------------------------------------------------------------------------------------

CHUNK = 10_000
"""So many rows a script asks the network about at a time."""

DIGITS = '''\
def array_of(numbers):
    """Numbers as they stand in WEIGHTS, as an array."""
    return np.array(numbers, DTYPE)
'''

BYTES = '''\
def array_of(numbers):
    """Numbers as they stand in WEIGHTS, (shape, little-endian bytes in base64), as an array."""
    shape, text = numbers
    return np.frombuffer(base64.b64decode(text), np.dtype(DTYPE).newbyteorder("<")).reshape(shape).astype(DTYPE)
'''


def array_of(arrays: Mapping[str, Array]) -> str:
    """def array_of(numbers)"""
    return DIGITS if are_readable(arrays) else BYTES


_RUN = """\
if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the answers wants no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.filename is None:
            raise
        sys.exit(f"{error.filename}: {error.strerror}.")
"""


def weights(arrays: Mapping[str, Array]) -> str:
    """WEIGHTS, and what makes the file a program."""
    return f"WEIGHTS = {numbers(arrays)}\n\n{_RUN}"


def joined(parts: Sequence[str]) -> str:
    """The parts of a file, one after the other, with the empty lines that style asks for."""
    text = ""
    for part in parts:
        part = part.strip("\n")
        is_definition = part.startswith(("def ", "class ", "@"))
        follows_definition = text.rstrip("\n").rpartition("\n")[2].startswith((" ", "\t"))
        text += ("\n\n\n" if is_definition or follows_definition else "\n\n") + part
    return text.lstrip("\n") + "\n"
