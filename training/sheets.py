"""Reading sheets: what a person writes down while labelling a text, checked and turned into standoff labels that hold none of its words.

    python -m training.sheets check TEXT.txt SHEET.sheet      # what is wrong, by line
    python -m training.sheets agree FIRST.jsonl SECOND.jsonl  # F1 by kind between two independent readings

A sheet has a line an item; quotes are verbatim, `^2` after one means its second occurrence in the text as
whole words:

    relevant: yes
    M1 security-force: riot police
    M2 place: Almaty ^2
    T1 clash CT+ actual: clashed
    T2 dispersal Uu future background @A1: break up the rally
    R T1 actor M1
    F1 killed 7..: at least 7 victims -> T1 @A1 <F2 in M2 on M3 approx disputed Uu
    A1 police: the police chief | said | At least 500 ... old people | <A2

T: type, factuality, modality, then `background` and the statement it stands in. F: measure and bounds (`7..7`, `7..`, `..7`), after `->` the trigger,
the statement, the figure it is part of, place, date. A: kind, then source, cue (`-` where there is none), content (first words ... last words; more
than one with `||`), and who passed it on.
"""

import argparse
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from training.corpora import ROLES
from training.heads import FACTUALITY, KINDS, MEASURES, MODALITY, SPEAKERS, TYPES

_ITEM = re.compile(r"(?P<id>[MTFA]\d+)\s+(?P<head>[^:]+):\s*(?P<body>.+)")
_ROLE = re.compile(r"R\s+(T\d+)\s+(\S+)\s+(M\d+)")
_BOUNDS = re.compile(r"(\d*)\.\.(\d*)")
_NTH = re.compile(r"\s*\^(\d+)$")
Row = dict[str, Any]


class SheetError(Exception):
    """A line of a sheet that cannot be read, with what to do about it."""


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line; 1 when a sheet has mistakes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("check", "agree"))
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args(arguments)
    if options.do == "agree":
        for kind, f1 in agreement(_rows(options.first), _rows(options.second)).items():
            print(f"{kind:24} {100 * f1:.0f}")
        return 0
    row, mistakes = read(options.first.read_text(encoding="utf-8"), options.second.read_text(encoding="utf-8"))
    print(*mistakes, sep="\n" if mistakes else "")
    print(f"{len(row['triggers'])} triggers, {len(row['mentions'])} mentions, {len(row['roles'])} roles, {len(row['figures'])} figures")
    return int(bool(mistakes))


