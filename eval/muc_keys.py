"""The 1992 message files and answer keys (MUC-3/4), as written; formats in the set's own taskdoc/."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

SLOTS = {
    2: "incident date",
    3: "incident location",
    4: "incident type",
    5: "incident stage",
    6: "instrument id",
    7: "instrument type",
    8: "perp category",
    9: "perp individual",
    10: "perp organisation",
    11: "organisation confidence",
    12: "phys tgt id",
    13: "phys tgt type",
    14: "phys tgt number",
    16: "phys tgt effect",
    18: "hum tgt name",
    19: "hum tgt description",
    20: "hum tgt type",
    21: "hum tgt number",
    23: "hum tgt effect",
}
"""The slots that are scored; 15, 17, 22, 24 (foreign nation, total number) hold a few dozen fills in all and are left out."""

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_VALUE_COLUMN = 33
"""Values start at column 36 in tst1 and tst2 and at 34 in the others; no key runs past 33."""
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')


@dataclass(frozen=True)
class Fill:
    """One line of a slot: `alternatives`, any of which is right, `optional` with a question mark, and the fill of another slot it belongs to."""

    alternatives: tuple[str, ...]
    optional: bool = False
    refers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One incident; `slots` maps slot numbers to fills, null and inapplicable slots are absent."""

    number: int
    optional: bool = False
    slots: dict[int, tuple[Fill, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """One message: its text without its header's tags, its dateline's date, and its templates."""

    name: str
    text: str
    published: dt.date | None
    templates: tuple[Template, ...]


def messages(texts: Path, keys: Path) -> list[Message]:
    """All messages of one text file with their answer keys, in the file's order. A message without a key entry raises KeyError."""
    templates = read_keys(keys.read_text(encoding="latin-1"))
    return [Message(name, text, published, tuple(templates[name])) for name, text, published in read_texts(texts.read_text(encoding="latin-1"))]


def read_texts(file: str) -> list[tuple[str, str, dt.date | None]]:
    """(name, text, date) of every message.

    The text keeps its dateline and its line breaks; the tags between dateline and body ("[TEXT]", "[COMMUNIQUE] [FMLN]") are taken out, since
    they are the archive's, and square brackets in the body become round ones, as in GRIT's preparation.
    """
    starts = list(re.finditer(r"^((?:DEV|TST\d+)-MUC\d-\d{4})[^\n]*\n", file, re.MULTILINE))
    ends = [match.start() for match in starts[1:]] + [len(file)]
    found = []
    for match, end in zip(starts, ends, strict=True):
        raw = file[match.end() : end].strip()
        header = re.match(r"(.*?--)\s+((?:\[[^\]]+\]\s*)+)", raw, re.DOTALL)
        dateline, body = (header[1], raw[header.end() :]) if header else ("", raw)
        text = f"{' '.join(dateline.split())} {body}".strip().replace("[", "(").replace("]", ")")
        found.append((match[1], text, _date_of(dateline)))
    return found


def _date_of(dateline: str) -> dt.date | None:
    match = re.search(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r")[A-Z]* (\d{2})\b", " ".join(dateline.split()))
    return dt.date(1900 + int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])) if match else None


def read_keys(file: str) -> dict[str, list[Template]]:
    """The templates of every message; an irrelevant message has an empty list."""
    lines = [line for line in file.split("\n") if not line.lstrip().startswith(";")]
    found: dict[str, list[Template]] = {}
    for chunk in re.split(r"\n(?=0\. )", "\n".join(lines)):
        if not chunk.strip():
            continue
        slots = _slots(chunk.strip("\n"))
        name = re.sub(r"\s*\(.*$", "", slots[0][0])
        templates = found.setdefault(name, [])
        number = slots[1][0]
        if number != "*":
            fills = {slot: made for slot in SLOTS if (made := tuple(fill(slot, line) for line in slots.get(slot, []) if line not in ("-", "*")))}
            templates.append(Template(int(number.split()[0]), "OPTIONAL" in number, fills))
    return found


def _slots(chunk: str) -> dict[int, list[str]]:
    slots: dict[int, list[str]] = {}
    current = 0
    for line in chunk.split("\n"):
        name, value = line[:_VALUE_COLUMN].strip(), line[_VALUE_COLUMN:].strip()
        if name:
            current = int(name.split(".")[0])
        if value:
            slots.setdefault(current, []).append(value)
    return slots


def fill(slot: int, line: str) -> Fill:
    """One line of a slot. Dates and locations hold colons and dashes of their own; elsewhere a colon before a quotation is a cross-reference."""
    optional = line.startswith("?")
    line = line.lstrip("? ").strip()
    refers: tuple[str, ...] = ()
    if slot not in (2, 3):
        parts = _split(line, ":")
        if len(parts) > 1:
            line, refers = ":".join(parts[:-1]), _alternatives(parts[-1])
    return Fill(_alternatives(line), optional, refers)


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in _split(_unwrapped(text), "/"))


def _plain(part: str) -> str:
    part = _unwrapped(part)
    quoted = _QUOTED.fullmatch(part)
    return re.sub(r"\\(.)", r"\1", quoted[1]).strip() if quoted else part


def _unwrapped(text: str) -> str:
    """Without the brackets around the whole of it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and len(_split(text[1:-1], ")")) == 1:
        text = text[1:-1].strip()
    return text


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark` outside quotation marks and brackets; an unpaired closing bracket splits too when it is the mark."""
    parts, depth, last = [], 0, 0
    i = 0
    while i < len(text):
        quoted = _QUOTED.match(text, i)
        if quoted:
            i = quoted.end()
            continue
        if text[i] == mark and depth == 0:
            parts.append(text[last:i])
            last = i + 1
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        i += 1
    return [*parts, text[last:]]
