"""How the cost of reconciling grows: ``python -m eval.growth [--most N]`` prints seconds for 1,000 to 100,000 event mentions of made-up reports.

The reports are made of random words, names, towns and days: a third of the events are told by one report, the rest by up to five, and every report
tells three. Seconds are of one core's work, so that other programs do not count; timed are profiles and blocking, comparing, and clustering.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tocsin.core.claims import Claim, Role
from tocsin.core.document import Document, Report
from tocsin.core.events import EventMention
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, EventType, Place, PlaceKind
from tocsin.reconcile.blocking import Blocks
from tocsin.reconcile.clusters import cluster
from tocsin.reconcile.compare import judge
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.wording import wordings

SIZES = (1_000, 10_000, 100_000)
_TYPES = "protest march strike riot clash shooting killing bombing arrest curfew arson looting accusation statement-call".split()
_START = dt.date(2020, 1, 1)
_ACTS = 3
_TOWNS = 3_000
_YEARS = 3


def main(arguments: list[str] | None = None) -> int:
    """Time each size and print the table."""
    parser = argparse.ArgumentParser(description="How the cost of reconciling grows.")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out sizes above this")
    options = parser.parse_args(arguments)
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
