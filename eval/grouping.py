"""Which reports tell of one incident? Reports of gun violence (GVA), shuffled together, grouped into incidents by Tocsin's own reconciling.

- Every report is coded, all event mentions are reconciled, and a report belongs to the event of its main event mention: of the mentions of violence
  the one with most figures and victims, the first of them in the text. A report without an event mention stands alone.
- "same date and city": reports whose main events are told of the same day and place are one (a day that is not told is the day of publication).
- "one a day": reports published on one day of one country are one event, as one-a-day filters of machine-coded data hold it.
- "killed exact" and "injured exact": of incidents with two reports or more, whether the event's finding by the rule "conservative" is the incident's
  number; where only parts are told ("five teens"), the largest of them; where no figure is found, one person named or described as the victim is 1,
  as in eval/gva.py, killed or injured and not both.
- Only development incidents; pages that hold no report are left out, as in eval/gva.py.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from eval import chains, gva
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.events import Event as Telling
from eval.events import events
from eval.score import Share
from tocsin.core.claims import Extraction, Role
from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, Scope, mention_id
from tocsin.core.spans import Span
from tocsin.core.values import Count, Place
from tocsin.reconcile.mentions import event_mentions
from tocsin.reconcile.profiles import profile, type_groups
from tocsin.reconcile.reconciling import Reconciler
from tocsin.reconcile.rules import RULES

HARM = (Role.KILLED, Role.INJURED, Role.TREATED, Role.HOSPITALISED, Role.CASUALTIES, Role.VICTIM)
RULE = "conservative"
SIMPLE = ("first figure", "maximum", "majority")
BASELINES = (", same date and city", ", one a day")


def load(task: Task) -> list[list[Any]]:
    """The incidents of the sample, as one: the whole set is grouped at once."""
    return [gva.load(task)]


def read(row: Any, extract: Callable[[Document], Extraction]) -> Iterator[tuple[str, Extraction]]:  # noqa: ANN401 - JSON
    """The reports of one incident, coded, with the incident's name."""
    for article in row["docs"]:
        if gva.is_report(article):  # the same reports and texts as eval/gva.py
            yield row["incident"], extract(gva.document_of(article))


def main_event(extraction: Extraction) -> EventMention | None:
    """The event mention that a report is about."""
    mentions = event_mentions(extraction.document, extraction.claims)
    violent = [mention for mention in mentions if "harm" in type_groups(mention.type)]
    return max(violent or mentions, key=lambda mention: (len(mention.of(*HARM)), -mention.trigger.start), default=None)


def run(task: Task, rows: list[Any]) -> Iterator[Case]:
    """The grouping and both baselines, and the figures found."""
    coded = {extraction.document.id: (incident, extraction) for row in rows for incident, extraction in read(row, task.system.extract)}
    key = _grouped((document, incident) for document, (incident, _) in coded.items())
    extractions = [extraction for _, extraction in coded.values()]
    found = reconciled(extractions)
    for name, response in (("", groups(extractions, found)), *zip(BASELINES, baselines(extractions), strict=True)):
        yield from _cases(name, key, response)
    for row in rows:
        yield from _figures(row, [extraction for incident, extraction in coded.values() if incident == row["incident"]], found)


def reconciled(extractions: list[Extraction]) -> list[Event]:
    """The events of all reports."""
    mentions = [mention for extraction in extractions for mention in event_mentions(extraction.document, extraction.claims)]
    reconciler = Reconciler([extraction.document for extraction in extractions], mentions)
    list(reconciler.judge())
    return list(reconciler.events(RULES[RULE]).events)


def groups(extractions: list[Extraction], found: list[Event]) -> list[list[str]]:
    """Documents by the event of their main event mention."""
    event_of = {mention: event.id for event in found for mention in event.mentions}
    mains = {extraction.document.id: main_event(extraction) for extraction in extractions}
    return _grouped((document, event_of[main.id] if main else document) for document, main in mains.items())


