"""What stands where: the index answers as looking through everything would."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.spans import Span, SpanIndex

spans = st.tuples(st.integers(0, 3000), st.integers(0, 1200)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=30), spans)
def test_the_index_answers_as_looking_through_everything_would(entries: list[Span], asked: Span) -> None:
    index = SpanIndex((span, i) for i, span in enumerate(entries))
    assert index.covering(asked) == [i for i, span in enumerate(entries) if span.covers(asked)]
    assert index.overlapping(asked) == [i for i, span in enumerate(entries) if span.overlaps(asked)]


def test_an_entry_added_later_is_found() -> None:
    index: SpanIndex[str] = SpanIndex()
    index.add(Span(10, 20), "late")
    assert index.covering(Span(12, 14)) == ["late"]
    assert index.overlapping(Span(20, 30)) == []
