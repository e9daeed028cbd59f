"""What is fuzzed. A target takes bytes and returns nothing; it raises when something that must hold does not.

The errors that each part is documented to raise for bad input are let pass: they are answers. Anything else is a finding.
"""

import asyncio
import datetime as dt
import io
import json
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from fuzz.pieces import Pieces
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Report
from tocsin.core.events import EventMention
from tocsin.errors import IntakeError
from tocsin.export.dataset import Dataset
from tocsin.export.exports import EXPORTS, write
from tocsin.intake.article import clean, make_document
from tocsin.intake.items import IntakeFailure
from tocsin.intake.reports import read_named
from tocsin.pipeline import Reader, load_reader
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.reconciling import Reconciled, Reconciler
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.reconcile import refresh
from tocsin.web.app import create_app
from tocsin.web.workspace import Workspace

DAY = dt.date(2024, 6, 12)
NAMES = ("a.txt", "a.html", "a.jsonl", "a.json", "a.pdf", "a.bin")
PUBLISHERS = ("Port Radio", "Lakeland Wire", "=cmd", "")
RULE_NAMES = tuple(sorted(RULES))
FORMATS = tuple(sorted(name for name, export in EXPORTS.items() if not export.missing))
SLOW = 60
"""Seconds, longer than any answer takes."""


def intake(data: bytes) -> None:
    """Bytes of an unknown kind become documents, or are said to be unreadable."""
    pieces = Pieces(data)
    name = pieces.one(NAMES)
    raw = {0: pieces.rest, 1: lambda: pieces.text(len(data)).encode(), 2: pieces.json_bytes, 3: lambda: page(pieces)}[pieces.byte() % 4]()
    for item in read_named(io.BytesIO(raw), name):
        if not isinstance(item, IntakeFailure):
            try:
                document = make_document(item)
            except IntakeError:
                continue
            assert document.text == clean(document.text), "cleaning a clean text changes it"
            assert document.text.encode("utf-8").decode("utf-8") == document.text


def page(pieces: Pieces) -> bytes:
    """A page with some of what pages have."""
    script = pieces.json_bytes()
    body = "".join(f"<p>{pieces.text(20)}</p>" for _ in range(1 + pieces.byte() % 4))
    return b'<html><head><script type="application/ld+json">' + script + b"</script></head><body><article>" + body.encode() + pieces.rest()


def finders(data: bytes) -> None:
    """Any text is read by rules; every claim's words are the text's, and reading again gives the same."""
    pieces = Pieces(data)
    document = Document.freeze(clean(pieces.text(len(data))), Report(published=pieces.published()))
    check(reader().extract(document))


def check(extraction: Extraction) -> None:
    """Every quote stands at its span, keys are unique and lead somewhere."""
    text = extraction.document.text
    keys = [claim.key for claim in extraction.claims]
    assert len(keys) == len(set(keys)), "two claims with one key"
    for claim in extraction.claims:
        told = [(claim.span, claim.quote), *[(words.span, words.quote) for words in (*claim.cues, *claim.mentions)]]
        told += [(link.span, link.quote) for link in claim.attribution] + [(link.cue.span, link.cue.quote) for link in claim.attribution if link.cue]
        assert all([text[span.start : span.end] == quote for span, quote in told]), f"words that do not stand there: {told}"
        assert 0 <= claim.trigger.start < claim.trigger.end <= len(text)
        assert claim.part_of in {None, *keys}
        assert claim.qualifies in {None, *keys}


def reports(pieces: Pieces, most: int = 3) -> list[Extraction]:
    """Some short reports, read."""
    read = {}
    for _ in range(1 + pieces.byte() % most):
        report = Report(publisher=pieces.one(PUBLISHERS) or None, published=pieces.published())
        extraction = extracted(Document.freeze(clean(pieces.text(8 + pieces.byte() % 24)), report))
        read[extraction.document.id] = extraction
    return list(read.values())


