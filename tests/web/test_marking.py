"""Marks on a report's text: every character stays where it was, whatever covers it."""

from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.extractions import TEXT, extraction, extractions
from tocsin.core.claims import Attribution, Claim, Extraction, Role
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.spans import Span, Words
from tocsin.core.values import Actor, Count
from tocsin.web.marking import Marked, Paragraph, Part, Run, marked, near, visible
from tocsin.web.telling import masking_of

HOSTILE = "<script>alert(1)</script> \u202eevil\u202c \x07\x9b\u2028 &amp; \ufeff\u200b"


def runs(shown: tuple[Paragraph, ...]) -> Iterator[Run]:
    def of(parts: tuple[Run | Part, ...]) -> Iterator[Run]:
        for part in parts:
            if isinstance(part, Run):
                yield part
            else:
                yield from of(part.children)

    for paragraph in shown:
        yield from of(paragraph.parts)


def parts(shown: tuple[Paragraph, ...], tag: str) -> Iterator[Part]:
    def of(some: tuple[Run | Part, ...]) -> Iterator[Part]:
        for part in some:
            if isinstance(part, Part):
                if part.tag == tag:
                    yield part
                yield from of(part.children)

    for paragraph in shown:
        yield from of(paragraph.parts)


def words(part: Part) -> str:
    return "".join([run.text for run in runs((Paragraph(heading=False, parts=part.children),))])


def claim(text: str, quote: str, role: Role = Role.KILLED, **fields: object) -> Marked:
    span = Span(text.index(quote), text.index(quote) + len(quote))
    made = Claim(document="d", trigger=span, role=role, span=span, quote=quote, value=Count(low=1), rule="r", **fields)  # type: ignore[arg-type]
    return Marked(made.key, made, f"{role.value}: {quote}")


def said(text: str, quote: str, cue: str | None = None, kind: SpeakerKind = SpeakerKind.POLICE) -> Attribution:
    span = Span(text.index(quote), text.index(quote) + len(quote))
    at = None if cue is None else Words.at(Span(text.index(cue), text.index(cue) + len(cue)), text)
    return Attribution(span=span, quote=quote, kind=kind, cue=at)


@settings(max_examples=150, deadline=None)
@given(extractions())
def test_every_character_stays_in_its_place(one: Extraction) -> None:
    text = one.document.text
    shown = marked(text, [Marked(claim.key, claim, "") for claim in one.claims])

    found = list(runs(shown))
    places = [run.offset + i for run in found for i in range(len(run.text))]
    assert places == sorted(set(places))
    for run in found:
        was = text[run.offset : run.offset + len(run.text)]
        assert visible(was) == run.text
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(places)


def test_marks_nest_and_overlap() -> None:
    text = "At least 12 people were killed in the market of Dalem."
    shown = marked(text, [claim(text, "12 people were killed"), claim(text, "people", Role.VICTIM), claim(text, "were killed in", Role.PLACE)])

    marks = list(parts(shown, "mark"))
    assert [(mark.role, words(mark), mark.cut_before, mark.cut_after) for mark in marks] == [
        ("killed", "12 people were killed", False, False),
        ("victim", "people", False, False),
        ("place", "were killed", False, True),
        ("place", " in", True, False),
    ]


def test_claims_of_one_role_on_the_same_words_share_a_mark() -> None:
    text = "Twelve died."
    one = claim(text, "Twelve")
    other = Marked("c2", msgspec.structs.replace(one.claim, value=Count(low=2)), "killed: 2")

    (mark,) = parts(marked(text, [one, other], focus="c2"), "mark")
    assert mark.claims == (one.id, "c2")
    assert mark.focus
    assert mark.title == "killed: Twelve; killed: 2"


def test_a_statement_shows_its_speaker_cue_and_content() -> None:
    text = "Twelve people, doctors said, were shot by the army."
    chain = (said(text, "doctors", "said", SpeakerKind.MEDICAL),)
    shown = marked(
        text,
        [
            claim(text, "Twelve", attribution=chain),
            claim(text, "people", Role.VICTIM, attribution=chain),
            claim(text, "shot", Role.TYPE, attribution=chain),
        ],
    )

    assert [words(part) for part in parts(shown, "source")] == ["doctors"]
    assert [words(part) for part in parts(shown, "cue")] == ["said"]
    contents = list(parts(shown, "content"))
    assert [(words(part), part.reported) for part in contents] == [("Twelve people", "statement"), ("shot", "statement")]
    statement = {part.statement for tag in ("source", "cue", "content") for part in parts(shown, tag)}
    assert len(statement) == 1


