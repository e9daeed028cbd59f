"""What is forgotten is nowhere in the store; what stays fits together, and who did it stands in the audit log."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from tests.store.databases import Databases
from tests.store.extractions import extraction, raw_of
from tocsin.core.claims import Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.events import Judgement, Verdict
from tocsin.core.forgotten import NO_WORDS, blocks, forgotten, is_forgotten, without_words
from tocsin.core.reviews import Decision, Review
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Count, DateInterval, EventType, Place, PlaceKind
from tocsin.errors import StoreError
from tocsin.export.exports import write
from tocsin.reconcile.rules import RULES
from tocsin.store import open_store
from tocsin.store.dataset import dataset_of
from tocsin.store.forgetting import ACTION, forget, named, older
from tocsin.store.loading import load_readings
from tocsin.store.reconcile import refresh
from tocsin.store.store import Store

NAME = "Marwenna Quellingthorpe"
TEXT = f"Police said at least 12 people were hurt in Dalem on Tuesday, among them {NAME}."
AT = dt.datetime(2024, 5, 9, tzinfo=dt.UTC)


def quietly(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def _told(town: str = "Dalem", name: str = NAME, day: dt.date | None = dt.date(2024, 5, 8)) -> Extraction:
    """A report that names somebody in its text, title and file: an event, a figure, and who was hurt."""
    text = f"Police said at least 12 people were hurt in {town} on Tuesday, among them {name}."
    base = extraction(text)
    report = Report(publisher="Dalem Courier", published=day, title=f"{name} hurt", url="https://dalem.example/1", place=f"inbox/{name}.txt")
    document = Document.freeze(text, report)
    figure = msgspec.structs.replace(base.claims[0], document=document.id)
    span = Span(text.index(name), len(text) - 1)
    where, when = Span(text.index(town), text.index(town) + len(town)), Span(text.index("Tuesday"), text.index("Tuesday") + 7)
    place = Place(gazetteer_id="geonames:2757345", name=town, kind=PlaceKind.SETTLEMENT, country="NL", latitude=51.8, longitude=5.0)
    tuesday = DateInterval(start=dt.date(2024, 5, 7), end=dt.date(2024, 5, 8))
    claims = (
        msgspec.structs.replace(figure, role=Role.TYPE, span=figure.trigger, quote="hurt", value=EventType(code="beating")),
        figure,
        msgspec.structs.replace(figure, role=Role.PLACE, span=where, quote=town, value=place),
        msgspec.structs.replace(figure, role=Role.DATE, span=when, quote="Tuesday", value=tuesday),
        msgspec.structs.replace(figure, role=Role.VICTIM, span=span, quote=name, value=Actor(name=name, kind="person")),
    )
    return Extraction(document=document, claims=claims, problems=base.problems)


def _add(store: Store, told: Extraction) -> Document:
    store.add(told, raw_of(told), "reader-1")
    return told.document


def _everything(databases: Databases, address: str) -> bytes:
    """All bytes of a file and its logs; or all rows of a database, as text."""
    if databases.kind == "sqlite":
        return b"".join([path.read_bytes() for path in sorted(Path(address).parent.glob(Path(address).name + "*"))])
    tables = databases.sql(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return repr([databases.sql(address, f'SELECT t::text FROM "{name}" t') for (name,) in tables]).encode()  # noqa: S608 - our own names


def test_the_words_are_nowhere(address: str, databases: Databases) -> None:
    """Not in the text, the bytes, the claims, the search, the decisions, the events, free pages or the log; other reports are as they were."""
    with open_store(address) as store:
        document, other = _add(store, _told()), _add(store, _told("Ostrel", "Ben Amsel"))
        claims = {claim.role: claim for claim in store.claims(document.id)}
        store.reviews.add(Review(document=document.id, claim=claims[Role.INJURED].key, decision=Decision.ACCEPT, by="Ada", at=AT, reason=NAME))
        refresh(store, RULES["range"])
        events = list(store.events.all())
        left, right = sorted([mention for event in events for mention in event.mentions])[:2]
        store.events.add_judgements([Judgement(left=left, right=right, verdict=Verdict.DIFFERENT, by="Ada", at=AT, reason=NAME)])
        assert NAME.encode() in _everything(databases, address)
        kept_other = [*store.claims(other.id)]

        done = forget(store, [document], by="Ada", because="asked for", watching=quietly)

        assert (done.reports, done.claims_kept, done.claims_gone) == (1, 4, 1)
        for word in NAME.split():
            assert word.lower().encode() not in _everything(databases, address).lower()
        assert list(store.search("Marwenna")) == []
        assert list(store.search("Ostrel")) == [other.id]
        assert [*store.claims(other.id)] == kept_other
        assert store.check() == ()
        assert refresh(store, RULES["range"]).events
        held = store.document(document.id)
        assert (held.id, held.sha256, held.report.publisher, held.report.published) == (
            document.id,
            document.sha256,
            "Dalem Courier",
            dt.date(2024, 5, 8),
        )
        [entry] = store.audit.entries(action=ACTION)
        assert (entry.by, entry.subject, entry.details["because"], entry.details["sha256"]) == ("Ada", document.id, "asked for", document.sha256)
        assert [made.reason for made in store.reviews.of_claim(claims[Role.INJURED].key)] == [None]
        assert {claim.role: claim.key for claim in store.claims(document.id)} == {
            role: claims[role].key for role in (Role.TYPE, Role.INJURED, Role.PLACE, Role.DATE)
        }


def test_it_stays_append_only_afterwards(address: str, databases: Databases) -> None:
    """What forbids changes is back."""
    with open_store(address) as store:
        forget(store, [_add(store, _told())], by="Ada", because="old", watching=quietly)
    for statement in ("UPDATE documents SET text = 'x'", "DELETE FROM claims", "DELETE FROM audit"):
        with pytest.raises(Exception, match="append-only"):
            databases.sql(address, statement)


def test_what_is_forgotten_does_not_come_back(address: str) -> None:
    """Neither by coding it again, also with another reader, nor by loading it."""
    with open_store(address) as store:
        told = _told()
        forget(store, [_add(store, told)], by="Ada", because="old", watching=quietly)
        before = [*store.claims()]
        assert not store.add(told, raw_of(told), "reader-2").new_reading
        assert load_readings(store, [told], "reader-3").claims == 0
        assert [*store.claims()] == before
        assert is_forgotten(store.document(told.document.id).text)
        assert store.counts().raws == 0
        with pytest.raises(StoreError, match="nothing left to forget"):
            named(store, told.document.id)


def test_who_is_chosen(address: str) -> None:
    """By the beginning of an id; by the day of publication, or of adding where that is unknown."""
    with open_store(address) as store:
        early = _add(store, _told("Arnow", day=dt.date(2020, 1, 1)))
        unknown = _add(store, _told("Besk", day=None))
        late = _add(store, _told("Corvo", day=dt.date(2024, 1, 1)))
        today = dt.datetime.now(dt.UTC).date()
        assert [one.id for one in older(store, dt.date(2024, 1, 1))] == [early.id]
        assert [one.id for one in older(store, today + dt.timedelta(days=1))] == [early.id, unknown.id, late.id]
        assert named(store, late.id[:12]) == late
        for wrong in ("d1", "x"):
            with pytest.raises(StoreError, match=f"begins? with {wrong}|begin with {wrong}"):
                named(store, wrong)


def test_an_export_says_that_the_words_are_gone(address: str, tmp_path: Path) -> None:
    """In place of the words; the figure is there."""
    with open_store(address) as store:
        forget(store, [_add(store, _told())], by="Ada", because="old", watching=quietly)
        refresh(store, RULES["range"])
        for name in ("acled", "annotations", "ftm", "geojson", "prov", "ucdp"):
            write(name, dataset_of(store, "x", dt.date(2024, 6, 1)), tmp_path)
    files = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert NO_WORDS in files["acled-style.provenance.csv"]
    assert [name for name, content in files.items() if "█" in content or NAME in content] == []


def test_blocks_fit_wherever_they_are_cut() -> None:
    """Words of a forgotten text are what stands there; a real text is never taken for one."""
    document = forgotten(Document.freeze(TEXT, Report()))
    for start in range(len(TEXT)):
        span = Span(start, min(start + 7, len(TEXT)))
        assert span.quote(document.text) == blocks(span)
    assert is_forgotten(document.text)
    assert not is_forgotten(TEXT)
    assert not is_forgotten("")
    assert not is_forgotten("   ")


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (Count(low=3, unit="people"), True),
        (Count(low=3), True),
        (Count(low=3, unit=f"relatives of {NAME}"), False),
        (Actor(name="Interior Ministry", kind="organisation"), True),
        (Actor(name="protesters", kind="group"), True),
        (Actor(name=NAME, kind="person"), False),
        (Actor(name=f"supporters of {NAME}", kind="group"), False),
    ],
)
def test_what_may_stay(value: Count | Actor, stays: bool) -> None:
    """Figures of people who are not named, and public actors."""
    claim = msgspec.structs.replace(extraction().claims[0], value=value)
    left = without_words(claim)
    assert (left is not None) == stays
    assert left is None or (left.key == claim.key and NAME not in repr(left) and is_forgotten(left.quote))
