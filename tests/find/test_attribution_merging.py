"""What the rules and the trained heads make of each other's statements."""

from tests.find.test_attribution_lexicon import finder
from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint, Hints, Link
from tocsin.core.mentions import Statement
from tocsin.core.spans import Span
from tocsin.text.segment import segment


def at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def hints(text: str, source: str, cue: str, content: str, kind: str, *, score: float = 0.9) -> Hints:
    said, who, what = at(text, cue), at(text, source), at(text, content)
    return Hints(
        hints=tuple(
            sorted(
                [
                    Hint(who, "statement", "source", score),
                    Hint(said, "statement", "cue", score),
                    Hint(what, "statement", "content", score),
                    Hint(who, "speaker", kind, score),
                ]
            )
        ),
        links=tuple(sorted([Link(said, "statement", "source", who, score), Link(said, "statement", "content", what, score)])),
    )


def read(text: str, proposed: Hints | None) -> list[Statement]:
    return list(finder().find(segment(Document.freeze(text, Report())), proposed))


def test_heads_add_what_no_rule_finds() -> None:
    """A statement only the heads propose is taken, with their kind and their score, when they are sure enough."""
    text = "The bulletin of the union counts twelve dead."
    assert read(text, None) == []
    found = read(text, hints(text, "bulletin of the union", "counts", "twelve dead", "organisers"))
    assert [(statement.kind.value, statement.rule, statement.score) for statement in found] == [("organisers", "attribution.reader", 0.9)]
    assert read(text, hints(text, "bulletin of the union", "counts", "twelve dead", "organisers", score=0.2)) == []


def test_core_cues_need_no_support() -> None:
    """The cue "said" stands without the heads, a belief does not."""
    assert len(read("Police said three people died.", Hints())) == 1
    assert len(read("Residents think three people died.", None)) == 1
    assert read("Residents think three people died.", Hints()) == []


def test_a_bare_name_takes_the_kind_of_the_heads() -> None:
    """The rules know no more than a name; where they know more, their kind stays."""
    name, office = "Ann Ode said three people died.", "The mayor said three people died."
    assert [s.kind.value for s in read(name, hints(name, "Ann Ode", "said", "three people died", "police"))] == ["police"]
    assert [s.kind.value for s in read(office, hints(office, "mayor", "said", "three people died", "police"))] == ["government"]


def test_a_name_has_one_kind_in_a_report() -> None:
    """The heads are asked about a name at all places where it speaks, and a pronoun follows the name."""
    text = "Ann Ode said three people died. She added that two were hurt. The shops were shut, Ode said."
    first, second = at(text, "Ann Ode"), Span(text.rindex("Ode"), text.rindex("Ode") + 3)
    proposed = Hints(hints=tuple(sorted([Hint(first, "speaker", "media", 0.3), Hint(second, "speaker", "medical", 0.8)])))
    assert [statement.kind.value for statement in read(text, proposed)] == ["medical", "medical", "medical"]


def test_a_speaker_may_come_from_the_other_head() -> None:
    """Where the statements' head has no speaker for its cue, PolNeAR's is taken; a "we" of either is the writer."""
    for source, kinds in (("crowd", ["organisers"]), ("We", [])):
        text = f"{source} at the gate were sure three people died."
        found = read(text, split(text, source, "were sure", "three people died", "organisers"))
        assert [statement.kind.value for statement in found] == kinds


def test_denials_stand_with_either_head() -> None:
    """What PolNeAR's head takes for a cue is a denial in words; without it "denied" may be about goods or goals."""
    text = "The army denied any role in the fire."
    assert read(text, Hints()) == []
    cue = Hints(hints=(Hint(at(text, "denied"), "attribution", "cue", 0.9),))
    assert [statement.kind.value for statement in read(text, cue)] == ["military"]


def split(text: str, source: str, cue: str, content: str, kind: str) -> Hints:
    """Cue and content by one head, the speaker by the other."""
    who, said, what = at(text, source), at(text, cue), at(text, content)
    hints = [Hint(said, "statement", "cue", 0.9), Hint(what, "statement", "content", 0.9), Hint(who, "speaker", kind, 0.9)]
    links = [Link(said, "attribution", "source", who, 0.9), Link(said, "statement", "content", what, 0.9)]
    return Hints(hints=tuple(sorted(hints)), links=tuple(sorted(links)))
