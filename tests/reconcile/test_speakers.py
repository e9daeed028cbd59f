"""Whose voice a claim is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconcile.built import MINISTRY, PARTY, POLICE, day, denied, figure, report
from tocsin.core.scales import SpeakerKind
from tocsin.reconcile.names import normal, own_name
from tocsin.reconcile.speakers import said


@pytest.mark.parametrize(
    ("words", "voice"),
    [
        ("the interior ministry", "interior ministry"),
        ("spokesman for the interior ministry", "interior ministry"),
        ("interior ministry official", "interior ministry"),
        ("Interior Minister Ana Bo", "interior ministry"),
        ("Malawi's interior ministry", "interior ministry"),
        ("Ministry of Home Affairs", "interior ministry"),
        ("Deputy Minister of Health Ada Ro", "health ministry"),
        ("Regional police commander Frieda Shilamba", "police"),
        ("city police", "police"),
        ("police union", "police union"),
        ("nurse at the state hospital in Walvis Bay", "hospital"),
        ("hospital director Ida Berg", "hospital"),
        ("Doctors Without Borders", "doctors without borders"),
        ("army spokesman", "military"),
        ("officials", "government"),
        ("Prime Minister Jon Day", "prime minister"),
        ("website Free Harbour", "free harbour"),
        ("The Republic Gazette", "republic gazette"),
        ("opposition People's Dawn party", "people dawn"),
        ("Mr Uirab", "uirab"),
    ],
)
def test_a_body_has_one_spelling(words, voice):
    assert normal(words) == voice


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_words_are_a_name(words):
    assert normal(words)
    assert own_name(words)


def _voices(*mentions, copies=None, as_of=None):
    return [one.voice.name for one in said(mentions, copies or {}, as_of)]


def test_the_ministry_in_twenty_papers_is_one_voice():
    papers = [report(f"Paper {i}", 14, figure(12, by=MINISTRY)) for i in range(20)]

    assert set(_voices(*papers)) == {"interior ministry"}


def test_an_unattributed_claim_is_its_publishers():
    assert _voices(report("The Gazette", 14, figure(12))) == ["gazette"]


def test_a_paper_named_after_the_police_is_not_the_police():
    assert set(_voices(report("The Police Gazette", 14, figure(12), figure(13, by=POLICE)))) == {"police gazette", "police"}


def test_witnesses_and_unnamed_speakers_are_their_publishers_voice():
    mention = report("Gazette", 14, figure(12, by=("witnesses", SpeakerKind.WITNESS)), figure(13, by=("reports", SpeakerKind.UNNAMED)))

    assert set(_voices(mention)) == {"gazette"}


def test_a_chain_speaks_with_its_innermost_voice():
    assert _voices(report("Gazette", 14, figure(12, by=[POLICE, ("AFP", SpeakerKind.MEDIA)]))) == ["police"]


def test_a_denial_is_the_deniers():
    mention = report("Gazette", 14, denied(2, by=[("website Free Harbour", SpeakerKind.MEDIA, "report"), ("army", SpeakerKind.MILITARY, "denied")]))

    assert _voices(mention) == ["military"]


def test_a_copy_belongs_to_the_voice_and_the_day_of_its_original():
    original, copy = report("Wire", 14, figure(12), document="d1"), report("Gazette", 15, figure(12), document="d2")

    told = said([copy, original], {"d2": "d1"})

    assert [(one.voice.name, one.original, one.day) for one in told] == [("wire", "d1", day(14)), ("wire", "d1", day(14))]
    assert _voices(copy, copies={"d2": "d1"}) == ["d1"]  # nobody knows who published an original that is not there


def test_copies_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="copy of itself"):
        said([report("Wire", 14, figure(12), document="d1")], {"d1": "d2", "d2": "d1"})


@pytest.mark.parametrize(
    ("short", "full"), [("the ministry", MINISTRY[0]), ("Bo", "Interior Minister Ana Bo"), ("minister", "Interior Minister Ana Bo")]
)
def test_a_short_form_is_the_fuller_name_of_its_report(short, full):
    mention = report("Gazette", 14, figure(12, by=(full, SpeakerKind.GOVERNMENT)), figure(13, by=(short, SpeakerKind.GOVERNMENT)))

    assert set(_voices(mention)) == {"interior ministry"}


def test_a_short_form_without_a_fuller_name_takes_the_only_one_told_elsewhere():
    bare = report("Gazette", 14, figure(12, by=("ministry spokesman", SpeakerKind.GOVERNMENT)))
    interior, health = report("Wire", 14, figure(12, by=MINISTRY)), report("Star", 14, figure(12, by=("health ministry", SpeakerKind.GOVERNMENT)))

    assert set(_voices(bare, interior)) == {"interior ministry"}
    assert set(_voices(bare, interior, health)) == {"interior ministry", "health ministry", "ministry"}


def test_a_voice_has_the_kind_most_reports_read():
    readings = [("Rift Monitor", SpeakerKind.NGO), ("Rift Monitor", SpeakerKind.NGO), ("Rift Monitor", SpeakerKind.POLICE)]
    told = said([report(f"Paper {i}", 14, figure(12, by=by)) for i, by in enumerate(readings)], {})

    assert {one.voice.kind for one in told} == {SpeakerKind.NGO}


def test_only_what_was_known_by_the_day_is_told():
    mentions = [report("Wire", 14, figure(3, by=MINISTRY)), report("Wire", 16, figure(12, by=MINISTRY), figure(5, by=PARTY, as_of=day(15)))]

    assert [one.claim.value.low for one in said(mentions, {}, day(15))] == [3, 5]
    assert said([report("Wire", None, figure(3))], {}, day(15)) == ()


def test_the_opposition_is_the_one_party_that_speaks_for_it():
    bare = report("Gazette", 14, figure(12, by=("opposition", SpeakerKind.OPPOSITION)))
    other = report("Star", 14, figure(12, by=("Labour Front", SpeakerKind.OPPOSITION)))

    assert set(_voices(bare, report("Wire", 14, figure(12, by=PARTY)))) == {"people dawn"}
    assert set(_voices(bare, other, report("Wire", 14, figure(12, by=PARTY)))) == {"people dawn", "labour front", "opposition"}
