"""Adding reports: kept before they are read, read in the background, and every failure told."""

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tocsin.errors import FetchError, StoreError
from tocsin.intake.fetch import Fetched
from tocsin.pipeline import Reader
from tocsin.store import Store, open_store
from tocsin.store.intakes import State
from tocsin.web.app import create_app
from tocsin.web.intake_worker import IntakeWorker
from tocsin.web.workspace import Workspace

TOLD = "BLANTYRE, 9 June 2024 - Police shot dead four protesters in Blantyre on Saturday, a hospital doctor said. At least 20 people were injured."
OTHER = "LILONGWE, 10 June 2024 - Riot police arrested 30 students at a march in Lilongwe on Monday, the organisers said on Tuesday."


def token(client: TestClient, path: str = "/add") -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get(path).text)
    assert found is not None
    return found[1]


def post(client: TestClient, path: str, **data: object) -> object:
    return client.post(path, data={"csrf": token(client), **data}, follow_redirects=False)


def send(client: TestClient, *files: tuple[str, bytes], **data: str) -> object:
    parts = [("files", (name, raw)) for name, raw in files]
    return client.post("/add/files", data={"csrf": token(client), **data}, files=parts, follow_redirects=False)


def read(client: TestClient) -> None:
    client.app.state.intake.turn()


def test_files_are_kept_then_read(client: TestClient, story: Store) -> None:
    """Nothing is read while the page waits; then each report links to its text, and the events know of it."""
    before = story.counts().documents
    answer = send(client, ("a.txt", TOLD.encode()), ("b.html", f"<html><body><p>{OTHER}</p></body></html>".encode()), publisher="The Lamp")

    assert answer.status_code == 303
    assert story.counts().documents == before
    assert story.intakes.tally()[State.WAITING] == 2
    assert "2 <" not in client.get("/add?show=read").text
    read(client)
    assert story.counts().documents == before + 2
    listed = story.intakes.listed([State.DONE])
    assert [one.place for one in listed] == ["b.html", "a.txt"]
    page = client.get("/add").text
    for one in listed:
        assert f'href="/reports/{one.document}"' in page
        assert story.document(str(one.document)).report.publisher == "The Lamp"
    assert "claims" in listed[0].message
    last = story.events.last()
    assert last is not None
    assert last.reports == before + 2
    told = {(entry.action, entry.by) for entry in story.audit.entries()}
    assert {("given to be read", "me"), ("report added", "me")} <= told


def test_lines_are_reports(client: TestClient, story: Store) -> None:
    """A file of many reports; a broken line fails alone, with its number."""
    lines = [{"text": TOLD, "publisher": "A", "published": "2024-06-09"}, {"text": OTHER, "title": "March"}]
    raw = "\n".join([json.dumps(line) for line in lines] + ["{broken"]).encode()
    send(client, ("many.jsonl", raw))
    read(client)

    assert story.intakes.tally() == {State.WAITING: 0, State.DONE: 2, State.KNOWN: 0, State.FAILED: 1}
    failed = story.intakes.listed([State.FAILED])
    assert failed[0].place == "many.jsonl line 3"
    assert not failed[0].again
    assert "not valid JSON" in client.get("/add?show=failed").text


def test_duplicates_are_said(client: TestClient, story: Store) -> None:
    """The same text again is not read as another report."""
    for name in ("a.txt", "copy.txt"):
        send(client, (name, TOLD.encode()))
        read(client)
    assert story.intakes.tally()[State.KNOWN] == 1
    page = client.get("/add").text
    assert "the store had this report already" in page
    assert story.intakes.listed([State.KNOWN])[0].document == story.intakes.listed([State.DONE])[0].document


def test_pasted(client: TestClient, story: Store) -> None:
    """Title, day, publisher and address are those given."""
    post(client, "/add/text", text=TOLD, title="Four shot", published="2024-06-10", publisher="Lamp", url="https://lamp.example/1")
    read(client)
    report = story.document(str(story.intakes.listed([State.DONE])[0].document)).report
    assert (report.title, str(report.published), report.publisher, report.url) == ("Four shot", "2024-06-10", "Lamp", "https://lamp.example/1")


