"""Whether where an act was is said of it, as the trained reader sees it."""

import msgspec
import pytest

from tocsin.assemble import assemble
from tocsin.assemble.found import Found, Sight
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.pipeline import Reader

TEXT = "Police arrested ten students in Oran after a rally in Freetown."


def at(words: str) -> Span:
    """Where `words` stand."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def told(reader: Reader, sight: Sight | None) -> list[tuple[str, str, Origin]]:
    """The places of the acts, by trigger, when the trained reader sees `sight`."""
    found = reader.find(Document.freeze(TEXT, Report()))
    [row] = found.sentences
    seen = Found(segmented=found.segmented, sentences=(msgspec.structs.replace(row, sight=sight),), statements=found.statements, values=found.values)
    claims, _ = assemble(seen)
    return [(claim.trigger.quote(TEXT), claim.quote, claim.origin) for claim in claims if claim.role is Role.PLACE]


@pytest.mark.parametrize(
    ("sight", "expected"),
    [
        (None, [("arrested", "Oran", Origin.TEXT), ("rally", "Freetown", Origin.TEXT)]),
        (Sight(mentions=(at("Oran"),), ties=()), [("arrested", "Oran", Origin.TEXT), ("rally", "Freetown", Origin.TEXT)]),
        (Sight(mentions=(), ties=()), [("arrested", "Oran", Origin.CONTEXT), ("rally", "Freetown", Origin.TEXT)]),
    ],
)
def test_a_place_that_plays_no_part_is_only_the_context(rules: Reader, sight: Sight | None, expected: list[tuple[str, str, Origin]]) -> None:
    """Without a trained reader nearness decides alone; what follows the act at once is said of it in any case."""
    assert told(rules, sight) == expected


def test_what_is_tied_to_an_act_is_said_of_it(rules: Reader) -> None:
    """An act that shares the place of a nearer one has it by the reader's word, and the nearer one keeps it."""
    text = "Police arrested ten students after a rally in Freetown."
    found = rules.find(Document.freeze(text, Report()))
    [row] = found.sentences
    place, act = row.places[0].mention.span, row.triggers[0].span
    sight = Sight(mentions=(place,), ties=((act, place),))
    claims, _ = assemble(msgspec.structs.replace(found, sentences=(msgspec.structs.replace(row, sight=sight),)))

    origins = {claim.trigger.quote(text): claim.origin for claim in claims if claim.role is Role.PLACE}
    assert origins == {"arrested": Origin.TEXT, "rally": Origin.TEXT}
