"""The 1992 task, slot by slot: response templates against key templates, after Chinchor's MUC-4 scoring (MUC-4 proceedings, 1992).

What is kept: optimal one-to-one alignment of response and key templates by content; correct = 1, partial = 1/2, incorrect = 0; recall over the
possible fills, precision over the actual ones; alternatives ("/") are all right; optional fills ("?") and optional templates count only when they
are matched; inapplicable slots ("*") do not count; an unaligned response template costs all its fills ("all templates").

What is simpler, since the 1992 scorer asked people about strings:
- A string is right when it is equal to an alternative after CEAF's normalisation, or one of the two holds all words of the other and they end in
  the same word (the task allows "another villager" for "villager"); it is partial when they share a word of four letters or more.
- A number is right when equal, partial when the ranges share a number ("PLURAL" is 2 and more, "6-" 6 and more, "~6" about 6 = 6).
- A date is right when equal to an alternative ("02 FEB 90", "17 FEB 90 - 18 FEB 90", "- 04 FEB 90"), partial when the intervals share a day.
- A location is right when country and narrowest place are equal, partial when the country or another name of the path is. Accents are folded.
- Instrument types and organisation confidences are partial when one is an ancestor of the other in the task's set lists.
- A cross-referenced fill (number, effect, type, confidence, description) is right when value and referent are, partial when only the value is.
- Templates may be aligned when they share the incident type and a place, date or string, or any perpetrator, target or victim string.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.assignment import assign
from eval.ceaf import normalise
from eval.muc_keys import MONTHS, SLOTS, Fill, Template
from eval.score import PRF

STRINGS = frozenset({6, 9, 10, 12, 18, 19})
NUMBERS = frozenset({14, 21})
_ANCHORS = frozenset({9, 10, 12, 18, 19})
_PARENTS = {
    "MACHINE GUN": "GUN",
    "MORTAR": "GUN",
    "HANDGUN": "GUN",
    "RIFLE": "GUN",
    "BOMB": "EXPLOSIVE",
    "VEHICLE BOMB": "BOMB",
    "DYNAMITE": "BOMB",
    "MINE": "BOMB",
    "AERIAL BOMB": "BOMB",
    "GRENADE": "EXPLOSIVE",
    "MOLOTOV COCKTAIL": "EXPLOSIVE",
    "MISSILE": "PROJECTILE",
    "ROCKET": "PROJECTILE",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "SUSPECTED OR ACCUSED",
}
"""taskdoc 7.8 and 7.12."""


@dataclass(frozen=True)
class Answer:
    """One fill of a response template, and the string of the other slot that it belongs to."""

    value: str
    refers: str | None = None


@dataclass(frozen=True)
class Response:
    """One response template; `slots` maps slot numbers to answers."""

    slots: dict[int, tuple[Answer, ...]] = field(default_factory=dict)


def score_document(responses: Sequence[Response], keys: Sequence[Template]) -> dict[int, PRF]:
    """Counts per slot of one message."""
    tables = [[_pair(response, key) for key in keys] for response in responses]
    weights = [[_weight(tables[i][j], response, key) for j, key in enumerate(keys)] for i, response in enumerate(responses)]
    pairs = [(i, j) for i, j in assign(weights) if weights[i][j] > 0]
    total = dict.fromkeys(SLOTS, PRF())
    for i, j in pairs:
        total = {slot: total[slot] + tables[i][j][slot] for slot in SLOTS}
    for i in set(range(len(responses))) - {i for i, _ in pairs}:
        total = {slot: total[slot] + PRF(0, len(responses[i].slots.get(slot, ())), 0) for slot in SLOTS}
    for j in set(range(len(keys))) - {j for _, j in pairs}:
        if not keys[j].optional:
            total = {slot: total[slot] + PRF(0, 0, sum(not fill.optional for fill in keys[j].slots.get(slot, ()))) for slot in SLOTS}
    return total


def _pair(response: Response, key: Template) -> dict[int, PRF]:
    return {slot: _slot(slot, response.slots.get(slot, ()), key.slots.get(slot, ())) for slot in SLOTS}


def _weight(table: Mapping[int, PRF], response: Response, key: Template) -> float:
    """Total credit of the pair; 0 when the two may not be aligned."""
    by_string = any(table[slot].correct for slot in _ANCHORS)
    same_type = table[4].correct > 0
    bare = not any(response.slots.get(slot) for slot in _ANCHORS) or not any(key.slots.get(slot) for slot in _ANCHORS)
    by_content = same_type and (table[2].correct > 0 or table[3].correct > 0 or table[6].correct > 0 or bare)
    return sum(counts.correct for counts in table.values()) if by_string or by_content else 0.0


def _slot(slot: int, answers: Sequence[Answer], fills: Sequence[Fill]) -> PRF:
    """One slot of two aligned templates: answers and fills paired for the greatest credit."""
    weights = [[credit(slot, answer, fill) for fill in fills] for answer in answers]
    pairs = [(i, j) for i, j in assign(weights) if weights[i][j] > 0]
    taken = {j for _, j in pairs}
    possible = sum(j in taken or not fill.optional for j, fill in enumerate(fills))
    return PRF(sum(weights[i][j] for i, j in pairs), len(answers), possible)


def credit(slot: int, answer: Answer, fill: Fill) -> float:
    """1 correct, 1/2 partial, 0 incorrect."""
    value = max(_comparison(slot)(answer.value, alternative) for alternative in fill.alternatives)
    if not fill.refers:
        return value
    refers = max((_string(answer.refers, alternative) for alternative in fill.refers), default=0.0) if answer.refers else 0.0
    return value if refers > 0 else value / 2


def _comparison(slot: int) -> Callable[[str, str], float]:
    if slot in STRINGS:
        return _string
    if slot in NUMBERS:
        return _number
    return {2: _date, 3: _location}.get(slot, _set_fill)


def _set_fill(answer: str, key: str) -> float:
    if answer == key:
        return 1.0
    return 0.5 if key in _ancestors(answer) or answer in _ancestors(key) else 0.0


def _ancestors(value: str) -> list[str]:
    found = []
    while value in _PARENTS:
        value = _PARENTS[value]
        found.append(value)
    return found


def _string(answer: str, key: str) -> float:
    left, right = normalise(answer).split(), normalise(key).split()
    if left == right:
        return 1.0
    if left and right and left[-1] == right[-1] and (set(left) <= set(right) or set(right) <= set(left)):
        return 1.0
    return 0.5 if any(len(word) >= 4 for word in set(left) & set(right)) else 0.0


def _range(text: str) -> tuple[int, float] | None:
    """Bounds of "7", "~70", "6-8", "6 -", "- 5", "PLURAL"."""
    if text == "PLURAL":
        return 2, float("inf")
    match = re.fullmatch(r"~?\s*(\d+)?\s*(-)?\s*(\d+)?", text.strip())
    if match is None or not (match[1] or match[3]):
        return None
    if match[2] is None:
        return int(match[1]), int(match[1])
    return int(match[1] or 0), float(match[3]) if match[3] else float("inf")


def _number(answer: str, key: str) -> float:
    left, right = _range(answer), _range(key)
    if left is None or right is None:
        return float(answer == key)
    if left == right:
        return 1.0
    return 0.5 if left[0] <= right[1] and right[0] <= left[1] else 0.0


def interval(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a date fill; "- D" (on or before) starts on the first day there is. None for what is no date."""
    days = []
    for day, month, year in re.findall(r"(\d{1,2}) ([A-Z]{3}) (\d{2})", text):
        try:
            days.append(dt.date(1900 + int(year), MONTHS.index(month) + 1, int(day)))
        except ValueError:  # "16 NOV 00" and "31 JUN 89" stand in the keys
            return None
    if not days:
        return None
    return (dt.date.min if text.strip().startswith("-") else days[0]), days[-1]


def _date(answer: str, key: str) -> float:
    if answer.split() == key.split():
        return 1.0
    left, right = interval(answer), interval(key)
    if left is None or right is None:
        return 0.0
    if left == right:
        return 1.0
    return 0.5 if left[0] <= right[1] and right[0] <= left[1] else 0.0


def location_names(text: str) -> list[str]:
    """The names on the path, accents folded: COLOMBIA: CUCUTA (CITY) - CAMPANARIO (REGION) gives colombia, cucuta, campanario."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    parts = re.split(r":|\s-\s", re.sub(r"\([^)]*\)", "", folded))
    return [" ".join(part.split()) for part in parts if part.strip()]


def _location(answer: str, key: str) -> float:
    left, right = location_names(answer), location_names(key)
    if not left or not right:
        return 0.0
    if left[0] == right[0] and left[-1] == right[-1]:
        return 1.0
    return 0.5 if set(left) & set(right) else 0.0
