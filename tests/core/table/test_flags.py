"""Tests of what is said of the columns of a table before anything learns from them."""

import datetime

import numpy as np
import polars
import pytest

from core.table.columns import Column
from core.table.flags import Flag, balance_of, flags_of
from core.table.guessing import guess_columns
from core.table.some_rows import SAMPLE, some_of
from core.wording import MINUS

ROWS = 60


def kinds(frame: polars.DataFrame, columns: tuple[Column, ...] | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag in flags_of(frame, columns or guess_columns(frame)):
        assert flag.message.endswith(".")
        found.setdefault(flag.column, []).append(flag.kind)
    return found


def frame_of(**columns: list[object]) -> polars.DataFrame:
    """The columns beside a plain feature, over a target of three classes."""
    generator = np.random.default_rng(2)
    plain = {"plain": generator.normal(size=ROWS), "class": [["a", "b", "c"][row % 3] for row in range(ROWS)]}
    return polars.DataFrame(columns | plain)


def test_a_plain_table_has_no_flags() -> None:
    assert kinds(frame_of()) == {}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([None] * ROWS, "empty"),
        ([7] * ROWS, "constant"),
        ([f"text {row}" for row in range(ROWS)], "unique"),
        ([f"text {row % 40} " + "word " * 50 for row in range(ROWS)], "long"),
        ([f"patient {row // 3}" for row in range(ROWS)], "groups"),
        ([datetime.date(2020, 1, 1) + datetime.timedelta(row) for row in range(ROWS)], "date"),
        ([["train", "test"][row % 2] for row in range(ROWS)], "parts"),
        ([str(row) if row % 20 else "abc" for row in range(ROWS)], "mixed"),
        ([float(row) if row % 20 else float("inf") for row in range(ROWS)], "infinite"),
        ([float("-inf") if row % 2 else 1e308 for row in range(ROWS)], "infinite"),
        ([float("inf")] * ROWS, "infinite"),
        ([None if row % 4 == 0 else row * 0.37 for row in range(ROWS)], "gaps"),
    ],
)
def test_odd_columns_are_flagged(cells: list[object], kind: str) -> None:
    assert kinds(frame_of(odd=cells)) == {"odd": [kind]}


def test_numbers_of_which_none_counts_are_left_out_and_none_is_called_a_text() -> None:
    frame = frame_of(odd=[float("inf")] * ROWS)
    (flag,) = flags_of(frame, guess_columns(frame))
    assert flag.message == "Every number is infinite, or beyond 1e100, and counts as empty."
    assert guess_columns(frame)[0].role == "ignored"


def test_a_numbering_is_flagged() -> None:
    assert kinds(frame_of(id=[row * 7 % 61 for row in range(ROWS)])) == {"id": ["number"]}
    assert kinds(frame_of(kundennr=[1000 + row * 3 for row in range(ROWS)])) == {"kundennr": ["number"]}
    assert kinds(frame_of(acid=[row * 7 % 61 for row in range(ROWS)])) == {}


def test_texts_among_numbers_are_counted_and_the_first_is_shown() -> None:
    frame = frame_of(price=["1.5", "n. k.", None, "2", *["3"] * 54, "free", "4"])
    (flag,) = flags_of(frame, guess_columns(frame))
    assert flag.message == "Of 59 cells 2 are text, first in row 2: “n. k.”. The others are numbers."


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({7: 9999.0}, "Row 8 holds 9,999; the others lie between 31 and 86."),
        ({7: -999.0}, f"Row 8 holds {MINUS}999; the others lie between 31 and 86."),
        (
            {7: 9999.0, 9: -999.0},
            "Row 8 holds 9,999, and 1 more number lies far out; the others lie between 31 and 86.",
        ),
        ({7: 105.0}, ""),
        (dict.fromkeys(range(0, 280, 10), -999.0), ""),  # a tenth of them is no slip
    ],
)
def test_a_few_numbers_far_from_all_others_are_flagged_with_the_first_row(odd: dict[int, float], said: str) -> None:
    cells = [31.0 + (place * 17 % 56) for place in range(280)]
    for place, value in odd.items():
        cells[place] = value
    frame = polars.DataFrame({"temp": cells, "class": ["a", "b"] * 140})
    flags = [flag for flag in flags_of(frame, guess_columns(frame)) if flag.kind == "far out"]
    assert [flag.message for flag in flags] == ([said] if said else [])
    target = polars.DataFrame({"x": np.arange(280) * 0.7, "temp": cells})
    assert ("far out" in kinds(target).get("temp", [])) is bool(said)


@pytest.mark.parametrize("rows", [60, 300, 3_000, 100_000])
@pytest.mark.parametrize("sigma", [0.5, 1.0, 1.5])
def test_long_tails_are_no_slips(rows: int, sigma: float) -> None:
    generator = np.random.default_rng(7)
    income = generator.lognormal(8.0, sigma, rows)
    frame = polars.DataFrame(
        {"income": income, "change": generator.standard_t(3, rows), "count": np.floor(income / 3000.0)}
    )
    assert kinds(frame) == {}


def test_categories_that_differ_only_in_case_are_flagged_and_not_merged() -> None:
    frame = polars.DataFrame({"x": np.arange(60) * 0.3, "y": ["Good", "good", "bad"] * 20, "z": ["A", "B", "a"] * 20})
    columns = (Column("x"), *(Column(name, role, "category", categories=categories) for name, role, categories in (
        ("y", "target", ("Good", "good", "bad")), ("z", "feature", ("A", "B", "a"))
    )))  # fmt: skip
    said = {flag.column: flag.message for flag in flags_of(frame, columns) if flag.kind == "case"}
    assert said == {
        "y": "“Good” and “good” differ only in case, and are classes of their own.",
        "z": "“A” and “a” differ only in case, and are categories of their own.",
    }


