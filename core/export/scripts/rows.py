"""How a script reads the rows of a CSV file, as Python source.

It reads as `core.table.reading` does, as far as a page of Python can: comma, semicolon or tab; a decimal point or
comma, and thousands signs; UTF-8 with or without a byte order mark, else Windows-1252; gaps by any of their words; a
few cells among numbers that are none. The text is for Python 3.8 and newer. It needs what
`core.export.scripts.columns` writes.
"""

from string import Template

from core.export.scripts.task import Task
from core.table.cells import LARGEST
from core.table.layout_guess import LOOKED_AT
from core.table.names import LONGEST


def reading(task: Task, trains: bool = False) -> list[str]:
    """The functions that read a file of rows.    trains  whether the script reads what is found out, too"""
    has_categories = bool(task.categories) or (trains and bool(task.classes))
    has_days = bool(task.days) or (trains and any(map(task.is_day, task.targets)))
    is_table = task.table is not None
    return [
        SHEET,
        NAMES,
        KEY_OF_TABLE if is_table else KEY_OF_NUMBERS,
        READ_CSV,
        DECIMAL_OF,
        NUMBER,
        DAY if has_days else "",
        PLACE if has_categories else "",
        COLUMN_OF,
        NUMBERS_OF.substitute(few="read is not day and " if has_days else ""),
        READER.substitute(days=READS_DAYS if has_days else "") if task.categories or (is_table and has_days) else "",
        _read_columns(task),
        LEFT_OUT_OF_TABLE if task.drops else NONE_LEFT_OUT if is_table else LEFT_OUT_OF_NUMBERS,
    ]


def _read_columns(task: Task) -> str:
    if task.table is None:
        return READ_NUMBERS
    has_readers = bool(task.categories or task.days)
    return READ_TABLE.substitute(
        columns="name, column" if has_readers else "name",
        entries="COLUMNS.items()" if has_readers else "COLUMNS",
        reader="reader(column)" if has_readers else "number",
        unseen=", -1 for a new category" if task.categories else "",
    )


SHEET = '''\
class Sheet(NamedTuple):
    """A file of rows: what its columns are called and where each of them stands, by its `key`; the rows as texts; the
    signs between two cells and before a fraction; and cells that are no numbers, as they are found."""

    names: list
    places: dict
    rows: list
    delimiter: str
    decimal: str
    strays: list
'''

NAMES = f'''\
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
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:{LONGEST}]
'''

KEY_OF_NUMBERS = '''\
def key(name):
    """What all spellings of a name have in common: x₁ is x1."""
    return unicodedata.normalize("NFKC", cleaned(name)).casefold()
'''

KEY_OF_TABLE = '''\
def key(name):
    """What all spellings of a name have in common."""
    return cleaned(name)
'''

READ_CSV = r'''
def read_csv(path):
    """The rows of a file; ends with a sentence where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return sheet_of(file.read())
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}.")
    except csv.Error as error:
        sys.exit(f"{path} cannot be read: {error}.")


def sheet_of(data):
    """The rows that stand in these bytes, which may be separated by commas, semicolons or tabs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")

    def every(delimiter):
        # A blank at the beginning of a cell is written again as it stood, but a quote behind it is a quote.
        skips = f'{delimiter} "' in text
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=skips)

    def lines(delimiter):
        return (row for row in every(delimiter) if any(cell.strip() for cell in row))

    def fit(delimiter):
        first = {key(cell) for cell in next(lines(delimiter), [])}
        return sum(key(name) in first for name in COLUMNS), len(first)

    delimiter = max(",;\t", key=fit)
    empty = sum(len(row) > 1 and not any(cell.strip() for cell in row) for row in every(delimiter))
    if empty:
        told = "1 empty row was" if empty == 1 else f"{empty:,} empty rows were"
        print(f"{told} left out.", file=sys.stderr)
    header, *rows = list(lines(delimiter)) or [[]]
    for place, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row[len(header) :]):
            sys.exit(f"Row {place:,} has {len(row)} cells, but there are {len(header)} columns.")
        row[:] = (row + [""] * len(header))[: len(header)]
    names = unique(cleaned(cell) or f"column {place}" for place, cell in enumerate(header, 1))
    places = {key(name): place for place, name in reversed(list(enumerate(names)))}
    return Sheet(names, places, rows, delimiter, decimal_of(rows, delimiter), [])
'''

DECIMAL_OF = rf'''
def decimal_of(rows, delimiter):
    """The sign before a fraction: 18,5 or 1.234,5 or 1.234.567 says that it is a comma; 3.500 and 3,500 say nothing."""
    cells = [cell.strip() for row in rows[:{LOOKED_AT - 1}] for cell in row]
    cells = [re.sub(r"(?<=\d)['\u2019\s](?=\d{{3}})", "", cell) for cell in cells]
    begin, three = r"[+-]?[1-9]\d{{0,2}}", r"\d{{3}}"

    def count(pattern):
        return sum(bool(re.fullmatch(pattern, cell, re.IGNORECASE)) for cell in cells)

    def saying(decimal, between):
        plain = rf"(?!{{begin}}{{decimal}}{{three}}$)[+-]?\d*{{decimal}}\d+(e[+-]?\d+)?"
        return count(rf"{{plain}}|{{begin}}({{between}}{{three}})+({{decimal}}\d+|{{between}}{{three}})")

    commas, points = saying(",", r"\."), saying(r"\.", ",")
    if commas == points == 0 and delimiter == ";":
        commas = count(rf"{{begin}},{{three}}")
    return "," if commas > points else "."
'''

