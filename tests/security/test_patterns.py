"""No regular expression that reads whole texts takes long, whatever it is given: what it would stumble over, again and again."""

import time
from contextlib import suppress

import pytest

from tocsin.core.document import Document, Report
from tocsin.errors import IntakeError
from tocsin.export.masking import contacts_masked, link_masked
from tocsin.intake.html import read_html
from tocsin.intake.kinds import sniff
from tocsin.pipeline import Reader
from tocsin.text.segment import segment

LENGTH = 1_500
"""Characters: no sentence is longer (tocsin.text.segment)."""
SECONDS = 1.0
PIECES = (
    *" \n\t aA1.,-_@(<\"'“:/+=&;", "1 ", "1,", "1.", "1-", "a ", "A ", "a.", "a-", "a@", "@a", "A, ", ". ", "and ", "one ", "<?xml", "http://",
    "Calle A ", "No. 1 A ", "Monday ", "call 1 ", "█ ", "a at a dot ",
)  # fmt: skip


def test_comments_before_a_page_are_read_once() -> None:
    """Each way to part them was tried: 290 comments took longer than the sun will shine."""
    begun = time.process_time()

    assert sniff(b"<!---->" * 400) == "text/plain"
    assert sniff(b"<!-- a --> <!-- b -->\n<html>") == "text/html"

    assert time.process_time() - begun < SECONDS


LONG = 30_000


@pytest.mark.parametrize("piece", PIECES)
def test_what_is_laid_over_whole_texts_takes_time_as_the_text_is_long(piece: str) -> None:
    """Masking, cutting into sentences and reading pages: thirty thousand characters of what each would stumble over."""
    words = piece * (LONG // len(piece)) + "!"
    begun = time.process_time()

    contacts_masked(words)
    link_masked(f"https://lantern.example/{words}")
    for sentence in segment(Document.freeze(words, Report())).sentences:
        assert len(sentence.span) <= LENGTH

    assert time.process_time() - begun < 5


@pytest.mark.parametrize("piece", [" ", "\n", "<?xml ", "<!--", "<p>", "&amp;", "a ", '"'])
def test_pages_take_time_as_they_are_long(piece: str) -> None:
    begun = time.process_time()

    for page in (f"{piece * (LONG // len(piece))}<html><body><p>Police killed 12.", f"<html><title>x{piece * (LONG // len(piece))}</title><p>Words."):
        with suppress(IntakeError):
            read_html(page.encode())

    assert time.process_time() - begun < 5


@pytest.mark.parametrize("piece", ["1", "0", "9", "1,000,", "１", "٣"])
def test_a_number_without_end_is_no_number(rules: Reader, piece: str) -> None:
    """Python itself refuses to read one of 4,300 digits, and a float ends at 308."""
    number = piece * (6_000 // len(piece))

    for text in (f"Police killed {number} people on {number} May.", f"About {number}-strong crowds, aged 25, {number} and 33, met."):
        extraction = rules.extract(Document.freeze(text, Report()))
        assert all([text[claim.span.start : claim.span.end] == claim.quote for claim in extraction.claims])
