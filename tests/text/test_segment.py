"""Sentences, tokens and quotations, with hypothesis for what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.document import Document, Report, Segmented
from tocsin.text.segment import segment


def cut(text: str) -> Segmented:
    return segment(Document.freeze(text, Report()))


def sentences(text: str) -> list[str]:
    return [sentence.span.quote(text) for sentence in cut(text).sentences]


@pytest.mark.parametrize(
    "marked",
    [
        "Police opened fire.|Two people died.",
        "Mr. Okello spoke to Gen. Sir J. Banda on Tuesday.|Nobody answered.",
        "It began at 6 a.m. on Monday.|It ended at 9 p.m.|The crowd left.",
        "The U.S. Embassy was closed.|Staff of the U.N. Refugee Agency left.",
        "“We will stay here.|We have no fear,” she said.|They stayed.",
        "“Are you afraid?” he asked.|“No.”|She left.",
        "He left (the guards looked away. Nobody stopped him) before noon.|Then it rained.",
        "About 3.5 million people watched.|Some cried.",
        "Wait... what happened there?|Nobody knows.",
        "The clash happened on Jan. 5 near St. Mary's.|The police denied it.",
        "GUERRILLAS ATTACKED THE TOWN.|DR. ROSALES WAS KILLED.|MILITARY DETACHMENT NO. 4 REPORTED IT.",
        "Three men came from Acme Inc.|The firm denied it.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    """Titles, initials, abbreviations, quotations and brackets do not end sentences; stops do."""
    expected = marked.split("|")

    assert sentences(" ".join(expected)) == expected


def test_a_stop_without_a_space_ends_a_sentence_too() -> None:
    """Pages lose spaces; addresses, initials and decimals keep their stops."""
    assert sentences("Nobody was hurt.Police left the town.") == ["Nobody was hurt.", "Police left the town."]
    assert sentences("She lived in Jersey.16-year-old Ibn saw it.") == ["She lived in Jersey.", "16-year-old Ibn saw it."]
    for whole in ("See www.tocsin.Example.org for more.", "The U.S.Embassy was shut at 3.30 p.m. on Monday.", "It rose by 3.5 percent."):
        assert sentences(whole) == [whole]


def test_a_newline_ends_a_paragraph_and_a_line_without_stop_is_a_headline() -> None:
    """A headline is a line of its own."""
    result = cut("Two killed in Port Mira clashes\nPolice fired on a crowd. Two died.\n\nThe mayor resigned.")

    assert [(s.paragraph, s.headline) for s in result.sentences] == [(0, True), (1, False), (1, False), (2, False)]


def test_a_dateline_parts_the_headline_from_the_text() -> None:
    """Pages that lost the line between them still have a headline; a report that opens with its dateline has none."""
    result = segment(Document.freeze("Bus burns in Agri Lomo PORT LOMO, May 3 (PXA) - Two men died.", Report()))
    plain = segment(Document.freeze("PORT LOMO, May 3 (PXA) - Two men died.", Report()))

    assert [(s.span.start, s.headline) for s in result.sentences] == [(0, True), (len("Bus burns in Agri Lomo "), False)]
    assert [s.headline for s in plain.sentences] == [False]


def test_wrapped_lines_are_one_paragraph() -> None:
    """In hard-wrapped wire copy a newline is a space."""
    text = (
        "THE BATTALION COMMAND REPORTED THAT ABOUT FIFTY PEOPLE OF THE TOWN\nWERE TAKEN FROM THEIR HOMES ON FRIDAY NIGHT BY ARMED MEN WHO CAME IN\n"
        "TRUCKS AND LEFT BEFORE DAWN.  NOBODY HAS CLAIMED THE ACT SO FAR.\n\nTHE MAYOR ASKED FOR HELP."
    )

    assert [s.paragraph for s in cut(text).sentences] == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("anti-government protesters' 14-year-old son", ["anti-government", "protesters", "'", "14-year-old", "son"]),
        ("the mayor's 2,000 U.S. dollars, 3.5%", ["the", "mayor", "'s", "2,000", "U.S.", "dollars", ",", "3.5", "%"]),
        ("5-12 people with AK-47s didn't stop", ["5", "-", "12", "people", "with", "AK-47s", "didn't", "stop"]),
        ("O’Neill and Nur-Sultan", ["O’Neill", "and", "Nur-Sultan"]),
        ("Mail a.b@example.org or https://example.org/x?y=1 now", ["Mail", "a.b@example.org", "or", "https://example.org/x?y=1", "now"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Inner hyphens and apostrophes stay, possessives and punctuation part."""
    found = [token.text for sentence in cut(text).sentences for token in sentence.tokens]

    assert tokens == found


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said "Go home" and left.', ["Go home"]),
        ("“First. Second,” said the chief. “Third.”", ["First. Second,", "Third."]),
        ("Shouts of ‘Leave now’ were heard by the students’ union.", ["Leave now"]),
        ("“It never closes\n“Nor does this", ["It never closes", "Nor does this"]),
        ("The '90s and the police's cars.", []),
        ("“They shouted ‘Out!’ at us,” she said.", ["They shouted ‘Out!’ at us,"]),
    ],
)
def test_quotations(text: str, inner: list[str]) -> None:
    """Marks pair within a paragraph; apostrophes are not marks."""
    assert inner == [quotation.inner.quote(text) for quotation in cut(text).quotations]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_every_piece_fits_and_nothing_but_space_is_lost(text: str) -> None:
    """Tokens quote back, stand in order inside their sentence, and cover everything but white space."""
    result = cut(text)

    covered = [False] * len(text)
    last = 0
    for sentence in result.sentences:
        for token in sentence.tokens:
            assert token.span.quote(text) == token.text
            assert sentence.span.covers(token.span)
            assert token.span.start >= last
            last = token.span.end
            covered[token.span.start : token.span.end] = [True] * len(token.span)
    assert all(done or char.isspace() for char, done in zip(text, covered, strict=True))
    for quotation in result.quotations:
        assert quotation.span.covers(quotation.inner)


def test_sentences_are_numbered_in_order() -> None:
    """`index` counts sentences from 0 without gaps, across paragraphs."""
    found = segment(Document.freeze("A man died. Two men fled. Three ran.\n\nOne came back. Two did not.", Report())).sentences
    assert [sentence.index for sentence in found] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("RELATED: Man dies after shooting in Antioch", False),
        ("READ MORE: Police clear the camp", False),
        ("Read also | Curfew in three towns", False),
        ("Video Man and Woman Killed in Plantation Crash", False),
        ("Raw video: Neighbor heard shots that killed man", False),
        ("Video shows police beating a student", True),
        ("Curfew in three towns", True),
        ("More police are sent to the border", True),
        ("Related families fled together.", True),
    ],
)
def test_a_line_that_points_to_another_story_is_no_sentence(line: str, is_read: bool) -> None:
    """Between paragraphs; at the top it is the report's own headline."""
    for text in (f"Two men were killed in Jos.\n\n{line}\n\nPolice are looking for the gunman.", f"{line}\n\nPolice are looking for the gunman."):
        segmented = segment(Document.freeze(text, Report()))
        assert (line in [sentence.span.quote(text) for sentence in segmented.sentences]) == (is_read or text.startswith(line))
