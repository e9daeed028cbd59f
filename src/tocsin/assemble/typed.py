"""Of which type each act is: what lexicon and trained reader say is weighed, since one word may tell several.

A crowd "clashes" with police and one army with another; to "call for" something is to demand it, or to appeal for it.
"""

from collections import defaultdict

import msgspec

from tocsin.assemble.acts import Act
from tocsin.assemble.evidence import hints_on
from tocsin.assemble.found import Found
from tocsin.resources.lexicons import Lexicons
from tocsin.resources.weights import Features, Weights, log_odds, weights_of

TYPES = "types"
_READ_AS = " as "
_RULE = "weighed"


class Types:
    """The weights for types, and what each type of the lexicon was read as in the training texts."""

    def __init__(self, lexicons: Lexicons, *, trained: bool) -> None:
        """Take those of the trained reader, or those of the rules alone."""
        self._weights: Weights = weights_of(lexicons, TYPES, trained=trained)
        self._read_as: dict[str, set[str]] = defaultdict(set)
        for name in self._weights.weights:
            said, found, code = name.partition(_READ_AS)
            if found:
                self._read_as[said].add(code)

    def settle(self, act: Act, found: Found) -> None:
        """Give `act` its likeliest type; the lexicon's own where another is no likelier."""
        said = act.trigger.type
        likely = {code: self._weights.probability(of_type(act, code, found)) for code in candidates(act, self._read_as.get(said, set()))}
        best = max(likely, key=lambda code: (likely[code], code == said, code))
        if best != said:
            act.trigger = msgspec.structs.replace(act.trigger, type=best, rule=f"{_RULE}:{act.trigger.rule}")


def candidates(act: Act, read_as: set[str]) -> list[str]:
    """The types that an act may have: the lexicon's for any of its tellings, and those that its type was read as more than once or twice."""
    return sorted({trigger.type for trigger in (act.trigger, *act.also)} | read_as)


def of_type(act: Act, code: str, found: Found) -> Features:
    """What speaks for `act` being of type `code`."""
    trigger = act.trigger
    seen: dict[str, float] = {}
    for hint in [hint for one in (trigger, *act.also) for hint in hints_on(one, found) if hint.head == "trigger"]:
        seen[hint.label] = max(seen.get(hint.label, 0.0), hint.score)
    surely = log_odds(seen.get(code, 0.0))
    words = " ".join(trigger.span.quote(found.segmented.document.text).lower().split())
    return {
        f"{trigger.type}{_READ_AS}{code}": 1.0,
        f"is {code}": 1.0,
        f"{words} for {code}": 1.0,
        f"noun for {code}": trigger.nominal,
        "lexicon": trigger.type == code,
        "another telling": any([one.type == code for one in act.also]),
        "model": code in seen,
        "model: how surely": surely,
        f"model: how surely {code}": surely,
        "model: how surely another": log_odds(max([score for label, score in seen.items() if label != code], default=0.0)),
    }
