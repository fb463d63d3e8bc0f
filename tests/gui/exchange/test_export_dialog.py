"""Export > Take the model away: what one reads in the dialog is what one gets, in every form there is."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QListView,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.arrays import Array
from core.errors import UserError
from core.export.files import proposed_name
from core.export.formats import FORMATS, Format
from core.export.proof import Proof
from core.layers import BatchNormalization
from core.messages import RunEpochs
from gui.colours import Colours
from gui.dialogs.export.words import files_text, size_text
from gui.dialogs.picture_dialog import PictureDialog
from gui.exchange.taking_away import TakingAway
from gui.settings import Settings
from tests.gui.desks import Desk
from tests.gui.taking import button, choose, said, take_away
from tests.journeys.person import Person

ENTRY = "Take the model away…"
Left = Qt.MouseButton.LeftButton


class Taker(Desk):
    """A person with the dialog alone, on circle: without the window around it, it is there sooner."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        super().__init__(qtbot, settings)
        colours = Colours(settings, self.window)
        self.taking_away = TakingAway(self.window, self.session, settings, self.files, colours, lambda: None)
        self.until(lambda: self.session.snapshot is not None)

    def in_dialog(self, act: Callable[[QWidget], None]) -> None:
        """Open the dialog, and do this there."""
        Person.answer_dialog(act)
        self.taking_away.ask()

    def train(self, epochs: int) -> None:
        """Train so many epochs more."""
        target = self.session.read_state().epoch + epochs
        self.session.engine.post(RunEpochs(epochs))
        self.until(lambda: self.session.snapshot.epoch == target and not self.session.is_playing)


@pytest.fixture
def taker(qtbot: QtBot, settings: Settings) -> Iterator[Taker]:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    taker = Taker(qtbot, settings)
    yield taker
    taker.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def is_looked(dialog: QWidget) -> bool:
    """Whether the dialog has found out what the form comes to."""
    return bool(said(dialog, "export-outcome-title") or shown_text(dialog))


def shown_text(dialog: QWidget) -> str:
    field = dialog.findChild(QPlainTextEdit, "export-preview")
    assert isinstance(field, QPlainTextEdit)
    return field.toPlainText()


def test_every_form_is_shown_written_and_proved(taker: Taker, tmp_path: Path) -> None:
    taker.train(3)

    def act(dialog: QWidget) -> None:
        for form in FORMATS.values():
            choose(dialog, form.label)
            taker.until(lambda: is_looked(dialog))
            assert said(dialog, "export-what") == form.what
            assert said(dialog, "export-weights") == "Epoch 3, after 75 steps."
            assert said(dialog, "export-files").startswith(f"{proposed_name(form, 'Circle')}, ")
            assert shown_text(dialog)
            path = tmp_path / f"my {form.name}{form.ending}"
            take_away(taker, dialog, form.label, path)
            assert said(dialog, "export-outcome-title").startswith(f"{path.name} ")
            assert "hecked" in said(dialog, "export-outcome-text")
            assert said(dialog, "export-outcome-more").startswith("Epoch 3 · ")
            assert path.stat().st_size > 0
            taker.until(lambda name=path.name: said(dialog, "export-files").startswith(f"{name}, "))
            assert (path.name in said(dialog, "export-use")) is bool(form.use), "one name everywhere"

    taker.in_dialog(act)
    assert all(notice.startswith("Exported my ") for notice in taker.notices)


def test_the_data_are_taken_away_in_the_same_manner(taker: Taker, tmp_path: Path) -> None:
    def act(dialog: QWidget) -> None:
        choose(dialog, "Data")
        taker.until(lambda: is_looked(dialog))
        assert shown_text(dialog).startswith("part,")
        assert said(dialog, "export-samples") == "250 to train on, 250 to test on, as they are split here."
        assert not said(dialog, "export-weights") and not said(dialog, "export-takes")
        take_away(taker, dialog, "Data", tmp_path / "a.csv")
        assert said(dialog, "export-outcome-text") == "500 rows, each with the part that it belongs to."
        choose(dialog, "ONNX")
        assert said(dialog, "export-weights")

    taker.in_dialog(act)
    assert len((tmp_path / "a.csv").read_text("utf-8").splitlines()) == 501


def test_a_trained_network_runs_elsewhere_as_it_does_here(taker: Taker, tmp_path: Path) -> None:
    taker.train(5)
    model = tmp_path / "my own model.onnx"
    taker.in_dialog(lambda dialog: take_away(taker, dialog, "ONNX", model))
    session = taker.session
    x = np.random.default_rng(1).normal(size=(40, 2)).astype(np.float32)
    (answers,) = onnxruntime.InferenceSession(model).run(None, {"x": x})
    wanted = session.document.project.network.predict(session.read_state().theta, x)
    assert np.abs(answers - wanted).max() < 1e-5


