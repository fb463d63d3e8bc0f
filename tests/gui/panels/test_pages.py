"""Pages that are made late: nobody can tell them from those that were there all along."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gui.session.things import Neuron
from tests.gui.conftest import OpenWindow
from tests.journeys.person import Person

LATE = ("scores", "inside", "runs", "data", "ask")


def at_rest(person: Person, page: QWidget) -> QImage:
    """What the page looks like once nothing changes any more and all questions are answered."""
    worker, last = person.window.session.worker, QImage()

    def is_still() -> bool:
        nonlocal last
        before, last = last, page.grab().toImage()
        return before == last and worker._turn is None

    person.until(is_still)
    return last


def test_a_page_that_is_made_late_shows_what_one_shows_that_was_there_all_along(person: Person) -> None:
    window = person.window
    pages = window.right_column
    early = {name: getattr(pages, name) for name in LATE}
    window.show_theme_named("dark")
    person.train(3)
    person.canvas.choose(Neuron(0, 1))
    window.sample.show_row("test", 2)
    window.knock_out.toggle((Neuron(0, 2),))
    person.window.session.runs.keep()
    person.train(1)
    window.predicting._tell("Predicted 3 rows.")
    for name in LATE:
        person.click(f"page-{name}")
        as_it_was = at_rest(person, early[name])
        person.click("page-picture")
        delattr(pages, name)
        person.click(f"page-{name}")
        late = getattr(pages, name)
        assert late is not early[name] and late.isVisible()
        assert at_rest(person, late) == as_it_was, name


def test_only_the_page_in_front_is_there_at_first(open_window: OpenWindow) -> None:
    window = open_window().window
    assert window.right_column.pages == [window.pictures]


def test_the_tab_key_comes_to_a_late_page_after_its_name_and_before_the_bottom_line(person: Person) -> None:
    for name in LATE:
        person.click(f"page-{name}")
        button, page = person.widget(f"page-{name}"), getattr(person.window.right_column, name)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        passed: list[QWidget] = []
        while (focus := QApplication.focusWidget()) is not None and focus.objectName() != "timeline":
            passed.append(focus)
            person.press(Qt.Key.Key_Tab)
            assert len(passed) < 100
        assert passed[0] is button
        assert len(passed) > 1 and all(page.isAncestorOf(widget) for widget in passed[1:]), name


def test_the_headings_of_all_pages_stand_equally_high(open_window: OpenWindow) -> None:
    heights = set()
    for name, pages in (("circle", ("picture", "inside", "runs", "ask")), ("segments", ("picture", "ask"))):
        person = open_window(name)
        column = person.window.right_column
        for page in pages:
            person.click(f"page-{page}")
            headings = [one for one in column.findChildren(QLabel) if one.property("role") == "heading"]
            places = [one.mapTo(column, one.rect().center()).y() for one in headings if one.isVisible()]
            heights.add(min(places))
    assert len(heights) == 1
