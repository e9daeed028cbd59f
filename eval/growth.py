"""How the cost of reconciling grows: ``python -m eval.growth [--most N]`` prints seconds for 1,000 to 100,000 mentions of made-up reports.

The reports are made of random words, names, towns and days: half of the happenings are told by one report, the rest by up to five, and every report
tells three. Seconds are of one core's work, so that other programs do not count; timed are profiles and blocking, comparing, and clustering.

``--store`` does the same in a store, and then prints milliseconds of one core, the median of some, for bringing the store up to date after one more
report, after one claim was read otherwise, and after one judgement was made; writing to the disk is not in them.
"""

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tocsin.core.claims import Claim, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, EventType, Place, PlaceKind
from tocsin.reconcile.blocking import Blocks
from tocsin.reconcile.clusters import cluster
from tocsin.reconcile.compare import judge
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.rules import RULES
from tocsin.reconcile.wording import wordings
from tocsin.store import Store, open_store
from tocsin.store.reconcile import refresh
from tocsin.store.rows import claim_row, document_row
from tocsin.store.rowwise import add_rows
from tocsin.store.tables import claims, reading_claims, readings
from tocsin.store.tables import documents as document_rows

SIZES = (1_000, 10_000, 100_000)
_TYPES = "protest march strike riot clash shooting killing bombing arrest curfew arson looting accusation statement-call".split()
_START = dt.date(2020, 1, 1)
_ACTS = 3
_TOWNS = 3_000
_YEARS = 3
_CHANGES = 7
"""Changes of each kind that are timed in a store."""


def main(arguments: list[str] | None = None) -> int:
    """Time each size and print the table."""
    parser = argparse.ArgumentParser(description="How the cost of reconciling grows.")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out sizes above this")
    parser.add_argument("--store", action="store_true", help="in a store, and one change at a time")
    options = parser.parse_args(arguments)
    if options.store:
        stored = Table("event mentions", "events", "all at once s", "one more report ms", "one claim ms", "one judgement ms")
        for size in [size for size in SIZES if size <= options.most]:
            stored.add_row(*timed_in_store(size))
        Console().print(stored)
        return 0
    table = Table("event mentions", "pairs", "events", "blocking s", "comparing s", "clustering s", "together s")
    for size in [size for size in SIZES if size <= options.most]:
        table.add_row(*timed(size))
    Console().print(table)
    return 0


def timed(size: int) -> Iterator[str]:
    """One row of the table."""
    mentions, documents = made_up(size)
    start = time.process_time()
    worded = wordings(documents)
    profiles = {mention.id: profile(mention) for mention in mentions}
    pairs = sorted(Blocks(profiles.values(), worded).pairs())
    blocked = time.process_time()
    judgements = []
    for left, right in pairs:
        one, other = profiles[left], profiles[right]
        judgements.append(judge(one, other, (worded[one.document], worded[other.document])))
    compared = time.process_time()
    events = cluster(mentions, judgements)
    end = time.process_time()
    yield from (f"{len(mentions):,}", f"{len(pairs):,}", f"{len(events):,}")
    yield from (f"{seconds:.1f}" for seconds in (blocked - start, compared - blocked, end - compared, end - start))


def timed_in_store(size: int) -> Iterator[str]:
    """One row of the other table."""
    mentions, documents = made_up(size)
    of_document: dict[str, list[Claim]] = {}
    for mention in mentions:
        of_document.setdefault(mention.document, []).extend(mention.claims)
    extractions = [Extraction(document=one, claims=tuple([_at_its_words(claim, one) for claim in of_document[one.id]])) for one in documents]
    chance = random.Random(size)
    late = {extraction.document.id for extraction in chance.sample(extractions, _CHANGES)}
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "growth.db")) as store:
        rest = [one for one in extractions if one.document.id not in late]
        _fill(store, rest)
        start = time.process_time()
        made = refresh(store, RULES["range"])
        yield from (f"{made.mentions:,}", f"{made.events:,}", f"{time.process_time() - start:.1f}")
        reports = [one for one in extractions if one.document.id in late]
        yield _median(store, [lambda one=one: store.add(one, None, "reader") for one in reports])
        yield _median(store, [lambda one=one: store.add(_corrected(one), None, "person") for one in chance.sample(rest, _CHANGES)])
        several = [event.mentions for event in store.events.all() if len(event.mentions) > 1]
        yield _median(store, [lambda pair=pair: store.events.add_judgements([_parted(*pair[:2])]) for pair in chance.sample(several, _CHANGES)])


