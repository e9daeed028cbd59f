"""The event types code book: complete, valid in every scheme, and its page up to date."""

import json
from pathlib import Path
from typing import Any

import pytest

from resources import codebook_page
from resources.build import read
from tests.marked import parse
from tocsin.errors import CodebookError, ResourceError
from tocsin.resources.codebook import Codebook, EventTypeRow, shipped_codebook
from tocsin.resources.lexicons import Lexicons

FOLDER = Path(codebook_page.HERE) / "codebooks"
ENTRIES: list[dict[str, Any]] = read(codebook_page.BOOK)

# What labels for training and acceptance may say; the book must know every one of them.
LABELLED = """
    protest march sit-in strike hunger-strike roadblock boycott riot mob-violence looting arson property-destruction building-seizure clash
    armed-clash territory-change killing beating shooting stabbing attack abduction torture sexual-violence bombing suicide-bombing grenade
    shelling air-strike landmine arrest dispersal excessive-force curfew state-of-emergency ban internet-shutdown troop-deployment deportation
    censorship conviction release resignation dismissal coup agreement ceasefire concession statement-call demand accusation threat
    investigation rejection aid talks sanction withdrawal failure-to-protect injury death displacement other
""".split()


def codes(name: str) -> Any:
    """A committed list of the codes a scheme has."""
    return json.loads((FOLDER / f"_{name}.json").read_text(encoding="utf-8"))


def book(entry: dict[str, object]) -> Codebook:
    """A code book of `entry` alone, decoded as the shipped one is."""
    return Codebook(Lexicons(json.dumps({"event_types": [entry]}).encode()))


def compiled_entry() -> dict[str, object]:
    """A whole entry, as compiled."""
    return {key: value for key, value in ENTRIES[0].items() if key not in ("examples", "counter", "note")}


def test_the_book_is_the_closed_list() -> None:
    """Every labelled type has a row, there is no other, and no code stands twice."""
    assert sorted(LABELLED) == sorted(entry["code"] for entry in ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["code"])
def test_examples_mark_one_trigger(entry: dict[str, Any]) -> None:
    """Two sentences with one trigger each, and at least one counter-example with none."""
    assert [[mark.name for mark in parse(sentence)[1]] for sentence in entry["examples"]] == [["trigger"], ["trigger"]]
    assert entry["counter"]
    assert all(not parse(sentence)[1] for sentence in entry["counter"])


@pytest.mark.parametrize("row", shipped_codebook(), ids=lambda row: row.code)
def test_rows_name_categories_that_exist(row: EventTypeRow) -> None:
    """Every category a row names is one of its scheme; a reason for none is a phrase, not a placeholder."""
    if row.acled.none is None:
        assert row.acled.sub_event_type in codes("acled")[row.acled.event_type]
    if row.plover.none is None:
        assert row.plover.mode is None or row.plover.mode in codes("plover")[row.plover.type]
    if row.cameo.none is None:
        assert row.cameo.code in codes("cameo")
    assert set(row.ucdp.types) <= {1, 2, 3}
    reasons = [scheme.none for scheme in (row.acled, row.plover, row.cameo, row.ucdp) if scheme.none is not None]
    assert all(len(reason.split()) >= 3 for reason in reasons)


def test_the_compiled_book_is_the_yaml() -> None:
    """The package carries the YAML's rows in the YAML's order."""
    assert [entry["code"] for entry in ENTRIES] == [row.code for row in shipped_codebook()]
    assert [entry["definition"] for entry in ENTRIES] == [row.definition for row in shipped_codebook()]


def test_families_keep_every_row() -> None:
    """Grouping by family loses nothing and keeps the order, so families stand together in the book."""
    assert [row for rows in shipped_codebook().families().values() for row in rows] == list(shipped_codebook())


def test_an_unknown_code_raises() -> None:
    """A code that is not in the list is an error, never a default."""
    with pytest.raises(CodebookError, match="no row for jaywalking"):
        shipped_codebook().row("jaywalking")


@pytest.mark.parametrize("acled", [{}, {"none": "a reason", "event_type": "Riots", "sub_event_type": "Mob violence"}])
def test_a_row_says_something_or_why_not(acled: dict[str, str]) -> None:
    """A row without category and reason, or with both, is refused."""
    with pytest.raises(ResourceError, match="not both"):
        book(compiled_entry() | {"acled": acled})


def test_a_code_that_stands_twice_is_refused() -> None:
    """Two entries with one code contradict each other."""
    entry = compiled_entry()
    with pytest.raises(CodebookError, match="twice"):
        Codebook(Lexicons(json.dumps({"event_types": [entry, entry]}).encode()))


def test_the_page_is_up_to_date() -> None:
    """docs/codebook.md says what the YAML says."""
    assert codebook_page.page() == codebook_page.PAGE.read_text(encoding="utf-8")