def _rows(path: Path) -> dict[str, Row]:
    return {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def read(text: str, sheet: str) -> tuple[Row, list[str]]:
    """The labels of one sheet, spans counted in `text`, and its mistakes by line; lines with mistakes are left out."""
    row: Row = {"relevant": None, "mentions": [], "triggers": [], "roles": [], "figures": [], "attributions": []}
    mistakes: list[str] = []
    for number, line in enumerate(sheet.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                _line(text, line.strip(), row)
            except SheetError as error:
                mistakes.append(f"line {number}: {error}: {line.strip()}")
    if row["relevant"] is None:
        mistakes.append("say relevant: yes or relevant: no")
    return row, mistakes + _dangling(row)


def _line(text: str, line: str, row: Row) -> None:
    if line.startswith("relevant:"):
        row["relevant"] = line.split(":")[1].strip() == "yes"
        return
    role = _ROLE.fullmatch(line)
    if role is not None:
        row["roles"].append({"trigger": role[1], "role": _one_of(role[2], ROLES), "mention": role[3]})
        return
    item = _ITEM.fullmatch(line)
    if item is None:
        raise SheetError("no item: begin with M1, T1, F1, A1, R or relevant:")
    add = {"M": _mention, "T": _trigger, "F": _figure, "A": _attribution}[item["id"][0]]
    head = item["head"].split()
    kind = {"M": "mentions", "T": "triggers", "F": "figures", "A": "attributions"}[item["id"][0]]
    if item["id"] in {other["id"] for other in row[kind]}:
        raise SheetError(f"{item['id']} is used twice")
    row[kind].append({"id": item["id"], **add(text, head, item["body"])})


def _one_of(word: str, allowed: Any) -> str:  # noqa: ANN401 - any container of words
    names = tuple(allowed.split()) if isinstance(allowed, str) else tuple(allowed)
    if word not in names:
        raise SheetError(f"{word!r} is none of {' '.join(names)}")
    return word


def _span(text: str, quote: str) -> tuple[int, int]:
    """Where the quote stands. Raises SheetError when it does not, or not that often."""
    nth = _NTH.search(quote)
    words, wanted = (quote[: nth.start()], int(nth[1])) if nth else (quote, 1)
    words = words.strip()
    found = [match.start() for match in re.finditer(re.escape(words), text)]
    whole = [
        at for at in found if not (text[at - 1 : at].isalnum() and words[0].isalnum()) and not text[at + len(words) : at + len(words) + 1].isalnum()
    ]
    places = whole or found
    if len(places) < wanted:
        raise SheetError(f"{words!r} stands in the text {len(places)} times (copy it exactly)")
    return places[wanted - 1], places[wanted - 1] + len(words)


def _mention(text: str, head: list[str], body: str) -> Row:
    return {"kind": _one_of(head[0], KINDS), "span": _span(text, body)}


def _trigger(text: str, head: list[str], body: str) -> Row:
    if len(head) < 3:
        raise SheetError("a trigger has type, factuality and modality")
    said = [word[1:] for word in head[3:] if word.startswith("@")]
    return {
        "type": _one_of(head[0], TYPES),
        "factuality": _one_of(head[1], FACTUALITY),
        "modality": _one_of(head[2], MODALITY),
        "background": "background" in head[3:],
        "attribution": said[0] if said else None,
        "span": _span(text, body),
    }


def _figure(text: str, head: list[str], body: str) -> Row:
    quote, _, rest = body.partition(" ->")
    bounds = _BOUNDS.fullmatch(head[1]) if len(head) > 1 else None
    if bounds is None:
        raise SheetError("a figure has a measure and bounds such as 7..7, 7.. or ..7")
    words = rest.split()
    after = {word: other for word, other in pairwise(words) if word in {"in", "on"}}
    return {
        "measure": _one_of(head[0], MEASURES),
        "low": int(bounds[1]) if bounds[1] else None,
        "high": int(bounds[2]) if bounds[2] else None,
        "approx": "approx" in words,
        "disputed": "disputed" in words,
        "trigger": next((word for word in words if re.fullmatch(r"T\d+", word)), None),
        "attribution": next((word[1:] for word in words if word.startswith("@")), None),
        "part_of": next((word[1:] for word in words if word.startswith("<")), None),
        "place": after.get("in"),
        "date": after.get("on"),
        "factuality": next((word for word in words if word in FACTUALITY), "CT+"),
        "span": _span(text, quote),
    }


def _attribution(text: str, head: list[str], body: str) -> Row:
    parts = [part.strip() for part in re.split(r"(?<!\|)\|(?!\|)", body)]
    if len(parts) < 3:
        raise SheetError("an attribution is source | cue | content, with - for none")
    source, cue = ({"span": _span(text, part)} if part != "-" else None for part in parts[:2])
    return {
        "kind": _one_of(head[0], SPEAKERS),
        "source": source,
        "cue": cue,
        "content": [{"span": _content(text, part.strip())} for part in parts[2].split("||")],
        "parent": parts[3].removeprefix("<").strip() if len(parts) > 3 else None,
    }


def _content(text: str, words: str) -> tuple[int, int]:
    first, dots, last = words.partition(" ... ")
    begin = _span(text, first)
    if not dots:
        return begin
    nth = _NTH.search(last)
    quote = last[: nth.start()].strip() if nth else last.strip()
    end = _span(text, last)[1] if nth else text.find(quote, begin[0]) + len(quote)
    if end < begin[1] or quote not in text[begin[0] :]:
        raise SheetError(f"{quote!r} does not follow {first!r}")
    return begin[0], end


def _dangling(row: Row) -> list[str]:
    """Names that stand for nothing."""
    known = {item["id"] for kind in ("mentions", "triggers", "figures", "attributions") for item in row[kind]}
    used = [name for role in row["roles"] for name in (role["trigger"], role["mention"])]
    used += [item[key] for item in row["figures"] for key in ("trigger", "attribution", "part_of", "place", "date")]
    used += [item["attribution"] for item in row["triggers"]] + [item["parent"] for item in row["attributions"]]
    return [f"{name} is used but not given" for name in sorted({name for name in used if name} - known)]


def agreement(first: dict[str, Row], second: dict[str, Row]) -> dict[str, float]:
    """F1 by kind over the texts both have read: overlapping spans and equal values, one to one."""
    kinds = {
        "trigger": lambda row: [(tuple(item["span"]), "") for item in row["triggers"]],
        "trigger + type": lambda row: [(tuple(item["span"]), item["type"]) for item in row["triggers"]],
        "trigger + factuality": lambda row: [(tuple(item["span"]), item["factuality"]) for item in row["triggers"]],
        "figure value + measure": lambda row: [(tuple(f["span"]), (f["measure"], f["low"], f["high"])) for f in row["figures"]],
        "attribution source + kind": lambda row: [
            (tuple((item["source"] or item["cue"])["span"]), item["kind"]) for item in row["attributions"] if item["source"] or item["cue"]
        ],
        "mention + kind": lambda row: [(tuple(item["span"]), item["kind"]) for item in row["mentions"]],
        "role edge": _edges,
    }
    both = sorted(first.keys() & second.keys())
    return {name: _f1([(of(first[one]), of(second[one])) for one in both]) for name, of in kinds.items()}


def _edges(row: Row) -> list[tuple[tuple[int, int], Any]]:
    spans = {item["id"]: tuple(item["span"]) for kind in ("mentions", "triggers") for item in row[kind]}
    return [(spans[role["trigger"]], (role["role"], spans[role["mention"]])) for role in row["roles"]]


def _f1(pairs: list[tuple[list[Any], list[Any]]]) -> float:
    right = total = 0
    for mine, theirs in pairs:
        left = list(theirs)
        for one in mine:
            match = next((other for other in left if _alike(one, other)), None)
            if match is not None:
                left.remove(match)
                right += 1
        total += len(mine) + len(theirs)
    return 2 * right / max(1, total)


def _alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - (span, value), or (span, (role, span)) for edges
    if not _touch(one[0], other[0]):
        return False
    if isinstance(one[1], tuple) and isinstance(one[1][1], tuple):
        return bool(one[1][0] == other[1][0]) and _touch(one[1][1], other[1][1])
    return bool(one[1] == other[1])


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


if __name__ == "__main__":
    sys.exit(main())
