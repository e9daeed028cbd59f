"""Settles which place each mention of a report stands for, all mentions together."""

import re
from collections import defaultdict

import msgspec

from tocsin.core.claims import Candidate
from tocsin.core.document import Report, Segmented
from tocsin.core.mentions import Mention
from tocsin.core.values import Place, Reason, Unresolved
from tocsin.find.places.ranking import WEIGHTS, Group, Matrix, Ranking, Setting, options
from tocsin.find.places.words import PlaceWords, Reading
from tocsin.resources.gazetteer import Gazetteer
from tocsin.resources.lexicons import Lexicons

EVEN = 0.05
"""Two candidates nearer than this in score are even: the mention stays unresolved."""
CLOSE = 1.0
"""Nearer than this, the choice is made and said to be close."""
_SHOWN = 5
_DOMAIN = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.([a-z]{2})(?=$|[/:\s])")
_NOT_COUNTRIES = frozenset("io co tv me ly fm ai to cc ws".split())
"""Country domains that are mostly used for other reasons."""


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """What a place mention stands for, the candidates weighed (best first, each with its reasons), and the rule that settled it.

    `part` is the part of the place the words mean ("southern"), for which there is no entry; the value is then the whole.
    """

    mention: Mention
    value: Place | Unresolved
    candidates: tuple[Candidate, ...] = ()
    rule: str
    part: str | None = None


class Resolver:
    """Built once; `resolve` takes the mentions of one report."""

    def __init__(self, lexicons: Lexicons, gazetteer: Gazetteer, weights: Matrix = WEIGHTS) -> None:
        """Raises ResourceError when a lexicon is missing."""
        self.words = PlaceWords(lexicons, gazetteer)
        self._gazetteer, self._weights = gazetteer, weights

    def resolve(self, segmented: Segmented, mentions: tuple[Mention, ...]) -> tuple[Resolution, ...]:
        """One resolution for each mention, in the same order."""
        text = segmented.document.text
        readings = [self.words.read(text, mention.span.start, mention.span.end) for mention in mentions]
        groups = self._groups(readings)
        settled: dict[int, Resolution] = {
            i: Resolution(mention=mentions[i], value=Unresolved(reason=Reason.UNKNOWN), rule="not-in-gazetteer")
            for i, reading in enumerate(readings)
            if not reading.names
        }
        if groups:
            ranking = Ranking(groups, self.setting(segmented), self._weights)
            for group, (start, end) in zip(groups, ranking.bounds, strict=True):
                value, candidates, rule = self._settle(ranking, start, end)
                for i in group.mentions:
                    settled[i] = Resolution(mention=mentions[i], value=value, candidates=candidates, rule=rule, part=readings[i].part)
        return tuple([settled[i] for i in range(len(mentions))])

    def setting(self, segmented: Segmented) -> Setting:
        """What the report says about countries apart from its place mentions."""
        demonyms: dict[str, int] = defaultdict(int)
        for sentence in segmented.sentences:
            for token, folded in zip(sentence.tokens, sentence.folded, strict=True):
                if folded in self.words.demonyms and token.text[0].isupper():
                    demonyms[self.words.demonyms[folded]] += 1
        report = segmented.document.report
        return Setting(dict(demonyms), self._published_in(report), report.published.isoformat() if report.published else None)

    def _published_in(self, report: Report) -> frozenset[str]:
        codes = set()
        for field in (report.url, report.publisher):
            match = _DOMAIN.search(field.lower()) if field else None
            if match and match[1] not in _NOT_COUNTRIES:
                codes.add("GB" if match[1] == "uk" else match[1].upper())
        return frozenset(codes)

    def _groups(self, readings: list[Reading]) -> tuple[Group, ...]:
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        within: dict[str, set[str | int]] = defaultdict(set)
        for i, reading in enumerate(readings):
            if reading.names:
                alike[reading.names, reading.asked].append(i)
                within[reading.names[-1]].update(reading.within)
        groups = []
        for members in alike.values():
            reading = readings[members[0]]
            groups.append(Group(reading, frozenset(within[reading.names[-1]]), tuple(members), options(self._gazetteer, reading)))
        return tuple(groups)

    def _settle(self, ranking: Ranking, start: int, end: int) -> tuple[Place | Unresolved, tuple[Candidate, ...], str]:
        order = sorted(range(start, end), key=lambda i: (-ranking.scores[i], ranking.flat[i].row.key))
        lead = float(ranking.scores[order[0]] - ranking.scores[order[1]]) if len(order) > 1 else None
        candidates = []
        for place, i in enumerate(order[:_SHOWN]):
            row, reasons = ranking.flat[i].row, ranking.reasons(i)
            if place == 0 and lead is not None and lead < CLOSE:
                reasons = (f"close: leads by {lead:.1f} over {ranking.flat[order[1]].row.name} ({ranking.flat[order[1]].row.country})", *reasons)
            candidates.append(Candidate(id=row.id, name=row.name, score=round(float(ranking.scores[i]), 2), reasons=reasons))
        if lead is not None and lead < EVEN:
            return Unresolved(reason=Reason.AMBIGUOUS, candidates=tuple([candidate.id for candidate in candidates])), tuple(candidates), "even"
        return self._gazetteer.place(ranking.flat[order[0]].row), tuple(candidates), "only" if lead is None else "ranked"
