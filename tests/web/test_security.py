"""Attacks: from other sites, by other names, through what reports say, by ids and addresses, with bodies that never end; and who is refused what."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.testclient import TestClient

from tests.web.test_accounts import PASSWORD, log_in, post, token
from tocsin.core.claims import Role
from tocsin.intake import make_document
from tocsin.intake.items import Item
from tocsin.store.cards import Filter
from tocsin.web import security
from tocsin.web.accounts import ROLES, TeamAccounts, add_account
from tocsin.web.api.events import VIEW
from tocsin.web.app import create_app
from tocsin.web.pages import ROUTERS
from tocsin.web.pages.log_in import within
from tocsin.web.people import LOCAL_NAME, Level, Needs
from tocsin.web.workspace import Workspace

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
OF_ONESELF = {
    "/logout", "/settings/name", "/accounts/password", "/accounts/sessions/end", "/accounts/sessions/end-others", "/accounts/tokens",
    "/accounts/tokens/revoke",
}  # fmt: skip
"""What readers may change: only what is their own."""
FOR_EVERYBODY = {"/login"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}${7*7}\u202egnp.exe\x1b[31m</title></textarea>"


def routes(routers=ROUTERS):
    """Every endpoint: path, methods, the levels it asks for."""
    found = []
    for router in routers:
        for route in router.routes:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                prefix = route.include_context.prefix
                found += [(prefix + path, methods, levels) for path, methods, levels in routes([inner])]
            else:
                assert isinstance(route, APIRoute), route
                levels = [one.call.level for one in route.dependant.dependencies if isinstance(one.call, Needs)]
                found.append((route.path, set(route.methods), levels))
    return found


def questions(routers=ROUTERS):
    """Every endpoint's path and methods, and the names of what may be asked of it; of a view's, which are read from the address, all."""
    found = []
    for router in routers:
        for route in router.routes:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                prefix = route.include_context.prefix
                found += [(prefix + path, methods, names) for path, methods, names in questions([inner])]
            else:
                names = {parameter.alias for parameter in route.dependant.query_params}
                found.append((route.path, set(route.methods), sorted(names or VIEW)))
    return found


@pytest.fixture
def team(story):
    """An application for a team, and clients by role."""
    accounts = TeamAccounts(story)
    app = create_app(Workspace(story, "story.db", team=True, model=False), accounts=accounts)

    def client_of(role):
        client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        add_account(story, f"the {role}", role, PASSWORD, by="test")
        log_in(client, f"the {role}")
        return client

    return client_of


# who may what


def test_no_endpoint_is_without_a_level():
    found = routes()

    assert len(found) > 80
    assert "/api/v1/claims/{key}/reviews" in {path for path, _, _ in found}
    assert {path for path, _, levels in found if len(levels) != 1} == FOR_EVERYBODY


def test_what_changes_anything_takes_a_coder_at_least():
    weak = {path for path, methods, levels in routes() if methods & UNSAFE and (not levels or levels[0] < Level.CODER)}

    assert weak == OF_ONESELF | FOR_EVERYBODY


def test_the_application_has_no_other_endpoints(story):
    app = create_app(Workspace(story, "story.db", team=False, model=False))

    others = [one for one in app.routes if getattr(one, "original_router", None) is None]
    assert [(type(one), one.path) for one in others] == [(Mount, "/static")]
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert TestClient(app, base_url="http://127.0.0.1").get(path).status_code == 404


def _filled(path):
    return re.sub(r"\{[^}]+\}", "x1", path)


def test_each_role_is_refused_each_write_that_is_not_its_own(team, story):
    """And what was tried is noted, and nothing else."""
    for role in ROLES:
        client = team(role)
        form = token(client)
        before = story.audit.count()
        tried = []
        for path, methods, levels in routes():
            for method in sorted(methods & UNSAFE):
                if not levels or levels[0] <= Level[role.upper()]:
                    continue
                sent = {"json": {}} if path.startswith("/api/") else {"data": {"csrf": form}}
                answer = client.request(method, _filled(path), **sent)
                assert answer.status_code == 403, (role, method, path, answer.status_code)
                tried.append(f"{method} {_filled(path)}")
        noted = [one for one in story.audit.entries(limit=1000) if one.number > before]
        assert sorted([(one.action, one.subject) for one in noted]) == sorted([("refused", one) for one in tried])
        assert {one.by for one in noted} <= {f"the {role}"}


def test_nobody_is_refused_everything(story):
    app = create_app(Workspace(story, "story.db", team=True, model=False), accounts=TeamAccounts(story))
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    for path, methods, levels in routes():
        for method in sorted(methods - {"HEAD", "OPTIONS"}):
            if levels:
                answer = client.request(method, _filled(path), json={} if path.startswith("/api/") and method in UNSAFE else None)
                assert answer.status_code == (401 if path.startswith("/api/") else 303), (method, path, answer.status_code)


# other sites, other names


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1@evil.example", "[::2]",
     "10.0.0.5", "localhost.", ""],
)  # fmt: skip
def test_by_another_name_nothing_is_served(client, host):
    for path in ("/", "/api/v1/events", "/static/style.css"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert "Tocsin" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.0.0.2"])
def test_this_machine_by_its_own_names_is_served(client, host):
    assert client.get("/api/v1/me", headers={"Host": host}).status_code == 200


ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_what_another_site_sends_is_refused_even_with_the_token(client, story, headers):
    form = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/settings").text)[1]

    for sent in ({"data": {"csrf": form, "rule": "majority"}}, {"json": {"rule": "majority"}}):
        assert client.post("/settings/rule", headers=headers, **sent).status_code == 403
    assert client.put("/api/v1/settings/findings", headers=headers, json={"rule": "majority"}).status_code == 403
    assert not story.audit.entries(action="settings changed")


def test_a_form_without_its_token_is_refused(client, story):
    """A browser that says nothing of where a request comes from."""
    for csrf in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ü"}):
        answer = client.post("/settings/rule", data={"rule": "majority", **csrf})
        assert answer.status_code == 403
    assert not story.audit.entries(action="settings changed")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; application/json", ""]
)
def test_json_that_any_site_could_send_is_refused(client, story, kind):
    headers = {"Content-Type": kind} if kind else {}

    answer = client.put("/api/v1/settings/findings", content=b'{"rule": "majority"}', headers=headers)

    assert answer.status_code == 403
    assert not story.audit.entries(action="settings changed")


def test_no_other_site_may_read_answers_or_ask_first(client):
    asked = client.options("/api/v1/events", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"})
    answer = client.get("/api/v1/events", headers={"Origin": "https://evil.example"})

    for one in (asked, answer):
        assert not [name for name in one.headers if name.startswith("access-control")]
    assert asked.status_code == 405
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_token_of_one_session_is_none_in_another(team):
    one, two = team("admin"), team("editor")

    answer = two.post("/settings/rule", data={"csrf": token(one), "rule": "majority"})

    assert answer.status_code == 403


def test_no_other_site_logs_people_in_as_somebody_else(team):
    attacker = team("reader")
    attacker.post("/logout", data={"csrf": token(attacker)})
    form = token(attacker, "/login")
    victim = TestClient(attacker.app, base_url="http://127.0.0.1", follow_redirects=False)
    victim.get("/login")

    answer = victim.post("/login", data={"csrf": form, "name": "the reader", "password": PASSWORD})

    assert answer.status_code == 403


# what reports and people say


class Page(HTMLParser):
    """What a page would run or load."""

    def __init__(self, text):
        super().__init__()
        self.bad = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.bad += [f"{tag} {name}" for name in values if name.startswith(("on", "hx-on")) or name == "style"]
        self.bad += [f"{tag} {value}" for name, value in attributes if name in {"href", "src", "action"} and _leads_out(value or "")]
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.bad.append("script")
        if tag in {"iframe", "object", "embed", "base"} or (tag == "svg" and "onload" in values) or (tag == "img" and values.get("src") == "x"):
            self.bad.append(tag)


def _leads_out(address):
    return urlsplit(address.strip()).scheme.lower() not in {"", "http", "https"} or address.startswith("//")


def test_what_a_hostile_report_says_is_text_everywhere(story, rules, client_of):
    """In its text, title, publisher and address; in reasons, names and labels; on every page that shows them, and in what programs read."""
    text = f"MZUZU (Wire) - Police killed 12 people, {HOSTILE} a spokesman for {HOSTILE} said on Monday.\n\n{HOSTILE}"
    item = Item(
        place=HOSTILE, raw=text.encode(), media_type="text/plain", text=text, title=HOSTILE, publisher=HOSTILE[:150], url="javascript:alert(1)"
    )
    document = make_document(item)
    story.add(rules.extract(document), item.raw, rules.fingerprint)
    client = client_of(story)
    client.app.state.workspace.refresh()
    event = story.events.of_document(document.id)
    claim = next(one for one in story.claims(document.id) if one.role is Role.KILLED)
    reason = "<script>alert(4)</script>"
    client.cookies.set("tocsin_name", "<script>alert(5)</script>")
    assert client.post(f"/api/v1/claims/{claim.key}/reviews", json={"decision": "accept", "reason": reason}).status_code == 201
    one, two = [card.event for card in story.cards.page(Filter(), order="reports", size=2)]
    client.post("/api/v1/judgements", json={"one": one, "other": two, "verdict": "same", "reason": reason})
    client.post("/api/v1/reports", json={"text": HOSTILE.replace("\x1b", ""), "title": "<script>alert(6)</script>"})
    story.feeds.add("https://x.example/<script>alert(7)</script>", minutes=60, by="<script>alert(8)</script>")

    addresses = {
        "/", f"/?publisher={HOSTILE[:60]}", "/stories", "/reports", f"/reports/{document.id}", "/review", "/agreement", "/add", "/add/feeds",
        "/audit", "/settings", "/codebook", "/api", f"/audit?by={HOSTILE[:50]}", f"/reports?q={HOSTILE[:50]}", f"/events/{one}",
        "/nothing/<script>alert(1)</script>",
        *[f"/events/{name}" for name in event.values()], *[f"/stories/{name.id}" for name in story.events.stories()],
    }  # fmt: skip
    seen = 0
    for address in sorted(addresses):
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.headers["content-type"].startswith("text/html"):
            assert Page(answer.text).bad == [], address
            assert "<script>alert" not in answer.text
            seen += 1
    assert seen > 12
    assert "&lt;script&gt;alert(1)" in client.get("/reports").text
    for address in ("/events.geojson", "/timeline.json", f"/api/v1/reports/{document.id}", "/api/v1/reports", "/api/v1/audit"):
        answer = client.get(address)
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/", "/login", "/nothing", "/api", "/api/v1/me", "/api/v1/nothing", "/static/style.css", "/static/nothing"])
def test_every_answer_has_the_headers(client, address):
    answer = client.get(address)

    for name, value in security.HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]
    if not address.startswith("/static/"):
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("scheme", "told"), [("https", "max-age=31536000"), ("http", None)])
def test_browsers_are_told_to_come_by_https_again(story, scheme, told):
    """For a year, where they came by it; RFC 6797 forbids saying so by HTTP."""
    client = TestClient(create_app(Workspace(story, "story.db", team=False, model=False)), base_url=f"{scheme}://127.0.0.1")

    assert client.get("/stories").headers.get("strict-transport-security") == told


def test_a_failure_tells_nothing_and_has_the_headers(client, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(client.app.state.workspace.store.events, "stories", fail)
    careless = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)

    for address in ("/stories", "/api/v1/stories"):
        answer = careless.get(address)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["content-security-policy"] == security.CONTENT_SECURITY_POLICY


def test_nobody_is_called_as_the_rule(client):
    """Its judgements count otherwise than people's."""
    client.cookies.set("tocsin_name", "Rule")

    assert client.get("/api/v1/me").json()["name"] == LOCAL_NAME


