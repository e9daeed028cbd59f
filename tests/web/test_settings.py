"""Settings, the code book and the audit log."""

import csv
import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.pipeline import Reader
from tocsin.reconcile.rules import NEAREST_FIRST, RULES
from tocsin.resources.codebook import shipped_codebook
from tocsin.store import Store
from tocsin.store.settings import FindingSettings, MaskingSettings
from tocsin.web.app import create_app
from tocsin.web.pages.codebook import MODALITIES, SPEAKERS, SURE
from tocsin.web.pages.settings import RULE_SENTENCES
from tocsin.web.people import Level, Person
from tocsin.web.workspace import Workspace


def post(client: TestClient, path: str, **data: object) -> Any:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/settings").text)
    assert found is not None
    return client.post(path, data={"csrf": found[1], **data}, follow_redirects=False)


def as_level(store: Store, level: Level) -> TestClient:
    class Everybody:
        def who(self, _request: object) -> Person:
            return Person(name="ada", level=level, session="s")

    return TestClient(create_app(Workspace(store, "x", team=True, model=False), accounts=Everybody()), base_url="http://127.0.0.1")


def test_everything_closed_is_explained() -> None:
    """A rule, a degree, a kind of speaker that is new has a sentence."""
    assert set(RULE_SENTENCES) == set(RULES)
    assert set(SURE) == set(Factuality)
    assert set(MODALITIES) == set(Modality)
    assert set(SPEAKERS) == set(SpeakerKind)


def test_rule_changes_findings_at_once(client: TestClient, story: Store) -> None:
    """And the change is in the log, with who made it."""
    client.cookies.set("tocsin_name", "Ada")
    assert post(client, "/settings/rule", rule="conservative").status_code == 303
    last = story.events.last()
    assert last is not None
    assert last.rule == "conservative"
    entry = story.audit.entries()[0]
    assert (entry.by, entry.action, entry.subject) == ("Ada", "settings changed", "findings")
    assert re.search(r'value="conservative" checked', client.get("/settings").text)
    assert post(client, "/settings/rule", rule="mine").status_code == 422


def test_order_of_speakers(client: TestClient, story: Store) -> None:
    """Moved, left out and taken in again; each change makes the findings anew while the rule goes by it."""
    default = [kind.value for kind in NEAREST_FIRST]
    post(client, "/settings/rule", rule="hierarchy")
    post(client, "/settings/hierarchy", kind=default[1], move="up")
    assert story.settings.get(FindingSettings).hierarchy[:2] == (default[1], default[0])
    last = story.events.last()
    assert last is not None
    assert [kind.value for kind in last.speakers][:2] == [default[1], default[0]]
    post(client, "/settings/hierarchy", kind=default[1], move="up")  # the first stays first
    assert story.settings.get(FindingSettings).hierarchy[0] == default[1]
    post(client, "/settings/hierarchy", kind=default[0], move="out")
    assert default[0] not in story.settings.get(FindingSettings).hierarchy
    assert f"Take in {default[0]}" in client.get("/settings").text
    post(client, "/settings/hierarchy", kind=default[0], move="in")
    assert story.settings.get(FindingSettings).hierarchy[-1] == default[0]
    for kind, move in (("nobody", "up"), (default[0], "in"), (default[0], "sideways")):
        assert post(client, "/settings/hierarchy", kind=kind, move=move).status_code == 422


def test_masking(client: TestClient, story: Store) -> None:
    """Names are withheld until they are shown, and again after."""
    assert not story.settings.get(MaskingSettings).people
    post(client, "/settings/masking", people="true")
    assert story.settings.get(MaskingSettings).people
    post(client, "/settings/masking")
    assert not story.settings.get(MaskingSettings).people
    assert [entry.subject for entry in story.audit.entries(action="settings changed")] == ["masking", "masking"]


def test_name_is_kept_in_a_safe_cookie(client: TestClient) -> None:
    """Out of reach for scripts and other sites; shown in the form after."""
    answer = post(client, "/settings/name", name=" Ada L. ")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert 'value="Ada L."' in client.get("/settings").text
    post(client, "/settings/name", name="Zoë Ωμέγα; =")
    assert 'value="Zoë Ωμέγα; ="' in client.get("/settings").text
    for name in ("", "  ", "a\nb", "x" * 61, "Rule"):
        assert post(client, "/settings/name", name=name).status_code == 422


