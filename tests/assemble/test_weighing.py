"""What is likely enough stays, and what plays a part is said of the act."""

import msgspec
import pytest

from tocsin.assemble import told_acts
from tocsin.assemble.evidence import Witnesses, of_act, sentences_of
from tocsin.assemble.found import Found
from tocsin.assemble.weighing import Scales, parts_of
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint, Hints, Link
from tocsin.core.spans import Span
from tocsin.pipeline import Reader
from tocsin.resources.lexicons import Lexicons

TEXT = "Police arrested ten students in Oran after a rally in Freetown."


def at(words: str, text: str = TEXT) -> Span:
    """Where `words` stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def found(reader: Reader, text: str = TEXT, hints: Hints | None = None) -> Found:
    """What the rules find, beside what a trained reader would say."""
    return msgspec.structs.replace(reader.find(Document.freeze(text, Report())), hints=hints)


def scales(acts: dict[str, float], parts: dict[str, float]) -> Scales:
    """Scales with these weights, from even odds on."""
    told_of = (("acts", acts), ("parts", parts), ("types", {"bias": 0.0}))
    rows = [{"of": of, "reader": "rules", "least": 0.5, "proposed": 0.5, "weights": one} for of, one in told_of]
    return Scales(Lexicons(msgspec.json.encode({"weights": rows})), trained=False)


def told(of: Found, by: Scales) -> list[tuple[str, list[tuple[str, str]], list[tuple[str, Origin]]]]:
    """Each act's word, its people and things with their roles, and its places with where they are from."""
    text = of.segmented.document.text
    return [
        (
            act.trigger.span.quote(text),
            [(one.role.value, one.mention.span.quote(text)) for one in act.arguments],
            [(one.mention.span.quote(text), origin) for one, origin in act.places],
        )
        for act in by.weigh(told_acts(of)[0], of)
    ]


def test_an_unlikely_act_stays_with_its_likelihood(rules: Reader) -> None:
    """What hangs on it would be lost with it."""
    of = found(rules, "Police beat a student.")
    [act] = scales({"bias": -3.0}, {"bias": 3.0}).weigh(told_acts(of)[0], of)
    assert act.likelihood < 0.1


def test_a_place_is_told_of_the_likelier_act(rules: Reader) -> None:
    """Of two acts that may have been there it is said of one (READING.md 21), and is the context of the other."""
    of = found(rules, "Police arrested ten students after a rally in Freetown.")
    by = scales({"bias": 3.0}, {"bias": 1.0, "place | beside": 1.0})
    [arrest, rally] = by.weigh(told_acts(of)[0], of)
    assert [origin for _, origin in arrest.places] == [Origin.CONTEXT]
    assert [origin for _, origin in rally.places] == [Origin.TEXT]


def test_a_part_that_is_too_unlikely_is_left_out_but_no_victim(rules: Reader) -> None:
    """Whoever was harmed is not lost for a doubt."""
    of = found(rules, "Police beat a student in Oran.")
    assert told(of, scales({"bias": 3.0}, {"bias": -3.0})) == [("beat", [("victim", "student")], [("Oran", Origin.CONTEXT)])]


def test_places_that_are_likely_are_said_of_the_act(rules: Reader) -> None:
    """The text's own word replaces what was only the context; the likelihood is kept beside it."""
    of = found(rules)
    by = scales({"bias": 3.0}, {"bias": -3.0, "place | near": 6.0, "place | beside": 3.0})
    [arrest, rally] = by.weigh(told_acts(of)[0], of)

    assert [(placed.mention.span.quote(TEXT), origin) for placed, origin in arrest.places] == [("Oran", Origin.TEXT)]
    assert [(placed.mention.span.quote(TEXT), origin) for placed, origin in rally.places] == [("Freetown", Origin.TEXT)]
    assert rally.likelihoods[Role.PLACE, at("Freetown")] > 0.9


def test_a_mention_plays_one_part_the_likeliest(rules: Reader) -> None:
    """Rules say that the police act; weights may know better."""
    of = found(rules, "Police beat a student.")
    by = scales({"bias": 3.0}, {"bias": -1.0, "actor | kind security-force": 2.0, "target | kind security-force": 3.0})
    [(_, people, _)] = told(of, by)

    assert people == [("victim", "student"), ("target", "Police")]


def test_what_the_trained_reader_says_is_evidence(rules: Reader) -> None:
    """How surely it sees an act, and whom it links to it."""
    hints = Hints(
        hints=(Hint(at("Police"), "mention", "security-force", 0.9), Hint(at("arrested"), "trigger", "arrest", 0.9)),
        links=(Link(at("arrested"), "role", "actor", at("Police"), 0.8),),
    )
    of = found(rules, hints=hints)
    arrest = told_acts(of)[0][0]
    features = of_act(arrest, of)
    assert features["model: seen"] == features["model: same type"] == features["model: links"] == 1
    assert features["words unseen"] == 0

    parts = parts_of(arrest, of)
    [actor] = [part for part in parts if part.role is Role.ACTOR and part.mention.span == at("Police")]
    said = Witnesses(arrest, 0.5, parts, of).of(actor)
    assert said["model: how surely"] > 1
    assert said["rule grammar:subject"] == said["same sentence"] == said["before"] == 1


@pytest.mark.model
@pytest.mark.parametrize("text", [TEXT, "Three died. They were shot by rebels near Oran, and two men were held in Kankan on Monday, police said."])
def test_every_part_has_an_act_and_words(trained: Reader, text: str) -> None:
    """Parts stand in the text, each once for each role."""
    of = trained.find(Document.freeze(text, Report()))
    for act in told_acts(of)[0]:
        keys = [(part.mention.span, part.role) for part in parts_of(act, of)]
        assert len(keys) == len(set(keys))
        assert all(span.quote(text).strip() for span, _ in keys)


def test_an_act_told_in_very_many_sentences(rules: Reader) -> None:
    """Its parts are looked for in the first of them, and those that rules give stay candidates."""
    of = found(rules, "Police arrested Ana Boe in Oran. " + "The arrest went on. Rebels came. " * 40)
    [arrest] = [act for act in told_acts(of)[0] if act.trigger.type == "arrest"]
    assert len(arrest.also) > 20 == len(sentences_of(arrest, of))
    [kept] = [act for act in rules.scales.weigh([arrest], of)]
    assert [one.mention.span.quote(of.segmented.document.text) for one in kept.arguments if one.role is Role.VICTIM] == ["Ana Boe"]


def test_one_act_is_not_in_two_countries(rules: Reader) -> None:
    """What stands near and lies elsewhere is not added, however likely; what lies in the same country is."""
    of = found(rules, "Protests went on in Kazakhstan after those of Ukraine; in Almaty they were large.")
    [first, *_] = scales({"bias": 3.0}, {"bias": 3.0}).weigh(told_acts(of)[0], of)
    assert {placed.mention.span.quote(of.segmented.document.text) for placed, _ in first.places} <= {"Kazakhstan", "Almaty"}
