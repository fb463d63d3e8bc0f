"""What a command has found out: as JSON, for whoever reads it with a program, and words that several of them say."""

import json
import math
import sys
from typing import Annotated, Any

import typer

from core.errors import UserError
from core.snapshot import Score

Json = Annotated[bool, typer.Option("--json", help="Write JSON in one line instead of text.")]


def check_output() -> None:
    """Raises UserError where a command whose output is all that it does has none."""
    if sys.stdout is None:
        raise UserError("There is no standard output to write to: it is closed.", "Send it into a file: > OUT.")


def say(value: Any) -> None:
    """Writes it as JSON, whole; what is no finite number is null, since JSON has no word for it."""
    print(json.dumps(_plain(value), ensure_ascii=False, allow_nan=False))


def percent(share: float) -> str:
    """A share as the window writes it: "97.1 %"."""
    return f"{100 * share:.1f} %"


def score_fields(score: Score | None) -> dict[str, Any] | None:
    """A score by the names of its parts; `accuracy` for classes, `rmse` for numbers."""
    if score is None:
        return None
    fields: dict[str, Any] = {"loss": score.loss, "count": score.count}
    if score.correct is not None:
        fields |= {"correct": score.correct, "accuracy": score.correct / score.count}
    else:
        fields["rmse"] = score.rmse
    return fields


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value
