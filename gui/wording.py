"""Words as a line can show them: a name without a space may be longer than any line, and only a space breaks one."""

import re

MOST_LETTERS, END_LETTERS = 60, 20

_LONG = re.compile(rf"\S{{{MOST_LETTERS + 1},}}")


def with_short_words(text: str) -> str:
    """The same text, with the middle of words left out that no line has room for; of a file's name its ending stays."""
    return _LONG.sub(lambda word: f"{word[0][: MOST_LETTERS - END_LETTERS]}…{word[0][-END_LETTERS:]}", text)


def escaped(text: str) -> str:
    """The text for a label with mark-up: what somebody has called a layer or a file is none."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