NUMBER = rf'''
def number(text, decimal):
    """The number in a cell; NaN for an empty one, and for a number that is as good as infinite."""
    if text in GAPS:
        return math.nan
    written = text.replace("\u2212", "-").replace("_", "?")
    # 1,234.5 and 1 234.5, and with a decimal comma 1.234: digits in groups of three
    between = r"[.'\u2019\s]" if decimal == "," else r"[,'\u2019\s]"
    if re.fullmatch(rf"[+-]?\d{{{{1,3}}}}({{between}}\d{{{{3}}}})+([{{decimal}}]\d+)?", written):
        written = re.sub(between, "", written)
    try:
        value = float(written.replace(",", ".") if decimal == "," and "." not in written else written)
    except ValueError:
        raise ValueError(f"{{text!r}} is no number") from None
    return value if abs(value) < {LARGEST!r} else math.nan
'''

DAY = '''\
def day(text, decimal):
    """A day such as 2024-03-05, or a moment such as 2024-03-05 12:00, in days since 1970; NaN for an empty cell."""
    try:
        return number(text, decimal)
    except ValueError:
        pass
    try:
        return (datetime.fromisoformat(text) - datetime(1970, 1, 1)) / timedelta(days=1)
    except (TypeError, ValueError):
        raise ValueError(f"{text!r} is no day such as 2024-03-05") from None
'''

PLACE = r'''
def place(text, decimal, categories):
    """Which category a cell holds, counted from 0; NaN for an empty cell, -1 for one that was not seen in training."""
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
    return categories.index(written) if written in categories else -1
'''

COLUMN_OF = '''\
def column_of(name, sheet):
    """Where the column of this name stands; ends with a sentence where there is none."""
    if key(name) not in sheet.places:
        more = "" if len(sheet.names) <= 8 else ", ..."
        sys.exit(f"There is no column {name!r}. There are {', '.join(sheet.names[:8])}{more}.")
    return sheet.places[key(name)]
'''

NUMBERS_OF = Template('''\
def numbers_of(column, sheet, read):
    """What `read` makes of the cells of a column, (rows,); a few that are no numbers are infinite, and noted."""
    found, errors, name = np.full(len(sheet.rows), np.inf), {}, sheet.names[column]
    for row, cells in enumerate(sheet.rows):
        try:
            found[row] = read(cells[column].strip(), sheet.decimal)
        except ValueError as error:
            errors[row] = error
    are_few = ${few}len(errors) <= np.isfinite(found).sum()
    for row, error in errors.items():
        if not are_few:
            sys.exit(f"Row {row + 1:,}, column {name!r}: {error}.")
        text = cleaned(sheet.rows[row][column])
        sheet.strays.append(f"row {row + 1:,}, “{name}”: “{text if len(text) <= 20 else text[:19] + '…'}”")
    return found
''')

READER = Template('''\
def reader(column):
    """What makes a number of the cells of such a column."""
    if "categories" in column:
        return partial(place, categories=column["categories"])
    return ${days}number
''')
READS_DAYS = 'day if "is_day" in column else '

READ_NUMBERS = '''\
def read_columns(sheet):
    """The rows as `predict` takes them, (rows, columns); NaN for an empty cell, infinite for what is no number."""
    places = [sheet.places.get(key(name)) for name in COLUMNS]
    # Columns of other names are taken in their order, unless a name in another place says that it is another one.
    is_ordered = all(found in (None, place) for place, found in enumerate(places))
    if None in places and len(sheet.names) == len(COLUMNS) and is_ordered:
        places = range(len(COLUMNS))
    else:
        places = [column_of(name, sheet) for name in COLUMNS]
    return np.stack([numbers_of(place, sheet, number) for place in places], axis=1)
'''

READ_TABLE = Template('''\
def read_columns(sheet):
    """The rows as `predict` takes them, (rows, columns): NaN for a gap$unseen, inf for no number."""
    found = [numbers_of(column_of(name, sheet), sheet, $reader) for $columns in $entries]
    return np.stack(found, axis=1)
''')

LEFT_OUT_OF_NUMBERS = '''\
def left_out(x):
    """Which rows (rows,) have no prediction: those with a gap, or with what is no number."""
    return ~np.isfinite(x).all(axis=1)
'''

LEFT_OUT_OF_TABLE = '''\
def left_out(x):
    """Which rows (rows,) have no prediction: those with a gap where training has left such rows out, or with what is no
    number."""
    is_gap = np.isnan(x[:, ["left_out" in column for column in COLUMNS.values()]])
    return is_gap.any(axis=1) | np.isinf(x).any(axis=1)
'''

NONE_LEFT_OUT = '''\
def left_out(x):
    """Which rows (rows,) have no prediction: those with what is no number; gaps are filled."""
    return np.isinf(x).any(axis=1)
'''
