"""Corpus loaders, on small files in each corpus's format written here; and the splits."""

import json

import pytest

from training import corpora, splits
from training.folder import MissingDataError

TABLE = "Amina\tB-Person\nYusuf\tI-Person\nleft\tO\n\nNairobi\tB-Location\n.\tO\n"


def _write(folder, relative, text):
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _quotes(example, head):
    return [(example.text[example.words[a][0] : example.words[b - 1][1]], label) for (a, b), label in example.spans[head]]


def _file_of(split):
    return next(name for name in (f"n{i}.tsv" for i in range(1000)) if splits.newswire(name) == split)


@pytest.mark.parametrize("loader", corpora.LOADERS.values(), ids=corpora.LOADERS.keys())
def test_missing_data_is_named(tmp_path, loader):
    """Each loader says which file it misses, in which folder."""
    with pytest.raises(MissingDataError, match=str(tmp_path)):
        list(loader(tmp_path, "train"))


def test_newswire_is_laid_over_the_article(tmp_path):
    """Entities are found again in the raw text, with its spacing, and named by the reader's words."""
    name = _file_of("train")
    _write(tmp_path, f"newswire/ner/{name}", TABLE)
    _write(tmp_path, "newswire/articles.jsonl", json.dumps({"id": name.removesuffix(".tsv"), "text": "Amina  Yusuf left Nairobi."}) + "\n")
    (made,) = corpora.newswire(tmp_path, "train")
    assert _quotes(made, "ner") == [("Amina  Yusuf", "Person"), ("Nairobi", "Location")]
    assert not list(corpora.newswire(tmp_path, "dev"))


def test_names_inside_names_are_not_gold():
    """The third column holds inner names; the outer name keeps its whole span and its own type."""
    table = "the\tO\nKisumu\tB-Organization\tB-Location\nTrade\tI-Organization\nCouncil\tI-Organization\nmet\tO\n1   \tO\n"
    text = "the Kisumu Trade Council met"
    assert corpora.newswire_entities(table, text) == [((4, 24), "Organization")]


def test_held_newswire_is_never_read(tmp_path):
    """A file kept for acceptance is in no split that training or measuring asks for."""
    name = _file_of("held")
    _write(tmp_path, f"newswire/ner/{name}", TABLE)
    _write(tmp_path, "newswire/articles.jsonl", json.dumps({"id": name.removesuffix(".tsv"), "text": "Amina Yusuf left Nairobi."}) + "\n")
    assert not list(corpora.newswire(tmp_path, "train"))
    assert not list(corpora.newswire(tmp_path, "dev"))


def test_polnear_parts_are_linked(tmp_path):
    """A source and a content belong to the cue of their own attribution and to no other."""
    text = "Okello said rain fell. Atim denied it."
    spans = [("Source", 0, 6), ("Cue", 7, 11), ("Content", 12, 21), ("Source", 23, 27), ("Cue", 28, 34), ("Content", 35, 37)]
    rows = [f"T{i}\t{kind} {a} {b}\t{text[a:b]}" for i, (kind, a, b) in enumerate(spans, 1)]
    rows += ["E1\tAttribution:T2 Content:T3 Cue:T2 Source:T1", "E2\tAttribution:T5 Content:T6 Cue:T5 Source:T4"]
    _write(tmp_path, "polnear/train/text/one.txt", text)
    _write(tmp_path, "polnear/train/attributions/one_a1.ann", "\n".join(rows))
    (made,) = corpora.polnear(tmp_path, "train")
    assert sorted(_quotes(made, "attribution")) == sorted((text[a:b], kind.lower()) for kind, a, b in spans)
    (pairs,) = made.pairs
    words = [made.text[made.words[a][0] : made.words[b - 1][1]] for a, b in [*pairs.anchors, *pairs.targets]]
    gold = {(words[a], part, words[len(pairs.anchors) + t]) for a, t, part in pairs.gold}
    assert gold == {("said", "source", "Okello"), ("said", "content", "rain fell"), ("denied", "source", "Atim"), ("denied", "content", "it")}


def test_nested_statement_goes_to_the_inner_layer(tmp_path):
    """A statement inside the content of another is tagged in a layer of its own, so that both keep their spans."""
    text = "Radio Kita said the mayor had promised talks."
    number = next(i for i in range(100) if splits.labels(f"X{i}") == "train")

    def at(words):
        return {"span": [text.index(words), text.index(words) + len(words)]}

    row = {
        "id": f"X{number}",
        "text": text,
        "mentions": [],
        "triggers": [],
        "roles": [],
        "figures": [],
        "attributions": [
            {"id": "a2", "source": at("the mayor"), "cue": at("promised"), "content": [at("talks")], "kind": "government", "parent": "a1"},
            {"id": "a1", "source": at("Radio Kita"), "cue": at("said"), "content": [at("the mayor had promised talks")], "kind": "media"},
        ],
    }
    _write(tmp_path, "labels/texts.jsonl", json.dumps(row) + "\n")
    _write(tmp_path, "labels/texts_2.jsonl", "")
    (made,) = corpora.labels(tmp_path, "train")
    assert _quotes(made, "statement") == [("the mayor had promised talks", "content"), ("Radio Kita", "source"), ("said", "cue")]
    assert _quotes(made, "statement-inner") == [("talks", "content"), ("the mayor", "source"), ("promised", "cue")]


def test_only_mentions_that_fill_a_role_are_gold():
    """The first round of labels also marked other mentions; they would teach that the second round forgot them."""
    row = {"roles": [{"trigger": "t1", "role": "actor", "mention": "m1"}], "figures": [{"place": "m2", "date": None}]}
    assert corpora.filling(row) == {"m1", "m2"}


def test_splits_are_fixed():
    """A document's split depends on its name alone; these pin the hash, so that no later change moves a document from held to train."""
    assert [splits.newswire(f"doc_{i}.tsv") for i in range(12)] == SPLIT_OF_TWELVE
    assert 10 < sum(splits.labels(f"L{i:03}") == "dev" for i in range(100)) < 30


SPLIT_OF_TWELVE = ["held", "held", "held", "held", "train", "train", "held", "train", "train", "train", "train", "dev"]
