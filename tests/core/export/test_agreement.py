"""Some random networks through every form of export; the benchmark of that name asks hundreds."""

from pathlib import Path

import pytest

from tests.benchmarks.agreement import FORMS, asked, difference, drawn_network

NUMBERS = (0, 3, 6, 9, 12, 15, 18, 21)
"""Both number types, and eight activations at the outputs."""


# C takes a compiler's second for each network; its own tests compile some.
@pytest.mark.parametrize("name", sorted(name for name, form in FORMS.items() if form.is_here and name != "c"))
def test_what_is_exported_answers_as_the_network(tmp_path: Path, name: str) -> None:
    form = FORMS[name]
    for number in NUMBERS:
        network, theta = drawn_network(number)
        x = asked(network, number)
        found = form.answers(form.export(network, theta, tmp_path), x, network)
        assert difference(network, theta, found, x, form.computes_in(network.dtype)) <= 1.0, number
        assert difference(network, theta, found + found.dtype.type(0.001), x) > 1.0
