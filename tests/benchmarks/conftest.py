"""The questions, read once for all tests of the benchmarks."""

import pytest

from benchmarks.questions import Sample, every_sample


@pytest.fixture(scope="session")
def asked() -> list[Sample]:
    """Every question of every file of questions."""
    return every_sample()[0]