@pytest.mark.parametrize(
    ("path", "data", "says"),
    [
        ("/add/text", {"text": "  "}, "Paste the text"),
        ("/add/text", {"text": TOLD, "published": "9 June"}, "is no date"),
        ("/add/text", {"text": TOLD, "url": "javascript:alert(1)"}, "is no web address"),
        ("/add/web", {"urls": " \n"}, "at least one address"),
        ("/add/web", {"urls": "https://a.example/\nfile:///etc/passwd"}, "is no web address"),
        ("/add/web", {"urls": "\n".join(f"https://a.example/{i}" for i in range(501))}, "the most at once"),
        ("/add/feeds", {"url": "ftp://a.example/"}, "is no web address"),
        ("/add/feeds", {"url": "https://a.example/", "minutes": 1}, "Choose one of these"),
    ],
)
def test_what_is_missing_is_said(client: TestClient, story: Store, path: str, data: dict[str, object], says: str) -> None:
    """Nothing is added, and what was typed is still there."""
    answer = post(client, path, **data)
    assert answer.status_code == 422
    assert says in answer.text
    assert story.intakes.tally()[State.WAITING] == 0
    for typed in data.values():
        if str(typed).strip() and str(typed).isalnum() is False and "\n" not in str(typed):
            assert str(typed)[:20].replace("'", "&#39;") in answer.text


def test_no_file(client: TestClient) -> None:
    """A form that was sent without a file."""
    answer = client.post("/add/files", data={"csrf": token(client)}, files=[("files", ("", b""))])
    assert answer.status_code == 422


def test_failures_tell_why_and_can_be_tried_again(story: Store) -> None:
    """An address that answers at last; what failed can also be taken off the list. An address with several reports becomes several."""
    answers: list[Fetched | FetchError] = [
        FetchError("the server lamp.example did not answer"),
        Fetched(url="https://lamp.example/all", body=f'{{"text": "{TOLD}"}}\n{{"text": "{OTHER}"}}\n'.encode(), media_type="application/x-ndjson"),
    ]

    def get(_url: str) -> Fetched:
        answer = answers.pop(0)
        if isinstance(answer, FetchError):
            raise answer
        return answer

    app = create_app(Workspace(story, "story.db", team=False, model=False))
    app.state.intake = IntakeWorker(app.state.workspace, get)
    client = TestClient(app, base_url="http://127.0.0.1")
    post(client, "/add/web", urls="https://lamp.example/all", publisher="Lamp")
    read(client)
    page = client.get("/add?show=failed").text
    assert "did not answer" in page
    number = story.intakes.listed([State.FAILED])[0].number
    partial = client.post("/add/again", data={"number": number}, headers={"HX-Request": "true", "X-CSRF-Token": token(client)})
    assert partial.status_code == 200
    assert partial.text.startswith("<section")
    read(client)
    assert story.intakes.tally() == {State.WAITING: 0, State.DONE: 2, State.KNOWN: 0, State.FAILED: 0}
    assert {story.document(str(one.document)).report.publisher for one in story.intakes.listed([State.DONE])} == {"Lamp"}
    send(client, ("x.csv", b"a,b"))
    assert "a table" in client.get("/add?show=failed").text
    assert post(client, "/add/forget").status_code == 303
    assert story.intakes.tally()[State.FAILED] == 0


def test_server_addresses_inside_are_not_fetched(client: TestClient, story: Store) -> None:
    """The guard of the intake holds here too."""
    post(client, "/add/web", urls="http://127.0.0.1:8080/secret\nhttp://169.254.169.254/latest")
    read(client)
    assert story.intakes.tally()[State.FAILED] == 2
    assert all("not on the open internet" in str(one.message) for one in story.intakes.listed([State.FAILED]))


