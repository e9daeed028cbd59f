"""Where a report says that a source is not named: "who declined to be named", "asked not to be identified". Journalism's formula, and no act."""

import re

from tocsin.core.document import Sentence
from tocsin.core.spans import Span

_SIGNS = frozenset("named identified quoted anonymous anonymity name names identity identities".split())
_ASKS = "declin(?:e|es|ed|ing)|(?:refus|ask|request|prefer|wish|want|insist)(?:e|es|s|ed|red|ing|ring)?"
_WHOSE = "(?:his|her|their|its|my|our)"
_KEEPS = (
    "be(?:ing)? (?:named|identified|quoted)|remain anonymous|anonymity"
    rf"|(?:give|provide|disclose|reveal|have|use) {_WHOSE} (?:\w+ )?(?:names?|identity|identities)"
)
_FORMULA = re.compile(
    rf"\b(?:(?:{_ASKS}|would) (?:(?:not|to|that|only|he|she|they|{_WHOSE}) ){{0,4}}(?:{_KEEPS})"
    r"|on (?:the )?condition (?:of anonymity|that (?:he|she|they) not be (?:named|identified)))\b"
)


def anonymous(sentence: Sentence) -> tuple[Span, ...]:
    """The words of each such formula. Said of the dead or of suspects ("could not be identified") it is none."""
    if _SIGNS.isdisjoint(sentence.folded):
        return ()
    words, tokens = " ".join(sentence.folded), sentence.tokens
    places = [(words.count(" ", 0, found.start()), words.count(" ", 0, found.end())) for found in _FORMULA.finditer(words)]
    return tuple([Span(tokens[first].span.start, tokens[last].span.end) for first, last in places])
