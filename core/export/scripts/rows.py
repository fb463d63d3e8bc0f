"""How a script reads the rows of a CSV file and writes them again with its answers, as Python source.

It reads as `core.table.reading` does, as far as a page of Python can: comma, semicolon or tab; a decimal comma where
the comma does not separate; UTF-8 with or without a byte order mark, else Windows-1252; gaps by any of their words. It
answers as `core.table.predicting` does. The text is for Python 3.8 and newer, and calls the `predict(x)` of its script.
"""

from dataclasses import dataclass

from core.data import Segments, Table, build
from core.export.model import Model
from core.export.scripts.columns import has_days
from core.export.scripts.literals import list_literal, text_literal
from core.table.cells import LARGEST
from core.table.literals import GAP_WORDS
from core.table.names import LONGEST
from core.table.predicting import CHUNK, PREDICTION


@dataclass(frozen=True)
class Source:
    """A part of a script.

    imports    the modules it needs, besides numpy as np
    constants  in capital letters, in their order
    functions  in their order; the last one is run where the script is run
    """

    imports: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[str, ...]


def rows_source(model: Model) -> Source:
    """What answers the rows of a CSV file. It needs NAMES, or of a table COLUMNS (`core.export.scripts.columns`)."""
    gaps = list_literal(map(text_literal, (*GAP_WORDS, "-")))
    imports = {"argparse", "csv", "io", "math", "os", "re", "sys"}
    constants = [
        f"# What stands in a cell that holds nothing, and what the columns of the answers are called.\nGAPS = {gaps}",
        f"ADDED = {list_literal(map(text_literal, _added_names(model)))}",
    ]
    if isinstance(model.recipe, Table):
        functions = [_KEY_OF_TABLE, _READ, _NUMBER]
        readers = ""
        if any(column.kind == "category" for column in model.recipe.features):
            functions.append(_PLACE)
            readers += 'place(text, column, decimal) if "categories" in column else '
        if has_days(model.recipe):
            imports.add("datetime")
            functions.append(_DAY)
            readers += 'day(text) if "is_day" in column else '
        functions += [_CELL.replace("READERS", readers), _NUMBERS_OF_TABLE]
    else:
        imports.add("unicodedata")
        functions = [_KEY_OF_NUMBERS, _READ, _NUMBER, _NUMBERS]
    if model.classes:
        constants.append(f"CLASSES = {list_literal(map(text_literal, model.classes))}")
        is_display = isinstance(model.recipe, Segments)
        columns = _CLASS_COLUMNS.replace("BLANK", _BLANK if is_display else "")
        functions += [_decide(model), _MAIN.replace("COLUMNS", columns)]
    else:
        functions.append(_MAIN.replace("COLUMNS", _NUMBER_COLUMNS))
    return Source(tuple(sorted(imports)), tuple(constants), (_NAMES, *functions))


def _added_names(model: Model) -> tuple[str, ...]:
    """What the columns of the answers are called, as `core.table.predicting` calls them."""
    if model.classes:
        return (PREDICTION, *model.output_names)
    outputs = model.network.outputs
    return (PREDICTION,) if outputs == 1 else tuple(f"{PREDICTION} {place + 1}" for place in range(outputs))


def _decide(model: Model) -> str:
    assert model.recipe is not None and model.answering is not None
    if model.network.outputs == 1:
        chosen = f"    chosen = (answers[:, 0] >= {model.threshold!r}).astype(int)"
    else:
        chosen = "    chosen = answers.argmax(axis=1)"
        least = build(model.recipe).decides_at
        if least is not None:
            low, high = model.answering.meaning.values
            chosen += f"\n    chosen[answers.max(axis=1) < {low + (high - low) * least!r}] = -1"
    return _DECIDE.replace("    CHOSEN", chosen)


_NAMES = f'''\
def unique(names):
    """Each name, with a number where another one has it already."""
    found = []
    for name in names:
        own, count = name, 2
        while own in found:
            own, count = f"{{name}} ({{count}})", count + 1
        found.append(own)
    return found


def cleaned(name):
    """A column's name without line breaks and what cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:{LONGEST}]'''

