"""How fast the workbench answers: ``python -m eval.workbench_speed [--store FILE] [--events N]`` prints milliseconds a page, the median of 20.

The store is made here, with 20,000 events and about 100,000 claims: the example story is read and reconciled once, and its reports are told again of
other towns and days. Most tellings are one report with some of its acts, a few are all of its reports, so that most events have few claims and some
very many. With ``--store`` the file is kept, and used when it is there already.

"wall" is the time until the answer, on a machine that may do other things; "core" is this process's own work, which the goal is held against.
"""

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from starlette.routing import Route
from starlette.testclient import TestClient

from tocsin.core.claims import Claim, Extraction
from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, mention_id
from tocsin.core.reviews import Decision, Review
from tocsin.core.values import Actor, DateInterval, Place, PlaceKind
from tocsin.intake import IntakeFailure, make_document, read_items
from tocsin.pipeline import load_reader
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.reconciling import event_of
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.cards import write_cards
from tocsin.store.events import Reconciling, add_reconciling, exchange
from tocsin.store.linking import Linking
from tocsin.store.reconcile import refresh
from tocsin.store.rows import claim_row, document_row
from tocsin.store.rowwise import add_rows
from tocsin.store.tables import claims, documents, events, reading_claims, readings, stories
from tocsin.store.tables import event_mentions as members
from tocsin.web.app import create_app
from tocsin.web.pages import ROUTERS
from tocsin.web.workspace import Workspace

STORY = Path(__file__).parent.parent / "examples" / "story"
EVENTS = 20_000
REQUESTS = 20
GOAL = 300
"""Milliseconds."""
_START = dt.date(2021, 1, 1)
_DAYS = 4 * 365
TOWNS = 800
_COUNTRIES = {
    "SD": (30, 15),
    "ET": (39, 9),
    "NG": (8, 9),
    "ML": (-4, 15),
    "MW": (34, -13),
    "KE": (38, 0),
    "UA": (32, 49),
    "MM": (96, 21),
    "CO": (-74, 4),
}
_KINDS = [*[PlaceKind.SETTLEMENT] * 15, PlaceKind.ADMIN1, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.DISTRICT, PlaceKind.COUNTRY]
_REVIEWED = 400
_VIEWS = (
    "/",
    "/?page=200",
    "/?order=killed",
    "/?country=SD&from=2022-01-01&to=2022-12-31",
    "/?family=attacks+on+people&speaker=police&factuality=CT%2B",
    "/?actor=police&measure=killed",
    "/?bbox=22,8,38,22&order=weight",
    "/?q=police+town7",
    "/events.geojson",
    "/events.geojson?country=SD",
    "/timeline.json",
    "/suggest/actor?actor=pol",
)


def main(arguments: list[str] | None = None) -> int:
    """Make the store, time the pages, print the table; 1 when a page is slower than the goal, or fails."""
    parser = argparse.ArgumentParser(description="How fast the workbench answers.")
    parser.add_argument("--store", help="keep the store in this file; used as it is when it is there")
    parser.add_argument("--events", type=int, default=EVENTS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or str(Path(folder) / "large.db")
        is_there = Path(path).exists()
        with open_store(path) as store:
            if not is_there:
                start = time.monotonic()
                fill(store, options.events)
                print(f"made in {time.monotonic() - start:.0f} s")
            return timed(store, path)


def timed(store: Store, path: str) -> int:
    """Ask for each page and print how long it takes."""
    app = create_app(Workspace(store, path, team=False, model=False))
    last, counts = store.events.last(), store.counts()
    print(f"{counts.claims:,} claims, {last.events if last else 0:,} events, {last.stories if last else 0:,} stories, {counts.documents:,} reports")
    table = Table("page", "status", "KB", "wall ms", "core ms")
    slow = False
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)  # not entered: nothing is read or grouped beside
    for page in pages(store):
        wall, core, answer = [], [], client.get(page)  # the first is not counted: templates are read once
        for _ in range(REQUESTS):
            clocks = time.perf_counter(), time.process_time()
            answer = client.get(page)
            wall.append(1000 * (time.perf_counter() - clocks[0]))
            core.append(1000 * (time.process_time() - clocks[1]))
        slow |= statistics.median(core) > GOAL or answer.status_code >= 400
        table.add_row(
            page[:90], str(answer.status_code), f"{len(answer.content) / 1024:.0f}", *[f"{statistics.median(of):.0f}" for of in (wall, core)]
        )
    Console(width=150).print(table)
    return int(slow)