@lru_cache(maxsize=20_000)
def extracted(document: Document) -> Extraction:
    """A report, read by rules; what is fuzzed here comes after the reading, and most inputs differ in one report of three."""
    return reader().extract(document)


def reconciled(read: list[Extraction], rule: str) -> tuple[list[EventMention], Reconciled]:
    """The events of some reports."""
    mentions = [mention for extraction in read for mention in event_mentions(extraction.document, extraction.claims)]
    reconciler = Reconciler([extraction.document for extraction in read], mentions)
    list(reconciler.judge())
    return mentions, reconciler.events(RULES[rule])


def reconcile(data: bytes) -> None:
    """Events from any reports: in any order the same, every mention in one of them, bounds in order, every finding with a claim."""
    pieces = Pieces(data)
    rule = pieces.one(RULE_NAMES)
    read = reports(pieces)
    mentions, found = reconciled(read, rule)
    assert reconciled(read[::-1], rule)[1] == found, "the order of reports changes the events"
    assert sorted([mention for event in found.events for mention in event.mentions]) == sorted([mention.id for mention in mentions])
    for finding in (finding for event in found.events for finding in event.findings):
        assert finding.supporting, "a finding without a claim"
        known = [bound for bound in (finding.low, finding.best, finding.high) if bound is not None]
        assert all([one <= other for one, other in pairwise(known)]), f"bounds out of order: {known}"


def exports(data: bytes) -> None:
    """Any data set can be written in any format."""
    pieces = Pieces(data)
    name, rule = pieces.one(FORMATS), pieces.one(RULE_NAMES)
    read = reports(pieces)
    mentions, found = reconciled(read, rule)
    claims = {claim.key: claim for extraction in read for claim in extraction.claims}
    documents = {extraction.document.id: extraction.document for extraction in read}
    dataset = Dataset(
        documents=documents,
        mentions={mention.id: mention for mention in mentions},
        claims=claims,
        events=tuple(found.events),
        stories=tuple(found.stories),
        rule=rule,
        as_of=None,
        generated=DAY,
    )
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        for file in write(name, dataset, Path(folder), people=bool(pieces.byte() % 2)):
            if file.suffix == ".csv":
                cells = file.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
                assert not any([line.startswith(("=", "+", "@")) for line in cells]), "a cell that a spreadsheet would run"


def store(data: bytes) -> None:
    """What is added comes back the same, once; refreshing again changes nothing."""
    pieces = Pieces(data)
    rule = RULES[pieces.one(RULE_NAMES)]
    kept = emptied_store()
    refreshing = pieces.byte() % 8 == 0  # that takes most of the time, and so does each report
    read = reports(pieces, 3 if refreshing else 1)
    for extraction in (*read, *read[:1]):
        kept.add(extraction, None, "fuzz")
    for extraction in read:
        assert kept.document(extraction.document.id) == extraction.document
        assert sorted(kept.claims(extraction.document.id), key=_key) == sorted(extraction.claims, key=_key)
    list(kept.search(pieces.text(6)))
    if not refreshing or not any([extraction.claims for extraction in read]):
        return
    refresh(kept, rule)
    before = list(kept.events.all())
    refresh(kept, rule)
    assert list(kept.events.all()) == before, "refreshing again changes the events"


def _key(claim: object) -> str:
    return str(getattr(claim, "key", ""))


METHODS = ("GET", "GET", "POST", "PUT", "DELETE", "PATCH")


def api(data: bytes) -> None:
    """No request brings the workbench to its knees: whatever is asked, the answer is no server's fault."""
    pieces = Pieces(data)
    application, paths, loop = workbench()
    path = pieces.one(paths)
    while "{" in path:
        before, _, after = path.partition("{")
        path = before + quoted(pieces.text(1 + pieces.byte() % 3)) + after.partition("}")[2]
    query = "&".join([f"{pieces.one(QUERY)}={quoted(pieces.text(pieces.byte() % 6))}" for _ in range(pieces.byte() % 4)])
    method = pieces.one(METHODS)
    body = pieces.json_bytes() if method != "GET" else b""
    status, _ = asyncio.run_coroutine_threadsafe(answer(application, method, path, query, body), loop).result(SLOW)
    assert status < HTTPStatus.INTERNAL_SERVER_ERROR, f"{method} {path}?{query} {body!r}: {status}"


