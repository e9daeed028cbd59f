"""The overview: what its address asks for is what the list, the map, the timeline and the downloads hold."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.export.exports import EXPORTS
from tocsin.store import Store, open_store
from tocsin.store.cards import ORDERS, Filter
from tocsin.web.bars import bars
from tocsin.web.listing import page_numbers
from tocsin.web.viewing import View, ViewError, address, chips, query_of, read_view

words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20).map(str.strip).filter(bool)
days = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
views = st.builds(
    View,
    wanted=st.builds(
        Filter,
        since=st.none(),
        until=days,
        box=st.none() | st.just((22.0, -8.5, 38.25, 22.0)),
        country=st.sampled_from([None, "SD", "MW"]),
        place=st.none() | words,
        story=st.none() | words,
        types=st.lists(st.sampled_from(["march", "riot"]), unique=True).map(tuple),
        families=st.lists(st.sampled_from(["riots", "politics", "attacks on people"]), unique=True).map(tuple),
        actors=st.lists(words, unique=True, max_size=3).map(tuple),
        measures=st.lists(st.sampled_from(["killed", "injured"]), unique=True).map(tuple),
        factualities=st.lists(st.sampled_from([one.value for one in Factuality]), unique=True).map(tuple),
        speakers=st.lists(st.sampled_from([one.value for one in SpeakerKind]), unique=True).map(tuple),
        publishers=st.lists(words, unique=True, max_size=3).map(tuple),
        review=st.sampled_from([None, "none", "some", "all", "disputed"]),
        words=st.none() | words,
    ),
    order=st.sampled_from(ORDERS),
    page=st.integers(1, 1000),
)


def parameters(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


@settings(deadline=None)
@given(views)
def test_address_holds_the_view(view: View) -> None:
    """What is written into an address is read from it again, and each filter is a chip that takes it away."""
    assert read_view(parameters(query_of(view))) == view
    for chip in chips(view):
        rest = read_view(parameters(chip.without.partition("?")[2]))
        assert len(chips(rest)) == len(chips(view)) - 1


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["from", "to", "bbox", "page", "country", "type", "q", "order", "x", "factuality"]), st.text(max_size=30)),
        max_size=5,
    )
)
def test_any_address_is_read_or_explained(given_: list[tuple[str, str]]) -> None:
    """Whatever is typed, a view or sentences come back."""
    try:
        told = read_view(given_).order
    except ViewError as error:
        told = str(error)
    assert told


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2024-13-45", "write it as YEAR-MONTH-DAY"),
        ("from=2024-06-05&to=2024-06-04", "is after"),
        ("bbox=1,2,3", "west,south,east,north"),
        ("bbox=nan,0,1,1", "is no area"),
        ("page=0", "from 1 on"),
        ("country=Sudan", "two letters"),
        ("type=party", "the code book lists them"),
        ("review=maybe", "there are: none, some, all, disputed"),
        ("from=2024-06-05&from=2024-06-06", "counts only once"),
        ("colour=red", "there is no filter called"),
        ("q=" + "x" * 300, "200 are the most"),
        ("q=a%00b", "cannot be printed"),
    ],
)
def test_broken_addresses_say_what_is_wrong(client: TestClient, query: str, says: str) -> None:
    """On the page, and for the map and the downloads; never a failure, never all events instead."""
    answer = client.get(f"/?{query}")
    assert answer.status_code == 422
    assert says in re.sub(r"&#39;|&#34;", "'", answer.text)
    assert "data-row" not in answer.text
    for path in ("/events.geojson", "/timeline.json", "/download/geojson"):
        assert client.get(f"{path}?{query}").status_code == 422


def test_plus_and_case_are_understood() -> None:
    """People type CT+ and sd into an address."""
    view = read_view(parameters("factuality=CT+&country=sd&bbox=190,0,200,1"))
    assert (view.wanted.factualities, view.wanted.country, view.wanted.box) == (("CT+",), "SD", (-170.0, 0.0, -160.0, 1.0))


def test_list_map_timeline_and_download_hold_the_same(client: TestClient, story: Store) -> None:
    """One address, four ways to look at it."""
    query = "family=state+response&country=MW"
    expected = story.cards.ids(Filter(families=("state response",), country="MW"))
    assert len(expected) > 1
    page = client.get(f"/?{query}")
    assert page.status_code == 200
    table = page.text[page.text.index("<table") :]
    assert set(re.findall(r'href="/events/(\w+)"', table)) == expected
    features = client.get(f"/events.geojson?{query}").json()["features"]
    assert {feature["properties"]["id"] for feature in features} == expected
    families = client.get(f"/timeline.json?{query}").json()["families"]
    assert sum(sum(counts) for counts in families.values()) == len(expected)
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/download/hxl?{query}").content))
    assert set(archive.namelist()) == {"events-hxl.csv", "events-hxl.provenance.csv", "events-hxl.loss.csv", "about.txt"}
    lines = list(csv.DictReader(io.StringIO(archive.read("events-hxl.csv").decode())))
    assert {line["event"] for line in lines[1:]} == expected  # the first line holds the hashtags
    about = archive.read("about.txt").decode()
    assert f"Events: {len(expected)}" in about
    assert "state response" in about


def test_figures_keep_their_bounds(client: TestClient) -> None:
    """Best, with low and high where they say more; how precisely the place is known."""
    table = client.get("/?order=killed").text
    shooting = table[table.index("<tbody>") : table.index("</tr>", table.index("<tbody>"))]
    assert "<b>16</b>" in shooting
    assert "14 to 16" in shooting
    assert "town or village" in shooting


def test_every_format_downloads(client: TestClient, story: Store) -> None:
    """All formats, each with what it is; every download is in the audit log."""
    for name in EXPORTS:
        answer = client.get(f"/download/{name}?family=politics")
        assert answer.status_code == 200, name
        assert {*EXPORTS[name].files, "about.txt"} == set(zipfile.ZipFile(io.BytesIO(answer.content)).namelist())
    entries = story.audit.entries(action="events downloaded")
    assert {entry.subject for entry in entries} == set(EXPORTS)
    assert entries[0].details["view"] == "family=politics"
    assert entries[0].by == "me"
    assert client.get("/download/xls").status_code == 404


def test_downloads_withhold_what_the_rest_of_a_report_names(story: Store) -> None:
    """A private name that only another event's claim knows is withheld too."""
    from tocsin.export.masking import Masking
    from tocsin.store.dataset import dataset_of

    one = dataset_of(story, "it", dt.date(2024, 7, 1), story.cards.ids(Filter(types=("march",))))
    every = dataset_of(story, "it", dt.date(2024, 7, 1))
    for document in one.documents.values():
        assert Masking(one, people=False).text(document.text, [document.id]) == Masking(every, people=False).text(document.text, [document.id])


