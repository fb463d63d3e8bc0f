"""How a script reads the rows of a CSV file and writes them again with its answers, as Python source.

It reads as `core.table.reading` does, as far as a page of Python can: comma, semicolon or tab; a decimal comma where
the comma does not separate; UTF-8 with or without a byte order mark, else Windows-1252; gaps by any of their words.
The text is for Python 3.8 and newer. A script that has these functions has `predict(x)`, too, and what
`core.export.script_columns` tells it about columns.
"""

from core.data import Segments, Table
from core.export.literals import list_literal
from core.export.model import Model
from core.table.cells import LARGEST
from core.table.fitted import Fitted
from core.table.literals import GAP_WORDS
from core.table.names import LONGEST
from core.table.predicting import CHUNK, PREDICTION

IMPORTS = ("argparse", "csv", "io", "math", "re", "sys")
"""What every script that has this imports, besides numpy as np."""

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
    """What two spellings of a name have in common: x₁ is x1."""
    return unicodedata.normalize("NFKC", cleaned(name)).casefold()'''

_KEY_OF_TABLE = '''\
def key(name):
    """What two spellings of a name have in common."""
    return cleaned(name)'''

_READ = r'''
def read_csv(path):
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

    delimiter = max("\t;,", key=fit)
    header, *rows = list(lines(delimiter)) or [[]]
    for place, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row[len(header) :]):
            sys.exit(f"Row {place:,} has {len(row)} cells, but there are {len(header)} columns.")
        row[:] = (row + [""] * len(header))[: len(header)]
    some = [cell.strip() for row in rows[:300] for cell in row]
    commas = sum(bool(re.fullmatch(r"[+-]?\d*,\d+", cell)) for cell in some)
    points = sum(bool(re.fullmatch(r"[+-]?\d*\.\d+", cell)) for cell in some)
    names = unique(cleaned(cell) or f"column {place}" for place, cell in enumerate(header, 1))
    return names, rows, delimiter, "," if delimiter != "," and commas > points else "."


def number(text, decimal):
    """The number in a cell; NaN for an empty one, and for a number that is as good as infinite."""
    text = text.strip()
    if text in GAPS:
        return math.nan
    written = text.replace("\u2212", "-").replace("_", "?")
    try:
        value = float(written.replace(",", ".") if decimal == "," and "." not in written else written)
    except ValueError:
        # 1,234.5 and 1 234,5: digits in groups of three
        between = r"[.'\u2019\s]" if decimal == "," else r"[,'\u2019\s]"
        if not re.fullmatch(rf"[+-]?\d{{1,3}}({between}\d{{3}})+([{decimal}]\d+)?", written):
            raise ValueError(f"{text!r} is no number") from None
        value = float(re.sub(between, "", written).replace(",", "."))
    return value if abs(value) < LARGEST else math.nan'''.strip()

_PLACE = r'''
def place(text, column, decimal):
    """Which category a cell holds, counted from 0; NaN for an empty cell, -1 for a category not seen in training."""
    text, categories = text.strip(), column["categories"]
    if text in categories and (text == "-" or text not in GAPS):
        return categories.index(text)
    if text in GAPS:
        return math.nan
    try:
        value = math.nan if re.fullmatch(r"[+-]?0\d+|[+-]?\d{17,}", text) else number(text, decimal)
    except ValueError:
        return -1
    written = str(int(value)) if value == value and value == int(value) else repr(value)  # 1.0 is "1"
    return categories.index(written) if written in categories else -1'''.strip()

_DAY = r'''
def day(text):
    """A day such as 2024-03-05, or a moment such as 2024-03-05 12:00, in days since 1970; NaN for an empty cell."""
    if text.strip() in GAPS:
        return math.nan
    try:
        since = datetime.datetime.fromisoformat(text.strip()) - datetime.datetime(1970, 1, 1)
    except (TypeError, ValueError):
        raise ValueError(f"{text.strip()!r} is no day such as 2024-03-05") from None
    return since / datetime.timedelta(days=1)'''.strip()

_NUMBERS = '''\
def numbers_of(names, rows, decimal):
    """The rows as `predict` takes them, which of them have no prediction, and what was odd."""
    keys = [key(name) for name in names]
    places = [keys.index(key(name)) if key(name) in keys else None for name in NAMES]
    if None in places:
        # In their order, unless a name in another place says that it is another one.
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


def _table_numbers(fitted: Fitted, is_of_days: bool) -> str:
    """The same function for the columns of a table."""
    has_categories = any(column.kind == "category" for column in fitted.columns)
    readers = []
    if has_categories:
        readers.append('place(cells[at], column, decimal) if "categories" in column')
    if is_of_days:
        readers.append('day(cells[at]) if "days" in column')
    read = " else ".join([*readers, "number(cells[at], decimal)"])
    drops = any(column.missing == "drop" for column in fitted.columns)
    is_out = 'np.isnan(x[:, [bool(column.get("drop")) for column in COLUMNS]]).any(axis=1)'
    if not drops:
        is_out = "np.zeros(len(x), bool)"
    unseen = ' if "categories" in column' if has_categories else ""
    odd = ['"gaps filled": int(np.isnan(x).sum())']
    if drops:
        odd = ['"gaps filled": int(np.isnan(x[:, [not column.get("drop") for column in COLUMNS]]).sum())']
    if has_categories:
        odd.insert(0, '"unseen categories": int((x[:, ["categories" in column for column in COLUMNS]] == -1).sum())')
    listed = "\n".join(f"        {entry}," for entry in odd)
    del unseen
    return f'''\
def numbers_of(names, rows, decimal):
    """The rows as `predict` takes them, which of them have no prediction, and what was odd."""
    keys = [key(name) for name in names]
    x = np.empty((len(rows), len(COLUMNS)))
    for number_of_column, column in enumerate(COLUMNS):
        if key(column["name"]) not in keys:
            sys.exit(f"There is no column {{column['name']!r}}.")
        at = keys.index(key(column["name"]))
        for row, cells in enumerate(rows):
            try:
                x[row, number_of_column] = {read}
            except ValueError as error:
                sys.exit(f"Row {{row + 1:,}}, column {{names[at]!r}}: {{error}}.")
    is_out = {is_out}
    odd = {{
{listed}
    }}
    return x, is_out, odd'''
