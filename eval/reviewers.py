"""Many reviewers at once on one store: ``python -m eval.reviewers [--store ADDRESS] [--people N] [--seconds N]``.

The example story is read into the store, which must be blank (a new file unless ADDRESS says otherwise: the URL of a PostgreSQL database). The
workbench serves it, and each person accepts, rejects and corrects claims through it, as a browser would and as fast as it answers; half of the
decisions are about the same few claims. Then the store is looked at: every decision that was answered as kept must be in it, with one line of the
audit log, and what the events say must be what they would say if they were made anew.
"""

import argparse
import datetime as dt
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from rich.console import Console

from tocsin.core.claims import MEASURES, Claim
from tocsin.core.record import Record
from tocsin.intake import IntakeFailure, make_document, read_items
from tocsin.pipeline import Reader, load_reader
from tocsin.reconcile.reconciling import Reconciler
from tocsin.store import Store, open_store
from tocsin.store.reports import mentions_of
from tocsin.web.app import create_app
from tocsin.web.people import NAME_COOKIE
from tocsin.web.workspace import Workspace

STORY = Path(__file__).parent.parent / "examples" / "story"
SHARED = 8
"""Claims that everybody decides about."""


class Answer(Record, frozen=True, kw_only=True):
    """What the workbench answered to a decision: the id of the review it kept, or what went wrong."""

    by: str
    claim: str
    seconds: float
    review: str | None = None
    trouble: str | None = None


class Outcome(Record, frozen=True, kw_only=True):
    """What came of it: `wrong` says in words what must not be."""

    kept: int
    decisions: Counter[str]
    slowest: float
    median: float
    wrong: tuple[str, ...]


def fill(store: Store, reader: Reader) -> None:
    """Read the example story into a store."""
    for item in read_items([str(STORY)], published=None):
        assert not isinstance(item, IntakeFailure)
        store.add(reader.extract(make_document(item)), item.raw, reader.fingerprint)


def review_together(store: Store, *, people: int, seconds: float) -> Outcome:
    """Serve the store, and have that many people decide about its claims for a while."""
    workspace = Workspace(store, "reviewers", team=False, model=False)
    workspace.refresh()
    claims = list(store.standing_claims())
    answers: list[Answer] = []
    with _served(workspace) as address:
        token = _token(address)
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=_person, args=(address, token, n, claims, until, answers)) for n in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    workspace.refresh()  # what follows from the last decisions may still come behind their answers
    wrong = [one.trouble for one in answers if one.trouble is not None]
    if silent := people - len({one.by for one in answers if one.review is not None}):
        wrong.append(f"{silent} of {people} people got nothing kept")
    wrong += _lost(store, [one for one in answers if one.review is not None])
    wrong += _out_of_step(store, workspace)
    times = sorted([one.seconds for one in answers]) or [0.0]
    made = Counter([review.decision.value for review in store.reviews.all()])
    return Outcome(kept=sum(made.values()), decisions=made, slowest=times[-1], median=statistics.median(times), wrong=tuple(wrong))


@contextmanager
def _served(workspace: Workspace) -> Iterator[str]:
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(workspace), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _token(address: str) -> str:
    """The token that forms carry, from a page; the first page takes longer than others."""
    page = httpx.get(f"{address}/review", timeout=120).text
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def _person(address: str, token: str, number: int, claims: Sequence[Claim], until: float, answers: list[Answer]) -> None:
    """One person, whose choices are the same every time; list.append is safe among threads."""
    name, dice = f"person {number}", random.Random(number)
    with httpx.Client(base_url=address, cookies={NAME_COOKIE: name}, timeout=120) as client:
        while time.monotonic() < until:
            claim = dice.choice(claims[:SHARED] if dice.random() < 0.5 else claims)
            form = {"csrf": token, "decision": dice.choice(("accept", "accept", "reject", "correct")), "what": "value", "reason": name}
            if form["decision"] == "correct":
                figure = str(dice.randrange(1, 1_000_000))
                form |= {"low": figure, "high": figure} if claim.role in MEASURES else {"decision": "accept"}
            begun = time.monotonic()
            try:
                answer = client.post(f"/claims/{claim.key}/review", data=form)
            except httpx.HTTPError as error:
                answers.append(Answer(by=name, claim=claim.key, seconds=time.monotonic() - begun, trouble=repr(error)))
                continue
            taken = time.monotonic() - begun
            done = parse_qs(urlsplit(answer.headers.get("location", "")).query).get("done")
            if answer.status_code == 303 and done:
                answers.append(Answer(by=name, claim=claim.key, seconds=taken, review=done[0]))
            else:
                told = " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]).split())[:300]
                answers.append(Answer(by=name, claim=claim.key, seconds=taken, trouble=f"{answer.status_code} for {form}: {told}"))


def _lost(store: Store, answers: Sequence[Answer]) -> Iterator[str]:
    """What was answered as kept and is not, or is not in the audit log exactly once; and what is kept though nobody was told so."""
    reviews = {review.id: review for review in store.reviews.all()}
    for one in answers:
        review = reviews.get(str(one.review))
        if review is None or (review.by, review.claim) != (one.by, one.claim):
            yield f"the review {one.review} of {one.by} about {one.claim} is lost"
    told = Counter([one.review for one in answers])
    if told.keys() != reviews.keys() or max(told.values(), default=1) > 1:
        yield f"{len(reviews)} reviews are kept and {len(told)} were answered"
    noted = Counter([(entry.details.get("review"), entry.by) for entry in store.audit.entries(limit=10**6)])
    for review in reviews.values():
        if noted.pop((review.id, review.by), 0) != 1:
            yield f"the review {review.id} of {review.by} is not noted exactly once"
    if noted:
        yield f"the audit log tells of what is not there: {noted}"


def _out_of_step(store: Store, workspace: Workspace) -> Iterator[str]:
    """What is wrong with the store, or with events that should follow from it."""
    yield from store.check()
    reconciler = Reconciler(store.documents(), mentions_of(store), store.events.judgements())
    list(reconciler.judge())
    wanted = {event.id: event for event in reconciler.events(workspace.rule(), None).events}
    if {event.id: event for event in store.events.all()} != wanted:
        yield "the events are not those that the claims, as they stand, tell of"


def main() -> int:
    """Run it and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--store", help="the address of a blank store; by default a new file")
    asked.add_argument("--people", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=60.0)
    options = asked.parse_args()
    console = Console(soft_wrap=True)
    with tempfile.TemporaryDirectory() as folder, open_store(options.store or str(Path(folder) / "reviewers.db")) as store:
        if store.counts().documents:
            console.print("this store is not blank; give another one")
            return 2
        fill(store, load_reader(model=False))
        begun = dt.datetime.now(dt.UTC)
        outcome = review_together(store, people=options.people, seconds=options.seconds)
        taken = (dt.datetime.now(dt.UTC) - begun).total_seconds()
    decisions = ", ".join([f"{number:,} {what}" for what, number in outcome.decisions.items()])
    console.print(
        f"{options.people} people, {taken:.0f} s: {outcome.kept:,} reviews kept ({decisions}); an "
        f"answer took {outcome.median * 1000:.0f} ms (median), {outcome.slowest * 1000:.0f} ms at most"
    )
    for one in outcome.wrong:
        console.print(f"WRONG: {one}", markup=False)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
