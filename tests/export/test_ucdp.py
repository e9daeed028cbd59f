"""The UCDP GED-style table, read by pandas; its sums hold."""

from pathlib import Path

import msgspec
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.made import BOMBING, dataset
from tests.export.test_acled import alone
from tocsin.core.claims import Role
from tocsin.core.events import Finding, Scope
from tocsin.core.values import Actor, Count, Sector
from tocsin.export.dataset import Dataset
from tocsin.export.exports import write
from tocsin.export.ucdp import COLUMNS, prio_grid


def table(data: Dataset, folder: Path) -> pd.DataFrame:
    return pd.read_csv(write("ucdp", data, folder)[0], keep_default_na=False)


def test_the_columns_are_the_geds(tmp_path: Path) -> None:
    """All 49, in their order."""
    assert list(table(dataset(), tmp_path).columns) == COLUMNS
    assert len(COLUMNS) == 49


def test_only_deaths_by_an_organised_actor_have_a_row(tmp_path: Path) -> None:
    """Low, best and high; the primary voice; the point and its grid cell."""
    [row] = table(dataset(), tmp_path).itertuples()

    assert row.relid == BOMBING
    assert (row.low, row.best, row.high) == (9, 12, 12)
    assert (row.deaths_a, row.deaths_b, row.deaths_civilians, row.deaths_unknown) == (0, 0, 12, 0)
    assert (row.type_of_violence, row.side_a, row.side_b, row.dyad_name) == (3, "Dawn Front", "Civilians", "Dawn Front - Civilians")
    assert (row.source_original, row.where_prec, row.date_prec, row.event_clarity) == ("The hospital", 1, 1, 1)
    assert (row.where_description, row.geom_wkt, row.date_start, row.date_end) == ("bank", "POINT (-77.0282 -12.0432)", "2024-05-13", "2024-05-13")


NAMED = Actor(name="They", kind="armed-group", sector=Sector.REB)
SOLDIERS = Actor(name="They", kind="security-force", sector=Sector.MIL, group="military")
FIVE = Count(low=5, high=5)


@pytest.mark.parametrize(
    ("event_type", "actors", "toll", "rows"),
    [
        ("attack", (SOLDIERS,), FIVE, 1),
        ("attack", (NAMED,), FIVE, 0),  # "They" only begins the sentence: no name
        ("attack", (), FIVE, 0),
        ("attack", (SOLDIERS,), None, 0),
        ("attack", (SOLDIERS,), Count(low=0, high=0), 0),
        ("riot", (SOLDIERS,), FIVE, 0),
        ("attack", (Actor(name="They", kind="group", sector=Sector.CVL),), FIVE, 0),
    ],
)
def test_what_ucdp_asks_for(tmp_path: Path, event_type: str, actors: tuple[Actor, ...], toll: Count | None, rows: int) -> None:
    """A death with a number, and the state or a group with a name."""
    assert len(table(alone(event_type, actors=actors, toll=toll), tmp_path)) == rows


def test_unknown_victims_leave_the_type_of_violence_empty(tmp_path: Path) -> None:
    """And the dead unknown: nobody says whose they were."""
    [row] = table(alone("attack", actors=(SOLDIERS,), toll=FIVE), tmp_path).itertuples()

    assert (row.type_of_violence, row.side_b, row.deaths_unknown, row.side_a) == ("", "", 5, "Government of Namibia")


parts = st.lists(st.tuples(st.sampled_from(["people", "civilians", "children", "military", "police"]), st.integers(0, 40)), max_size=4)


@settings(max_examples=20, deadline=None)
@given(best=st.integers(1, 30), low=st.none() | st.integers(0, 50), high=st.none() | st.integers(0, 50), parts=parts)
def test_the_dead_add_up(
    tmp_path_factory: pytest.TempPathFactory, best: int, low: int | None, high: int | None, parts: list[tuple[str, int]]
) -> None:
    """deaths_a + deaths_b + deaths_civilians + deaths_unknown = best, and low <= best <= high, whatever the findings are."""
    data = alone("attack", actors=(SOLDIERS,), toll=FIVE)
    [event] = data.events
    toll = event.findings[-1]
    whole = msgspec.structs.replace(toll, low=low, best=best, high=high)
    more: list[Finding] = [
        msgspec.structs.replace(toll, low=number, best=number, high=number, scope=Scope(measure=Role.KILLED, group=group))
        for group, number in parts
        if group != "people"
    ]
    changed = msgspec.structs.replace(data, events=(msgspec.structs.replace(event, findings=(*event.findings[:-1], whole, *more)),))

    [row] = table(changed, tmp_path_factory.mktemp("ucdp")).itertuples()

    assert row.deaths_a + row.deaths_b + row.deaths_civilians + row.deaths_unknown == row.best == best
    assert row.low <= row.best <= row.high
    assert min(row.deaths_a, row.deaths_b, row.deaths_civilians, row.deaths_unknown) >= 0


@pytest.mark.parametrize(("point", "cell"), [((-180, -90), 1), ((-179.6, -89.9), 1), ((-179.4, -90), 2), ((-180, -89.4), 721), ((180, 90), 259200)])
def test_grid_cells_are_counted_from_the_south_west(point: tuple[float, float], cell: int) -> None:
    """720 in a row, 360 rows."""
    assert prio_grid(*point) == cell
