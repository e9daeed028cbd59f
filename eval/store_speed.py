"""How a large store loads and answers: ``python -m eval.store_speed URL [--claims N]``. A benchmark, never a timed test.

URL is an empty store: a file, or a database of PostgreSQL. It is filled with a million claims by what `tocsin load` uses, some thousand reports at a
time (the example story told again of other towns and days, as in eval.workbench_speed), then with their events and cards. Printed are the rates, and
for every question that the overview asks of the cards the median and the slowest of 20 answers, by the clock on the wall. A store that was filled
before is only asked.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from eval.workbench_speed import TOWNS, published, read_story, retold, town
from tocsin.core.claims import Extraction
from tocsin.core.events import Event, EventMention, mention_id
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.reconciling import event_of
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.cards import ORDERS, Filter, write_cards
from tocsin.store.events import exchange
from tocsin.store.loading import load_readings

CLAIMS = 1_000_000
GOAL = 300
"""Milliseconds."""
_ANSWERS = 20
_AT_ONCE = 2_000
"""Events made between two loads."""
FILTERS = {
    "all": Filter(),
    "a country": Filter(country="SD"),
    "attacks, police said, sure": Filter(families=("attacks on people",), speakers=("police",), factualities=("CT+",)),
    "police acted, people killed": Filter(actors=("police",), measures=("killed",)),
    "a box on the map": Filter(box=(22, 8, 38, 22)),
    "two words": Filter(words="police town7"),
    "disputed": Filter(review="disputed"),
}


class Batch(NamedTuple):
    """Reports with their claims, and the events they tell of."""

    extractions: list[Extraction]
    events: list[Event]
    mention_of: dict[str, EventMention]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, ask, print; 1 when a question takes longer than the goal."""
    parser = argparse.ArgumentParser(prog="python -m eval.store_speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    options = parser.parse_args(arguments)
    with open_store(options.url) as store:
        if store.counts().documents == 0:
            fill(store, options.claims)
        counts = store.counts()
        print(f"{counts.claims:,} claims, {counts.documents:,} reports, {store.cards.count(Filter()):,} events")
        return ask(store)


def fill(store: Store, wanted: int) -> None:
    """Load so many claims and their events, and say how fast."""
    loading = carding = 0.0
    loaded = made = 0
    batches = retelling()
    while loaded < wanted:
        batch = next(batches)
        start = time.monotonic()
        loaded += load_readings(store, batch.extractions, "reader").claims
        loading += time.monotonic() - start
        start = time.monotonic()
        with store.writing() as connection:
            exchange(connection, (), batch.events, {name: mention.document for name, mention in batch.mention_of.items()})
            write_cards(connection, (), batch.events, batch.mention_of)
        carding += time.monotonic() - start
        made += len(batch.events)
    print(f"{loaded:,} claims loaded in {loading:.0f} s, {loaded / loading:,.0f} a second; {made:,} events with cards in {carding:.0f} s")


def retelling() -> Iterator[Batch]:
    """Batches without end, always the same."""
    chance = random.Random(7)
    told, group_of = read_story()
    towns = [town(chance, i) for i in range(TOWNS)]
    while True:
        batch = Batch([], [], {})
        while len(batch.events) < _AT_ONCE:
            groups: dict[str, list[EventMention]] = {}
            for extraction, original in retold(chance, told, chance.choice(towns)):
                batch.extractions.append(extraction)
                for mention in event_mentions(extraction.document, extraction.claims):
                    groups.setdefault(group_of[mention_id(original, mention.trigger)], []).append(mention)
                    batch.mention_of[mention.id] = mention
            batch.events.extend([event_of(sorted(group, key=published), {}, RULES["range"], None) for group in groups.values()])
        yield batch


def ask(store: Store) -> int:
    """Ask each question, print the table; 1 when one takes longer than the goal."""
    table = Table("question", "of", "median ms", "slowest ms")
    slow = False
    for name, of, question in questions(store):
        taken = []
        question()  # not counted: the first of a kind is planned, and reads from the disk
        for _ in range(_ANSWERS):
            start = time.perf_counter()
            question()
            taken.append(1000 * (time.perf_counter() - start))
        slow |= statistics.median(taken) > GOAL
        table.add_row(name, of, f"{statistics.median(taken):.0f}", f"{max(taken):.0f}")
    Console(width=100).print(table)
    return int(slow)


def questions(store: Store) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """What the overview and its filters ask."""
    cards = store.cards
    for of, wanted in FILTERS.items():
        yield "first page", of, lambda wanted=wanted: cards.page(wanted)  # type: ignore[misc]
        yield "totals", of, lambda wanted=wanted: cards.totals(wanted)  # type: ignore[misc]
        yield "events a day", of, lambda wanted=wanted: cards.per_day(wanted)  # type: ignore[misc]
    for order in ORDERS:
        yield f"first page by {order}", "all", lambda order=order: cards.page(Filter(), order=order)  # type: ignore[misc]
    yield "page 200", "all", lambda: cards.page(Filter(), start=200 * 50)
    yield "points of the map", "a country", lambda: list(cards.points(FILTERS["a country"]))
    for facet in ("measure", "factuality", "speaker", "publisher"):
        yield f"choices of {facet}", "all", lambda facet=facet: cards.values(facet)  # type: ignore[misc]
    yield "suggestions", "actor, pol", lambda: cards.values("actor", limit=30, containing="pol")
    yield "choices of type", "all", cards.types
    yield "choices of country", "all", cards.countries


if __name__ == "__main__":
    sys.exit(main())
