"""Formulas by which a report leaves a source unnamed."""

import pytest

from tocsin.core.document import Document, Report
from tocsin.text.anonymity import anonymous
from tocsin.text.segment import segment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A guard who declined to be named said two men died.", "declined to be named"),
        ("A guard, who asked that he not be identified, spoke to us.", "asked that he not be identified"),
        ("One teacher did not want to be identified.", "want to be identified"),
        ("A miner who would not give his full name was there.", "would not give his full name"),
        ("Two clerks asked to remain anonymous.", "asked to remain anonymous"),
        ("An envoy spoke on condition of anonymity.", "on condition of anonymity"),
        ("The dead man could not be identified.", None),
        ("Police identified the two women who were named in the letter.", None),
        ("The union asked the ministry to name those it holds.", None),
        ("Residents named the square after him.", None),
    ],
)
def test_formula(text: str, expected: str | None) -> None:
    """The words of the formula, or none where somebody else is named."""
    (sentence,) = segment(Document.freeze(text, Report())).sentences

    assert [span.quote(text) for span in anonymous(sentence)] == ([] if expected is None else [expected])
