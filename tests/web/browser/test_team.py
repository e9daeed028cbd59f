"""A team in a real browser: logging in, being refused a write, tokens; and the pages of it for people who see little or use no mouse."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from tocsin.store import Store
from tocsin.store.cards import Filter
from tocsin.web.accounts import TeamAccounts, add_account
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

PASSWORD = "sheep lantern quarry"  # noqa: S105


@contextmanager
def _served(store: Store) -> Iterator[str]:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    app = create_app(Workspace(store, "story.db", team=True, model=False), accounts=TeamAccounts(store))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def address(story: Store) -> Iterator[str]:
    """Where the team's workbench answers; the page of these tests opens there."""
    for name, role in {"Rea": "reader", "Ada": "admin"}.items():
        add_account(story, name, role, PASSWORD, by="test")
    with _served(story) as served:
        yield served


def _log_in(page: Any, name: str, back: str = "/") -> None:
    page.goto(back)
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Log out")


def test_a_reader_logs_in_looks_and_is_refused_a_write(page: Any, story: Store) -> None:
    event = story.cards.page(Filter(), order="reports", size=1)[0].event
    _log_in(page, "Rea", f"/events/{event}")
    assert page.url.endswith(f"/events/{event}")

    form = {"csrf": page.get_attribute("meta[name=csrf]", "content"), "rule": "majority"}
    refused = page.request.post(f"/events/{event}/rule", form=form)

    assert refused.status == 403
    assert "this takes the role editor; you are Rea, reader" in refused.text()
    assert not story.audit.entries(action="settings changed")


def test_an_admin_makes_a_token_and_an_account(page: Any, story: Store) -> None:
    _log_in(page, "Ada", "/accounts")

    page.fill("#label", "nightly export")
    page.click("text=Make a token")
    shown = page.inner_text("section.success code")
    assert page.request.get("/api/v1/me", headers={"Authorization": f"Bearer {shown}"}).json()["name"] == "Ada"
    page.fill("#new-name", "Cody")
    page.select_option("#new-role", "coder")
    page.fill("#new-password", PASSWORD)
    page.click("#add button")
    page.wait_for_selector("td:has-text('Cody')")
    assert [(one.name, one.role) for one in story.accounts.all()] == [("Ada", "admin"), ("Cody", "coder"), ("Rea", "reader")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_for_everybody(page: Any, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto("/login")
    _fine(page)
    _log_in(page, "Ada", "/accounts")
    _fine(page)
    page.goto("/api")
    _fine(page)


def _fine(page: Any) -> None:
    found = axe.Axe().run(page)
    serious = [one for one in found.response["violations"] if one["impact"] in {"serious", "critical"}]
    assert not serious, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in serious]
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), page.url
