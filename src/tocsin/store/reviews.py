"""People's decisions about claims, which are added and never changed."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Engine, func, insert, select

from tocsin.core.reviews import Decision, Review
from tocsin.errors import StoreError
from tocsin.store.audit import note
from tocsin.store.cards import recount
from tocsin.store.moments import refuse_behind
from tocsin.store.opening import reading, writing
from tocsin.store.rows import encoded
from tocsin.store.tables import claims, documents, reviews
from tocsin.store.waiting import wait

_to_review = msgspec.json.Decoder(Review)
_BATCH = 500


class ReviewStore:
    """The part of an open store that knows reviews (`Store.reviews`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def add(self, review: Review) -> bool:
        """Keep a decision, note it in the audit log and have its report reconciled again; False when it was kept before.

        Raises StoreError when the claim or the review it undoes is not in the store, or its replacement does not fit the document.
        """
        with writing(self._engine, self._where) as connection:
            if connection.execute(select(reviews.c.number).where(reviews.c.id == review.id)).first() is not None:
                return False
            text = connection.execute(select(documents.c.text).where(documents.c.id == review.document)).scalar_one_or_none()
            if text is None:
                raise StoreError(f"{self._where} has no document {review.document}; nothing is stored")
            known = connection.execute(
                select(claims.c.number).where(claims.c.key == review.claim, claims.c.document == review.document).limit(1)
            ).first()
            reviewed = connection.execute(select(reviews.c.number).where(reviews.c.claim == review.claim).limit(1)).first()
            if known is None and reviewed is None and review.decision is not Decision.ADD:
                raise StoreError(f"{self._where} has no claim {review.claim}; it may be of another store; nothing is stored")
            if review.undoes is not None:
                undone = select(reviews.c.number).where(reviews.c.id == review.undoes, reviews.c.claim == review.claim)
                if connection.execute(undone).first() is None:
                    raise StoreError(f"claim {review.claim} has no review {review.undoes} to undo; nothing is stored")
            _refuse_misfit(review, text)
            refuse_behind(connection.execute(select(func.max(reviews.c.at)).where(reviews.c.claim == review.claim)).scalar_one())
            row = {"id": review.id, "document": review.document, "claim": review.claim, "decision": review.decision.value}
            connection.execute(insert(reviews).values(**row, by=review.by, at=review.at, record=encoded(review)))
            action = "review undone" if review.undoes is not None else f"claim {_DONE[review.decision]}"
            note(connection, by=review.by, action=action, subject=review.claim, details={"review": review.id, "document": review.document})
            recount(connection, review.document)
            wait(connection, review.document)
        return True

    def of_document(self, document_id: str) -> tuple[Review, ...]:
        """The reviews of a document's claims, in the order they were made."""
        return tuple(self._select(reviews.c.document == document_id))

    def of_claim(self, key: str) -> tuple[Review, ...]:
        """The reviews of one claim, in the order they were made."""
        return tuple(self._select(reviews.c.claim == key))

    def get(self, review_id: str) -> Review:
        """One review. Raises StoreError when there is none of that id."""
        found = next(self._select(reviews.c.id == review_id), None)
        if found is None:
            raise StoreError(f"{self._where} has no review {review_id}")
        return found

    def all(self, since: dt.datetime | None = None) -> Iterator[Review]:
        """All reviews, in the order they were made."""
        yield from self._select(*[reviews.c.at >= since] if since is not None else [])

    def reviewed_documents(self) -> frozenset[str]:
        """The ids of the documents that have reviews."""
        with reading(self._engine, self._where) as connection:
            return frozenset(connection.execute(select(reviews.c.document).distinct()).scalars())

    def by_person(self) -> Sequence[tuple[str, int]]:
        """Who made how many, the most first."""
        with reading(self._engine, self._where) as connection:
            count = func.count()
            return [(row.by, row[1]) for row in connection.execute(select(reviews.c.by, count).group_by(reviews.c.by).order_by(count.desc()))]

    def _select(self, *conditions: object) -> Iterator[Review]:
        query = select(reviews.c.record).where(*conditions).order_by(reviews.c.number)  # type: ignore[arg-type]
        with reading(self._engine, self._where) as connection:
            for row in connection.execution_options(yield_per=_BATCH).execute(query):
                yield _to_review.decode(row.record)


_DONE = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", Decision.CORRECT: "corrected", Decision.ADD: "added"}


def _refuse_misfit(review: Review, text: str) -> None:
    claim = review.replacement
    if (claim is None) == (review.decision in {Decision.CORRECT, Decision.ADD} and review.undoes is None):
        raise StoreError("a correction or an addition needs the claim that stands instead, and no other decision has one; nothing is stored")
    if claim is None:
        return
    if claim.document != review.document or claim.span.end > len(text) or claim.span.quote(text) != claim.quote or claim.trigger.end > len(text):
        raise StoreError(f"the claim given ({claim.role.value}, {claim.quote!r}) does not fit document {review.document}; nothing is stored")