def test_the_weights_are_those_of_pressing_export_while_training_goes_on(taker: Taker, tmp_path: Path) -> None:
    session = taker.session
    told: list[str] = []

    def act(dialog: QWidget) -> None:
        assert said(dialog, "export-weights") == "First weights, not trained."
        session.toggle_training()
        taker.until(lambda: session.is_playing and session.step > 30)
        taker.until(lambda: "still training" in said(dialog, "export-weights"))
        first = said(dialog, "export-weights")
        taker.until(lambda: said(dialog, "export-weights") != first)
        take_away(taker, dialog, "ONNX", tmp_path / "a.onnx")
        told.append(said(dialog, "export-outcome-more"))
        assert session.is_playing

    taker.in_dialog(act)
    session.toggle_training()
    taker.until(lambda: not session.is_playing)
    epoch = int(told[0].split(" · ")[0].removeprefix("Epoch "))
    assert 0 < epoch <= session.snapshot.epoch


def test_what_cannot_be_written_is_said_in_the_dialog_and_nothing_is_left(taker: Taker, tmp_path: Path) -> None:
    def act(dialog: QWidget) -> None:
        take_away(taker, dialog, "ONNX", tmp_path / "none" / "a.onnx")
        assert "folder does not exist" in said(dialog, "export-outcome-title")
        assert said(dialog, "export-outcome-text")
        assert not button(dialog, "export-show-folder").isVisible()

    taker.in_dialog(act)
    assert not list(tmp_path.glob("**/*.onnx"))


def slow_form(monkeypatch: pytest.MonkeyPatch, wait: threading.Event) -> None:
    """In the table a form stands that takes its time, from the second time on."""
    onnx, calls = FORMATS["onnx"], []

    def write(*arguments, **options):  # type: ignore[no-untyped-def]
        calls.append(arguments)
        if len(calls) > 1:
            assert wait.wait(20)
        return onnx.write(*arguments, **options)

    monkeypatch.setitem(FORMATS, "onnx", replace(onnx, write=write))


