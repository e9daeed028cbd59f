"""Chunks: whole sentences, no gaps, never over the size."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.text.chunks import CHUNK, cut


@given(st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=30), min_size=1, max_size=12), st.integers(1, CHUNK))
def test_chunks_cover_the_text(sentences, budget):
    """Chunks follow each other without gap; each fits; a sentence that fits in one chunk is never cut."""
    at, starts = [0], []
    for sentence in sentences:
        starts.append(len(at) - 1)
        for size in sentence:
            at.append(at[-1] + size)
    chunks = list(cut(at, starts, budget))
    assert [first for first, _ in chunks] == [0, *(last for _, last in chunks[:-1])]
    assert chunks[-1][1] == len(at) - 1
    assert all(at[last] - at[first] <= CHUNK for first, last in chunks)
    for start, stop in zip(starts, [*starts[1:], len(at) - 1], strict=True):
        if at[stop] - at[start] <= CHUNK:
            assert not any(start < first < stop for first, _ in chunks)


def test_a_word_over_the_size_is_a_chunk():
    """One word of more pieces than a chunk holds stands alone rather than being cut inside."""
    assert list(cut([0, 1, 201, 202], [0])) == [(0, 1), (1, 2), (2, 3)]
