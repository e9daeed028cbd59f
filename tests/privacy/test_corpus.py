"""Contact details as people write and hide them, in thirty countries; and figures, dates and places that only look like them."""

from pathlib import Path

import pytest

from eval.masking import corpus, table
from tests.export.made import dataset
from tocsin.export.exports import EXPORTS, write
from tocsin.export.masking import contacts, contacts_masked, link_masked

RECALL, PRECISION = 0.93, 1.0
"""Floors: they only go up. What is still shown is named in docs/ethics.md."""


def test_the_corpus_is_masked_as_well_as_it_was() -> None:
    *_, recall, precision, _ = table(corpus()).rsplit("\n", 1)[1].split("|")

    assert float(recall) >= RECALL
    assert float(precision) >= PRECISION


def test_nothing_that_only_looks_like_a_detail_is_withheld() -> None:
    """Least of all a figure of the dead."""
    sentences = corpus()["nothing to withhold"]

    assert len(sentences) > 20
    assert [one.wrong for one in sentences if one.wrong] == []


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\u202e"])
def test_what_is_not_seen_hides_no_number(between: str) -> None:
    number = between.join("+264611234567")

    assert contacts_masked(f"Write to {number} today.") == "Write to [phone withheld] today."


@pytest.mark.parametrize("zero", [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1040, 0xFF10])
def test_digits_of_other_scripts_are_digits(zero: int) -> None:
    number = "0803 555 1234".translate({ord("0") + i: zero + i for i in range(10)})

    assert contacts_masked(number) == "[phone withheld]"


def test_every_stretch_is_of_the_words_as_they_are() -> None:
    """Also where signs that are not seen were passed over."""
    words = "ÄÖ \u200b+264\u200b 61\u00a0123 4567\u200b, ada＠lantern.example"

    assert [words[start:end] for start, end, _ in contacts(words)] == ["+264\u200b 61\u00a0123 4567", "ada＠lantern.example"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://twitter.com/ada_s/status/12", "https://twitter.com/withheld/status/12"),
        ("https://www.facebook.com/ada.rundu", "https://www.facebook.com/withheld"),
        ("https://t.me/ada_news/7", "https://t.me/withheld/7"),
        ("https://netflix.com/title", "https://netflix.com/title"),
    ],
)
def test_a_link_names_no_account(url: str, shown: str) -> None:
    assert link_masked(url) == shown


@pytest.mark.parametrize("name", [name for name, export in EXPORTS.items() if not export.missing])
@pytest.mark.parametrize("people", [False, True])
def test_no_export_lets_a_contact_or_a_private_name_out(name: str, people: bool, tmp_path: Path) -> None:
    """In values, words, speakers, publishers and addresses of the story the other tests of exports use."""
    written = b"".join([path.read_bytes() for path in write(name, dataset(), tmp_path, people=people)])

    for secret in (b"123 4567", b"ada.s@mail", b"@desk"):
        assert secret not in written, secret
    if not people:
        assert b"Shikongo" not in written