# addresses and ids


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
     "/x\r\nSet-Cookie: a=b", "http:evil.example", "", " /", "/ü", "///evil.example", "/\x00"],
)  # fmt: skip
def test_the_log_in_leads_nowhere_else(team, address):
    assert within(address) == "/"
    client = team("reader")
    answer = client.get("/login", params={"next": address})
    assert answer.headers["location"] == "/"


def test_the_log_in_leads_to_pages():
    for address in ("/", "/stories?page=2", "/?q=a%20b&from=2024-01-01", "/events/e1#decisions"):
        assert within(address) == address


@pytest.mark.parametrize(
    "path",
    ["../pages/log_in.py", "..%2f..%2fstore%2fstore.py", "%2e%2e/security.py", "....//security.py", "/etc/passwd", "vendor/../../app.py",
     "..\\app.py", "%00", "style.css%00.py", "."],
)  # fmt: skip
def test_nothing_but_the_front_end_is_static(client, path):
    answer = client.get(f"/static/{path}")

    assert answer.status_code in {404, 405}
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..%2f..%2fx", "x' OR '1'='1", "%", "_", "%00", "a" * 5000, "\u202e", "<b>", "e1%25", "-1", "é"]
)
def test_ids_are_only_ids(client, name):
    for path in ("/events/{}", "/stories/{}", "/reports/{}", "/api/v1/events/{}", "/api/v1/reports/{}", "/api/v1/claims/{}", "/api/v1/exports/{}",
                 "/download/{}", "/suggest/{}", "/api/v1/intakes/{}"):  # fmt: skip
        answer = client.get(path.format(name))
        assert answer.status_code in {404, 405, 409, 422}, (path, answer.status_code)


