"""Places and relevance on lines of their formats, written by us."""

import hashlib
import json
from pathlib import Path

import pytest

from eval import relevance, toponyms
from eval.benchmark import Benchmark, Score, Split, Task
from eval.figures import summarise
from eval.score import PRF, Share
from tests.eval.built import Building, Stub
from tocsin.core.claims import Role
from tocsin.core.document import Document
from tocsin.core.scales import Factuality
from tocsin.core.values import Place, PlaceKind
from training import standoff

TEXT = "Rebels attacked Usta on the road from Oland."
VERB = {"start": 7, "end": 15, "label": "VERB"}
USTA = {"start": 16, "end": 20, "label": "LOCATION"}


def _scores(benchmark: Benchmark, task: Task) -> dict[str, Score]:
    cases = [case for item in benchmark.load(task) for case in benchmark.score(task, item)]
    return {figure.metric.name: figure.score for figure in summarise(benchmark, cases)}


def _read(*, place: str | None) -> Building:
    built = Building(TEXT).event("attacked", "attack")
    if place:
        built.claim("attacked", Role.PLACE, place, Place(gazetteer_id="1", name=place, kind=PlaceKind.SETTLEMENT))
    return built


@pytest.mark.parametrize(
    ("place", "gold", "expected"),
    [
        ("Usta", [VERB, USTA], {"verb read": 1, "place given": 1, "place of the verb": 1}),
        ("Oland", [VERB, USTA], {"verb read": 0, "place given": 0, "place of the verb": 1}),
        (None, [VERB, USTA], {"verb read": 0, "place given": 0, "place of the verb": 1}),
        (None, [VERB], {"verb read": 1}),
        ("Usta", [VERB], {"verb read": 0}),
        ("Usta", [{"start": 0, "end": 6, "label": "VERB"}, USTA], {"place given": 0, "place of the verb": 1}),
        ("Usta", [VERB, {"start": 25, "end": 33, "label": "LOCATION"}], {"verb read": 0, "place given": 0, "place of the verb": 0}),
    ],
)
def test_event_places(place: str | None, gold: list[dict[str, object]], expected: dict[str, int], tmp_path: Path) -> None:
    """The verb's own place is right; no place is right where there is none; no trigger is wrong if a place is given."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places/event_location.jsonl").write_text(json.dumps({"id": 1, "text": TEXT, "spans": gold}) + "\n")
    task = Task(tmp_path, Stub(_read(place=place).extraction), Split(incidents=None))
    assert _scores(toponyms.EVENT_PLACES, task) == {metric: Share(right, 1) for metric, right in expected.items()}


def test_toponyms(tmp_path: Path) -> None:
    """Within 161 km is right, farther is not; a name the gazetteer has nowhere near counts only among all."""

    class Gazetteer(Stub):
        def resolve_places(self, segmented: object, mentions: tuple[object, ...]) -> list[object]:
            assert segmented
            near = Place(gazetteer_id="1", name="Usta", kind=PlaceKind.SETTLEMENT, latitude=11.0, longitude=20.0)
            far = Place(gazetteer_id="2", name="Oland", kind=PlaceKind.SETTLEMENT, latitude=12.0, longitude=20.0)
            return [type("Resolution", (), {"value": value})() for value in (near, far, far)[: len(mentions)]]

        def offered_places(self, text: str, start: int, end: int) -> list[object]:
            there = Place(gazetteer_id="3", name="Oland", kind=PlaceKind.SETTLEMENT, latitude=10.0, longitude=20.0)
            return [there] if text[start:end].startswith("Oland") else []

    def toponym(start: int, end: int, latitude: str) -> str:
        point = f"<latitude>{latitude}</latitude><longitude>20.0</longitude><geonamesID>5</geonamesID>"
        return f"<toponym><start>{start}</start><end>{end}</end><type>Literal</type>{point}</toponym>"

    folder = tmp_path / "places"
    folder.mkdir()
    toponyms_ = toponym(16, 20, "10.0") + toponym(38, 43, "10.0") + toponym(0, 6, "10.0")
    body = f"<article file='a'><text>{TEXT}</text><link>x</link><toponyms>{toponyms_}</toponyms></article>"
    (folder / "GWN.xml").write_text(f"<articles>{body}</articles>")
    (folder / "lgl.xml").write_text("<articles></articles>")
    assert _scores(toponyms.BENCHMARK, Task(tmp_path, Gazetteer())) == {"GWN": Share(1, 2), "GWN all": Share(1, 3)}


def test_relevance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A protest that is read makes the sentence relevant, a denied one does not; an article takes two events."""
    text = "Miners marched. Miners marched."
    (tmp_path / "newswire").mkdir()
    (tmp_path / "newswire/articles.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n")
    place = {"id": "R0", "place": "newswire/articles.jsonl#a", "start": 0, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    (tmp_path / "relevance.jsonl").write_text(json.dumps({**place, "end": len(text), "relevance": "subject"}) + "\n")
    monkeypatch.setattr(standoff, "LABELS", tmp_path)
    name = next(str(i) for i in range(99) if relevance.residue(str(i), 4) == 0)
    (tmp_path / "relevance").mkdir()
    rows = [{"id": f"{name}_1", "sentence": "Miners marched.", "label": 1}, {"id": f"{name}_2", "sentence": "No march was held.", "label": 0}]
    (tmp_path / "relevance/glocon_sentences.json").write_text("".join(json.dumps(row) + "\n" for row in rows))

    class Reader(Stub):
        def extract(self, document: Document) -> object:
            denied = document.text.startswith("No")
            built = Building(document.text).event("march", "march", factuality=Factuality.CT_MINUS if denied else Factuality.CT_PLUS)
            return built.extraction

    scores = _scores(relevance.BENCHMARK, Task(tmp_path, Reader()))
    assert scores == {"sentences": PRF(1, 1, 1), "articles, subject": Share(0, 1), "articles passed": Share(0, 1)}
    monkeypatch.setattr(relevance, "_LEAST", 1)
    assert _scores(relevance.BENCHMARK, Task(tmp_path, Reader()))["articles, subject"] == Share(1, 1)
