"""What the training panel offers, as a table: a new hyper-parameter of `Training` is one line here."""

from typing import Any

from core.data import Table
from core.edits import Edit, choose_initializer, choose_loss, common_initializer, has_classes, set_patience
from core.initializers import INITIALIZERS
from core.losses import LOSSES, Loss
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.specs import Project
from gui.panels.choice_field import Option
from gui.panels.training_rows import Choice, Number, Row, changed, set_to


def _from_table(name: str, label: str, tip: str, table: dict[str, Any]) -> Choice:
    """A choice from one of core's tables; the field of `Training` holds the entry's name."""
    options = tuple(Option(entry.name, entry.label, entry.formula) for entry in table.values())

    def chosen(project: Project) -> object:
        return getattr(project.training, name)

    def edit(project: Project, value: str) -> Edit:
        return changed(project, name, value, set_to(label, table[value].label))

    return Choice(name, label, tip, lambda _: options, chosen, edit)


def _losses(project: Project) -> list[Option]:
    """Those that have a meaning for the data, and the one that is chosen."""

    def has_meaning(loss: Loss) -> bool:
        if loss.name == "categorical_crossentropy" and project.network.outputs == 1:
            return False
        return has_classes(project) or not loss.is_for_classes

    chosen = project.training.loss
    found = (loss for loss in LOSSES.values() if has_meaning(loss) or loss.name == chosen)
    return [Option(loss.name, loss.label, loss.formula) for loss in found]


def _class_weights(project: Project) -> list[Option]:
    options = [
        Option(None, "None", "Each sample counts the same."),
        Option("balanced", "Balanced", "samples / (classes · samples of the class)"),
    ]
    own = project.training.class_weight
    if isinstance(own, tuple):  # out of a file
        text = " : ".join(f"{weight:g}" for weight in own)
        options.append(Option(own, text, f"The file's own: {text}"))
    return options


def _set_class_weight(project: Project, value: Any) -> Edit:
    text = "turn class weights off" if value is None else "balance the classes"
    return changed(project, "class_weight", value, text)


def _initializers(project: Project) -> list[Option]:
    options = [Option(entry.name, entry.label, entry.formula) for entry in INITIALIZERS.values()]
    if common_initializer(project.network) is None:
        options.insert(0, Option(None, "Mixed", "The layers' own differ."))
    return options


def _set_initializer(project: Project, name: str | None) -> Edit:
    return Edit("", project) if name is None else choose_initializer(project, name)


OPEN: tuple[Row, ...] = (
    _from_table(
        "optimizer",
        "Optimizer",
        "How the weights follow the gradient. SGD is the plainest; Adam, with steps of its own for each weight, often "
        "needs the least care.",
        OPTIMIZERS,
    ),
    Number(
        "learning_rate",
        "Learning rate",
        "How far one step moves the weights. Too small takes long, too large never settles.",
    ),
    Number(
        "batch_size",
        "Batch size",
        "How many samples one step looks at; more than there are means all of them. Small batches are quick and noisy.",
        is_count=True,
    ),
    Choice(
        "loss",
        "Loss",
        "What training makes small. One that needs another output activation brings it along.",
        _losses,
        lambda project: project.training.loss,
        choose_loss,
        width_px=172,
    ),
    Number(
        "l2",
        "L2 penalty",
        "This times the sum of the squared weights is made small along with the loss: weights stay small, and the "
        "answer smooth. Biases are left out.",
    ),
    Number(
        "patience",
        "Early stopping",
        "Training ends after so many epochs without a better validation loss, and the best weights come back; empty is "
        "off. Turning it on keeps 20 % of the training samples aside to watch; with none aside the training loss is "
        "watched.",
        is_count=True,
        unit="epochs",
        can_be_off=True,
        decide=set_patience,
        width_px=108,
    ),
)
"""What lies open, from top to bottom."""

MORE: tuple[Row, ...] = (
    Number(
        "momentum", "Momentum", "How much of the last step is kept, from 0 to below 1: it carries over flat places."
    ),
    Number(
        "beta_1",
        "Beta 1",
        "How long the mean of the gradients remembers, from 0 to below 1. Nearer to 1 is longer, and smoother.",
    ),
    Number(
        "beta_2",
        "Beta 2",
        "How long the size of the gradients is remembered, from 0 to below 1. It is what the steps are divided by.",
    ),
    Number(
        "rho",
        "Rho",
        "How long the size of the gradients is remembered, from 0 to below 1. It is what the steps are divided by.",
    ),
    Number("epsilon", "Epsilon", "Keeps the division by the gradients' size from growing beyond bounds where it is 0."),
    Number(
        "weight_decay",
        "Weight decay",
        "Each step shrinks the weights by this share times the learning rate, apart from the gradient: it keeps them "
        "small, as L2 does for SGD.",
    ),
    _from_table(
        "schedule",
        "Schedule",
        "How the learning rate falls over the steps: large steps find the valley, small ones settle in it.",
        SCHEDULES,
    ),
    Number("decay_steps", "Decay steps", "After so many steps the schedule has run its course once.", is_count=True),
    Number(
        "decay_rate",
        "Decay rate",
        "What the learning rate is multiplied by each time the decay steps are over, above 0 to 1.",
    ),
    Number("final_share", "Final share", "The share of the learning rate that is left at the end, from 0 to 1."),
    Number(
        "warmup_steps",
        "Warm-up steps",
        "In so many first steps the learning rate rises to its full height, so that fresh weights are not thrown "
        "about; 0 is off.",
        is_count=True,
    ),
    Number(
        "clip_norm",
        "Clip norm",
        "A gradient (of all parameters together) longer than this is shortened to it, so that one steep place does not "
        "throw the weights far away; empty is off.",
        can_be_off=True,
    ),
    Number(
        "l1",
        "L1 penalty",
        "This times the sum of the weights' sizes is made small along with the loss: weights that help little become 0."
        " Biases are left out.",
    ),
    Number(
        "validation_share",
        "Validation share",
        "This share of the training samples is not trained on but watched: what early stopping goes by, and what to "
        "tune on instead of the test samples. 0, or 1 to 90 %.",
        unit="%",
        is_for=lambda project: not isinstance(project.data, Table),  # of a table the split says it
    ),
    Number(
        "stop_epochs",
        "Epoch goal",
        "Training ends when so many epochs are made; Train goes on beyond; empty is off.",
        is_count=True,
        unit="epochs",
        can_be_off=True,
        width_px=108,
    ),
    Number(
        "stop_loss",
        "Loss goal",
        "Training ends when the loss has come down to this: that of the validation samples, of the test samples where "
        "none are kept aside, or of the training samples where there are no others. Train goes on beyond; empty is "
        "off.",
        can_be_off=True,
    ),
    Number(
        "stop_accuracy",
        "Accuracy goal",
        "Training ends when so many percent are right: of the validation samples, of the test samples where none are "
        "kept aside, or of the training samples where there are no others. Train goes on beyond; empty is off.",
        unit="%",
        can_be_off=True,
        is_for=has_classes,
    ),
    Choice(
        "class_weight",
        "Class weights",
        "Balanced: samples of rare classes count more, so that each class counts the same.",
        _class_weights,
        lambda project: project.training.class_weight,
        _set_class_weight,
        is_offered=has_classes,
    ),
    Choice(
        "initializer",
        "Initializer",
        "Where the first weights of all layers come from. It takes effect with New weights; what stands now stays.",
        _initializers,
        lambda project: common_initializer(project.network),
        _set_initializer,
        width_px=132,
        note="Takes effect with New weights.",
    ),
)
"""What stands under "More…", from top to bottom."""
