"""All of it together: reports and their event mentions in; judgements, events, findings and stories out."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, Finding, Judgement, Story
from tocsin.core.record import Record
from tocsin.core.values import EventType
from tocsin.reconcile.blocking import Blocks
from tocsin.reconcile.clusters import cluster, event_id
from tocsin.reconcile.compare import RULE, judge
from tocsin.reconcile.copies import copies
from tocsin.reconcile.findings import findings
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.rules import Rule
from tocsin.reconcile.stories import stories
from tocsin.reconcile.wording import wordings


class Reconciled(Record, frozen=True, kw_only=True):
    """Events, the earliest first, and the stories they make."""

    events: tuple[Event, ...]
    stories: tuple[Story, ...]


class Reconciler:
    """Reconciles what these reports tell, given what was judged before.

    A pure function of its arguments: in whatever order and batches they were collected, the events are the same. In a store the same is done by
    `tocsin.store.reconcile.refresh`, which looks only at what changed.
    """

    def __init__(self, documents: Iterable[Document], mentions: Iterable[EventMention], judgements: Iterable[Judgement] = ()) -> None:
        """Take everything that is known; pairs already judged are not compared again.

        In a crowded block the pairs to compare depend on who else is there. What the rule once said of a pair that would not be compared today no
        longer counts, so that the events do not depend on the order in which reports came in; what a person said always counts.
        """
        self._documents = {document.id: document for document in documents}
        self._mentions = {mention.id: mention for mention in mentions}
        self._profiles = {mention.id: profile(mention) for mention in self._mentions.values()}
        self._wordings = wordings(self._documents.values())
        pairs = Blocks(self._profiles.values(), self._wordings).pairs()
        self._judgements = [one for one in judgements if one.by != RULE or (one.left, one.right) in pairs]
        self.pending = sorted(pairs - {(one.left, one.right) for one in self._judgements if one.by == RULE})
        """The pairs that share a block and were never compared."""

    def judge(self) -> Iterator[Judgement]:
        """Compare the pending pairs, one after the other; may be stopped anywhere, and gone on with by giving what was judged to a new reconciler."""
        for left, right in self.pending:
            one, other = self._profiles[left], self._profiles[right]
            both = (self._wordings[one.document], self._wordings[other.document])
            made = judge(one, other, both)
            self._judgements.append(made)
            yield made

    def events(self, rule: Rule, as_of: dt.date | None = None) -> Reconciled:
        """Events, findings by `rule`, and stories, as they were known on `as_of`: reports published later, or on no known day, are left out then."""
        known = [mention for mention in self._mentions.values() if as_of is None or (mention.published is not None and mention.published <= as_of)]
        groups = copies([self._documents[document] for document in sorted({mention.document for mention in known})])
        copied = {copy: original for copy, original in groups.items() if copy != original}
        made = [event_of(members, copied, rule, as_of) for members in cluster(known, self._judgements)]
        return Reconciled(events=tuple(made), stories=stories(made))


def event_of(members: Sequence[EventMention], copied: Mapping[str, str], rule: Rule, as_of: dt.date | None) -> Event:
    """The event that these mentions tell, published first comes first; `copied` gives the originals of copied reports."""
    found, relations = findings(members, copied, rule, as_of)
    return Event(id=event_id(members), mentions=tuple([one.id for one in members]), type=_type(members, found), findings=found, relations=relations)


def _type(members: Sequence[EventMention], found: Sequence[Finding]) -> str:
    """What was found; of an event that nobody says happened, what its first telling calls it."""
    return next((finding.value.code for finding in found if isinstance(finding.value, EventType)), members[0].type)