QUERY = ("q", "from", "to", "measure", "speaker", "factuality", "place", "type", "family", "order", "page", "rule", "state", "event", "limit", "box")


def quoted(text: str) -> str:
    """In an address."""
    return "".join([f"%{byte:02x}" for byte in text.encode("utf-8", "replace")]) or "x"


@cache
def reader() -> Reader:
    """By rules alone: the network takes numbers, and thousands of times as long."""
    return load_reader(model=False)


@cache
def memory() -> str | None:
    """A folder in memory where there is one: files are made by the million."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own is made in it


@cache
def stores() -> tuple[Store, sqlite3.Connection, tuple[str, ...]]:
    """A store that stays open, a connection to its file, and what empties it: opening a store takes ten times as long as its use.

    A store forbids to delete, which nothing in Tocsin does; that is switched off here, for emptying alone. To write an empty store over it instead
    would have each connection read the schema anew, which takes longer than the rest.
    """
    path = Path(tempfile.mkdtemp(dir=memory())) / "used.db"
    open_store(str(path)).close()
    file = sqlite3.connect(path, isolation_level=None)
    named = file.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    for name in [name for kind, name in named if kind == "trigger" and name.endswith("_no_delete")]:
        file.execute(f"DROP TRIGGER {name}")
    tables = [name for kind, name in named if kind == "table" and not name.startswith("documents_text") and name != "alembic_version"]
    emptying = ["INSERT INTO documents_text(documents_text) VALUES ('delete-all')", *[f"DELETE FROM {name}" for name in tables]]  # noqa: S608 - names of our own tables
    return open_store(str(path)), file, tuple(emptying)


def emptied_store() -> Store:
    """The open store with nothing in it."""
    kept, file, emptying = stores()
    file.execute("BEGIN IMMEDIATE")
    for statement in emptying:
        file.execute(statement)
    file.execute("COMMIT")
    return kept


@cache
def workbench() -> tuple[ASGIApp, tuple[str, ...], asyncio.AbstractEventLoop]:
    """A workbench over a small store, its addresses that answer programs, and the loop it runs in."""
    path = Path(tempfile.mkdtemp(dir=memory())) / "store.db"
    kept: Store = open_store(str(path))
    for text in ("Police shot dead two people in Oran on Monday, witnesses said.", "Police denied that two people were shot dead in Oran."):
        kept.add(reader().extract(Document.freeze(text, Report(publisher="Wire", published=DAY))), None, "fuzz")
    refresh(kept, RULES["range"])
    application = create_app(Workspace(kept, str(path), team=False, model=False))
    loop = asyncio.new_event_loop()
    # a loop that never ends keeps its threads; one run for each request would start them anew each time
    threading.Thread(target=loop.run_until_complete, args=(asyncio.Event().wait(),), daemon=True).start()
    status, described = asyncio.run_coroutine_threadsafe(answer(application, "GET", "/api/openapi.json", "", b""), loop).result()
    assert status == HTTPStatus.OK
    return application, tuple(sorted(json.loads(described)["paths"])), loop


async def answer(application: ASGIApp, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes]:
    """Ask as a server asks it, without a client's own opinion of the address; status and body. What the workbench raises is raised."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
    }
    sent: list[Message] = []
    told = False

    async def receive() -> Message:
        nonlocal told
        if told:
            await asyncio.sleep(SLOW)  # the client waits for its answer
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await application(scope, receive, send)
    status = next(message["status"] for message in sent if message["type"] == "http.response.start")
    return status, b"".join([message.get("body", b"") for message in sent if message["type"] == "http.response.body"])


TARGETS: MappingProxyType[str, Callable[[bytes], None]] = MappingProxyType(
    {"intake": intake, "finders": finders, "reconcile": reconcile, "store": store, "exports": exports, "api": api}
)
