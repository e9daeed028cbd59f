"""What must hold for any report: every quote stands in the text, nothing depends on chance, and lines come back as they went out."""

import os
import string
import subprocess
import sys

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings

from eval.golden.gold import read_examples
from tests.told import PUBLISHED, tell
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality
from tocsin.core.spans import Span
from tocsin.export.lines import ClaimLine, DocumentLine, ProblemLine, decode, encode, lines
from tocsin.pipeline import Reader, load_reader
from tocsin.text.segment import segment

RULES = load_reader(model=False)
"""Hypothesis calls the test function many times; a fixture would be made once all the same, and it does not like them."""
EXAMPLES = read_examples()

SUBJECTS = ["Police", "Riot police", "The interior ministry", "Two gunmen", "Protesters", "Some 4,000 teachers", "President Bassoko", "It", "“We"]
VERBS = ["arrested", "shot dead", "did not beat", "reportedly killed", "will release", "may have burned", "called on", "denied having shot", "were"]
OBJECTS = [
    "14 students",
    "at least five people, including 2 children,",
    "the town hall",
    "dozens of cars",
    "nobody",
    "150 of them",
    "a curfew",
    "+32 470",
]
PLACES = ["in Oran", "in Rangoon, Bombay and Kankan", "near Jos, Nigeria", "İstanbul’da", "in Sao Tome", "at the airport", ""]
TIMES = ["on Monday", "since 2 May", "on the night of June 3", "last year", "in March 2019", "yesterday", ""]
TAILS = [", police said", ", according to AFP", "” the mayor said", " — reports say", ", he added", ", the ministry said on Friday", ""]
ENDS = [". ", ".\n\n", "? ", "\n", "… "]

NOISE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
SENTENCE = st.builds(
    lambda *parts: " ".join(part for part in parts[:-2] if part) + parts[-2] + parts[-1],
    *[st.sampled_from(options) for options in (SUBJECTS, VERBS, OBJECTS, PLACES, TIMES)],
    st.sampled_from(TAILS),
    st.sampled_from(ENDS),
)
TEXT = st.lists(st.one_of(SENTENCE, NOISE), min_size=1, max_size=6).map("".join)

RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_quotes_stand_in_the_text(extraction: Extraction) -> None:
    """Every piece of words in an extraction is the document's at its span."""
    text = extraction.document.text
    for claim in extraction.claims:
        pieces = [(claim.span, claim.quote), *[(cue.span, cue.quote) for cue in claim.cues], *[(words.span, words.quote) for words in claim.mentions]]
        for link in claim.attribution:
            pieces.append((link.span, link.quote))
            if link.cue is not None:
                pieces.append((link.cue.span, link.cue.quote))
        assert [quote for span, quote in pieces if text[span.start : span.end] != quote] == []
        assert 0 <= claim.trigger.start < claim.trigger.end <= len(text)
    for problem in extraction.problems:
        assert (problem.span is None) == (problem.quote is None)
        assert problem.span is None or problem.span.quote(text) == problem.quote


def assert_keys_hold_together(extraction: Extraction) -> None:
    """Keys are unique in their document, and every key that is pointed at is there."""
    keys = [claim.key for claim in extraction.claims]
    assert len(keys) == len(set(keys))
    assert {claim.part_of for claim in extraction.claims} | {claim.qualifies for claim in extraction.claims} <= {None, *keys}
    assert [claim.quote for claim in extraction.claims if claim.key in {claim.part_of, claim.qualifies}] == []


@RELAXED
@given(TEXT)
@example("Police arrested 14 students in Oran on Monday, police said. Police arrested 14 students in Oran on Monday, police said. ")
def test_any_text_gives_quotes_that_stand_in_it(text: str) -> None:
    """document.text[span] == quote for claims, cues, speakers and mentions, whatever the text is."""
    extraction = tell(RULES, text).extraction

    assert extraction.document.text == text
    assert_quotes_stand_in_the_text(extraction)
    assert_keys_hold_together(extraction)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_give_quotes_that_stand_in_them(rules: Reader, name: str) -> None:
    """The same for the reports that ship."""
    extraction = rules.extract(EXAMPLES[name])

    assert extraction.claims != ()
    assert_quotes_stand_in_the_text(extraction)
    assert_keys_hold_together(extraction)


@pytest.mark.model
@pytest.mark.parametrize("name", list(EXAMPLES)[:2])
def test_the_trained_reader_keeps_to_the_text_too(trained: Reader, name: str) -> None:
    """What the model proposes is bound by the same rules."""
    extraction = trained.extract(EXAMPLES[name])

    assert_quotes_stand_in_the_text(extraction)
    assert_keys_hold_together(extraction)
    assert trained.extract(EXAMPLES[name]) == extraction


