"""Tests of files that others have, change or remove, as a person meets them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from core.bundled import open_bundled
from core.disk.previous import previous_of
from core.project import Saved, open_project, save_project
from gui.settings import Settings
from tests.gui.desks import Desk, answer, title_of
from tests.journeys.person import Person

XOR, SPIRAL = open_bundled("xor"), open_bundled("spiral")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.neuroloom"
    save_project(Saved(XOR), path)
    return path


def test_the_second_window_on_a_file_is_told_and_asked(make_desk: Callable[[], Desk], path: Path) -> None:
    first, second = make_desk(), make_desk()
    first.files.open_path(path)
    document, files = second.session.document, second.files
    asked: list[str] = []
    answer("Cancel", asked)
    files.open_path(path)
    assert document.project.title == "Circle"
    answer("Open as a copy", asked)
    files.open_path(path)
    assert (document.path, document.title) == (None, "mine copy")
    assert not document.must_ask(0)

    # The same where it is saved over: the first window's file stays as it is until somebody wants otherwise.
    answer("Cancel", asked)
    assert not files._save(path)
    assert title_of(path) == "Xor"
    answer("Save anyway", asked)
    assert files._save(path)
    assert title_of(path) == "mine copy"
    answer("Cancel", asked)
    assert not first.files.save()
    assert asked[:4] == ["“mine.neuroloom” is open in another window."] * 4
    assert "has changed on the disk" in asked[4]

    # A window that has another project open has the file no more.
    first.session.new()
    second.session.new()
    files.open_path(path)
    assert document.path == path and len(asked) == 5
    answer("Open anyway", asked)
    first.files.open_path(path)
    assert first.session.document.path == path and len(asked) == 6


def test_a_window_that_is_started_on_a_file_of_another_one_asks_once_it_is_there(
    make_desk: Callable[[], Desk], path: Path
) -> None:
    first, second, third = make_desk(), make_desk(), make_desk()
    first.files.begin_with(open_project(path), path)()
    assert first.session.document.path == path
    asked: list[str] = []
    ask = second.files.begin_with(open_project(path), path)
    assert second.session.document.path is None and second.project.title == "mine copy"
    save_project(Saved(SPIRAL), path)  # the other window goes on while the question stands
    answer("Open anyway", asked)
    ask()
    assert second.session.document.path == path and second.project == SPIRAL, "nothing older replaces it unnoticed"
    ask = third.files.begin_with(open_project(path), path)
    answer("Cancel", asked)
    ask()
    assert not third.window.isVisible() and len(asked) == 2


def test_a_file_that_another_program_changed_is_not_replaced_unasked(desk: Desk, path: Path) -> None:
    files, document, asked = desk.files, desk.session.document, list[str]()
    files.open_path(path)
    desk.edit("Ours")
    save_project(Saved(SPIRAL), path)
    desk.guarding.look()
    desk.until(lambda: not desk.line.isHidden())
    assert "mine.neuroloom has changed on the disk." in desk.line.accessibleName()
    assert desk.line.findChild(QWidget, "file-reload").isHidden(), "it would lose what was edited"
    answer("Cancel", asked)
    assert not files.save()
    assert title_of(path) == "Spiral" and document.must_ask(0)
    answer("Replace", asked)
    assert files.save()
    assert len(asked) == 2 and title_of(path) == "Ours"
    assert title_of(previous_of(path)) == "Spiral", "what was replaced can be had again"
    assert desk.line.isHidden() and not document.must_ask(0)
    assert files.save() and len(asked) == 2, "one's own saving is no change"


@pytest.mark.skipif(os.name != "posix", reason="links need a permission elsewhere")
def test_saving_by_a_link_to_ones_own_file_asks_as_the_file_itself_does(desk: Desk, path: Path) -> None:
    desk.files.open_path(path)
    save_project(Saved(SPIRAL), path)
    link, asked = path.with_name("link.neuroloom"), list[str]()
    link.symlink_to(path)
    answer("Cancel", asked)
    assert not desk.files._save(link)
    assert "link.neuroloom” has changed on the disk" in asked[0] and title_of(path) == "Spiral"


def test_where_the_folder_is_gone_with_the_file_another_one_is_proposed(desk: Desk, path: Path) -> None:
    folder = path.parent / ("long" * 40)
    folder.mkdir()
    inside = folder / f"{'n' * 200}.neuroloom"
    path.rename(inside)
    desk.files.open_path(inside)
    inside.unlink()
    folder.rmdir()
    desk.guarding.look()
    desk.until(lambda: not desk.line.isHidden())
    assert "The folder of" in desk.line.accessibleName() and "Save as…" in desk.line.accessibleName()
    text = desk.line.findChild(QLabel, "file-text").text()
    assert "nnn…nnnnnnnnnn.neuroloom" in text and "n" * 60 not in text, "no line has room for more"
    assert not desk.files.save() and desk.session.document.must_ask(0)


def test_into_the_empty_folder_of_a_drive_that_is_gone_nothing_is_saved_unasked(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.files.open_path(path)
    asked = list[str]()
    path.unlink()
    drive = path.parent.stat().st_dev
    monkeypatch.setattr("gui.saving.guarding._drive_of", lambda _path: drive + 1)  # only root takes off a drive
    desk.guarding.look()
    desk.until(lambda: not desk.line.isHidden())
    assert "The drive that mine.neuroloom was on is not there any more." in desk.line.accessibleName()
    answer("Cancel", asked)
    assert not desk.files.save() and not path.exists() and desk.session.document.must_ask(0)
    answer("Save here anyway", asked)
    assert desk.files.save() and title_of(path) == "Xor"
    assert desk.files.save() and len(asked) == 2, "from now on it is there"


def test_a_change_is_noticed_when_the_window_is_in_front_again_and_read_with_one_click(
    person: Person, path: Path
) -> None:
    person.window.files.open_path(path)
    other = QWidget()
    other.show()
    other.activateWindow()
    person.until(other.isActiveWindow)
    save_project(Saved(SPIRAL), path)
    other.close()
    person.window.activateWindow()
    person.until(person.window.file_line.isVisible)
    person.click("file-reload")
    assert person.window.session.document.project == SPIRAL
    assert not person.window.file_line.isVisible()
    path.unlink()
    person.window.guarding.look()
    person.until(person.window.file_line.isVisible)
    assert "not in its folder any more" in person.text("file-text")
    assert person.text("saved-word") == "· edited", "what is on screen is all there is"
    save_project(Saved(SPIRAL), path)
    person.window.guarding.look()
    person.until(lambda: not person.window.file_line.isVisible())
    assert person.text("saved-word") == "· saved", "it is there again, as it was"
    path.unlink()
    person.window.guarding.look()
    person.until(person.window.file_line.isVisible)
    assert person.window.files.save()
    assert title_of(path) == "Spiral"
    assert person.text("notice") == "mine.neuroloom was gone from its folder; it is written again."

    # Saved again the file has a previous version; it opens as a change that is not saved.
    person.choose("project-menu", "Previous version…")
    person.until(person.window.banner.isVisible)
    assert "There is no previous version of mine.neuroloom." in person.text("banner-text")
    document = person.window.session.document
    document.edit("rename", document.project.replace(title="Second"))
    assert person.window.files.save()
    person.choose("project-menu", "Previous version…")
    assert document.project == SPIRAL and document.path == path
    assert title_of(path) == "Second", "nothing is written"
    assert document.must_ask(0) and person.text("saved-word") == "· edited"
    assert person.window.files.save()
    assert (title_of(path), title_of(previous_of(path))) == ("Spiral", "Second")


def test_a_previous_version_that_cannot_be_had_is_told_in_a_sentence(desk: Desk, path: Path) -> None:
    desk.files.open_previous()
    assert desk.refusals == ["This project has no file yet."]
    desk.files.open_path(path)
    previous_of(path).write_bytes(b"damaged")
    desk.files.open_previous()
    assert "mine.neuroloom~" in desk.refusals[1] and desk.project == XOR
    assert not desk.session.document.must_ask(0)


def test_without_the_wish_no_previous_version_is_kept(desk: Desk, path: Path) -> None:
    settings = desk.settings
    assert settings.keeps_backup and Settings(None).keeps_backup
    settings.keeps_backup = False
    desk.files.open_path(path)
    desk.edit("Second")
    assert desk.files.save()
    assert title_of(path) == "Second" and not previous_of(path).exists()
    settings.keeps_backup = True
    previous_of(path).mkdir()
    desk.edit("Third")
    assert desk.files.save()
    assert title_of(path) == "Third" and "could not be kept" in desk.notices[-1]


def test_a_save_that_fails_leaves_file_document_and_training_as_they_were(desk: Desk, path: Path) -> None:
    session = desk.session
    desk.files.open_path(path)
    session.toggle_training()
    desk.until(lambda: session.step > 5)
    path.chmod(0o444)
    assert not desk.files.save()
    assert "protected against writing" in desk.refusals[0]
    assert title_of(path) == "Xor" and open_project(path).step == 0
    step = session.step
    desk.until(lambda: session.step > step)
    assert session.is_playing and session.document.must_ask(session.step)
