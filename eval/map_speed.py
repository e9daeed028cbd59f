"""How smoothly the map moves: ``python -m eval.map_speed --store FILE`` drags it about for some seconds in Chromium and counts frames.

FILE is a store as `python -m eval.workbench_speed --store FILE` makes it: 20,000 events. "page" is what the page's own thread works for one frame,
which no graphics card helps with; a frame is smooth from 60 a second, so it may take 16 ms. "frames" are those really drawn, here without a
graphics card: the processor paints them.
"""

import argparse
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from tocsin.store import open_store
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

_SECONDS = 6.0
_STEPS = 12
_LOADING = 60_000
"""Milliseconds the map may take to be there."""
_COUNT = """() => {
    window.frames_seen = [];
    const tick = (at) => { window.frames_seen.push(at); window.counting = requestAnimationFrame(tick); };
    window.counting = requestAnimationFrame(tick);
}"""
_WORK = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration")


def main() -> None:
    """Serve the store, drag, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", required=True, help="a store made by eval.workbench_speed")
    parser.add_argument("--zooms", type=int, nargs="*", default=[0, 3], help="clicks on the zoom button before dragging")
    options = parser.parse_args()
    with served(options.store) as address, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.wait_for_function("() => window.tocsin?.map?.ready", timeout=_LOADING)
        print(f"{page.evaluate('() => window.tocsin.map.count'):,} events on the map")
        for zoom in options.zooms:
            for _ in range(zoom):
                page.click(".maplibregl-ctrl-zoom-in")
                page.wait_for_timeout(1500)
            print(dragged(page, zoom))
        browser.close()


@contextmanager
def served(path: str) -> Iterator[str]:
    """The workbench over the store at `path`, and its address."""
    with open_store(path) as store:
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        app = create_app(Workspace(store, path, team=False, model=False))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.05)
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def dragged(page: Any, zoom: int) -> str:  # noqa: ANN401 - playwright's page
    """Drag the map back and forth and say how it went."""
    box = page.locator(".maplibregl-canvas").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _work(session)
    page.evaluate(_COUNT)
    end, side = time.monotonic() + _SECONDS, 1
    while time.monotonic() < end:
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + side * 250, middle[1] + side * 60, steps=_STEPS)
        page.mouse.up()
        side = -side
    frames = page.evaluate("() => { cancelAnimationFrame(window.counting); return window.frames_seen; }")
    after = _work(session)
    number, seconds = len(frames), (frames[-1] - frames[0]) / 1000
    each = {name: 1000 * (after[name] - before[name]) / number for name in _WORK}
    of_page = f"page {each['TaskDuration']:.1f} ms a frame, of it script {each['ScriptDuration']:.1f}"
    return f"zoomed in {zoom} times: {number / seconds:.0f} frames a second; {of_page}"


def _work(session: Any) -> dict[str, float]:  # noqa: ANN401 - playwright's session
    return {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"] if row["name"] in _WORK}


if __name__ == "__main__":
    main()
