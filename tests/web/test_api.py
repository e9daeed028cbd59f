"""The interface for programs: what is asked and answered, what is kept, and what its documentation says."""

import json
import re
import shlex
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tocsin.core.claims import Role
from tocsin.intake import make_document
from tocsin.intake.items import Item
from tocsin.store.cards import Filter
from tocsin.web.api import describing
from tocsin.web.api.events import VIEW
from tocsin.web.app import create_app
from tocsin.web.viewing import _ALONE, _SEVERAL
from tocsin.web.workspace import Workspace

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def _main(store):
    """The event told by most reports."""
    return store.cards.page(Filter(), order="reports", size=1)[0].event


def _killed(client, event):
    """The finding of the killed, of all people at the event's own place, and a claim that is for it."""
    shown = client.get(f"/api/v1/events/{event}").json()
    own = [one for one in shown["findings"] if one["role"] == "killed" and "place" not in one["scope"] and "group" not in one["scope"]]
    claims = {claim["key"]: claim for claim in shown["claims"]}
    return own[0], [claims[key] for key in own[0]["supporting"]], shown


def test_events_are_those_of_the_overview(client, story):
    listed = client.get("/api/v1/events", params={"measure": "killed", "order": "killed"}).json()

    assert listed["total"] == story.cards.count(Filter(measures=("killed",)))
    assert [one["event"] for one in listed["events"]] == [card.event for card in story.cards.page(Filter(measures=("killed",)), order="killed")]


def test_the_filters_are_those_of_the_overview():
    assert set(VIEW) == set(_ALONE) | set(_SEVERAL)


def test_what_is_no_filter_is_refused_in_words(client):
    answer = client.get("/api/v1/events", params={"colour": "red"})

    assert answer.status_code == 422
    assert "there is no filter called 'colour'" in answer.json()["detail"]


def test_an_event_holds_its_findings_and_the_claims_behind_them(client, story):
    finding, supporting, shown = _killed(client, _main(story))

    texts = {claim["document"]: client.get(f"/api/v1/reports/{claim['document']}").json()["text"] for claim in shown["claims"]}
    assert supporting
    for claim in shown["claims"]:
        assert texts[claim["document"]][slice(*claim["span"])] == claim["quote"]
    assert finding["low"] <= finding["best"] <= finding["high"]


def test_another_rule_is_a_look_and_changes_nothing(client, story):
    event = _main(story)
    before = story.events.get(event)

    looked = client.get(f"/api/v1/events/{event}", params={"rule": "conservative"}).json()

    assert looked["rule"] == "conservative"
    assert story.events.get(event) == before


def test_a_correction_changes_the_finding_and_is_kept_with_its_name(client, story):
    event = _main(story)
    before, supporting, _ = _killed(client, event)
    number = before["high"] + 40
    asked = {"decision": "correct", "changes": {"value": {"is": "count", "low": number, "high": number}}, "reason": "a slip"}

    made = client.post(f"/api/v1/claims/{supporting[0]['review_key']}/reviews", json=asked)

    assert made.status_code == 201
    assert made.json()["claim"]["value"] == {"is": "count", "low": number, "high": number}
    assert made.json()["claim"]["state"] == "corrected"
    after, _, _ = _killed(client, made.json()["claim"]["event"])
    assert after["high"] == number
    entry = story.audit.entries(action="claim corrected")[0]
    assert (entry.by, entry.subject) == ("me", supporting[0]["review_key"])


def test_undoing_a_review_brings_back_what_was_read(client, story):
    claim = next(iter(story.claims()))
    kept = client.post(f"/api/v1/claims/{claim.key}/reviews", json={"decision": "reject"}).json()
    assert kept["claim"]["state"] == "rejected"

    back = client.post(f"/api/v1/reviews/{kept['reviews'][-1]['id']}/undo", json={"reason": "the wrong line"})

    assert back.status_code == 201
    assert back.json()["claim"]["state"] == "open"
    assert [one["in_force"] for one in back.json()["reviews"]] == [False, False]
    again = client.post(f"/api/v1/reviews/{kept['reviews'][-1]['id']}/undo", json={})
    assert again.status_code == 409


