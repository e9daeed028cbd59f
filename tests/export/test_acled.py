"""The ACLED-style table, read by pandas."""

import csv
import datetime as dt
import json
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from tests.export.made import ARANDIS, ARRESTS, BOMBING, MARCH, POLICE, ROADBLOCK, Telling, dataset, day, figure, found
from tocsin.core.claims import Role
from tocsin.core.events import Event
from tocsin.core.values import Actor, Count, DateInterval, EventType, PartOfDay, Sector
from tocsin.export.acled import COLUMNS
from tocsin.export.acled_events import day_and_precision
from tocsin.export.dataset import Dataset
from tocsin.export.exports import write

CATEGORIES = json.loads((Path(__file__).parent.parent.parent / "resources" / "codebooks" / "_acled.json").read_text(encoding="utf-8"))
KILLED = Count(low=24, approximate=True, unit="people")


def table(data: Dataset, folder: Path) -> pd.DataFrame:
    """The rows by event, blanks as blanks."""
    frame = pd.read_csv(write("acled", data, folder)[0], keep_default_na=False, dtype={"interaction": str})
    return frame.set_index(frame["event_id_cnty"].str[4:], drop=False)


def losses(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "acled-style.loss.csv").open(encoding="utf-8", newline="") as file:
        return [(line["event"], line["field"], line["why"]) for line in csv.DictReader(file)]


def alone(
    event_type: str,
    *,
    date: DateInterval | None = None,
    actors: tuple[Actor, ...] = (),
    hit: tuple[Actor, ...] = (),
    toll: Count | None = None,
) -> Dataset:
    """One event of a type in Arandis: what the row of the type comes to."""
    told = Telling("Something happened in Arandis on Tuesday to dozens of people. They and others were there. Soldiers too.", "Lantern", 14)
    trigger = "happened"
    findings = [
        found(told.claim(trigger, Role.TYPE, trigger, EventType(code=event_type))),
        found(told.claim(trigger, Role.PLACE, "Arandis", ARANDIS)),
        found(told.claim(trigger, Role.DATE, "Tuesday", date or day(14))),
        *[found(told.claim(trigger, Role.ACTOR, words, actor)) for words, actor in zip(("They", "others"), actors, strict=False)],
        *[found(told.claim(trigger, Role.VICTIM, "Soldiers", actor)) for actor in hit],
    ]
    if toll is not None:
        findings.append(figure(told.claim(trigger, Role.KILLED, "dozens of people", toll), toll.low, toll.low, toll.high))
    mention = told.mention(trigger)
    event = Event(id="e1", mentions=(mention.id,), type=event_type, findings=tuple(findings))
    return msgspec.structs.replace(
        dataset(),
        documents={told.document.id: told.document},
        mentions={mention.id: mention},
        claims={claim.key: claim for claim in told.claims},
        events=(event,),
        stories=(),
    )


def test_the_columns_are_acleds(tmp_path: Path) -> None:
    """All 31, in their order."""
    assert list(table(dataset(), tmp_path).columns) == COLUMNS
    assert len(COLUMNS) == 31


def test_a_march_with_arrests_the_same_day_is_one_row(tmp_path: Path) -> None:
    """Protest with intervention; the police are the other side; the arrests are no row of their own, and the losses say so."""
    rows = table(dataset(), tmp_path)

    row = rows.loc[MARCH]
    assert list(rows.index) == [MARCH, BOMBING]
    assert (row.event_type, row.sub_event_type, row.disorder_type) == ("Protests", "Protest with intervention", "Demonstrations")
    assert (row.actor1, row.inter1, row.actor2, row.inter2, row.interaction) == ("Protesters (Namibia)", 6, "Police Forces of Namibia", 1, "16")
    assert (row.event_date, row.time_precision, row.geo_precision) == ("2024-05-14", 1, 1)
    assert (row.country, row.iso, row.region, row.admin1, row.location) == ("Namibia", 516, "Southern Africa", "Erongo", "Arandis")
    assert (row.latitude, row.longitude) == (-22.4167, 14.9667)
    assert row.tags == "crowd size=around 300; fatalities not reported"
    assert (ARRESTS, "arrested", "ACLED-style has no field for it") in losses(tmp_path)


