"""Taking a model away: one moment of a project, written in one form and proved before anything is put in its place."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from core.arrays import Array
from core.disk.atomic import refusal, replacing
from core.export.model import Model, model_of
from core.export.proof import Proof
from core.first_weights import are_first_weights
from core.specs import Project

if TYPE_CHECKING:
    from core.export.formats import Format

Picture = Callable[[Path], None]
"""Writes the drawing of the network, an SVG, to this path."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What is taken away.

    theta        (parameters,) of the project's network
    step, epoch  made until then
    title        what the project is called
    since        as in `core.state.State`
    """

    project: Project
    theta: Array
    step: int
    epoch: int
    title: str
    since: int | None = None

    @property
    def when(self) -> str:
        """Which weights these are: "epoch 12"."""
        if not self.step:
            project = self.project
            is_first = are_first_weights(project.network, self.theta, project.seed, project.data)
            return "first weights, not trained" if is_first else "not trained here"
        return f"epoch {self.epoch:,}" if self.epoch else f"step {self.step:,}"

    @property
    def model(self) -> Model:
        """The model that it is; raises UserError as `model_of` does."""
        project = self.project
        return model_of(project.network, self.theta, project.data, project.training, self.title)


@dataclass(frozen=True)
class Wishes:
    """What a person can choose besides the form.

    keeps_normalization  batch normalizations stay layers of their own, in forms that have such
    picture              for forms that show one; None: there is none
    """

    keeps_normalization: bool = False
    picture: Picture | None = None


@dataclass(frozen=True)
class Staged:
    """An export that is written and proved, and not yet where it belongs.

    files  what is in each file, by its name: first the model's own, then what comes beside it
    """

    proof: Proof
    files: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(map(len, self.files.values()))

    def in_the_way(self, path: Path) -> list[Path]:
        """Files beside this one that would be replaced, without anybody having been asked about them."""
        return [other for other in map(path.with_name, list(self.files)[1:]) if other.exists()]

    def place(self, path: Path) -> Proof:
        """Puts the files there, the model's own as this path; all of them, or none.

        path  has the name that the export was staged for

        Raises UserError where the file system refuses; old files then stay.
        """
        with ExitStack() as places:
            for name, content in self.files.items():
                places.enter_context(replacing(path.with_name(name))).write_bytes(content)
        return replace(self.proof, path=path)


def stage(form: "Format", moment: Moment, name: str, wishes: Wishes, is_proved: bool = True) -> Staged:
    """Writes the moment in this form, as a file of this name, and proves it; nothing is left on disk.

    is_proved  False: a form that takes long to prove is only written

    Raises UserError where it cannot be written, or answers otherwise than the network.
    """
    project = moment.project
    options: dict[str, Any] = {}
    if form.takes_picture:
        options["picture"] = wishes.picture
    if form.takes_course:
        options |= {"seed": project.seed, "step": moment.step, "epoch": moment.epoch, "since": moment.since}
    if form.keeps_normalization:
        options["fold_normalization"] = not wishes.keeps_normalization
    if form.proves_slowly:
        options["is_proved"] = is_proved
    try:
        with TemporaryDirectory(prefix="neuroloom-", ignore_cleanup_errors=True) as folder:
            path = Path(folder, name)
            proof = form.write(
                project.network,
                moment.theta,
                path,
                project.data,
                training=project.training,
                title=moment.title,
                **options,
            )
            others = sorted(other for other in Path(folder).iterdir() if other.is_file() and other != path)
            return Staged(proof, {file.name: file.read_bytes() for file in (path, *others)})
    except OSError as error:
        raise refusal("saved", Path(name), error) from error
