"""Layers without neurons, which stand between the columns."""

from core.errors import UserError
from core.layers import BatchNormalization, Dropout, Follower
from core.moves import Moves
from core.network import Network, layer_name
from core.surgery.surgery import Surgery, same


def add_follower(network: Network, column: int, follower: Follower) -> Surgery:
    """One more layer without neurons, right after this column; -1: after the inputs.

    Raises UserError at the output, whose numbers go to no further layer.
    """
    if column == len(network.dense) - 1:
        raise UserError(
            f"{_kind(follower)} does nothing after the output layer.", "Put it between two columns of neurons."
        )
    standing = (*network.followers[column + 1], follower)
    moves = Moves(same(network, 0)) if isinstance(follower, BatchNormalization) else None
    return _with_followers(network, column, standing, f"add {_kind(follower).lower()} to", moves)


def set_follower(network: Network, column: int, place: int, follower: Follower | None) -> Surgery:
    """The layer without neurons at `place` after this column (-1: the inputs) with other settings; None: taken out."""
    standing = list(network.followers[column + 1])
    old = standing[place]
    assert follower is None or type(follower) is type(old), "one kind does not turn into the other"
    moves = None
    if follower is None and isinstance(old, BatchNormalization):
        number = sum(isinstance(other, BatchNormalization) for other in standing[:place])
        moves = Moves(same(network, 0), gone_norm=(column + 1, number))
    standing[place : place + 1] = [] if follower is None else [follower]
    text = f"remove {_kind(old).lower()} from" if follower is None else f"change {_kind(old).lower()} of"
    return _with_followers(network, column, tuple(standing), text, moves)


def _with_followers(
    network: Network, column: int, standing: tuple[Follower, ...], text: str, moves: Moves | None
) -> Surgery:
    followers = list(network.followers)
    followers[column + 1] = standing
    name = "the inputs" if column < 0 else layer_name(network, column)
    return Surgery(f"{text} {name}", network.with_columns(network.dense, followers), moves)


def _kind(follower: Follower) -> str:
    """What a layer without neurons is called."""
    match follower:
        case Dropout():
            return "Dropout"
        case BatchNormalization():
            return "Batch normalization"
