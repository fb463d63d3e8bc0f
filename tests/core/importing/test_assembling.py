"""Tests of making a network of pieces: what has no layer of its own here becomes part of one that has."""

import numpy as np
import pytest

from core import BatchNormalization, Dense, Dropout
from core.errors import UserError
from core.importing.assembling import assemble
from core.importing.pieces import Activate, Drop, Linear, Normal, Piece, Scale, Stack

GENERATOR = np.random.default_rng(4)
X = GENERATOR.normal(size=(10, 3))
W, B, W2 = GENERATOR.normal(size=(3, 4)), GENERATOR.normal(size=4), GENERATOR.normal(size=(4, 2))
NORMAL = Normal(*(np.abs(GENERATOR.normal(size=4)) for _ in range(4)), 1e-3, 0.99)
HALF = Scale(np.array(0.5), np.array(2.0), "This")
PIECES: dict[str, list[Piece]] = {
    "a scale everywhere": [HALF, Linear(W, B), HALF, Activate("tanh", "It"), HALF, Linear(W2), HALF],
    "normalizations everywhere": [Linear(W, B), NORMAL, Activate("tanh", "It"), NORMAL, Linear(W2)],
    "a normalization at the end": [Linear(W, B), Activate("tanh", "It"), NORMAL],
    "a normalization and a scale at the end": [Linear(W, B), NORMAL, HALF],
    "a scale and a normalization": [Linear(W, B), Activate("tanh", "It"), HALF, NORMAL, HALF, Linear(W2)],
    "two activations": [Linear(W, B), Activate("relu", "It"), Activate("tanh", "It")],
    "an activation first": [Activate("tanh", "It"), Linear(W, B)],
}


def answers(pieces: list[Piece]) -> np.ndarray:  # type: ignore[type-arg]
    """What the pieces come to, one after the other."""
    x = X
    for piece in pieces:
        match piece:
            case Linear():
                x = x @ piece.weights + (0.0 if piece.biases is None else piece.biases)
            case Scale():
                x = x * piece.scale + piece.shift
            case Normal():
                x = piece.gamma * (x - piece.mean) / np.sqrt(piece.variance + piece.epsilon) + piece.beta
            case Activate():
                x = np.tanh(x) if piece.name == "tanh" else np.maximum(x, 0.0)
    return x


@pytest.mark.parametrize("name", PIECES)
def test_the_network_answers_as_its_pieces_do(name: str) -> None:
    network, theta = assemble(Stack(pieces=PIECES[name]))
    np.testing.assert_allclose(network.predict(theta, X), answers(PIECES[name]), rtol=1e-12, atol=1e-12)


def test_what_needs_no_folding_keeps_its_place() -> None:
    pieces: list[Piece] = [Drop(0.1), Linear(W, B), Activate("relu", "It"), NORMAL, Drop(0.3), Linear(W2)]
    network, _ = assemble(Stack(pieces=pieces))
    assert network.layers == (
        Dropout(0.1), Dense(4, "relu"), BatchNormalization(0.99, 1e-3), Dropout(0.3), Dense(2, use_bias=False),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([Linear(W), Linear(W)], "A dense layer asks for 3 numbers, but 4 reach it."),
        ([Linear(W, np.ones(3))], "A dense layer of 4 units has biases of the shape (3,)."),
        ([Linear(W), Scale(np.ones(5), None, "This")], "This asks for 5 numbers, but 4 reach it."),
        ([Linear(W * np.inf)], "Its weights hold a number that is not finite."),
        ([Linear(W), Drop(1.0), Linear(W2)], "A dropout rate of 1 cannot be read."),
        ([Linear(W), Activate("softmax", "It"), Linear(W2)], "A hidden layer cannot use softmax."),
        ([Linear(np.ones((400, 400))), Activate("tanh", "It"), Activate("relu", "It")], "stands alone"),
        ([Linear(np.ones((1, 1)))] * 501, "It has more dense layers than can be imported."),
    ],
)
def test_pieces_that_do_not_fit_are_refused(pieces: list[Piece], words: str) -> None:
    with pytest.raises(UserError) as caught:
        assemble(Stack(pieces=pieces))
    assert words in str(caught.value)
