"""Reports: the list, and each with its claims on the words."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tocsin.core.claims import Claim, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Count, EventType
from tocsin.reconcile.rules import RULES
from tocsin.store import Store
from tocsin.store.reconcile import refresh

HOSTILE = (
    "<script>alert('title')</script>\n\nTwelve \u202esrenim\u202c died, <b>Ana Boe</b> said on 0803 555 1234. \x07 \ufeff &lt;script&gt; {{ 7 * 7 }} "
    "\"'><img src=x onerror=alert(1)>"
)


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="(\w+)"', client.get("/reports").text)
    assert found is not None
    return found[1]


@pytest.fixture
def hostile(story: Store) -> Document:
    """A report full of what pages must show as text."""
    report = Report(publisher="<i>Courier</i>", published=dt.date(2024, 6, 5), title="<script>alert('title')</script>", url="javascript:alert(1)")
    document = Document.freeze(HOSTILE, report)

    def at(words: str) -> Span:
        return Span(HOSTILE.index(words), HOSTILE.index(words) + len(words))

    claims = tuple([
        Claim(document=document.id, trigger=at("died"), role=role, span=at(words), quote=words, value=value, rule="<b>")
        for role, words, value in (
            (Role.TYPE, "died", EventType(code="killing")), (Role.KILLED, "Twelve \u202esrenim", Count(low=12, high=12, unit="\u202esrenim")),
            (Role.ACTOR, "Ana Boe", Actor(name="Ana Boe", kind="person")),
        )
    ])  # fmt: skip
    story.add(Extraction(document=document, claims=claims), None, "reader")
    refresh(story, RULES["range"])
    return document


def test_the_list_can_be_searched_and_filtered(client: TestClient, story: Store) -> None:
    everything = client.get("/reports").text
    assert everything.count("<tr data-row") == story.counts().documents
    some = client.get("/reports?publisher=Viphya+Radio&until=2024-06-03").text
    assert some.count("<tr data-row") == 1
    assert client.get("/reports?q=maize").text.count("<tr data-row") < everything.count("<tr data-row")
    assert "None fits this filter" in client.get("/reports?q=zebra").text
    for wrong in ("order=size", "since=soon"):
        assert client.get(f"/reports?{wrong}").status_code == 422


def test_a_report_shows_every_claim_on_its_words(client: TestClient, story: Store) -> None:
    for document in story.documents():
        page = client.get(f"/reports/{document.id}").text
        for claim in story.standing_claims(document.id):
            assert f'id="c-{claim.key}"' in page
            assert re.search(rf'<mark [^>]*data-claim="[^"]*{claim.key}', page), claim
        shown = "".join(re.findall(r'<span data-offset="\d+"[^>]*>([^<]*)</span>', page.partition("<article")[2].partition("</article>")[0]))
        assert len(shown) > 0.9 * len(document.text.replace("\n", ""))
        for event in set(story.events.of_document(document.id).values()):
            assert f'href="/events/{event}"' in page


def test_a_hostile_report_shows_as_text(client: TestClient, story: Store, hostile: Document) -> None:
    (event,) = set(story.events.of_document(hostile.id).values())
    actor = next(one.key for one in story.claims(hostile.id) if one.role is Role.ACTOR)
    fields = {"csrf": token(client), "decision": "accept", "reason": "\u202e<script>alert(1)</script>"}
    assert client.post(f"/claims/{actor}/review", data=fields, follow_redirects=False).status_code == 303
    paths = (
        f"/reports/{hostile.id}", "/reports", "/review?mode=all&role=killed", f"/reports/{hostile.id}?add=1", f"/review?event={event}&mode=all",
        f"/events/{event}", f"/events/{event}?rule=conservative", f"/events/{event}?q=died", "/", "/?q=died", "/audit", "/add?show=read",
        "/events.geojson", "/suggest/actor?actor=a", "/suggest/publisher?publisher=c", "/stories",
    )  # fmt: skip
    for path in paths:
        page = re.sub(r'value="[^"]*"', "", client.get(path).text)  # what a form sends back is what was written
        for forbidden in ("<script>alert", "<img", "\u202e", "\x07", "\ufeff", "<b>Ana", "<i>Courier", "0803 555", 'href="javascript'):
            assert forbidden not in page, (path, forbidden)
    assert "⍰srenim" in client.get(f"/events/{event}").text
    page = client.get(f"/reports/{hostile.id}").text
    assert 'title="[phone withheld]">█████████████<' in page
    assert 'title="[name withheld]">███████<' in page
    assert "Ana Boe" not in page
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in page
    assert "{{ 7 * 7 }}" in page


def test_a_form_gives_back_what_was_written(client: TestClient, story: Store, hostile: Document) -> None:
    """Signs for what is not seen are for reading: sent back by a form they would become words of the record."""
    claim = next(one for one in story.claims(hostile.id) if one.role is Role.KILLED)
    page = client.get(f"/review?claim={claim.key}&mode=all").text
    unit = re.search(r'name="unit" maxlength="200" value="([^"]*)"', page)
    assert unit is not None
    assert unit[1] == "\u202esrenim"
    pasted = client.post("/add/text", data={"csrf": token(client), "text": "one\r\ntwo", "published": "never"})
    assert "␍" not in pasted.text


def test_a_name_that_is_withheld_is_not_in_the_form_either(client: TestClient, story: Store, hostile: Document) -> None:
    claim = next(one for one in story.claims(hostile.id) if one.role is Role.ACTOR)
    page = client.get(f"/review?claim={claim.key}&mode=all").text
    assert "Ana Boe" not in page
    assert "Leave this empty to keep it" in page
    fields = {"csrf": token(client), "decision": "correct", "what": "value", "seen": "", "name": "", "kind": "person", "sector": "JRN", "words": ""}
    assert client.post(f"/claims/{claim.key}/review", data=fields, follow_redirects=False).status_code == 303
    corrected = next(one for one in story.standing_claims(hostile.id) if one.role is Role.ACTOR)
    assert isinstance(corrected.value, Actor)
    assert (corrected.value.name, corrected.value.sector.value, corrected.quote) == ("Ana Boe", "JRN", "Ana Boe")


def test_chosen_words_become_a_claim_of_an_event(client: TestClient, story: Store, hostile: Document) -> None:
    start = HOSTILE.index("Twelve")
    trigger = HOSTILE.index("died")
    fields = {
        "csrf": token(client), "start": str(start), "end": str(start + 6), "event": f"{trigger}-{trigger + 4}", "role": "injured", "low": "12",
        "high": "12", "factuality": "CT+", "modality": "actual", "reason": "missed",
    }  # fmt: skip
    answer = client.post(f"/reports/{hostile.id}/claims", data=fields, follow_redirects=False)

    assert answer.status_code == 303
    added = next(one for one in story.standing_claims(hostile.id) if one.role is Role.INJURED)
    assert (added.span, added.quote, added.trigger, added.rule) == (
        Span(start, start + 6),
        HOSTILE[start : start + 6],
        Span(trigger, trigger + 4),
        "person",
    )
    assert f"#c-{added.key}" in answer.headers["location"]
    assert "added by me" in client.get(answer.headers["location"]).text
    again = client.post(f"/reports/{hostile.id}/claims", data=fields, follow_redirects=False)
    assert again.status_code == 422
    assert "there already" in again.text


def test_words_can_tell_of_a_new_event(client: TestClient, story: Store) -> None:
    document = next(one for one in story.documents() if "closed by nightfall" in one.text)
    before = set(story.events.of_document(document.id))
    fields = {
        "csrf": token(client), "words": "closed by nightfall", "event": "new", "role": "type", "code": "strike", "factuality": "CT+",
        "modality": "actual",
    }  # fmt: skip
    answer = client.post(f"/reports/{document.id}/claims", data=fields, follow_redirects=False)

    assert answer.status_code == 303
    (new,) = set(story.events.of_document(document.id)) - before
    event = story.events.get(story.events.of_document(document.id)[new])
    assert new in event.mentions


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"words": "", "event": "new", "role": "type"}, "choose the words"),
        ({"start": "5", "end": "99999", "event": "new", "role": "type"}, "not in this report"),
        ({"start": "0", "end": "5", "event": "new", "role": "killed"}, "a new event begins with what happened"),
        ({"start": "0", "end": "5", "event": "now", "role": "killed"}, "choose the event"),
        ({"start": "0", "end": "5", "event": "0-5", "role": "place"}, "choose a place from the list"),
        ({"start": "0", "end": "5", "event": "0-5", "role": "date"}, "give the first day"),
        ({"start": "0", "end": "5", "event": "0-5", "role": "type", "code": "x"}, "from the code book"),
    ],
)
def test_what_makes_no_claim_is_said(client: TestClient, story: Store, fields: dict[str, str], message: str) -> None:
    document = next(story.documents())
    answer = client.post(f"/reports/{document.id}/claims", data=fields | {"csrf": token(client), "factuality": "CT+", "modality": "actual"})

    assert answer.status_code == 422
    assert message in answer.text
    assert list(story.reviews.all()) == []


def test_an_unknown_report_is_not_found(client: TestClient) -> None:
    assert client.get("/reports/d1nothing").status_code == 404


def test_without_the_token_nothing_is_written(client_of: Callable[[Store], TestClient], story: Store) -> None:
    claim = next(story.claims())
    answer = client_of(story).post(f"/claims/{claim.key}/review", data={"decision": "accept"})

    assert answer.status_code == 403
    assert list(story.reviews.all()) == []