def pages(store: Store) -> Iterator[str]:
    """Every page there is, filled in with what is largest: the event and the report with most claims, the longest story."""
    yield from _VIEWS
    with store.reading() as connection:
        largest = connection.execute(select(events.c.id, events.c.story).order_by(events.c.mentions.desc(), events.c.id).limit(1)).one()
        document = connection.execute(
            select(members.c.document).where(members.c.event == largest.id).order_by(members.c.document).limit(1)
        ).scalar_one()
        mention = connection.execute(select(members.c.mention).where(members.c.event == largest.id).order_by(members.c.mention).limit(1)).scalar_one()
        story = largest.story or connection.execute(select(stories.c.id).limit(1)).scalar_one()
    claim = next(iter(store.claims(document))).key
    known = {"event": largest.id, "story": story, "document": document, "report": document, "claim": claim, "key": claim, "mention": mention}
    known |= {f"{name}_id": value for name, value in known.items()}
    seen = {view.partition("?")[0] for view in _VIEWS}
    for route in [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]:
        names = [part.strip("{}").partition(":")[0] for part in route.path.split("/") if part.startswith("{")]
        if "GET" not in (route.methods or ()) or route.path in seen or route.path.startswith(("/download", "/suggest", "/logout", "/login")):
            continue
        if set(names) <= known.keys():
            yield route.path.format_map(known)
        else:
            print(f"not asked: {route.path}")


def fill(store: Store, wanted: int) -> None:
    """Fill an empty store with this many events."""
    chance = random.Random(7)
    told, group_of = read_story()
    towns = [town(chance, i) for i in range(TOWNS)]
    extractions: list[Extraction] = []
    made: list[Event] = []
    mention_of: dict[str, EventMention] = {}
    while len(made) < wanted:
        of_copy = list(retold(chance, told, chance.choice(towns)))
        groups: dict[str, list[EventMention]] = {}
        for extraction, original in of_copy:
            for mention in event_mentions(extraction.document, extraction.claims):
                groups.setdefault(group_of[mention_id(original, mention.trigger)], []).append(mention)
        extractions += [extraction for extraction, _ in of_copy]
        made += [event_of(sorted(group, key=published), {}, RULES["range"], None) for group in groups.values()]
        mention_of |= {mention.id: mention for group in groups.values() for mention in group}
    _keep(store, extractions, made, mention_of)
    for extraction in chance.sample(extractions, min(_REVIEWED, len(extractions))):
        claim = chance.choice(extraction.claims)
        at = dt.datetime.now(dt.UTC)
        store.reviews.add(Review(document=claim.document, claim=claim.key, decision=Decision.ACCEPT, by=chance.choice(("Ada", "Ben")), at=at))


def read_story() -> tuple[list[Extraction], Mapping[str, str]]:
    """The example story read by rules alone, and the event of each of its event mentions."""
    reader = load_reader(model=False)
    read = [reader.extract(make_document(item)) for item in read_items([str(STORY)], published=None) if not isinstance(item, IntakeFailure)]
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "story.db")) as store:
        for extraction in read:
            store.add(extraction, None, "reader")
        refresh(store, RULES["range"])
        with store.reading() as connection:
            return read, {row.mention: row.event for row in connection.execute(select(members))}


def town(chance: random.Random, number: int) -> Place:
    """A made-up place, most often a town."""
    country = chance.choice(list(_COUNTRIES))
    east, north = _COUNTRIES[country]
    kind = chance.choice(_KINDS)
    name = f"Town{number}" if kind is not PlaceKind.COUNTRY else country
    return Place(
        gazetteer_id=f"made-up:{number}",
        name=name,
        kind=kind,
        country=country,
        latitude=north + chance.gauss(0, 2),
        longitude=east + chance.gauss(0, 2),
    )


