"""The pages of events and stories, and the error page: no serious finding of axe in light and dark, nothing wider than a phone, nothing forbidden.

The other pages are held to the same in the tests of their own jobs.
"""

from typing import Any

import pytest

from tests.web.browser.conftest import Until
from tocsin.store import Store
from tocsin.store.cards import Filter

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

PATHS = "/stories /stories/{story} /events/{event} /events/{event}?rule=conservative&as_of=2024-06-05 /events/e1nothing".split()
MISSING = "/events/e1nothing"
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


def places(store: Store) -> dict[str, str]:
    """The story, and the event told by most reports."""
    return {"event": store.cards.page(Filter(), order="reports", size=1)[0].event, "story": next(iter(store.events.stories())).id}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_everybody_can_use_it(browser: Any, address: str, story: Store, path: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", base_url=address)
    page = context.new_page()
    page.add_init_script(WATCH)
    answer = page.goto(path.format(**places(story)), wait_until="networkidle")

    faults = axe.Axe().run(page).response["violations"]
    assert answer.status == (404 if path == MISSING else 200)
    assert [(one["id"], one["nodes"][0]["html"]) for one in faults if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("window.violations") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_charts_follow_the_window(page: Any, story: Store, until: Until) -> None:
    """A window made narrow, as a phone that is turned, has nothing at its side that must be scrolled to."""
    page.goto("/stories/{story}".format(**places(story)))
    until("document.querySelectorAll('.plot canvas').length === document.querySelectorAll('.plot').length")
    page.set_viewport_size({"width": 390, "height": 900})
    until("document.documentElement.scrollWidth <= 390")
    until("[...document.querySelectorAll('.plot .uplot')].every((plot) => plot.offsetWidth <= plot.closest('.canvas').clientWidth)")