def test_form_addresses_are_made_plain(client: TestClient) -> None:
    """A form sends its empty fields; the address that is left is one to share."""
    answer = client.get("/?q=&from=2024-06-04&to=&country=&order=&bbox=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?from=2024-06-04")
    assert client.get("/?page=99", follow_redirects=False).headers["location"] == "/"


def test_nothing_found_is_said(client: TestClient) -> None:
    """An empty view is no empty table."""
    page = client.get("/?actor=nobody+at+all")
    assert page.status_code == 200
    assert "No event fits" in page.text
    assert "by or against: nobody at all" in page.text


def test_suggestions(client: TestClient) -> None:
    """Values that hold what was typed; sectors are ticked, not typed."""
    assert '<option value="police">' in client.get("/suggest/actor?actor=POL").text
    assert "COP" not in client.get("/suggest/actor").text
    assert client.get("/suggest/measure").status_code == 404


def test_what_is_typed_stays_text(client: TestClient) -> None:
    """Nothing from an address becomes markup."""
    for name in ("q", "place", "actor", "publisher", "story", "country", "x"):
        assert "<script>alert" not in client.get("/", params={name: "<script>alert(1)</script>\"'><img>"}).text


def test_empty_store_tells_how_to_begin(tmp_path: Path, client_of: Callable[[Store], TestClient]) -> None:
    """Nothing to show yet: what to do."""
    with open_store(str(tmp_path / "new.db")) as store:
        client = client_of(store)
        page = client.get("/")
        assert page.status_code == 200
        assert 'href="/add"' in page.text
        assert "tocsin code" in page.text
        assert client.get("/events.geojson").json()["features"] == []
        assert client.get("/timeline.json").json()["days"] == []
        assert client.get("/download/acled").status_code == 404


def test_bars() -> None:
    """Days, weeks or months by the span, without gaps, and nothing lost."""
    day = dt.date(2024, 5, 15)
    assert bars([(day, "riots", 2), (day + dt.timedelta(days=2), "riots", 1)]).families == {"riots": [2, 0, 1]}
    weeks = bars([(day, "riots", 2), (day + dt.timedelta(days=200), "politics", 1)])
    assert (weeks.unit, weeks.days[0], sum(weeks.families["riots"])) == ("week", dt.date(2024, 5, 13), 2)
    months = bars([(day, "riots", 2), (day + dt.timedelta(days=2000), "politics", 1)])
    assert (months.unit, months.days[0], months.days[-1]) == ("month", dt.date(2024, 5, 1), dt.date(2029, 11, 1))
    misread = bars([(dt.date(1, 1, 3), "riots", 1), (day, "riots", 1)])
    assert len(misread.days) == 2


def test_page_numbers() -> None:
    """The first, the last, and those around."""
    assert page_numbers(1, 1) == (1,)
    assert page_numbers(5, 400) == (1, None, 3, 4, 5, 6, 7, None, 400)


def test_address_without_filters() -> None:
    """All events are the plain page."""
    assert address(View()) == "/"
