"""What an export will look like: its files and how large they are, and the beginning of what can be read in it."""

from dataclasses import dataclass

from core.export.formats import Format
from core.export.inside import Fact, facts_of
from core.export.taking import Moment, Staged, Wishes, stage

MOST_LETTERS, MOST_LINES, LONGEST_LINE = 20_000, 200, 240
"""So much of a file is shown."""


@dataclass(frozen=True)
class Preview:
    """An export as it would be now.

    sizes  bytes of each file, by its name: the model's own first
    text   its beginning, or what it holds where it is no text; empty: there is nothing to read
    facts  what is inside
    """

    sizes: dict[str, int]
    text: str
    facts: tuple[Fact, ...]


def preview_of(form: Format, moment: Moment, name: str, wishes: Wishes) -> Preview:
    """The moment written in this form, as a file of this name; raises UserError where it cannot be."""
    staged = stage(form, moment, name, wishes, is_proved=False)
    facts = facts_of(moment.model, form, wishes.keeps_normalization)
    return Preview({name: len(content) for name, content in staged.files.items()}, _text(form, staged), facts)


def _text(form: Format, staged: Staged) -> str:
    content = next(iter(staged.files.values()))
    if form.outline is not None:
        return _beginning(form.outline(content), is_whole=True)
    start = content[:MOST_LETTERS]
    text = start.decode("utf-8", "ignore")
    # At most the last letter is cut in two.
    if "\0" in text or len(start) - len(text.encode()) > 3:
        return ""
    return _beginning(text, is_whole=len(content) <= MOST_LETTERS)


def _beginning(text: str, is_whole: bool) -> str:
    """So many lines, none of them without end; dots say that there is more."""
    lines = text[:MOST_LETTERS].splitlines()
    shown = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines[:MOST_LINES]]
    if not is_whole or len(text) > MOST_LETTERS or len(lines) > MOST_LINES:
        shown.append("…")
    return "\n".join(shown)