_KEY_OF_NUMBERS = '''\
def key(name):
    """What all spellings of a name have in common: x₁ is x1."""
    return unicodedata.normalize("NFKC", cleaned(name)).casefold()'''

_KEY_OF_TABLE = '''\
def key(name):
    """What all spellings of a name have in common."""
    return cleaned(name)'''

_READ = r'''def read_csv(path):
    """The names of a file's columns, its rows as texts, its delimiter, and the sign before a fraction."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")

    def lines(delimiter):
        every = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        return (row for row in every if any(cell.strip() for cell in row))

    def fit(delimiter):
        first = [key(cell) for cell in next(lines(delimiter), [])]
        return sum(key(name) in first for name in NAMES), len(first)

    delimiter = max(",;\t", key=fit)
    header, *rows = list(lines(delimiter)) or [[]]
    for place, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row[len(header) :]):
            sys.exit(f"Row {place:,} has {len(row)} cells, but there are {len(header)} columns.")
        row[:] = (row + [""] * len(header))[: len(header)]
    some = [cell.strip() for row in rows[:300] for cell in row]
    commas = sum(bool(re.fullmatch(r"[+-]?\d*,\d+", cell)) for cell in some)
    points = sum(bool(re.fullmatch(r"[+-]?\d*\.\d+", cell)) for cell in some)
    names = unique(cleaned(cell) or f"column {place}" for place, cell in enumerate(header, 1))
    return names, rows, delimiter, "," if delimiter != "," and commas > points else "."'''

_NUMBER = rf'''def number(text, decimal):
    """The number in a cell; NaN for an empty one, and for a number that is as good as infinite."""
    text = text.strip()
    if text in GAPS:
        return math.nan
    written = text.replace("\u2212", "-").replace("_", "?")
    try:
        value = float(written.replace(",", ".") if decimal == "," and "." not in written else written)
    except ValueError:
        # 1,234.5 and 1 234.5: digits in groups of three
        between = r"[.'\u2019\s]" if decimal == "," else r"[,'\u2019\s]"
        if not re.fullmatch(rf"[+-]?\d{{{{1,3}}}}({{between}}\d{{{{3}}}})+([{{decimal}}]\d+)?", written):
            raise ValueError(f"{{text!r}} is no number") from None
        value = float(re.sub(between, "", written).replace(",", "."))
    return value if abs(value) < {LARGEST!r} else math.nan'''

_PLACE = r'''def place(text, column, decimal):
    """Which category a cell holds, counted from 0; NaN for an empty cell, -1 for one that was not seen in training."""
    text, categories = text.strip(), column["categories"]
    if text in GAPS and (text != "-" or "+" not in categories):
        return math.nan
    if text in categories:
        return categories.index(text)
    try:
        value = math.nan if re.fullmatch(r"[+-]?(0\d+|\d{17,})", text) else number(text, decimal)
    except ValueError:
        return -1
    if math.isnan(value):
        return -1
    written = str(int(value)) if value == int(value) else repr(value)  # 1.0 is "1"
    return categories.index(written) if written in categories else -1'''

_DAY = r'''def day(text):
    """A day such as 2024-03-05, or a moment such as 2024-03-05 12:00, in days since 1970; NaN for an empty cell."""
    if text.strip() in GAPS:
        return math.nan
    try:
        since = datetime.datetime.fromisoformat(text.strip()) - datetime.datetime(1970, 1, 1)
    except (TypeError, ValueError):
        raise ValueError(f"{text.strip()!r} is no day such as 2024-03-05") from None
    return since / datetime.timedelta(days=1)'''

_CELL = '''\
def cell(text, column, decimal):
    """What a cell means to `predict`."""
    return READERSnumber(text, decimal)'''

