"""Figures over time for the charts: one line for each voice, from the claims of the events and how they stand to each other."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

from tocsin.core.claims import Claim, Role
from tocsin.core.events import RelationKind
from tocsin.core.record import Record
from tocsin.core.values import Count
from tocsin.export.phrasing import bounds
from tocsin.reconcile.speakers import Said, label, said
from tocsin.store import Store
from tocsin.web.marking import visible
from tocsin.web.telling import Telling

MEASURES = (Role.KILLED, Role.INJURED, Role.ARRESTED)
_WHOLE = frozenset({"people", "things"})


class Point(Record, frozen=True, kw_only=True):
    """What a voice said on a day; `retracted` when it was taken back or set aside as a slip."""

    day: dt.date
    words: str
    low: int | None
    best: int | None
    high: int | None
    claim: Claim
    retracted: bool
    note: str


class Series(Record, frozen=True, kw_only=True):
    """One voice: its name for people, its kind, and its figures in the order they were said."""

    speaker: str
    kind: str
    points: tuple[Point, ...]


class Chart(Record, frozen=True, kw_only=True):
    """One measure of one event over time."""

    measure: str
    series: tuple[Series, ...]

    @property
    def data(self) -> str:
        """What the chart module reads, as JSON that may stand in a <script>: "<" is escaped."""
        series = [
            {
                "speaker": one.speaker,
                "kind": one.kind,
                "points": [
                    {
                        "date": point.day.isoformat(), "low": point.low, "best": point.best, "high": point.high, "claim": point.claim.key,
                        "url": f"/reports/{point.claim.document}#c-{point.claim.key}", "retracted": point.retracted, "note": point.note,
                    }
                    for point in one.points
                ],
            }
            for one in self.series
        ]  # fmt: skip
        return json.dumps({"measure": self.measure, "series": series}).replace("<", "\\u003c")


def charts(store: Store, telling: Telling) -> tuple[Chart, ...]:
    """The charts of an event: for each measure that somebody gives two figures of, what its findings rest on, figures of parts left out."""
    voices = {one.claim.key: one for one in said(telling.mentions, store.events.copies(telling.documents))}
    found = []
    for measure in MEASURES:
        keys = _whole_keys(telling, measure)
        series = _series(telling, [voices[key] for key in keys if key in voices])
        if sum(len(one.points) for one in series) > 1:
            found.append(Chart(measure=measure.value, series=series))
    return tuple(found)


def _whole_keys(telling: Telling, measure: Role) -> Iterable[str]:
    """The claims behind the event's own figures of a measure, and those that no longer stand."""
    whole = [
        one
        for one in telling.event.findings
        if one.role is measure and one.scope is not None and one.scope.group in _WHOLE and one.scope.place is None
    ]
    keys = [key for one in whole for key in (*one.supporting, *one.opposing)]
    of_measure = {key for key, claim in telling.claims.items() if claim.role is measure}
    within = set(keys)
    for relation in telling.event.relations:
        if {relation.claim, relation.other} <= of_measure and relation.kind is not RelationKind.PART_OF and within & {relation.claim, relation.other}:
            keys += [relation.claim, relation.other]
    return dict.fromkeys(keys)


def _series(telling: Telling, told: Sequence[Said]) -> tuple[Series, ...]:
    gone = {relation.other: relation.sentence for relation in telling.event.relations if relation.kind is RelationKind.RETRACTS}
    gone |= {relation.claim: relation.sentence for relation in telling.event.relations if relation.kind is RelationKind.OUTLIER}
    by_voice: dict[str, dict[dt.date, tuple[Said, Point]]] = {}
    for one in told:
        value = one.claim.value
        if one.day is None or not isinstance(value, Count) or one.negated:
            continue
        best = value.low if value.low == value.high else None
        note = visible(telling.masked(gone.get(one.claim.key, "")))
        point = Point(
            day=one.day, words=bounds(value.low, value.high), low=value.low, best=best, high=value.high, claim=one.claim,
            retracted=one.claim.key in gone, note=note,
        )  # fmt: skip
        of_voice = by_voice.setdefault(one.voice.name, {})
        if one.day not in of_voice or of_voice[one.day][1].retracted:
            of_voice[one.day] = (one, point)
    found = []
    for days in by_voice.values():
        first = next(iter(days.values()))[0]
        points = tuple([days[day][1] for day in sorted(days)])
        found.append(Series(speaker=visible(telling.masked(label(first))), kind=first.voice.kind.value, points=points))
    return tuple(sorted(found, key=_first_day))


def _first_day(series: Series) -> tuple[dt.date, str]:
    return series.points[0].day, series.speaker
