"""Two benchmarks of event identity, on data of our own."""

import datetime as dt
import io
import json
import tarfile
from pathlib import Path

from eval import coreference, ecb, grouping
from eval.benchmark import Case, Split, Task
from tests.eval.built import Building, Stub
from tocsin.core.claims import Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.values import Count, DateInterval, Place, PlaceKind

OSLO = Place(gazetteer_id="1", name="Oslo", kind=PlaceKind.SETTLEMENT, country="NO")


def _value(cases: list[Case], metric: str) -> float:
    return next(case.score.value for case in cases if case.metric == metric)


class _Reader(Stub):
    """Finds one shooting, at the first "shot", and holds that it is in Oslo."""

    def extract(self, document: Document) -> Extraction:
        built = Building(document.text, document.report)
        day = document.report.published
        assert day is not None
        built.event("shot", "shooting").claim("shot", Role.PLACE, "shot", OSLO)
        if "today" in document.text:
            built.claim("shot", Role.DATE, "today", DateInterval(start=day, end=day + dt.timedelta(days=1)))
        return built.extraction


def _incident(name: str, *articles: tuple[str, str]) -> dict[str, object]:
    return {"incident": name, "killed": 1, "injured": 0, "docs": [{"text": text, "dct": day} for day, text in articles]}


def test_reports_of_one_incident_are_grouped(tmp_path: Path) -> None:
    """Two reports with the same rare words are one incident, the third another one; the filter by country and day takes all three for one."""
    first = ("2020-01-02", "Kjetil Vangsnes was shot at Grefsenkollen in Oslo today.")
    second = ("2020-01-02", "In Oslo Vangsnes, 44, Kjetil was shot near Grefsenkollen today.")
    other = ("2020-01-02", "A jeweller, Odd Hammersborg, was shot by masked robbers on the steps of the Majorstuen pawnshop.")
    rows = [_incident("1", first, second), _incident("2", other)]
    (tmp_path / "gva").mkdir()
    (tmp_path / "gva/incidents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    task = Task(tmp_path, _Reader(), Split(incidents=None))
    (loaded,) = grouping.BENCHMARK.load(task)
    cases = list(grouping.BENCHMARK.score(task, loaded))
    assert {case.metric for case in cases} == {metric.name for metric in grouping.BENCHMARK.metrics}
    assert _value(cases, "B3") == _value(cases, "pairs") == 1
    assert _value(cases, "B3 recall, one a day") == 1
    assert _value(cases, "pairs, one a day") == 0.5


def test_the_main_event_is_the_most_harmful() -> None:
    """The shooting with its figure, and not the arrest in the headline; of two without figures the first."""
    told = (
        Building("Man arrested. Two were shot; a woman was beaten.").event("arrested", "arrest").event("beaten", "beating").event("shot", "shooting")
    )
    assert grouping.main_event(told.extraction).type == "shooting"  # type: ignore[union-attr]
    told.count("beaten", Role.INJURED, "a woman", Count(low=1, high=1))
    assert grouping.main_event(told.extraction).type == "beating"  # type: ignore[union-attr]
    assert grouping.main_event(Building("Nothing happened.").extraction) is None


def _ecb(tmp_path: Path) -> None:
    """Two documents of topic 2 that tell of one strike, and one more sentence that nobody checked."""
    folder = tmp_path / "coreference"
    folder.mkdir()
    checked = "Topic,File,Sentence Number\n2,1ecb,0\n2,2ecb,0\n"
    (folder / "ECBplus_coreference_sentences.csv").write_text(checked)
    with tarfile.open(folder / "ecbplus_topics_1-35.tar.gz", "w:gz") as archive:
        for name in ("2/2_1ecb.xml", "2/2_2ecb.xml"):
            words = "Bakers struck in Oran , and Zerrouki spoke .".split()
            tokens = "".join(f'<token t_id="{i}" sentence="0" number="{i}">{word}</token>' for i, word in enumerate(words))
            tokens += '<token t_id="20" sentence="1" number="0">Struck</token>'
            actions = [(1, "1"), (7, "2"), (20, "3")]
            marked = "".join(f'<ACTION_OCCURRENCE m_id="{m}"><token_anchor t_id="{t}"/></ACTION_OCCURRENCE>' for t, m in actions)
            marked += '<HUMAN_PART m_id="8"><token_anchor t_id="0"/></HUMAN_PART><ACTION_OCCURRENCE m_id="9" instance_id="ACT1"/>'
            relation = '<CROSS_DOC_COREF r_id="5" note="ACT1"><source m_id="1"/><target m_id="9"/></CROSS_DOC_COREF>'
            xml = f"<Document>{tokens}<Markables>{marked}</Markables><Relations>{relation}</Relations></Document>".encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(xml)
            archive.addfile(entry, io.BytesIO(xml))


def test_ecb_is_read(tmp_path: Path) -> None:
    """Running text, event mentions of the checked sentences only, chains across documents; who has no chain is one of its own."""
    _ecb(tmp_path)
    one, other = ecb.documents(tmp_path, ("2",))
    assert one.document.text == "Bakers struck in Oran, and Zerrouki spoke.\nStruck"
    assert [(span.quote(one.document.text), chain) for span, chain in one.mentions] == [("struck", "ACT1"), ("spoke", "2/2_1ecb.xml 2")]
    assert (other.topic, other.name, other.mentions[0][1]) == ("2", "2/2_2ecb.xml", "ACT1")
    assert ecb.documents(tmp_path, ("3",)) == []


def test_event_coreference_is_scored(tmp_path: Path) -> None:
    """With gold mentions all are there; a reader that finds nothing has no system mention; the baseline goes by words and merges what is spoken."""
    _ecb(tmp_path)
    task = Task(tmp_path, Stub())
    (loaded,) = coreference.BENCHMARK.load(task)
    cases = list(coreference.BENCHMARK.score(task, loaded))
    assert {case.metric for case in cases} == {metric.name for metric in coreference.BENCHMARK.metrics}
    assert _value(cases, "B3, gold mentions, lemma baseline") == 2 * 0.75 / 1.75
    assert _value(cases, "B3, gold mentions") >= 0.75
    assert _value(cases, "CoNLL, system mentions") == _value(cases, "CoNLL, system mentions, lemma baseline") == 0


def test_system_mentions_stand_for_the_gold_they_overlap(tmp_path: Path) -> None:
    """And outside the checked sentences the reader may find what it likes."""
    _ecb(tmp_path)
    one = ecb.documents(tmp_path, ("2",))[0]
    built = Building(one.document.text, Report(url=one.document.report.url)).event("Bakers struck", "strike").event("Struck", "strike")
    (told,) = coreference.found(one, built.extraction)
    assert told.spans == (one.mentions[0][0],)
