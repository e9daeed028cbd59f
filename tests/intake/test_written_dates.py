"""Dates beside a report."""

import datetime as dt

import pytest

from tocsin.errors import IntakeError
from tocsin.intake.written_dates import PartialDate, given_date, metadata_date


@pytest.mark.parametrize("words", ["2024-03-05", " 2024-03-05 ", "2024-03-05T23:30:00+03:00", "2024-03-05 09:15", "2024-03-05T09:15:00Z"])
def test_given_date(words: str) -> None:
    """A day, with or without a time, taken as written (in the publisher's own time zone)."""
    assert given_date(words, "published field") == dt.date(2024, 3, 5)


@pytest.mark.parametrize("words", ["2024-02-30", "2024", "March 5, 2024", "05/03/2024", "2024-03-05x", "", "0001-01-01", "tomorrow"])
def test_given_date_is_strict(words: str) -> None:
    """What the user writes must be a date, or the message says which words are not."""
    with pytest.raises(IntakeError, match="published field"):
        given_date(words, "published field")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024-03-05", PartialDate(2024, 3, 5)),
        ("2024-03-05T23:30:00+03:00", PartialDate(2024, 3, 5)),
        ("2024-03-05 23:30:00", PartialDate(2024, 3, 5)),
        ("2024/03/05", PartialDate(2024, 3, 5)),
        ("20240305", PartialDate(2024, 3, 5)),
        ("20240305T101500Z", PartialDate(2024, 3, 5)),
        ("Tue, 05 Mar 2024 10:15:00 GMT", PartialDate(2024, 3, 5)),
        ("March 5, 2024", PartialDate(2024, 3, 5)),
        ("5 Sept. 2024", PartialDate(2024, 9, 5)),
        ("2024-03", PartialDate(2024, 3)),
        ("2024", PartialDate(2024)),
    ],
)
def test_metadata_date(words: str, expected: PartialDate) -> None:
    """Pages write dates in many ways; a month or a year alone is kept as that."""
    assert metadata_date(words) == expected


@pytest.mark.parametrize("words", ["05/03/2024", "1970-01-01T00:00:00Z", "0001-01-01", "2024-02-30", "March 5", "1709622000", "today", "", "2024-13"])
def test_metadata_that_tells_no_day(words: str) -> None:
    """Day and month in doubt, unset fields, impossible days and time stamps are no date."""
    assert metadata_date(words) is None
