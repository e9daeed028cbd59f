"""Acts into claims: each value with its words, its speakers and how surely it is said."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

import msgspec

from tocsin.assemble.acts import Act, Argument
from tocsin.assemble.context import is_background
from tocsin.assemble.found import Figure, Found, PlacedMention, graver
from tocsin.assemble.tallies import is_tally, only_tallies
from tocsin.core.claims import MEASURES, Attribution, Claim, Origin, Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import Mention, MentionKind, Stance
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.spans import Span, SpanIndex, Words
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Description, EventType, Facility, Granularity, Place, Sector, Unresolved
from tocsin.find.attribution import Chains

_TOLLS = MEASURES - {Role.PARTICIPANTS, Role.DEPLOYED}
_SPOKEN = frozenset({"statement-call", "demand", "accusation", "threat", "rejection"})
"""Types of the politics family whose content is what is said."""
_CLOSING = frozenset({"”", '"', "’", "''"})
_PRONOUNS = frozenset({"he", "she"})
_CUMULATIVE = frozenset({"total", "altogether", "toll", "risen", "rose", "overall", "tally"})
"""Words of a sentence that make its figure a running toll rather than one day's."""


class ClaimWriter:
    """Writes the claims of one document."""

    def __init__(self, found: Found, toll: DateInterval | None) -> None:
        """Take what was found and the interval running tolls cover."""
        self._found = found
        self._text = found.segmented.document.text
        self._document = found.segmented.document.id
        self._published = found.segmented.document.report.published
        self._said_by = Chains(found.statements, self._text)
        self._by_cue = SpanIndex((statement.cue, statement) for statement in found.statements if statement.cue is not None)
        self._toll = toll
        self._since = toll.start if toll is not None else None
        self._speakers = sorted(
            [
                (statement.source.start, statement.source, statement.kind)
                for statement in found.statements
                if statement.source is not None and statement.source.quote(self._text).lower() not in _PRONOUNS
            ],
            key=itemgetter(0),
        )
        """Every speaker who is named, by where."""
        self._chains: dict[Span, tuple[Attribution, ...]] = {}
        self._tallied: set[Span] = set()
        """The figures of the act at hand that sum up more than one act."""
        self._keys: dict[Span, str] = {}
        """The key of the claim made of each figure, for the subsets that follow it."""

    def write(self, act: Act) -> list[Claim]:
        """The claims of `act`: its type, then roles, place, date, and figures."""
        self._tallied = {figure.mention.span for figure in act.figures if is_tally(figure, self._found, self._since)}
        claims = [self._type_claim(act), *self._arguments(act), *self._places(act), *self._dates(act)]
        return self._deduplicated([*claims, *self._figures(act)])

    def _claim(self, act: Act, role: Role, span: Span, value: AnyValue, rule: str, stance: Stance, **more: object) -> Claim:
        at = act.trigger.span if role in {Role.PLACE, Role.DATE, Role.FACILITY} else span
        chain = self._chain(at)
        if chain and chain[0].kind is SpeakerKind.UNNAMED and stance.factuality is Factuality.CT_PLUS and self._is_added(at):
            stance = Stance(factuality=Factuality.UU, rule="added-to-hearsay")
        fields: dict[str, object] = {
            "factuality": stance.factuality, "modality": stance.modality, "background": self._is_background(act, span), "opinion": act.opinion,
            "cues": tuple([Words.at(cue, self._text) for cue in stance.cues]), "attribution": chain, "origin": Origin.TEXT,
        } | more  # fmt: skip
        return Claim(
            document=self._document, trigger=act.trigger.span, role=role, span=span, quote=span.quote(self._text), value=value, rule=rule,
            **fields,  # type: ignore[arg-type]
        )  # fmt: skip

    def _is_background(self, act: Act, span: Span) -> bool:
        return is_background(act, self._published) or span in self._tallied or only_tallies(act, self._tallied)

    def _chain(self, span: Span) -> tuple[Attribution, ...]:
        if span not in self._chains:
            chain = self._said_by.of(span) or self._added(span)
            self._chains[span] = tuple([self._named(link) for link in chain])
        return self._chains[span]

    def _added(self, span: Span) -> tuple[Attribution, ...]:
        """A sentence that ends in "too" or "as well" adds to what the one before said, and rests on the same speaker."""
        sentence = self._found.segmented.sentence_at(span.start)
        if sentence is None or not self._is_added(span):
            return ()
        before = self._found.segmented.sentences[sentence.index - 1]
        middle = before.tokens[len(before.tokens) // 2].span
        return self._said_by.of(middle)

    def _is_added(self, span: Span) -> bool:
        sentence = self._found.segmented.sentence_at(span.start)
        return sentence is not None and adds(sentence)

    def _named(self, link: Attribution) -> Attribution:
        """A speaker who is only "he" or "she" is the one named last before (READING.md 9: a sentence that plainly continues keeps the speaker)."""
        if link.quote.lower() not in _PRONOUNS:
            return link
        i = bisect_left(self._speakers, link.span.start, key=itemgetter(0))
        if i == 0:
            return link
        _, source, kind = self._speakers[i - 1]
        return msgspec.structs.replace(link, span=source, quote=source.quote(self._text), kind=kind)

    def _type_claim(self, act: Act) -> Claim:
        trigger = act.trigger
        again = tuple([Words.at(other.span, self._text) for other in act.also])
        return self._claim(
            act, Role.TYPE, trigger.span, EventType(code=trigger.type), trigger.rule, act.stance, mentions=again, score=_rounded(act.likelihood)
        )

    def _arguments(self, act: Act) -> Iterator[Claim]:
        for argument in act.arguments:
            value = self._argument_value(act, argument)
            if value is not None:
                at = argument.mention.span
                score = _likelihood(act, argument.role, argument.mention)
                yield self._claim(act, argument.role, at, value, argument.rule, argument.stance, score=score, counts_as=argument.fate)
        if act.trigger.type in _SPOKEN:
            content = self._content(act)
            if content is not None:
                yield self._claim(act, Role.CONTENT, content, Description(words=content.quote(self._text)), "content:statement", act.stance)

    def _argument_value(self, act: Act, argument: Argument) -> AnyValue | None:
        mention = argument.mention
        if mention.kind is MentionKind.FACILITY and argument.role is not Role.PROPERTY:
            place = next((placed.value for placed, _ in act.places if isinstance(placed.value, Place)), None)
            return Facility(name=mention.span.quote(self._text), place=place)
        if mention.kind is MentionKind.PLACE:
            return self._state(mention)
        if argument.role in {Role.CAUSE, Role.CONTENT}:
            return Description(words=mention.span.quote(self._text))
        return self._found.values.get(mention.span)

    def _state(self, mention: Mention) -> Actor | None:
        """A place that acts or is spoken to stands for its government: "Chile", "Moscow"."""
        sentence = self._found.segmented.sentence_at(mention.span.start)
        places = self._found.sentences[sentence.index].places if sentence is not None else ()
        value = next((placed.value for placed in places if placed.mention.span == mention.span), None)
        country = value.country if isinstance(value, Place) else None
        return Actor(name=" ".join(mention.span.quote(self._text).split()), kind=mention.kind.value, sector=Sector.GOV, country=country)

    def _content(self, act: Act) -> Span | None:
        """What is called for, demanded or alleged: the statement's content when the trigger is its cue, else the rest of the sentence."""
        for statement in self._by_cue.overlapping(act.trigger.span):
            if statement.content:
                return statement.content[0]
        tokens = act.sentence.tokens[act.sentence.begun(act.trigger.span.end) :]
        closing = next((i for i, token in enumerate(tokens) if token.text in _CLOSING), len(tokens))
        tokens = tokens[:closing]
        if len(tokens) < 2 or act.trigger.nominal:
            return None
        last = tokens[-1] if tokens[-1].text[0].isalnum() else tokens[-2]
        return tokens[0].span.join(last.span)

    def _places(self, act: Act) -> Iterator[Claim]:
        for placed, origin in act.places:
            yield self._claim(
                act, Role.PLACE, placed.mention.span, placed.value, placed.mention.rule, act.stance, origin=origin, candidates=placed.candidates,
                score=_likelihood(act, Role.PLACE, placed.mention),
            )  # fmt: skip

    def _dates(self, act: Act) -> Iterator[Claim]:
        for dated, origin in act.dates:
            score = _likelihood(act, Role.DATE, dated.mention)
            yield self._claim(act, Role.DATE, dated.mention.span, dated.value, dated.mention.rule, act.stance, origin=origin, score=score)
        if not act.dates and self._published is not None:
            start = self._toll.start if self._toll is not None else None
            start = start or self._published - dt.timedelta(days=1)
            value = DateInterval(start=start, end=self._published + dt.timedelta(days=1), approximate=True, granularity=Granularity.RANGE)
            yield self._claim(act, Role.DATE, act.trigger.span, value, "no-date-in-report", act.stance, origin=Origin.ASSUMED)

    def _figures(self, act: Act) -> Iterator[Claim]:
        for figure in sorted(act.figures, key=lambda figure: figure.mention.span):
            claim = self._figure(act, figure)
            self._keys[figure.mention.span] = claim.key
            yield claim
            if claim.as_of is not None and self._toll is not None:
                covered = DateInterval(start=self._toll.start, end=claim.as_of + dt.timedelta(days=1), granularity=Granularity.RANGE)
                yield self._claim(
                    act, Role.DATE, figure.mention.span, covered, "running-toll", figure.stance, origin=Origin.CONTEXT, qualifies=claim.key
                )
            placed = self._own_place(figure)
            if placed is not None and placed.mention.span not in [one.mention.span for one, _ in act.places]:
                yield self._claim(
                    act,
                    Role.PLACE,
                    placed.mention.span,
                    placed.value,
                    "place-of-figure",
                    figure.stance,
                    candidates=placed.candidates,
                    qualifies=claim.key,
                )

    def _figure(self, act: Act, figure: Figure) -> Claim:
        mention = figure.mention
        unit = mention.group.quote(self._text) if mention.group is not None else None
        value = Count(low=mention.low, high=mention.high, approximate=mention.approximate, unit=unit)
        whole = self._keys.get(figure.subset_of.span) if figure.subset_of is not None else None
        as_of = self._stated(figure) if figure.measure in _TOLLS and self._is_running(figure) else None
        again = tuple([Words.at(span, self._text) for span in figure.again])
        role = figure.measure or Role.OTHER
        return self._claim(act, role, mention.span, value, mention.rule, figure.stance, part_of=whole, as_of=as_of, mentions=again)

    def _deduplicated(self, claims: list[Claim]) -> list[Claim]:
        """The same role with the same value said twice is one claim with two mentions; figures by different speakers stay apart."""
        kept: dict[tuple[object, ...], Claim] = {}
        gone: dict[str | None, str] = {}
        for one in claims:
            # what hung on a claim that was folded into another hangs on that one
            claim = msgspec.structs.replace(one, part_of=gone.get(one.part_of, one.part_of), qualifies=gone.get(one.qualifies, one.qualifies))
            place = claim.value.gazetteer_id if isinstance(claim.value, Place) else claim.value
            speaker = claim.attribution[0].quote if claim.attribution else None
            identity = (claim.role, place, speaker if claim.role in MEASURES else None, claim.part_of, claim.qualifies)
            first = kept.get(identity)
            if first is None:
                kept[identity] = claim
                continue
            again = (*first.mentions, Words(span=claim.span, quote=claim.quote)) if claim.span != first.span else first.mentions
            kept[identity] = msgspec.structs.replace(first, mentions=again, counts_as=graver(first.counts_as, claim.counts_as))
            if claim.role in MEASURES:
                self._keys[claim.span] = gone[claim.key] = first.key
        return list(kept.values())

    def _own_place(self, figure: Figure) -> PlacedMention | None:
        """The place a preposition ties to the figure itself: "20 people in one town and 14 in another" (READING.md 6)."""
        sentence = self._found.segmented.sentence_at(figure.mention.span.start)
        if sentence is None:
            return None
        after = sentence.begun(figure.mention.span.end)
        if after + 1 >= len(sentence.tokens) or sentence.folded[after] not in {"in", "at", "near"}:
            return None
        start = sentence.tokens[after + 1].span.start
        return next((placed for placed in self._found.sentences[sentence.index].places if placed.mention.span.start == start), None)

    def _stated(self, figure: Figure) -> dt.date | None:
        """The day the speaker put the figure: the single day its sentence gives beside the beginning, else the day of publication."""
        sentence = self._found.segmented.sentence_at(figure.mention.span.start)
        if sentence is not None and self._toll is not None:
            for dated in self._found.sentences[sentence.index].dates:
                value = dated.value
                if isinstance(value, DateInterval) and value.days == 1 and value.start is not None and value.start != self._toll.start:
                    return value.start
        return self._published

    def _is_running(self, figure: Figure) -> bool:
        sentence = self._found.segmented.sentence_at(figure.mention.span.start)
        return sentence is not None and (self._found.sentences[sentence.index].as_of or not _CUMULATIVE.isdisjoint(sentence.folded))


def _likelihood(act: Act, role: Role, mention: Mention) -> float | None:
    """How likely `mention` plays `role` in `act`; None for what was not weighed, or was found too unlikely to be said of it."""
    likely = act.likelihoods.get((role, mention.span))
    return _rounded(likely) if likely is not None else None


def _rounded(likelihood: float) -> float:
    return round(likelihood, 4)


def adds(sentence: Sentence) -> bool:
    """Whether the sentence ends in an additive particle that ties it to the one before."""
    words = [word for word in sentence.folded if word[0].isalnum()]
    return sentence.index > 0 and (words[-1:] == ["too"] or words[-2:] == ["as", "well"])


def unresolved(claims: list[Claim]) -> Iterator[Claim]:
    """The claims whose value could not be settled."""
    return (claim for claim in claims if isinstance(claim.value, Unresolved))
