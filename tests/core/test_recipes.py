"""Tests of the recipes as values: what they ask of a network, and what they refuse."""

import re

import msgspec
import pytest

from core.data.build import build
from core.data.recipes import Digits, Points, Recipe, Segments
from core.errors import UserError


@pytest.mark.parametrize("recipe", [Points("circle"), Segments(5.0), Digits()])
@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_every_seed_of_32_bits_draws(recipe: Recipe, seed: int) -> None:
    assert len(build(recipe.replace(seed=seed)).x) > 0


@pytest.mark.parametrize("seed", [-1, 2**32])
@pytest.mark.parametrize("recipe", [Points("circle"), Segments(), Digits()])
def test_other_seeds_are_refused(recipe: Recipe, seed: int) -> None:
    with pytest.raises(UserError, match=f"seed cannot be {seed}") as caught:
        recipe.replace(seed=seed)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("recipe", "changes", "message"),
    [
        (Points("circle"), {"noise": -0.1}, "noise cannot be -0.1 %"),
        (Points("circle"), {"noise": 50.5}, "noise cannot be 50.5 %"),
        (Points("circle"), {"noise": float("nan")}, "noise cannot be nan %"),
        (Points("circle"), {"share": 9.0}, "share cannot be 9 %"),
        (Points("circle"), {"share": 91.0}, "share cannot be 91 %"),
        (Points("circle"), {"samples": 19}, "cannot be 19 points"),
        (Points("circle"), {"samples": 100_001}, "cannot be 100,001 points"),
        (Segments(), {"noise": 25.5}, "noise cannot be 25.5 %"),
        (Segments(), {"copies": 0}, "cannot be 0 noisy copies"),
        (Segments(), {"variants": (4,)}, "no other shape of 4"),
        (Segments(), {"copies": 1001}, "cannot be 1,001 noisy copies"),
        (Digits(), {"share": 9.0}, "share cannot be 9 %"),
        (Digits(), {"share": float("nan")}, "share cannot be nan %"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(recipe: Recipe, changes: dict[str, float], message: str) -> None:
    with pytest.raises(UserError, match=re.escape(message)) as caught:
        recipe.replace(**changes)
    assert caught.value.hint


@pytest.mark.parametrize(
    "recipe", [Points("circle"), Points("plane"), Points("sine"), Segments(), Segments(10.0), Digits()]
)
def test_the_ends_are_those_of_the_data(recipe: Recipe) -> None:
    data = build(recipe)
    assert (recipe.ends.inputs, recipe.ends.outputs) == (data.x.shape[1], data.y.shape[1])


@pytest.mark.parametrize("recipe", [Points("moons", 5.0, 30.0, 60, 4), Segments(10.0, 3, 9), Digits(45.5, 8)])
def test_a_recipe_survives_json_and_is_built_once(recipe: Recipe) -> None:
    copy = msgspec.json.decode(msgspec.json.encode(recipe), type=Recipe)
    assert copy == recipe and build(copy) is build(recipe)


def test_a_file_that_knows_no_variants_means_the_ten_shapes() -> None:
    older = b'{"kind": "segments", "noise": 5.0, "copies": 7, "seed": 2}'
    assert msgspec.json.decode(older, type=Recipe) == Segments(5.0, 7, 2)
    newer = msgspec.json.encode(Segments(variants=(9, 7, 9)))
    assert msgspec.json.decode(newer, type=Recipe) == Segments(variants=(7, 9))