def _figures(row: Any, extractions: list[Extraction], found: list[Event]) -> Iterator[Case]:  # noqa: ANN401 - JSON
    """Killed and injured of one incident of several reports, by the event that most of them belong to (of as many the first)."""
    mains = {main.id for extraction in extractions if (main := main_event(extraction)) is not None}
    if len(extractions) < 2 or not mains:
        return
    event = max(found, key=lambda one: len(mains.intersection(one.mentions)))
    tellings = [(one, extraction.document.text) for extraction in extractions for one in _told_in(event, extraction)]
    fatal = any(gva.killed_in(*telling) for telling in tellings)
    single = {Role.KILLED: fatal, Role.INJURED: not fatal and any(gva.injured_in(*telling) for telling in tellings)}
    for measure, one in single.items():
        said = {finding.scope: finding.best or 0 for finding in event.findings if finding.scope is not None and finding.role is measure}
        value = said.get(Scope(measure=measure), max(said.values(), default=int(one)))
        wrong = () if value == row[measure.value] else (f"{measure.value} {row[measure.value]}, found {value}",)
        yield Case(f"{measure.value} exact", row["incident"], Share(int(not wrong), 1), wrong=wrong)
        for name, answer in simple(measure, extractions).items():
            yield Case(f"{measure.value} exact, {name}", row["incident"], Share(int(answer == row[measure.value]), 1))


def simple(measure: Role, extractions: list[Extraction]) -> dict[str, int]:
    """The first figure that the reports give of a measure, the largest, and the commonest (of these the first); 0 where there is none."""
    ordered = sorted(extractions, key=lambda one: one.document.report.published or dt.date.max)
    claims = [claim.value for one in ordered for claim in one.claims if claim.role is measure and isinstance(claim.value, Count)]
    said = [value.low for value in claims if value.low is not None]
    return {"first figure": said[0] if said else 0, "maximum": max(said, default=0), "majority": max(said, key=said.count) if said else 0}


def _told_in(event: Event, extraction: Extraction) -> list[Telling]:
    """The event mentions of a report that are held to be the event."""
    document = extraction.document.id
    return [one for one in events(extraction) if mention_id(document, Span(*one.triggers[0])) in event.mentions]


def baselines(extractions: list[Extraction]) -> tuple[list[list[str]], list[list[str]]]:
    """By date and city, and by day of publication and country."""
    by_city, by_day = [], []
    for extraction in extractions:
        document, main = extraction.document, main_event(extraction)
        places = [claim.value for claim in main.of(Role.PLACE) if isinstance(claim.value, Place)] if main else []
        days = profile(main).days if main and profile(main).told else None
        city = places[0].gazetteer_id if places else document.id
        by_city.append((document.id, (city, days or document.report.published)))
        by_day.append((document.id, (places[0].country if places else None, document.report.published)))
    return _grouped(by_city), _grouped(by_day)


def _cases(who: str, key: chains.Groups, response: chains.Groups) -> Iterator[Case]:
    items = sum(len(group) for group in key)
    b_cubed, pairs = chains.b_cubed(key, response), chains.pairwise(key, response)
    parts = {"B3": b_cubed.f1, "B3 precision": b_cubed.precision, "B3 recall": b_cubed.recall, "pairs": pairs.f1}
    for name, value in parts.items():
        yield Case(f"{name}{who}", "all", Share(value * items, items))


def _grouped(items: Iterable[tuple[str, object]]) -> list[list[str]]:
    found: dict[object, list[str]] = {}
    for item, group in items:
        found.setdefault(group, []).append(item)
    return list(found.values())


def inputs(_split: Split) -> tuple[str, ...]:
    """The one file."""
    return ("gva/incidents.jsonl",)


BENCHMARK = Benchmark(
    name="grouping",
    about="reports of gun violence grouped into incidents",
    metrics=(
        *[
            Metric(f"{name}{who}", about=about, floor=not who and name in ("B3", "pairs"))
            for who in ("", *BASELINES)
            for name, about in (("B3", "F1 over reports"), ("B3 precision", ""), ("B3 recall", ""), ("pairs", "F1 over pairs of reports"))
        ],
        Metric("killed exact", about="incidents with two reports or more"),
        *[Metric(f"killed exact, {name}", floor=False) for name in SIMPLE],
        Metric("injured exact", about="incidents with two reports or more"),
        *[Metric(f"injured exact, {name}", floor=False) for name in SIMPLE],
    ),
    inputs=inputs,
    load=load,
    score=run,
)
