"""A report whose words are no longer held says so on its page, and shows none."""

import datetime as dt

from starlette.testclient import TestClient

from tocsin.reconcile.rules import RULES
from tocsin.store import Store
from tocsin.store.forgetting import forget, older
from tocsin.store.reconcile import refresh


def test_the_page_says_that_the_words_are_gone(story: Store, client: TestClient) -> None:
    """Who had them removed and why; every other page still opens."""
    chosen = older(story, dt.date(2100, 1, 1))
    forget(story, chosen, by="Ada", because="kept for a year", watching=lambda *_: None)
    refresh(story, RULES["range"])

    page = client.get(f"/reports/{chosen[0].id}")

    assert page.status_code == 200
    assert "The words of this report are no longer held: Ada had them removed on" in page.text
    assert "kept for a year" in page.text
    assert chosen[0].text[:40] not in page.text
    event = next(iter(story.events.all())).id
    for path in ("/", "/reports", "/stories", f"/events/{event}", "/audit", "/review"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not any(one.report.title in answer.text for one in chosen if one.report.title)
