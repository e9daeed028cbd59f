"""Each set's loader on a few lines of its format, written by us, and what the scores come to."""

import json
import re
from pathlib import Path

import pytest

from eval import factuality, labels, m2e2, ner, plover, polnear, wikievents
from eval.benchmark import Benchmark, MissingDataError, Split, Task
from eval.events import events
from eval.figures import Figure, summarise
from eval.score import PRF, Classes, Share
from tests.eval.built import Building, Stub, at
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint
from tocsin.core.mentions import Stance, Statement
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Count
from tocsin.text.segment import segment
from training.plover import unmarked


def _figures(benchmark: Benchmark, task: Task) -> dict[str, Figure]:
    cases = [case for item in benchmark.load(task) for case in benchmark.score(task, item)]
    return {figure.metric.name: figure for figure in summarise(benchmark, cases)}


def _write(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("benchmark", [ner, polnear, factuality, m2e2, wikievents, plover, labels])
def test_missing_data_are_named(benchmark: object, tmp_path: Path) -> None:
    """A folder without the files is "not run", with the file's name."""
    with pytest.raises(MissingDataError, match=r"is not in the data folder"):
        benchmark.BENCHMARK.load(Task(tmp_path, Stub()))


def test_ner(tmp_path: Path) -> None:
    """Spans count in the printed text; a right span with another type is wrong, and so is a longer one."""
    text = "Ana Paz left Lima for Peru's coast."
    _write(tmp_path / "newswire/articles.jsonl", {"id": "x.txt", "text": text})
    rows = ["Ana\tB-Person", "Paz\tI-Person", "left\tO", "Lima\tB-Location", "", "for\tO", "Peru\tB-Location", "'s\tO", "coast\tO", ".\tO"]
    _write(tmp_path / "newswire/ner/x.txt.tsv", *rows)
    split = Split(newswire=ner.residue("x.txt.tsv", 10))
    spans = [("Ana Paz", "Person"), ("Lima", "Facility"), ("Peru's", "Location")]
    system = Stub(hints=tuple(Hint(at(text, words), "ner", label, 1.0) for words, label in spans))
    found = _figures(ner.BENCHMARK, Task(tmp_path, system, split))
    assert found["all"].score == PRF(1, 3, 3)
    assert found["Location"].score == PRF(0, 1, 2)


def test_polnear(tmp_path: Path) -> None:
    """Fragments on two lines are one span, gold is widened to tokens, a longer content is wrong but its tokens count."""
    text = "Ana Paz said taxes\nwill rise soon."
    _write(tmp_path / "polnear/dev/text/p_2020-01-01_words_1a.txt", text.rstrip("\n"))
    gold = ["T1\tSource 0 6\tAna Pa", "T2\tCue 8 12\tsaid", "T3\tContent 13 18;19 28\ttaxes will rise"]
    gold += ["E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1"]
    _write(tmp_path / "polnear/dev/attributions/p_2020-01-01_words_1a.ann", *gold)
    content = (Span(13, len(text) - 1),)
    said = Statement(source=at(text, "Ana Paz"), cue=at(text, "said"), content=content, kind=SpeakerKind.PERSON, rule="test")
    task = Task(tmp_path, Stub(statements=(said,)))
    found = _figures(polnear.BENCHMARK, task)
    assert found["finder spans"].score == PRF(2, 3, 3)
    assert found["finder content"].score == PRF(0, 1, 1)
    assert found["finder tokens"].score == PRF(6, 7, 6)
    assert "hints spans" not in found
    assert polnear.BENCHMARK.load(task)[0][0] == "p_2020-01-01_1a"


def test_factuality(tmp_path: Path) -> None:
    """Both formats; a system that is always certain has the mean distance from 3."""
    targets = [{"span1": [1, 2], "label": 3.0}, {"span1": [3, 4], "label": -1.0}]
    _write(tmp_path / "factuality/uw/dev.jsonl", {"text": "They denied the attack .", "targets": targets})
    _write(tmp_path / "factuality/uds_ih2/dev.jsonl", {"text": "Rain fell .", "targets": []})
    _write(tmp_path / "factuality/meantime/dev.conll", "0\tThey\t_\tPRP", "1\tmay\t_\tMD", "2\tstrike\t1.0\tVB", "", "0\tSo\t_\tRB")
    found = _figures(factuality.BENCHMARK, Task(tmp_path, Stub()))
    assert found["UW MAE"].value == 2
    assert found["MEANTIME MAE"].value == 2
    assert "UDS-IH2 MAE" not in found
    assert factuality.SCALE[Factuality.CT_MINUS] == -3
    assert "UW both MAE" not in found
    trained = _figures(factuality.BENCHMARK, Task(tmp_path, Stub(hints=(Hint(Span(0, 4), "trigger", "arrest", 0.9),))))
    sentence, scale = segment(Document.freeze("They denied the attack .", Report())).sentences[0], factuality.scale("news")
    off = [abs(scale.number(sentence, Span(*span), Stance(), 0.0) - gold) for span, gold in (((5, 11), 3.0), ((16, 22), -1.0))]
    assert trained["UW both MAE"].value == pytest.approx(sum(off) / 2)


def test_m2e2(tmp_path: Path) -> None:
    """Sentences of a document are paragraphs of one text; a longer trigger counts as overlap only; roles need the event's type."""
    words = ["Gunmen", "shot", "dead", "a", "guard", "in", "Lima", "."]
    event = {
        "event_type": "Life:Die",
        "trigger": {"start": 2, "end": 3},
        "arguments": [{"role": "Victim", "start": 4, "end": 5}, {"role": "Place", "start": 6, "end": 7}],
    }
    rows = [
        {"sentence_id": "D_0", "words": ["Calm", "."], "golden-event-mentions": []},
        {"sentence_id": "D_1", "words": words, "golden-event-mentions": [event]},
    ]
    _write(tmp_path / "events/m2e2.jsonl", *rows)
    text = "Calm.\n\nGunmen shot dead a guard in Lima."
    built = Building(text).event("shot dead", "killing").actor("shot dead", Role.VICTIM, "guard", "person").event("Calm", "curfew")
    built.actor("shot dead", Role.ACTOR, "Gunmen", "armed-group")
    task = Task(tmp_path, Stub(built.extraction), Split(m2e2=m2e2.residue("D", 5)))
    assert m2e2.BENCHMARK.load(task)[0][1] == text
    found = _figures(m2e2.BENCHMARK, task)
    assert found["trigger exact"].score == PRF(0, 1, 1)
    assert found["trigger overlap"].score == PRF(1, 1, 1)
    assert found["argument exact"].score == PRF(1, 2, 2)


def test_wikievents(tmp_path: Path) -> None:
    """Arguments are compared by head word, so that a modifier or a following phrase does no harm."""
    sentence = "Rebels of the north attacked the army post."
    words = [[match[0], *match.span()] for match in re.finditer(r"\w+", sentence)]
    row = {
        "doc_id": "d",
        "sentences": [[words, sentence]],
        "entity_mentions": [{"id": "e1", "start": 0, "end": 4}, {"id": "e2", "start": 7, "end": 8}],
        "event_mentions": [
            {
                "event_type": "Conflict.Attack.Unspecified",
                "trigger": {"start": 4, "end": 5},
                "arguments": [{"entity_id": "e1", "role": "Attacker"}, {"entity_id": "e2", "role": "Target"}],
            }
        ],
    }
    _write(tmp_path / "events/wikievents_dev.jsonl", row)
    built = Building(sentence).event("attacked", "attack").actor("attacked", Role.ACTOR, "Rebels", "armed-group")
    built.actor("attacked", Role.TARGET, "army post", "organisation")
    found = _figures(wikievents.BENCHMARK, Task(tmp_path, Stub(built.extraction)))
    assert found["trigger overlap"].score == PRF(1, 1, 1)
    assert found["argument head"].score == PRF(2, 2, 2)


def test_plover(tmp_path: Path) -> None:
    """The event with the marked pair wins over an earlier one; its root is the code book's, RETREAT counted as YIELD."""
    marked = "After a rally <s>Oland</s> withdrew its troops from <t>Usta</t>."
    _write(tmp_path / "plover/PLV_train.tsv", "sentence_id\tmarked_sentence\tgold_root", f"7\t{marked}\tYIELD", "8\t<s>Oland</s> slept.\tAID")
    text, actor, target = unmarked(marked)
    assert (text[slice(*actor or ())], text[slice(*target or ())]) == ("Oland", "Usta")
    built = Building(text).event("rally", "protest").event("withdrew", "withdrawal").actor("withdrew", Role.ACTOR, "Oland", "organisation")
    chosen = plover.choose(events(built.extraction), actor, target)
    assert chosen is not None
    assert plover.roots()[chosen.type] == "YIELD"
    assert plover.choose([], actor, target) is None
    found = _figures(plover.BENCHMARK, Task(tmp_path, Stub()))
    assert found["root"].score == Classes((("", "YIELD"), ("", "AID")))
    assert found["root accuracy"].score == Share(0, 2)


def test_labels(tmp_path: Path) -> None:
    """Overlap is enough for a span, bounds and measure must be equal, repeats of a trigger count, other readings of a figure do not."""
    text = "Police arrested at least 7 marchers after the march, the ministry said. The arrests may go on."

    def span(words: str) -> dict[str, list[int]]:
        return {"span": [at(text, words).start, at(text, words).end]}

    row = {
        "id": "T",
        "text": text,
        "published": "2024-05-06",
        "mentions": [{"id": "m1", "kind": "security-force", **span("Police")}, {"id": "m2", "kind": "group", **span("marchers")}],
        "triggers": [
            {"id": "t1", "type": "arrest", "factuality": "CT+", **span("arrested")},
            {"id": "t2", "type": "arrest", "factuality": "PS+", **span("arrests")},
        ],
        "roles": [{"trigger": "t1", "role": "actor", "mention": "m1"}, {"trigger": "t2", "role": "actor", "mention": "m1"}],
        "figures": [{"measure": "arrested", "low": 7, "high": None, "place": None, "date": None, **span("at least 7 marchers")}],
        "attributions": [{"source": span("the ministry"), "cue": span("said"), "kind": "government"}],
    }
    _write(tmp_path / "labels/texts.jsonl", row)
    _write(tmp_path / "labels/texts_2.jsonl")
    built = Building(text).event("arrested", "arrest", repeats=("arrests",)).actor("arrested", Role.ACTOR, "Police", "security-force")
    built.count("arrested", Role.ARRESTED, "7 marchers", Count(low=7))
    said = Statement(source=at(text, "ministry"), cue=at(text, "said"), content=(), kind=SpeakerKind.GOVERNMENT, rule="test")
    task = Task(tmp_path, Stub(built.extraction, statements=(said,)), Split(labels=labels.residue("T", 5)))
    found = {name: figure.score for name, figure in _figures(labels.BENCHMARK, task).items()}
    assert found == {
        "figures": PRF(1, 1, 1),
        "attributions": PRF(1, 1, 1),
        "triggers": PRF(2, 2, 2),
        "triggers with type": PRF(2, 2, 2),
        "mentions with kind": PRF(1, 1, 1),
        "role edges": PRF(1, 1, 2),
        "factuality": PRF(0, 0, 1),
        "ACLED-style types": Classes((("Strategic developments", "Strategic developments"),) * 2),
    }


def test_a_repeat_is_an_answer_only_where_it_is_matched() -> None:
    """An act read at three places, of which the labels hold two: two right of two; one that is nowhere in them: one wrong answer."""
    gold = [((0, 5), "riot"), ((20, 25), "riot"), ((40, 45), "march")]
    told = [(((0, 5), (10, 15), (20, 25)), "riot"), (((50, 55), (60, 65)), "march")]
    assert labels.compare("triggers", "x", " " * 70, told, gold).score == PRF(2, 3, 3)


def test_a_figure_with_other_bounds_is_wrong() -> None:
    """A figure of "at least 7" is not 7."""
    assert labels.same(((0, 9), "killed 7..7"), ((0, 9), "killed 7..None")) == 0
    assert labels.same(((0, 9), "killed 7..7"), ((4, 20), "killed 7..7")) > 0
