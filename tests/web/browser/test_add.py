"""Adding reports in a browser: files that are dropped, text that is pasted, what failed and why; and the pages about the store."""

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

TOLD = "BLANTYRE, 9 June 2024 - Police shot dead four protesters in Blantyre on Saturday, a hospital doctor said. At least 20 people were injured."
DROP = """(text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
  data.items.add(new File(["a,b"], "table.csv", { type: "text/csv" }));
  document.querySelector("form[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_drop_read_and_open(page: Any) -> None:
    """An analyst drops files, sees one read and the other refused with the reason, and takes that off the list, without a reload."""
    page.goto("/add")
    page.wait_for_function("document.querySelector('[data-drop]')")
    page.wait_for_load_state("networkidle")
    page.evaluate(DROP, TOLD)
    page.get_by_text("2 files chosen").wait_for()
    page.get_by_role("button", name="Add the files").click()
    page.wait_for_url(re.compile(r"/add#progress$"))
    row = page.locator("#progress tr[data-row]").filter(has_text="dropped.txt")
    row.wait_for()  # the page asks by itself until all is read
    assert "claims" in row.inner_text()
    page.get_by_role("link", name=re.compile(r"^Failed")).click()
    failed = page.locator("#progress tr[data-row]").filter(has_text="table.csv")
    assert "a table" in failed.inner_text()
    failed.get_by_role("button").click()
    page.get_by_text("Nothing failed").wait_for()


def test_many_files_go_in_several_requests(page: Any, tmp_path: Path) -> None:
    """More than one request takes are sent one after the other; each becomes a report once."""
    files = []
    for number in range(203):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text("a,b")
    page.goto("/add")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#files").set_input_files(files)
    page.get_by_text("203 files chosen").wait_for()
    page.get_by_role("button", name="Add the files").click()
    page.wait_for_url(re.compile(r"/add$"))
    page.get_by_role("link", name=re.compile(r"^Failed\s*203")).wait_for()
    assert len(sent) == 2


def test_paste_by_keyboard(page: Any) -> None:
    """Without a mouse, from the tabs to the report that was read."""
    page.goto("/add")
    page.get_by_role("link", name="Text", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/add/text$"))
    page.get_by_label("Headline").focus()
    page.keyboard.type("Four shot in Blantyre")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(TOLD)
    page.get_by_role("button", name="Add the text").focus()
    page.keyboard.press("Enter")
    page.locator("#progress tr[data-row]").filter(has_text="Four shot in Blantyre").wait_for()
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/d1"))


def test_without_javascript(browser: Any, address: str) -> None:
    """Everything works by reloading."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/add/text")
    page.get_by_label("Text of the report").fill(TOLD)
    page.get_by_role("button", name="Add the text").click()
    for _ in range(100):
        if "pasted text" in page.locator("#progress").inner_text() and page.locator("#progress tr a").count():
            break
        page.wait_for_timeout(200)
        page.goto("/add")
    assert page.locator("#progress tr a").count() == 1
    page.goto("/settings")
    page.get_by_role("button", name="ngo up").click()
    assert page.locator(".order .kind").first.inner_text() == "ngo"
    context.close()


@pytest.mark.parametrize("path", ["/add", "/add/text", "/add/web", "/add/feeds", "/codebook", "/audit", "/settings"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_accessible(page: Any, path: str, scheme: str, width: int) -> None:
    """No finding of axe-core, and nothing sticks out at the side."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