def test_the_store(client: TestClient, story: Store, rules: Reader) -> None:
    """What it holds and who read it; and that every hash holds."""
    page = client.get("/settings").text
    assert re.search(r"<dd>[\d.]+ MB</dd>", page)
    assert rules.fingerprint in page
    assert "Everything holds" in post(client, "/settings/check").text
    assert story.counts().documents == 14


@pytest.mark.parametrize(
    ("level", "path", "data", "status"),
    [
        (Level.READER, "/settings/rule", {"rule": "range"}, 403),
        (Level.CODER, "/settings/hierarchy", {"kind": "police", "move": "up"}, 403),
        (Level.EDITOR, "/settings/masking", {}, 403),
        (Level.ADMIN, "/settings/masking", {}, 303),
        (Level.READER, "/add/text", {"text": "Police shot three."}, 403),
        (Level.READER, "/add/feeds", {"url": "https://a.example/"}, 403),
        (Level.READER, "/add/again", {}, 403),
        (Level.EDITOR, "/settings/name", {"name": "x"}, 409),
    ],
)
def test_who_may_change_what(story: Store, level: Level, path: str, data: dict[str, str], status: int) -> None:
    """Each level may do what is its own."""
    client = as_level(story, level)
    secret = client.app.state.tokens.make("s")
    assert client.post(path, data={"csrf": secret, **data}, follow_redirects=False).status_code == status


def test_readers_see_but_cannot_press(story: Store) -> None:
    """No button that would be refused."""
    client = as_level(story, Level.READER)
    page = client.get("/settings").text
    assert "Use this rule" not in page
    assert "Leave police out" not in page
    assert "Check the store" not in page
    assert "Coders add reports" in client.get("/add").text
    assert client.get("/audit").status_code == 200
    assert "audit.csv" not in client.get("/audit").text
    assert client.get("/audit.csv").status_code == 403


def test_code_book(client: TestClient) -> None:
    """Every type with its rules, examples and rows; found by words and by codes of other schemes."""
    page = client.get("/codebook").text
    for row in shipped_codebook():
        assert f'<article class="card" id="{row.code}">' in page
    assert '<mark class="trigger">' in page
    assert 'id="speaker-police"' in page
    found = client.get("/codebook?q=roadblock").text
    assert 'id="roadblock"' in found
    assert found.count("<article") < 10
    assert 'id="march"' not in found
    assert 'id="protest"' in client.get("/codebook?q=cameo+141").text
    nothing = client.get("/codebook?q=%3Cscript%3Exyz")
    assert "No type holds" in nothing.text
    assert "<script>xyz" not in nothing.text


def test_log_is_filtered_and_paged(client: TestClient, story: Store) -> None:
    """By person, action, subject and day; ids lead to their pages; contact details are masked."""
    document = next(story.documents()).id
    story.audit.add(by="Ada", action="report added", subject=document, details={"place": "call amina@lamp.example.txt"})
    for number in range(120):
        story.audit.add(by="Ben", action="tested", subject=f"thing {number}")
    page = client.get("/audit").text
    assert "thing 119" in page
    assert "thing 19<" not in page
    older = re.search(r"before=(\d+)", page)
    assert older is not None
    assert f'href="/reports/{document}"' in client.get(f"/audit?before={older[1]}").text
    ada = client.get("/audit?by=Ada").text
    assert "report added" in ada
    assert "thing 1" not in ada
    assert "amina@lamp.example" not in ada
    assert "thing 7<" in client.get("/audit?subject=thing+7&action=tested").text
    assert "No entries" in client.get("/audit?until=2020-01-01").text
    assert client.get("/audit?until=2100-01-01&by=Ada").text.count("data-row") == 1
    assert client.get("/audit?until=soon").status_code == 422


def test_log_as_table(client: TestClient, story: Store) -> None:
    """All of it, with cells that a spreadsheet takes for text."""
    story.audit.add(by="=HYPERLINK(1)", action="tested", subject="@SUM(A1)", details={"reason": "+1, or 0803 555 1234"})
    rows = list(csv.reader(io.StringIO(client.get("/audit.csv").text)))
    assert rows[0] == ["number", "at", "by", "action", "subject", "details"]
    assert rows[-1][2][0] == "'"
    assert rows[-1][4][0] not in "=+-@"
    assert "555 1234" not in rows[-1][5]
