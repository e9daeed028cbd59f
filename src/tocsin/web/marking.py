"""A report's text with its claims marked on the words.

Marks nest, overlap and cross paragraphs; a page cannot. So the text of each paragraph is cut into runs wherever something begins or ends, every run
knows the place of its first character in the document, and what covers neighbouring runs is put around them together. Nothing is left out and nothing
moves: each character of the document is one character of the page, also where it is withheld or cannot be seen.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tocsin.core.claims import Attribution, Claim
from tocsin.core.record import Record
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span

_BLOCK = "█"
_UNSEEN = "⍰"
_CONTENT, _SPEAKER, _CUE, _MARK = range(4)
"""What lies around what, outermost first."""
_DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_PARAGRAPH = re.compile(r"(?:.+\n?)+")
_JOINERS = frozenset("\u200c\u200d")
"""They shape letters of Persian, of Indian scripts, and emoji; between plain letters they are as hidden as the others."""


class Run(Record, frozen=True, kw_only=True):
    """Characters that belong together, from `offset` on in the document; `style` and `label` say what is shown instead of what was there, and why."""

    offset: int
    text: str
    style: str | None = None
    label: str | None = None


class Part(Record, frozen=True, kw_only=True):
    """Something around runs: "content", "source" or "cue" of a reported statement, or the "mark" of claims.

    `cut_before` and `cut_after` say that it goes on before or after, in another part. For a mark `role`, `factuality` and
    `background` are those of its first claim and `title` says what is claimed; for a content `reported` is how it is said.
    """

    tag: str
    children: tuple["Run | Part", ...]
    claims: tuple[str, ...] = ()
    statement: str | None = None
    role: str | None = None
    factuality: str | None = None
    background: bool = False
    reported: str | None = None
    title: str | None = None
    cut_before: bool = False
    cut_after: bool = False
    focus: bool = False


class Paragraph(Record, frozen=True, kw_only=True):
    """One paragraph; `heading` for the report's own title."""

    heading: bool
    parts: tuple[Run | Part, ...]


class Marked(NamedTuple):
    """A claim to be marked: the id its card has, the claim, and what to say of it when it is pointed at."""

    id: str
    claim: Claim
    title: str


class _Around(NamedTuple):
    """A part before it is cut: `number` tells parts over the same words apart."""

    layer: int
    span: Span
    number: int
    part: Part


Withheld = Sequence[tuple[int, int, str]]
"""Stretches of the text that are not shown, with what to say of them."""


def marked(
    text: str, claims: Iterable[Marked], withheld: Withheld = (), *, title: str | None = None, focus: str | None = None
) -> tuple[Paragraph, ...]:
    """The paragraphs of a text. `title` is the report's, `focus` the id of the claim that the page is about."""
    shown = tuple(claims)
    around = [
        _Around(layer, span, number, part)
        for number, (layer, span, part) in enumerate([*_contents(text, shown), *_speakers(shown), *_marks(shown, focus)])
        if len(span)
    ]
    instead = {place: words for start, end, words in withheld for place in range(start, end)}
    return tuple([_paragraph(text, span, around, instead, title if not i else None) for i, span in enumerate(paragraphs(text))])


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs: what stands between empty lines."""
    return tuple([Span(found.start(), found.end()) for found in _PARAGRAPH.finditer(text) if found[0].strip()])


def near(shown: Sequence[Paragraph], text: str, span: Span, beside: int = 1) -> tuple[Paragraph, ...]:
    """Of a text's paragraphs the one that holds a span, with so many beside it."""
    places = paragraphs(text)
    at = next((i for i, one in enumerate(places) if one.overlaps(span)), 0)
    return tuple(shown[max(0, at - beside) : at + beside + 1])


def visible(words: str) -> str:
    """Words with a sign for each character that would not be seen, or would turn others round."""
    if words.isascii() and words.isprintable():
        return words
    return "".join([_sign(words, i) or character for i, character in enumerate(words)])


def _sign(text: str, i: int) -> str | None:
    """What stands on the page for a character that cannot stand there itself; always one character."""
    character = text[i]
    if " " <= character <= "~" or character in "\n\t":
        return None
    category = unicodedata.category(character)
    if character in _JOINERS and i and not text[i - 1].isascii():
        return None
    if category == "Cc" and character < "\x80":
        return "\u2421" if character == "\x7f" else chr(0x2400 + ord(character))
    return _UNSEEN if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else None


def _label(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}, shown as a sign"


def _marks(claims: Sequence[Marked], focus: str | None) -> Iterator[tuple[int, Span, Part]]:
    """One mark for all claims of one role on the same words, those of the claim in focus first."""
    over: dict[tuple[Span, str], list[Marked]] = {}
    for one in claims:
        for span in dict.fromkeys([one.claim.span, *[words.span for words in one.claim.mentions]]):
            over.setdefault((span, one.claim.role.value), []).append(one)
    for (span, role), of in over.items():
        first = of[0].claim
        statements = [_statement(link) for link in first.attribution[:1]]
        yield (
            _MARK,
            span,
            Part(
                tag="mark", children=(), claims=tuple([one.id for one in of]), role=role, factuality=first.factuality.value,
                background=all([one.claim.background for one in of]), title="; ".join(dict.fromkeys([one.title for one in of])),
                statement=statements[0] if statements else None, focus=focus in {one.id for one in of},
            ),
        )  # fmt: skip


def _statement(link: Attribution) -> str:
    """What ties the parts of one reported statement together."""
    cue = link.cue.span.start if link.cue is not None else link.span.end
    return f"s{link.span.start}-{cue}"


