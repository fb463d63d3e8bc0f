"""What the file of an export is called where nobody says it, and how it is used."""

import json
import re
import shlex
from keyword import iskeyword

from core.export.formats import FORMATS, Format
from core.export.preprocessing import preprocessing_of
from core.specs import Project

NOT_IN_NAMES = '/\\:*?"<>|'
"""Some system or other has no files with these in their names."""


def proposed_name(form: Format, title: str) -> str:
    """What a file of this form is called, where nobody says it; forms with one ending do not replace each other.

    A Python script has a name that it can be imported by.
    """
    is_shared = sum(other.ending == form.ending for other in FORMATS.values()) > 1
    if form.ending == ".py":
        plain = re.sub(r"\W+", "_", f"{title} {form.name}" if is_shared else title).strip("_").lower()
        return f"{plain if plain.isidentifier() and not iskeyword(plain) else f'model_{plain}'.rstrip('_')}.py"
    plain = "".join(" " if letter in NOT_IN_NAMES or not letter.isprintable() else letter for letter in title)
    plain = " ".join(plain.split()).strip(". ") or "model"
    return f"{plain} {form.name}{form.ending}" if is_shared else f"{plain}{form.ending}"


def use_of(form: Format, name: str, project: Project) -> str:
    """How a file of this name is used, as lines to copy; empty where the form does not say it."""
    network, data = project.network, project.data
    fields = {
        "command": shlex.quote(name),
        "literal": json.dumps(name, ensure_ascii=False),
        "columns": preprocessing_of(network, data).columns,
        "dtype": network.dtype,
    }
    return "\n".join(line.format(**fields) for line in form.use)
