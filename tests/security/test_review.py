"""What docs/security.md says is tested is tested, and the locked versions are those of what Tocsin needs."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_test_of_the_table_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/security.md").read_text(encoding="utf-8"))

    assert len(named) > 20
    assert [(path, name) for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("file", "extras"), [("run.txt", ()), ("dev.txt", ("dev", "parquet", "postgresql", "batch", "ray"))])
def test_locked_versions_are_of_all_that_is_needed(file: str, extras: tuple[str, ...]) -> None:
    """Each with a hash, and nothing that says where it came from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *[one for extra in extras for one in project["optional-dependencies"][extra]]]
    locked = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", locked.strip())
    names = {block.partition("==")[0].partition("[")[0] for block in blocks}

    assert {re.match(r"[\w.-]+", one)[0].lower() for one in needed} - {"tocsin", "tocsin-gazetteer"} <= names
    assert [block[:60] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in locked
    assert "--index" not in locked