ODD = ["-1", "9" * 40, "\x00", "\u202e'\"*)(", "2024-02-30", "0001-01-01", "9999-12-31", "x" * 3000]


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_breaks_a_page(story, client_of, odd):
    client = client_of(story)
    careless = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)
    event, document = story.cards.page(Filter(), size=1)[0].event, next(story.documents()).id
    ids = {"event_id": event, "document_id": document, "report_id": document, "name": "geojson", "facet": "actor", "way": "text"}
    broken = []
    for path, methods, parameters in questions():
        filled = re.sub(r"\{([^}]+)\}", lambda found: ids.get(found[1], "x1"), path)
        for name in parameters if "GET" in methods else ():
            status = careless.get(filled, params={name: odd}).status_code
            if status >= 500:
                broken.append((filled, name, status))
    assert broken == []


@pytest.mark.parametrize("name", ["x\r\nSet-Cookie: a=b", "x\nX: y", "x;y", "ü", "a\x00b"])
def test_no_header_is_slipped_in(client, name):
    form = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/settings").text)[1]

    answer = client.post("/settings/name", data={"csrf": form, "name": name}, follow_redirects=False)

    assert "x" not in answer.headers
    assert "a=b" not in [part.strip() for part in answer.headers.get("set-cookie", "").split(";")]
    assert answer.status_code in {303, 422}


