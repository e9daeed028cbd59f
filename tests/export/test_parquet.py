"""The four Parquet tables, joined by duckdb."""

from pathlib import Path

import duckdb

from tests.export.made import BOMBING, dataset
from tocsin.export.exports import write


def ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    """The answer to a question over the tables claims, mentions, events and findings."""
    with duckdb.connect() as database:
        for path in write("parquet", dataset(), folder):
            database.read_parquet(str(path)).create_view(path.stem)
        return database.execute(question).fetchall()


def test_everything_is_there(tmp_path: Path) -> None:
    """As many rows as the data set has of each."""
    data = dataset()
    counts = ask(
        tmp_path,
        "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM mentions), (SELECT count(*) FROM events), (SELECT count(*) FROM findings)",
    )

    assert counts == [(len(data.claims), len(data.mentions), len(data.events), sum(len(event.findings) for event in data.events))]


def test_findings_join_their_claims(tmp_path: Path) -> None:
    """Who says 12, who says at least 9."""
    question = """
        SELECT f.best, c.words, c.said_by, list_contains(f.supporting, c.key)
        FROM findings f JOIN claims c ON list_contains(f.supporting, c.key) OR list_contains(f.opposing, c.key)
        WHERE f.role = 'killed' AND f.scope_group = 'people' ORDER BY c.start
    """

    assert ask(tmp_path, question) == [(12, "at least 9 people", "police", False), (12, "12 people", "The hospital", True)]


def test_claims_join_their_events(tmp_path: Path) -> None:
    """Through the mention."""
    question = "SELECT DISTINCT m.event FROM claims c JOIN mentions m ON c.mention = m.id WHERE c.words = 'car bomb'"

    assert ask(tmp_path, question) == [(BOMBING,)]


def test_unknown_is_null(tmp_path: Path) -> None:
    """A date nobody tells, a number nobody gives."""
    assert ask(tmp_path, "SELECT count(*) FROM events WHERE start IS NULL AND killed_best IS NULL") == [(2,)]
