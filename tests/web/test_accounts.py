"""Team mode: who may log in and how long, what they may do, tokens, and what the audit log says of it all."""

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tocsin.cli import app as command
from tocsin.errors import TocsinError
from tocsin.store import open_store
from tocsin.store.accounts import Failure
from tocsin.web import accounts as team
from tocsin.web import passwords
from tocsin.web.accounts import TeamAccounts, add_account
from tocsin.web.app import create_app
from tocsin.web.attempts import Attempts
from tocsin.web.workspace import Workspace

PASSWORD = "sheep lantern quarry"  # noqa: S105
OTHER = "walnut ferry thimble"
NAMES = {"Rea": "reader", "Cody": "coder", "Edda": "editor", "Ada": "admin"}
NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def app(story):
    for name, role in NAMES.items():
        add_account(story, name, role, PASSWORD, by="test")
    return create_app(Workspace(story, "story.db", team=True, model=False), accounts=TeamAccounts(story), hosts=["tocsin.example.org"])


@pytest.fixture
def visit(app):
    """A browser of its own; logged in where a name is given."""

    def opened(name=None, password=PASSWORD, base_url="http://127.0.0.1"):
        client = TestClient(app, base_url=base_url, follow_redirects=False)
        if name is not None:
            assert log_in(client, name, password).status_code == 303
        return client

    return opened


def log_in(client, name, password=PASSWORD, back="/"):
    return client.post("/login", data={"csrf": token(client, "/login"), "name": name, "password": password, "next": back})


def token(client, path="/accounts"):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(path).text)[1]


def post(client, path, **fields):
    return client.post(path, data={"csrf": token(client), **fields})


def cookie(client, name=team.COOKIE):
    return client.cookies.get(name)


# logging in and out


def test_nobody_sees_anything_before_the_log_in(visit):
    client = visit()

    answer = client.get("/stories?page=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/stories%3Fpage%3D1")
    assert client.get("/api/v1/events").status_code == 401
    assert client.get("/api/openapi.json").headers["www-authenticate"] == "Bearer"


def test_the_log_in_leads_back_to_the_page_that_was_asked_for(visit):
    client = visit()

    answer = log_in(client, "rea", back="/stories?page=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/stories?page=1")
    assert "Log out Rea" in client.get("/stories").text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visit):
    answer = log_in(visit(), "Rea")

    given = answer.headers["set-cookie"].lower()
    assert "httponly" in given
    assert "samesite=lax" in given
    assert "secure" not in given  # this is plain HTTP on this machine


def test_by_https_the_cookie_is_bound_to_the_host(visit):
    client = visit(base_url="https://tocsin.example.org")

    answer = log_in(client, "Rea")

    given = answer.headers["set-cookie"]
    assert given.startswith("__Host-tocsin_session=")
    assert "Secure" in given
    assert "Path=/;" in given
    assert "Domain" not in given
    assert answer.headers["strict-transport-security"]
    assert client.get("/stories").status_code == 200


def test_a_wrong_password_and_an_unknown_name_look_the_same(visit, story):
    texts = [re.sub(r'value="[^"]*"', "", log_in(visit(), name, OTHER).text) for name in ("Rea", "Nobody here")]

    assert texts[0] == texts[1]
    assert "name or password is wrong" in texts[0].casefold()
    failures = story.audit.entries(action="log-in failed")
    assert [entry.subject for entry in failures] == ["(no such account)", "Rea"]


def test_a_name_there_is_not_takes_as_long(monkeypatch):
    asked = []
    hasher = passwords._hasher()
    monkeypatch.setattr(type(hasher), "verify", lambda _, kept, given: asked.append((kept, given)))

    assert not passwords.fits(OTHER, None)
    assert len(asked) == 1


def test_the_log_holds_no_secret(visit, story):
    client = visit("Ada")
    log_in(visit(), "Rea", "mistyped password here")
    log_in(visit(), PASSWORD, "in the wrong field")
    made = re.search(r"tocsin_[\w-]{43}", post(client, "/accounts/tokens", label="x").text)[0]
    post(client, "/accounts/password", present=PASSWORD, password=OTHER, again=OTHER)

    written = str([(one.by, one.action, one.subject, dict(one.details)) for one in story.audit.entries()])
    for secret in (PASSWORD, OTHER, "mistyped", "wrong field", made, made[7:30], cookie(client)):
        assert secret not in written
    assert "logged in" in written