def _speakers(claims: Sequence[Marked]) -> Iterator[tuple[int, Span, Part]]:
    """Speakers and cues, each with the claims that rest on it: also those who pass on what others said."""
    resting: dict[str, dict[str, None]] = {}
    links: dict[str, Attribution] = {}
    for one in claims:
        for link in one.claim.attribution:
            links[_statement(link)] = link
            resting.setdefault(_statement(link), {})[one.id] = None
    for name, link in links.items():
        ids = tuple(resting[name])
        yield _SPEAKER, link.span, Part(tag="source", children=(), claims=ids, statement=name, title=f"speaker: {link.kind.value}")
        if link.cue is not None:
            yield _CUE, link.cue.span, Part(tag="cue", children=(), claims=ids, statement=name)


def _contents(text: str, claims: Sequence[Marked]) -> Iterator[tuple[int, Span, Part]]:
    """What is claimed on a speaker's word: in each paragraph from the first to the last of the claimed words, cut at speaker and cue."""
    said: dict[tuple[str, str], list[Marked]] = {}
    for one in claims:
        if one.claim.attribution:
            said.setdefault((_statement(one.claim.attribution[0]), _reported(one.claim)), []).append(one)
    places = paragraphs(text)
    for (name, reported), of in said.items():
        links = [link for one in of for link in one.claim.attribution]
        outside = [span for link in links for span in (link.span, link.cue.span if link.cue is not None else None) if span is not None]
        for paragraph in places:
            words = [one.claim.span for one in of if paragraph.covers(one.claim.span) and not any([one.claim.span.overlaps(out) for out in outside])]
            for group in _between(sorted(words), outside):
                span = Span(min([one.start for one in group]), max([one.end for one in group]))
                yield (
                    _CONTENT,
                    span,
                    Part(tag="content", children=(), statement=name, reported=reported, background=all([x.claim.background for x in of])),
                )


def _between(words: Sequence[Span], outside: Sequence[Span]) -> Iterator[list[Span]]:
    """The words in groups that none of the outer spans parts."""
    group: list[Span] = []
    for span in words:
        if group and any([group[-1].end <= out.start and out.end <= span.start for out in outside]):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _reported(claim: Claim) -> str:
    if claim.opinion:
        return "opinion"
    if claim.factuality in _DENIED or claim.modality is Modality.NEGATED:
        return "denied"
    second_hand = len(claim.attribution) > 1 or claim.attribution[0].kind is SpeakerKind.UNNAMED or claim.factuality is Factuality.UU
    return "hearsay" if second_hand else "statement"


def _paragraph(text: str, place: Span, around: Sequence[_Around], instead: Mapping[int, str], title: str | None) -> Paragraph:
    end = place.start + len(text[place.start : place.end].rstrip())
    here = [one for one in around if one.span.overlaps(place)]
    cuts = {place.start, end} | {edge for one in here for edge in (one.span.start, one.span.end) if place.start < edge < end}
    edges = sorted(cuts)
    parts: list[tuple[tuple[_Around, ...], Run]] = []
    for start, stop in pairwise(edges):
        stack = tuple(sorted([one for one in here if one.span.start <= start and stop <= one.span.end], key=_outermost))
        parts += [(stack, run) for run in _runs(text, start, stop, instead)]
    return Paragraph(heading=title is not None and title == text[place.start : end], parts=_nested(parts, 0))


def _outermost(one: _Around) -> tuple[int, int, int, int]:
    return one.layer, -len(one.span), one.span.start, one.number


def _runs(text: str, start: int, end: int, instead: Mapping[int, str]) -> Iterator[Run]:
    """The characters cut where what is shown is not what is there."""
    begun, kind = start, _kind(text, start, instead)
    for place in range(start + 1, end + 1):
        following = _kind(text, place, instead) if place < end else None
        if place == end or following != kind or (kind is not None and kind[0] == "unseen"):
            if kind is None:
                yield Run(offset=begun, text=text[begun:place])
            else:
                style, label = kind
                shown = _BLOCK * (place - begun) if style == "withheld" else _sign(text, begun) or _UNSEEN
                yield Run(offset=begun, text=shown, style=style, label=label)
            begun, kind = place, following


def _kind(text: str, place: int, instead: Mapping[int, str]) -> tuple[str, str] | None:
    if place in instead:
        return "withheld", instead[place]
    return ("unseen", _label(text[place])) if _sign(text, place) is not None else None


def _nested(parts: Sequence[tuple[tuple[_Around, ...], Run]], depth: int) -> tuple[Run | Part, ...]:
    """Runs with what is around them, neighbours under one part where it covers both."""
    made: list[Run | Part] = []
    i = 0
    while i < len(parts):
        stack, run = parts[i]
        if len(stack) == depth:
            made.append(run)
            i += 1
            continue
        outer, first = stack[depth], i
        while i < len(parts) and len(parts[i][0]) > depth and parts[i][0][depth] is outer:
            i += 1
        last = parts[i - 1][1]
        made.append(_filled(outer, _nested(parts[first:i], depth + 1), run.offset, last.offset + len(last.text)))
    return tuple(made)


def _filled(outer: _Around, children: tuple[Run | Part, ...], start: int, end: int) -> Part:
    part = outer.part
    return Part(
        tag=part.tag, children=children, claims=part.claims, statement=part.statement, role=part.role, factuality=part.factuality,
        background=part.background, reported=part.reported, title=part.title, focus=part.focus,
        cut_before=start > outer.span.start, cut_after=end < outer.span.end,
    )  # fmt: skip
