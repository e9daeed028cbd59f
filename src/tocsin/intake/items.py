"""What stands between a user's paths and documents: the report as received, or why there is none."""

import datetime as dt

from tocsin.core.record import Record
from tocsin.errors import FetchError, IntakeError, LanguageError, TooLargeError, UnreadableError

MAX_REPORT_BYTES = 20_000_000
"""One report. A 100,000-word text has 0.6 MB and a press PDF with photographs rarely 10 MB; anything larger is an archive, a dump or an attack."""


class Item(Record, frozen=True, kw_only=True):
    """One report as received: `raw` bytes and what was said about it beside them. Unknown is None, never a guess.

    `place` says where it was, for messages ("folder/x.jsonl line 3"). `media_type` may carry a charset ("text/html; charset=utf-8").
    `text` is set when `raw` only wraps the text (a JSON line); then nothing else is looked for in it. `published` is the day the user or the
    line gave; it wins over what the report says about itself. `id` is the user's own name for the report.
    """

    place: str
    raw: bytes
    media_type: str
    text: str | None = None
    id: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    title: str | None = None


class IntakeFailure(Record, frozen=True, kw_only=True):
    """A report that could not be read: where it was, what is wrong and what to do (for people), and a stable code (for programs).

    Codes: not-found, unreadable, too-large, language, fetch, broken-line, wrong-field, no-reports, invalid.
    """

    place: str
    message: str
    code: str

    @classmethod
    def of(cls, place: str, error: IntakeError) -> "IntakeFailure":
        """The failure that `error`, raised for what was at `place`, amounts to."""
        return cls(place=place, message=str(error), code=_CODES.get(type(error), "invalid"))


_CODES: dict[type[IntakeError], str] = {
    UnreadableError: "unreadable",
    TooLargeError: "too-large",
    LanguageError: "language",
    FetchError: "fetch",
}


def megabytes(count: int) -> str:
    """A size for people: "20 MB"."""
    return f"{count / 1_000_000:.0f} MB" if count >= 1_000_000 else f"{count:,} bytes"
