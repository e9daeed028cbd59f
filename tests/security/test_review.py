"""What docs/security.md says is tested is tested, and the locked versions are those of what Tocsin needs."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from resources.release import list_parts

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


def test_the_list_of_parts_is_of_all_that_is_locked(tmp_path: Path) -> None:
    """Each with its version and hashes, whatever is installed here; and nothing of this machine."""
    written = list_parts(tmp_path).read_text(encoding="utf-8")
    told = json.loads(written)
    parts = {part["name"]: part for part in told["components"]}
    locked = {}
    for block in re.split(r"\n(?=\S)", (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").strip()):
        name, version = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!-]+)", block).groups()
        locked[name] = version, set(re.findall(r"--hash=sha256:(\w+)", block))

    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["name"] == "tocsin"
    assert {
        name: (part["version"], {one["content"] for link in part["externalReferences"] for one in link["hashes"]}) for name, part in parts.items()
    } == locked
    assert str(ROOT) not in written
