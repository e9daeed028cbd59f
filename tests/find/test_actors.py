"""Mentions of actors and property: the examples of the lexicons, READING.md 19 and 20, and what mentions resolve to."""

from pathlib import Path

import pytest
import yaml

from tests.marked import parse
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Instrument, Property, Sector
from tocsin.find.actors import ActorFinder
from tocsin.resources.lexicons import Lexicons
from tocsin.text.segment import segment

ROOT = Path(__file__).parents[2]
LEXICONS = ("people", "forces", "titles", "organisations", "vehicles", "weapons", "objects")
KINDS = {kind.value for kind in MentionKind}


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder(Lexicons((ROOT / "src/tocsin/data/lexicons.json").read_bytes()))


def examples() -> list[str]:
    entries = [entry for name in LEXICONS for entry in yaml.safe_load((ROOT / "resources" / "lexicons" / f"{name}.yaml").read_text(encoding="utf-8"))]
    found = [example for entry in entries for example in entry["examples"]]
    return [example for example in found if {mark.name for mark in parse(example)[1]} <= KINDS]


def document_of(text: str) -> Segmented:
    return segment(Document.freeze(text, Report()))


def mentions_of(finder: ActorFinder, text: str, hints: Hints | None = None) -> tuple[Mention, ...]:
    return finder.read(document_of(text), hints)


MORE = [
    "<office-holder>Interior Minister Kakha Bukia</> met the <person>14-year-old boy</>.",
    "<group>Opposition supporters</> and <security-force>riot police</> clashed.",
    "The <armed-group>rebel commander</> and the <security-force>police spokesman</> spoke.",
    "City officials said 12 <security-force>police officers</> were hurt.",
    "<office-holder>Ana Boe</>, the <office-holder>mayor</> of Keel, left.",
    "The <group>Palestinians</> left.",
    "A <security-force>police</> raid failed.",
    "GUNMEN SHOT <office-holder>SENATOR MARIO KEEL</>.",
    "The <armed-group>FARC</> denied it, and so did the <organisation>UN</>.",
    "They burned 33 <vehicle>police cars</> with <weapon>petrol bombs</>.",
    "<person>Ana Boe</>, 43, was hurt.",
    "The city's <security-force>police chief</> left.",
]
"""Only what is marked is asked for; other mentions may stand beside it."""


@pytest.mark.parametrize("marked", [*examples(), *MORE])
def test_marked_mentions_are_found(finder: ActorFinder, marked: str) -> None:
    """Every marked stretch is a mention of that kind, with those words and that sector or group."""
    text, marks = parse(marked)
    found = {(mention.kind.value, mention.span.quote(text)): finder.resolve(mention, text) for mention in mentions_of(finder, text)}
    for mark in marks:
        value = found.get((mark.name, text[mark.start : mark.end]))
        assert value is not None, list(found)
        for key, wanted in mark.attributes.items():
            actual = value.kind if isinstance(value, Instrument) else getattr(value, key)
            assert (actual.value if isinstance(actual, Sector) else actual) == wanted


@pytest.mark.parametrize("text", ["They left him.", "Her head hurt on Monday in the north.", "The Central Bay Bridge is long."])
def test_no_actor_is_invented(finder: ActorFinder, text: str) -> None:
    """Pronouns, parts of the body, days and names of places are no mentions here."""
    assert mentions_of(finder, text) == ()


def test_values(finder: ActorFinder) -> None:
    """A mention resolves to an actor with sector, group and country, to property, or to an instrument."""
    text = "Ukrainian soldiers burned three trucks with petrol bombs."
    actor, vehicle, weapon = mentions_of(finder, text)

    assert finder.resolve(actor, text) == Actor(name="Ukrainian soldiers", kind="security-force", sector=Sector.MIL, group="military", country="UA")
    assert finder.resolve(vehicle, text) == Property(name="trucks", kind="vehicle")
    assert finder.resolve(weapon, text) == Instrument(name="petrol bombs", kind="incendiary")
    assert finder.resolve(weapon, text, as_property=True) == Property(name="petrol bombs", kind="weapon")


def test_a_surname_is_the_person_named_before(finder: ActorFinder) -> None:
    """The name "Lomo" after "President Lomo" is found, is an office-holder too, and is the same."""
    text = "President Lomo resigned. In the evening Lomo left."
    first, second = mentions_of(finder, text)

    assert (first.kind, second.kind) == (MentionKind.OFFICE_HOLDER, MentionKind.OFFICE_HOLDER)
    assert finder.same((first, second), text) == (0, 0)


def test_hints_add_names_and_take_weak_ones_away(finder: ActorFinder) -> None:
    """A person the reader saw is found in capitals too; what it calls a place is no person."""
    text = "SOLDIERS BEAT MARIO KEEL."
    hints = Hints(hints=(Hint(span=Span(14, 24), head="ner", label="Person", score=0.9),))
    assert [mention.kind for mention in mentions_of(finder, text, hints)] == [MentionKind.SECURITY_FORCE, MentionKind.PERSON]

    text = "They went to Nara Lome."
    hints = Hints(hints=(Hint(span=Span(13, 22), head="ner", label="Location", score=0.9),))
    assert mentions_of(finder, text, hints) == ()
