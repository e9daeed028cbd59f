"""What the trained reader proposes: labelled stretches of text and links between them. Finders weigh hints; a hint is never a claim."""

from bisect import bisect_left
from operator import itemgetter

import msgspec

from tocsin.core.spans import Span


class Hint(msgspec.Struct, frozen=True, gc=False, order=True):
    """One label of one head on the words at `span`.

    `head` names the question put to the network, `label` its answer, `score` the network's mass on it (0..1, mean over the words):

    - ``ner``: Person, Organization, NORP, Location, Facility, Date, Money, Product, Misc
    - ``attribution`` (PolNeAR's conventions: also thoughts, wishes, intentions), ``statement`` (READING.md's conventions) and ``statement-inner``
      (a statement inside the content of another): source, cue, content
    - ``mention``: READING.md 20's kinds; ``trigger``: event types; ``figure``: measures
    - ``factuality``, ``modality``, ``background``: on a trigger's span; ``speaker``: on the span of a statement's source
    - ``m2e2``: triggers of eight ACE event types; ``muc``: who fills a role of the political violence told of (PerpInd, PerpOrg, Target, Weapon,
      Victim by name, Victims by description)
    """

    span: Span
    head: str
    label: str
    score: float


class Link(msgspec.Struct, frozen=True, gc=False, order=True):
    """`label` is the part that the words at `to` play for those at `anchor`.

    For ``attribution``, ``statement`` and ``statement-inner`` the anchor is the cue and the labels are source and content; for ``role`` the anchor
    is a trigger and the labels are READING.md 21's roles. `score` is 0..1; a link made only by nearness scores 0.
    """

    anchor: Span
    head: str
    label: str
    to: Span
    score: float


class Hints(msgspec.Struct, frozen=True):
    """All hints and links of one text, each sorted by span.

    `certainty` says of each word, by the offset it starts at, how sure what it tells is said to be: FactBank's scale from -3 (certainly not) to 3.
    """

    hints: tuple[Hint, ...] = ()
    links: tuple[Link, ...] = ()
    certainty: tuple[tuple[int, float], ...] = ()

    def certainty_at(self, span: Span) -> float | None:
        """How sure the act that the first word of `span` tells is said to be, -3..3; None where no word was read."""
        i = bisect_left(self.certainty, span.start, key=itemgetter(0))
        if i == len(self.certainty) or self.certainty[i][0] > span.start:
            i -= 1
        return self.certainty[i][1] if i >= 0 else None

    def of(self, head: str) -> tuple[Hint, ...]:
        """The hints of one head, sorted by span."""
        return tuple([hint for hint in self.hints if hint.head == head])

    def links_of(self, head: str) -> tuple[Link, ...]:
        """The links of one head, sorted by anchor."""
        return tuple([link for link in self.links if link.head == head])

    def within(self, span: Span, *heads: str) -> tuple[Hint, ...]:
        """The hints of `heads` that lie wholly inside `span`."""
        return tuple([hint for hint in self._around(span) if hint.head in heads and span.covers(hint.span)])

    def _around(self, span: Span) -> tuple[Hint, ...]:
        start = bisect_left(self.hints, span.start, key=_start)
        return self.hints[start : bisect_left(self.hints, span.end, lo=start, key=_start)]

    def links_within(self, head: str, span: Span) -> tuple[Link, ...]:
        """The links of one head whose anchor lies inside `span`."""
        start = bisect_left(self.links, span.start, key=_anchor)
        end = bisect_left(self.links, span.end, lo=start, key=_anchor)
        return tuple([link for link in self.links[start:end] if link.head == head and span.covers(link.anchor)])


def _start(hint: Hint) -> int:
    return hint.span.start


def _anchor(link: Link) -> int:
    return link.anchor.start
