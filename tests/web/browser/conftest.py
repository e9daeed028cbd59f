"""The workbench in a real browser: a server over a copy of the example story, and pages that must ask nobody else and report no error."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from tocsin.store import Store
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

SLOW = 120_000  # milliseconds; drawing WebGL without a GPU takes its time
Until = Callable[[str], None]


@pytest.fixture
def address(story: Store) -> Iterator[str]:
    """Where the workbench over `story` answers."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Workspace(story, "story.db", team=False, model=False)), log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page; at its end nothing may have been asked of another machine, and the console must hold no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    opened = context.new_page()
    opened.set_default_timeout(SLOW)
    hosts: set[str] = set()
    errors: list[str] = []
    opened.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert hosts <= {"127.0.0.1", ""}
    assert errors == []


@pytest.fixture
def until(page: Any) -> Until:
    """Wait for a condition; Playwright's own waiting evaluates strings in the page, which the policy forbids."""

    def wait(condition: str) -> None:
        end = time.monotonic() + SLOW / 1000
        while not page.evaluate(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.2)

    return wait
