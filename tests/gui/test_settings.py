"""What is remembered of a person, and that nothing that stands in the file can do harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gui.canvas.look import Look
from gui.settings import MOST_RECENT, Settings
from gui.views.curves_look import CurvesLook


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def opened(file: Path) -> Settings:
    """The settings in a file, as the next start finds them."""
    return Settings(QSettings(str(file), QSettings.Format.IniFormat))


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_all_of_it_outlives_the_program(file: Path, tmp_path: Path) -> None:
    settings = opened(file)
    paths = [touch(tmp_path / name) for name in ("a.neuroloom", "b, c.neuroloom", "ü & 日.neuroloom")]
    settings.theme = "dark"
    settings.hide_panel("left", True)
    settings.set_bytes("window", QByteArray(b"\x00\xff,;="))
    for path in paths:
        settings.add_recent(path)
    del settings
    again = opened(file)
    assert again.theme == "dark"
    assert again.hidden_panels == {"left"}
    assert again.bytes("window") == QByteArray(b"\x00\xff,;=")
    assert again.recent == paths[::-1]
    assert again.folder == tmp_path


@pytest.mark.parametrize(
    "look",
    [Look(), Look(6, "never", True, palette="black-grey", is_dashed=True), Look(2, "always")],
    ids=["plain", "all", "some"],
)
def test_the_look_outlives_the_program_but_not_what_was_hidden(file: Path, look: Look) -> None:
    opened(file).look = look.replace(weakest=0.4)
    assert opened(file).look == look


@pytest.mark.parametrize(
    "look",
    [
        CurvesLook(),
        CurvesLook("score", frozenset({"loss", "rate"}), "some"),
        CurvesLook("rate", frozenset(), "strong"),
    ],
    ids=["plain", "some", "all linear"],
)
def test_how_curves_are_looked_at_outlives_the_program(file: Path, look: CurvesLook) -> None:
    opened(file).curves = look
    assert opened(file).curves == look


def test_curves_that_are_none_are_the_usual_ones(file: Path) -> None:
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key, value in (("curves", "weather"), ("curves-smoothing", 7), ("curves-logarithmic", "loss weather")):
        store.setValue(key, value)
    store.sync()
    assert opened(file).curves == CurvesLook(logs=frozenset({"loss"}))
    assert Settings(None).curves == CurvesLook()


def test_the_newest_file_comes_first_and_none_comes_twice(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = opened(file)
    paths = [touch(tmp_path / f"{number}.neuroloom") for number in range(MOST_RECENT + 2)]
    for path in paths:
        settings.add_recent(path)
    assert settings.recent == paths[:1:-1]
    monkeypatch.chdir(tmp_path)
    settings.add_recent(Path("5.neuroloom"))
    assert settings.recent == [paths[5], *(path for path in paths[:1:-1] if path != paths[5])]


def test_one_recent_file_is_one_file(file: Path, tmp_path: Path) -> None:
    """Qt writes a list of one as a string."""
    opened(file).add_recent(touch(tmp_path / "only.neuroloom"))
    assert opened(file).recent == [tmp_path / "only.neuroloom"]


def test_files_that_are_gone_or_out_of_reach_are_left_out(file: Path, tmp_path: Path) -> None:
    settings = opened(file)
    here, gone = touch(tmp_path / "here.neuroloom"), touch(tmp_path / "gone.neuroloom")
    settings.add_recent(here)
    settings.add_recent(gone)
    gone.unlink()
    assert settings.recent == [here]
    # A name that the system refuses to look for, as it refuses in a folder that was closed.
    settings.add_recent(tmp_path / f"{'x' * 300}.neuroloom")
    assert settings.recent == [here]
    assert settings.folder == tmp_path


def test_a_panel_shown_again_is_forgotten(file: Path) -> None:
    settings = opened(file)
    settings.hide_panel("left", True)
    settings.hide_panel("pictures", True)
    settings.hide_panel("left", False)
    assert opened(file).hidden_panels == {"pictures"}


@pytest.mark.parametrize(
    "text",
    [
        "[General]\ntheme=purple\nrecent=@Invalid()\nwindow=here\nhidden-panels=a, b\n",
        "[General]\ndigits=9\nnumbers=some\npalette=pink\nnames=1\nnegative=7\n",
        "[General]\ntheme=light, dark\nrecent=/nowhere, 7, @ByteArray(x)\nwindow=@Variant(\\0\\0)\n",
        "\x00\xff not an ini file [[[",
        "",
    ],
    ids=["other values", "other looks", "other types", "no settings at all", "empty"],
)
def test_a_file_that_somebody_has_spoilt_counts_as_empty(file: Path, text: str) -> None:
    file.write_text(text, "latin-1")
    settings = opened(file)
    assert settings.theme == "system"
    assert settings.look == Look()
    assert settings.recent == []
    assert settings.hidden_panels == set()
    assert settings.bytes("window") is None
    assert settings.folder == Path.home()


def test_factory_settings_remember_nothing_and_touch_no_file(tmp_path: Path) -> None:
    settings = Settings(None)
    settings.theme = "dark"
    settings.look = Look(digits=5)
    settings.hide_panel("left", True)
    settings.add_recent(touch(tmp_path / "x.neuroloom"))
    settings.set_bytes("window", QByteArray(b"x"))
    assert (settings.theme, settings.recent, settings.hidden_panels) == ("system", [], set())
    assert settings.look == Look()
    assert settings.bytes("window") is None


def test_the_folder_of_the_last_file_is_where_the_next_one_is_looked_for(tmp_path: Path) -> None:
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    (tmp_path / "out").mkdir()
    assert settings.last_folder is None
    settings.remember_folder(tmp_path / "out" / "model.onnx")
    assert settings.folder == settings.last_folder == tmp_path / "out"
    (tmp_path / "out").rmdir()
    assert settings.last_folder is None, "it is gone"
