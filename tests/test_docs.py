"""The documents agree with each other and with the files they speak of."""

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer.main
import yaml

from eval.golden.gold import EXAMPLES, read_examples
from resources import blocks, reference_pages
from resources.lines_page import FIELDS, PAGE, SCHEMA, page
from tocsin import __version__
from tocsin.cli import app
from tocsin.export.lines import ClaimLine, schema
from tocsin.pipeline import Reader

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))

COMMANDS = typer.main.get_command(app)
OPTIONS = [(None, option) for option in COMMANDS.params] + [
    (name, option) for name, command in sorted(COMMANDS.commands.items()) for option in command.params
]

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
    assert "\n".join([*commands, ".venv/bin/python -m pytest -n 2 --dist loadfile"]) in contributing


@pytest.mark.parametrize("name", sorted(COMMANDS.commands))
def test_every_command_is_documented_and_has_help(name: str) -> None:
    """It says what it does, and README or a page of docs shows it."""
    assert COMMANDS.commands[name].help
    assert f"tocsin {name}" in _everything_written()


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda part: getattr(part, "name", part))
def test_every_option_is_documented_and_has_help(command: str | None, option: click.Parameter) -> None:
    """Each has help, and README or a page of docs writes it out."""
    assert getattr(option, "help", None)
    for spelling in option.opts if isinstance(option, click.Option) else []:
        assert re.search(rf"{re.escape(spelling)}\b", _everything_written()), f"{spelling} of {command}"


def _everything_written() -> str:
    return "\n".join(
        page.read_text(encoding="utf-8")
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
    )


@pytest.mark.model
def test_the_python_of_the_readme_runs() -> None:
    """The block is run as it stands, and prints a claim a line."""
    [block] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, check=False, timeout=120)

    assert done.stderr == ""
    assert "arrested '14 students' Count(low=14, high=14" in done.stdout


def test_the_lines_page_is_what_the_code_makes(rules: Reader) -> None:
    """`python -m resources.lines_page` writes docs/lines.md and the schema; neither may drift."""
    assert PAGE.read_text(encoding="utf-8") == page(rules)
    assert SCHEMA.read_text(encoding="utf-8") == json.dumps(schema(), indent=2) + "\n"


def test_the_lines_page_explains_every_field() -> None:
    """No field of a claim line without its sentence, no sentence without its field."""
    assert set(FIELDS) == set(ClaimLine.__struct_fields__)


@pytest.mark.model
@pytest.mark.parametrize("page", blocks.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_on_a_page_does_what_the_page_says(page: Path) -> None:
    """Every command and program is run, in order; `python -m resources.blocks` writes what they print."""
    assert blocks.drift(page, blocks.run_page(page)) == []


def test_a_page_that_shows_another_output_is_seen(tmp_path: Path) -> None:
    """A changed line, a line too few and a failing command are each seen; "…" stands for any lines, also none."""
    assert blocks.matches(["one", "…", "four"], ["one", "two", "three", "four"])
    assert blocks.matches(["…"], [])
    assert not blocks.matches(["one"], ["one", "two"])
    assert not blocks.matches(["one"], ["two"])
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one; \\\n> echo two\none\n```\n\n<!-- not run: it fails -->\n```sh\nfalse\n```\n")
    assert blocks.run_page(page) == page.read_text().replace("> echo two\none\n", "> echo two\none\ntwo\n")
    page.write_text("```sh\nfalse\n```\n")
    with pytest.raises(blocks.BlockError, match="ended with 1: false"):
        blocks.run_page(page)


def test_the_reference_pages_are_what_the_code_says() -> None:
    """`python -m resources.reference_pages` writes both."""
    assert reference_pages.COMMANDS.read_text(encoding="utf-8") == reference_pages.commands()
    assert reference_pages.PYTHON.read_text(encoding="utf-8") == reference_pages.python()


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff names the version of the package."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
