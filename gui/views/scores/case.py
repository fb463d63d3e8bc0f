"""What the page Scores judges: the data and settings of one project, with the judge and the baselines made for them."""

from functools import cached_property

from core.data import build
from core.errors import UserError
from core.judging import KINDS, Baselines, Judge, Judgement
from core.probe.knockout import Kind
from core.snapshot import Snapshot
from core.specs import Project

CHEAP_PRODUCTS, CHEAP_SAMPLES = 20_000_000, 5_000
"""Up to here (about a millisecond) answers are judged at once; more are asked of the worker."""


class Case:
    """What is judged: the data and settings of one project, and what has been found out about them."""

    def __init__(self, project: Project) -> None:
        assert project.data is not None
        self.project, self.dataset = project, build(project.data)
        self.baselines: dict[Kind, Baselines] = {}

    @property
    def key(self) -> tuple[object, ...]:
        """What decides the answer of its judge."""
        return key_of(self.project)

    @cached_property
    def judge(self) -> Judge:
        """Made when it is first needed, by whoever judges."""
        project = self.project
        return Judge(project.network, self.dataset, project.training, project.seed)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Which kinds of samples there are."""
        dataset = self.dataset
        has_test = dataset.x_test is not None and len(dataset.x_test) > 0
        # A share of few rows may come to none, and a column may say which rows validate, whatever the share.
        watches = self.project.validation_share > 0.0 if dataset.aside is None else len(dataset.aside) > 0
        has = {"training": True, "validation": watches, "test": has_test}
        return tuple(kind for kind in KINDS if has[kind])

    @property
    def is_heavy(self) -> bool:
        """Whether judging takes so long that the window would be late."""
        tested = 0 if self.dataset.x_test is None else len(self.dataset.x_test)
        samples = len(self.dataset.x) + tested
        return samples > CHEAP_SAMPLES or samples * self.project.network.size > CHEAP_PRODUCTS


def key_of(project: Project) -> tuple[object, ...]:
    """What decides how answers are judged."""
    return project.network, project.data, project.training, project.seed


def judged(case: Case, snapshot: Snapshot, kind: Kind) -> Judgement | UserError:
    """What this moment's answers are; where they cannot be judged, why."""
    try:
        return case.judge.judge(snapshot.theta, kind).settle()
    except UserError as error:
        return error
