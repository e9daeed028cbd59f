"""Gun violence incidents (GVA): are the incident's killed and injured among the figures read from its reports?

Per incident, over all its articles:
- A value k > 0 of killed (injured) is found when a figure claim with that measure says k: exactly k, or bounds that start at k ("at least 3").
  For the injured, "treated" and "hospitalised" count too.
- "Casualties" ("four people were shot") stand for the injured where nobody was killed and for the killed where nobody was injured.
- READING.md 1 makes no figure of "a man was shot and killed": a single named or described victim counts as 1. So a value of 1 is also found when an
  event of an article has a victim who is one person and the event is fatal ("killed", for killed) or a shooting, stabbing, beating or injury whose
  words do not say that somebody died (for injured). The words of an event are its trigger, where it is told again, the adverb before and what follows
  at once ("fatally shot", "shot to death").
- "both, victims counted" also takes k single victims of one event ("Ana and Eva were killed") for a value of k.
- Pages that hold no report (log-in walls, empty ones: no word of shooting, killing or injury in them) are left out, and incidents without another.
- "killed" and "injured" are shares of the incidents where that value is above 0; "both" is the share of all incidents with a casualty in which every
  value above 0 is found (the figure that is accepted at 85).
- "in no incident" is the share of killed, injured and casualty figures whose bounds hold none of killed, injured or their sum of that incident; a
  figure that is told as a part of another ("two of them") is no total and is left out.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from eval.benchmark import Benchmark, Case, Metric, Split, Task, residue
from eval.events import Event, events, json_lines
from eval.score import Share
from tocsin.core.claims import Claim, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality
from tocsin.core.values import Actor, Count

INJURED = frozenset({Role.INJURED, Role.TREATED, Role.HOSPITALISED})
_FATAL_TYPES = frozenset({"killing", "death"})
_HARM_TYPES = frozenset({"shooting", "stabbing", "beating", "injury", "attack"})
_BEFORE, _AFTER = len("fatally "), len(" and killed")
_PERSON_KINDS = frozenset({"person", "office-holder", "security-force"})
_FATAL_WORDS = re.compile(r"\b(kill\w*|die[sd]?|dead\w*|death|fatal\w*|murder\w*|slain|homicide|slaying)\b", re.IGNORECASE)
_NOT_SO = frozenset({Factuality.PS_PLUS, Factuality.PS_MINUS, Factuality.PR_MINUS, Factuality.CT_MINUS})
_ATTEMPTED = re.compile(r"\battempted(?:[ -]\w+){0,2} $", re.IGNORECASE)
_ATTEMPT = 40
"""Characters before "murder" that hold "attempted first-degree"."""
_VIOLENT_WORDS = re.compile(r"\b(sho[ot]t?\w*|gun\w*|kill\w*|wound\w*|injur\w*|dea[dt]\w*|died|murder\w*|bullets?|homicide)\b", re.IGNORECASE)


def load(task: Task) -> list[Any]:
    """The incidents of the sample that have a report."""
    incidents = [row for row in json_lines(task.need("gva/incidents.jsonl")) if any(is_report(article) for article in row["docs"])]
    sample = task.split.incidents
    return incidents if sample is None else [row for row in incidents if residue(row["incident"], 10) in sample]


def run(task: Task, row: Any) -> Iterator[Case]:  # noqa: ANN401 - JSON
    """One incident."""
    extractions = [task.system.extract(document_of(article)) for article in row["docs"] if is_report(article)]
    yield from cases(row["incident"], row["killed"], row["injured"], extractions)


def is_report(article: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether a page tells of violence at all."""
    return _VIOLENT_WORDS.search(article["text"]) is not None


def document_of(article: Any) -> Document:  # noqa: ANN401 - JSON
    """The article with its title and published date."""
    published = dt.date.fromisoformat(article["dct"][:10]) if article.get("dct") else None
    title, text = article.get("title"), article["text"]
    headed = text if not title or title in text else f"{title}\n\n{text}"
    return Document.freeze(headed, Report(published=published, title=title))


