"""Every page: no serious finding of axe in light and dark, nothing wider than a phone, nothing the policy forbids."""

from typing import Any

import pytest

from tocsin.store import Store
from tocsin.store.cards import Filter

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

PATHS = (
    "/ /?q=hospital /?q=nothing+holds+this /stories /stories/{story} /events/{event} /events/{event}?rule=conservative&as_of=2024-06-05 "
    "/reports /reports/{report} /review /agreement /add /codebook /audit /settings /api /events/e1nothing"
).split()
MISSING = frozenset({"/events/e1nothing"})
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


def places(store: Store) -> dict[str, str]:
    """The story, the event told by most reports, and its first report."""
    event = store.cards.page(Filter(), order="reports", size=1)[0]
    return {"event": event.event, "story": next(iter(store.events.stories())).id, "report": store.events.documents_of(event.event)[0]}


@pytest.mark.parametrize("path", PATHS)
def test_everybody_can_use_it(browser: Any, address: str, story: Store, path: str) -> None:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address).new_page()
    opened.add_init_script(WATCH)
    answer = opened.goto(path.format(**places(story)))

    assert answer.status == (404 if path in MISSING else 200)
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        opened.wait_for_timeout(500)
        faults = axe.Axe().run(opened).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in faults if one["impact"] in {"serious", "critical"}] == []
    assert opened.evaluate("window.violations") == []
    opened.set_viewport_size({"width": 390, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    opened.context.close()
