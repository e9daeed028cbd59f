"""What is brought up to date after every change is what would be made of all of it at once."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from tests.reconcile.told import ALGIERS, DAY, ES_SENIA, ORAN, days, mention
from tests.store.databases import Databases
from tocsin.core.claims import Claim, Extraction
from tocsin.core.document import Document, Report
from tocsin.core.events import Judgement, Verdict
from tocsin.core.reviews import Decision, Review
from tocsin.errors import ResourceError, StoreError
from tocsin.reconcile import blocking, shards, stories
from tocsin.reconcile.reconciling import Reconciler
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, linking, open_store, pairing, tables
from tocsin.store.reconcile import refresh
from tocsin.store.reports import mentions_of

RANGE = RULES["range"]
KEPT = ("mentions", "blocks", "rare_words", "alike", "pairs", "bands", "originals", "episodes", "links", "events", "event_mentions", "stories")
CARDS = ("event_cards", "event_facets")
ACTS = "protest riot shooting killing march arrest "
TEXTS = (
    "Bakers Zerrouki and Hamlaoui walked off the job over the price of flour, and two hundred of them went to the prefecture behind a banner.",
    "The bakery dispute of Zerrouki and Hamlaoui went on for a second day in the old town, where most ovens stayed cold, the union said.",
    "A lorry driver named Benhaddou was shot at the second bridge on the coast road while Hamlaoui looked on, the gendarmes told reporters.",
)
WIRE = TEXTS[0] + " Police closed the road for an hour and nobody was hurt, the union of bakers said in the evening after talks."
PLACES = (ORAN, ES_SENIA, ALGIERS, None)


def documents() -> tuple[Document, ...]:
    """Twelve reports: three texts, one of them printed by four papers, over five days."""
    texts = [ACTS + (WIRE if number < 4 else TEXTS[number % 3] + f" Edition {number}.") for number in range(12)]
    published = [None if number == 11 else DAY + dt.timedelta(days=number % 5) for number in range(12)]
    return tuple(
        [Document.freeze(text, Report(publisher=f"Paper {i}", published=day)) for i, (text, day) in enumerate(zip(texts, published, strict=True))]
    )


DOCUMENTS = documents()
READINGS = ((), ("protest", "march"), ("riot", "protest"), ("shooting", "killing"), ("killing",), ("march", "arrest"), ("protest",), ("shooting",))
"""What readers may find in a report."""
NOTHING = 0


def read(document: Document, reading: int) -> tuple[Claim, ...]:
    """One of eight readings of a report."""
    number = DOCUMENTS.index(document)
    claims: list[Claim] = []
    for kind in READINGS[reading]:
        told = mention(
            document.id, document.text.index(kind), kind=kind, word=kind, place=PLACES[(number + reading) % 4 if reading > 4 else number % 2],
            day=days(DAY + dt.timedelta(days=number % 3)) if reading != 4 else None, published=document.report.published,
            people=("Zohra Belkacemi",) if reading in {3, 7} else (), killed=1 + reading % 3,
        )  # fmt: skip
        claims += [msgspec.structs.replace(claim, quote=kind) for claim in told.claims]
    return tuple(claims)


class Story:
    """A store to which things happen, and what it should hold."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.readings = 0
        self.judged: list[Judgement] = []
        self.last: dict[int, int] = {}
        self.reviewed: list[tuple[int, int, Review]] = []
        """Decisions about claims, with the report and how it was read then."""

    def reads(self, number: int, reading: int) -> None:
        """A reader reads report `number`: for the first time, or otherwise than before."""
        self.readings += 1
        self.last[number] = reading
        document = DOCUMENTS[number]
        self.store.add(Extraction(document=document, claims=read(document, reading)), None, f"reader {self.readings}")

    def judges(self, one: int, other: int, verdict: Verdict) -> None:
        """A person judges two of all the mentions there are."""
        told = sorted({mention.id for mention in mentions_of(self.store)})
        if len(told) > 1:
            left, right = sorted({told[one % len(told)], told[other % len(told)], *told[:2]})[:2]
            self._keep(Judgement(left=left, right=right, verdict=verdict, by="Ada", at=self._now()))

    def takes_back(self, number: int) -> None:
        """The person takes back a judgement, or a taking back."""
        if self.judged:
            taken = self.judged[number % len(self.judged)]
            self._keep(Judgement(left=taken.left, right=taken.right, verdict=Verdict.UNSURE, by="Ada", at=self._now(), undoes=taken.id))

    def reviews(self, number: int, claim: int, decision: Decision, reading: int) -> None:
        """A person decides about a claim of report `number`; corrections and additions take theirs from another reading of it."""
        document = DOCUMENTS[number]
        claims, others = list(self.store.claims(document.id)), read(document, reading)
        if not claims or (not others and decision in {Decision.CORRECT, Decision.ADD}):
            return
        replacement = others[claim % len(others)] if decision in {Decision.CORRECT, Decision.ADD} else None
        about = replacement.key if replacement is not None and decision is Decision.ADD else claims[claim % len(claims)].key
        made = Review(document=document.id, claim=about, decision=decision, by="Ada", at=self._now(), replacement=replacement)
        self.decides(number, self.last[number], made)

    def undoes_review(self, number: int) -> None:
        """The person takes back a decision about a claim."""
        if self.reviewed:
            report, reading, taken = self.reviewed[number % len(self.reviewed)]
            undoing = Review(document=taken.document, claim=taken.claim, decision=taken.decision, by="Ada", at=self._now(), undoes=taken.id)
            self.decides(report, reading, undoing)

    def decides(self, number: int, reading: int, made: Review) -> None:
        """Keep a decision about a report that was read this way."""
        self.reviewed.append((number, reading, made))
        self.store.reviews.add(made)

    def _now(self) -> dt.datetime:
        return dt.datetime(2024, 6, 1, tzinfo=dt.UTC) + dt.timedelta(hours=len(self.judged) + len(self.reviewed))

    def _keep(self, made: Judgement) -> None:
        self.judged.append(made)
        self.store.events.add_judgements([made])

    def check(self, as_of: dt.date | None = None, rule: str = "range") -> None:
        """Refresh, and compare with the same made in memory of everything."""
        if not list(self.store.documents()):
            return
        made = refresh(self.store, RULES[rule], as_of)
        reconciler = Reconciler(self.store.documents(), mentions_of(self.store), self.judged)
        list(reconciler.judge())
        wanted = reconciler.events(RULES[rule], as_of)
        assert {event.id: event for event in self.store.events.all()} == {event.id: event for event in wanted.events}
        assert {story.id: story for story in self.store.events.stories()} == {story.id: story for story in wanted.stories}
        assert (made.events, made.stories) == (len(wanted.events), len(wanted.stories))


