"""A trained model as it leaves the program: what every form of export is made from, and is measured by."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array
from core.data import Recipe, build
from core.errors import UserError
from core.export.preprocessing import Preprocessing, column_names, preprocessing_of
from core.export.proof import allowed_difference, difference_to, largest_difference, rows_asked
from core.export.steps import Step, steps_of
from core.losses import loss_for
from core.network import Network
from core.probe.answering import Answering
from core.probe.meaning import meaning_of
from core.training import Training


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its parameters, and what it does before and after them.

    theta          (parameters,), finite
    recipe         the project's data; None: there are none, so that columns and classes have no names of their own
    training       how it is trained; where nobody has said it: Adam, and the loss that suits the output
    title          what it is called
    preprocessing  how the model's columns become the network's inputs, and its outputs the model's answers
    rows           (rows, columns) what it is asked about for the proof, float64
    """

    network: Network
    theta: Array
    recipe: Recipe | None
    training: Training
    title: str
    preprocessing: Preprocessing
    rows: Array

    @cached_property
    def questions(self) -> Array:
        """These rows in the network's dtype, which is all that some forms take."""
        return self.rows.astype(self.network.dtype)

    def steps(self, fold_normalization: bool = True) -> tuple[Step, ...]:
        """The network's steps; see `core.export.steps`."""
        # Beyond float32 is infinite, and the proof finds that.
        with np.errstate(over="ignore"):
            return steps_of(self.network, self.theta, fold_normalization)

    @cached_property
    def answering(self) -> Answering | None:
        """How answers are read: classes and numbers; None where there are no data that say it."""
        if self.recipe is None:
            return None
        meaning = meaning_of(self.network, build(self.recipe), self.training.loss)
        return Answering(self.network, self.theta, self.recipe, meaning)

    @property
    def column_names(self) -> tuple[str, ...]:
        """What the model's columns are called: x1, x2... where there are no data."""
        names = self.network.input_names if self.recipe is None else build(self.recipe).input_names
        if not names:
            return tuple(f"x{place + 1}" for place in range(self.preprocessing.columns))
        return column_names(self.preprocessing, names)

    @property
    def classes(self) -> tuple[str, ...]:
        """What the classes are called; empty for numbers, and where nobody knows.

        Without data they are what the outputs of a softmax are called.
        """
        if self.answering is not None:
            return self.answering.classes
        names = self._own_output_names
        return names if self.network.output.activation == "softmax" else ()

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output is called: p(class), output(class), the target's name, or y1, y2..."""
        outputs = self.network.outputs
        found = self._own_output_names if self.answering is None else self.answering.output_names
        if len(found) == outputs:
            return found
        target = "" if self.recipe is None else build(self.recipe).target_name
        return (target,) if target and outputs == 1 else tuple(f"y{place + 1}" for place in range(outputs))

    @property
    def _own_output_names(self) -> tuple[str, ...]:
        """What the neurons at the end are called; empty unless all have a name."""
        output = self.network.output
        return tuple(name for _, name in output.unit_names) if len(output.unit_names) == output.units else ()

    @property
    def threshold(self) -> float:
        """From where on one output that tells two classes apart is a yes."""
        low, high = meaning_of(self.network, None, self.training.loss).values
        return (low + high) / 2.0

    @property
    def least(self) -> float | None:
        """What the largest of several outputs must reach, else there is no answer; None: it need not."""
        if self.answering is None or self.network.outputs == 1:
            return None
        share = self.answering.dataset.decides_at
        low, high = self.answering.meaning.values
        return None if share is None else low + (high - low) * share

    @cached_property
    def example(self) -> tuple[Array, Array] | None:
        """A sample without a gap (columns,), and what the model answers (outputs,); None: there is no such sample."""
        whole = np.flatnonzero(np.isfinite(self.questions).all(axis=1))
        if not len(whole):
            return None
        x = self.questions[whole[:1]]
        return x[0], self.preprocessing.answers(self.network.predict(self.theta, self.preprocessing(x)))[0]

    @property
    def allowed(self) -> float:
        """How far answers to the questions may be from ours."""
        preprocessing = self.preprocessing
        outputs = preprocessing.answers(self.network.predict(self.theta, preprocessing(self.questions)))
        return allowed_difference(self.network, preprocessing, outputs)

    def difference(self, answers: Array, carried: str = "", is_given_rows: bool = False) -> float:
        """The largest |answer - ours|, ours to the rows as they stand.    answers (rows, outputs), in our dtype

        carried        the dtype that was computed with, where it is another one
        is_given_rows  whether it was given these rows, too; else the questions, which may be rounded

        Raises UserError when, to what it was given, it is above what rounding explains.
        """
        given = self.rows if is_given_rows else self.questions
        found = largest_difference(self.network, self.theta, self.preprocessing, given, answers, carried)
        if is_given_rows:
            return found
        return difference_to(self.network, self.theta, self.preprocessing, self.rows, answers)


def model_of(
    network: Network,
    theta: Array,
    recipe: Recipe | None = None,
    training: Training | None = None,
    title: str = "",
) -> Model:
    """The model that this network is.    theta (parameters,)

    Raises UserError where theta belongs to another network or is not finite, and where the data have another width.
    """
    theta = network.check_theta(theta)
    if not np.isfinite(theta).all():
        raise UserError("The weights hold a number that is not finite.", "Go back to an earlier epoch, then export.")
    if training is None:
        training = Training(loss_for(network.output.activation), "adam", 0.001)
    asked = rows_asked(network, recipe)
    return Model(network, theta, recipe, training, title, preprocessing_of(network, recipe), asked)
