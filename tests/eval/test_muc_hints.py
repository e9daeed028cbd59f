"""The trained head's fillers as entities: one mention each."""

from eval.muc_hints import entities
from tocsin.core.hints import Hint
from tocsin.core.spans import Span

TEXT = "REBELS OF THE LIBERATION FRONT (FLN) SHOT LUIS ROJAS. ROJAS DIED. THE FLN DENIED IT."


def _hint(words: str, label: str, score: float, *, last: bool = False) -> Hint:
    start = TEXT.rindex(words) if last else TEXT.index(words)
    return Hint(Span(start, start + len(words)), "muc", label, score)


def test_an_entity_is_its_surest_mention() -> None:
    """A surname is the full name's person, an acronym in brackets the organisation before it; each role stands alone."""
    hints = [
        _hint("LIBERATION FRONT", "PerpOrg", 0.7),
        _hint("FLN", "PerpOrg", 0.9),
        _hint("LUIS ROJAS", "Victim", 0.9),
        _hint("ROJAS", "Victim", 0.6, last=True),
        _hint("FLN", "PerpOrg", 0.8, last=True),
        _hint("REBELS", "PerpInd", 0.8),
    ]
    found = entities(TEXT, sorted(hints))
    assert found == {"PerpInd": [["rebels"]], "PerpOrg": [["fln"]], "Target": [], "Victim": [["luis rojas"]], "Weapon": []}
