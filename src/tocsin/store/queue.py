"""Which claims wait for a person: where to look for the next one, and what people decided so far."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, Select, exists, func, not_, select

from tocsin.core.claims import Claim, Role
from tocsin.store.opening import reading
from tocsin.store.rows import to_claim
from tocsin.store.rowwise import rows_of
from tocsin.store.tables import claims, event_cards, event_mentions, reviews

_PAGE = 25
"""Events looked at together: the first of them nearly always has a claim that waits."""

_USUAL = frozenset({Role.TYPE, Role.PLACE, Role.DATE, Role.ACTOR, Role.VICTIM})
"""Roles that nearly every event has claims in: to ask for them takes longer than to look."""


class Reviewed(NamedTuple):
    """A claim that somebody decided about."""

    document: str
    claim: str


class ReviewQueue:
    """The part of an open store that knows what is to be reviewed (`Store.queue`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def events(self, role: Role | None = None, *, decided: bool = False) -> Iterator[str]:
        """Events in the order of how much a decision about them matters; without `decided` only those with claims nobody decided about.

        With `role`, those whose reports have claims in it.
        """
        card = event_cards.c
        left = card.weight if decided else card.weight * (card.claims - card.reviewed) / card.claims
        query = select(card.event).order_by(left.desc(), card.event)
        if not decided:
            query = query.where(card.reviewed < card.claims)
        if role is not None and role not in _USUAL:
            telling = select(claims.c.document).where(claims.c.role == role.value)
            query = query.where(card.event.in_(select(event_mentions.c.event).where(event_mentions.c.document.in_(telling))))
        number = 0
        while rows := self._rows(query.limit(_PAGE).offset(number)):
            yield from [row.event for row in rows]
            number += _PAGE

    def second(self, person: str) -> Sequence[Reviewed]:
        """Claims that others decided about and this person did not, those of the weightiest event first; none that was added: nobody read it."""
        own = reviews.alias()
        by_person = select(own.c.number).where(own.c.claim == reviews.c.claim, own.c.by == person)
        weight = select(func.max(event_cards.c.weight)).join(event_mentions, event_mentions.c.event == event_cards.c.event)
        weight = weight.where(event_mentions.c.document == reviews.c.document)
        read = select(claims.c.number).where(claims.c.key == reviews.c.claim, claims.c.document == reviews.c.document)
        query = select(reviews.c.document, reviews.c.claim).where(not_(exists(by_person)), exists(read)).distinct()
        known = func.coalesce(weight.scalar_subquery(), 0).label("weight")
        rows = self._rows(query.add_columns(known).order_by(known.desc(), reviews.c.claim))
        return [Reviewed(row.document, row.claim) for row in rows]

    def decided_by(self, person: str) -> Sequence[Reviewed]:
        """Claims that a person decided about, the last first."""
        last = func.max(reviews.c.number)
        query = select(reviews.c.document, reviews.c.claim).where(reviews.c.by == person).group_by(reviews.c.document, reviews.c.claim)
        return [Reviewed(row.document, row.claim) for row in self._rows(query.order_by(last.desc()))]

    def read_twice(self) -> Sequence[Reviewed]:
        """Claims that more than one person decided about, the last first."""
        people = func.count(reviews.c.by.distinct())
        query = select(reviews.c.document, reviews.c.claim).group_by(reviews.c.document, reviews.c.claim).having(people > 1)
        return [Reviewed(row.document, row.claim) for row in self._rows(query.order_by(func.max(reviews.c.number).desc()))]

    def document_of(self, key: str) -> str | None:
        """The document of a claim, as it was read or added, by its key."""
        for column in (claims, reviews):
            key_of = column.c.key if column is claims else column.c.claim
            found = self._rows(select(column.c.document).where(key_of == key).limit(1))
            if found:
                return str(found[0].document)
        return None

    def as_read(self, keys: Collection[str]) -> dict[str, Claim]:
        """Claims as they were read, by their keys; of several wordings of one key the last."""
        with reading(self._engine, self._where) as connection:
            query = select(claims.c.key, claims.c.record).order_by(claims.c.number)
            return {row.key: to_claim(row.record) for row in rows_of(connection, query, claims.c.key, keys)}

    def _rows(self, query: Select[Any]) -> Sequence[Any]:
        with reading(self._engine, self._where) as connection:
            return connection.execute(query).all()
