"""One event in a browser: it is merged with another that a search finds, told why, and taken apart again."""

import re
from typing import Any

import pytest

from tocsin.store import Store
from tocsin.store.cards import Filter

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

REASON = "the same square on the same evening"


def _events(store: Store) -> dict[str, frozenset[str]]:
    return {event.id: frozenset(event.mentions) for event in store.events.all()}


def test_two_events_are_merged_and_taken_apart_again(page: Any, story: Store) -> None:
    one, other = story.cards.page(Filter(words="march"), order="reports", size=2)
    before = _events(story)
    page.goto(f"/events/{one.event}")
    page.get_by_label("Words of its reports").fill("march")
    page.locator("#merge").get_by_role("button", name="Search").click()
    page.locator(f"#merge input[value='{other.event}']").check()
    page.get_by_label("Why it is the same happening").fill(REASON)
    page.get_by_role("button", name="They are the same").click()
    page.wait_for_url(re.compile(r"#decisions$"))

    assert REASON in page.locator("#decisions").inner_text()
    merged = _events(story)
    assert len(merged) == len(before) - 1
    assert before[one.event] | before[other.event] in merged.values()
    assert page.locator("#tellings tbody tr").count() == len(before[one.event] | before[other.event])

    page.locator("#decisions").get_by_role("button", name="Undo").click()
    page.locator("#decisions").get_by_text("took a decision back").wait_for()
    assert _events(story) == before
    page.goto(f"/events/{one.event}")
    assert page.locator("#tellings tbody tr").count() == len(before[one.event])


def test_a_telling_is_split_off_by_keyboard(page: Any, story: Store) -> None:
    card = story.cards.page(Filter(), order="reports", size=1)[0]
    members = frozenset(story.events.get(card.event).mentions)
    page.goto(f"/events/{card.event}")
    box = page.locator("#tellings input[name=mention]").last
    gone = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("Why the chosen tellings are not of this event").focus()
    page.keyboard.type("another day")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#decisions$"))

    assert "another day" in page.locator("#decisions").inner_text()
    split = _events(story).values()
    assert members - {gone} in split
    assert not any(gone in event and len(event & members) > 1 for event in split)