def test_a_restart_goes_on(story_file: Path, tmp_path: Path) -> None:
    """What waited when the server ended is read by the next one, in its own thread."""
    path = tmp_path / "again.db"
    path.write_bytes(story_file.read_bytes())
    with open_store(str(path)) as store:
        client = TestClient(create_app(Workspace(store, "x", team=False, model=False)), base_url="http://127.0.0.1")
        send(client, ("a.txt", TOLD.encode()))
    with open_store(str(path)) as store:
        assert store.intakes.tally()[State.WAITING] == 1
        with TestClient(create_app(Workspace(store, "x", team=False, model=False)), base_url="http://127.0.0.1") as client:
            for _ in range(600):
                if not client.app.state.intake.progress().is_working and store.intakes.tally()[State.DONE]:
                    break
                client.app.state.intake._wake.wait(0.1)
        assert store.intakes.tally()[State.DONE] == 1
        assert store.events.last().reports == store.counts().documents


def test_one_bad_report_does_not_stop_the_others(client: TestClient, story: Store, rules: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the reader's is told; a store that cannot be written leaves everything waiting."""
    extract = rules.extract

    def failing(document: object) -> object:
        if "Blantyre" in document.text:
            raise ZeroDivisionError("oh")
        return extract(document)

    monkeypatch.setattr(rules, "extract", failing)
    send(client, ("a.txt", TOLD.encode()), ("b.txt", OTHER.encode()))
    read(client)
    assert story.intakes.tally() == {State.WAITING: 0, State.DONE: 1, State.KNOWN: 0, State.FAILED: 1}
    assert "ZeroDivisionError" in story.intakes.listed([State.FAILED])[0].message

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(story, "add", full)
    send(client, ("c.txt", OTHER.replace("30", "31").encode()))
    with pytest.raises(StoreError):
        read(client)
    assert story.intakes.tally()[State.WAITING] == 1


def test_hostile_names_are_text(client: TestClient) -> None:
    """Names of files are shown as text, without controls, and contact details are masked."""
    send(client, ("<script>alert(1)</script>\u202etxt.exe\x07.txt", b"PK\x03\x04"), ("call amina@lamp.example.csv", b"x"))
    read(client)
    page = client.get("/add?show=failed").text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "amina@lamp.example" not in page
    assert "&lt;script&gt;alert" in page


def test_private_names_in_titles_are_withheld(client: TestClient, story: Store) -> None:
    """A title that names somebody whom a claim calls a person."""
    text = "Amina Phiri, 24, a student, was killed by police in Blantyre on Saturday 8 June 2024, her mother said."
    post(client, "/add/text", text=text, title="Amina Phiri killed by police")
    read(client)
    document = story.intakes.listed([State.DONE])[0].document
    people = [claim for claim in story.standing_claims(document) if getattr(claim.value, "kind", "") == "person"]
    assert people
    assert "Amina Phiri" not in client.get("/add").text


def test_long_lists_are_paged(client: TestClient) -> None:
    """The rest of a long list is a page further; the progress counts all."""
    lines = "\n".join([json.dumps({"text": f"{TOLD} {number}"}) for number in range(30)]).encode()
    send(client, ("many.jsonl", lines))
    page = client.get("/add?show=waiting").text
    assert "line 25" in page
    assert "line 26" not in page
    assert "0 of 30 read" in page
    assert 'hx-trigger="every 2s"' in page
    older = re.search(r"beyond=(\d+)", page)
    assert older is not None
    assert "line 26" in client.get(f"/add?show=waiting&beyond={older[1]}").text
    assert client.get("/add?show=nonsense").status_code == 422
    assert client.get("/add/nonsense").status_code == 404


def test_without_the_token_nothing_is_added(client: TestClient, story: Store) -> None:
    """Another site's form has none."""
    assert client.post("/add/text", data={"text": TOLD}).status_code == 403
    assert client.post("/add/files", files=[("files", ("a.txt", TOLD.encode()))]).status_code == 403
    assert story.intakes.tally()[State.WAITING] == 0
