"""How a script writes the rows of a CSV file with its answers, as Python source.

It answers as `core.table.predicting` does. The text needs what `core.export.scripts.rows` writes, and the `predict` of
its script.
"""

from string import Template

from core.export.scripts.task import Task


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
        odd="**oddities(x), " if task.table is not None else "",
    )
    return [_decide(task) if task.classes else "", ODDITIES if task.table is not None else "", write]


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

ODDITIES = '''\
def oddities(x):
    """What was odd about rows, and how often."""
    is_category = ["categories" in column for column in COLUMNS.values()]
    is_filled = ["left_out" not in column for column in COLUMNS.values()]
    unseen, filled = (x[:, is_category] == -1).sum(), np.isnan(x[:, is_filled]).sum()
    return {"unseen categories": unseen, "gaps filled": filled}
'''

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
    odd = {$odd"without a prediction": unpredicted}
    for what, count in odd.items():
        if count:
            print(f"{what}: {count:,}", file=sys.stderr)
''')
