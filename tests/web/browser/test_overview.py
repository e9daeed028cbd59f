"""The overview in a browser: filters, the map's area, the timeline, the list by keyboard, a download."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin.store import Store
from tocsin.store.cards import Filter

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

Until = Callable[[str], None]
DRAWN = "document.querySelector('.plot canvas') && window.tocsin && window.tocsin.map && window.tocsin.map.ready"


def test_filter_look_and_download(page: Any, until: Until, tmp_path: Path) -> None:
    """An analyst narrows the view by hand, and downloads what is left of it."""
    page.goto("/")
    until(DRAWN)
    assert page.evaluate("window.tocsin.map.count") > 0
    everything = page.locator("tr[data-row]").count()
    page.get_by_label("state response").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile(r"/\?family=state\+response$"))
    narrowed = page.locator("tr[data-row]").count()
    assert 0 < narrowed < everything
    page.get_by_text("Download these").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="ACLED-style CSV").click()
    download.value.save_as(tmp_path / "it.zip")
    assert "acled-style.csv" in zipfile.ZipFile(tmp_path / "it.zip").namelist()
    page.get_by_role("link", name="state response").first.click()  # the chip takes the filter away
    page.wait_for_url(re.compile(r"/$"))
    assert page.locator("tr[data-row]").count() == everything


def test_the_map_narrows_the_list(page: Any, until: Until, story: Store) -> None:
    """The map's area goes into the address; list and map then hold what lies in it, until the area is taken away again."""
    placed = len(list(story.cards.all(Filter(box=(-180, -90, 180, 90)))))
    page.goto("/")
    until(DRAWN)
    everything = page.locator("tr[data-row]").count()
    assert 0 < placed < everything
    _drag(page, 60, 30)
    page.get_by_role("button", name="Search this area").click()
    page.wait_for_url(re.compile(r"bbox="))
    until(DRAWN)
    assert page.locator(".active-filters a").first.inner_text().startswith("area")
    assert page.locator("tr[data-row]").count() == page.evaluate("window.tocsin.map.count") == placed

    _drag(page, 3000, 0)
    page.get_by_role("button", name="Search this area").click()
    page.get_by_text("No event fits").wait_for()
    page.locator(".active-filters a").first.click()
    page.wait_for_url(re.compile(r"/$"))
    assert page.locator("tr[data-row]").count() == everything


def test_a_place_on_the_map_leads_to_its_events(page: Any, until: Until) -> None:
    """All placed events of the story are of one town, which stands in the middle of the map: its sign lists them."""
    page.goto("/")
    until(DRAWN)
    page.locator(".map canvas").click()
    page.locator(".map-events a").first.wait_for()
    assert page.locator(".map-events a").count() == page.locator("tr[data-row] td[data-label=Where]").filter(has_text="Mzuzu").count()
    title = page.locator(".map-events a").first.inner_text()
    page.locator(".map-events a").first.click()
    page.wait_for_url(re.compile(r"/events/e1"))
    assert page.locator("h1").inner_text() == title


def _drag(page: Any, right: int, down: int) -> None:
    """Move the map by so many pixels, a map's width at a time at most."""
    box = page.locator(".map canvas").bounding_box()
    left, middle = box["x"] + 20, box["y"] + box["height"] / 2
    while right > 0:
        step = min(right, box["width"] - 40)
        page.mouse.move(left, middle)
        page.mouse.down()
        page.mouse.move(left + step, middle + down, steps=5)
        page.wait_for_timeout(200)  # a map let go of in motion glides on
        page.mouse.up()
        right -= step


def test_list_by_keyboard(page: Any, until: Until) -> None:
    """The search field, the rows and the first row's event without a mouse; the order changes without leaving the map."""
    page.goto("/")
    until(DRAWN)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.get_by_role("link", name="Killed", exact=True).click()
    page.wait_for_url(re.compile(r"order=killed"))
    page.wait_for_selector("th[aria-sort] >> text=Killed")
    page.locator("body").press("j")
    assert "Shooting" in page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessible(page: Any, until: Until, scheme: str, width: int) -> None:
    """No finding of axe-core, and nothing sticks out at the side."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/?speaker=police")
    until(DRAWN)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
