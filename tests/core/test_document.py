"""Where tokens stand in their sentence, found without going through all of them."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.document import Document, Report
from tocsin.text.segment import segment


@given(st.text(alphabet="ab3 .,-\"'", min_size=1, max_size=60), st.integers(min_value=0, max_value=70))
def test_tokens_before_an_offset(text: str, offset: int) -> None:
    """As many as a count of all of them gives, also beside the sentence and in the middle of a word."""
    for sentence in segment(Document.freeze(text, Report())).sentences:
        assert sentence.begun(offset) == sum(token.span.start < offset for token in sentence.tokens)
        assert sentence.ended(offset) == sum(token.span.end <= offset for token in sentence.tokens)


def test_texts_in_capitals_are_not_mixed() -> None:
    """One word in lower case is enough."""
    found = [sentence.mixed for sentence in segment(Document.freeze("POLICE SHOT 3 MEN.\n\nPolice shot 3 men.", Report())).sentences]
    assert found == [False, True]
