"""Tests of the edits of a drawing, and of what the engine makes of them."""

import numpy as np
import pytest

from core.bundled import open_bundled
from core.data import Drawn, Points, Segments, build
from core.data.drawn import MOST_DRAWN
from core.drawing import add_class, all_points, clear, keep_points, paint, paint_on, remove_class, rename_class
from core.edits import Edit, add_sample, choose_data, set_features
from core.errors import UserError
from core.export import export_onnx
from core.loop import Loop
from core.messages import Adopt, Refused, RunSteps
from core.moves import Stay
from core.specs import Project
from core.trainer import Trainer
from tests.core.test_loop import running

POINTS = ((-3.0, 1.0, 0.0), (2.0, 4.5, 1.0), (5.0, -2.0, 1.0))


def project_of(drawing: Drawn) -> Project:
    """Circle's network on a drawing."""
    return choose_data(open_bundled("circle"), drawing, "draw").project


def drawn(project: Project) -> Drawn:
    assert isinstance(project.data, Drawn)
    return project.data


def test_points_are_added_to_those_before_the_stroke() -> None:
    project = project_of(Drawn(POINTS[:1]))
    once = paint(project, drawn(project), POINTS[1:2])
    again = paint(once.project, drawn(project), POINTS[1:])
    assert drawn(again.project).points == POINTS
    assert (once.text, again.text) == ("paint 1 point", "paint 2 points") and again.vectors is None


def test_the_eraser_takes_painted_points_and_those_added_by_hand() -> None:
    project = add_sample(project_of(Drawn(POINTS)), np.array([0.5, 0.25]), np.array([1.0])).project
    data = drawn(project)
    assert all_points(data) == (*POINTS, (0.5, 0.25, 1.0))
    edit = keep_points(project, data, np.array([True, False, True, False]))
    assert drawn(edit.project).points == (POINTS[0], POINTS[2]) and drawn(edit.project).added == ()
    assert edit.text == "erase 2 points"
    assert all_points(drawn(clear(project).project)) == ()


def test_more_than_the_board_holds_is_refused() -> None:
    full = Drawn(POINTS[:1] * MOST_DRAWN)
    with pytest.raises(UserError, match="too many"):
        paint(project_of(full), full, POINTS[:1])


def trained(project: Project, steps: int = 300) -> np.ndarray:
    trainer = Trainer(project.network, build(project.data), project.training, seed=1)
    trainer.run(steps=steps)
    return trainer.theta


def moved(project: Project, edit: Edit, theta: np.ndarray) -> np.ndarray:
    """What becomes of theta when the engine adopts an edit."""
    trainer = Trainer(project.network, build(project.data), project.training, theta, seed=1)
    with running(Loop(project, trainer.state())) as outside:
        outside.edit(edit, 1)
        return outside.state().theta


GRID = np.array([[-4.0, 1.0], [3.0, 3.5], [0.5, -5.0], [5.5, 0.0], [-1.0, -1.5]])


def test_a_third_class_keeps_what_is_known_of_the_two() -> None:
    """softmax(0, z) of two is sigmoid(z): the third, at exp(-2) beside them, takes the same share of both."""
    project = project_of(Drawn(POINTS))
    theta = trained(project)
    edit = add_class(project)
    assert drawn(edit.project).classes == ("A", "B", "C") and drawn(edit.project).points == POINTS
    assert edit.project.network.output.units == 3 and edit.project.network.output.activation == "softmax"
    assert edit.project.training.loss == "categorical_crossentropy"
    after = moved(project, edit, theta)
    old, new = project.network.predict(theta, GRID)[:, 0], edit.project.network.predict(after, GRID)
    assert np.allclose(new[:, 1] / (new[:, 0] + new[:, 1]), old, atol=1e-5)
    assert old.max() - old.min() > 0.5 and new[:, 2].max() < 0.15
    for before, now in zip(project.network.views(theta)[:-1], edit.project.network.views(after)[:-1], strict=True):
        assert np.array_equal(before["weights"], now["weights"])


def test_a_fourth_class_leaves_the_shares_of_the_three_as_they_were() -> None:
    project = project_of(Drawn((*POINTS, (0.0, -4.0, 2.0)), ("A", "B", "C")))
    theta = trained(project)
    edit = add_class(project)
    new = edit.project.network.predict(moved(project, edit, theta), GRID)
    old = project.network.predict(theta, GRID)
    assert np.allclose(new[:, :3] / new[:, :3].sum(axis=1, keepdims=True), old, atol=1e-5)


