"""The kit in a real browser: under the content security policy, in both themes, on a narrow screen, by keyboard, with many events.

Needs the dev extras and a Chromium, Playwright's own or the system's; without one these tests are skipped.
"""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web import kit_server

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

PAGES = sorted(path.name for path in kit_server.PAGES.glob("*.html"))
SLOW = 120_000  # milliseconds; drawing WebGL without a GPU takes its time
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
    window.violations.push(`${violatedDirective}: ${blockedURI} ${sourceFile}`));
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with kit_server.served() as served:
        yield served


class Visit:
    """One page of one context, with what it asked for and what went wrong."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        page.set_default_timeout(SLOW)
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def until(self, condition: str) -> None:
        """Wait for a condition; Playwright's own waiting evaluates strings in the page, which the policy forbids."""
        end = time.monotonic() + SLOW / 1000
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"never true: {condition}; {self.errors}"
            time.sleep(0.2)

    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def opened(name: str, *, theme: str = "light", width: int = 1200, height: int = 800, events: dict[str, Any] | None = None) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce")
        contexts.append(context)
        visit = Visit(context.new_page())
        if events:
            visit.page.route("**/events.geojson*", lambda route: route.fulfill(json=events))
        visit.page.goto(f"{address}/kit/{name}")
        visit.page.wait_for_load_state("networkidle")
        return visit

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_the_policy_and_can_be_read_by_all(visit: Callable[..., Visit], name: str, theme: str) -> None:
    seen = visit(name, theme=theme, width=1000, height=600, events=kit_server.events(60, spread=1) if name != "map.html" else None)
    for button in seen.page.query_selector_all(".plot-foot button"):
        button.click()

    serious = [
        f"{fault['id']}: {[node['html'][:160] + ' ' + node['failureSummary'] for node in fault['nodes'][:4]]}"
        for fault in axe.Axe().run(seen.page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]

    assert serious == []
    assert seen.page.evaluate("window.violations") == []
    assert seen.errors == []
    assert seen.hosts <= {"127.0.0.1", ""}  # data: addresses have no host


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 768])
def test_nothing_scrolls_sideways(visit: Callable[..., Visit], name: str, width: int) -> None:
    seen = visit(name, width=width, height=700, events=kit_server.events(5, spread=1))

    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_map_draws_twenty_thousand_events(visit: Callable[..., Visit], capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    seen = visit("map.html", width=700, height=500)
    seen.until("window.tocsin?.map?.ready === true")

    assert seen.page.evaluate("window.tocsin.map.count") == 20_000
    assert not seen.errors
    with capsys.disabled():
        print(f"\n20,000 events: {time.monotonic() - begun:.1f} s to idle")  # noqa: T201 - for whoever runs it; machines differ too much for a bound


def one_event(**properties: Any) -> dict[str, Any]:
    known = {
        "id": "e1", "title": "<b>March</b> in Karsa", "type": "march", "family": "demonstrations", "date": "2024-05-14", "precision": "settlement",
        "country": "SD", "killed": 3, "url": "/kit/event.html",
    } | properties  # fmt: skip
    geometry = None if known["precision"] == "country" else {"type": "Point", "coordinates": [32.5, 15.5]}
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": known, "geometry": geometry}]}


@pytest.mark.parametrize("precision", ["settlement", "admin1", "country"])
def test_an_event_on_the_map_opens_as_text(visit: Callable[..., Visit], precision: str) -> None:
    seen = visit("map.html", width=600, height=500, events=one_event(precision=precision))
    seen.page.evaluate("document.addEventListener('tocsin:select', (event) => { window.chosen = event.detail.id; })")
    seen.until("window.tocsin?.map?.ready === true")

    box = seen.page.locator(".map").bounding_box()
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # the one event is what the map was fitted to

    assert seen.page.locator(".map-events a").inner_text() == "<b>March</b> in Karsa"
    assert "2024-05-14 · march · 3 killed" in seen.page.locator(".map-events").inner_text()
    assert seen.page.evaluate("window.chosen") == "e1"


def test_the_area_in_view_can_be_searched(visit: Callable[..., Visit]) -> None:
    seen = visit("map.html", width=600, height=500, events=one_event())
    seen.until("window.tocsin?.map?.ready === true")
    seen.page.locator(".map canvas").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.locator(".map-search").click()
    seen.page.wait_for_url("**bbox=**")

    west, south, east, north = map(float, seen.asked()["bbox"].split(","))
    assert west < east
    assert south < 15.5 < north


def test_dragging_over_the_timeline_chooses_whole_days(visit: Callable[..., Visit]) -> None:
    seen = visit("events.html", events=one_event())
    plot = seen.page.locator("[data-timeline] .u-over")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    seen.page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 40)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 40)
    seen.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    seen.page.mouse.up()
    seen.page.wait_for_url("**from=**")

    asked = seen.asked()
    assert "2024-04-20" < asked["from"] < "2024-04-26"
    assert "2024-05-13" < asked["to"] < "2024-05-19"


