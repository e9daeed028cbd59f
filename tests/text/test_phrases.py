"""Chunks: the examples of the lexicons, and cases that need more than one rule."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.marked import parse
from tocsin.core.document import Document, Report, Sentence
from tocsin.resources.lexicons import Lexicons
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, VerbForm, Voice
from tocsin.text.segment import segment

LEXICONS = Path(__file__).parents[2] / "resources" / "lexicons"


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases(Lexicons((Path(__file__).parents[2] / "src/tocsin/data/lexicons.json").read_bytes()))


def sentence_of(text: str) -> Sentence:
    (sentence,) = segment(Document.freeze(text, Report())).sentences
    return sentence


def described(chunk: Chunk, sentence: Sentence) -> dict[str, str]:
    facts = {"head": sentence.tokens[chunk.head].text, "negated": str(chunk.negated).lower()}
    if chunk.voice is not None and chunk.form is not None:
        facts |= {"voice": chunk.voice.value, "form": chunk.form.value, "lemma": chunk.lemma}
    return facts


def cases(name: str, key: str = "examples") -> list[str]:
    entries = yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [example for entry in entries for example in entry.get(key, [])]


MORE = [
    "More than 200 police officers and more than 100 civilians <vg voice=passive form=finite>have already been injured</>.",
    "<np head=civilians>More than 500 civilians</> <vg voice=passive>were beaten</>.",
    "Gunmen <vg voice=active>shot</> and <vg voice=active>killed</> a judge.",
    "Two judges <vg voice=passive>were shot</> and <vg voice=passive>killed</>.",
    "Two judges <vg voice=passive form=participle>shot dead</> in Lima",
    "<np head=chief>The city's police chief</> <vg voice=active negated=true lemma=resign>did not resign</>.",
    "Police <vg voice=passive>are forbidden</> <vg voice=active form=infinitive>to use</> force.",
    "The bomb exploded near a bus, <vg voice=active form=gerund lemma=kill>killing</> five people.",
    "<np head=men>Heavily armed men</> <vg voice=active>stormed</> the palace.",
    "Cameras <vg voice=passive lemma=destroy>are being purposefully destroyed</>.",
    "President Ahmed <vg voice=passive>was named</> in the report.",
    "The men <vg voice=passive>arrested</> this week <vg voice=passive>will be charged</>.",
    "GUERRILLAS <vg voice=active>ATTACKED</> <np head=BARRACKS>THE BARRACKS</>.",
    "<np head=one negated=true>No one</> <vg voice=passive>was hurt</>.",
    "<np head=killing>The killing</> of <np head=students>three students</> angered many.",
    "Protesters <vg voice=active>began</> <vg voice=active form=gerund>throwing</> stones.",
    "He <vg voice=active>has been protesting</> for a week.",
    "The army <vg voice=active>wounded</> <np head=farmers>ten farmers</>.",
    "The ten <vg voice=passive>wounded</> in the blast were treated.",
    "Residents <vg voice=active>submit</> a letter.",
    "The village <vg voice=active>suffers</> a raid.",
    "Protesters then <vg voice=active>smash</> windows.",
    "Police <vg voice=active>fired</> tear gas.",
    "Families <vg voice=passive>forced</> to flee are returning.",
    "<np head=girl>A 14-year-old girl</> <vg voice=active>died</>.",
    "Arrests followed the march in May.",
]


@pytest.mark.parametrize("marked", [*cases("function_words"), *cases("verbs"), *MORE])
def test_marked_phrases_are_chunks(phrases: Phrases, marked: str) -> None:
    """Every marked stretch is exactly one chunk of that kind with those facts."""
    text, marks = parse(marked)
    sentence = sentence_of(text)
    found = {(chunk.kind.value, chunk.span.start, chunk.span.end): described(chunk, sentence) for chunk in phrases.chunks(sentence)}
    for mark in marks:
        facts = found.get((mark.name, mark.start, mark.end))
        assert facts is not None, found
        assert {key: facts[key] for key in mark.attributes} == mark.attributes


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They buried the murdered men.", "murdered"),
        ("The attacks on the two villages went on.", "attacks"),
        ("Arrests of students went on.", "Arrests"),
        ("The end of the strike came soon.", "end"),
        ("The student protest in the capital ended.", "protest"),
        ("The shop near the police station was shut.", "police"),
    ],
)
def test_nouns_that_look_like_verbs(phrases: Phrases, text: str, word: str) -> None:
    """A word that could be a verb is none where a determiner or the words around it make it a noun."""
    sentence = sentence_of(text)
    heads = {sentence.tokens[chunk.head].text for chunk in phrases.chunks(sentence) if chunk.kind is ChunkKind.VERB}

    assert word not in heads


def test_chunks_never_overlap(phrases: Phrases) -> None:
    """Chunks are in order and share no token."""
    sentence = sentence_of("Police said 12 of the 30 men who had been arrested after the clashes on Monday were not charged, but held.")
    chunks = phrases.chunks(sentence)

    assert all(a.end <= b.first for a, b in pairwise(chunks))
    assert [chunk.form for chunk in chunks if chunk.voice is Voice.PASSIVE] == [VerbForm.FINITE, VerbForm.FINITE, VerbForm.PARTICIPLE]
