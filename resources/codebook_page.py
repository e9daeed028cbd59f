"""Write `docs/codebook.md` from `resources/codebooks/event_types.yaml`.

python -m resources.codebook_page            write the page
python -m resources.codebook_page --check    fail when the page is not what the YAML says (CI)
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from resources.build import read

HERE = Path(__file__).parent
BOOK = HERE / "codebooks" / "event_types.yaml"
PAGE = HERE.parent / "docs" / "codebook.md"

INTRODUCTION = """\
# Event types

What Tocsin can say happened: a closed list, fine enough that other schemes are tables and not guesses. This page is written by
`python -m resources.codebook_page` from `resources/codebooks/event_types.yaml`; edit that file, not this one.

Each type has its rule, two sentences with the trigger in bold and one sentence that is *not* of the type. The rows say what the type
becomes in other schemes, or why it has no place there:

- **ACLED-style**: our reading of the public category names. It is not ACLED data, and none was used to make Tocsin.
- **PLOVER**: event type and mode of version 2.0; a dash where the type alone does not settle the mode.
- **CAMEO**: the code, as in GDELT's event codes.
- **UCDP-style**: the types of violence the event may be (1 state-based, 2 non-state, 3 one-sided), given an organised actor and at least
  one death. Which of them is decided by the actors.

How events, figures and speakers are read is in [reading.md](reading.md).
"""

_TRIGGER = re.compile(r"<trigger>(.*?)</>")


def _row(entry: Mapping[str, Any], scheme: str) -> str:
    row = entry[scheme]
    if "none" in row:
        return f"none ({row['none']})"
    match scheme:
        case "acled":
            return f"{row['event_type']} / {row['sub_event_type']}"
        case "plover":
            return f"{row['type']} {row['mode'] or '–'}"
        case "cameo":
            return str(row["code"])
        case "ucdp":
            return "type of violence " + " or ".join(str(number) for number in row["types"])
        case _:
            raise ValueError(f"no scheme named {scheme}")


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {entry['label']} `{entry['code']}`\n"
    yield f"{entry['definition']}\n"
    yield f"- Include: {entry['include']}."
    yield f"- Exclude: {entry['exclude']}."
    yield f"- Harms: {entry['effect_on']}."
    for sentence in entry["examples"]:
        yield "- Example: " + _TRIGGER.sub(r"**\1**", sentence)
    for sentence in entry["counter"]:
        yield f"- Not this: {sentence}"
    yield ""
    yield "| ACLED-style | PLOVER | CAMEO | UCDP-style |\n|---|---|---|---|"
    yield "| " + " | ".join(_row(entry, scheme) for scheme in ("acled", "plover", "cameo", "ucdp")) + " |\n"
    if "note" in entry:
        yield f"{entry['note']}\n"


def page() -> str:
    """The page's text."""
    lines, family = [INTRODUCTION], ""
    for entry in read(BOOK):
        if entry["family"] != family:
            family = str(entry["family"])
            lines.append(f"## {family[0].upper()}{family[1:]}\n")
        lines += _entry(entry)
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description="Write docs/codebook.md from the code book.")
    parser.add_argument("--check", action="store_true", help="fail when the page is out of date")
    text = page()
    if parser.parse_args().check:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
            sys.exit("docs/codebook.md is out of date; run: python -m resources.codebook_page")
        return
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
