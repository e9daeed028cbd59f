"""The clock is set back by a day between two writes: order, log-ins and decisions are right all the same."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import told
from tocsin.core.claims import Claim
from tocsin.core.events import Judgement, Verdict
from tocsin.core.reviews import Decision, Review
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.store import Store

DAY = dt.timedelta(days=1)
REAL = dt.datetime


class _Like(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, REAL)


class _Clock(REAL, metaclass=_Like):
    """The time of day, a day early."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return REAL.now(tz) - DAY


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setattr(dt, "datetime", _Clock)


def review(claim: Claim, decision: Decision) -> Review:
    return Review(document=claim.document, claim=claim.key, decision=decision, by="Ada", at=dt.datetime.now(dt.UTC))


def test_the_audit_log_keeps_its_order(store: Path, set_back: Callable[[], None]) -> None:
    """By number, not by time; both times stand as they were told."""
    with open_store(str(store)) as kept:
        kept.audit.add(by="Ada", action="first", subject="x")
        set_back()
        kept.audit.add(by="Ada", action="second", subject="x")
        second, first = kept.audit.entries(limit=2)
    assert (first.action, second.action) == ("first", "second")
    assert first.at - second.at > dt.timedelta(hours=23)
    told(str(store))


def _log_in(kept: Store) -> None:
    kept.accounts.add("Ada", role="admin", password="its Argon2id", by="test")  # noqa: S106 - nobody's
    kept.accounts.open_session("Ada", "c1", expires=dt.datetime.now(dt.UTC) + DAY, agent="test", address="here")
    kept.accounts.open_session("Ada", "c2", expires=dt.datetime.now(dt.UTC) + DAY, agent="test", address="here")
    kept.accounts.add_token("Ada", "t1", label="one", most=5)
    kept.accounts.add_token("Ada", "t2", label="two", most=5)


def test_what_was_ended_stays_ended(store: Path, set_back: Callable[[], None]) -> None:
    """A log-in and a token that were revoked; the others go on, and do not last longer than they would have."""
    with open_store(str(store)) as kept:
        _log_in(kept)
        kept.accounts.end_session("Ada", next(one.id for one in kept.accounts.sessions_of("Ada") if "c2".startswith(one.id[:2])), by="Ada")
        kept.accounts.revoke_token("Ada", next(one.id for one in kept.accounts.tokens_of("Ada") if one.label == "two"), by="Ada")
        set_back()
        for _ in range(2):
            assert kept.accounts.session("c1", idle=DAY, longest=7 * DAY) is not None
            assert kept.accounts.session("c2", idle=DAY, longest=7 * DAY) is None
            assert kept.accounts.token("t1") is not None
            assert kept.accounts.token("t2") is None
        [left] = kept.accounts.sessions_of("Ada")
        assert left.expires - REAL.now(dt.UTC) <= DAY


def test_a_decision_that_would_not_count_is_refused(store: Path, set_back: Callable[[], None]) -> None:
    """The last one decides, by its moment: one from a clock that is behind says so instead of losing to the one before."""
    with open_store(str(store)) as kept:
        one, other, *_ = kept.claims()
        kept.reviews.add(review(one, Decision.REJECT))
        left, right = sorted({event.mentions[0] for event in kept.events.all()})[:2]
        kept.events.add_judgements([Judgement(left=left, right=right, verdict=Verdict.DIFFERENT, by="Ada", at=dt.datetime.now(dt.UTC))])
        set_back()
        with pytest.raises(StoreError, match=r"set this machine's clock"):
            kept.reviews.add(review(one, Decision.ACCEPT))
        with pytest.raises(StoreError, match=r"set this machine's clock"):
            kept.events.add_judgements([Judgement(left=left, right=right, verdict=Verdict.SAME, by="Ada", at=dt.datetime.now(dt.UTC))])
        assert kept.reviews.add(review(other, Decision.ACCEPT))
        assert [made.decision for made in kept.reviews.of_claim(one.key)] == [Decision.REJECT]
