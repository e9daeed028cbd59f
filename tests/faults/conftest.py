"""One store that reports were coded into by rules, made once; each test has its own copy."""

import shutil
from pathlib import Path

import pytest

from tocsin.intake import Item, make_document, read_items
from tocsin.pipeline import Reader
from tocsin.reconcile.rules import RULES
from tocsin.store import open_store
from tocsin.store.reconcile import refresh

EXAMPLES = Path(__file__).parents[2] / "examples" / "story"


def code(reader: Reader, store: str) -> None:
    """What `tocsin code examples/story --store` does."""
    with open_store(store) as kept:
        for item in read_items([str(EXAMPLES)]):
            assert isinstance(item, Item)
            kept.add(reader.extract(make_document(item)), item.raw, reader.fingerprint)


def reconcile(store: str) -> None:
    """What `tocsin reconcile` does."""
    with open_store(store, create=False) as kept:
        refresh(kept, RULES["range"])


def told(store: str) -> tuple[list[object], ...]:
    """All that a store tells: documents, claims, events, stories; its check passes."""
    with open_store(store, create=False) as kept:
        assert kept.check() == ()
        return list(kept.documents()), list(kept.claims()), list(kept.events.all()), list(kept.events.stories())


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it. Not to be changed."""
    path = tmp_path_factory.mktemp("faults") / "empty.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def coded(empty: Path, rules: Reader) -> Path:
    """A store with the example story, not yet reconciled. Not to be changed."""
    path = shutil.copy(empty, empty.with_name("coded.db"))
    code(rules, str(path))
    return path


@pytest.fixture(scope="session")
def reconciled(coded: Path) -> Path:
    """The same, reconciled. Not to be changed."""
    path = shutil.copy(coded, coded.with_name("reconciled.db"))
    reconcile(str(path))
    return path


@pytest.fixture
def store(reconciled: Path, tmp_path: Path) -> Path:
    """A reconciled store of one's own."""
    return shutil.copy(reconciled, tmp_path / "a.db")
