"""A document cut into paragraphs, sentences, tokens and quotations, by rules, every piece with its offsets.

Paragraphs come first: a sentence or a quotation never crosses a paragraph's end. A single newline ends a paragraph too, unless the lines are
hard-wrapped (as in wire copy of 72 columns), where it is a space.
"""

import re
from collections.abc import Iterator

from tocsin.core.document import Document, Quotation, Segmented, Sentence, Token
from tocsin.core.spans import Span
from tocsin.text.quotations import quotations

_TOKEN = re.compile(
    r"""
      https?://[^\s<>"”]+                                     # a URL is one word
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+                # so is an e-mail address
    | (?:[^\W\d_]\.){2,}                                      # U.S., a.m.
    | \d+(?:[.,]\d+)+(?:st|nd|rd|th|s|m|bn|k)?(?![^\W_])      # 2,000  3.5  1.2m
    | [^\W_][̀-ͯ]*(?:[^\W_][̀-ͯ]*)*      # a word, with combining accents
      (?:(?:['’](?!s\b)|(?<!\d)[-‐‑]|[-‐‑](?!\d))[^\W_]+[̀-ͯ]*)*  # anti-government, 14-year-old, O'Neill; not 5-12, not the possessive
    | ['’]s\b                                                 # possessive
    | \S                                                      # anything else, one by one
    """,
    re.VERBOSE,
)
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]»]*(?=\s|$)|(?<=[a-z]{3})[.!?]+[\"”’')]*(?=[A-Z][a-z]+[\s,]|\d+-year-old)")
"""A final stop; pages that lost the space behind it ("died.Police said") still have two sentences."""
_WRAPPED_WIDTH = range(45, 100)
"""Characters of a hard-wrapped line; terminals and telex used 60 to 80, e-mail 76."""
_DATELINE = re.compile(r"(?<=[a-zà-ÿ0-9] )(?=[A-Z][A-Z .'-]{2,40}(?:, [A-Z][a-z]+\.? \d{1,2})? \([A-Za-z][\w. -]{1,30}\) [-–—]{1,2} )")
"""Where an agency's dateline opens the text behind a headline that lost its line end: "Bus burns in Agri LOMO, May 3 (PXA) - Two men ..."."""
_LONGEST = 1_500
"""Characters of a sentence. What is longer is a table, a list or an attack, and is read in pieces: some rules look at every pair of words."""
_HEADLINE_WORDS = 25
"""Longest line without a final stop that is still read as a headline (the longest in the newswire sample has 22)."""

_POINTER = re.compile(
    r"(?i:related(?: (?:stor(?:y|ies)|coverage|content|news|articles?))?|(?:read )?more(?: (?:news|stories|coverage|on this))?"
    r"|read|(?:read|see|watch) also|also (?:read|see|watch)|see|watch|listen|gallery|photos?|pictures?|(?:raw )?videos?"
    r"|don['’]t miss|must read|trending|recommended|top stor(?:y|ies))\s*[:|»>]\s*\w"
    r"|Video\s+(?!Shows?\b|Of\b|From\b|Captures?\b|Footage\b|Emerges\b|Posted\b)[A-Z]"
)
"""A line that points to another story: "RELATED: Two men held in ...". It tells nothing of this one, and is no sentence."""

_TITLES = "mr mrs ms dr prof gen lt col maj capt sgt cpl pvt adm cmdr brig gov sen rep rev hon pres supt insp det st sr fr vs approx ca cf"
_OPEN_ENDED = "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc co corp ltd jr etc al dept"
_NEVER_FINAL = frozenset(_TITLES.split())
"""Abbreviations that something always follows."""
_BEFORE_NUMBERS = frozenset("no nos art arts sec fig p pp par".split())
"""Abbreviations only when a number follows."""
_MAY_BE_FINAL = frozenset(_OPEN_ENDED.split())
"""Abbreviations that can end a sentence: they do when the next word is one that opens sentences."""
_OPENERS = frozenset(
    "the a an in on at he she it they we i but and this that these those there his her their its as after when while if however meanwhile "
    "police officials according two three four five many some several no our for by from with one both all more".split()
)


