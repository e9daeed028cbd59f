"""A PDF's words: lines joined into paragraphs, words split at line ends made whole."""

# ruff: noqa: PLC0415 - pypdf takes 200 ms to import

import io
import logging
import re
import struct
import zlib

from tocsin.errors import TooLargeError, UnreadableError
from tocsin.intake.items import MAX_REPORT_BYTES

_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, AssertionError, OSError, NotImplementedError)
"""What pypdf lets through on broken files beside its own errors (seen by feeding it damaged files)."""
_SPLIT_WORD = re.compile(r"([^\W\d_]+)[-‐\u00ad]\n([^\W\d_]+)")
_KEEP_HYPHEN = frozenset(
    "anti pro non ex self co pre post mid semi vice cross counter inter multi pan ultra quasi so well ill all half re north south east west "
    "one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety".split()
)
"""Before these a hyphen at a line's end belongs to the word ("anti-government", "twenty-one") unless the text writes it as one word elsewhere."""
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)
_STOP = re.compile(r"[.!?:…][\"”’')\]»]*\s*$")
_SHORT = 0.8
"""A line under this share of the usual width that ends in a stop ends its paragraph."""
_HEADING = 0.6
"""A line under this share without a stop, before a capital, stands alone: a headline, a dateline, a caption."""
_FULL_WIDTH = 0.9


def read_pdf(raw: bytes) -> str:
    """The text of the PDF `raw`, paragraphs set apart by blank lines, not yet cleaned.

    Raises UnreadableError for a damaged or locked file and for one without text (a scan), TooLargeError when the text outgrows a report.
    """
    pages = _pages(raw)
    if not any([page.strip() for page in pages]):
        raise UnreadableError("the PDF holds no text, only pictures of pages; run a text recognition (OCR) over it first")
    return "\n\n".join(_paragraphs(_whole_words("\n".join([_without_number(page) for page in pages]))))


def _pages(raw: bytes) -> list[str]:
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # what is wrong is said by our errors
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("the PDF is locked with a password; save a copy without one")
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > MAX_REPORT_BYTES:
                raise TooLargeError(f"the PDF's text is longer than {MAX_REPORT_BYTES:,} characters; split it into its reports")
    except DependencyError as error:
        raise UnreadableError("the PDF is encrypted in a way that Tocsin cannot open; save a copy without encryption") from error
    except (PyPdfError, zlib.error, struct.error, *_DAMAGE) as error:
        raise UnreadableError("the PDF is damaged or not a PDF; open it in a viewer and save it again, or save its text") from error
    return pages


def _without_number(page: str) -> str:
    """The page without a first or last line that is only its number."""
    lines = page.strip("\n").split("\n")
    for edge in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return "\n".join(lines)


def _whole_words(text: str) -> str:
    """Words split at line ends made whole. The hyphen goes unless it belongs to the word, which the rest of the text tells best."""
    words = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))

    def join(match: re.Match[str]) -> str:
        head, tail = match[1], match[2]
        whole, hyphenated = f"{head}{tail}", f"{head}-{tail}"
        if whole.lower() in words or not tail[0].islower():
            return whole if tail[0].islower() else f"{hyphenated}"
        return hyphenated if hyphenated.lower() in words or head.lower() in _KEEP_HYPHEN else whole

    return _SPLIT_WORD.sub(join, text)


def _paragraphs(text: str) -> list[str]:
    """Lines joined: a blank line, a short line with a stop, or a heading ends a paragraph."""
    lines = text.split("\n")
    width = _usual_width(lines)
    paragraphs: list[list[str]] = [[]]
    for i, line in enumerate(lines):
        stripped = " ".join(line.split())
        if stripped:
            paragraphs[-1].append(stripped)
        following = lines[i + 1].strip() if i + 1 < len(lines) else ""
        if not stripped or not following or _ends(stripped, following, width):
            paragraphs.append([])
    return [" ".join(paragraph) for paragraph in paragraphs if paragraph]


def _usual_width(lines: list[str]) -> int:
    lengths = sorted([len(line.strip()) for line in lines if line.strip()])
    return lengths[int(len(lengths) * _FULL_WIDTH) - (len(lengths) * _FULL_WIDTH == len(lengths))] if lengths else 0


def _ends(line: str, following: str, width: int) -> bool:
    if _STOP.search(line):
        return len(line) < width * _SHORT
    return len(line) < width * _HEADING and following[0].isupper()
