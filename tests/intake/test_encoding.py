"""Bytes to characters."""

import codecs

import pytest

from tocsin.errors import UnreadableError
from tocsin.intake.encoding import decode

ENGLISH = "“We were walking home,” said the café’s owner – three officers stopped her. Police denied it and said the march was peaceful."
RUSSIAN = "Полиция задержала трёх человек на площади во вторник вечером, сообщили организаторы акции протеста. " * 4


@pytest.mark.parametrize(
    "raw",
    [
        ENGLISH.encode(),
        codecs.BOM_UTF8 + ENGLISH.encode(),
        ENGLISH.encode("utf-16"),
        codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"),
        ENGLISH.encode("utf-16-le"),
        ENGLISH.encode("utf-16-be"),
        ENGLISH.encode("utf-32"),
        ENGLISH.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16 mark", "utf-16be mark", "utf-16le", "utf-16be", "utf-32", "cp1252"],
)
def test_english_in_every_encoding(raw: bytes) -> None:
    """The same characters come out, quotation marks too."""
    assert decode(raw).removeprefix("\ufeff") == ENGLISH


def test_latin_1() -> None:
    """Accents in Latin-1 are read as in Windows-1252, which holds it."""
    text = "The president of the République spoke in Orléans."

    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_cyrillic_of_one_byte(codec: str) -> None:
    """Undeclared Cyrillic is recognised as such and not read as accented Latin."""
    decoded = decode(RUSSIAN.encode(codec))

    assert sum("а" <= c.lower() <= "я" for c in decoded) > len(decoded) * 0.7


def test_declared_charset_wins_over_a_guess() -> None:
    """Greek bytes are Greek when the page says so; the word "latin-1" means Windows-1252."""
    assert decode("Αθήνα: three held".encode("iso8859-7"), declared="ISO-8859-7") == "Αθήνα: three held"
    assert decode(ENGLISH.encode("cp1252"), declared="latin-1") == ENGLISH


@pytest.mark.parametrize("declared", ["no-such-charset", "zlib", "rot13", "unicode_escape", "utf-8\0", ""])
def test_declared_nonsense_is_passed_over(declared: str) -> None:
    """A charset nobody knows, or a codec that is none, does not keep a report from being read."""
    assert decode(ENGLISH.encode(), declared=declared) == ENGLISH


def test_declared_charset_that_does_not_fit() -> None:
    """A page that says UTF-8 and is not is read for what it is."""
    assert decode(ENGLISH.encode("cp1252"), declared="utf-8") == ENGLISH


def test_stray_bytes_in_utf_8() -> None:
    """A sentence pasted from elsewhere does not turn the rest of a UTF-8 text into rubbish."""
    raw = (ENGLISH * 3).encode() + " “Enough.”".encode("cp1252")

    assert decode(raw) == ENGLISH * 3 + " “Enough.”"


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)), "ZIP"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        (b"\x1f\x8b\x08\x00" + bytes(range(200)), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "Office"),
        (b"{\\rtf1\\ansi Three people were held.}", "rich-text"),
        (bytes(range(256)) * 4, "binary"),
        (b"\0" * 500, "binary"),
    ],
)
def test_binary_is_named(raw: bytes, named: str) -> None:
    """What is no text is refused, by the name of what it looks like."""
    with pytest.raises(UnreadableError, match=named):
        decode(raw)


@pytest.mark.parametrize("text", ["RIFF between the two parties widens", "MZansi marched", "BZh is no word", "ID3 cards were checked"])
def test_words_that_look_like_a_signature(text: str) -> None:
    """Text is text, whatever letters it begins with."""
    assert decode(text.encode()) == text


def test_a_stray_control_does_not_make_a_binary() -> None:
    """Old newswire holds a control byte here and there."""
    assert decode(b"\x02" + ENGLISH.encode() * 2) == "\x02" + ENGLISH * 2
