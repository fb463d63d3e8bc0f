"""What the layers without neurons are called on the canvas, and what they do, in plain words."""

import math

from core.arrays import Array
from core.errors import UserError
from core.layers import BatchNormalization, Dense, Dropout, Follower
from core.network import Network
from core.wording import MINUS

NEW_DROPOUT = Dropout(rate=0.2)
NEW_BATCH_NORM = BatchNormalization()
RATES = (0.1, 0.2, 0.3, 0.5)
MOMENTA = (0.9, 0.99)


def percent(rate: float) -> str:
    """A rate as it is written: "20 %"."""
    return f"{100.0 * rate:.6g} %"


def names(follower: Follower) -> tuple[str, ...]:
    """What it is called where there is room, and in ever less of it."""
    match follower:
        case Dropout(rate=rate):
            return f"Dropout {percent(rate)}", f"Drop {percent(rate)}", f"D {percent(rate)}"
        case BatchNormalization():
            return "Batch norm", "Norm", "BN"


def tip(follower: Follower, column: str) -> str:
    """What it does after this column, with its formula."""
    match follower:
        case Dropout(rate=rate):
            return (
                f"Dropout after {column}: in each training step chance leaves out {percent(rate)} of the numbers and "
                f"divides the others by {1.0 - rate:.6g}, so that their sum stays the same on average. "
                "When the network is asked, nothing is left out."
            )
        case BatchNormalization(momentum=momentum, epsilon=epsilon):
            return (
                f"Batch normalization after {column}: gamma (number {MINUS} mean) / √(variance + {epsilon:g}) + beta "
                "for each neuron. Training takes mean and variance of the batch and learns gamma and beta; asked, the "
                f"network takes running ones (momentum {momentum:g})."
            )


def rate_of(text: str) -> float:
    """A dropout rate typed in percent, with a point or a comma, with or without the sign.

    Raises UserError for what is no number, and for one outside 0 to below 100.
    """
    typed = text.strip().removesuffix("%").strip()
    try:
        rate = float(typed.replace(",", ".")) / 100.0
    except ValueError:
        rate = math.nan
    if not 0.0 <= rate < 1.0:
        raise UserError(
            f"The dropout rate cannot be “{typed}” percent.", "It is a number from 0 to below 100, often 20."
        )
    return rate


def norms(network: Network, theta: Array) -> list[list[dict[str, Array]]]:
    """The views of the batch normalizations after each column, the inputs' first."""
    views = iter(network.views(theta))
    found: list[list[dict[str, Array]]] = [[]]
    for layer in network.layers:
        match layer:
            case Dense():
                next(views)
                found.append([])
            case BatchNormalization():
                found[-1].append(next(views))
            case Dropout():
                pass
    return found


def passed_on(followers: tuple[Follower, ...], norms: list[dict[str, Array]], unit: int) -> tuple[str, ...]:
    """What happens to what this unit says on its way to the next column: one line each.

    norms  the views of the batch normalizations among the followers
    """
    left = iter(norms)
    lines: list[str] = []
    for follower in followers:
        match follower:
            case Dropout(rate=rate):
                lines.append(f"{percent(rate)} of these are left out in each training step")
            case BatchNormalization(epsilon=epsilon):
                view = {name: float(array[unit]) for name, array in next(left).items()}
                deviation = math.sqrt(max(view["moving_variance"], 0.0) + epsilon)
                lines.append(
                    f"then normalized: mean {_short(view['moving_mean'])}, deviation {_short(deviation)} → "
                    f"gamma {_short(view['gamma'])}, beta {_short(view['beta'])}"
                )
    return tuple(lines)


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)
