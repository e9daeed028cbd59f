"""The header a plain-text report may begin with."""

import pytest

from tocsin.errors import IntakeError
from tocsin.intake.headers import split_headers


def test_block_is_taken_out() -> None:
    """Known keys in any case and order, up to the blank line; empty values are left out."""
    headers, text = split_headers("PUBLISHER: The Lantern\nurl:https://lantern.example/a:b\nPublished:  2024-03-05\nTitle:\n\nBody: stays.\n\nEnd")

    assert headers == {"publisher": "The Lantern", "url": "https://lantern.example/a:b", "published": "2024-03-05"}
    assert text == "Body: stays.\n\nEnd"


@pytest.mark.parametrize(
    "text",
    [
        "Police said so.\nTitle: not at the top\n\nBody",
        "Publisher: The Lantern\nAuthor: unknown key\n\nBody",
        "Publisher: The Lantern\nBody follows at once",
        "Title deed: dispute ends in clashes\n\nBody",
        "\nTitle: after a blank line\n\nBody",
        "Title: a list of headlines\n" * 9 + "\nBody",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    """Not at the top, not only known keys, not ended by a blank line: nothing is taken out."""
    assert split_headers(text) == ({}, text)


def test_same_key_twice() -> None:
    """Two values for one key are refused; the same value twice is not."""
    with pytest.raises(IntakeError, match="Publisher twice"):
        split_headers("Publisher: A\nPublisher: B\n\nBody")
    assert split_headers("Publisher: A\nPublisher: A\n\nBody") == ({"publisher": "A"}, "Body")