def test_bars_end_on_their_last_day_and_figures_are_worded_as_far_as_they_are_known(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    days = {("2024-02-01", "month"): "2024-02-29", ("2024-12-30", "week"): "2025-01-05", ("2024-05-14", "day"): "2024-05-14"}
    figures = {
        (3, 3, 3): "3",
        (3, 4, 9): "4 (3 to 9)",
        (3, 3, 9): "3 to 9",
        (20, 20, None): "at least 20",
        (None, 5, 5): "up to 5",
        (None, None, None): "unknown",
    }

    for (first, unit), last in days.items():
        assert seen.page.evaluate("async (asked) => (await import('/static/timeline.js')).lastDay(...asked)", [first, unit]) == last
    for (low, best, high), words in figures.items():
        point = {"low": low, "best": best, "high": high}
        assert seen.page.evaluate("async (point) => (await import('/static/chart.js')).words(point)", point) == words


def test_the_chart_has_a_table_that_says_the_same(visit: Callable[..., Visit]) -> None:
    seen = visit("event.html")
    table = seen.page.locator("[data-chart] table")
    assert not table.is_visible()
    seen.page.locator("[data-chart] .plot-foot button").click()

    rows = table.locator("tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows][2] == ["2024-05-14", "health ministry", "12 (11 to 14)", ""]
    assert "taken back: taken back on 17 May" in rows[-2]


TEXT = "[...document.querySelectorAll('.report-text [data-offset]')].map((run) => [Number(run.dataset.offset), run.textContent])"
SPAN_OF = """async ([a, from, b, to]) => {
  const { spanOf } = await import("/static/report.js");
  const root = document.querySelector(".report-text");
  const runs = root.querySelectorAll("[data-offset]");
  const range = document.createRange();
  range.setStart(runs[a].firstChild, from);
  range.setEnd(runs[b].firstChild, to);
  return spanOf(range, root);
}"""


def test_chosen_words_are_counted_as_python_counts_them(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    runs = seen.page.evaluate(TEXT)
    text = ""
    for offset, run in runs:
        text = text.ljust(offset) + run  # what lies between two paragraphs
        assert text.endswith(run)
        assert len(text) == offset + len(run), run
    draw = random.Random(11)

    def boundary(i: int) -> tuple[int, int]:
        """A place in a run, in code points of the document and in the browser's units."""
        at = draw.randint(0, len(runs[i][1]))
        return runs[i][0] + at, len(runs[i][1][:at].encode("utf-16-le")) // 2

    for _ in range(60):
        a, b = sorted(draw.choices(range(len(runs)), k=2))
        (start, start_units), (end, end_units) = boundary(a), boundary(b)
        span = seen.page.evaluate(SPAN_OF, [a, start_units, b, end_units])
        if span is None:
            assert not text[start:end].strip()
            continue
        assert text[span["start"] : span["end"]].split() == span["quote"].split() == text[start:end].split()
        assert start <= span["start"] < span["end"] <= end


def test_a_boundary_inside_a_character_takes_in_no_half(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    runs = [run for _, run in seen.page.evaluate(TEXT)]
    i = next(i for i, run in enumerate(runs) if run.startswith("\U0001d41f"))  # a mathematical bold f: two units, one code point

    span = seen.page.evaluate(SPAN_OF, [i, 0, i, 3])

    assert (span["end"] - span["start"], span["quote"]) == (1, "\U0001d41f")


def test_chosen_words_open_the_form_for_a_claim(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    seen.page.evaluate("""() => {
      const run = [...document.querySelectorAll("[data-offset]")].find((run) => run.textContent.endsWith("them"));
      getSelection().setBaseAndExtent(run.firstChild, run.textContent.length - 5, run.firstChild, run.textContent.length);  // with the blank before
    }""")
    seen.page.locator(".add-claim").click()

    assert seen.page.locator("dialog#add-claim").is_visible()
    form = {name: seen.page.locator(f"#add-claim [name={name}]").input_value() for name in ("start", "end")}
    assert form == {"start": "106", "end": "110"}
    assert seen.page.locator("#add-claim [data-quote]").inner_text() == "them"


def test_claims_and_words_light_each_other(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    seen.page.locator('.claim[data-claim="c9"]').focus()
    assert seen.page.locator("mark.lit").all_inner_texts() == ["dozens"]

    seen.page.locator('mark[data-claim="c4"]').hover()
    assert seen.page.locator(".claim.lit").count() == 1
    assert "excessive force" in seen.page.locator(".claim.lit").inner_text()

    seen.page.locator('mark[data-claim="c1"]').focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.dataset.claim") == "c1"


def test_keys_move_click_and_explain_themselves(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html")
    seen.page.keyboard.press("j")
    seen.page.keyboard.press("j")
    assert seen.page.evaluate("document.activeElement.dataset.claim") == "c3 c4"
    seen.page.keyboard.press("k")
    assert seen.page.evaluate("document.activeElement.dataset.claim") == "c1"

    seen.page.keyboard.press("?")
    assert "Accept" in seen.page.locator("#keys-help").inner_text()
    seen.page.keyboard.press("?")
    assert not seen.page.locator("#keys-help").is_visible()

    seen.page.keyboard.press("a")  # a button of htmx's: the answer holds the token that was sent
    assert seen.page.locator("#token").inner_text() == "token-of-the-page"
    assert seen.page.locator(".toast span").inner_text() == "Claim accepted"
    assert seen.page.evaluate("window.violations") == []


def test_a_key_typed_into_a_field_is_a_letter(visit: Callable[..., Visit]) -> None:
    seen = visit("events.html", events=one_event())
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("n?j")

    assert seen.page.locator("#q").input_value() == "n?j"


def test_the_chosen_theme_is_kept(visit: Callable[..., Visit]) -> None:
    seen = visit("report.html", theme="light")
    toggle = seen.page.locator("[data-theme-toggle]")
    assert toggle.inner_text() == "System theme"
    toggle.click()
    toggle.click()
    seen.page.reload()

    assert toggle.inner_text() == "Dark theme"
    assert seen.page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
