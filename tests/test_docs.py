"""The documents agree with each other and with the files they speak of."""

import re
from pathlib import Path

import pytest

from eval.golden.gold import EXAMPLES, read_examples

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))

_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_FRONT = re.compile(r"---\ndate: \d{4}-\d\d-\d\d\nstatus: (accepted|superseded by \d{4}|proposed)\n---\n\n# (\d+)\. ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link is to a file or folder that exists."""
    targets = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_decision_records_have_date_status_and_number(record: Path) -> None:
    """The front matter is whole, and the number in the title is the file's."""
    front = _FRONT.match(record.read_text(encoding="utf-8"))

    assert front is not None
    assert int(front[2]) == int(record.stem[:4])


def test_every_example_is_introduced() -> None:
    """examples/README.md names every file and every publisher."""
    introduction = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")

    assert [file.name for file in sorted(EXAMPLES.iterdir()) if f"`{file.name}`" not in introduction] == []
    assert [name for name, document in read_examples().items() if document.report.publisher not in introduction] == []


def test_contributing_lists_what_ci_runs() -> None:
    """CONTRIBUTING.md gives the commands of .ci/run, each of them and in their order."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line.strip() for line in script.splitlines() if line.startswith(".venv/bin/") and "install" not in line]

    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert commands
    assert "\n".join([*commands, ".venv/bin/python -m pytest"]) in contributing
