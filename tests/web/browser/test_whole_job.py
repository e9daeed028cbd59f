"""The whole job in a browser: a report dropped, read, and corrected by keyboard; the finding follows, and so does the download with its words."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser.conftest import Until

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

TOLD = "BLANTYRE, 9 June 2024 - Police shot dead four protesters in Blantyre on Saturday, a hospital doctor said."


def test_from_a_dropped_report_to_a_corrected_download(page: Any, until: Until, tmp_path: Path) -> None:
    report = tmp_path / "blantyre.txt"
    report.write_text(TOLD, encoding="utf-8")
    page.goto("/add")
    page.locator("#files").set_input_files(report)
    page.get_by_role("button", name="Add the files").click()
    row = page.locator("#progress tr[data-row]").filter(has_text="blantyre.txt")
    row.wait_for()

    row.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/reports/d1"))
    assert page.locator("article.report-text mark[data-role=killed]").first.inner_text() == "four protesters"
    page.locator("a[href^='/events/']").first.click()
    page.wait_for_url(re.compile(r"/events/e1"))
    event = page.url.rpartition("/")[2]

    page.goto(f"/review?role=killed&event={event}")
    page.keyboard.press("v")
    page.keyboard.press("Control+A")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    until("document.querySelector('.notice')?.textContent.includes('corrected')")

    page.goto(f"/events/{event}")
    assert page.locator(".range-text b").first.inner_text() == "5"

    page.goto("/?q=Blantyre")
    page.get_by_text("Download these").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="ACLED-style CSV").click()
    download.value.save_as(tmp_path / "it.zip")
    with zipfile.ZipFile(tmp_path / "it.zip") as packed:
        events = list(csv.DictReader(io.StringIO(packed.read("acled-style.csv").decode("utf-8-sig"))))
        traces = list(csv.DictReader(io.StringIO(packed.read("acled-style.provenance.csv").decode("utf-8-sig"))))
    assert "5" in {one["fatalities"] for one in events}
    assert {one["words"] for one in traces if one["column"] == "fatalities"} == {"four protesters"}