def test_only_hashes_are_kept(visit, story, tmp_path):
    client = visit("Ada")
    made = re.search(r"tocsin_[\w-]{43}", post(client, "/accounts/tokens", label="x").text)[0]

    story.close()
    kept = b"".join([path.read_bytes() for path in tmp_path.glob("story.db*")])
    for secret in (PASSWORD, made, made.removeprefix("tocsin_"), cookie(client)):
        assert secret.encode() not in kept
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in kept


def test_the_session_is_another_one_after_each_log_in(visit):
    """Who planted a cookie before, or knows an old one, is not in (session fixation)."""
    client = visit()
    client.cookies.set(team.COOKIE, "planted", domain="127.0.0.1", path="/")

    log_in(client, "Rea")
    first = client.cookies.get(team.COOKIE, path="/")
    post(client, "/logout")
    log_in(client, "Rea")

    assert client.cookies.get(team.COOKIE, path="/") not in {"planted", first}
    for known in ("planted", first):
        attacker = visit()
        attacker.cookies.set(team.COOKIE, known)
        assert attacker.get("/stories").status_code == 303


def test_logging_out_ends_the_session_and_not_only_the_cookie(visit):
    client = visit("Rea")
    kept = cookie(client)

    assert post(client, "/logout").headers["location"] == "/login"

    other = visit()
    other.cookies.set(team.COOKIE, kept)
    assert other.get("/stories").status_code == 303


def test_a_session_ends_without_use(visit, monkeypatch):
    monkeypatch.setattr(team, "IDLE", dt.timedelta(seconds=-1))

    assert visit("Rea").get("/stories").status_code == 303


def test_use_lets_a_session_last_but_not_for_ever(story):
    add_account(story, "Rea", "reader", PASSWORD, by="test")
    start = dt.datetime.now(dt.UTC)
    story.accounts.open_session("Rea", "d" * 64, expires=start + dt.timedelta(minutes=10), agent="x", address="x")

    story.accounts.session("d" * 64, idle=dt.timedelta(hours=2), longest=dt.timedelta(hours=1))

    ends = story.accounts.sessions_of("Rea")[0].expires
    assert start + dt.timedelta(minutes=59) < ends <= start + dt.timedelta(minutes=61)


def test_sessions_are_ended_one_by_one_and_all_others_at_once(visit, story):
    one, two, three = visit("Rea"), visit("Rea"), visit("Rea")
    own = re.findall(r'name="session" value="([0-9a-f]{16})"', one.get("/accounts").text)
    assert len(own) == 2

    post(one, "/accounts/sessions/end", session=own[0])
    assert [client.get("/stories").status_code for client in (one, two, three)] in ([200, 303, 200], [200, 200, 303])
    post(one, "/accounts/sessions/end-others")
    assert [client.get("/stories").status_code for client in (one, two, three)] == [200, 303, 303]
    assert len(story.accounts.sessions_of("Rea")) == 1


def test_nobody_ends_the_session_of_another(visit, story):
    visit("Ada")
    victim = story.accounts.sessions_of("Ada")[0].id

    answer = post(visit("Rea"), "/accounts/sessions/end", session=victim)

    assert answer.status_code == 404
    assert story.accounts.sessions_of("Ada")


# how often


def test_after_some_failures_there_is_a_wait_even_for_the_right_password(visit, story):
    """Also after a restart; and not for the others of the team, who share an address."""
    client = visit()
    for _ in range(3):
        assert log_in(client, "Rea", OTHER).status_code == 403
    for _ in range(7):  # waited for
        story.accounts.failed("Rea", "testclient")
    restarted = create_app(Workspace(story, "story.db", team=True, model=False), accounts=TeamAccounts(story))
    client = TestClient(restarted, base_url="http://127.0.0.1", follow_redirects=False)

    answer = log_in(client, "Rea")

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 64
    assert log_in(client, "Cody").status_code == 303


def test_waits_double_and_end_at_a_quarter_of_an_hour():
    attempts, waits, now = Attempts(), [], NOW
    for _ in range(20):
        wait = attempts.begin("Rea", "here", now)
        waits.append(wait.total_seconds())
        now += wait
        if wait:
            assert attempts.begin("Rea", "here", now) == dt.timedelta()

    assert waits[:10] == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32]
    assert max(waits) == 15 * 60


def test_many_at_once_do_not_slip_in_together():
    attempts = Attempts()

    let_in = [attempts.begin("Rea", "here", NOW) == dt.timedelta() for _ in range(100)]

    assert sum(let_in) == 5


