"""Many people at once: nothing that was answered as kept is lost, nothing fails, and every write is in the audit log (`python -m eval.reviewers`)."""

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from eval.reviewers import fill, review_together
from tocsin.errors import OvertakenError, StoreError
from tocsin.pipeline import Reader
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.reconcile import refresh
from tocsin.web import workspace
from tocsin.web.workspace import Workspace


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_reviewers_lose_nothing(kind: str, rules: Reader, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    address = str(tmp_path / "a.db") if kind == "sqlite" else request.getfixturevalue("postgresql").database()
    with open_store(address) as store:
        fill(store, rules)
        refresh(store, RULES["range"])
        outcome = review_together(store, people=20, seconds=5)
    assert outcome.wrong == ()
    assert outcome.kept >= 20


class Counting:
    """In place of a store's refresh: counts, and takes a moment."""

    def __init__(self, *failures: Exception) -> None:
        self.begun = 0
        self.failures = list(failures)
        self.busy = threading.Lock()
        self.going = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, _store: Store, _rule: object) -> None:
        assert self.busy.acquire(blocking=False), "two at a time"
        try:
            self.begun += 1
            self.going.set()
            assert self.go_on.wait(30)
            if self.failures:
                raise self.failures.pop(0)
        finally:
            self.busy.release()


def many(space: Workspace, number: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=space.refresh) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


def test_a_burst_of_writes_is_refreshed_once(story: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks while it is being done waits for one that begins after: together, not each."""
    made = Counting()
    monkeypatch.setattr(workspace, "refresh", made)
    space = Workspace(story, "story.db", team=False, model=False)
    first = many(space, 1)
    assert made.going.wait(30)
    others = many(space, 10)
    time.sleep(0.2)
    assert (made.begun, [thread.is_alive() for thread in others]) == (1, [True] * 10)
    made.go_on.set()
    for thread in first + others:
        thread.join(30)
    assert made.begun == 2
    space.refresh()
    assert made.begun == 3, "a write after it all is refreshed too"


def test_who_is_overtaken_begins_again(story: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counting(OvertakenError("too late"), OvertakenError("too late"))
    made.go_on.set()
    monkeypatch.setattr(workspace, "refresh", made)
    Workspace(story, "story.db", team=False, model=False).refresh()
    assert made.begun == 3


def test_a_failure_is_told_and_not_kept(story: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counting(StoreError("no"))
    made.go_on.set()
    monkeypatch.setattr(workspace, "refresh", made)
    space = Workspace(story, "story.db", team=False, model=False)
    with pytest.raises(StoreError, match="no"):
        space.refresh()
    space.refresh()
    assert made.begun == 2


def reject(client: TestClient, story: Store) -> str:
    """A reviewer's key: the claim that is rejected."""
    page = client.get("/review").text
    token, key = re.search(r'name="csrf" content="(\w+)"', page), re.search(r"/claims/(\w+)/review", page)
    assert token is not None
    assert key is not None
    answer = client.post(f"/claims/{key[1]}/review", data={"csrf": token[1], "decision": "reject"}, follow_redirects=False)
    assert answer.status_code == 303
    assert [one.decision.value for one in story.reviews.of_claim(key[1])] == ["reject"]
    return key[1]


def test_a_reviewer_does_not_wait_for_slow_events(story: Store, client_of: Callable[[Store], TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision is kept and answered; pages say that events are being worked out, until they are."""
    made = Counting()
    monkeypatch.setattr(workspace, "refresh", made)
    monkeypatch.setattr(workspace, "PATIENCE", 0.01)
    client = client_of(story)
    reject(client, story)
    assert made.going.wait(30)
    for path in ("/", "/review", "/stories"):
        assert client.get(path).text.count("being worked out anew") == 1
    made.go_on.set()
    until = time.monotonic() + 30
    while "being worked out anew" in client.get("/").text:
        assert time.monotonic() < until


def test_what_fails_behind_an_answer_is_said(story: Store, client_of: Callable[[Store], TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counting(StoreError("the disk is full"))
    made.go_on.set()
    monkeypatch.setattr(workspace, "refresh", made)
    client = client_of(story)
    reject(client, story)
    assert "the disk is full. It is tried again" in client.get("/").text
    reject(client, story)
    assert "the disk is full" not in client.get("/").text
