"""The training panel: the few settings a beginner needs, the rest under "More…"."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.edits import choose_loss
from core.losses import LOSSES, loss_named
from core.network import Network
from core.optimizers import OPTIMIZERS, optimizer_named
from core.specs import Project
from core.surgery import Redraw
from gui.panels.form import Choice, NumberField, heading, labelled, parse_count, parse_number
from gui.session import Session
from gui.theme import GRID_PX

BATCH_TIP = "How many samples one step looks at; more than there are means all of them."
MOMENTUM_TIP = "How much of the last step is kept, from 0 to below 1. Only Momentum and Nesterov use it."


class TrainingPanel(QWidget):
    """Shows and edits `Project.training` and the seed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("training-panel")
        self._session = session

        self._optimizer = Choice("optimizer", "How the weights follow the gradient.", 110)
        for optimizer in OPTIMIZERS.values():
            self._optimizer.addItem(optimizer.label, optimizer.name)
            self._optimizer.setItemData(self._optimizer.count() - 1, optimizer.formula, Qt.ItemDataRole.ToolTipRole)
        self._optimizer.activated.connect(self._on_optimizer)
        self._loss = Choice("loss", "What training makes small.", 166)
        self._loss.activated.connect(self._on_loss)
        self._rate = NumberField(
            "learning-rate", "Learning rate", "How far one step moves the weights.", self._commit_rate
        )
        self._batch = NumberField(
            "batch-size",
            "Batch size",
            BATCH_TIP,
            self._commit_batch,
        )
        self._momentum = NumberField(
            "momentum",
            "Momentum",
            MOMENTUM_TIP,
            self._commit_momentum,
        )
        self._seed = NumberField(
            "seed", "Seed", "Draws first weights and the order of the samples; equal seeds give equal runs. "
            "A new seed starts anew at epoch 0.", self._commit_seed
        )  # fmt: skip
        self._new_weights = QPushButton("New weights")
        self._new_weights.setObjectName("new-weights")
        self._new_weights.setToolTip("Draw other first weights, from the next seed, and start at epoch 0.")
        self._new_weights.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_weights_clicked = self._new_weights.clicked

        self._more = QPushButton()
        self._more.setObjectName("training-more")
        self._more.setText("More…")
        self._more.setAccessibleName("More training settings")
        self._more.setToolTip("Momentum, seed and new weights.")
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rest = QWidget()
        self._more.toggled.connect(self._on_more)

        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(GRID_PX)
        rest.addWidget(self._momentum)
        rest.addWidget(self._seed)
        rest.addWidget(self._new_weights)
        self._rest.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(heading("Training"))
        column.addLayout(labelled("Optimizer", self._optimizer))
        column.addWidget(self._rate)
        column.addWidget(self._batch)
        column.addLayout(labelled("Loss", self._loss))
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)

    def show_project(self, project: Project) -> None:
        """The project's settings."""
        training = project.training
        self._optimizer.setCurrentIndex(self._optimizer.findData(training.optimizer))
        self._optimizer.setToolTip(
            f"How the weights follow the gradient: {optimizer_named(training.optimizer).formula}"
        )
        self._show_losses(project.network, training.loss)
        self._rate.show_value(f"{training.learning_rate:g}")
        self._batch.show_value(str(training.batch_size))
        self._momentum.show_value(f"{training.momentum:g}")
        self._momentum.setEnabled("momentum" in optimizer_named(training.optimizer).settings)
        self._seed.show_value(str(project.seed))

    def _show_losses(self, network: Network, chosen: str) -> None:
        names = [name for name in LOSSES if name != "categorical_crossentropy" or network.outputs > 1]
        if [self._loss.itemData(index) for index in range(self._loss.count())] != names:
            self._loss.clear()
            for name in names:
                self._loss.addItem(loss_named(name).label, name)
                self._loss.setItemData(self._loss.count() - 1, loss_named(name).formula, Qt.ItemDataRole.ToolTipRole)
        self._loss.setCurrentIndex(self._loss.findData(chosen))
        self._loss.setToolTip(f"What training makes small: {loss_named(chosen).formula}")

    def _on_more(self, is_open: bool) -> None:
        self._rest.setVisible(is_open)
        self._more.setText("Less" if is_open else "More…")

    def _on_optimizer(self) -> None:
        name = self._optimizer.currentData()
        self._edit(f"set optimizer to {optimizer_named(name).label}", optimizer=name)

    def _on_loss(self) -> None:
        project, name = self._session.document.project, self._loss.currentData()
        self._session.apply(lambda: choose_loss(project, name))
        self.show_project(self._session.document.project)

    def _commit_rate(self, text: str) -> None:
        self._edit("set learning rate", learning_rate=parse_number(text, "Learning rate"))

    def _commit_batch(self, text: str) -> None:
        self._edit("set batch size", batch_size=parse_count(text, "Batch size"))

    def _commit_momentum(self, text: str) -> None:
        self._edit("set momentum", momentum=parse_number(text, "Momentum"))

    def _commit_seed(self, text: str) -> None:
        document = self._session.document
        document.edit("set seed", document.project.replace(seed=parse_count(text, "Seed")), Redraw())

    def _edit(self, text: str, **changes: object) -> None:
        """Change the training settings. Raises UserError for values that cannot be."""
        document = self._session.document
        document.edit(text, document.project.replace(training=document.project.training.replace(**changes)))
