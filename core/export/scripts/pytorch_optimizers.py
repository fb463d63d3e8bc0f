"""Each optimizer as PyTorch has it, or the nearest that it has, and what differs then."""

from core.training import Training


def optimizer_of(training: Training) -> tuple[str, list[str], str]:
    """The optimizer as PyTorch has it, its settings, and what differs from the program's."""
    betas, epsilon = f"betas=({training.beta_1!r}, {training.beta_2!r})", f"eps={training.epsilon!r}"
    match training.optimizer:
        case "momentum":
            return "SGD", [f"momentum={training.momentum!r}"], _VELOCITY
        case "nesterov":
            # Without momentum the two are the same, and PyTorch refuses to call it Nesterov's.
            is_nesterov = ["nesterov=True"] if training.momentum else []
            return "SGD", [f"momentum={training.momentum!r}", *is_nesterov], _VELOCITY
        case "adagrad":
            return "Adagrad", ["initial_accumulator_value=0.1", epsilon], _INSIDE
        case "rmsprop":
            # sqrt(v) + sqrt(e) is never further than a factor of 1.42 from sqrt(v + e); sqrt(v) + e may be any factor.
            return "RMSprop", [f"alpha={training.rho!r}", f"eps={training.epsilon**0.5!r}"], _NEAREST
        case "adamax":
            return "Adamax", [betas, epsilon], "PyTorch adds epsilon to each gradient, not to the largest."
        case "nadam":
            return "NAdam", [betas, epsilon, "momentum_decay=1.0"], "A decay of 1 gives Dozat's own schedule."
        case "adam":
            return "Adam", [betas, epsilon], _AHEAD
        case "adamw":
            return "AdamW", [betas, epsilon, f"weight_decay={training.weight_decay!r}"], _AHEAD
        case _:
            return "SGD", [], ""


_VELOCITY = "PyTorch keeps the velocity without the rate: a rate that changes also changes the speed it has."
_INSIDE = "Neuroloom adds epsilon inside the root, PyTorch outside."
_NEAREST = "Neuroloom adds epsilon inside the root of the squares, PyTorch outside: eps is the root of it."
_AHEAD = "Neuroloom adds epsilon ahead of the correction of the moments, PyTorch behind it."
