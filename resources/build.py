"""Compile the hand-edited YAML of `resources/lexicons` and `resources/codebooks` into package data.

    python -m resources.build            write src/tocsin/data/lexicons.json and codebook_examples.json
    python -m resources.build --check    fail when a file is not what the YAML says (CI)

Every YAML file is a list of entries; its name without suffix is the lexicon's name. `examples`, `counter` and `note` are for people: those of the
lexicons stay in the YAML, where the tests read them; those of the event types go into a file of their own, for the workbench's code book.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import ClassVar

import yaml

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "tocsin" / "data"
FOLDERS = ("lexicons", "codebooks")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which only true and false are booleans: on, off, yes and no are words here."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


FOR_PEOPLE = frozenset({"examples", "counter", "note"})


def read(path: Path) -> list[dict[str, object]]:
    """The entries of one YAML file, examples included. Exits with a message when the file is not a list of mappings."""
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        sys.exit(f"{path.name}: must be a list of mappings")
    return entries


def compiled() -> str:
    """The JSON text that belongs into the package."""
    lexicons = {
        path.stem: [{key: value for key, value in entry.items() if key not in FOR_PEOPLE} for entry in read(path)]
        for folder in FOLDERS
        for path in sorted((HERE / folder).glob("*.yaml"))
    }
    return json.dumps(lexicons, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def examples() -> str:
    """What the code book of event types says for people, by code, as JSON."""
    entries = read(HERE / "codebooks" / "event_types.yaml")
    shown = {str(entry["code"]): {key: entry[key] for key in sorted(FOR_PEOPLE) if key in entry} for entry in entries}
    return json.dumps(shown, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description="Compile lexicons and code books into package data.")
    parser.add_argument("--check", action="store_true", help="fail when the package data is out of date")
    check = parser.parse_args().check
    for name, text in (("lexicons.json", compiled()), ("codebook_examples.json", examples())):
        target = DATA / name
        if check and (not target.is_file() or target.read_text(encoding="utf-8") != text):
            sys.exit("package data is out of date; run: python -m resources.build")
        if not check:
            target.write_text(text, encoding="utf-8")
            print(f"{name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
