"""Columns as they were guessed, but where a person wants it otherwise."""

import polars
import pytest

from core.table.wishes import Choosing, Settled, wish

FRAME = polars.DataFrame(
    {
        "size": [1.5, 2.5, None, 4.0, 5.0, 6.5, 7.0, 8.5],
        "colour": ["red", "blue", "red", None, "blue", "red", "blue", "red"],
        "label": ["no", "no", "no", "no", "yes", "yes", "yes", None],
        "code": ["7", "9", "7", "8", "7", "9", "8", "oops"],
    }
)


def names(settled: Settled, role: str) -> list[str]:
    return [column.name for column in settled.columns if column.role == role]


@pytest.fixture(scope="module")
def choosing() -> Choosing:
    return Choosing(FRAME)


def test_without_wishes_the_columns_are_as_guessed(choosing: Choosing) -> None:
    settled = choosing.settle({})
    assert settled.columns == choosing.guessed
    assert settled.target is not None
    assert settled.target.name == "label"
    assert settled.balance == (("no", 4), ("yes", 3))


def test_a_new_target_takes_the_place_of_the_old_one(choosing: Choosing) -> None:
    wishes = wish({}, ("colour",), role="target")
    settled = choosing.settle(wishes)
    assert names(settled, "target") == ["colour"]
    assert "label" in names(settled, "ignored")
    again = choosing.settle(wish(wishes, ("size",), role="target"))
    assert names(again, "target") == ["size"]
    assert {"colour", "label"} <= set(names(again, "ignored"))
    assert again.balance == ()
    assert again.span == (1.5, 8.5)


def test_what_was_the_target_is_left_out_and_says_why_until_it_is_wanted(choosing: Choosing) -> None:
    guessed = choosing.settle({}).target.name
    wishes = wish({}, ("colour",), role="target")
    settled = choosing.settle(wishes)
    assert guessed in names(settled, "ignored")
    assert [flag.column for flag in settled.flags if flag.kind == "deposed"] == [guessed]
    third = choosing.settle(wish(wishes, ("size",), role="target"))
    assert {guessed, "colour"} <= set(names(third, "ignored"))
    wanted = choosing.settle(wish(wishes, (guessed,), role="feature"))
    assert guessed in names(wanted, "feature")
    assert not [flag for flag in wanted.flags if flag.kind == "deposed"]


def test_only_one_of_several_columns_can_be_the_target(choosing: Choosing) -> None:
    assert names(choosing.settle(wish({}, ("size", "colour"), role="target")), "target") == ["size"]


def test_rows_with_gaps_count_in_used_columns_only(choosing: Choosing) -> None:
    settled = choosing.settle({})
    assert (settled.rows, settled.gap_rows, settled.dropped) == (8, 3, 1)
    dropping = choosing.settle(wish({}, ("size",), missing="drop"))
    assert dropping.dropped == 2
    without = choosing.settle(wish({}, ("size", "colour"), role="ignored"))
    assert without.gap_rows == 1


def test_a_number_can_be_classes_and_back(choosing: Choosing) -> None:
    as_classes = wish({}, ("size",), role="target", kind="category")
    target = choosing.settle(as_classes).target
    assert target is not None
    assert target.categories == ("1.5", "2.5", "4", "5", "6.5", "7", "8.5")
    number = choosing.settle(wish(as_classes, ("size",), kind="number")).target
    assert number is not None
    assert number.kind == "number"


def test_a_wish_that_cannot_be_says_why_and_leaves_the_column_as_it_was(choosing: Choosing) -> None:
    settled = choosing.settle(wish({}, ("code",), kind="number", role="feature"))
    assert "Row 8" in settled.problems["code"].message
    assert "oops" in settled.problems["code"].message
    was = next(column for column in choosing.guessed if column.name == "code")
    assert next(column for column in settled.columns if column.name == "code") == was


def test_scaling_and_gaps_are_wished_of_several_columns_at_once(choosing: Choosing) -> None:
    settled = choosing.settle(wish({}, ("size", "colour"), scaling="min-max", missing="drop"))
    by_name = {column.name: column for column in settled.columns}
    assert (by_name["size"].scaling, by_name["size"].missing) == ("min-max", "drop")
    assert by_name["colour"].missing == "drop"


def test_a_copy_of_the_wished_target_is_left_out_unless_it_is_wished_too() -> None:
    frame = polars.DataFrame(
        {
            "height": [1.0, 2.0, 4.0, 3.0, 7.0, 5.0],
            "again": [1.0, 2.0, 4.0, 3.0, 7.0, 5.0],
            "weight": [3.0, 1.0, 4.0, 1.5, 9.0, 2.0],
            "label": ["a", "b", "a", "b", "a", "b"],
        }
    )
    choosing = Choosing(frame)
    wishes = wish({}, ("height",), role="target")
    settled = choosing.settle(wishes)
    assert names(settled, "ignored") == ["again", "label"]
    assert names(choosing.settle(wish(wishes, ("again",), role="feature")), "ignored") == ["label"]


def test_a_column_of_dates_cannot_be_the_target() -> None:
    dated = FRAME.with_columns(day=polars.date_range(polars.date(2026, 1, 1), polars.date(2026, 1, 8), eager=True))
    settled = Choosing(dated).settle(wish({}, ("day",), role="target"))
    assert settled.target is None
    assert settled.problems["day"].message == "The column “day” holds dates, which a network cannot find out."
