"""How a script writes the rows of a CSV file with its answers, as Python source.

It answers as `core.table.predicting` does. The text needs what `core.export.scripts.rows` writes, and the `predict` of
its script.
"""

from string import Template

from core.export.scripts.task import Task
from core.table.oddities import MOST_NAMED


def writing(task: Task, has_model: bool = False) -> list[str]:
    """The functions that answer a file of rows.    has_model  whether `predict` is also told which model answers"""
    added = ADDED_NUMBERS
    if task.classes:
        added = ADDED_CLASSES.substitute(blank=BLANK if task.is_of_displays else "")
    parameter = ", model" if has_model else ""
    write = WRITE_ANSWERS.substitute(
        parameter=parameter,
        added=added,
        names='"prediction", *OUTPUTS' if task.classes else "*OUTPUTS",
    )
    return [_decide(task) if task.classes else "", _oddities(task), write]


def _oddities(task: Task) -> str:
    is_table = task.table is not None
    counts = [UNSEEN] if task.categories else []
    counts += [OUTSIDE] if task.ranges else []
    counts += [FILLED, STRAYS] if is_table else [STRAYS]
    beyond = BEYOND.substitute(
        ranges=RANGES_OF_TABLE if is_table else RANGES_OF_NUMBERS, days=NO_SPAN if task.days else ""
    )
    return ODDITIES.substitute(
        beyond=beyond if task.ranges else "", counts="".join(f"\n        {count}," for count in counts), most=MOST_NAMED
    )


def _decide(task: Task) -> str:
    if task.has_one_output_for_two:
        return DECIDE.substitute(chosen=f"(answers[:, 0] >= {task.model.threshold!r}).astype(int)", none="")
    least = task.model.least
    none = "" if least is None else f"    chosen[answers.max(axis=1) < {least!r}] = -1\n"
    return DECIDE.substitute(chosen="answers.argmax(axis=1)", none=none)


DECIDE = Template('''\
def decide(answers):
    """The place of the class that each row of answers (rows, outputs) says; -1 for none."""
    chosen = $chosen
$none    chosen[~np.isfinite(answers).all(axis=1)] = -1
    return chosen
''')

ODDITIES = Template('''\
def listed(texts):
    """As many of these as one likes to read."""
    more = f"; and {len(texts) - $most:,} more" if len(texts) > $most else ""
    return "; ".join(texts[:$most]) + more


def oddities(x, sheet):
    """What is odd about rows: how often, and in sentences."""
    sentences = []$beyond
    if sheet.strays:
        sentences.append(f"Not a number, so the row has no prediction: {listed(sheet.strays)}.")
    counts = {$counts
    }
    return counts, sentences
''')
UNSEEN = '"unseen categories": (x[:, ["categories" in column for column in COLUMNS.values()]] == -1).sum()'
OUTSIDE = '"outside the range of training": outside'
FILLED = '"gaps filled": np.isnan(x[:, ["left_out" not in column for column in COLUMNS.values()]]).sum()'
STRAYS = '"not a number": len(sheet.strays)'

BEYOND = Template("""
    told, outside = [], 0
    $ranges
        beyond = cells[np.isfinite(cells) & ((cells < low) | (cells > high))]
        if len(beyond):
            furthest = beyond[np.argmax(np.maximum(low - beyond, beyond - high))]
            span = f", as far as {furthest:,.6g} (trained on {low:,.6g} to {high:,.6g})"$days
            told.append(f"“{name}” {len(beyond):,} time{'s' if len(beyond) > 1 else ''}{span}")
            outside += len(beyond)
    if told:
        sentences.append(f"Outside the range of training: {listed(told)}.")""")

RANGES_OF_TABLE = """\
for (name, column), cells in zip(COLUMNS.items(), x.T):
        low, high = column.get("trained", (-math.inf, math.inf))"""
RANGES_OF_NUMBERS = "for name, (low, high), cells in zip(COLUMNS, TRAINED, x.T):"
NO_SPAN = """
            span = "" if "is_day" in column else span"""

ADDED_NUMBERS = """\
    for row, numbers in zip(sheet.rows, answers):
        row += map(written, numbers)"""

ADDED_CLASSES = Template("""\
    chosen = decide(answers)$blank
    for row, found, numbers in zip(sheet.rows, chosen, answers):
        row += ["" if found < 0 else CLASSES[found], *map(written, numbers)]""")

BLANK = "\n    chosen[~x.any(axis=1)] = -1  # a blank display is no digit"

WRITE_ANSWERS = Template('''\
def write_answers(path, out$parameter):
    """The rows of a CSV file with the answers to each behind them, into another file or onto the screen."""
    sheet = read_csv(path)
    if out is not None and os.path.exists(out) and os.path.samefile(path, out):
        sys.exit("The answers cannot be written over the rows. Choose another file.")
    x = read_columns(sheet)
    parts = [predict(x[first : first + CHUNK]$parameter) for first in range(0, max(1, len(x)), CHUNK)]
    answers = np.concatenate(parts)
    answers[left_out(x)] = np.nan

    def written(answer):
        return "" if np.isnan(answer) else str(answer).replace(".", sheet.decimal)

$added
    rows = [unique([*sheet.names, $names]), *sheet.rows]
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        csv.writer(sys.stdout, delimiter=sheet.delimiter, lineterminator="\\n").writerows(rows)
    else:
        try:
            with open(out, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=sheet.delimiter, lineterminator="\\n").writerows(rows)
        except OSError as error:
            sys.exit(f"{out} cannot be written: {error.strerror}.")
    unpredicted = sum(not row[len(sheet.names)] for row in sheet.rows)
    counts, sentences = oddities(x, sheet)
    for what, count in {**counts, "without a prediction": unpredicted}.items():
        if count:
            print(f"{what}: {count:,}", file=sys.stderr)
    for sentence in sentences:
        print(sentence, file=sys.stderr)
''')
