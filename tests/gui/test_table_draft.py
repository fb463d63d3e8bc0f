"""What is chosen of a table while its dialog is open. How the dialog shows it is in test_table_dialog.py."""

from core.data import Table
from core.errors import UserError
from core.table import Column, Split, StoredTable
from core.table.guessing import guess_split
from core.table.wishes import Choosing, Settled
from gui.dialogs.table.draft import Draft
from gui.dialogs.table.reading import Whole
from tests.gui.birds import FEATURES, MASS_WANTED, birds


def draft_of(rows: int, *columns: Column, starts_afresh: bool = True) -> Draft:
    """All rows are there, and the columns have come to this."""
    draft, frame = Draft("birds", None), birds(rows)
    draft.take_all(Whole(StoredTable.of(frame), Choosing(frame)))
    draft.take_settled(settled(rows, *columns), True, starts_afresh)
    return draft


def settled(rows: int, *columns: Column) -> Settled:
    return Settled(columns, {}, (), (), None, {}, 0, 0, rows)


def test_of_few_rows_all_train_until_a_person_has_chosen() -> None:
    assert draft_of(120, *FEATURES, MASS_WANTED).split == guess_split(120)
    draft = draft_of(9, *FEATURES, MASS_WANTED)
    assert (draft.split, draft.parts_text) == (guess_split(8), "So few rows train; none tests.")
    chosen = Split(validation=0.0, test=34.0)
    draft.choose_split(chosen)
    draft.take_settled(settled(9, *FEATURES, MASS_WANTED), True, True)
    assert (draft.split, draft.parts_text) == (chosen, "about 6 train, 0 are watched, 3 test")


def test_a_split_by_a_column_that_is_gone_is_a_random_one() -> None:
    draft = draft_of(120, *FEATURES, MASS_WANTED)
    draft.choose_split(Split(kind="group", column="island", test=20.0))
    draft.take_settled(settled(120, FEATURES[0], MASS_WANTED), True, True)
    assert (draft.split.kind, draft.split.column, draft.split.test) == ("random", None, 20.0)


def test_switched_columns_follow_the_first_one_and_the_target_stays() -> None:
    bill, island, flippers = FEATURES
    draft = draft_of(120, bill, island.replace(role="ignored"), flippers, MASS_WANTED)
    assert draft.toggled(("bill", "island", "mass")) == (("bill", "island"), "ignored")
    assert draft.toggled(("island", "bill")) == (("island", "bill"), "feature")


def test_what_cannot_be_opened_says_why() -> None:
    assert isinstance(draft_of(120, *FEATURES, MASS_WANTED).recipe(), Table)
    assert isinstance(draft_of(120, *FEATURES).recipe(), UserError)
