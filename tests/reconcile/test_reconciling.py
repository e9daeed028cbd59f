"""Reports in, events out: the same events in whatever order and batches the reports came, and after one was taken away and put back."""

import random
from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given

from tests.reconcile.told import ALGIERS, DAY, ORAN, RELAXED, days, mention, report, said
from tocsin.core.document import Document
from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.reconcile.reconciling import Reconciled, Reconciler
from tocsin.reconcile.rules import RULES

TEXTS = ("Two men were shot dead at the port of Oran, police said.", "Shots at the port of Oran left two dead.", "Teachers marched in Algiers.")


def told(document: Document, at: int, kind: str, killed: int | None, *, elsewhere: bool) -> EventMention:
    figures = {} if killed is None else {"killed": killed}
    return mention(document.id, at, kind=kind, word=kind, place=ALGIERS if elsewhere else ORAN, day=days(DAY), published=DAY, **figures)


REPORTS = st.lists(
    st.builds(
        lambda text, number, kind, killed, elsewhere: (document := report(f"{text} {number}"), told(document, 0, kind, killed, elsewhere=elsewhere)),
        st.sampled_from(TEXTS), st.integers(0, 9), st.sampled_from(["shooting", "killing", "march"]), st.sampled_from([None, 2, 3]), st.booleans(),
    ),
    max_size=6,
    unique_by=lambda pair: pair[0].id,
)  # fmt: skip


def reconcile(reports: list[tuple[Document, EventMention]], judgements: list[Judgement] | None = None) -> tuple[Reconciled, list[Judgement]]:
    reconciler = Reconciler([document for document, _ in reports], [one for _, one in reports], judgements or [])
    made = list(reconciler.judge())
    return reconciler.events(RULES["range"]), [*(judgements or []), *made]


@RELAXED
@given(REPORTS, st.randoms(use_true_random=False))
def test_order_changes_nothing(reports: list[tuple[Document, EventMention]], chance: random.Random) -> None:
    shuffled = chance.sample(reports, len(reports))
    assert reconcile(shuffled)[0] == reconcile(reports)[0]


@RELAXED
@given(REPORTS, st.integers(0, 6))
def test_batches_change_nothing(reports: list[tuple[Document, EventMention]], at: int) -> None:
    """What was judged of the first reports is kept, and only pairs with the later ones are compared."""
    _, judged = reconcile(reports[:at])
    assert reconcile(reports, judged)[0] == reconcile(reports)[0]


@RELAXED
@given(REPORTS, st.integers(0, 5))
def test_a_report_taken_away_and_put_back_leaves_no_trace(reports: list[tuple[Document, EventMention]], which: int) -> None:
    everything, judged = reconcile(reports)
    without = [pair for i, pair in enumerate(reports) if i != which]
    assert reconcile(without, judged)[0] == reconcile(without)[0]
    assert reconcile([*without, *reports[which : which + 1]], judged)[0] == everything


@RELAXED
@given(REPORTS)
def test_a_cannot_link_is_never_violated(reports: list[tuple[Document, EventMention]]) -> None:
    ids = [one.id for _, one in reports]
    parted = [said(left, right, Verdict.DIFFERENT, by="Ada", hour=1) for left, right in pairwise(ids)]
    found, _ = reconcile(reports, parted)
    assert not [one for one in parted for event in found.events if {one.left, one.right} <= set(event.mentions)]


def test_two_reports_of_one_shooting_are_one_event_as_known_on_a_day() -> None:
    first, second = report(TEXTS[0]), report(TEXTS[1])
    reports = [(first, told(first, 0, "shooting", 2, elsewhere=False)), (second, told(second, 0, "shooting", 2, elsewhere=False))]
    found, _ = reconcile(reports)
    assert [len(event.mentions) for event in found.events] == [2]
    reconciler = Reconciler([document for document, _ in reports], [one for _, one in reports])
    assert reconciler.events(RULES["range"], as_of=DAY.replace(day=1)).events == ()
