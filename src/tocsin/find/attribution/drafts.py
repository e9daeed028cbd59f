"""A statement before it is one: in items of a frame."""

import msgspec

from tocsin.find.attribution.cues import Cue
from tocsin.find.attribution.frames import Frame
from tocsin.find.attribution.phrases import Part

FINAL = frozenset([".", "!", "?", "…", '"', "”", "''", "'", ")", "/", "|"])
"""Items that end a sentence and are no part of what is said."""
COMMAS = frozenset([",", "-", "–", "—", "--", ";"])
THAT = frozenset(["that"])


class Draft(msgspec.Struct):
    """A statement in items of a frame. `content` holds half-open ranges; `begins` is where its own clause (speaker and cue) begins."""

    frame: Frame
    cue: Cue
    source: Part | None
    content: list[tuple[int, int]]
    begins: int
    ends: int
    parenthetical: bool
    rule: str
    addressee: Part | None = None
    continues: bool = False
    """Speaker is that of the draft before ("..., adding that")."""
    awaits: bool = False
    """Ends with a colon: what is said follows in the next sentence."""


def cut(drafts: list[Draft]) -> None:
    """End contents where a later clause of another voice, or of the same voice again, begins."""
    for i, draft in enumerate(drafts):
        words = draft.frame.words
        for later in drafts[i + 1 :]:
            if later.source is None and not later.continues:
                continue
            aside = later.parenthetical and later.content and later.content[0][0] <= draft.begins
            opened = words[max(0, later.begins - 2) : later.begins]
            joined = opened[-1:] == [";"] or (opened[:1] in ([","], [";"]) and opened[-1] in {"and", "but", "while", "whereas"})
            if later.continues or aside or joined:
                draft.content = [before(words, part, later.begins) for part in draft.content]
        draft.content = [part for part in draft.content if part[1] > part[0]]


def before(words: list[str], part: tuple[int, int], limit: int) -> tuple[int, int]:
    """`part` ended before item `limit`, without the comma and conjunction there."""
    start, end = part
    if end <= limit or start >= limit:
        return part if start < limit or end <= limit else (start, end)
    end = limit
    while end > start and words[end - 1] in COMMAS | {"and", "but", "while", "whereas", "("}:
        end -= 1
    return start, end