def test_a_bombing_has_the_best_number(tmp_path: Path) -> None:
    """The range, the rival and the voices go to the losses."""
    row = table(dataset(), tmp_path).loc[BOMBING]

    assert (row.fatalities, row.sub_event_type, row.civilian_targeting) == (12, "Remote explosive/landmine/IED", "Civilian targeting")
    assert (row.actor1, row.inter1, row.actor2, row.inter2, row.interaction) == ("Dawn Front", 2, "Civilians (Peru)", 7, "27")
    assert row.notes.startswith("ACLED-style, not ACLED data.")
    fields = {field for event, field, _ in losses(tmp_path) if event == BOMBING}
    assert fields == {"killed", "facility", "attribution", "relations"}


def test_every_category_is_one_of_acleds(tmp_path: Path) -> None:
    """Also after the rules that change the row of the type."""
    rows = table(dataset(), tmp_path)

    assert all(sub in CATEGORIES[kind] for kind, sub in zip(rows.event_type, rows.sub_event_type, strict=True))


def test_an_event_without_a_date_has_no_row(tmp_path: Path) -> None:
    """And a reason."""
    table(dataset(), tmp_path)

    assert (ROADBLOCK, "event", "no date is told, and ACLED-style needs one") in losses(tmp_path)


@pytest.mark.parametrize(
    ("event_type", "actors", "expected"),
    [
        ("looting", (Actor(name="They", kind="group", sector=Sector.CVL),), ("Riots", "Violent demonstration", "Rioters (Namibia)", 5)),
        (
            "looting",
            (Actor(name="They", kind="armed-group", sector=Sector.UAF),),
            ("Strategic developments", "Looting/property destruction", "They", 3),
        ),
        (
            "territory-change",
            (Actor(name="They", kind="armed-group", sector=Sector.REB),),
            ("Battles", "Non-state actor overtakes territory", "They", 2),
        ),
        (
            "territory-change",
            (Actor(name="They", kind="security-force", sector=Sector.MIL),),
            ("Battles", "Government regains territory", "Military Forces of Namibia", 1),
        ),
        (
            "attack",
            (Actor(name="They", kind="security-force", sector=Sector.MIL, country="AO"),),
            ("Violence against civilians", "Attack", "Military Forces of Angola", 8),
        ),
        ("beating", (Actor(name="They", kind="group", sector=Sector.CVL),), ("Riots", "Mob violence", "Rioters (Namibia)", 5)),
        ("attack", (), ("Violence against civilians", "Attack", "", 0)),
        ("protest", (), ("Protests", "Peaceful protest", "Protesters (Namibia)", 6)),
        ("excessive-force", (POLICE,), ("Protests", "Excessive force against protesters", "Protesters (Namibia)", 6)),
    ],
)
def test_the_row_follows_the_type_and_who_acted(tmp_path: Path, event_type: str, actors: tuple[Actor, ...], expected: tuple[object, ...]) -> None:
    """The code book's row, changed as its note says; no actor is invented where none is told."""
    row = table(alone(event_type, actors=actors), tmp_path).loc["e1"]

    assert (row.event_type, row.sub_event_type, row.actor1, row.inter1) == expected


ARMY = Actor(name="Soldiers", kind="security-force", sector=Sector.MIL)
REBELS = Actor(name="Dawn Front", kind="armed-group", sector=Sector.REB)
MILITIA = Actor(name="gunmen", kind="armed-group", sector=Sector.UAF)
STUDENTS = Actor(name="students", kind="group", sector=Sector.EDU)


