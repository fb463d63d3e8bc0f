"""How the bundled tables that nobody measured are made: admission, sum and product.

`uv run python -m tests.core.table.made_tables` writes them anew into `resources/data/`; a test holds the files to this.
Whole tenths are drawn, and by Python's own generator, whose numbers stay the same from version to version: so the files
come out the same to the last byte.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parents[3] / "resources" / "data"

SEED = 0

ROWS = 300
LEAST_AWAY = 0.3
"""No student lies nearer to the line than this, as a distance in the plane of both marks: so a line parts them all."""
INSIDE, OUTSIDE = 5, 10
"""What is trained on lies within -5 and 5 on both axes; what tests lies beyond, within -10 and 10."""
TRAINED, WATCHED, BEYOND = 240, 60, 120
"""How many rows are for training, for validation and for the test."""


def admission() -> str:
    """Students with a mark from 0 to 10 in a test and one for their grades; in at 2 test + grades >= 18."""
    random = Random(SEED)
    rows: list[str] = []
    while len(rows) < ROWS:
        test, grades = _tenths(random, 0, 10), _tenths(random, 0, 10)
        score = 2 * test + grades - 180  # in tenths, as both marks
        if abs(score) / 10 / 5**0.5 >= LEAST_AWAY:
            rows.append(f"{test / 10},{grades / 10},{'yes' if score >= 0 else 'no'}")
    return _text("test,grades,admitted", rows)


def sum_of_two() -> str:
    """a, b and a + b."""
    return _of_two("sum", lambda a, b: f"{(a + b) / 10}")


def product_of_two() -> str:
    """a, b and a b."""
    return _of_two("product", lambda a, b: f"{a * b / 100}")


TABLES = {"admission": admission, "sum": sum_of_two, "product": product_of_two}


def _of_two(name: str, answer: Callable[[int, int], str]) -> str:
    """Rows of two numbers, always the same ones, and an answer, which is given them in tenths; what each row is for."""
    random = Random(SEED)
    rows = []
    for part, count, reach in (("train", TRAINED, INSIDE), ("validation", WATCHED, INSIDE), ("test", BEYOND, OUTSIDE)):
        found = 0
        while found < count:
            a, b = _tenths(random, -reach, reach), _tenths(random, -reach, reach)
            if part == "test" and max(abs(a), abs(b)) <= INSIDE * 10:
                continue
            rows.append(f"{a / 10},{b / 10},{answer(a, b)},{part}")
            found += 1
    return _text(f"a,b,{name},part", rows)


def _tenths(random: Random, low: int, high: int) -> int:
    """A number from low to high, in tenths, each as likely as any other."""
    return 10 * low + int(random.random() * (10 * (high - low) + 1))


def _text(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows, ""])


if __name__ == "__main__":
    for name, make in TABLES.items():
        (FOLDER / f"{name}.csv").write_text(make(), encoding="utf-8", newline="\n")
