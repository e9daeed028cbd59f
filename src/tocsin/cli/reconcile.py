"""`tocsin reconcile` and `tocsin judge`: from the claims in a store to its events."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tocsin.batch import cluster
from tocsin.batch.spreading import Processes
from tocsin.core.events import Judgement, Verdict
from tocsin.core.scales import SpeakerKind
from tocsin.errors import StoreError, TocsinError
from tocsin.reconcile.rules import RULES, Rule, hierarchy
from tocsin.reconcile.shards import Spread
from tocsin.store import open_store
from tocsin.store.reconcile import refresh


def rule_named(name: str, order: str | None) -> Rule:
    """The rule, with its order of speakers where one is given ("medical,ngo,police"). Raises TocsinError for a name or kind there is not."""
    if name not in RULES:
        raise TocsinError(f"there is no rule {name}; choose one of: {', '.join(RULES)}")
    if order is None:
        return RULES[name]
    if name != "hierarchy":
        raise TocsinError(f"--hierarchy belongs to --rule hierarchy, not to {name}")
    kinds = {kind.value: kind for kind in SpeakerKind}
    unknown = [word for word in order.split(",") if word.strip() not in kinds]
    if unknown:
        raise TocsinError(f"there is no kind of speaker {unknown[0]}; the kinds are: {', '.join(kinds)}")
    return hierarchy([kinds[word.strip()] for word in order.split(",")])


def reconcile_store(store: str, rule: Rule, as_of: dt.date | None, *, workers: int | None = None, on_ray: bool = False) -> int:
    """Make the events of a store. Raises StoreError when it cannot be opened or holds no claims, BatchError when nothing does the work."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)
    with open_store(store, create=False) as kept, _spread(workers, on_ray=on_ray) as spread, progress:
        task = progress.add_task("reading", total=None)
        made = refresh(kept, rule, as_of, lambda what, done, of: progress.update(task, description=what, completed=done, total=of), spread)
    known = "" if as_of is None else f" as known on {as_of.isoformat()}"
    errors.print(
        f"{made.events:,} events, {made.stories:,} {'story' if made.stories == 1 else 'stories'}{known}, "
        f"from {made.mentions or 0:,} tellings in {made.reports or 0:,} reports "
        f"({made.compared or 0:,} pairs compared); see them with: tocsin show --store {store}"
    )
    return 0


@contextmanager
def _spread(workers: int | None, *, on_ray: bool) -> Iterator[Spread]:
    """What compares and finds, with how many workers: as many as there are cores, here or in the cluster, unless the user says so."""
    if on_ray:
        cores = cluster.connect()
        yield cluster.Tasks(workers or cores)
        return
    some = workers or os.cpu_count() or 1
    if some == 1:
        yield map
        return
    with Processes(some) as processes:
        yield processes


def keep_judgement(store: str, one: str, other: str, verdict: str, *, by: str, because: str | None) -> int:
    """Keep what a person says of two events or event mentions. Raises StoreError when one of them is not in the store."""
    with open_store(store, create=False) as kept:
        left, right = sorted([kept.events.mention(one), kept.events.mention(other)])
        if left == right:
            raise StoreError(f"{one} and {other} are the same telling; name two")
        kept.events.add_judgements([Judgement(left=left, right=right, verdict=Verdict(verdict), by=by, reason=because, at=dt.datetime.now(dt.UTC))])
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"kept; it takes effect with: tocsin reconcile --store {store}")
    return 0


def take_back(store: str, judgement_id: str, *, by: str, because: str | None) -> int:
    """Take back a judgement; it stays in the record. Raises StoreError when there is none of that id, or several."""
    with open_store(store, create=False) as kept:
        found = [one for one in kept.events.judgements() if one.id.startswith(judgement_id)]
        if len(found) != 1:
            raise StoreError(f"{len(found) or 'no'} judgements begin with {judgement_id}; tocsin show EVENT lists them with their ids")
        taken = found[0]
        back = Judgement(
            left=taken.left, right=taken.right, verdict=Verdict.UNSURE, by=by, reason=because, at=dt.datetime.now(dt.UTC), undoes=taken.id
        )
        kept.events.add_judgements([back])
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"taken back; it takes effect with: tocsin reconcile --store {store}")
    return 0