def cases(name: str, killed: int, injured: int, extractions: Sequence[Extraction]) -> Iterator[Case]:
    """The shares of one incident, as the module says."""
    claims = [claim for extraction in extractions for claim in extraction.claims if isinstance(claim.value, Count)]
    found = [(event, extraction.document.text) for extraction in extractions for event in events(extraction)]
    most_dead = {killed_in(event, text) for event, text in found}
    most_hurt = {injured_in(event, text) for event, text in found}
    dead = killed > 0 and (says(claims, {Role.KILLED}, killed) or (killed == 1 and any(most_dead)))
    hurt = injured > 0 and (says(claims, INJURED, injured) or (injured == 1 and any(most_hurt)))
    dead = dead or (killed > 0 and injured == 0 and says(claims, {Role.CASUALTIES}, killed))
    hurt = hurt or (injured > 0 and killed == 0 and says(claims, {Role.CASUALTIES}, injured))
    if killed:
        yield Case("killed", name, Share(int(dead), 1), () if dead else (f"killed {killed}: {_read(claims)}",))
    if injured:
        yield Case("injured", name, Share(int(hurt), 1), () if hurt else (f"injured {injured}: {_read(claims)}",))
    if killed or injured:
        yield Case("both", name, Share(int((dead or not killed) and (hurt or not injured)), 1))
        dead = dead or killed in most_dead
        hurt = hurt or injured in most_hurt
        yield Case("both, victims counted", name, Share(int((dead or not killed) and (hurt or not injured)), 1))
    totals = [claim for claim in claims if claim.role in {Role.KILLED, Role.CASUALTIES} | INJURED and claim.part_of is None]
    strays = [claim for claim in totals if not fits(claim.value, killed, injured)]
    yield Case("in no incident", name, Share(len(strays), len(totals)), wrong=tuple(f"{claim.role.value}: {claim.quote}" for claim in strays))


def says(claims: Sequence[Claim], measures: set[Role] | frozenset[Role], value: int) -> bool:
    """Whether a figure of one of these measures is `value`, or at least `value`."""
    return any(c.role in measures and isinstance(c.value, Count) and c.value.low == value and c.value.high in (value, None) for c in claims)


def fits(count: object, killed: int, injured: int) -> bool:
    """Whether the bounds hold the number of killed, of injured, or their sum; 0 fits nothing but an explicit 0."""
    return isinstance(count, Count) and any(
        (count.low or 0) <= value and (count.high is None or value <= count.high)
        for value in (killed, injured, killed + injured)
        if value or (count.low, count.high) == (0, 0)
    )


def single_victims(event: Event) -> int:
    """How many victims are one named or described person each, the same words once."""
    return len({claim.quote.lower() for claim in event.of(Role.VICTIM) if isinstance(claim.value, Actor) and claim.value.kind in _PERSON_KINDS})


def is_fatal(event: Event, text: str) -> bool:
    """Whether the words of the event say that somebody died; "it could have killed her" does not."""
    if event.factuality in _NOT_SO:
        return False
    said = [text[max(0, start - _BEFORE) : end + _AFTER] for start, end in event.triggers if not _ATTEMPTED.search(text[:start][-_ATTEMPT:])]
    return event.type in _FATAL_TYPES or any(_FATAL_WORDS.search(words) for words in said)


def killed_in(event: Event, text: str) -> int:
    """Single victims of an event that kills."""
    return single_victims(event) if is_fatal(event, text) else 0


def injured_in(event: Event, text: str) -> int:
    """Single victims of an event that hurts and does not say that somebody died."""
    return single_victims(event) if event.type in _HARM_TYPES and not is_fatal(event, text) else 0


def _read(claims: Sequence[Claim]) -> str:
    return "; ".join(f"{claim.role.value}: {claim.quote}" for claim in claims) or "no figure read"


def inputs(_split: Split) -> tuple[str, ...]:
    """The one file."""
    return ("gva/incidents.jsonl",)


BENCHMARK = Benchmark(
    name="gva",
    about="killed and injured of gun violence incidents from their reports",
    metrics=(
        Metric("killed", "", "incidents with killed > 0"),
        Metric("injured", "", "incidents with injured > 0"),
        Metric("both", "", "incidents with a casualty, every value found"),
        Metric("both, victims counted", floor=False),
        Metric("in no incident", "", "figures that fit no value, less is better", floor=False),
    ),
    inputs=inputs,
    load=load,
    score=run,
)