def _at_its_words(claim: Claim, document: Document) -> Claim:
    return msgspec.structs.replace(claim, quote=claim.span.quote(document.text))


def _fill(store: Store, extractions: Sequence[Extraction]) -> None:
    """Store them all at once: one by one each waits for the disk, which is not what is timed."""
    now = dt.datetime.now(dt.UTC)
    with store.writing() as connection:
        number = 0
        add_rows(connection, document_rows, [document_row(one.document) | {"added": now} for one in extractions])
        names = [{"number": i, "document": one.document.id, "fingerprint": "reader", "at": now} for i, one in enumerate(extractions)]
        add_rows(connection, readings, names)
        for i, one in enumerate(extractions):
            numbers = range(number, number + len(one.claims))
            number += len(one.claims)
            add_rows(connection, claims, [claim_row(claim) | {"number": j} for j, claim in zip(numbers, one.claims, strict=True)])
            add_rows(connection, reading_claims, [{"reading": i, "position": j - numbers[0], "claim": j} for j in numbers])


def _corrected(one: Extraction) -> Extraction:
    """One more injured in the first act."""
    wrong = next(claim for claim in one.claims if isinstance(claim.value, Count))
    right = msgspec.structs.replace(wrong, value=Count(low=99, high=99))
    return msgspec.structs.replace(one, claims=tuple([right if claim is wrong else claim for claim in one.claims]))


def _parted(left: str, right: str) -> Judgement:
    one, other = sorted((left, right))
    return Judgement(left=one, right=other, verdict=Verdict.DIFFERENT, by="Ada", at=dt.datetime.now(dt.UTC))


def _median(store: Store, changes: Sequence[Callable[[], object]]) -> str:
    taken = []
    for change in changes:
        change()
        start = time.process_time()
        refresh(store, RULES["range"])
        taken.append(time.process_time() - start)
    return f"{1000 * statistics.median(taken):.0f}"


def made_up(size: int, seed: int = 7) -> tuple[list[EventMention], list[Document]]:
    """About `size` event mentions and their reports: more mentions are more towns' news of the same years, not longer blocks."""
    chance = random.Random(seed)
    mentions: list[EventMention] = []
    documents: list[Document] = []
    while len(mentions) < size:
        town, day = chance.randrange(_TOWNS), _START + dt.timedelta(days=chance.randrange(365 * _YEARS))
        acts = [(code, chance.randint(1, 40), f"{_name(chance)} {_name(chance)}") for code in chance.sample(_TYPES, _ACTS)]
        told = [_name(chance) for _ in range(60)]
        for _ in range(chance.choice((1, 1, 1, 1, 2, 3, 4, 5))):
            document = _report(chance, town, day, acts, told)
            documents.append(document)
            mentions.extend(_mentions(document, town, day, acts))
    return mentions, documents


def _name(chance: random.Random) -> str:
    return "".join([chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 3))]).capitalize()


def _report(chance: random.Random, town: int, day: dt.date, acts: list[tuple[str, int, str]], told: list[str]) -> Document:
    words = [
        *chance.sample(told, 30),
        *[_name(chance) for _ in range(30)],
        *[f"{code} {name} {number}" for code, number, name in acts],
        f"town{town}",
    ]
    published = day + dt.timedelta(days=chance.choice((0, 1, 1, 2, 5, 30)))
    return Document.freeze(" ".join(words), Report(published=published, publisher=f"paper {chance.randrange(300)}"))


def _mentions(document: Document, town: int, day: dt.date, acts: list[tuple[str, int, str]]) -> Iterator[EventMention]:
    latitude, longitude = town % 60 * 1.1 - 30, town // 60 * 2.3 - 60
    place = Place(gazetteer_id=str(town), name=f"town{town}", kind=PlaceKind.SETTLEMENT, country="XX", latitude=latitude, longitude=longitude)
    for i, (code, number, name) in enumerate(acts):
        trigger = Span(i, i + 1)
        values: list[tuple[Role, AnyValue]] = [
            (Role.TYPE, EventType(code=code)),
            (Role.PLACE, place),
            (Role.DATE, DateInterval(start=day, end=day + dt.timedelta(days=1))),
            (Role.VICTIM, Actor(name=name, kind="person")),
            (Role.INJURED, Count(low=number, high=number)),
        ]
        claims = [
            Claim(document=document.id, trigger=trigger, role=role, span=trigger, quote=code, value=value, rule="made up") for role, value in values
        ]
        report = document.report
        yield EventMention(document=document.id, trigger=trigger, published=report.published, publisher=report.publisher, claims=tuple(claims))


if __name__ == "__main__":
    sys.exit(main())
