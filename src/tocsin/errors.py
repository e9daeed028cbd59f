"""Everything Tocsin raises on purpose.

    TocsinError
    ├── SpanError          a span that does not fit its text
    ├── ResourceError      a lexicon, gazetteer or model that is missing, damaged or contradicts itself
    ├── IntakeError        something given as a report that cannot be read as one
    │   ├── UnreadableError     bytes that are not text, an empty file, a PDF without text
    │   ├── TooLargeError       over the size Tocsin reads
    │   ├── LimitError          takes more time or memory than one report may
    │   ├── LanguageError       a language Tocsin does not read
    │   └── FetchError          a URL that cannot, or must not, be fetched
    ├── StoreError         a store that cannot be opened, or refuses a write
    │   └── OvertakenError      somebody changed the store meanwhile: what was begun is to be begun again
    ├── ExportError        an export that cannot be written as asked: a format or library that is not there, words that are not the document's
    ├── BatchError         a batch run that cannot be begun or gone on with: no input, a library that is not there, another run's folder
    └── CodebookError      a code book without a row for what is asked of it

Each message says what is wrong and what to do about it; the command line prints it and exits with 2.
"""


class TocsinError(Exception):
    """Base of all; catch this at the edge, never inside."""


class SpanError(TocsinError):
    """A span that does not fit its text is refused, never nudged."""


class ResourceError(TocsinError):
    """A shipped file is missing or not what its hash says."""


class IntakeError(TocsinError):
    """A report that cannot be read."""


class UnreadableError(IntakeError):
    """No text in it."""


class TooLargeError(IntakeError):
    """More bytes than Tocsin reads as one report."""


class LimitError(IntakeError):
    """More time or memory than one report may take."""


class LanguageError(IntakeError):
    """Written in a language Tocsin does not read."""


class FetchError(IntakeError):
    """A URL that failed or is not allowed."""


class StoreError(TocsinError):
    """The store could not be opened, read or written."""


class OvertakenError(StoreError):
    """What was worked out no longer fits the store, since somebody changed it meanwhile; nothing is spoilt, and doing it again helps."""


class ExportError(TocsinError):
    """An export could not be written; the message names what to install or repair."""


class BatchError(TocsinError):
    """A batch run could not be begun or gone on with; the message says what to do."""


class CodebookError(TocsinError):
    """An event type the code book does not know."""
