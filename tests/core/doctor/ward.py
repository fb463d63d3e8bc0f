"""One project in training with a doctor beside it, as the window has it, but without a window."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from core.arrays import Array
from core.data import build
from core.data.dataset import Dataset
from core.doctor import Doctor, Finding
from core.edits import Edit
from core.loop import Loop
from core.messages import Adopt, Ask, StateAnswer
from core.moves import Moves
from core.snapshot import Snapshot
from core.specs import Project
from core.state import State
from core.trainer import Trainer
from core.transplant import transplant

PATIENCE_SECONDS = 20.0


class Ward:
    """Trains, has the doctor look, and makes the edits that it proposes."""

    def __init__(self, project: Project, dataset: Dataset | None = None, theta: Array | None = None) -> None:
        self.project = project
        self._dataset = dataset
        self.doctor = Doctor()
        self.trainer = Trainer(project.network, self.dataset, project.training, theta, project.seed)
        self.doctor.show_project(project, self.dataset)

    @property
    def dataset(self) -> Dataset:
        """Its own data, else those of the project's recipe."""
        if self._dataset is not None:
            return self._dataset
        assert self.project.data is not None
        return build(self.project.data)

    @property
    def snapshot(self) -> Snapshot:
        """This moment."""
        return self.trainer.snapshot(True, 100.0)

    @property
    def loss(self) -> float:
        """The training loss of this moment."""
        train = self.snapshot.train
        assert train is not None
        return train.loss

    def look(self, times: int = 1) -> None:
        """The doctor looks at this moment."""
        for _ in range(times):
            question = self.doctor.question(self.snapshot)
            assert question is not None
            self.doctor.take(question())

    def train(self, epochs: int, every: int = 1) -> None:
        """Train, and look every so many epochs."""
        end = self.trainer.epoch + epochs
        while self.trainer.epoch < end and self.trainer.stopped is None:
            self.trainer.run(epochs=every)
            self.look()

    def until_found(self, kind: str, most: int = 200) -> Finding:
        """Train until the doctor says this, and nothing more severe."""
        for _ in range(most):
            if self.doctor.findings:
                break
            self.train(1)
        assert [finding.kind for finding in self.doctor.findings][:1] == [kind], self.doctor.findings
        return self.doctor.findings[0]

    def press(self, finding: Finding) -> Edit:
        """Do what the finding's button does."""
        edit = finding.remedy.decide(self.project, self.trainer.state())
        self._adopt(edit)
        self.doctor.show_project(self.project, self.dataset)
        self.doctor.begin_anew()
        return edit

    def set_rate(self, rate: float) -> None:
        """Train at another rate from here on."""
        training = self.project.training.replace(learning_rate=rate)
        self._adopt(Edit("set learning rate", self.project.replace(training=training)))
        self.doctor.show_project(self.project, self.dataset)

    def undo(self, project: Project, state: State) -> None:
        """Back to what was trained before an edit."""
        self.project = project
        self._make_trainer(state)
        self.doctor.show_project(project, self.dataset)

    def _adopt(self, edit: Edit) -> None:
        before, old = self.trainer.state(), self.project
        self.project = edit.project
        if self._dataset is not None and isinstance(edit.vectors, Moves):  # data without a recipe know no loop
            args = (old.network, edit.project.network, edit.vectors, before.theta, before.memory)
            theta, memory = transplant(*args, edit.project.seed, before.draws)
            state = replace(before, theta=theta, memory=memory, start=None)
        else:
            state = _through_the_loop(old, before, edit)
        self._make_trainer(state)

    def _make_trainer(self, state: State) -> None:
        self.trainer = Trainer(
            self.project.network, self.dataset, self.project.training, seed=self.project.seed, state=state
        )


def _through_the_loop(project: Project, state: State, edit: Edit) -> State:
    """The state after the edit, as the engine's own loop comes to it."""
    loop = Loop(project, state)
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        loop.post(Adopt(edit.project, edit.vectors, 1))
        loop.post(Ask(1))
        return _answer(loop.take, thread)
    finally:
        loop.close()
        thread.join()


def _answer(take: Callable[[], tuple[list[object], object]], thread: threading.Thread) -> State:
    end = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < end:
        for answer in take()[0]:
            assert isinstance(answer, StateAnswer), answer
            return answer.state
        thread.join(0.0005)
    raise AssertionError("the loop does not answer")
