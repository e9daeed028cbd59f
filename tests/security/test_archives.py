"""Archives and Office documents are no reports: they are refused by their first bytes, whatever they are called, and never unpacked."""

import gzip
import io
import zipfile

import pytest

from tocsin.errors import UnreadableError
from tocsin.intake import IntakeFailure, Item, make_document, read_named


def archive(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, content in members.items():
            writing.writestr(name, content)
    return made.getvalue()


BOMB = archive(**{"word/document.xml": b"\0" * 30_000_000, "../../outside.txt": b"x"})


@pytest.mark.parametrize("name", ["a.docx", "a.epub", "a.odt", "a.zip", "a.txt", "a.html", "a.pdf", "a.jsonl", "a", "../../a.txt"])
def test_archives_are_refused_whatever_they_are_called(name: str) -> None:
    """With what to do, and without unpacking thirty megabytes."""
    refused = []
    for one in read_named(io.BytesIO(BOMB), name):
        if isinstance(one, IntakeFailure):
            refused.append(one.message)
            continue
        with pytest.raises(UnreadableError) as error:
            make_document(one)
        refused.append(str(error.value))

    assert refused
    assert all("ZIP" in said or "PDF is damaged" in said or "JSON" in said for said in refused), refused


def test_what_is_packed_in_a_page_stays_packed() -> None:
    """A gzip bomb under the name of a page is no page."""
    with pytest.raises(UnreadableError, match="gzip"):
        make_document(Item(place="a.html", raw=gzip.compress(b"<p>" * 10_000_000), media_type="text/html"))