def test_numbers_with_a_point_in_a_file_with_commas_are_called_that() -> None:
    frame = frame_of(power=[f"{place}.5" for place in range(ROWS)], code=[f"0{place:02}" for place in range(ROWS)])
    columns = guess_columns(frame)
    found = {flag.column: flag.kind for flag in flags_of(frame, columns, ",")}
    assert found == {"power": "points", "code": "unique"}
    said = next(flag.message for flag in flags_of(frame, columns, ",") if flag.kind == "points")
    assert said == "It has numbers with a point, where the file has a comma before fractions: it is read as text."
    assert kinds(frame) == {"power": ["unique"], "code": ["unique"]}


# What gives the target away --------------------------------------------------------------------------------------


def test_copies_of_the_target_are_flagged() -> None:
    classes = [["a", "b", "c"][row % 3] for row in range(ROWS)]
    found = kinds(
        frame_of(
            again=list(classes),
            codes=[{"a": 5, "b": 3, "c": 9}[one] for one in classes],
            town=[{"a": ["x", "y"], "b": ["z"], "c": ["u", "v"]}[one][row % 2 % {"a": 2, "b": 1, "c": 2}[one]]
                  for row, one in enumerate(classes)],
            nearly=[one if row else "b" for row, one in enumerate(classes)],
        )
    )  # fmt: skip
    assert found == {"again": ["same"], "codes": ["recoded"], "town": ["determines"]}


def test_a_number_that_follows_the_target_is_flagged() -> None:
    generator = np.random.default_rng(4)
    y = generator.normal(size=ROWS)
    frame = polars.DataFrame(
        {
            "fahrenheit": 32 - 1.8 * y,
            "rounded": np.round(y * 1.5, 3),
            "near": y + 0.05 * generator.normal(size=ROWS),
            "huge": y * 1e90,
            "y": y,
        }
    )
    assert kinds(frame) == {"fahrenheit": ["linear"], "rounded": ["linear"], "huge": ["linear"]}


def test_a_value_that_came_up_too_seldom_gives_nothing_away() -> None:
    assert kinds(frame_of(code=[f"t{row // 2}" for row in range(ROWS)])) == {"code": ["groups"]}


def test_a_copy_is_found_out_by_all_rows_not_by_some() -> None:
    rows = 3 * SAMPLE
    classes = np.arange(rows) % 2
    changed = classes.copy()
    looked_at = set(some_of(polars.Series(np.arange(rows))).to_list())
    row = next(row for row in range(1, rows, 2) if row not in looked_at)
    changed[row] = 0
    frame = polars.DataFrame({"almost": changed, "nearly": 1 - changed, "copy": 1 - classes, "class": classes})
    assert kinds(frame) == {"copy": ["recoded"]}


@pytest.mark.parametrize("rows", [100_000, 200_000, 400_000])
def test_channels_that_take_turns_do_not_make_a_number_follow_the_target(rows: int) -> None:
    # Of every 5th, 10th or 20th row b is the same, and a alone would be the target in another unit.
    row = np.arange(rows)
    frame = polars.DataFrame({"a": row % 17, "b": row % 5, "y": 2 * (row % 17) + row % 5})
    assert kinds(frame) == {}


def test_a_number_follows_the_target_by_all_rows_not_by_some() -> None:
    rows = 3 * SAMPLE
    y = np.random.default_rng(4).normal(size=rows)
    looked_at = some_of(polars.Series(np.arange(rows))).to_numpy()
    other = np.setdiff1d(np.arange(rows), looked_at)[:9]
    near, same = 3.0 * y, y.copy()
    near[other] = 50.0
    same[other[0]] += 0.001
    frame = polars.DataFrame({"near": near, "unit": 3.0 * y, "same": same, "y": y})
    assert kinds(frame) == {"unit": ["linear"], "same": ["linear"]}


# The target ------------------------------------------------------------------------------------------------------


def test_the_balance_counts_each_class() -> None:
    frame = polars.DataFrame({"y": [1.0, 2.0, 1.0, None, 3.0]})
    assert balance_of(frame, Column("y", "target", "category", categories=("1", "2", "4"))) == (
        ("1", 2),
        ("2", 1),
        ("4", 0),
    )


def test_rare_and_unequal_classes_and_missing_targets_are_flagged() -> None:
    target = Column("y", "target", "category", categories=("a", "b", "c"))
    frame = polars.DataFrame({"x": np.arange(40) * 0.3, "y": ["a"] * 33 + ["b"] * 4 + ["c", None, None]})
    found = {flag.kind: flag.message for flag in flags_of(frame, (Column("x"), target))}
    assert found == {
        "no target": "2 rows have no target and cannot be used.",
        "rare class": "“c” has a single row: it cannot be both learned and tested.",
        "unequal classes": "“a” has 33 rows, “c” 1: accuracy alone says little here.",
    }


def test_a_target_with_one_class_in_the_rows_is_flagged() -> None:
    target = Column("y", "target", "category", categories=("a", "b"))
    frame = polars.DataFrame({"x": [0.5, 1.5, 2.0], "y": ["a", "a", None]})
    assert "one value" in kinds(frame, (Column("x"), target))["y"]


def test_columns_that_are_left_out_at_first_are_mentioned() -> None:
    frame = polars.DataFrame({f"c{place}": [place + 0.5, 2.25, 3.25, 0.5] for place in range(1500)})
    flags = [flag for flag in flags_of(frame, guess_columns(frame)) if flag.kind == "left out"]
    assert flags == [Flag("c1498", "left out", "499 columns are not used: about 1,000 inputs are chosen at first.")]
