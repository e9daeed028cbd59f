"""A store of the example story, made once, and the workbench over a copy of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tocsin.errors import TocsinError
from tocsin.intake import IntakeFailure, Item, make_document, read_items
from tocsin.pipeline import Reader
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.reconcile import refresh
from tocsin.web import workspace
from tocsin.web.app import create_app
from tocsin.web.reading import Failed, Read, ReadingProcess, answer
from tocsin.web.workspace import Workspace

STORY = Path(__file__).parents[2] / "examples" / "story"
ADDRESS = "http://127.0.0.1"


@pytest.fixture(scope="session")
def story_file(rules: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story, read by rules alone and reconciled; not to be changed."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    with open_store(str(path)) as store:
        for item in read_items([str(STORY)], published=None):
            assert not isinstance(item, IntakeFailure)
            store.add(rules.extract(make_document(item)), item.raw, rules.fingerprint)
        refresh(store, RULES["range"])
    return path


@pytest.fixture
def story(story_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the story that a test may change."""
    with open_store(shutil.copy(story_file, tmp_path)) as store:
        yield store


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers to decisions wait for the events, however slow the machine: tests look at them next."""
    monkeypatch.setattr(workspace, "PATIENCE", 60.0)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch, rules: Reader) -> None:
    """Reports are read in this process, which has the reader already; test_reading.py starts the one of the server."""

    def read(_: ReadingProcess, item: Item, *, day_of_feed: bool = False) -> Read | Failed:
        found = answer(rules, item, day_of_feed=day_of_feed)
        if isinstance(found, TocsinError):
            raise found
        return found

    monkeypatch.setattr(ReadingProcess, "read", read)


@pytest.fixture
def client_of() -> Callable[[Store], TestClient]:
    """A client of the workbench over a store, for the one local person."""

    def made(store: Store) -> TestClient:
        return TestClient(create_app(Workspace(store, "story.db", team=False, model=False)), base_url=ADDRESS)

    return made


@pytest.fixture
def client(story: Store, client_of: Callable[[Store], TestClient]) -> TestClient:
    """A client of the workbench over the story."""
    return client_of(story)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests: Playwright runs once in a thread. Tests are skipped where none can be started."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        try:
            # the other ways to draw WebGL without a GPU compose all pages in software, and are far slower
            started = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium can be started: {str(error).splitlines()[0]}")
        yield started
        started.close()
