"""Whether where and when an act was is said of it, as the trained reader sees it, over what nearness in the sentence says.

Asked once the acts are told apart: what the reader sees settles what is said of an act, not which acts are one, nor where and when they were.
"""

from tocsin.assemble.acts import Act
from tocsin.assemble.found import Found
from tocsin.core.claims import Origin
from tocsin.core.document import Sentence
from tocsin.core.spans import Span

_WHERE_OR_WHEN = frozenset("in at across near outside inside on around the".split())


def as_seen(act: Act, found: Found) -> Act:
    """`act` with each place and date said of it where the reader ties the two, and only its context where the reader sees it play no part at all.

    What follows the act at once needs no reader: "clashes in Belfor".
    """
    act.places = [(one, _origin(act, one.mention.span, origin, found)) for one, origin in act.places]
    act.dates = [(one, _origin(act, one.mention.span, origin, found)) for one, origin in act.dates]
    return act


def _origin(act: Act, span: Span, origin: Origin, found: Found) -> Origin:
    sentence = found.segmented.sentence_at(span.start)
    sight = found.sentences[sentence.index].sight if sentence is not None else None
    if sentence is None or sight is None:
        return origin
    triggers = [trigger.span for trigger in (act.trigger, *act.also)]
    if any([sight.ties_to(trigger, span) for trigger in triggers]):
        return Origin.TEXT
    plain = sight.sees(span) or any([_follows(sentence, trigger, span) for trigger in triggers])
    return origin if plain else Origin.CONTEXT


def _follows(sentence: Sentence, trigger: Span, span: Span) -> bool:
    """Whether nothing but a preposition and "the" stands between an act and the words after it."""
    tokens = zip(sentence.tokens, sentence.folded, strict=True)
    between = [word for token, word in tokens if trigger.end <= token.span.start < span.start]
    return sentence.span.covers(trigger) and trigger.end <= span.start and bool(between) and _WHERE_OR_WHEN.issuperset(between)