def retold(chance: random.Random, told: Sequence[Extraction], town: Place) -> Iterator[tuple[Extraction, str]]:
    """Some of the story's reports, with the id of the report each is made of: of another town, on other days, with some of their acts."""
    later = dt.timedelta(days=chance.randrange(_DAYS))
    reports = chance.choices((1, 2, chance.randint(3, 5), chance.randint(6, len(told))), weights=(91, 6, 2, 1))[0]
    kept = chance.uniform(0.2, 0.7)
    for one in chance.sample(told, reports):
        original = one.document
        report = msgspec.structs.replace(
            original.report,
            published=original.report.published + later if original.report.published is not None else None,
            publisher=f"{original.report.publisher} {chance.randrange(40)}",
            url=f"https://news.example/{chance.randrange(10**12)}",
        )
        document = Document.freeze(f"{original.text}\n\nFrom {town.name}, {chance.randrange(10**6)}.", report)
        triggers = sorted({claim.trigger for claim in one.claims})
        acts = set(chance.sample(triggers, max(1, round(kept * len(triggers)))))
        changed = {claim.key: _elsewhere(claim, document, town, later) for claim in one.claims if claim.trigger in acts}
        keys = {old: new.key for old, new in changed.items()}
        yield Extraction(document=document, claims=tuple([_relinked(claim, keys) for claim in changed.values()])), original.id


def _elsewhere(claim: Claim, document: Document, town: Place, later: dt.timedelta) -> Claim:
    value = claim.value
    if isinstance(value, Place):
        value = town
    elif isinstance(value, DateInterval):
        value = msgspec.structs.replace(value, start=value.start and value.start + later, end=value.end and value.end + later)
    elif isinstance(value, Actor) and value.kind not in {"person", "group"}:
        value = msgspec.structs.replace(value, name=f"{town.name} {value.name}")
    return msgspec.structs.replace(claim, document=document.id, value=value, as_of=claim.as_of and claim.as_of + later)


def _relinked(claim: Claim, keys: Mapping[str, str]) -> Claim:
    return msgspec.structs.replace(claim, part_of=keys.get(claim.part_of or ""), qualifies=keys.get(claim.qualifies or ""))


def published(mention: EventMention) -> tuple[dt.date, str]:
    """The order in which an event's mentions stand."""
    return mention.published or dt.date.max, mention.id


def _keep(store: Store, extractions: Sequence[Extraction], made: Sequence[Event], mention_of: Mapping[str, EventMention]) -> None:
    """Store it all at once: one by one each waits for the disk."""
    now = dt.datetime.now(dt.UTC)
    with store.writing() as connection:
        add_rows(connection, documents, [document_row(one.document) | {"added": now} for one in extractions])
        add_rows(
            connection,
            readings,
            [{"number": i, "document": one.document.id, "fingerprint": "reader", "at": now} for i, one in enumerate(extractions)],
        )
        number = 0
        for i, one in enumerate(extractions):
            numbers = range(number, number + len(one.claims))
            number += len(one.claims)
            add_rows(connection, claims, [claim_row(claim) | {"number": j} for j, claim in zip(numbers, one.claims, strict=True)])
            add_rows(connection, reading_claims, [{"reading": i, "position": j - numbers[0], "claim": j} for j in numbers])
    with store.reading() as connection:
        linking = Linking(connection)
        linking.look((), made)
    with store.writing() as connection:
        exchange(connection, (), made, {name: mention.document for name, mention in mention_of.items()})
        write_cards(connection, (), made, mention_of)
        linking.write(connection)
        counted = {"events": len(made), "stories": len(linking.stories), "mentions": len(mention_of), "reports": len(extractions)}
        add_reconciling(connection, Reconciling(at=now, rule="range", as_of=None, compared=0, judged=0, **counted))


if __name__ == "__main__":
    sys.exit(main())