@RELAXED
@given(TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    """One reader, one document, one extraction."""
    assert tell(RULES, text) == tell(RULES, text)


@RELAXED
@given(TEXT, TEXT)
def test_one_report_changes_nothing_in_another(first: str, second: str) -> None:
    """What is read of a report does not depend on what was read before it."""
    alone = tell(RULES, second)
    tell(RULES, first)

    assert tell(RULES, second) == alone


def test_examples_read_the_same_in_any_order() -> None:
    """Forwards and backwards, by a fresh reader."""
    fresh = load_reader(model=False)
    forwards = {name: RULES.extract(document) for name, document in EXAMPLES.items()}
    backwards = {name: fresh.extract(document) for name, document in reversed(EXAMPLES.items())}

    assert forwards == backwards


def test_another_process_reads_the_same() -> None:
    """A fresh process with another hash seed writes the same bytes: no set is walked in its own order."""
    script = (
        "import sys; from eval.golden.gold import read_examples; from tocsin.export.lines import encode; from tocsin.pipeline import load_reader\n"
        "reader = load_reader(model=False)\n"
        "for document in read_examples().values(): sys.stdout.buffer.write(encode(reader.extract(document)))"
    )
    here = b"".join(encode(RULES.extract(document)) for document in EXAMPLES.values())

    for seed in ("1", "4242"):
        made = subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=120
        )
        assert made.stdout == here


@RELAXED
@given(TEXT)
def test_lines_come_back_as_they_went(text: str) -> None:
    """decode(encode(x)) == x, line by line, and each claim line carries its claim's key."""
    extraction = tell(RULES, text).extraction
    back = decode(encode(extraction))

    assert back == tuple(lines(extraction))
    assert isinstance(back[0], DocumentLine)
    assert back[0].text == text
    assert [line.key for line in back if isinstance(line, ClaimLine)] == [claim.key for claim in extraction.claims]
    assert [line.message for line in back if isinstance(line, ProblemLine)] == [problem.message for problem in extraction.problems]


_LESS_SURE = {Factuality.CT_PLUS: 3, Factuality.PR_PLUS: 2, Factuality.PS_PLUS: 1, Factuality.UU: 0, Factuality.PS_MINUS: -1, Factuality.PR_MINUS: -2}


@pytest.mark.parametrize("verb", ["arrested 14 students", "killed two miners", "burned five cars", "beat the demonstrators", "looted three shops"])
@pytest.mark.parametrize("who", ["Police in Oran", "Gunmen", "The protesters", "Soldiers, the mayor said,"])
@pytest.mark.parametrize("hedge", ["reportedly", "allegedly", "apparently", "probably", "possibly", "perhaps", "likely", "presumably", "supposedly"])
def test_a_hedge_never_makes_it_surer(rules: Reader, who: str, verb: str, hedge: str) -> None:
    """With the hedge the act is less sure than without, and never a denial."""
    plain = tell(rules, f"{who} {verb} on Monday.").acts[0].type
    hedged = tell(rules, f"{who} {hedge} {verb} on Monday.").acts[0].type

    assert plain.factuality is Factuality.CT_PLUS
    assert 0 <= _LESS_SURE[hedged.factuality] < _LESS_SURE[plain.factuality]
    assert hedge in [cue.quote for cue in hedged.cues]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
@settings(max_examples=200, deadline=None)
def test_folding_keeps_the_tokens_apart(text: str) -> None:
    """Folded words stand in a row as long as the tokens; spans come from the tokens alone, so lower case may lengthen a word (U+0130) unharmed."""
    segmented = segment(Document.freeze(text, Report()))

    for sentence in segmented.sentences:
        assert len(sentence.folded) == len(sentence.tokens)
        assert [token.text for token in sentence.tokens] == [token.span.quote(text) for token in sentence.tokens]
        assert all(sentence.span.covers(token.span) for token in sentence.tokens)


def test_a_letter_that_grows_moves_nothing(rules: Reader) -> None:
    """U+0130 lowers to two characters; words after it keep their places."""
    told = tell(rules, "İİİİ. Police in İzmir arrested 14 students on Monday.")

    assert [claim.quote for claim in told.claims if claim.role.value == "arrested"] == ["14 students"]


def test_keys_do_not_depend_on_how_it_was_read() -> None:
    """Another rule or score that reads the same words the same way keeps the key; another value does not."""
    import msgspec

    claim = tell(RULES, "Police arrested 14 students on Monday.").claims[0]
    same = msgspec.structs.replace(claim, rule="another", score=0.5, factuality=Factuality.UU)
    other = msgspec.structs.replace(claim, span=Span(claim.span.start, claim.span.end + 1))

    assert same.key == claim.key
    assert other.key != claim.key
    assert set(claim.key) <= set(string.ascii_lowercase + string.digits)


def test_the_same_text_of_another_day_is_another_document() -> None:
    """Keys take the document's id, which takes publisher, day and address."""
    text = "Police arrested 14 students on Monday."
    today = Document.freeze(text, Report(published=PUBLISHED))
    undated = Document.freeze(text, Report())

    assert today.sha256 == undated.sha256
    assert {claim.key for claim in RULES.extract(today).claims}.isdisjoint({claim.key for claim in RULES.extract(undated).claims})
