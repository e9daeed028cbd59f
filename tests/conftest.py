"""Readers are loaded once per session: a rule-only one takes a second, the trained one more."""

import pytest

from tocsin.pipeline import Reader, load_reader


@pytest.fixture(scope="session")
def rules() -> Reader:
    """The reader of rules alone."""
    return load_reader(model=False)


@pytest.fixture(scope="session")
def trained() -> Reader:
    """The reader with the trained encoder; tests that take it are marked `model`."""
    return load_reader(model=True)
