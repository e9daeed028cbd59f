"""PDF."""

import io

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from tocsin.errors import UnreadableError
from tocsin.intake import Item, make_document
from tocsin.intake.pdf import read_pdf

PARAGRAPHS = [
    "Three held after march in Harwell",
    "Police detained three people on Tuesday after several hundred anti-government demonstrators marched on the town hall and the river bridge.",
    "Organisers said at least twelve marchers were hurt. Officers charged the crowd with batons near the river, witnesses said, and used tear gas.",
]


def pdf(*pages: str, password: str | None = None) -> bytes:
    made = FPDF()
    made.set_font("Helvetica", size=11)
    for text in pages:
        made.add_page()
        if text:
            made.multi_cell(0, 6, text, align="L")
    if not password:
        return bytes(made.output())
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(made.output()))))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_paragraphs() -> None:
    """Lines are joined; a headline and each paragraph stand apart; the report's words are all there."""
    document = make_document(Item(place="x.pdf", raw=pdf("\n".join(PARAGRAPHS)), media_type="application/pdf"))

    assert document.text.split("\n\n") == PARAGRAPHS


def test_page_numbers_go_and_sentences_run_on() -> None:
    """A sentence that crosses a page is whole, without the number between its halves."""
    first = "Police detained three people on Tuesday after several hundred demonstrators marched on the town hall in\n- 1 -"
    second = "the middle of Harwell, and held them until the next morning. Two of them were taken to the hospital with wounds.\n2"

    assert read_pdf(pdf(first, second)).startswith("Police detained three")
    assert "town hall in the middle of Harwell" in read_pdf(pdf(first, second))
    assert not read_pdf(pdf(first, second)).endswith("2")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("The demon-\nstrators were held.", "The demonstrators were held."),
        ("The anti-\ngovernment march was banned.", "The anti-government march was banned."),
        ("Twenty-\none people were held.", "Twenty-one people were held."),
        ("The non-violence rule. It was a non-\nviolence march.", "It was a non-violence march."),
        ("A cooperation treaty. The co-\noperation ended.", "The cooperation ended."),
        ("A well-armed band. The well-\narmed men left.", "The well-armed men left."),
        ("In Saint-\nLouis the crowd grew.", "In Saint-Louis the crowd grew."),
        ("Between 10-\n12 people were held.", "Between 10- 12 people were held."),
    ],
)
def test_words_split_at_line_ends(lines: str, expected: str) -> None:
    """The hyphen goes when the break made it, and stays when the word has it; the rest of the text is the best witness."""
    assert expected in read_pdf(pdf(lines))


def test_scan() -> None:
    """A PDF of pictures says that it has no text, and what to do."""
    with pytest.raises(UnreadableError, match=r"no text.*OCR"):
        read_pdf(pdf("", ""))


def test_locked() -> None:
    """A password is asked for by name; an owner's password alone does not lock a PDF."""
    with pytest.raises(UnreadableError, match="password"):
        read_pdf(pdf(*PARAGRAPHS, password="secret"))  # noqa: S106


@pytest.mark.parametrize("raw", [pdf(*PARAGRAPHS)[:400], b"%PDF-1.7\nnot at all", b"%PDF-1.7"])
def test_damaged(raw: bytes) -> None:
    """A broken file is an error in words."""
    with pytest.raises(UnreadableError, match="damaged"):
        read_pdf(raw)


def test_every_cut_and_flip_is_an_intake_error_or_text() -> None:
    """Damage anywhere in the file stays within what intake promises."""
    raw = bytearray(pdf("\n".join(PARAGRAPHS)))
    for place in range(0, len(raw), 37):
        hurt = raw.copy()
        hurt[place : place + 3] = b"\x00<["
        for candidate in (bytes(hurt), bytes(raw[:place])):
            try:
                read_pdf(candidate)
            except UnreadableError:
                continue
