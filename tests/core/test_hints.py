"""What the trained reader proposes, looked up by place."""

from tocsin.core.hints import Hint, Hints
from tocsin.core.spans import Span


def test_certainty_is_that_of_the_first_word() -> None:
    hints = Hints(certainty=((0, 3.0), (7, -1.5), (12, 0.5)))
    assert hints.certainty_at(Span(7, 15)) == -1.5
    assert hints.certainty_at(Span(9, 11)) == -1.5
    assert hints.certainty_at(Span(12, 14)) == 0.5
    assert Hints().certainty_at(Span(0, 3)) is None


def test_hints_within_a_stretch() -> None:
    rows = (Hint(Span(0, 4), "ner", "Person", 0.9), Hint(Span(6, 9), "figure", "killed", 0.8), Hint(Span(8, 14), "ner", "Date", 0.7))
    hints = Hints(hints=rows)
    assert hints.within(Span(0, 10), "ner", "figure") == rows[:2]
    assert hints.within(Span(0, 10), "figure") == rows[1:2]
