"""The whole interface asked with what its own document allows, and with what it does not: no failure, and no answer that is not documented.

More examples by hand: TOCSIN_EXAMPLES=500 pytest tests/web/test_schemathesis.py
"""

import copy
import datetime as dt
import json
import os
import shutil
import socket
import threading
import time
from contextlib import contextmanager

import hypothesis
import pytest
import uvicorn
from schemathesis import GenerationMode

from tocsin.core.events import Judgement, Verdict
from tocsin.core.reviews import Decision, Review
from tocsin.store import open_store
from tocsin.store.cards import Filter
from tocsin.web.accounts import ROLES, TeamAccounts, add_account
from tocsin.web.api import describing
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "4"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
"""Not that all that is allowed is accepted: whether an id is known, or a span lies in its report, no schema says."""
ROUTES = sorted((path, method) for method, path in describing.levels())
NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
SETTINGS = {
    "max_examples": EXAMPLES,
    "deadline": None,
    "derandomize": "TOCSIN_EXAMPLES" not in os.environ,
    "database": None,
    "suppress_health_check": list(hypothesis.HealthCheck),
}


def _document(store):
    """The document, where ids are those of the store, and spans are short enough to lie in its reports: what is asked is often there."""
    known = copy.deepcopy(describing.document())
    documents = [one.id for one in store.documents()][:5]
    claims = [claim.key for document in documents[:2] for claim in store.claims(document)][:10]
    reviews = [Review(document=documents[0], claim=claims[0], decision=Decision.REJECT, by=name, at=NOW) for name in ("me", "somebody")]
    for review in reviews:
        store.reviews.add(review)
    one, other = sorted([mention for event in store.events.all() for mention in event.mentions])[:2]
    judgement = Judgement(left=one, right=other, verdict=Verdict.SAME, by="me", at=NOW)
    store.events.add_judgements([judgement])
    ids = {
        "event_id": [card.event for card in store.cards.page(Filter(), order="reports", size=5)],
        "event": [card.event for card in store.cards.page(Filter(), order="reports", size=5)],
        "story_id": [one.id for one in store.events.stories()],
        "report_id": documents,
        "key": claims,
        "judgement_id": [judgement.id, *[made.id for made in store.events.judgements()][:4]],
        "review_id": [review.id for review in reviews],
        "name": ["geojson", "acled"],
    }
    for methods in known["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in ids:
                    parameter["schema"] = {"type": "string", "enum": [*ids[parameter["name"]], "x1"]}
    mentions = [one for event in store.events.all() for one in event.mentions][:6]
    judged = known["components"]["schemas"]["JudgementAsked"]["properties"]
    for field in ("one", "other"):
        judged[field] = {"type": "string", "enum": [*mentions, *ids["event_id"], "e1"]}
    records = known["components"]["schemas"]
    records["Near"] = {"type": "array", "minItems": 2, "maxItems": 2}
    records["Near"]["prefixItems"] = [{"type": "integer", "minimum": low, "maximum": low + 99} for low in (0, 100)]
    for name in ("Changes", "ClaimAsked", "SpeakerAsked"):
        records[name] = json.loads(json.dumps(records[name]).replace("schemas/Span", "schemas/Near"))
    return known


@contextmanager
def _served(app):
    """Its address, while it is served as it is in use: what stands before the application answers too."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def local(story_file, tmp_path_factory):
    """The address of a workbench for one person, and its document."""
    with (
        open_store(shutil.copy(story_file, tmp_path_factory.mktemp("local"))) as store,
        _served(create_app(Workspace(store, "story.db", team=False, model=False))) as address,
    ):
        yield address, _document(store)


@pytest.fixture(scope="session")
def team(story_file, tmp_path_factory):
    """The address of a workbench for a team, its document, and a token for each role."""
    with open_store(shutil.copy(story_file, tmp_path_factory.mktemp("team"))) as store:
        accounts = TeamAccounts(store)
        tokens = {"nobody": "tocsin_none"}
        for role in ROLES:
            add_account(store, f"a {role}", role, "sheep lantern quarry", by="test")
            tokens[role] = accounts.make_token(f"a {role}", "test")
        with _served(create_app(Workspace(store, "story.db", team=True, model=False), accounts=accounts)) as address:
            yield address, _document(store), tokens


def _ask(document, path, method, check):
    """Run a check over cases of one route: such as it allows, and such as it does not."""
    operation = schemathesis.openapi.from_dict(document)[path][method]
    asked = document["paths"][path][method]
    leaves_room = "parameters" in asked or "requestBody" in asked
    for mode in GenerationMode if leaves_room else [GenerationMode.POSITIVE]:

        @hypothesis.settings(**SETTINGS)
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            check(case)

        ask()


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_one_person(path, method, local):
    address, document = local

    def check(case):
        case.validate_response(case.call(base_url=address), checks=CHECKS)

    _ask(document, path, method, check)


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_team(path, method, team):
    address, document, tokens = team
    needed = document["paths"][path][method]["x-role"]

    def check(case):
        for role, token in tokens.items():
            answer = case.call(base_url=address, headers={"Authorization": f"Bearer {token}"})
            case.validate_response(answer, checks=CHECKS)
            if role == "nobody":
                assert answer.status_code == 401
            elif ROLES.index(role) < ROLES.index(needed):
                assert answer.status_code == 403

    _ask(document, path, method, check)