def test_a_class_that_goes_takes_its_points_along_and_leaves_the_others_what_they_had_learned() -> None:
    points = ((1.0, 2.0, 0.0), (-3.0, 1.0, 1.0), (2.5, -4.0, 2.0), (0.0, 5.0, 3.0))
    project = project_of(Drawn(points, ("A", "B", "C", "D")))
    theta = trained(project)
    edit = remove_class(project, 1)
    data = drawn(edit.project)
    assert data.classes == ("A", "C", "D")
    assert data.points == ((1.0, 2.0, 0.0), (2.5, -4.0, 1.0), (0.0, 5.0, 2.0))
    old = project.network.predict(theta, GRID)[:, [0, 2, 3]]
    new = edit.project.network.predict(moved(project, edit, theta), GRID)
    assert np.allclose(new, old / old.sum(axis=1, keepdims=True), atol=1e-4)
    two = remove_class(edit.project, 0).project
    assert (two.network.outputs, two.network.output.activation) == (1, "sigmoid")
    with pytest.raises(UserError, match="fewest"):
        remove_class(two, 0)


def test_classes_get_names_and_there_are_ten_at_most() -> None:
    project = project_of(Drawn(POINTS))
    project = rename_class(project, 1, "  C ").project
    assert drawn(project).classes == ("A", "C")
    project = add_class(project).project
    assert drawn(project).classes == ("A", "C", "B"), "the first letter that is free"
    with pytest.raises(UserError, match="already"):
        rename_class(project, 0, "c")
    for _ in range(7):
        project = add_class(project).project
    with pytest.raises(UserError, match="at most 10"):
        add_class(project)


def test_samples_added_by_hand_keep_their_class_when_there_are_more() -> None:
    project = add_sample(project_of(Drawn(POINTS)), np.array([0.5, 0.25]), np.array([1.0])).project
    data = drawn(add_class(project).project)
    assert data.points == (*POINTS, (0.5, 0.25, 1.0)) and data.added == ()


def test_points_of_a_shape_are_painted_on_with_their_places_and_classes() -> None:
    project = choose_data(open_bundled("circle"), Points("moons", samples=40, share=70.0, seed=5), "moons").project
    edit = paint_on(project)
    data, old = drawn(edit.project), build(project.data)
    assert len(data.points) == 40 and (data.classes, data.share) == (old.classes, 70.0)
    rows = {(*place, y) for place, (y,) in zip(old.places.tolist(), old.y.tolist(), strict=True)}
    assert rows <= set(data.points)
    assert edit.vectors == Stay() and edit.project.network == project.network
    sine = paint_on(choose_data(project, Points("sine", noise=50.0), "sine").project)
    assert drawn(sine.project).classes == () and len(drawn(sine.project).points) == 500
    many = paint_on(project.replace(data=Points("circle", samples=9000)))
    assert len(drawn(many.project).points) == MOST_DRAWN


@pytest.mark.parametrize("data", [Points("plane"), Segments()])
def test_other_data_cannot_be_painted_on(data: Points | Segments) -> None:
    project = choose_data(open_bundled("circle"), data, "other").project
    with pytest.raises(UserError, match="cannot be painted on"):
        paint_on(project)


def test_features_are_switched_on_a_drawing_as_on_points() -> None:
    project = set_features(project_of(Drawn(POINTS)), ("x1", "x2", "x1*x2")).project
    assert project.network.inputs == 3 and build(project.data).x[1].tolist() == [2.0, 4.5, 9.0]


def test_an_empty_board_is_silent_until_somebody_wants_to_train() -> None:
    with running(project_of(Drawn())) as outside:
        outside.post(Adopt(project_of(Drawn(POINTS[:1]))))
        outside.state()
        assert [answer for answer in outside.answers if isinstance(answer, Refused)] == []
        outside.post(RunSteps(1))
        outside.state()
        outside.until(lambda: any(isinstance(answer, Refused) for answer in outside.answers))
        (refused,) = (answer for answer in outside.answers if isinstance(answer, Refused))
        assert refused.as_it_stands and "of the class A" in refused.message
        outside.post(Adopt(project_of(Drawn(POINTS))))
        assert outside.run(RunSteps(4)).step == 4


def test_points_that_come_change_neither_weights_nor_the_count_of_steps() -> None:
    project = project_of(Drawn(POINTS))
    with running(project) as outside:
        before = outside.run(RunSteps(40))
        outside.post(Adopt(paint(project, drawn(project), ((1.0, -5.0, 0.0),)).project))
        after = outside.state()
        assert np.array_equal(before.theta, after.theta) and after.step == 40 and len(after.order) == 4


def test_a_model_of_an_empty_board_is_exported_and_proved(tmp_path) -> None:
    project = project_of(Drawn(features=("x1", "sin x2")))
    theta = project.network.initial(seed=2)
    proof = export_onnx(project.network, theta, tmp_path / "empty.onnx", project.data)
    assert proof.rows == 500 and proof.largest_difference < 1e-5