def test_all_links_of_a_chain_lead_to_the_claim() -> None:
    text = "Twelve died, the ministry said, according to Radio Karsa."
    chain = (said(text, "ministry", "said", SpeakerKind.GOVERNMENT), said(text, "Radio Karsa", "according to", SpeakerKind.MEDIA))
    one = claim(text, "Twelve", attribution=chain)
    shown = marked(text, [one])

    assert {words(part): part.claims for part in parts(shown, "source")} == {"ministry": (one.id,), "Radio Karsa": (one.id,)}
    assert [part.reported for part in parts(shown, "content")] == ["hearsay"]


def test_opinion_and_denial_are_told_apart() -> None:
    text = "Police said none were shot and that thugs were to blame."
    chain = (said(text, "Police", "said"),)
    shown = marked(
        text,
        [
            claim(text, "shot", Role.TYPE, attribution=chain, factuality=Factuality.CT_MINUS),
            claim(text, "thugs", Role.ACTOR, attribution=chain, opinion=True),
        ],
    )

    assert {words(part): part.reported for part in parts(shown, "content")} == {"shot": "denied", "thugs": "opinion"}


def test_a_hostile_text_stays_text_of_the_same_length() -> None:
    (paragraph,) = marked(HOSTILE, [])

    found = list(runs((paragraph,)))
    assert "".join([run.text for run in found]) == visible(HOSTILE).rstrip()
    assert len(visible(HOSTILE)) == len(HOSTILE)
    assert "<script>alert(1)</script>" in found[0].text
    assert not {"\u202e", "\u202c", "\x07", "\x9b", "\u2028", "\ufeff", "\u200b"} & set(visible(HOSTILE))
    assert next(run.label for run in found if run.style == "unseen") == "U+202E RIGHT-TO-LEFT OVERRIDE, shown as a sign"


def test_joiners_of_other_scripts_are_left_alone() -> None:
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("👩\u200d⚕") == "👩\u200d⚕"
    assert visible("pay\u200dpal") == "pay⍰pal"


def test_what_is_withheld_keeps_its_length() -> None:
    text = "Call Ana Boe on 0803 555 1234 or write to ana@example.org now.\n\nAna Boe, 43, was shot."
    named = claim(text, "Ana Boe", Role.VICTIM)
    person = msgspec.structs.replace(named.claim, value=Actor(name="Ana Boe", kind="person"))
    withheld = masking_of([person], people=False).withheld(text, ["d"])

    shown = marked(text, [named], withheld)

    assert "".join([run.text for run in runs(shown)]) == (
        f"Call {'█' * 7} on {'█' * 13} or write to {'█' * 15} now.{'█' * 7}, 43, was shot."
    )  # fmt: skip
    assert [run.label for run in runs(shown) if run.style == "withheld"] == [
        "[name withheld]",
        "[phone withheld]",
        "[e-mail withheld]",
        "[name withheld]",
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ana",
                "Boe",
                "call",
                "tel 12 34 56",
                "0803 555 1234",
                "+264 61 123 4567",
                "a@b.example",
                "@karsa",
                "12",
                "12 Main Street",
                "2023-2024",
                ",",
                "(061) 123 456",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_withheld_is_what_masking_replaces(text: str) -> None:
    person = Claim(
        document="d", trigger=Span(0, 0), role=Role.VICTIM, span=Span(0, 0), quote="Ana Boe", value=Actor(name="Ana Boe", kind="person"), rule="r"
    )
    masking = masking_of([person], people=False)

    replaced, at = "", 0
    for start, end, instead in masking.withheld(text, ["d"]):
        replaced += text[at:start] + instead
        at = end
    assert replaced + text[at:] == masking.text(text, ["d"])


def test_paragraphs_and_the_title() -> None:
    text = "Twelve dead\n\nAt Olmo twelve died.\nIn the market.\n\n\nMore later."
    shown = marked(text, [], title="Twelve dead")

    assert [(one.heading, "".join([run.text for run in runs((one,))])) for one in shown] == [
        (True, "Twelve dead"),
        (False, "At Olmo twelve died.\nIn the market."),
        (False, "More later."),
    ]
    assert near(shown, text, Span(55, 60), beside=1) == shown[1:]


def test_a_stored_claim_can_be_marked() -> None:
    one = extraction().claims[0]
    shown = marked(TEXT, [Marked(one.key, one, "injured: at least 12")])

    assert [words(part) for part in parts(shown, "mark")] == ["at least 12"]
