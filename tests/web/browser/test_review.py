"""Reading and reviewing in a real browser, by keyboard alone."""

import re
from typing import Any

import pytest

from tests.web.browser.conftest import Until
from tocsin.core.claims import Role
from tocsin.core.reviews import Decision
from tocsin.core.values import Count
from tocsin.store import Store

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")


def key_of(page: Any) -> str:
    found = re.search(r"/claims/(\w+)/review", str(page.locator(".decide form").first.get_attribute("action")))
    assert found is not None
    return found[1]


def test_claims_are_reviewed_by_keyboard_alone(page: Any, story: Store, until: Until) -> None:
    page.goto("/review?role=killed")
    first = key_of(page)
    page.keyboard.press("a")
    until("document.querySelector('.notice') !== null")
    assert story.reviews.of_claim(first)[-1].decision is Decision.ACCEPT

    second = key_of(page)
    page.keyboard.press("v")
    page.keyboard.press("Control+A")
    page.keyboard.type("41")
    page.keyboard.press("Tab")
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    until("document.querySelector('.notice')?.textContent.includes('corrected')")
    replacement = story.reviews.of_claim(second)[-1].replacement
    assert replacement is not None
    assert isinstance(replacement.value, Count)
    assert (replacement.value.low, replacement.value.high) == (41, 41)

    page.keyboard.press("u")
    until("document.querySelector('.notice')?.textContent.includes('took back')")
    assert replacement not in story.standing_claims(replacement.document)
    assert key_of(page) == second
    page.keyboard.press("x")
    until("document.querySelector('.notice')?.textContent.includes('rejected')")
    assert story.reviews.of_claim(second)[-1].decision is Decision.REJECT
    third = key_of(page)
    page.keyboard.press("n")
    until("location.search.includes('skip=')")
    assert key_of(page) not in {first, second, third}


def test_a_place_is_corrected_by_a_search(page: Any, story: Store, until: Until) -> None:
    page.goto("/review?role=place")
    key = key_of(page)
    page.keyboard.press("p")
    page.keyboard.type("khartou")
    until("document.querySelectorAll('#p-places input').length > 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    until("document.querySelector('.notice')?.textContent.includes('corrected')")

    replacement = story.reviews.of_claim(key)[-1].replacement
    assert replacement is not None
    assert replacement.value.name.startswith("Khartoum")  # type: ignore[union-attr]


def test_chosen_words_become_a_claim(page: Any, story: Store, until: Until) -> None:
    document = next(one for one in story.documents() if "closed by nightfall" in one.text)
    page.goto(f"/reports/{document.id}")
    until("document.querySelector('.report-text mark[tabindex]') !== null")
    page.evaluate("""() => {
      const run = [...document.querySelectorAll("[data-offset]")].find((run) => run.textContent.includes("Stalls"));
      const at = run.textContent.indexOf("Stalls");
      getSelection().setBaseAndExtent(run.firstChild, at, run.firstChild, at + 6);
    }""")
    page.locator(".add-claim").click()
    page.locator("#add-role").select_option("damaged")
    assert page.locator("fieldset[data-kind=count]").is_visible()
    assert not page.locator("fieldset[data-kind=place]").is_visible()
    page.locator("#add-claim [name=low]").fill("10")
    page.locator("#add-claim footer button").click()
    until("location.hash.startsWith('#c-')")

    added = next(one for one in story.standing_claims(document.id) if one.role is Role.DAMAGED)
    assert (added.quote, added.value) == ("Stalls", Count(low=10))
    assert added.span.start == document.text.index("Stalls")


def test_everything_works_without_scripts(browser: Any, address: str, story: Store) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/review?role=killed")
    key = key_of(page)
    page.locator(".corrections a", has_text="value").click()
    page.locator("dialog[open] [name=low]").fill("43")
    page.locator("dialog[open] [name=high]").fill("43")
    page.locator("dialog[open] footer button").click()
    assert "corrected" in page.locator(".notice").inner_text()
    page.locator(".notice button").click()
    page.locator(".decide button", has_text="Reject").click()
    context.close()

    assert [(one.decision, one.undoes is not None) for one in story.reviews.of_claim(key)] == [
        (Decision.CORRECT, False),
        (Decision.CORRECT, True),
        (Decision.REJECT, False),
    ]


@pytest.mark.parametrize("path", ["/reports", "/reports/{}", "/review", "/review?correct=attribution", "/agreement"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_can_be_read_by_all(page: Any, story: Store, path: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(path.format(next(story.documents()).id))
    serious = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in axe.Axe().run(page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]

    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