def test_names_are_not_tried_one_after_the_other_from_one_address():
    attempts = Attempts()

    let_in = [attempts.begin(f"name {i}", "here", NOW) == dt.timedelta() for i in range(100)]

    assert sum(let_in) == 20
    assert attempts.begin("name 200", "elsewhere", NOW) == dt.timedelta()


def test_a_right_password_forgets_the_failures():
    attempts = Attempts([Failure(name="Rea", address="here", at=NOW) for _ in range(4)])

    attempts.begin("Rea", "here", NOW)
    attempts.succeeded("Rea", "here")

    assert sum([attempts.begin("Rea", "here", NOW) == dt.timedelta() for _ in range(10)]) == 5


# passwords and names


@pytest.mark.parametrize(
    "password",
    ["short", "elevenchars", "password1234", "Passw0rd!2024", "123456789012", "qwertyuiop12", "aaaaaaaaaaaaaaa", "Ada Boe 2024!!", "adaboeadaboe",
     "tocsin-tocsin", "letmeinletmein", "Welcome12345!", "manchesterunited", "Tocsin-2024-ada", "x" * 300],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(passwords.PasswordError) as refused:
        passwords.refuse_weak(password, "Ada Boe")
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", [PASSWORD, "Tr4verse!kestrel", "müßige Störche fliegen", "correct horse battery staple", "пять старых трамваев"])
def test_what_is_hard_to_guess_is_taken(password):
    passwords.refuse_weak(password, "Ada Boe")

    assert passwords.fits(password, passwords.hashed(password))
    assert not passwords.fits(password + "x", passwords.hashed(password))


def test_what_is_not_seen_is_no_part_of_a_name(story):
    assert add_account(story, "\u202e A\u200bda \n Boe ", "reader", PASSWORD, by="test") == "Ada Boe"


@pytest.mark.parametrize("name", ["", " ", "rule", "Rule", "me", "nobody", "a/b", "<b>", "x" * 61, "-a", "a@b"])
def test_what_is_no_name_is_refused(story, name):
    with pytest.raises(TocsinError):
        add_account(story, name, "reader", PASSWORD, by="test")


def test_names_that_differ_by_capitals_are_one(story):
    add_account(story, "Ada", "reader", PASSWORD, by="test")

    with pytest.raises(TocsinError, match="already"):
        add_account(story, "ADA", "reader", PASSWORD, by="test")


def test_who_changes_their_password_stays_in_and_everybody_else_is_out(visit, story):
    client, other = visit("Rea"), visit("Rea")
    before = cookie(client)

    answer = post(client, "/accounts/password", present=PASSWORD, password=OTHER, again=OTHER)

    assert answer.status_code == 303
    assert cookie(client) != before
    assert client.get("/stories").status_code == 200
    assert other.get("/stories").status_code == 303
    assert log_in(visit(), "Rea").status_code == 403
    assert log_in(visit(), "Rea", OTHER).status_code == 303
    assert story.audit.entries(action="password changed")[0].by == "Rea"


@pytest.mark.parametrize(
    ("present", "new", "again", "status"),
    [(OTHER, OTHER, OTHER, 403), (PASSWORD, OTHER, PASSWORD, 422), (PASSWORD, "password1234", "password1234", 422)],
)
def test_a_password_is_not_changed_by_mistake(visit, present, new, again, status):
    client = visit("Rea")

    assert post(client, "/accounts/password", present=present, password=new, again=again).status_code == status
    assert client.get("/stories").status_code == 200


# accounts


def test_admins_manage_accounts_and_others_see_only_their_own(visit):
    admin = visit("Ada")
    assert post(admin, "/accounts/add", name="Zoe", role="coder", password=PASSWORD).status_code == 303
    zoe = visit("Zoe")
    assert "Zoe" not in visit("Rea").get("/accounts").text

    post(admin, "/accounts/role", name="Zoe", role="reader")
    assert "Zoe, reader" in zoe.get("/accounts").text  # at once, in the session that is open
    post(admin, "/accounts/active", name="Zoe", active="false")
    assert zoe.get("/stories").status_code == 303
    assert log_in(visit(), "Zoe").status_code == 403
    post(admin, "/accounts/active", name="Zoe", active="true")
    post(admin, "/accounts/reset", name="Zoe", password=OTHER)
    assert log_in(visit(), "Zoe", OTHER).status_code == 303


@pytest.mark.parametrize(("path", "fields"), [("/accounts/role", {"role": "reader"}), ("/accounts/active", {"active": "false"})])
def test_there_is_always_an_admin(visit, path, fields):
    admin = visit("Ada")

    answer = post(admin, path, name="Ada", **fields)

    assert answer.status_code == 422
    assert "the only admin" in answer.text
    assert "Ada, admin" in admin.get("/accounts").text


# tokens


def test_a_token_may_what_its_person_may_until_it_is_revoked(visit, story):
    client, program = visit("Cody"), visit()
    page = post(client, "/accounts/tokens", label="nightly")
    made = re.search(r"tocsin_[\w-]{43}", page.text)[0]
    headers = {"Authorization": f"Bearer {made}"}

    assert made not in client.get("/accounts").text  # shown once
    assert program.get("/api/v1/me", headers=headers).json() == {"name": "Cody", "role": "coder", "by_token": True, "team": True}
    claim = next(iter(story.claims())).key
    assert program.post(f"/api/v1/claims/{claim}/reviews", json={"decision": "accept"}, headers=headers).status_code == 201
    assert program.put("/api/v1/settings/findings", json={"rule": "majority"}, headers=headers).status_code == 403
    assert story.audit.entries(action="claim accepted")[0].by == "Cody"
    post(client, "/accounts/tokens/revoke", token=re.search(r'name="token" value="([0-9a-f]{16})"', client.get("/accounts").text)[1])
    assert program.get("/api/v1/me", headers=headers).status_code == 401


def test_a_wrong_token_is_not_passed_over_for_the_cookie(visit):
    client = visit("Ada")

    for header in ("Bearer tocsin_wrong", "Bearer", "Basic QWRhOng=", "Bearer \x00", ""):
        assert client.get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_tokens_end_with_the_account_and_with_a_password_that_another_sets(visit, story):
    accounts = TeamAccounts(story)
    made = [accounts.make_token(name, "x") for name in ("Rea", "Cody")]
    admin = visit("Ada")

    post(admin, "/accounts/active", name="Rea", active="false")
    post(admin, "/accounts/reset", name="Cody", password=OTHER)

    assert [visit().get("/api/v1/me", headers={"Authorization": f"Bearer {one}"}).status_code for one in made] == [401, 401]


def test_a_token_makes_no_tokens_and_no_accounts(visit, story):
    headers = {"Authorization": f"Bearer {TeamAccounts(story).make_token('Ada', 'x')}"}

    assert visit().post("/accounts/tokens", data={"label": "y"}, headers=headers).status_code == 403
    assert visit().post("/accounts/add", data={"name": "Eve", "role": "admin", "password": PASSWORD}, headers=headers).status_code == 403


def test_tokens_do_not_pile_up(visit):
    client = visit("Rea")
    for number in range(team.MOST_TOKENS):
        assert post(client, "/accounts/tokens", label=str(number)).status_code == 200

    assert post(client, "/accounts/tokens", label="one more").status_code == 409


# the command line


def test_the_first_admin_is_made_on_the_command_line(tmp_path):
    store = str(tmp_path / "team.db")

    def run(*words, given=""):
        return CliRunner().invoke(command, ["user", *words, "--store", store], input=given)

    assert run("add", "Ada Boe", "--role", "admin", given=f"{PASSWORD}\n").exit_code == 0
    assert run("add", "Rea", given=f"{PASSWORD}\n").exit_code == 0
    assert isinstance(run("add", "Zoe", given="password1234\n").exception, TocsinError)
    assert isinstance(run("add", "Zoe", "--role", "king", given=f"{PASSWORD}\n").exception, TocsinError)
    assert isinstance(run("role", "Ada Boe", "--role", "reader").exception, TocsinError)
    assert run("role", "Rea", "--role", "coder").exit_code == 0
    assert run("password", "Rea", given=f"{OTHER}\n").exit_code == 0
    assert run("deactivate", "Rea").exit_code == 0
    assert run("activate", "Rea").exit_code == 0
    listed = run("list").output
    assert "Ada Boe" in listed
    assert "coder" in listed
    with open_store(store) as kept:
        assert {entry.by for entry in kept.audit.entries()} == {"command line"}
        assert passwords.fits(OTHER, kept.accounts.password_of("Rea"))


def test_one_person_has_no_accounts(client):
    assert client.get("/accounts").status_code == 404
    assert client.get("/login").status_code == 404


def test_a_team_is_not_served_before_it_has_an_admin(tmp_path):
    store = str(tmp_path / "team.db")

    alone = CliRunner().invoke(command, ["serve", "--store", store, "--host", "tocsin.example.org"])
    nobody = CliRunner().invoke(command, ["serve", "--store", store, "--team"])

    assert "serve with --team" in str(alone.exception)
    assert "tocsin user add NAME --role admin" in str(nobody.exception)
