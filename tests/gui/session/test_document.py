"""Tests of the document: one way in, undo and redo, what is one step, and when something would be lost."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from core.bundled import open_bundled
from core.edits import Edit, new_weights, operate
from core.messages import Adopt, Load, Message, Swap
from core.moves import Reset
from core.specs import Project
from core.state import State
from core.surgery import add_unit
from core.trainer import Trainer
from core.weights import write
from gui.session.document import Document

CIRCLE = open_bundled("circle")


class Listener:
    """Everything that a document says."""

    def __init__(self, document: Document) -> None:
        self.posted: list[Message] = []
        self.changed: list[tuple[Project, Project]] = []
        self.histories = 0
        document.posted.connect(self.posted.append)
        document.changed.connect(lambda old, new: self.changed.append((old, new)))
        document.history_changed.connect(self._count)

    def _count(self) -> None:
        self.histories += 1


@pytest.fixture
def document(qapp: QApplication) -> Document:
    return Document(CIRCLE)


def titled(title: str, project: Project = CIRCLE) -> Project:
    return project.replace(title=title)


def typed(document: Document, value: float, merge: object = None) -> None:
    edit = write(document.project, [(0, 0, 0)], [value])
    document.edit(edit.text, edit.project, edit.vectors, merge)


def noisy(noise: float) -> Project:
    assert CIRCLE.data is not None
    return CIRCLE.replace(data=CIRCLE.data.replace(noise=noise))


def apply(document: Document, edit: Edit) -> None:
    document.edit(edit.text, edit.project, edit.vectors)


def history(document: Document) -> tuple[str | None, str | None]:
    return document.undo_text, document.redo_text


# Edit, undo, redo -------------------------------------------------------------------------------------------------


def test_an_edit_says_what_changed_and_tells_the_engine(document: Document) -> None:
    heard = Listener(document)
    document.edit("rename", titled("A"))
    assert document.project == titled("A") and history(document) == ("rename", None)
    assert heard.changed == [(CIRCLE, titled("A"))] and heard.posted == [Adopt(titled("A"))] and heard.histories == 1


def test_an_edit_that_changes_nothing_is_none(document: Document) -> None:
    heard = Listener(document)
    document.edit("rename", CIRCLE.replace())
    assert history(document) == (None, None) and not (heard.posted or heard.changed or heard.histories)


def test_an_edit_of_the_vectors_alone_is_one(document: Document) -> None:
    heard = Listener(document)
    document.edit("reset", CIRCLE, Reset())
    document.undo()
    document.redo()
    assert heard.posted == [Adopt(CIRCLE, Reset(), 1), Swap(CIRCLE, 1), Swap(CIRCLE, 1)]


def test_undo_and_redo_of_a_setting_leave_the_vectors_alone(document: Document) -> None:
    document.edit("rename", titled("A"))
    heard = Listener(document)
    document.undo()
    assert document.project == CIRCLE and history(document) == (None, "rename")
    document.redo()
    assert document.project == titled("A") and history(document) == ("rename", None)
    assert heard.posted == [Adopt(CIRCLE), Adopt(titled("A"))]
    assert heard.changed == [(CIRCLE, titled("A")), (titled("A"), CIRCLE)][::-1] and heard.histories == 2


def test_undo_and_redo_of_surgery_swap_the_vectors_by_the_edits_number(document: Document) -> None:
    first = operate(CIRCLE, add_unit(CIRCLE.network, 0))
    second = operate(first.project, add_unit(first.project.network, 1))
    heard = Listener(document)
    apply(document, first)
    apply(document, second)
    for step in (document.undo, document.undo, document.redo, document.redo):
        step()
    numbers = [message.edit for message in heard.posted if isinstance(message, Adopt)]
    assert len(set(numbers)) == 2 and None not in numbers
    assert heard.posted[2:] == [
        Swap(first.project, numbers[1]),
        Swap(CIRCLE, numbers[0]),
        Swap(first.project, numbers[0]),
        Swap(second.project, numbers[1]),
    ]


def test_an_edit_after_undo_takes_the_place_of_what_was_undone(document: Document) -> None:
    document.edit("first", titled("A"))
    document.edit("second", titled("B"))
    document.undo()
    document.edit("third", titled("C"))
    assert history(document) == ("third", None)
    document.undo()
    assert document.project == titled("A") and history(document) == ("first", "third")


def test_there_is_nothing_to_undo_or_redo_at_the_ends(document: Document) -> None:
    heard = Listener(document)
    document.undo()
    document.redo()
    assert document.project == CIRCLE and not (heard.posted or heard.changed or heard.histories)


# Dragging ---------------------------------------------------------------------------------------------------------


def drag(document: Document, *noises: float, number: int = 1) -> None:
    for noise in noises:
        document.edit("set noise", noisy(noise), merge=("noise", number))


def test_a_drag_is_one_step(document: Document) -> None:
    heard = Listener(document)
    drag(document, 11.0, 12.0, 13.0)
    assert heard.posted == [Adopt(noisy(noise)) for noise in (11.0, 12.0, 13.0)], "and is seen all the way"
    document.undo()
    assert document.project == CIRCLE and history(document) == (None, "set noise")
    document.redo()
    assert document.project == noisy(13.0)


def test_two_drags_are_two_steps(document: Document) -> None:
    drag(document, 11.0, 12.0, number=1)
    drag(document, 13.0, 14.0, number=2)
    document.undo()
    assert document.project == noisy(12.0)


def test_an_edit_in_between_ends_a_drag(document: Document) -> None:
    drag(document, 11.0)
    document.edit("rename", titled("A", noisy(11.0)))
    document.edit("set noise", titled("A", noisy(12.0)), merge=("noise", 1))
    document.undo()
    assert document.project == titled("A", noisy(11.0))


@pytest.mark.parametrize("has_later_edit", [False, True])
def test_a_drag_does_not_swallow_where_somebody_went_by_undo(document: Document, has_later_edit: bool) -> None:
    drag(document, 11.0, 12.0)
    if has_later_edit:
        document.edit("rename", titled("A", noisy(12.0)))
        document.undo()
    else:
        document.undo()
        document.redo()
    drag(document, 13.0)
    document.undo()
    assert document.project == noisy(12.0)


def test_a_drag_does_not_swallow_what_was_saved(document: Document) -> None:
    drag(document, 11.0)
    document.mark_saved(document.project, 0, Path("a.neuroloom"))
    drag(document, 12.0)
    document.undo()
    assert document.project == noisy(11.0) and not document.is_edited(0)


def test_nothing_is_left_of_a_drag_that_came_back(document: Document) -> None:
    document.edit("rename", titled("A"))
    start = document.project
    assert start.data is not None
    for noise in (11.0, 12.0, 10.0):
        document.edit("set noise", start.replace(data=start.data.replace(noise=noise)), merge="noise")
    assert document.project == start and history(document) == ("rename", None)
    document.edit("set noise", start.replace(data=start.data.replace(noise=20.0)), merge="noise")
    document.undo()
    assert document.project == start and history(document) == ("rename", "set noise")


def test_a_drag_that_touches_the_vectors_is_one_step_with_the_first_edits_number(document: Document) -> None:
    heard = Listener(document)
    for value in (0.1, 0.2, 0.3):
        typed(document, value, merge="drag")
    assert [message.edit for message in heard.posted if isinstance(message, Adopt)] == [1, None, None]
    assert history(document) == ("set weight x₁ → Hidden 1 · 1 to 0.3", None)
    document.undo()
    document.redo()
    assert heard.posted[3:] == [Swap(CIRCLE, 1), Swap(CIRCLE, 1)] and history(document)[1] is None


def test_a_drag_that_begins_with_a_setting_keeps_the_vectors_of_what_follows(document: Document) -> None:
    document.edit("rename", titled("A"), merge="drag")
    heard = Listener(document)
    typed(document, 0.1, merge="drag")
    (adopted,) = heard.posted
    assert isinstance(adopted, Adopt) and adopted.edit == 1
    document.undo()
    assert document.project == titled("A") and history(document)[0] == "rename"


def test_a_drag_of_numbers_that_came_back_is_still_a_step(document: Document) -> None:
    for value in (0.1, 0.0):
        typed(document, value, merge="drag")
    assert history(document)[0] is not None


def test_what_follows_surgery_in_a_drag_is_undone_with_it(document: Document) -> None:
    edit = operate(CIRCLE, add_unit(CIRCLE.network, 0))
    document.edit(edit.text, edit.project, edit.vectors, merge="drag")
    document.edit("rename", titled("A", edit.project), merge="drag")
    document.edit("rename", edit.project, merge="drag")
    heard = Listener(document)
    document.undo()
    assert heard.posted == [Swap(CIRCLE, 1)]


def test_a_drag_that_is_given_up_leaves_nothing_not_even_of_what_could_be_redone(document: Document) -> None:
    document.edit("rename", titled("A"))
    typed(document, 0.7)
    document.undo()
    was, undone, saved = document.project, history(document), document.is_edited(0)
    heard, drag = Listener(document), object()
    for value in (0.1, 0.2):
        typed(document, value, merge=drag)
    document.withdraw(object())  # of another drag
    assert history(document)[0] != undone[0]
    document.withdraw(drag)
    assert document.project == was and history(document) == undone and document.is_edited(0) == saved
    assert heard.posted[2:] == [Swap(was, 2)] and document.way_back(2) is None
    document.withdraw(drag)
    assert history(document) == undone and len(heard.posted) == 3
    document.redo()
    assert heard.posted[3:] == [Swap(was, 1)]
    assert document.way_back(1) == "undo"
    document.undo()
    assert document.way_back(1) == "redo"


def test_a_drag_that_comes_back_to_where_it_began_leaves_what_could_be_redone(document: Document) -> None:
    document.edit("rename", titled("A"))
    document.undo()
    undone, drag = history(document), object()
    document.edit("rename", titled("B"), merge=drag)
    document.edit("rename", CIRCLE, merge=drag)
    assert history(document) == undone
    document.edit("rename", titled("B"), merge=drag)
    document.withdraw(drag)
    assert history(document) == undone and document.project == CIRCLE
    document.redo()
    assert document.project == titled("A")


# All the way ------------------------------------------------------------------------------------------------------

actions = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.sampled_from("ABC")),
        st.tuples(st.just("drag"), st.sampled_from([5.0, 10.0, 20.0])),
        st.tuples(st.sampled_from(["surgery", "weights", "undo", "redo", "save"]), st.none()),
    ),
    max_size=30,
)


@given(actions)
def test_undo_all_the_way_gives_the_first_project_and_redo_the_last(actions: list[tuple[str, object]]) -> None:
    document = Document(CIRCLE)
    heard = Listener(document)
    for kind, value in actions:
        project = document.project
        if kind == "rename":
            document.edit("rename", project.replace(title=value))
        elif kind == "drag":
            assert project.data is not None
            document.edit("set noise", project.replace(data=project.data.replace(noise=value)), merge="noise")
        elif kind == "surgery":
            apply(document, operate(project, add_unit(project.network, 0)))
        elif kind == "weights":
            apply(document, new_weights(project))
        elif kind == "save":
            document.mark_saved(project, 0, Path("a.neuroloom"))
        else:
            getattr(document, kind)()
    while document.redo_text is not None:
        document.redo()
    last, steps = document.project, 0
    while document.undo_text is not None:
        before = document.project
        document.undo()
        steps += 1
        assert document.project != before, "no step is empty"
    assert document.project == CIRCLE
    for _ in range(steps):
        document.redo()
    assert document.project == last and document.redo_text is None
    # Whoever follows `changed`, and whoever follows `posted`, ends up where the document is.
    assert all(old == new for (_, old), (new, _) in zip(heard.changed, heard.changed[1:], strict=False))
    assert len(heard.posted) == len(heard.changed)
    for (_, new), message in zip(heard.changed, heard.posted, strict=True):
        assert isinstance(message, Adopt | Swap) and message.project == new


# Saved and loaded -------------------------------------------------------------------------------------------------


def some_state(step: int) -> State:
    from core.data import build

    assert CIRCLE.data is not None
    trainer = Trainer(CIRCLE.network, build(CIRCLE.data), CIRCLE.training, seed=CIRCLE.seed)
    trainer.run(steps=step)
    return trainer.state()


def test_loading_leaves_nothing_to_undo_and_nothing_unsaved(document: Document) -> None:
    document.edit("rename", titled("A"))
    document.edit("rename", titled("B"))
    document.undo()
    heard, state = Listener(document), some_state(40)
    document.load(titled("C"), state, Path("c.neuroloom"))
    assert document.project == titled("C") and document.path == Path("c.neuroloom") and not document.is_bundled
    assert history(document) == (None, None) and heard.changed == [(titled("A"), titled("C"))]
    (load,) = heard.posted
    assert isinstance(load, Load) and load.project == titled("C") and load.state is state
    assert not document.is_edited(40) and document.is_edited(41) and not document.must_ask(40)


def test_a_drag_does_not_go_on_in_another_project(document: Document) -> None:
    drag(document, 11.0)
    document.load(CIRCLE, None, None)
    drag(document, 12.0)
    document.undo()
    assert document.project == CIRCLE and history(document) == (None, "set noise")


def test_a_bundled_project_that_was_only_trained_does_not_ask(document: Document) -> None:
    document.load(CIRCLE, None, None, is_bundled=True)
    assert not document.must_ask(0) and not document.must_ask(500)
    document.edit("rename", titled("A"))
    assert document.must_ask(0)
    document.undo()
    assert not document.must_ask(500)


@pytest.mark.parametrize("is_bundled", [False, True])
def test_a_typed_number_is_asked_about_until_it_is_undone_or_saved(document: Document, is_bundled: bool) -> None:
    document.load(CIRCLE, None, None, is_bundled)
    typed(document, 0.1, merge="drag")
    typed(document, 0.2, merge="drag")
    assert document.must_ask(0), "though project and step are the same"
    document.undo()
    assert not document.must_ask(0)
    document.redo()
    assert document.must_ask(0)
    document.mark_saved(document.project, 0, Path("a.neuroloom"))
    assert not document.must_ask(0)
    document.undo()
    assert document.must_ask(0)


def test_a_file_asks_once_it_was_edited_or_trained(document: Document) -> None:
    document.load(CIRCLE, some_state(3), Path("a.neuroloom"))
    assert not document.must_ask(3) and document.must_ask(4)
    document.edit("rename", titled("A"))
    assert document.must_ask(3)
    document.mark_saved(titled("A"), 9, Path("a.neuroloom"))
    assert not document.must_ask(9) and document.must_ask(10)
    document.undo()
    assert document.must_ask(9), "what is on screen is not what was saved"
    document.redo()
    assert not document.must_ask(9)


def test_a_bundled_project_that_was_saved_is_a_file_like_any_other(document: Document) -> None:
    document.load(CIRCLE, None, None, is_bundled=True)
    document.edit("rename", titled("A"))
    document.mark_saved(titled("A"), 5, Path("mine.neuroloom"))
    assert not document.is_bundled and document.path == Path("mine.neuroloom")
    assert not document.must_ask(5) and document.must_ask(6)
    assert document.undo_text == "rename", "saving leaves the history"


def test_what_was_saved_is_what_was_written_not_what_has_come_since(document: Document) -> None:
    document.edit("rename", titled("A"))
    document.mark_saved(CIRCLE, 0, Path("a.neuroloom"))
    assert document.is_edited(0)


def test_the_document_holds_no_array(document: Document) -> None:
    document.load(CIRCLE, some_state(3), None)
    assert not any(isinstance(value, np.ndarray | State) for value in vars(document).values())


# Going far ---------------------------------------------------------------------------------------------------------


def test_the_history_keeps_its_order_and_says_where_the_document_is(document: Document) -> None:
    assert (document.history, document.position) == ((), 0)
    for letter in "ABC":
        document.edit(f"rename to {letter}", titled(letter))
    texts = ("rename to A", "rename to B", "rename to C")
    assert (document.history, document.position) == (texts, 3)
    document.undo()
    document.undo()
    assert (document.history, document.position) == (texts, 1)
    document.edit("rename to D", titled("D"))
    assert (document.history, document.position) == (("rename to A", "rename to D"), 2)
    document.load(CIRCLE, None, None)
    assert (document.history, document.position) == ((), 0)


def test_a_drag_says_in_the_history_where_it_ended(document: Document) -> None:
    for noise in (11.0, 12.0):
        document.edit(f"set noise to {noise:g} %", noisy(noise), merge="noise")
    assert document.history == ("set noise to 12 %",)


steps = st.lists(st.sampled_from(["rename", "surgery", "weights"]), min_size=1, max_size=8)


@given(steps, st.lists(st.integers(-1, 9), min_size=1, max_size=4))
def test_going_far_is_undo_or_redo_so_many_times(kinds: list[str], positions: list[int]) -> None:
    """The engine hears the very same messages; views hear of one change."""
    far, near = Document(CIRCLE), Document(CIRCLE)
    heard_far, heard_near = Listener(far), Listener(near)
    for number, kind in enumerate(kinds):
        for document in (far, near):
            project = document.project
            if kind == "rename":
                document.edit("rename", project.replace(title=f"Title {number}"))
            elif kind == "surgery":
                apply(document, operate(project, add_unit(project.network, 0)))
            else:
                apply(document, new_weights(project))
    for position in positions:
        before, changes = far.project, len(heard_far.changed)
        far.go_to(position)
        while near.position < min(position, len(kinds)):
            near.redo()
        while near.position > max(position, 0):
            near.undo()
        moved = heard_far.changed[changes:]
        assert moved == ([(before, far.project)] if before != far.project else [])
    assert heard_far.posted == heard_near.posted
    assert (far.project, far.history, far.position) == (near.project, near.history, near.position)
