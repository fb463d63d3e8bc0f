"""Damaged files of models: a few of the thousands that tests/benchmarks/mutated_models.py tries."""

from pathlib import Path

import pytest

from tests.benchmarks.mutated_models import models_of, outcome


@pytest.mark.parametrize(("kind", "seeds"), [("onnx", range(60)), ("safetensors", range(40))])
def test_a_damaged_file_is_imported_or_refused_in_a_sentence(kind: str, seeds: range, tmp_path: Path) -> None:
    models = models_of(kind, has_own=False)
    outcomes = [outcome(kind, seed, models, tmp_path) for seed in seeds]
    assert len(set(outcomes)) > 1


def test_a_damaged_keras_file_ends_no_more_than_the_process_that_reads_it(tmp_path: Path) -> None:
    assert outcome("keras", 5, models_of("keras"), tmp_path) != "imported"