def segment(document: Document) -> Segmented:
    """Cut `document`; the same text always gives the same pieces."""
    text = document.text
    sentences: list[Sentence] = []
    quoted: list[Quotation] = []
    for number, paragraph in enumerate(_paragraphs(text)):
        spans = list(_sentences(text, paragraph))
        headline = len(spans) == 1 and _is_headline(spans[0].quote(text))
        if headline and number > 0 and _POINTER.match(spans[0].quote(text)):
            continue
        first = len(sentences)
        sentences.extend(
            Sentence(index=first + i, span=span, tokens=tokenize(text, span), paragraph=number, headline=headline) for i, span in enumerate(spans)
        )
        quoted.extend(quotations(text, paragraph))
    return Segmented(document=document, sentences=tuple(sentences), quotations=tuple(quoted))


def tokenize(text: str, span: Span) -> tuple[Token, ...]:
    """The tokens of `text` within `span`."""
    return tuple([Token(span=Span(*match.span()), text=match[0]) for match in _TOKEN.finditer(text, span.start, span.end)])


def _paragraphs(text: str) -> Iterator[Span]:
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    wrapped = _is_wrapped(text, lines)
    start, end = None, 0
    for line_start, line_end in lines:
        if start is not None and not _continues(text, end, line_start, wrapped=wrapped):
            yield from _parted(text, start, end)
            start = None
        start, end = (line_start if start is None else start), line_end
    if start is not None:
        yield from _parted(text, start, end)


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """A paragraph, and before it the headline that stands on its line."""
    dateline = _DATELINE.search(text, start, end)
    if dateline is not None and text[start : dateline.start()].strip() and _is_headline(text[start : dateline.start()].strip()):
        yield from _trimmed(text, start, dateline.start())
        start = dateline.start()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the line ends of `text` are a column limit rather than paragraph ends: most lines stop at the width, mid-sentence."""
    inner = [(start, end) for start, end in lines if text[end : end + 1] == "\n" and text[end : end + 2] != "\n\n"]
    if len(inner) < 2 or max(end - start for start, end in lines) >= _WRAPPED_WIDTH.stop + 20:
        return False
    broken = [(start, end) for start, end in inner if end - start in _WRAPPED_WIDTH and text[end - 1] not in '.!?:"”']
    return len(broken) * 2 > len(inner)


def _continues(text: str, end: int, start: int, *, wrapped: bool) -> bool:
    """Whether the line that starts at `start` goes on with the one that ended at `end`."""
    if start - end > 1:
        return False
    first = text[start]
    if first.isspace() and wrapped:
        return False
    return wrapped or (first.islower() and text[end - 1] not in '.!?:"”')


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for stop, end in [*[match.span() for match in _END.finditer(text, paragraph.start, paragraph.end)], (paragraph.end, paragraph.end)]:
        while end - start > _LONGEST:
            blank = text.rfind(" ", start + 1, start + _LONGEST)
            cut = blank if blank > 0 else start + _LONGEST
            yield from _trimmed(text, start, cut)
            start = cut
        if end < paragraph.end and not _ends_sentence(text, start, stop, end, paragraph.end):
            continue
        yield from _trimmed(text, start, end)
        start = max(start, end)


def _ends_sentence(text: str, start: int, stop: int, end: int, limit: int) -> bool:
    """Whether the stop at [stop, end) ends a sentence that began at `start` although the paragraph goes on."""
    following = re.compile(r"\s*([\"“‘'(\[«—–-]*)\s*(\w[\w'’-]*)?").match(text, end, limit)
    word = (following[2] or "") if following else ""
    if not word:
        return bool(following and following[1])
    inside = text[start:stop]
    if inside.count("(") > inside.count(")") and ")" not in text[stop:end]:
        return False
    if word[0].islower():
        return False
    if text[stop] != "." or text[stop:end].startswith(".."):
        return True
    before = re.search(r"([^\s(\"“‘'’\[]*)$", inside)
    last = before[1].lower() if before else ""
    if last in _NEVER_FINAL or (last in _BEFORE_NUMBERS and word[0].isdecimal()):
        return False
    if len(last) == 1 and last.isalpha() and last not in "is":
        return False
    if "." in last or last in _MAY_BE_FINAL:
        return word.lower() in _OPENERS
    return True


def _is_headline(line: str) -> bool:
    return line[-1] not in ".!?…\"”’')]:;" and len(line.split()) <= _HEADLINE_WORDS
