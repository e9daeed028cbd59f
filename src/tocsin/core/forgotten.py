"""A report whose words are no longer held: its length, its hashes and the figures it gave stay; the words themselves are blocks, in their places.

Every span still fits. What was read and cannot be told apart from its words (names of people, buildings, things, what was said) goes with them.
"""

import re

import msgspec

from tocsin.core.claims import Attribution, Claim
from tocsin.core.document import Document
from tocsin.core.spans import Span, Words
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, EventType, Place

NO_WORDS = "[words no longer held]"
"""What stands where words are shown."""
_BLOCK = "█"
_RUN = re.compile(f"{_BLOCK}(?:[{_BLOCK} ]*{_BLOCK})?")
_GROUP = 10
"""Characters to a group, so that a page can break the line; the same everywhere, so that it tells nothing of the words."""


def blocks(span: Span) -> str:
    """What stands at a place of a forgotten text."""
    return "".join([" " if place % _GROUP == _GROUP - 1 else _BLOCK for place in range(span.start, span.end)])


def is_forgotten(text: str) -> bool:
    """Whether a document's text, or words of it, are only blocks."""
    return _BLOCK in text and not text.strip(f"{_BLOCK} ")


def said(words: str) -> str:
    """Words for people to read: blocks in them become a sentence."""
    return _RUN.sub(NO_WORDS, words)


def forgotten(document: Document) -> Document:
    """The document without its words: nothing that names or locates the report but its publisher, its day and its hashes."""
    report = msgspec.structs.replace(document.report, title=None, url=None, place=None)
    return msgspec.structs.replace(document, text=blocks(Span(0, len(document.text))), report=report)


def without_words(claim: Claim) -> Claim | None:
    """The claim with the same key and without words; None when its value is made of them."""
    if not _is_plain(claim.value):
        return None
    return msgspec.structs.replace(
        claim, quote=blocks(claim.span), attribution=tuple([_speaker(link) for link in claim.attribution]), cues=tuple(map(_blank, claim.cues)),
        mentions=tuple(map(_blank, claim.mentions)), candidates=(),
    )  # fmt: skip


def _is_plain(value: AnyValue) -> bool:
    """Whether the value says nothing of a private person: types, days, places, figures of people who are not named, public actors."""
    match value:
        case EventType() | DateInterval() | Place():
            return True
        case Count():
            return value.unit is None or value.unit.islower()
        case Actor():
            return value.kind != "person" and (value.kind != "group" or value.name.islower())
        case _:
            return False


def _speaker(link: Attribution) -> Attribution:
    return msgspec.structs.replace(link, quote=blocks(link.span), cue=None if link.cue is None else _blank(link.cue))


def _blank(words: Words) -> Words:
    return msgspec.structs.replace(words, quote=blocks(words.span))
