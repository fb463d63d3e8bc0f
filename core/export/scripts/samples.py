"""How a script reads the rows that it goes on training with, as Python source; see `core.export.scripts.rows`."""

from string import Template

from core.export.scripts.python_source import Value, literal
from core.export.scripts.task import Task


def constants_of_samples(task: Task) -> dict[str, Value]:
    """The constants that say what stands in a file of samples, by name."""
    found: dict[str, Value] = {}
    if len(task.targets) == 1:
        found["TARGET"] = task.targets[0]
    else:
        found["TARGETS"] = list(task.targets)
    found["PART"] = task.part
    if task.classes or task.is_yes_no:
        found |= {"NO": task.low, "YES": task.high}
    return found


def reading_samples(task: Task) -> list[str]:
    """The functions that read samples."""
    has_names = task.is_named or len(task.targets) > 1
    target = "TARGET" if has_names else "target_name(sheet)"
    targets = _class_targets(task, target) if task.classes else _number_targets(task, target)
    return ["" if has_names else TARGET_NAME, targets, READ_SAMPLES]


def row_weights(task: Task) -> str:
    """The function that weighs rows; empty where all count the same."""
    weights = task.model.training.class_weight
    if weights is None or not task.classes:
        return ""
    classes = "(y[:, 0] > (NO + YES) / 2).astype(int)" if task.has_one_output_for_two else "y.argmax(axis=1)"
    of_class = "len(y) / (len(CLASSES) * np.maximum(np.bincount(classes, minlength=len(CLASSES)), 1))"
    if weights != "balanced":
        of_class = f"np.array({literal(list(weights))})"
    return ROW_WEIGHTS.substitute(classes=classes, of_class=of_class)


def _class_targets(task: Task, target: str) -> str:
    is_on = "classes == 1" if task.has_one_output_for_two else "classes == np.arange(len(CLASSES))"
    return CLASS_TARGETS.substitute(target=target, is_on=is_on)


def _number_targets(task: Task, target: str) -> str:
    if len(task.targets) > 1:
        read = "y = np.stack([numbers_of(column_of(name, sheet), sheet, number) for name in TARGETS], axis=1)"
    else:
        reader = "day" if any(map(task.is_day, task.targets)) else "number"
        read = f"y = numbers_of(column_of({target}, sheet), sheet, {reader})[:, np.newaxis]"
    targets = "y"
    if task.model.preprocessing.target is not None:
        targets = "(y - TARGET_OFFSET) * TARGET_FACTOR"
    elif task.is_yes_no:
        targets = "NO + (YES - NO) * np.maximum(y, 0.0)"
    return NUMBER_TARGETS.substitute(read=read, targets=targets)


TARGET_NAME = '''\
def target_name(sheet):
    """The column of what is to be found out: TARGET, else the only one that is nothing else."""
    known = {key(name) for name in [*COLUMNS, PART]}
    others = [name for name in sheet.names if key(name) not in known]
    return others[0] if len(others) == 1 else TARGET
'''

CLASS_TARGETS = Template('''\
def read_targets(sheet):
    """What the outputs are trained towards, (rows, outputs); NaN for a row without a class."""
    read = partial(place, categories=CLASSES)
    classes = numbers_of(column_of($target, sheet), sheet, read)[:, np.newaxis]
    if (classes < 0).any():
        sys.exit(f"Row {np.argmax(classes < 0) + 1:,} has none of the classes {', '.join(CLASSES)}.")
    is_on = $is_on
    return np.where(np.isnan(classes), np.nan, np.where(is_on, YES, NO))
''')

NUMBER_TARGETS = Template('''\
def read_targets(sheet):
    """What the outputs are trained towards, (rows, outputs); NaN for a row without a number."""
    $read
    return $targets
''')

READ_SAMPLES = '''\
def read_samples(path):
    """Inputs and targets of the rows to train on, and of the rows to test on."""
    sheet = read_csv(path)
    x, y = read_columns(sheet), read_targets(sheet).astype(DTYPE)
    if sheet.strays:
        sys.exit(f"Not a number: {sheet.strays[0]}.")
    is_whole = np.isfinite(y).all(axis=1) & ~left_out(x)
    is_train = np.full(len(x), True)
    if key(PART) in sheet.places:
        part = sheet.places[key(PART)]
        is_train = np.array([row[part].strip().casefold() == "train" for row in sheet.rows], bool)
    train, test = is_whole & is_train, is_whole & ~is_train
    if not train.any():
        sys.exit(f"{path} holds no row to train on.")
    x = prepare(x)
    return (x[train], y[train]), (x[test], y[test])
'''

ROW_WEIGHTS = Template('''\
def row_weights(y):
    """How much each row counts: as its class does.    y (rows, outputs)"""
    classes = $classes
    of_class = $of_class
    return of_class[classes].astype(DTYPE)
''')
