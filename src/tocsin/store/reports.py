"""What the reports of a store tell, as it stands: each is read once, and only when it is asked for."""

from collections.abc import Iterator
from itertools import groupby

from tocsin.core.claims import Claim
from tocsin.core.document import Document
from tocsin.core.events import EventMention
from tocsin.errors import OvertakenError
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.profiles import Profile, profile
from tocsin.reconcile.wording import Wording, shipped_counts, wording
from tocsin.store.store import Store


def mentions_of(store: Store) -> Iterator[EventMention]:
    """The event mentions of every document of a store."""
    documents = {document.id: document for document in store.documents()}
    for document, claims in groupby(store.standing_claims(), key=_document):
        yield from event_mentions(documents[document], claims)


def _document(claim: Claim) -> str:
    return claim.document


class Reports:
    """Documents, event mentions and what is compared of them, by id."""

    def __init__(self, store: Store) -> None:
        """Take an open store; nothing is read yet."""
        self._store = store
        self._documents: dict[str, Document] = {}
        self._mentions: dict[str, dict[str, EventMention]] = {}
        self._profiles: dict[str, dict[str, Profile]] = {}
        self._wordings: dict[str, Wording] = {}

    def read_all(self) -> tuple[str, ...]:
        """Read every report at once, which is faster than one by one; returns their ids."""
        self._documents = {document.id: document for document in self._store.documents()}
        self._mentions = {document: {} for document in self._documents}
        for mention in mentions_of(self._store):
            self._mentions[mention.document][mention.id] = mention
        return tuple(self._documents)

    def document(self, document_id: str) -> Document:
        """The document. Raises StoreError when there is none."""
        if document_id not in self._documents:
            self._documents[document_id] = self._store.document(document_id)
        return self._documents[document_id]

    def mentions(self, document_id: str) -> dict[str, EventMention]:
        """The event mentions of one document, by id."""
        if document_id not in self._mentions:
            claims = self._store.standing_claims(document_id)
            self._mentions[document_id] = {mention.id: mention for mention in event_mentions(self.document(document_id), claims)}
        return self._mentions[document_id]

    def mention(self, document_id: str, mention_id: str) -> EventMention:
        """One event mention. Raises StoreError when its report tells it no longer."""
        found = self.mentions(document_id).get(mention_id)
        if found is None:
            raise _overtaken(document_id)
        return found

    def profiles(self, document_id: str) -> dict[str, Profile]:
        """What is compared of the event mentions of one document, by their ids."""
        if document_id not in self._profiles:
            self._profiles[document_id] = {name: profile(mention) for name, mention in self.mentions(document_id).items()}
        return self._profiles[document_id]

    def profile(self, document_id: str, mention_id: str) -> Profile:
        """What is compared of one event mention. Raises StoreError when its report tells it no longer."""
        found = self.profiles(document_id).get(mention_id)
        if found is None:
            raise _overtaken(document_id)
        return found

    def wording(self, document_id: str) -> Wording:
        """The rare words of a report."""
        if document_id not in self._wordings:
            self._wordings[document_id] = wording(self.document(document_id), shipped_counts())
        return self._wordings[document_id]


def _overtaken(document_id: str) -> OvertakenError:
    return OvertakenError(f"the claims of document {document_id} changed while they were reconciled; reconcile again")
