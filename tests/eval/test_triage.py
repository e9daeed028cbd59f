"""What the gate lets through, on documents written here."""

from eval.score import Share
from eval.triage import Told, score
from tests.batch.archives import story
from tocsin.batch.relevance import Gate
from tocsin.resources.lexicons import shipped_lexicons

GATE = Gate(shipped_lexicons())
GARDEN = "The town's gardeners planted four hundred roses in the park on Tuesday, and the mayor opened the new fountain. " * 12


def told(text: str, relevance: str, source: str = "newswire") -> dict[str, Share]:
    return {case.metric: case.score for case in score(None, (GATE, "one", Told(source, dev=True, text=text, relevance=relevance)))}


def test_what_is_relevant_is_to_pass_and_the_stream_is_to_be_held_back() -> None:
    """An article about unrest is of the stream too."""
    passed, lost = Share(1, 1), Share(0, 1)
    assert told(story(12), "subject") == {"relevant, all": passed, "relevant, newswire": passed, "newswire held back": lost}
    assert told(GARDEN, "subject", "glocon") == {"relevant, all": lost, "relevant, glocon": lost}
    assert told(GARDEN, "none") == {"newswire held back": passed}
    assert told(GARDEN, "none", "glocon") == {}
