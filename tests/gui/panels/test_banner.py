"""The banner: one message, as it was written, until it is closed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.panels.banner import Banner
from gui.theme import DARK, LIGHT
from tests.gui.panels.conftest import click, control


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_theme(LIGHT)
    return banner


def test_it_is_there_only_while_there_is_something_to_say(banner: Banner) -> None:
    assert not banner.isVisible()
    banner.show_refusal("It cannot be.", "Try another.")
    assert banner.isVisible()
    assert banner.accessibleName() == "It cannot be. Try another."
    click(banner, "banner-close")
    assert not banner.isVisible()


def test_the_newest_message_takes_the_place_of_the_last(banner: Banner) -> None:
    banner.show_refusal("First.", "")
    banner.show_refusal("Second.", "")
    assert banner.accessibleName().strip() == "Second."


def test_it_can_be_closed_with_the_keys(banner: Banner) -> None:
    banner.show_refusal("It cannot be.", "")
    close = control(banner, "banner-close")
    close.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert not banner.isVisible()


def test_names_of_files_are_no_mark_up(banner: Banner) -> None:
    banner.show_refusal("<i>a&b</i>.neuroloom is damaged.", "Really <now>.")
    label = control(banner, "banner-text")
    assert isinstance(label, QLabel)
    assert label.text() == "<b>&lt;i&gt;a&amp;b&lt;/i&gt;.neuroloom is damaged.</b> Really &lt;now&gt;."


def test_it_stands_out_in_both_themes(banner: Banner) -> None:
    banner.show_refusal("It cannot be.", "Try another.")
    for theme in (LIGHT, DARK):
        banner.show_theme(theme)
        image = banner.grab().toImage()
        assert image.pixelColor(image.width() // 2, 4) == QColor(theme.error_surface)


def test_the_end_of_training_is_told_without_alarm(banner: Banner) -> None:
    banner.show_end("Stopped after epoch 12. The weights of epoch 9 are back.")
    assert banner.accessibleName() == "Stopped after epoch 12. The weights of epoch 9 are back."
    for theme in (LIGHT, DARK):
        banner.show_theme(theme)
        image = banner.grab().toImage()
        assert image.pixelColor(image.width() // 2, 4) == QColor(theme.notice_surface)
    banner.show_refusal("It cannot be.", "Try another.")
    image = banner.grab().toImage()
    assert image.pixelColor(image.width() // 2, 4) == QColor(DARK.error_surface)