def test_an_export_can_be_given_up_and_the_window_goes_on_meanwhile(
    taker: Taker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = threading.Event()
    slow_form(monkeypatch, wait)
    session = taker.session

    def act(dialog: QWidget) -> None:
        taker.until(lambda: is_looked(dialog))
        Person.type_file(tmp_path / "a.onnx")
        QTest.mouseClick(button(dialog, "export-export"), Left)
        assert session.exporting.is_running and "Writing and checking a.onnx" in said(dialog, "export-doing")
        progress = dialog.findChild(QProgressBar, "export-progress")
        assert isinstance(progress, QProgressBar) and progress.isVisible()
        assert not button(dialog, "export-export").isEnabled()
        taker.train(2)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible() and not session.exporting.is_running
        assert said(dialog, "export-doing") == "Stopped: nothing was written."
        wait.set()
        taker.until(lambda: not session.reader.is_busy(session.exporting))
        take_away(taker, dialog, "ONNX", tmp_path / "b.onnx")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    taker.in_dialog(act)
    assert [path.name for path in tmp_path.glob("*.onnx")] == ["b.onnx"]


def test_a_form_that_cannot_be_is_told_before_anybody_presses_export(
    taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_arguments, **_options):  # type: ignore[no-untyped-def]
        raise UserError("Softmax cannot be written.", "Take another form.")

    monkeypatch.setitem(FORMATS, "never", replace(FORMATS["onnx"], name="never", label="Never", write=write))

    def act(dialog: QWidget) -> None:
        choose(dialog, "Never")
        taker.until(lambda: bool(said(dialog, "export-outcome-title")))
        assert said(dialog, "export-outcome-title") == "Softmax cannot be written."
        assert said(dialog, "export-outcome-text") == "Take another form."
        assert not button(dialog, "export-export").isEnabled()
        choose(dialog, "ONNX")
        assert not said(dialog, "export-outcome-title") and button(dialog, "export-export").isEnabled()

    taker.in_dialog(act)


def test_a_bug_in_a_form_is_reported_and_the_dialog_goes_on(taker: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    taker.session.failed.connect(told.append)
    form = replace(FORMATS["onnx"], write=lambda *_arguments, **_options: 1 / 0)
    taker.session.export(form, Path("never.onnx"))
    taker.until(lambda: bool(told))
    assert "ZeroDivisionError" in told[0] and not taker.session.exporting.is_running


def test_files_beside_the_chosen_one_are_asked_about(
    taker: Taker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_network, _theta, path, _recipe=None, **_options):  # type: ignore[no-untyped-def]
        Path(path).write_text("load it")
        Path(path).with_suffix(".weights").write_text("new")
        return Proof(Path(path), 3, None, "nothing runs it")

    pair = Format("pair", "Pair", ".pair", "Two files.", write)
    monkeypatch.setitem(FORMATS, "pair", pair)
    weights = tmp_path / "a.weights"
    weights.write_text("old")

    def take(dialog: QWidget, answer: str) -> None:
        Person.type_file(
            tmp_path / "a.pair",
            lambda: Person.answer_dialog(lambda box: QTest.mouseClick(_choice(box, answer), Left)),
        )
        QTest.mouseClick(button(dialog, "export-export"), Left)
        taker.until(lambda: not taker.session.exporting.is_running)

    def act(dialog: QWidget) -> None:
        choose(dialog, "Pair")
        taker.until(lambda: is_looked(dialog))
        assert said(dialog, "export-files") == "Circle.pair, 7 bytes; beside it Circle.weights, 3 bytes"
        take(dialog, "Cancel")
        assert weights.read_text() == "old" and not (tmp_path / "a.pair").exists()
        take(dialog, "Replace")
        assert weights.read_text() == "new" and (tmp_path / "a.pair").exists()
        assert said(dialog, "export-outcome-title") == "a.pair and a.weights are written."
        assert said(dialog, "export-outcome-text") == "Not checked: nothing runs it."

    taker.in_dialog(act)


def _choice(box: QWidget, text: str) -> QWidget:
    assert isinstance(box, QMessageBox)
    return next(button for button in box.buttons() if button.text().replace("&", "") == text)


def test_batch_normalization_is_kept_where_one_wants_it(taker: Taker, tmp_path: Path) -> None:
    session = taker.session
    project = session.document.project
    layers = project.network.layers
    normalized = project.network.replace(layers=(layers[0], BatchNormalization(), *layers[1:]))

    def box(dialog: QWidget) -> QCheckBox:
        found = dialog.findChild(QCheckBox, "export-keep-normalization")
        assert isinstance(found, QCheckBox)
        return found

    taker.in_dialog(lambda dialog: None if not box(dialog).isVisible() else pytest.fail("nothing to keep"))
    session.document.load(project.replace(network=normalized), None, None)
    taker.until(lambda: session.snapshot is not None)

    def act(dialog: QWidget) -> None:
        taker.until(lambda: bool(shown_text(dialog)))
        assert "BatchNormalization" not in shown_text(dialog)
        box(dialog).setFocus()
        QTest.keyClick(box(dialog), Qt.Key.Key_Space)
        taker.until(lambda: "BatchNormalization" in shown_text(dialog))
        assert said(dialog, "export-normalization") == "Stays a layer of its own."
        take_away(taker, dialog, "ONNX", tmp_path / "a.onnx")

    taker.in_dialog(act)
    assert b"BatchNormalization" in (tmp_path / "a.onnx").read_bytes()


def test_the_form_of_last_time_is_chosen_first(taker: Taker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "last", replace(FORMATS["onnx"], name="last", label="Last"))
    taker.in_dialog(lambda dialog: take_away(taker, dialog, "Last", tmp_path / "a.onnx"))
    chosen: list[str] = []

    def act(dialog: QWidget) -> None:
        forms = dialog.findChild(QListView, "export-forms")
        assert isinstance(forms, QListView)
        chosen.append(forms.currentIndex().data())

    taker.in_dialog(act)
    assert chosen == ["Last"]


def test_what_was_exported_of_a_project_is_not_written_again_of_the_next_one(taker: Taker, tmp_path: Path) -> None:
    again: list[str] = []
    taker.taking_away.again_changed.connect(again.append)
    taker.session.export(FORMATS["onnx"], tmp_path / "a.onnx")
    taker.session.open_bundled("xor")  # while the one of circle is still under way
    taker.until(lambda: not taker.session.exporting.is_running)
    assert (tmp_path / "a.onnx").exists() and again == [""]
    taker.session.export(FORMATS["onnx"], tmp_path / "b.onnx")
    taker.until(lambda: not taker.session.exporting.is_running)
    assert again == ["", "b.onnx"]


class Opened(QObject):
    """Stands in for the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


def test_where_it_is_and_how_it_is_used_can_be_copied(taker: Taker, tmp_path: Path) -> None:
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "open")

    def act(dialog: QWidget) -> None:
        QTest.mouseClick(button(dialog, "export-copy-use"), Left)
        assert 'InferenceSession("Circle.onnx")' in QGuiApplication.clipboard().text()
        take_away(taker, dialog, "ONNX", tmp_path / "a.onnx")
        assert 'InferenceSession("a.onnx")' in said(dialog, "export-use")
        QTest.mouseClick(button(dialog, "export-copy-path"), Left)
        assert QGuiApplication.clipboard().text() == str(tmp_path / "a.onnx")
        QTest.mouseClick(button(dialog, "export-show-folder"), Left)

    try:
        taker.in_dialog(act)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in opened.urls] == [str(tmp_path)]


def test_the_last_file_is_written_again_with_the_weights_of_now(person: Person, tmp_path: Path) -> None:
    session, model = person.window.session, tmp_path / "a & b.onnx"
    assert not person.action("export-again").isVisible()
    person.answer_dialog(lambda dialog: take_away(person, dialog, "ONNX", model))
    person.choose("button-export", ENTRY)
    before = model.read_bytes()
    person.train(4)
    person.choose("button-export", "Export a && b.onnx again")
    person.until(lambda: not session.exporting.is_running)
    assert model.read_bytes() != before
    assert person.text("notice").startswith("Exported a & b.onnx, epoch 4: it agrees with this network to ")
    assert person.text("notice").endswith(" on 250 test points.")
    session.open_bundled("xor")
    assert not person.action("export-again").isVisible()


def test_the_drawing_goes_along_as_an_entry_of_its_own_and_in_a_form_that_takes_one(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = person.window.session
    taken: dict[str, Array] = {}

    def write(_network, theta, path, _recipe=None, *, picture=None, **_options):  # type: ignore[no-untyped-def]
        taken.setdefault(Path(path).name, theta)  # it is looked at once more after that
        picture(Path(path))
        return Proof(Path(path), 3, None, "a picture does not run")

    form = Format("drawn", "Drawn", ".svg", "A drawing.", write, takes_picture=True)
    monkeypatch.setitem(FORMATS, "drawn", form)
    person.choose("button-pace", "as fast as possible")
    session.toggle_training()
    person.until(lambda: session.step > 0)

    def act(dialog: QWidget) -> None:
        take_away(person, dialog, "Drawn", tmp_path / "running.svg")
        session.toggle_training()
        person.until(lambda: not session.is_playing)
        person.until(lambda: person.canvas.subject.theta is session.snapshot.theta)
        take_away(person, dialog, "Drawn", tmp_path / "drawn.svg")
        choose(dialog, "Picture")
        picture = dialog.findChild(QLabel, "export-picture")
        assert isinstance(picture, QLabel) and picture.isVisible() and picture.pixmap().width() > 200

        def save(following: QWidget) -> None:
            assert isinstance(following, PictureDialog)
            person.type_file(tmp_path / "a.svg")
            QTest.mouseClick(button(following, "picture-save"), Left)

        person.answer_dialog(save)
        QTest.mouseClick(button(dialog, "export-export"), Left)

    person.answer_dialog(act)
    person.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    # While training ran on, the drawing had the weights that were taken, and no later ones.
    drawn = (tmp_path / "running.svg").read_text("utf-8")
    biases = session.document.project.network.dense_views(taken["running.svg"])[0]["biases"]
    assert all(f"b = {bias:.3f}".replace("-", "\N{MINUS SIGN}") in drawn for bias in biases)
    # Nothing was trained after that, and the window is light.
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "drawn.svg").read_bytes()


def test_the_whole_dialog_works_by_keyboard_and_every_control_is_named(taker: Taker, tmp_path: Path) -> None:
    def act(dialog: QWidget) -> None:
        taker.until(lambda: is_looked(dialog))
        names = []
        for _ in range(8):
            focused = QApplication.focusWidget()
            assert focused is not None
            names.append(focused.objectName())
            assert focused.accessibleName() or getattr(focused, "text", str)(), names
            assert focused.toolTip(), names
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert {"export-forms", "export-copy-use", "export-preview", "export-close", "export-export"} <= set(names)
        forms = dialog.findChild(QListView, "export-forms")
        assert isinstance(forms, QListView)
        forms.setFocus()
        Person.type_file(tmp_path / "a.onnx")
        QTest.keyClick(forms, Qt.Key.Key_Return)
        taker.until(lambda: not taker.session.exporting.is_running)

    taker.in_dialog(act)
    assert (tmp_path / "a.onnx").exists()


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 KB"), (14_400, "14 KB"), (2_680_000, "2.7 MB"), (10**10, "10 GB")],
)
def test_sizes_are_said_in_two_digits(size: int, text: str) -> None:
    assert size_text(size) == text
    assert files_text({"a": size}) == f"a, {text}"
