"""Pictures of every page of the workbench, made from the example story: python -m eval.screenshots [--out docs/img].

Writes one PNG a page at 1280 pixels, some in the dark theme or 390 pixels wide. Needs playwright and a Chromium.
"""

import argparse
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from tocsin.intake import IntakeFailure, make_document, read_items
from tocsin.pipeline import load_reader
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.cards import Filter
from tocsin.store.reconcile import refresh
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

ROOT = Path(__file__).parent.parent
SHOTS = (
    ("overview", "/", 1280, "light"),
    ("overview-dark", "/", 1280, "dark"),
    ("overview-narrow", "/", 390, "light"),
    ("stories", "/stories", 1280, "light"),
    ("story", "/stories/{story}", 1280, "light"),
    ("event", "/events/{event}", 1280, "light"),
    ("event-other-rule", "/events/{event}?rule=conservative&as_of=2024-06-05", 1280, "dark"),
    ("reports", "/reports", 1280, "light"),
    ("report", "/reports/{report}", 1280, "light"),
    ("report-narrow", "/reports/{report}", 390, "dark"),
    ("review", "/review", 1280, "light"),
    ("agreement", "/agreement", 1280, "light"),
    ("add", "/add", 1280, "light"),
    ("codebook", "/codebook", 1280, "light"),
    ("audit", "/audit", 1280, "light"),
    ("settings", "/settings", 1280, "light"),
    ("api", "/api", 1280, "light"),
)
"""Name, path, width in pixels, colour scheme."""
_HEIGHT = 900
_DRAWING = 4000
"""Milliseconds given to maps and charts once they are there; they are drawn without a GPU."""
_LOADING = 60.0
"""Seconds a map may take to be there."""


def main() -> None:
    """Make them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--only", nargs="*", help="names of pictures")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "story.db")) as store:
        _fill(store)
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(Workspace(store, "story.db", team=False)), log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            _shoot(f"http://127.0.0.1:{bound.getsockname()[1]}", _places(store), options.out, options.only)
        finally:
            server.should_exit = True
            thread.join()


def _fill(store: Store) -> None:
    reader = load_reader()
    for item in read_items([str(ROOT / "examples" / "story")], published=None):
        assert not isinstance(item, IntakeFailure), item
        store.add(reader.extract(make_document(item)), item.raw, reader.fingerprint)
    refresh(store, RULES["range"])


def _places(store: Store) -> dict[str, str]:
    event = store.cards.page(Filter(), order="reports", size=1)[0].event
    return {"event": event, "story": next(iter(store.events.stories())).id, "report": store.events.documents_of(event)[-1]}


def _shoot(address: str, places: dict[str, str], out: Path, only: list[str] | None) -> None:
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        for name, path, width, scheme in SHOTS:
            if only and name not in only:
                continue
            context: Any = browser.new_context(viewport={"width": width, "height": _HEIGHT}, color_scheme=scheme)
            page = context.new_page()
            page.goto(address + path.format(**places))
            if page.locator("[data-map]").count():
                _await_map(page)
            if page.locator("[data-map], [data-chart], [data-timeline]").count():
                page.wait_for_timeout(_DRAWING)
            page.screenshot(path=out / f"{name}.png")
            print(f"{name}.png")
            context.close()
        browser.close()


def _await_map(page: Any) -> None:  # noqa: ANN401 - playwright's page
    """Wait for the map; asked from here, since the policy forbids what playwright would evaluate for it."""
    end = time.monotonic() + _LOADING
    while not page.evaluate("Boolean(window.tocsin && window.tocsin.map && window.tocsin.map.ready)") and time.monotonic() < end:
        page.wait_for_timeout(250)


if __name__ == "__main__":
    main()
