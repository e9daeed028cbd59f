"""From bytes to what a target takes: texts made of words that rules look for, with other characters between them.

Bytes alone rarely spell "arrested"; a fuzzer that flips them would test the tokenizer for ever. Each byte below picks a piece of a report, the others
stand for characters, so that a flipped byte is another word or another mark.
"""

import datetime as dt
import json

WORDS = (
    "police said|the interior ministry|according to AFP|reportedly|denied that|may have|at least|more than|up to|dozens of|"
    "between 10 and 20|12|3,000|seven|two of them|including three children|people|protesters|soldiers|students|houses|cars|were killed|"
    "killed|injured|were arrested|shot dead|set fire to|looted|marched|a strike|a bomb exploded|clashes broke out|imposed a curfew|"
    "will hold a rally|not|no one|nobody|in Oran|in Alma-Ata|near Jos, Nigeria|at the airport|on Monday|yesterday|on the night of 5 January|"
    "since 2 May|in June 2023|last year|a day later|he|they|the group|who|which|and|or|but|after|because|that|by|with|of|Mr.|U.S.|No.|St.|"
    "Jan.|p.m.|A. B.|said|he added|https://a.example/x|+264 61 123 4567|@ada|x@y.example|<b>|&amp;|=1+1"
).split("|")
MARKS = (
    ", |. |.|? |! |… |\n|\n\n|\"|“|”|‘|’|'s |(|)|: |; |-|–|—| |  |\t|\u00a0|\u200b|\u202e|\u0301|\U0001f600|İ|ß|ﬁ|Ⅻ|٣|１２|\x00|\x85|\ufeff"
).split("|")
PIECES = (*[f" {word}" for word in WORDS], *MARKS)
"""What a byte below their number stands for."""


class Pieces:
    """Takes values from the front of some bytes; when they are used up everything is the first or nothing."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        """0..255; 0 at the end."""
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def one(self, options: tuple[str, ...]) -> str:
        """One of the options."""
        return options[self.byte() % len(options)]

    def take(self, size: int) -> bytes:
        """At most so many bytes as they are."""
        self.at += size
        return self.data[self.at - size : self.at]

    def rest(self) -> bytes:
        """All that is left, as it is."""
        return self.take(max(0, len(self.data) - self.at))

    def text(self, size: int) -> str:
        """A text of so many pieces, or as many as are left."""
        return "".join([PIECES[byte] if byte < len(PIECES) else chr(byte) for byte in self.take(size)])

    def published(self) -> dt.date | None:
        """A day, or none."""
        byte = self.byte()
        return dt.date(2024, 1, 1) + dt.timedelta(days=byte) if byte else None

    def json(self, depth: int = 3) -> object:
        """Any JSON value."""
        kind = self.byte() % 8
        if kind == 0 or depth == 0:
            return self.text(self.byte() % 16)
        if kind == 1:
            return [self.json(depth - 1) for _ in range(self.byte() % 4)]
        if kind in {2, 3}:
            return {self.one(KEYS): self.json(depth - 1) for _ in range(self.byte() % 6)}
        return (None, True, -1, 10**20)[self.byte() % 4] if kind != 4 else self.byte()

    def json_bytes(self) -> bytes:
        """A JSON value, written."""
        return json.dumps(self.json()).encode("utf-8", "replace")


KEYS = tuple(
    (
        "text published publisher url title id decision changes reason value is low high unit span role attribution factuality modality background "
        "opinion disputed as_of one other verdict rule start end kind name code state headline datePublished @graph @type"
    ).split()
)
"""Names that intake and the interface know."""
