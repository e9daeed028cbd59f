"""Turns of a transcript: words whose speaker stands before them in brackets, as monitors of broadcasts print interviews and speeches."""

import re
from collections.abc import Iterator

from tocsin.core.spans import Span

_BRACKETS = re.compile(r"\[([^\[\]]{2,120})\]")
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_LONGEST = 12
"""Words of the longest speaker in brackets."""
_ADDRESSES = frozenset(["speech", "statement", "communique", "address", "message", "declaration", "letter"])
"""What a heading calls words of one speaker: "[SPEECH] [PRESIDENT ANN ODE] [TEXT]"; in other headings the name is the writer's."""
_MARKS = frozenset(["text", "continued", "excerpts", "omitted", "indistinct", "recording", "progress", "applause"])
"""Last words of brackets that say something about the transcript."""
_ENDS = (".", "?", "!", '"', "”", "]")
_ROLES = frozenset(["reporter", "correspondent", "moderator", "announcer", "interviewer", "question", "answer"])


def turns(text: str) -> Iterator[tuple[Span, Span]]:
    """The speaker and the words of each turn, in order. A name in brackets opens one where a paragraph or heading puts it, and is named elsewhere."""
    found = list(_BRACKETS.finditer(text))
    opened: list[tuple[Span, int]] = []
    ends: list[int] = []
    named = [word.lower() for word in _WORD.findall(text)]
    for before, mark, after in zip([None, *found], found, [*found[1:], None], strict=False):
        speaker = _speaker(mark)
        if mark[1].lower().startswith("end "):
            ends.append(mark.start())
        if speaker is None:
            continue
        heads = before is not None and not text[before.end() : mark.start()].strip()
        words = [word.lower() for word in _WORD.findall(speaker.quote(text))]
        if heads and before is not None and before[1].lower() in _ADDRESSES and after is not None:
            opened.append((speaker, _past_marks(text, after.start())))
        elif (heads or _opens_paragraph(text, mark.start())) and (words[-1] in _ROLES or named.count(words[-1]) > 1):
            opened.append((speaker, mark.end()))
    stops = sorted([*[speaker.start - 1 for speaker, _ in opened], *ends, len(text)])
    for speaker, start in opened:
        said = text[start : next(stop for stop in stops if stop >= start)]
        if said.strip() and said.lstrip()[0] != "[":
            begin = start + len(said) - len(said.lstrip())
            yield speaker, Span(begin, start + len(said.rstrip()))


def _speaker(mark: re.Match[str]) -> Span | None:
    """The name in a pair of brackets, up to a comma; None where they hold something else."""
    name = mark[1].split(",")[0].rstrip()
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or len(words) > _LONGEST or words[-1] in _MARKS | _ADDRESSES or {"by", "with"} & set(words):
        return None
    return Span(mark.start(1), mark.start(1) + len(name))


def _opens_paragraph(text: str, at: int) -> bool:
    said = text[:at].rstrip()
    return not said or (said.endswith(_ENDS) and "\n" in text[len(said) : at])


def _past_marks(text: str, at: int) -> int:
    """After "[TEXT] [CONTINUED]", where a speech begins."""
    while (mark := _BRACKETS.match(text, at)) is not None and _speaker(mark) is None:
        at = mark.end()
        at += len(text[at:]) - len(text[at:].lstrip())
    return at
