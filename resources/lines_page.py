"""Write `docs/lines.md`, whose example is what Tocsin makes of an example report, and `docs/schema/lines.schema.json`.

python -m resources.lines_page            write both
python -m resources.lines_page --check    fail when one of them is not what the code says
"""

import argparse
import json
import re
import sys
from pathlib import Path

import msgspec

from eval.golden.gold import read_examples
from tocsin.core.claims import Role
from tocsin.core.document import Document
from tocsin.export.lines import ClaimLine, DocumentLine, lines, schema
from tocsin.pipeline import Reader, load_reader

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "lines.md"
SCHEMA = ROOT / "docs" / "schema" / "lines.schema.json"
EXAMPLE = "port-radio-0515-1"

_PAIR = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")
"""A span that takes four lines."""

PAGE_TEXT = """\
# Lines: the machine format

`tocsin code --format jsonl` writes JSON lines: for each report one `document` line with the frozen text, then its `claim` lines and its
`problem` lines. The schema is [schema/lines.schema.json](schema/lines.schema.json); `tocsin schema` prints it. This page and the schema
are written by `python -m resources.lines_page`; edit that file, not this one.

```sh
tocsin code examples/reports --format jsonl > claims.jsonl
tocsin code examples/reports --format jsonl | jq -r 'select(.role == "killed") | [.value.low, .attribution[0].quote, .quote] | @tsv'
```

**What you can rely on.** Spans are `[start, end)` in Unicode code points of the document's `text`, and `text[start:end]` is the `quote`, to
the character. The same report read by the same version gives the same bytes. Every line has `line`, which says what it is. Fields may be
added; none is renamed or removed without a new `format` number, which stands on the document line (now {format}). An unknown field is to be
passed over.

## `document`

One report. `id` hashes the text with publisher, day and address: one agency text printed by two papers is two documents with one `sha256`.
In `report`, what is not known is left out.

```json
{document}
```

## `claim`

One value in one role of one event mention. Claims with the same `document` and `trigger` speak of one event; its type is the claim with the
role `type`. The roles and measures are those of [reading.md](reading.md), the event types those of [codebook.md](codebook.md).

```json
{claim}
```

| field | what it holds |
|---|---|
{fields}

In `value`, `is` says which kind of value it is, and a field that is left out has its default (the schema gives it): `approximate` is false, an
end that is left out is open. The kinds are {values}.

## `problem`

Something that was not understood: `code` is stable, `message` is for people, `span` and `quote` are null where no words are to blame.
"""

FIELDS = {
    "key": "what makes two readings the same claim: document, trigger, role, span and value. It does not change when a rule gets better",
    "document": "the `id` of the document line",
    "trigger": "the span of the words that evoke the event",
    "trigger_quote": "those words",
    "role": "the part the value plays: `type`, `actor`, `victim`, `target`, `property`, `place`, `facility`, `date`, `instrument`, `cause`,"
    " `content`, or what a figure counts: `killed`, `injured`, `arrested`, ...",
    "span": "where the value's words stand",
    "quote": "the words",
    "value": "what they say",
    "attribution": "the speakers, deepest first, each with words, kind and cue; empty when it is the writer's own word",
    "factuality": "how sure: `CT+` said as fact, `PR+` likely, `PS+` possible, `CT-` `PR-` `PS-` the same for what did not happen, `Uu` left open",
    "modality": "why not simply so: `actual`, `future`, `hypothetical`, `ordered`, `threatened`, `negated`, `attempted`",
    "background": "an old event, told for the record",
    "opinion": "a judgement about motives or blame, not a thing that happened",
    "disputed": "the report itself tells of a denial or retraction",
    "cues": "the words that set `factuality` and `modality`",
    "part_of": "the `key` of the larger figure this one is a subset of: never add the two",
    "qualifies": "the `key` of the one figure this place or date belongs to, when it is not the whole event's",
    "counts_as": 'the measure that a victim told as one person belongs to: `killed` for "Ana Boe, 43, died", which is no figure',
    "as_of": "the day a running toll was put",
    "origin": "`text`: these words say it; `context`: carried over from elsewhere in the report; `assumed`: from the published day; `metadata`",
    "rule": "what read it, for debugging; may change in any version",
    "score": "how sure the reader is of its reading, 0 to 1, not calibrated; null for a rule that has none",
    "mentions": "further places where the same claim is made in this report",
    "candidates": "what else was weighed, best first, with reasons",
}


def example(reader: Reader) -> tuple[DocumentLine, ClaimLine]:
    """The document line of the example report, and its first figure that has a speaker. Raises StopIteration when there is none."""
    first, *rest = lines(reader.extract(_document()))
    claim = next(line for line in rest if isinstance(line, ClaimLine) and line.role is Role.ARRESTED and line.attribution)
    if not isinstance(first, DocumentLine):
        raise TypeError("the first line is the document's")
    return first, claim


def _document() -> Document:
    document = read_examples()[EXAMPLE]
    # the file's place is this machine's, and no part of any identity
    return Document.freeze(document.text, msgspec.structs.replace(document.report, place=None))


def page(reader: Reader) -> str:
    """The whole page."""
    document, claim = example(reader)
    kinds = sorted(definition["properties"]["is"]["enum"][0] for definition in schema()["$defs"].values() if "is" in definition.get("properties", {}))
    return PAGE_TEXT.format(
        format=document.format,
        document=_shown(document),
        claim=_shown(claim),
        fields="\n".join(f"| `{name}` | {FIELDS[name]} |" for name in ClaimLine.__struct_fields__),
        values=", ".join(f"`{kind}`" for kind in kinds),
    )


def _shown(line: DocumentLine | ClaimLine) -> str:
    """The line as JSON over several lines, for people."""
    return _PAIR.sub(r"[\1, \2]", json.dumps(msgspec.to_builtins(line), indent=2, ensure_ascii=False))


def main() -> int:
    """Write both files, or check them; 1 when one is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file is not up to date")
    check = parser.parse_args().check
    made = {PAGE: page(load_reader(model=False)), SCHEMA: json.dumps(schema(), indent=2) + "\n"}
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not up to date" if check else f"{path.relative_to(ROOT)} written")
        if not check:
            path.write_text(made[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
