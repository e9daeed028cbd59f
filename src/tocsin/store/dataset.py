"""What is exported from a store: all of its events, or those of a view."""

import datetime as dt
from collections.abc import Collection

from tocsin.core.claims import Claim
from tocsin.core.events import EventMention
from tocsin.errors import StoreError
from tocsin.export.dataset import Dataset
from tocsin.store.reports import mentions_of
from tocsin.store.store import Store


def dataset_of(store: Store, where: str, generated: dt.date, wanted: Collection[str] | None = None) -> Dataset:
    """The events with these ids, or all, with the claims and reports they rest on; `where` is what people call the store.

    Raises StoreError when there are no events yet.
    """
    last = store.events.last()
    if last is None:
        raise StoreError(f"{where} has no events yet; make them with: tocsin reconcile --store {where}")
    events = tuple([event for event in store.events.all() if wanted is None or event.id in wanted])
    members = {mention for event in events for mention in event.mentions}
    told: dict[str, EventMention] = {}
    others: list[Claim] = []
    for mention in mentions_of(store):
        if wanted is None or mention.id in members:
            told[mention.id] = mention
        else:
            others.extend(mention.claims)
    telling = {mention.document for mention in told.values()}
    return Dataset(
        documents={document.id: document for document in store.documents() if wanted is None or document.id in telling},
        mentions=told,
        claims={claim.key: claim for mention in told.values() for claim in mention.claims},
        others=tuple([claim for claim in others if claim.document in telling]),
        events=events,
        stories=tuple([story for story in store.events.stories() if wanted is None or not set(story.events).isdisjoint(wanted)]),
        rule=last.rule,
        as_of=last.as_of,
        generated=generated,
    )