# bodies


def test_a_body_that_says_it_is_too_large_is_refused(client):
    for length in (str(security.LARGEST + 1), "-1", "1e9", "9" * 30):
        assert client.post("/login", headers={"Content-Length": length}).status_code == 413


@pytest.mark.parametrize("path", ["/add/text", "/api/v1/reports", "/settings/rule"])
def test_a_body_that_never_ends_is_refused(client, monkeypatch, path):
    monkeypatch.setattr(security, "LARGEST", 100_000)
    sent = 0

    def pieces():
        nonlocal sent
        for _ in range(1000):
            sent += 10_000
            yield b"x" * 10_000

    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    answer = client.post(path, content=pieces(), headers={"Content-Type": kind})

    assert answer.status_code == 413
    assert answer.headers["content-security-policy"]


def test_a_form_of_many_fields_is_refused(client):
    many = "&".join([f"a{i}=1" for i in range(5000)])

    answer = client.post("/settings/rule", content=many, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert answer.status_code in {400, 403, 422}


# what is said of tokens


def test_no_session_or_token_stands_in_a_page_or_a_log(team, caplog, capfd):
    caplog.set_level(0)
    client = team("admin")
    secret = next(one.value for one in client.cookies.jar if one.name == "tocsin_session")
    made = re.search(r"tocsin_[\w-]{43}", post(client, "/accounts/tokens", label="x").text)[0]
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {made}"})
    client.get("/api/v1/events/none", headers={"Authorization": f"Bearer {made}x"})

    pages = "".join([client.get(address).text for address in ("/", "/accounts", "/audit", "/settings", "/api", "/api/v1/audit", "/nothing")])
    written = caplog.text + "".join(capfd.readouterr())
    for one in (secret, made, PASSWORD):
        assert one not in pages
        assert one not in written
