"""Asking the model about one row: the answer stays on top, what led to it and the form below are scrolled."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array
from core.data import Digits, Segments, Table, build
from core.data.questions import Questions, questions_of
from core.numerals import exact
from core.probe.answering import Answering, answering
from core.probe.contributions import Contributions, contributions, passes
from core.snapshot import Snapshot
from core.specs import Project
from gui.panels.choice_field import ChoiceField, Option
from gui.panels.form import hairline, heading, note
from gui.session.sample import Sample, noun_of
from gui.session.worker import IsWanted, Worker
from gui.theme import GRID_PX, HEAD_PX, HEAD_TOP_PX, Theme
from gui.views.ask.answer import AnswerPicture
from gui.views.ask.cells import cell_text, exact_text, number_text
from gui.views.ask.file_words import FileWords
from gui.views.ask.form import AskForm
from gui.views.ask.waterfall import Waterfall, steps_of
from gui.views.ask.words import range_of, sense_of, told
from gui.views.asking import Asking
from gui.views.inside.subject import products
from gui.views.view import View

MOST_INPUTS = 30
"""Of data that are no table, so many numbers can be asked for."""
PER_NUMBER = 100
"""What putting a number of a place together costs, in products of a weight."""
PREDICT_TIP = "Predict a file of new rows: they are written beside it with what the network answers to each."
SEED = 0
"""Draws the orders of many columns: the same for each row, so that nothing trembles while one changes."""


class AskView(View):
    """One row, asked in the units of the data."""

    asked = Signal(object, str)
    """A person asks about a place (numbers,); what it is called."""
    row_chosen = Signal(str, int)
    """A person wants this sample of the data: ("training" or "test", row)."""
    predict_wanted = Signal()
    """A file of new rows is to be predicted."""
    noticed = Signal(str)
    """Something was done that is worth a line."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask-view")
        self.answer, self.waterfall, self.form = AnswerPicture(), Waterfall(), AskForm()
        self._asking = Asking(worker, self._catch_up)
        self._why = note("ask-why")
        self._words, self._sense, self._outside = note("ask-words"), note("ask-sense"), note("ask-outside")
        self._led = heading("What led to it")
        self._of = ChoiceField("ask-of", "", "Which output is taken apart.", 160)
        self._of.box.setAccessibleName("What led to")
        self._of.chosen.connect(self._choose_output)
        self._output: int | None = None
        """The output that is taken apart; None: that of the answer."""
        self._sample: Sample | None = None
        self._asked: Answering | None = None
        self._has_questions = False
        self._generator = np.random.default_rng()
        self._predict = QPushButton("Predict a file…")
        self._predict.setObjectName("ask-predict")
        self._predict.setProperty("role", "link")
        self._predict.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_predicting(False)
        self._row_heading = heading("The row")
        self._to_average, self._to_random, self._to_copy = QPushButton(), QPushButton(), QPushButton("Copy")
        self._outside.setWordWrap(False)  # one line, which is always there: nothing below it moves while one types
        self._outside.setMinimumHeight(self._outside.fontMetrics().height())
        self._outside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._file = FileWords()
        self._predict.clicked.connect(self.predict_wanted)
        self.form.changed.connect(lambda place: self.asked.emit(place, f"your own {self._noun}"))
        for moved_on in (self.asked, self.row_chosen):
            moved_on.connect(lambda: self.show_file_words(""))
        self._arrange()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addStrut(HEAD_PX)
        top.addWidget(heading("Ask the model"), 1)
        top.addWidget(self._predict)
        head = QVBoxLayout()
        head.setContentsMargins(2 * GRID_PX, HEAD_TOP_PX, 2 * GRID_PX, GRID_PX)
        head.setSpacing(GRID_PX // 2)
        head.addLayout(top)
        head.addWidget(self._file)
        head.addWidget(self._why)
        head.addWidget(self.answer)
        head.addWidget(self._outside)

        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        for button, name, tip, do in (
            (self._to_average, "ask-average", "Everything as it is on average in training.", self._ask_average),
            (
                self._to_random,
                "ask-random",
                "One of the data; of the test data where there are any.",
                self._ask_random,
            ),
            (self._to_copy, "ask-copy", "Copy what is asked and the answer, for a spreadsheet.", self._copy),
        ):
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(do)
            buttons.addWidget(button)
        form_top = QHBoxLayout()
        form_top.addWidget(self._row_heading)
        form_top.addStretch(1)
        form_top.addWidget(self._words)
        self._words.setWordWrap(False)
        whole = QWidget()
        whole.setProperty("surface", True)
        column = QVBoxLayout(whole)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, 2 * GRID_PX)  # the scroll bar is the right margin
        column.setSpacing(GRID_PX)
        led = QHBoxLayout()
        led.addWidget(self._led)
        led.addStretch(1)
        led.addWidget(self._of)
        column.addLayout(led)
        column.addWidget(self._sense)
        column.addWidget(self.waterfall)
        column.addWidget(hairline())
        column.addLayout(form_top)
        column.addLayout(buttons)
        column.addWidget(self.form)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("ask-area")
        self.area.setWidget(whole)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # nothing moves when it is needed
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        everything = QVBoxLayout(self)
        everything.setContentsMargins(0, 0, 0, 0)
        everything.setSpacing(0)
        everything.addLayout(head)
        self._line = hairline()
        everything.addWidget(self._line)
        everything.addWidget(self.area, 1)
        self._rest = QWidget()
        everything.addWidget(self._rest, 1)

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_sample(self, sample: Sample | None) -> None:
        """Ask about this sample; None: about an average row."""
        self._sample = sample
        if self._has_questions:
            self._fill()
        self._catch_up()

    def show_file_words(self, text: str) -> None:
        """How the prediction of a file goes, or went, until somebody asks about another row; empty: nothing."""
        self._file.show_words(text)

    def show_predicting(self, is_running: bool) -> None:
        """While a file is under way the button stops it."""
        self._predict.setText("Stop" if is_running else "Predict a file…")
        tip = "Stop, and write nothing." if is_running else PREDICT_TIP
        self._predict.setToolTip(tip)
        self._predict.setAccessibleName(tip.rstrip("."))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._asking.forget()

    def _draw_project(self, project: Project) -> None:
        self._has_questions, self._asked = False, None  # found out once somebody looks
        self._output = None

    def _draw_theme(self, theme: Theme) -> None:
        self.answer.show_theme(theme)
        self.waterfall.show_theme(theme)

    def _draw_snapshot(self, snapshot: Snapshot) -> None:
        project = self.project
        if project is None:
            return
        if not self._has_questions:
            self._take_questions(project)
        questions = self.form.questions
        if questions is None or project.data is None:
            return
        self._asked = answering(snapshot.network, snapshot.theta, project.data, project.training)
        if self._asked is None:  # the network lags behind its data for a frame
            return
        outputs = self._asked.outputs(self.form.place[:, np.newaxis])[:, 0]
        self._show_answer(self._asked, questions, outputs)
        self._take_apart(snapshot, self._asked, questions, outputs)

    def _take_questions(self, project: Project) -> None:
        self._has_questions = True
        why, data = _why_not(project), project.data
        self.form.show_questions(None if why or data is None else questions_of(data), project.network.dtype)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        for widget in (self.answer, self._line, self.area):
            widget.setVisible(not why)
        self._outside.setVisible(not why)
        self._outside.setText("")
        self._rest.setVisible(bool(why))
        self._predict.setEnabled(data is not None)
        self._row_heading.setText(f"The {self._noun}")
        self._to_average.setText(f"Average {self._noun}")
        self._to_random.setText(f"A random {self._noun}")
        if not why:
            self._fill()

    @property
    def _noun(self) -> str:
        return "row" if self.project is None else noun_of(self.project)

    def _fill(self) -> None:
        """The form shows the sample, or an average row where there is none that fits."""
        questions, sample = self.form.questions, self._sample
        if questions is None:
            return
        if sample is None or sample.place.shape != questions.average.shape:
            self.form.show_average()
            self._words.setText(f"an average {self._noun}")
        else:
            self.form.show_place(sample.place)
            self._words.setText(sample.words)

    def _show_answer(self, asked: Answering, questions: Questions, outputs: Array) -> None:
        sample, place = self._sample, self.form.place
        is_it = sample is not None and np.array_equal(sample.place, place)
        target = sample.target if is_it and sample is not None else None
        self.answer.show_told(told(asked, outputs, target))
        outside = ", ".join(
            f"{question.name} ({number_text(question.low)} to {number_text(question.high)})"
            for question in questions.outside(place)
        )
        said = f"Beyond what it was trained on: {outside}." if outside else ""
        room = max(self._outside.width(), self.answer.minimumSizeHint().width())
        self._outside.setText(self._outside.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room))
        self._outside.setToolTip(said)

    def _take_apart(self, snapshot: Snapshot, asked: Answering, questions: Questions, outputs: Array) -> None:
        place, average = self.form.place, questions.average
        output = self._shown_output(asked, outputs)
        self._show_choice(asked)
        columns = [question.part for question in questions.columns]
        changed = sum(not np.array_equal(place[part], average[part]) for part in columns)

        def find(is_wanted: IsWanted) -> Contributions | None:
            def answers_to(places: Array) -> Array:
                answers: Array = asked.outputs(places)[output]
                return answers

            return contributions(answers_to, place, average, columns, np.random.default_rng(SEED), is_wanted)

        cost = passes(changed) * (products(snapshot.network) + PER_NUMBER * len(place))
        about = (place.tobytes(), output, self._output)
        self._asking.ask(snapshot, about, cost, find, partial(self._show_parts, asked, questions, place, output))

    def _show_parts(
        self, asked: Answering, questions: Questions, place: Array, output: int, found: Contributions
    ) -> None:
        names = tuple(question.name for question in questions.columns)
        values = tuple(
            "" if is_open else cell_text(question, place)
            for question, is_open in zip(questions.columns, self.form.is_open, strict=True)
        )
        steps = steps_of(names, values, found.start, found.parts)
        low, high = range_of(asked)
        least = None if asked.meaning.kind == "numbers" else (low, high)
        self.waterfall.show_steps(steps, found.start, found.end, least, self._noun, high - low)
        said = sense_of(asked, output, self._noun)
        if not found.is_exact:
            said += " Estimated from random orders of the columns; it still adds up."
        self._sense.setText(said)

    def _shown_output(self, asked: Answering, outputs: Array) -> int:
        if self._output is not None and self._output < asked.network.outputs:
            return self._output
        return int(np.argmax(np.nan_to_num(outputs))) if asked.meaning.kind == "classes" else 0

    def _show_choice(self, asked: Answering) -> None:
        """Of several classes each can be taken apart, of several numbers too; else there is nothing to choose."""
        kind, count = asked.meaning.kind, asked.network.outputs
        self._of.setVisible(count > 1)
        self._led.setText("What led to" if count > 1 else "What led to it")
        if count == 1:
            return
        names = asked.classes if kind == "classes" else tuple(f"output {index + 1}" for index in range(count))
        options = [Option(None, "the answer", "Whichever class is the answer.")] if kind == "classes" else []
        options += [Option(index, name, f"The output of {name}.") for index, name in enumerate(names)]
        self._of.show_choice(options, self._output if kind == "classes" else self._output or 0)

    # Doing -----------------------------------------------------------------------------------------------------------

    def _choose_output(self, output: object) -> None:
        self._output = output if isinstance(output, int) else None
        self._catch_up()

    def _ask_average(self) -> None:
        if self.form.questions is not None:
            self.form.show_average()
            self.asked.emit(self.form.place, f"an average {self._noun}")

    def _ask_random(self) -> None:
        if self.project is None or self.project.data is None:
            return
        dataset = build(self.project.data)
        kind, rows = ("training", len(dataset.x)) if dataset.x_test is None else ("test", len(dataset.x_test))
        self.row_chosen.emit(kind, int(self._generator.integers(rows)))

    def _copy(self) -> None:
        """The row and its answer as two lines of cells, as spreadsheets take them."""
        asked, questions = self._asked, self.form.questions
        if asked is None or questions is None:
            return
        outputs = asked.outputs(self.form.place[:, np.newaxis])
        cells = [
            (question.name, "" if is_open else exact_text(question, self.form.place))
            for question, is_open in zip(questions.columns, self.form.is_open, strict=True)
        ]
        if asked.classes:
            decided = int(asked.meaning.decided(outputs)[0])
            cells.append(("prediction", asked.classes[decided] if decided >= 0 else ""))
            cells += zip(asked.output_names, map(exact, outputs[:, 0]), strict=True)
        else:
            cells += [("prediction", exact(value)) for value in outputs[:, 0]]
        lines = ("\t".join(column) for column in zip(*cells, strict=True))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self.noticed.emit(f"Copied the {self._noun} and its answer.")


def _why_not(project: Project) -> str:
    """Why there is no form for these data; empty: there is one."""
    data = project.data
    if data is None:
        return (
            "No data yet. Choose a data set on the left: the form is made of its columns. Without data, press V on the "
            "canvas and type a value at each input."
        )
    if isinstance(data, Segments | Digits):
        return "A digit is asked about on the pad: draw one, and read the answer on the page Picture."
    if not isinstance(data, Table) and data.place_numbers > MOST_INPUTS:
        return f"A sample of these data has {data.place_numbers:,} numbers: too many for a form."
    dataset = build(data)
    if len(dataset.x) == 0 and dataset.lacks is not None:
        return f"{' '.join(dataset.lacks)} The form is made of them."
    return ""
