"""Two detectors made one: the statements read by rules, and those the trained heads propose.

The heads know what is worth calling a statement better than a list of verbs does; the rules see scopes and kinds of speakers better. Measured on the
training part of the labels: of what the rules alone find nearly all is right for the core cues and half for the others, and a proposed kind is better
than a rule's only where the rule has nothing but a bare name.
"""

from operator import itemgetter

from tocsin.core.hints import Hints, Link
from tocsin.core.mentions import Statement
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span, SpanIndex

_HEADS = ("statement", "statement-inner")
_PROPOSED_FROM = 0.3
"""Score from which on a statement that no rule finds is taken."""
READER = "attribution.reader"
"""The rule of statements that only the heads propose."""
ONLY_A_NAME = 0.5
"""Score of a statement whose speaker the rules know by name only."""
_CORE = (
    ":say",
    ":report",
    ":announce",
    ":tell",
    ":according",
    ":reported-by",
    ":there-are-reports",
    ":add",
    ":state",
    ":confirm",
    ":point-out",
)
"""Cues whose statements stand without the heads' support."""
_COUNTED = "attribution.figure"
"""The rule of statements whose content is an object with a number: the heads learned little of who counts the dead."""
_EVIDENCE = (":show", ":it-was-said", ":was-reported", ":quote", ":read")
"""Cues whose statements stand too where the speaker is a medium or nobody: without "videos show" hearsay would be the writer's own word."""
_PASSED = frozenset({SpeakerKind.MEDIA, SpeakerKind.UNNAMED})


def merged(statements: list[Statement], hints: Hints) -> list[Statement]:
    """The statements of both detectors in the order of their words."""
    other = proposed(hints)
    where = _by_words(other)
    kept = []
    for statement in statements:
        support = any([_same(statement, candidate) for candidate in _near(statement, where)]) or _is_denial(statement, hints)
        evidence = statement.kind in _PASSED and statement.rule.endswith(_EVIDENCE)
        support = support or (
            statement.rule.endswith(":colon") and statement.kind is not SpeakerKind.UNNAMED and statement.score > ONLY_A_NAME
        )  # "Bulletin 7: deaths and injuries" is a title
        if support or statement.rule.startswith(_COUNTED) or statement.rule.endswith(_CORE) or statement.cue is None or evidence:
            kept.append(statement)
    sure = [candidate for candidate in other if candidate.score >= _PROPOSED_FROM]
    where = _by_words(statements)
    kept += [candidate for candidate in sure if not any(_same(statement, candidate) for statement in _near(candidate, where))]
    return sorted(kept, key=_begin)


def _by_words(statements: list[Statement]) -> SpanIndex[tuple[int, Statement]]:
    """Numbered statements by the words of their cues and sources."""
    return SpanIndex((words, (i, one)) for i, one in enumerate(statements) for words in (one.cue, one.source) if words is not None)


def _near(statement: Statement, where: SpanIndex[tuple[int, Statement]]) -> list[Statement]:
    """Those that share a word of cue or source with `statement`, in order."""
    parts = [words for words in (statement.cue, statement.source) if words is not None]
    return list(dict(sorted([numbered for words in parts for numbered in where.overlapping(words)], key=itemgetter(0))).values())


def proposed(hints: Hints) -> list[Statement]:
    """The statements of the trained heads: every cue with the sources and contents linked to it, and the kind of its speaker."""
    kinds = {hint.span: hint for hint in hints.of("speaker")}
    found = []
    for head in _HEADS:
        for cue in [hint for hint in hints.of(head) if hint.label == "cue"]:
            linked = [link for link in hints.links_within(head, cue.span) if link.anchor == cue.span]
            sources = sorted([link for link in linked if link.label == "source"] or _sources_elsewhere(cue.span, hints), key=_score)
            content = tuple(sorted({link.to for link in linked if link.label == "content"}))
            if not content:
                continue
            source = sources[-1].to if sources else None
            speaker = None if source is None else kinds.get(source)
            kind = SpeakerKind.UNNAMED if speaker is None else SpeakerKind(speaker.label)
            score = cue.score if speaker is None else min(cue.score, speaker.score)
            found.append(Statement(source=source, cue=cue.span, content=content, kind=kind, rule=READER, score=score))
    return found


def _is_denial(statement: Statement, hints: Hints) -> bool:
    """Whether somebody denies something in words: PolNeAR's head tells "denied any role" from "denied her access" (READING.md 12)."""
    cue = statement.cue
    return (
        cue is not None
        and statement.rule.endswith(":deny")
        and any([hint.label == "cue" and hint.span.overlaps(cue) for hint in hints.of("attribution")])
    )


def _sources_elsewhere(cue: Span, hints: Hints) -> list[Link]:
    """Who says so by PolNeAR's head: it learned from more texts and finds speakers far from their cue."""
    return [link for link in hints.links_of("attribution") if link.label == "source" and link.anchor.overlaps(cue)]


def _score(link: Link) -> float:
    return link.score


def _begin(statement: Statement) -> tuple[int, int]:
    spans = [span for span in (statement.source, statement.cue) if span is not None] or list(statement.content)
    return min(spans).start, max(spans).end


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _same(one: Statement, other: Statement) -> bool:
    """Whether two detectors speak of one statement: the same cue, or the same speaker with the same words."""
    said = any(part.overlaps(words) for part in one.content for words in other.content)
    return _overlap(one.cue, other.cue) or (said and _overlap(one.source, other.source))
