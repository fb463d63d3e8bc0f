"""When a task is done is decided by the figure that it names."""

import dataclasses

import pytest

from core.aim import Aim
from core.bundled import NAMES, open_bundled
from core.data import build
from core.errors import UserError
from core.snapshot import Score, Snapshot
from core.trainer import Trainer


def trained(name: str, epochs: int) -> tuple[Trainer, Snapshot]:
    project = open_bundled(name)
    trainer = Trainer(project.network, build(project.data), project.training, seed=project.seed)  # type: ignore[arg-type]
    trainer.run(epochs=epochs)
    return trainer, trainer.snapshot(False, 0.0)


def reached(name: str, snapshot: Snapshot, since: int = 0) -> int | None:
    project = open_bundled(name)
    assert project.task is not None and project.task.aim is not None and project.data is not None
    return project.task.aim.epoch_reached(build(project.data), project.training.loss, snapshot, since)


def test_every_bundled_task_says_as_a_number_what_its_words_say() -> None:
    for name in NAMES:
        task = open_bundled(name).task
        assert task is not None and task.aim is not None, name
        number = f"{task.aim.value:g} of 10" if task.aim.measure == "shapes" else f"{task.aim.value:g}"
        assert number in task.done, name
        assert ("on the test" in task.done.split(";")[0]) == (task.aim.on == "test"), name


def test_it_is_reached_in_the_first_epoch_whose_figure_says_so() -> None:
    _, snapshot = trained("circle", 40)
    epoch = reached("circle", snapshot)
    assert epoch is not None
    shares = {int(point[1]): point[5] for point in snapshot.curve}
    assert shares[epoch] >= 0.98 and all(share < 0.98 for at, share in shares.items() if at < epoch)
    assert reached("circle", dataclasses.replace(snapshot, curve=snapshot.curve[: epoch + 1]), epoch + 1) == 40


def test_it_is_not_reached_below_the_number() -> None:
    _, snapshot = trained("circle", 2)
    assert reached("circle", snapshot) is None
    almost = dataclasses.replace(snapshot, test=Score(0.1, 244, 250))
    assert reached("circle", almost) is None
    assert reached("circle", dataclasses.replace(almost, test=Score(0.1, 245, 250))) == 2
    assert reached("circle", dataclasses.replace(almost, test=None, train=Score(0.1, 250, 250))) is None


def test_what_is_reached_within_an_epoch_is_reached_by_its_end() -> None:
    trainer, _ = trained("perceptron", 0)
    trainer.run(steps=100)
    assert reached("perceptron", trainer.snapshot(False, 0.0)) == 1


def test_an_error_has_to_be_below_and_is_that_of_the_watched_samples() -> None:
    _, snapshot = trained("product", 1)
    said = dataclasses.replace(snapshot, curve=snapshot.curve[:0], validation=Score(0.0, None, 60, 0.5))
    assert reached("product", said) is None
    assert reached("product", dataclasses.replace(said, validation=Score(0.0, None, 60, 0.499))) == 1


def test_the_display_is_read_when_all_ten_clean_shapes_are() -> None:
    trainer, snapshot = trained("segments", 1)
    assert reached("segments", snapshot) is None
    trainer.run(epochs=299)
    assert reached("segments", trainer.snapshot(False, 0.0)) == 300


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(UserError):
        Aim("accuracy", float("nan"))
