"""Where and when a report was filed."""

import datetime as dt

import pytest

from tocsin.intake.dateline import read_dateline
from tocsin.intake.written_dates import PartialDate


@pytest.mark.parametrize(
    ("line", "place", "date", "agency"),
    [
        ("KAMPALA, March 3 (Agency) - Police said", "KAMPALA", PartialDate(None, 3, 3), "Agency"),
        ("KAMPALA, March 3, 2024 (Agency) – Police said", "KAMPALA", PartialDate(2024, 3, 3), "Agency"),
        ("SAN SALVADOR, 3 JAN 90 -- [TEXT] THE GUERRILLAS", "SAN SALVADOR", PartialDate(1990, 1, 3), None),
        ("   MOSCOW (USSR), 26 OCT 89 (DOMESTIC SERVICE) -- [TEXT] A", "MOSCOW", PartialDate(1989, 10, 26), "DOMESTIC SERVICE"),
        ("PORT-AU-PRINCE, Haiti, Feb. 3, 2024 (Agency) — Gangs", "PORT-AU-PRINCE, Haiti", PartialDate(2024, 2, 3), "Agency"),
        ("N'DJAMENA, 5th of May 2001 (Agency): Soldiers", "N'DJAMENA", PartialDate(2001, 5, 5), "Agency"),
        ("WASHINGTON, D.C., Tuesday, March 3, 2020: Crowds", "WASHINGTON, D.C.", PartialDate(2020, 3, 3), None),
        ("Paris, May 3 2020 - Students", "Paris", PartialDate(2020, 5, 3), None),
        ("SINGAPORE (Feb. 25, 2021) — A", "SINGAPORE", PartialDate(2021, 2, 25), None),
        ("NAIROBI, Kenya (Agency) — Police", "NAIROBI, Kenya", None, "Agency"),
        ("LONDON — Police on Monday", "LONDON", None, None),
        ("March 3, 2024", None, PartialDate(2024, 3, 3), None),
        ("Published 5 March 2024, 14:05", None, PartialDate(2024, 3, 5), None),
        ("Posted on Tuesday, March 5, 2024 at 9:30 am", None, PartialDate(2024, 3, 5), None),
    ],
)
def test_datelines(line: str, place: str | None, date: PartialDate | None, agency: str | None) -> None:
    """Agencies' datelines, old and new, below a headline; spans count in the text."""
    text = f"Three held after march\n\nBy A. Writer\n\n{line}"

    found = read_dateline(text)

    assert found is not None
    assert (found.place.quote(text) if found.place else None, found.date, found.agency) == (place, date, agency)
    assert line.strip().startswith(found.span.quote(text))
    assert (found.date_span is None) == (date is None)


@pytest.mark.parametrize(
    "text",
    [
        "On March 3, police detained three people - among them a lawyer.",
        "Police said on 3 March - the day of the vote - that",
        "The protest, March 5 - the largest so far - ended",
        "Updated 5 March 2024",
        "March 3 — the day it began",
        "POLICE HOLD THREE -- MAYOR RESIGNS",
        "Harwell — a town of mills",
        "3 - 5 March",
        "",
    ],
)
def test_not_a_dateline(text: str) -> None:
    """Dates in sentences, dashes in sentences, all-capital headlines and changes of the page are none."""
    assert read_dateline(text) is None


def test_only_the_first_lines() -> None:
    """What looks like a dateline far down opens another report, or a list."""
    assert read_dateline("A line of text.\n" * 20 + "KAMPALA, March 3, 2024 (Agency) - Police") is None


def test_impossible_day() -> None:
    """A dateline with a day that does not exist gives no date, and no error."""
    found = read_dateline("HARWELL, 31 February 2024 (Lantern) - Police")

    assert found is not None
    assert found.date is not None
    assert found.date.complete() is None
    assert PartialDate(None, 2, 29).complete(year=2024) == dt.date(2024, 2, 29)