@pytest.fixture(scope="module", autouse=True)
def short_rows() -> Iterator[None]:
    """Everything is beside two others only, so that a dozen reports crowd every block and make several shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "NEIGHBOURS", 2)
        patch.setattr(blocking, "REPORT_NEIGHBOURS", 2)
        patch.setattr(stories, "REACH", 2)
        patch.setattr(shards, "PAIRS", 3)
        patch.setattr(shards, "_MENTIONS", 4)
        for module, name in ((pairing, "_MENTIONS"), (pairing, "_WORDS"), (linking, "_EPISODES")):
            patch.setattr(module, name, msgspec.structs.replace(getattr(module, name), reach=2))
        yield


@pytest.fixture
def story(databases: Databases, blank: str) -> Iterator[Story]:
    with opened(databases, blank) as store:
        yield Story(store)


@contextmanager
def opened(databases: Databases, like: str) -> Iterator[Store]:
    address = databases.new(like)
    with open_store(address) as store:
        yield store
    databases.drop(address)


def everything(store: Store) -> dict[str, list[tuple]]:
    """All rows of what is kept and of what is made."""
    with store.reading() as connection:
        return {name: sorted([tuple(row) for row in connection.execute(select(tables.metadata.tables[name]))], key=repr) for name in KEPT + CARDS}


REPORTS = st.integers(0, len(DOCUMENTS) - 1)
CHANGES = st.one_of(
    st.tuples(st.just("reads"), REPORTS, st.integers(0, 7)),
    st.tuples(st.just("reads"), REPORTS, st.just(NOTHING)),
    st.tuples(st.just("judges"), st.integers(0, 30), st.integers(0, 30), st.sampled_from(Verdict)),
    st.tuples(st.just("takes_back"), st.integers(0, 5)),
    st.tuples(st.just("reviews"), REPORTS, st.integers(0, 20), st.sampled_from(Decision), st.integers(0, 7)),
    st.tuples(st.just("undoes_review"), st.integers(0, 5)),
    st.just(("check",)),
)
FIRST = st.dictionaries(REPORTS, st.integers(1, 7), min_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(FIRST, st.lists(CHANGES, max_size=7), st.sampled_from([None, DAY + dt.timedelta(days=2)]))
def test_step_by_step_is_all_at_once(databases: Databases, blank: str, first: dict[int, int], changes: list[tuple], as_of: dt.date | None) -> None:
    """Reports that come, go and are read otherwise; judgements and reviews that are made and taken back; several or one at a time."""
    with opened(databases, blank) as store, opened(databases, blank) as fresh:
        stepwise = Story(store)
        for number, reading in first.items():
            stepwise.reads(number, reading)
        stepwise.check(as_of)
        for what, *given_to in changes:
            if what == "check":
                stepwise.check(as_of)
                continue
            getattr(stepwise, what)(*given_to)
        stepwise.check(as_of)
        at_once = Story(fresh)
        for number, reading, review in stepwise.reviewed:
            at_once.reads(number, reading)
            at_once.decides(number, reading, review)
        for number, reading in sorted(stepwise.last.items()):
            at_once.reads(number, reading)
        fresh.events.add_judgements(stepwise.judged)
        refresh(fresh, RANGE, as_of)
        assert everything(store) == everything(fresh)


def test_after_one_report_only_its_neighbours_are_compared(story: Story) -> None:
    for number in range(11):
        story.reads(number, 1)
    before = refresh(story.store, RANGE)
    story.reads(11, 1)
    after = refresh(story.store, RANGE)
    assert 0 < after.compared < before.compared
    assert refresh(story.store, RANGE).compared == 0


def test_a_corrected_figure_is_found_at_once_and_other_events_stay_untouched(story: Story) -> None:
    """The rows of the others are not even written again."""
    for number, reading in ((0, 1), (4, 3), (8, 5)):
        story.reads(number, reading)
    story.check()
    with story.store.reading() as connection:
        rows = {row.id: row.record for row in connection.execute(select(tables.events))}
    corrected = [msgspec.structs.replace(claim, disputed=True) for claim in read(DOCUMENTS[8], 5)]
    story.store.add(Extraction(document=DOCUMENTS[8], claims=tuple(corrected)), None, "a better reader")
    made = refresh(story.store, RANGE)
    assert made.compared == 0, "nothing that is compared has changed"
    with story.store.reading() as connection:
        assert {row.id for row in connection.execute(select(tables.events))} == rows.keys()


def test_another_rule_and_another_day_find_everything_anew(story: Story) -> None:
    for number in range(8):
        story.reads(number, 3)
    for rule, as_of in (("range", None), ("conservative", None), ("conservative", DAY + dt.timedelta(days=1)), ("range", None)):
        story.check(as_of, rule)


@pytest.mark.parametrize("after", ["pairs", "comparisons"])
def test_stopped_and_started_again(story: Story, monkeypatch: pytest.MonkeyPatch, after: str) -> None:
    """After the pairs were found, or while they are compared: what was done is not done again."""
    for number in range(9):
        story.reads(number, 1)
    stopped = {"pairs": "_compare", "comparisons": "_settle"}[after]

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"tocsin.store.reconcile.{stopped}", stop)
        with pytest.raises(KeyboardInterrupt):
            refresh(story.store, RANGE)
    story.reads(9, 2)
    story.reads(3, NOTHING)
    story.check()


def test_stopped_between_shards(story: Story) -> None:
    """What was compared is kept, and not compared again."""
    for number in range(9):
        story.reads(number, 1)

    def stop(work: shards.Work, waiting: Iterable[bytes]) -> Iterator[bytes]:
        yield from itertools.islice(map(work, waiting), 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(story.store, RANGE, spread=stop)
    with story.store.reading() as connection:
        left = len(pairing.pending(connection))
    assert refresh(story.store, RANGE).compared == left > 0
    story.check()


def test_shards_hold_what_is_near(story: Story) -> None:
    """One place after the other, and in each one day after the other."""
    for number in range(12):
        story.reads(number, 1)
    seen: list[list[tuple]] = []

    def spread(work: shards.Work, waiting: Iterable[bytes]) -> Iterator[bytes]:
        for shard in waiting:
            if work is shards.compare_pairs:
                told = shards._to_pairs(shard)
                profiles = {one.id: one for one in told.profiles}
                seen.append([shards.place_and_time(profiles[left]) for left, _ in told.pairs])
            yield work(shard)

    refresh(story.store, RANGE, spread=spread)
    near = [one for shard in seen for one in shard]
    assert len(seen) > 2
    assert len({one[2] for one in near}) > 1
    assert near == sorted(near)


def test_a_node_with_another_tocsin_does_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        story.reads(number, 1)

    def elsewhere(work: shards.Work, waiting: Iterable[bytes]) -> Iterator[bytes]:
        some = list(waiting)
        monkeypatch.setattr(shards, "rule_fingerprint", lambda: "another")
        return map(work, some)

    with pytest.raises(ResourceError, match="install the same version on all of them"):
        refresh(story.store, RANGE, spread=elsewhere)


def test_two_at_a_time_do_not_spoil_each_other_s_work(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second finds that the first was quicker, says so, and does nothing."""
    story.reads(0, 1)
    story.check()
    story.reads(1, 1)
    settle = pairing.Pairing.look

    def overtaken(self: pairing.Pairing, documents: frozenset[str]) -> None:
        settle(self, documents)
        with monkeypatch.context() as patch, open_store(story.store._where) as other:
            patch.setattr(pairing.Pairing, "look", settle)
            refresh(other, RANGE)

    with monkeypatch.context() as patch:
        patch.setattr(pairing.Pairing, "look", overtaken)
        with pytest.raises(StoreError, match="another process reconciles this store"):
            refresh(story.store, RANGE)
    story.check()


def test_what_another_tocsin_paired_is_paired_anew(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its weights may have been others."""
    for number in range(6):
        story.reads(number, 1)
    first = refresh(story.store, RANGE)
    monkeypatch.setattr("tocsin.store.reconcile._comparer", str)
    story.reads(2, NOTHING)
    story.check()
    assert refresh(story.store, RANGE).compared == 0
    assert first.compared is not None


def test_an_empty_store_has_nothing_to_reconcile(story: Story) -> None:
    with pytest.raises(StoreError, match="holds no claims"):
        refresh(story.store, RANGE)
