"""Reviews in a store: kept as made, noted with a name, refused when they do not fit, and never lost to one another."""

import datetime as dt
import threading
from collections.abc import Iterator

import msgspec
import pytest

from tests.store.extractions import RAW, TEXT, extraction, raw_of
from tocsin.core.claims import Claim, Role
from tocsin.core.reviews import Decision, Review
from tocsin.core.spans import Span
from tocsin.core.values import Count
from tocsin.errors import StoreError
from tocsin.store import Store, open_store

ONE = extraction()
CLAIM = ONE.claims[0]
BEGUN = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
BETTER = msgspec.structs.replace(CLAIM, value=Count(low=13, high=13), rule="person", score=None)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address) as opened:
        opened.add(ONE, RAW, "reader-1")
        yield opened


def review(decision: Decision = Decision.ACCEPT, minute: int = 0, by: str = "ana", claim: str = CLAIM.key, **fields: object) -> Review:
    return Review(document=ONE.document.id, claim=claim, decision=decision, by=by, at=BEGUN + dt.timedelta(minutes=minute), **fields)  # type: ignore[arg-type]


def test_reviews_come_back_as_made_and_in_order(store: Store) -> None:
    made = (review(), review(Decision.CORRECT, 1, "ben", replacement=BETTER, reason="the report says 13"), review(Decision.REJECT, 2))
    assert [store.reviews.add(one) for one in made] == [True, True, True]
    assert store.reviews.add(made[1]) is False

    assert store.reviews.of_claim(CLAIM.key) == store.reviews.of_document(ONE.document.id) == tuple(store.reviews.all()) == made
    assert list(store.reviews.all(since=BEGUN + dt.timedelta(minutes=2))) == [made[2]]
    assert store.reviews.get(made[1].id) == made[1]
    assert store.reviews.reviewed_documents() == {ONE.document.id}
    assert list(store.reviews.by_person()) == [("ana", 2), ("ben", 1)]


def test_what_stands_follows_the_reviews(store: Store) -> None:
    assert list(store.standing_claims()) == [CLAIM]
    corrected = review(Decision.CORRECT, 1, replacement=BETTER)
    store.reviews.add(corrected)
    assert list(store.standing_claims()) == list(store.standing_claims(ONE.document.id)) == [BETTER]
    assert list(store.claims()) == [CLAIM]  # what was read is never changed
    store.reviews.add(review(Decision.CORRECT, 2, undoes=corrected.id))
    assert list(store.standing_claims()) == [CLAIM]
    store.reviews.add(review(Decision.REJECT, 3))
    assert list(store.standing_claims()) == []


def test_each_decision_is_noted_with_its_person(store: Store) -> None:
    first = review()
    store.reviews.add(first)
    store.reviews.add(review(Decision.ACCEPT, 1, "ben", undoes=first.id))

    entries = store.audit.entries()
    assert [(entry.by, entry.action, entry.subject) for entry in entries] == [
        ("ben", "review undone", CLAIM.key),
        ("ana", "claim accepted", CLAIM.key),
    ]
    assert entries[1].details == {"review": first.id, "document": ONE.document.id}


def test_a_claim_can_be_added_where_the_reader_found_none(store: Store) -> None:
    other = extraction("Nothing of at least 2 people hurt was read here, though three died.")
    store.add(msgspec.structs.replace(other, claims=()), raw_of(other), "reader-1")
    text = other.document.text
    span = Span(text.index("three"), text.index("three") + 5)
    added = Claim(document=other.document.id, trigger=span, role=Role.KILLED, span=span, quote="three", value=Count(low=3, high=3), rule="person")
    store.reviews.add(Review(document=other.document.id, claim=added.key, decision=Decision.ADD, by="ana", at=BEGUN, replacement=added))

    assert list(store.standing_claims(other.document.id)) == [added]
    assert list(store.standing_claims()) == [CLAIM, added]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (review(claim="c1nothing"), "has no claim c1nothing"),
        (msgspec.structs.replace(review(), document="d1nothing"), "has no document d1nothing"),
        (review(undoes="r1nothing"), "has no review r1nothing to undo"),
        (review(Decision.CORRECT), "needs the claim that stands instead"),
        (review(Decision.ACCEPT, replacement=BETTER), "needs the claim that stands instead"),
        (review(Decision.CORRECT, replacement=msgspec.structs.replace(BETTER, quote="at most")), "does not fit document"),
        (review(Decision.CORRECT, replacement=msgspec.structs.replace(BETTER, span=Span(0, len(TEXT) + 1))), "does not fit document"),
        (review(Decision.CORRECT, replacement=msgspec.structs.replace(BETTER, document="d2")), "does not fit document"),
        (review(Decision.CORRECT, replacement=msgspec.structs.replace(BETTER, trigger=Span(0, len(TEXT) + 1))), "does not fit document"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(store: Store, wrong: Review, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        store.reviews.add(wrong)

    assert list(store.reviews.all()) == []
    assert store.audit.count() == 0


def test_an_unknown_review_is_said_to_be(store: Store) -> None:
    with pytest.raises(StoreError, match="has no review r1"):
        store.reviews.get("r1")


def test_people_who_decide_at_once_are_all_kept(store: Store) -> None:
    failed: list[BaseException] = []

    def decide(by: str) -> None:
        try:
            for minute in range(5):
                store.reviews.add(review(minute=minute, by=by))
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=decide, args=(f"reader {i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(store.reviews.of_claim(CLAIM.key)) == store.audit.count() == 40


def test_the_queue_knows_who_read_what(store: Store) -> None:
    store.reviews.add(review(Decision.CORRECT, by="ana", replacement=BETTER))

    assert [one.claim for one in store.queue.second("ben")] == [CLAIM.key]
    assert list(store.queue.second("ana")) == []
    assert [one.claim for one in store.queue.decided_by("ana")] == [CLAIM.key]
    assert list(store.queue.read_twice()) == []
    store.reviews.add(review(Decision.ACCEPT, 1, "ben"))
    assert [one.claim for one in store.queue.read_twice()] == [CLAIM.key]
    assert store.queue.document_of(CLAIM.key) == ONE.document.id
    assert store.queue.document_of("c1nothing") is None
    assert store.queue.as_read([CLAIM.key, "c1nothing"]) == {CLAIM.key: CLAIM}