@pytest.mark.parametrize(
    ("event_type", "actors", "hit", "sub_event_type", "sides", "interaction"),
    [
        ("armed-clash", (REBELS, ARMY), (), "Armed clash", ("Dawn Front", "Military Forces of Namibia"), "12"),
        ("attack", (REBELS,), (ARMY,), "Armed clash", ("Dawn Front", "Military Forces of Namibia"), "12"),
        ("attack", (), (ARMY,), "Armed clash", ("", "Military Forces of Namibia"), "10"),
        ("attack", (REBELS,), (STUDENTS,), "Attack", ("Dawn Front", "Civilians (Namibia)"), "27"),
        ("attack", (REBELS, MILITIA), (STUDENTS,), "Attack", ("Dawn Front", "Civilians (Namibia)"), "27"),
        ("clash", (ARMY, STUDENTS), (), "Violent demonstration", ("Rioters (Namibia)", "Military Forces of Namibia"), "15"),
        ("curfew", (), (), "Other", ("", ""), ""),
    ],
)
def test_the_two_sides(
    tmp_path: Path, event_type: str, actors: tuple[Actor, ...], hit: tuple[Actor, ...], sub_event_type: str, sides: tuple[str, str], interaction: str
) -> None:
    """In a fight both act; elsewhere those who act together are one side, and those they hit the other."""
    row = table(alone(event_type, actors=actors, hit=hit), tmp_path).loc["e1"]

    assert (row.sub_event_type, (row.actor1, row.actor2), row.interaction) == (sub_event_type, sides, interaction)
    assert row.assoc_actor_1 == {MILITIA: "gunmen", STUDENTS: "Students and Teachers (Namibia)"}.get(actors[-1] if actors[1:] else ARMY, "")
    assert (row.civilian_targeting == "Civilian targeting") is (sub_event_type == "Attack")


@pytest.mark.parametrize(
    ("event_type", "toll", "fatalities"),
    [
        ("attack", Count(low=0, high=0), 0),
        ("attack", Count(low=31, high=31), 31),
        ("attack", Count(low=9), 9),
        ("attack", KILLED, 12),
        ("attack", Count(high=5), 0),
        ("attack", None, 0),
        ("killing", None, ""),
    ],
)
def test_fatalities_follow_the_code_book(tmp_path: Path, event_type: str, toll: Count | None, fatalities: object) -> None:
    """Dozens are 12; nothing told is 0 and tagged; a killing without a number stays empty."""
    row = table(alone(event_type, toll=toll), tmp_path).loc["e1"]

    told = toll is not None and toll.low is not None
    assert row.fatalities == fatalities
    assert ("fatalities not reported" in row.tags) is (not told and event_type != "killing")
    assert any(field == "fatalities" for _, field, _ in losses(tmp_path)) is (toll is None or toll.low is None or toll.low == 24)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, (dt.date(2024, 6, 1), 1)),
        (2, (dt.date(2024, 6, 2), 2)),
        (7, (dt.date(2024, 6, 4), 2)),
        (30, (dt.date(2024, 6, 16), 3)),
        (31, (dt.date(2024, 6, 16), 3)),
        (32, None),
        (366, None),
    ],
)
def test_a_day_and_how_precise_it_is(days: int, expected: tuple[dt.date, int] | None) -> None:
    """1 the day, 2 a week, 3 a month, each with its middle; wider dates have none."""
    start = dt.date(2024, 6, 1)

    assert day_and_precision(DateInterval(start=start, end=start + dt.timedelta(days=days))) == expected


def test_a_night_is_a_day_and_an_open_date_is_none() -> None:
    """The night of the 5th covers two calendar days."""
    fifth = dt.date(2024, 1, 5)

    assert day_and_precision(DateInterval(start=fifth, end=dt.date(2024, 1, 7), part_of_day=PartOfDay.NIGHT)) == (fifth, 1)
    assert day_and_precision(DateInterval(start=fifth, end=dt.date(2024, 1, 6), approximate=True)) == (fifth, 2)
    assert day_and_precision(DateInterval(start=fifth)) is None