_NUMBERS = '''\
def numbers_of(names, rows, decimal):
    """The rows as `predict` takes them, which of them have no prediction, and how often something was odd."""
    keys = [key(name) for name in names]
    places = [keys.index(key(name)) if key(name) in keys else None for name in NAMES]
    if None in places:
        # Then they are in their order, unless a name in another place says that it is another one.
        if len(names) != len(NAMES) or any(at not in (None, place) for place, at in enumerate(places)):
            sys.exit(f"There is no column {NAMES[places.index(None)]!r}.")
        places = range(len(NAMES))
    x = np.empty((len(rows), len(NAMES)))
    for row, cells in enumerate(rows):
        for column, at in enumerate(places):
            try:
                x[row, column] = number(cells[at], decimal)
            except ValueError as error:
                sys.exit(f"Row {row + 1:,}, column {names[at]!r}: {error}.")
    return x, np.isnan(x).any(axis=1), {}'''

_NUMBERS_OF_TABLE = '''\
def numbers_of(names, rows, decimal):
    """The rows as `predict` takes them, which of them have no prediction, and how often something was odd."""
    keys = [key(name) for name in names]
    x = np.empty((len(rows), len(COLUMNS)))
    for numbers, column in zip(x.T, COLUMNS):
        if key(column["name"]) not in keys:
            sys.exit(f"There is no column {column['name']!r}.")
        at = keys.index(key(column["name"]))
        for row, cells in enumerate(rows):
            try:
                numbers[row] = cell(cells[at], column, decimal)
            except ValueError as error:
                sys.exit(f"Row {row + 1:,}, column {names[at]!r}: {error}.")
    is_gap = np.isnan(x)
    is_left_out = np.array(["leaves_out" in column for column in COLUMNS])
    is_category = np.array(["categories" in column for column in COLUMNS])
    unseen, filled = (x[:, is_category] == -1).sum(), is_gap[:, ~is_left_out].sum()
    return x, is_gap[:, is_left_out].any(axis=1), {"unseen categories": unseen, "gaps filled": filled}'''

_DECIDE = '''\
def decide(answers):
    """The place of the class that each row of answers (rows, outputs) says; -1 for none."""
    CHOSEN
    chosen[~np.isfinite(answers).all(axis=1)] = -1
    return chosen'''

_CLASS_COLUMNS = """\
    chosen = decide(answers)BLANK
    chosen[is_out] = -1
    for row, place, numbers in zip(rows, chosen, answers):
        row += [(CLASSES + [""])[place], *map(written, numbers)]"""

_BLANK = "\n    chosen[~x.any(axis=1)] = -1  # a blank display is no digit"

_NUMBER_COLUMNS = """\
    for row, numbers in zip(rows, answers):
        row += map(written, numbers)"""

_MAIN = f"""\
def main():
    parser = argparse.ArgumentParser(description="Predicts the rows of a CSV file.")
    parser.add_argument("rows", help="a CSV file whose first row names its columns")
    parser.add_argument("-o", "--out", help="a CSV file for the rows with their answers; without it, they are printed")
    arguments = parser.parse_args()
    try:
        if arguments.out and os.path.exists(arguments.out) and os.path.samefile(arguments.rows, arguments.out):
            sys.exit("The answers cannot be written over the rows. Choose another file.")
        names, rows, delimiter, decimal = read_csv(arguments.rows)
    except (OSError, csv.Error) as error:
        sys.exit(f"{{arguments.rows}} cannot be read: {{getattr(error, 'strerror', None) or error}}.")
    x, is_out, odd = numbers_of(names, rows, decimal)
    answers = np.concatenate([predict(x[first : first + {CHUNK}]) for first in range(0, max(1, len(x)), {CHUNK})])
    answers[is_out] = np.nan

    def written(number):
        return "" if np.isnan(number) else str(number).replace(".", decimal)

COLUMNS
    rows.insert(0, unique(names + ADDED))
    if arguments.out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        try:
            csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\\n").writerows(rows)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads them wants no more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        try:
            with open(arguments.out, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=delimiter, lineterminator="\\n").writerows(rows)
        except OSError as error:
            sys.exit(f"{{arguments.out}} cannot be written: {{error.strerror or error}}.")
    odd["without a prediction"] = sum(not row[len(names)] for row in rows)
    for what, count in odd.items():
        if count:
            print(f"{{what}}: {{count:,}}", file=sys.stderr)"""
