"""PDFs made to exhaust who opens them: small ones that unpack to much, pages without end, objects that point to themselves."""

import zlib

import pytest

import tocsin.intake.pdf
from tocsin.errors import IntakeError, TocsinError, TooLargeError
from tocsin.intake import Item, make_document

SHOWN = b"BT /F1 12 Tf 72 720 Td (Police killed three people in the capital on Monday, and the inquiry has begun.) Tj ET\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join([b"%010d 00000 n \n" % place for place in places])
    made += b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.replace(b"START", b"%d" % start), start)
    return bytes(made)


def stream(content: bytes, *filters: bytes) -> bytes:
    """A stream that has to be unpacked as often as it has filters."""
    return b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(content), b" ".join(filters), content)


def packed(content: bytes, times: int = 1) -> bytes:
    """Content that has been packed so often."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, *[b"/FlateDecode"] * times)


def page(contents: bytes = b"5 0 R", parent: bytes = b"2 0 R") -> bytes:
    return b"<< /Type /Page /Parent %b /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents %b >>" % (parent, contents)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def read(raw: bytes) -> str:
    return make_document(Item(place="a.pdf", raw=raw, media_type="application/pdf")).text


def test_what_is_attacked_with_is_a_pdf() -> None:
    """Without the trick the same file is read."""
    assert "Police killed three people" in read(pdf(CATALOGUE, PAGES, page(), FONT, packed(SHOWN)))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_unpacks_to_much_is_refused(times: int) -> None:
    """Three hundred megabytes in a file of less than one, packed once, twice and three times."""
    raw = pdf(CATALOGUE, PAGES, page(), FONT, packed(b" " * 300_000_000, times))

    assert len(raw) < 1_000_000
    with pytest.raises(IntakeError, match="damaged"):
        read(raw)


LOOPS = {
    "a page tree that holds itself": pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", page(), FONT, packed(SHOWN)),
    "two that hold each other": pdf(
        CATALOGUE, b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", page(), FONT, packed(SHOWN), b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1 >>"
    ),
    "a page that is its own parent": pdf(CATALOGUE, PAGES, page(parent=b"3 0 R"), FONT, packed(SHOWN)),
    "a length that is itself": pdf(CATALOGUE, PAGES, page(), FONT, b"<< /Length 5 0 R >>\nstream\n" + SHOWN + b"\nendstream"),
    "an object that is a reference to itself": pdf(CATALOGUE, PAGES, page(b"5 0 R"), FONT, b"5 0 R"),
    "contents that hold themselves": pdf(CATALOGUE, PAGES, page(b"5 0 R"), FONT, b"[5 0 R 5 0 R]"),
    "a cross-reference table before itself": pdf(CATALOGUE, PAGES, page(), FONT, packed(SHOWN), trailer=b"/Prev START"),
    "ever deeper arrays": pdf(CATALOGUE, PAGES, page(), FONT, b"[" * 100_000),
    "ever deeper dictionaries": pdf(CATALOGUE, PAGES, page(), FONT, b"<< /A " * 100_000),
    "a form that draws itself": pdf(
        CATALOGUE, PAGES,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
        FONT, packed(b"/X Do\n" + SHOWN),
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 6 >>\nstream\n/X Do \nendstream",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_loops_end(name: str) -> None:
    """It is read, or refused with what to do; nothing else is raised, and it ends."""
    try:
        said = read(LOOPS[name])
    except TocsinError as error:
        said = str(error)

    assert "Police killed three people" in said or "PDF" in said


def test_pages_without_end_are_refused_by_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page named ten thousand times: what they say together is no report. The bound is lowered: twenty million letters take a minute."""
    monkeypatch.setattr(tocsin.intake.pdf, "MAX_REPORT_BYTES", 200_000)
    many = b" ".join([b"3 0 R"] * 10_000)
    raw = pdf(CATALOGUE, b"<< /Type /Pages /Kids [%b] /Count 10000 >>" % many, page(), FONT, packed(SHOWN * 400))

    with pytest.raises(TooLargeError, match="split it"):
        read(raw)