def test_a_claim_that_was_missed_is_added_and_taken_back(client, story):
    document = next(iter(story.documents()))
    type_claim = next(claim for claim in story.claims(document.id) if claim.role is Role.TYPE)
    asked = {
        "role": "cause",
        "value": {"is": "words", "words": "a test"},
        "span": [0, 5],
        "trigger": [type_claim.trigger.start, type_claim.trigger.end],
    }

    made = client.post(f"/api/v1/reports/{document.id}/claims", json=asked)

    assert made.status_code == 201, made.text
    assert made.json()["claim"]["quote"] == document.text[:5]
    assert made.json()["claim"]["rule"] == "person"
    key = made.json()["claim"]["key"]
    assert client.post(f"/api/v1/reports/{document.id}/claims", json=asked).status_code == 409
    back = client.post(f"/api/v1/reviews/{made.json()['reviews'][0]['id']}/undo", json={})
    assert back.status_code == 201
    assert key not in {one["key"] for one in client.get(f"/api/v1/reports/{document.id}/claims").json()["claims"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": {"is": "count"}}, "a low, a high, or both"),
        ({"value": {"is": "count", "low": 5, "high": 3}}, "above its high"),
        ({"value": {"is": "count", "low": 10**18}}, "lies between"),
        ({"value": {"is": "type", "code": "riot"}}, "takes a value that is count"),
        ({"span": [5, 5]}, "not in the report"),
        ({"span": [0, 10**9]}, "not in the report"),
        ({"value": {"is": "place", "gazetteer_id": "none", "name": "x", "kind": "country"}}, "no place"),
        ({}, "nothing is changed"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(client, story, changes, words):
    _, supporting, _ = _killed(client, _main(story))

    answer = client.post(f"/api/v1/claims/{supporting[0]['review_key']}/reviews", json={"decision": "correct", "changes": changes})

    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert not list(story.reviews.all())


def test_two_events_are_merged_and_come_apart_again(client, story):
    one, two = [card.event for card in story.cards.page(Filter(), order="reports", size=2)]

    merged = client.post("/api/v1/judgements", json={"one": one, "other": two, "verdict": "same", "reason": "one march"})

    assert merged.status_code == 201, merged.text
    assert len(merged.json()["events"]) == 1
    back = client.post(f"/api/v1/judgements/{merged.json()['judgements'][0]['id']}/undo", json={})
    assert set(back.json()["events"]) == {one, two}
    assert client.post(f"/api/v1/judgements/{merged.json()['judgements'][0]['id']}/undo", json={}).status_code == 409
    assert [entry.action for entry in story.audit.entries()][:2] == ["judgement undone", "events merged"]


def test_a_report_is_added_and_read_in_the_background(story):
    text = "ARANDIS (Port Radio) - Two people were arrested at a march in Arandis on Monday, the police said."
    app = create_app(Workspace(story, "story.db", team=False, model=False))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        given = client.post("/api/v1/reports", json={"text": text, "publisher": "Port Radio", "published": "2024-05-15"})
        assert given.status_code == 202
        for _ in range(600):
            intake = client.get(given.headers["location"]).json()
            if intake["state"] != "waiting":
                break
            app.state.intake.wake()
            app.state.intake._thread.join(0.1)

        assert intake["state"] == "done", intake
        report = client.get(f"/api/v1/reports/{intake['document']}").json()

    assert report["publisher"] == "Port Radio"
    assert {claim["role"] for claim in report["claims"]} >= {"arrested", "type"}


@pytest.mark.parametrize(
    "asked", [{}, {"text": " "}, {"url": "ftp://x.example"}, {"url": "https://x.example", "title": "x"}, {"text": "x", "more": 1}]
)
def test_what_is_no_report_is_refused(client, asked):
    assert client.post("/api/v1/reports", json=asked).status_code == 422


def test_what_is_withheld_keeps_its_place(client, story, rules):
    words = "MZUZU (Wire) - Police shot dead Ana Boe, 43, at a march in Mzuzu on Monday. Call 0803 555 1234 or write to ana@x.example, police said."
    item = Item(place="test", raw=words.encode(), media_type="text/plain", publisher="Wire")
    document = make_document(item)
    story.add(rules.extract(document), item.raw, rules.fingerprint)

    answer = client.get(f"/api/v1/reports/{document.id}")

    shown = answer.json()
    assert len(shown["text"]) == len(document.text)
    assert {one["what"] for one in shown["withheld"]} >= {"phone withheld", "e-mail withheld"}
    for secret in ("0803", "ana@x"):
        assert secret not in answer.text
    for claim in shown["claims"]:
        assert shown["text"][slice(*claim["span"])] == claim["quote"]


def test_an_export_is_the_view_and_is_noted(client, story):
    answer = client.get("/api/v1/exports/geojson", params={"family": "riots"})

    assert answer.headers["content-type"] == "application/zip"
    assert answer.content.startswith(b"PK")
    assert story.audit.entries(action="events downloaded")[0].details["view"] == "family=riots"


def test_settings_are_chosen_and_findings_follow(client, story):
    assert client.put("/api/v1/settings/findings", json={"rule": "conservative"}).json()["findings"] == {"rule": "conservative"}
    assert story.events.last().rule == "conservative"
    assert client.put("/api/v1/settings/findings", json={"rule": "dice"}).status_code == 422
    assert client.put("/api/v1/settings/findings", json={"rule": "hierarchy", "hierarchy": ["x"]}).status_code == 422


def test_the_audit_log_goes_on_where_it_ended(client, story):
    for number in range(105):
        story.audit.add(by="me", action="test", subject=str(number))

    first = client.get("/api/v1/audit", params={"action": "test"}).json()
    rest = client.get("/api/v1/audit", params={"action": "test", "before": first["before"]}).json()

    assert [one["subject"] for one in first["entries"] + rest["entries"]] == [str(number) for number in reversed(range(105))]
    assert rest["before"] is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"decision": "accept", "x": 1}', b"\xff", b'{"decision": "accept", "reason": "\\ud800"}'])
def test_what_is_no_body_is_refused(client, story, body):
    key = next(iter(story.claims())).key

    answer = client.post(f"/api/v1/claims/{key}/reviews", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("the body is not what is asked for")


def test_every_route_is_on_the_page_with_its_role(client):
    page = client.get("/api").text

    for endpoints in describing.parts().values():
        for one in endpoints:
            assert f'id="{one.id}"' in page
    for record in describing.described():
        assert f'id="record-{record.name}"' in page
    assert "<script>" not in page


def test_links_of_the_page_lead_somewhere(client):
    page = client.get("/api").text

    for target in set(re.findall(r'href="#([^"]+)"', page)):
        assert f'id="{target}"' in page, target


def test_examples_of_bodies_are_what_is_asked_for():
    for path, methods in describing.document()["paths"].items():
        for method, operation in methods.items():
            asked = operation.get("requestBody", {}).get("content", {}).get("application/json")
            for example in (asked or {}).get("examples", {}).values():
                name = asked["schema"]["$ref"].rpartition("/")[2]
                _decodes(name, example["value"], f"{method} {path}")


def _decodes(name, value, where):
    import msgspec

    from tocsin.web.api.records import ALL

    kind = next(one for one in ALL if one.__name__ == name)
    try:
        msgspec.json.decode(json.dumps(value), type=kind)
    except msgspec.ValidationError as error:
        pytest.fail(f"{where}: {error}")


def _commands():
    """The curl commands of docs/api.md, in order."""
    for block in re.findall(r"```sh\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("curl "):
                yield line


def test_the_examples_of_the_documentation_work(client, story):
    """Each command of docs/api.md is asked of the workbench; ids in capitals are those of the story."""
    event, other = [card.event for card in story.cards.page(Filter(), order="reports", size=2)]
    claim = next(claim for claim in story.standing_claims() if claim.role is Role.KILLED)
    review = client.post(f"/api/v1/claims/{claim.key}/reviews", json={"decision": "accept"}).json()["reviews"][0]["id"]
    known = {"EVENT": event, "OTHER": other, "CLAIM": claim.key, "REPORT": claim.document, "REVIEW": review, "JUDGEMENT": "", "INTAKE": ""}
    asked = 0
    for command in _commands():
        words = shlex.split(re.sub(r"\b([A-Z]{5,})\b", lambda found: known.get(found[1], found[0]), command))
        method, url, body = "GET", None, None
        rest = iter(words[1:])
        for word in rest:
            match word:
                case "-X":
                    method = next(rest)
                case "-H":
                    assert next(rest).startswith(("Content-Type: application/json", "Authorization: Bearer"))
                case "--json" | "-d":
                    body, method = json.loads(next(rest)), "POST" if method == "GET" else method
                case "-o":
                    next(rest)
                case _ if word.startswith("http"):
                    url = word.partition("8000")[2]
                case _:
                    assert word.startswith("-s"), command
        answer = client.request(method, url, json=body) if body is not None else client.request(method, url)
        assert answer.status_code < 300, (command, answer.text)
        asked += 1
        if url.endswith("/judgements") and method == "POST":
            known["JUDGEMENT"] = answer.json()["judgements"][0]["id"]
        if answer.status_code == 202:
            known["INTAKE"] = str(answer.json()["number"])
    assert asked > 10
