"""WordPiece: offsets that always fit, and BERT's cuts."""

from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.errors import ResourceError
from tocsin.text.wordpiece import LOWER, MIXED, TITLE, UPPER, WordPiece, fold, runs, shape

MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LETTERS = [*ascii_lowercase, *(f"##{letter}" for letter in ascii_lowercase)]
VOCABULARY = [*MARKS, *LETTERS, "na", "##ir", "nairobi", "-", "’", ".", "cafe", "中", "##ing", "march"]
WORDS = st.text(st.one_of(st.characters(), st.sampled_from("aNİß’-.\u00ad\ufeff\u0301éK中한\u200b")), min_size=1, max_size=20)


@pytest.fixture(name="cut", scope="module")
def _cut():
    return WordPiece(VOCABULARY)


@given(WORDS)
@example("\u00ad")
@example("e\u0301")
@example("İZMİR")
@example("\ufeffMarch")
def test_offsets_fit(word):
    """Whatever the word, offsets lie in it, are in order, never overlap, and the characters there fold to the piece."""
    pieces = WordPiece(VOCABULARY)(word)
    assert len(pieces.ids) == len(pieces.shapes) == len(pieces.starts) == len(pieces.ends) > 0
    ends = (0, *pieces.ends[:-1])
    assert all(before <= start < end <= len(word) for before, start, end in zip(ends, pieces.starts, pieces.ends, strict=True))
    for number, start, end in zip(pieces.ids, pieces.starts, pieces.ends, strict=True):
        piece = VOCABULARY[number]
        assert piece == "[UNK]" or fold(word[start:end]) == piece.removeprefix("##")


@given(WORDS)
def test_runs_and_pieces_agree(word):
    """The runs hold all pieces between them, in order, and no run is empty."""
    pieces = WordPiece(VOCABULARY)(word)
    assert sum(count for _, _, count in pieces.runs) == len(pieces.ids)
    assert [(start, end) for start, end, _ in pieces.runs] == runs(word)
    at = 0
    for start, end, count in pieces.runs:
        assert count > 0
        assert start <= pieces.starts[at]
        assert pieces.ends[at + count - 1] <= end
        at += count


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Nairobi-based", ["nairobi", "-", "b", "##a", "##s", "##e", "##d"]),
        ("nair", ["na", "##ir"]),
        ("marching", ["march", "##ing"]),
        ("CAFÉ", ["cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("ca\u00adfe", ["cafe"]),
        ("中中", ["中", "中"]),
        ("a’s", ["a", "’", "s"]),
        ("naж", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
    ],
)
def test_longest_match(cut, word, pieces):
    """The longest piece from the left wins; accents and invisible characters do not count; a rest that fits nothing makes the run unknown."""
    assert [VOCABULARY[number] for number in cut(word).ids] == pieces


@pytest.mark.parametrize(
    ("run", "expected"),
    [("march", LOWER), ("March", TITLE), ("A", TITLE), ("UN", UPPER), ("McCain", MIXED), ("iPhone", MIXED), ("2022", LOWER), ("Élysée", TITLE)],
)
def test_shape(run, expected):
    """Case survives as one of four shapes."""
    assert shape(run) == expected


def test_vocabulary_without_marks_is_refused():
    """A vocabulary that is not BERT's is refused with what it lacks."""
    with pytest.raises(ResourceError, match=r"\[CLS\]"):
        WordPiece(["a", "[UNK]"])


def test_missing_vocabulary_is_named(tmp_path):
    """A missing file is named in the error."""
    with pytest.raises(ResourceError, match=r"vocab\.txt"):
        WordPiece.load(tmp_path / "vocab.txt")
