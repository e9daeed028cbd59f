"""The steps of the cascade: what ends where, and that nothing dearer is done before."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.batch.archives import Plain, page, story
from tocsin.batch.cascade import Cascade, Meter
from tocsin.batch.manifest import Settings
from tocsin.batch.outcomes import Skipped, Tally
from tocsin.batch.quick import too_deep
from tocsin.batch.relevance import BUCKETS, Gate, save
from tocsin.core.claims import Extraction
from tocsin.errors import ResourceError
from tocsin.intake.items import Item
from tocsin.resources.lexicons import shipped_lexicons

GATE = Gate(shipped_lexicons())
GERMAN = (
    "Der Stadtrat hat am Dienstag über den neuen Haushalt beraten. Die Bürgermeisterin sagte, die Schulen bräuchten mehr Geld. "
    "In der Nacht wird es kühl, am Morgen scheint wieder die Sonne über der Stadt und dem Hafen."
)
GARDEN = (
    "The town's gardeners planted four hundred roses in the park on Tuesday, and the mayor opened the new fountain. "
    "Visitors can see the flowers until the end of October, and the entrance is free for children on weekdays."
)


@pytest.mark.parametrize(
    ("text", "outcome", "last"),
    [
        ("Live scores", Skipped(step="quick text", reason="hardly any text"), "quick text"),
        (GERMAN, Skipped(step="language", reason="not English"), "language"),
        (GARDEN, Skipped(step="relevance", reason="no unrest"), "relevance"),
    ],
)
def test_a_record_goes_no_further_than_it_must(text: str, outcome: Skipped, last: str) -> None:
    """It is skipped with its reason, and the later steps are not reached."""
    meter = Meter()

    assert Cascade(Plain(Settings()), GATE.passes, meter).decide(Item(place="p", raw=page(text, "Town news"), media_type="text/html")) == outcome
    assert list(meter.reached)[-1] == last
    assert list(meter.seconds) == list(meter.reached)


def test_a_relevant_page_is_coded() -> None:
    """All steps are reached, once."""
    meter = Meter()
    outcome = Cascade(Plain(Settings()), GATE.passes, meter).decide(Item(place="p", raw=page(story(12)), media_type="text/html"))

    assert isinstance(outcome, Extraction)
    assert meter.reached == {"quick text": 1, "language": 1, "relevance": 1, "full text": 1, "coding": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed in the attack.",
        "PROTESTERS BLOCKED THE ROAD.",
        "Gunmen kidnapped a teacher near the border.",
        "The army imposed a curfew after two nights of riots.",
    ],
)
def test_the_gate_lets_unrest_through(text: str) -> None:
    """In lower case, and in capitals."""
    assert GATE.passes(text)


@pytest.mark.parametrize("text", [GARDEN, "", "The minister visited the port and signed an agreement on fishing.", "Shares rose by two per cent."])
def test_the_gate_holds_the_rest_back(text: str) -> None:
    """Politics is no unrest."""
    assert not GATE.passes(text)


LONG = " ".join([GARDEN] * 5)


def test_a_brief_needs_one_word_and_a_long_text_more() -> None:
    """One word that often tells an act passes a brief; in a text about something else it does not; a text about unrest passes at any length."""
    killed = "Four people were killed in the attack, which nobody has claimed."

    assert GATE.passes(killed)
    assert not GATE.passes(f"{LONG} {killed}")
    assert GATE.passes(" ".join([story(number) for number in range(10, 30)]))
    assert GATE.score(f"{killed} {LONG}") > GATE.score(f"{LONG} {killed}") > GATE.score(LONG)


def test_weights_that_are_not_those_of_the_manifest(tmp_path: Path) -> None:
    """A gate that was changed, or is not there, is refused."""
    manifest = msgspec.structs.replace(GATE.manifest, sha256="")
    save(tmp_path, np.zeros(BUCKETS, dtype=np.int8), manifest)
    assert Gate(shipped_lexicons(), tmp_path).score("") == manifest.bias
    np.save(tmp_path / "weights.npy", np.ones(BUCKETS, dtype=np.int8))
    with pytest.raises(ResourceError, match="sha256 differs"):
        Gate(shipped_lexicons(), tmp_path)
    with pytest.raises(ResourceError, match="cannot be read"):
        Gate(shipped_lexicons(), tmp_path / "none")


def test_depth() -> None:
    """Only elements inside one another count."""
    assert too_deep(b"<div>" * 3_000)
    assert not too_deep(b"<div></div>" * 3_000)
    assert not too_deep(b"<br>" * 3_000)
    assert not too_deep(b"<div/>" * 3_000)


def test_tallies_add_up() -> None:
    """Reasons side by side, the same reason together; what is not accounted for shows."""
    one = Tally(read=3, coded=1, skipped={"a": 2})
    other = Tally(read=3, skipped={"a": 1, "b": 1}, quarantined={"time": 1})

    assert one + other == Tally(read=6, coded=1, skipped={"a": 3, "b": 1}, quarantined={"time": 1})
    assert (one + other).whole
    assert not (one + Tally(read=1)).whole
