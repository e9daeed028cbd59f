"""The words for a speaker in one spelling: who speaks for whom, and which short form is which fuller name."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise

_WORD = re.compile(r"[^\W_][\w.&-]*")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_SAYS_FOR = re.compile(r"\b(?:for|of|at|from|with|in|within)\b")
_OFFICES = frozenset(
    "spokesman spokeswoman spokesperson spokesmen official officials source sources statement statements representative representatives commander "
    "commissioner chief director head inspector superintendent captain colonel general sergeant leader chairman chairwoman secretary member members "
    "officer officers office report reports records data figures bulletin list communique aide adviser".split()
)
"""Whoever holds one of these speaks for the body named beside it."""
_IGNORED = frozenset(
    "the a an this that its his her their senior deputy acting former local regional national provincial district city chief top two three one "
    "mr mrs ms miss dr prof sir".split()
)
_BODIES = {
    "police": "police constable constables detective detectives gendarmerie gendarmes",
    "military": "army military soldiers troops navy",
    "hospital": "hospital hospitals doctor doctors nurse nurses medic medics clinic morgue surgeon surgeons paramedics ambulance",
    "prosecutor": "prosecutor prosecutors prosecution",
    "government": "government authorities cabinet",
    "governor": "governor",
    "mayor": "mayor",
    "president": "president presidency",
    "prime minister": "premier",
}
"""One voice each: at one event, the police are the police, whichever officer speaks."""
_BODY_OF = {word: body for body, words in _BODIES.items() for word in words.split()}
_SOCIETIES = frozenset("union unions association federation party front movement council congress watch monitor committee league without".split())
"""A body of its own, whatever stands beside it: the police union is not the police, nor Doctors Without Borders a hospital."""
_SAME_OFFICE = {"home affairs": "interior", "internal affairs": "interior", "defense": "defence", "foreign affairs": "foreign"}
_SECOND = frozenset({"affairs", "security", "order", "safety"})
"""The second word of an office in two words: "minister of home affairs Ana Bo"."""


def normal(text: str) -> str:
    """The body that speaks, in one spelling: "spokesman for the interior ministry", "Interior Minister Ana Bo" -> "interior ministry"."""
    head, *rest = _SAYS_FOR.split(text, maxsplit=1)
    before, after = words(head), words(_SAYS_FOR.split(rest[0], maxsplit=1)[0]) if rest else []
    folded = [word.lower() for word in before]
    if after and set(folded) <= _OFFICES | _IGNORED:
        return normal(rest[0])  # "spokesman for the interior ministry"
    if not {"ministry", "minister"}.isdisjoint(folded) and "prime" not in folded:
        return _ministry(before, [word.lower() for word in after])
    if _SOCIETIES.isdisjoint(folded):
        bodies = ["prime minister" if pair == ("prime", "minister") else _BODY_OF.get(pair[1]) for pair in pairwise(["", *folded])]
        body = next((body for body in reversed(bodies) if body is not None), None)
        if body is not None:
            return body
    if not {"official", "officials"}.isdisjoint(folded) and set(folded) <= _OFFICES | _IGNORED:
        return "government"
    return own_name(head) if head.strip() else own_name(text)


def own_name(text: str) -> str:
    """A name as it is, but for titles and for what only describes it: "the website Free Harbour" -> "free harbour". So publishers are named."""
    given = words(text)
    own = [word for word in given if word.lower() not in _IGNORED] or given
    start = next((i for i, word in enumerate(own) if word[0].isupper()), 0)
    return " ".join(own[start:]).lower().removesuffix(" party") or text.lower()


def resolved(quotes: Mapping[str, AbstractSet[str]]) -> dict[tuple[str, str], str]:
    """The name that each document's words for a speaker stand for, by document and words.

    Short forms ("the ministry", "the party", "Bo") are the one fuller name that ends in them ("Interior Minister Ana Bo"): of the same document,
    else of all that tell the event; where several would do, they stay as they are.
    """
    everywhere = _fuller(set().union(*quotes.values()))
    names = {}
    for document, own in quotes.items():
        here = _fuller(own)
        for quote in own:
            name = normal(quote)
            fuller = here.get(name, set()) - {name} or everywhere.get(name, set()) - {name}
            names[document, quote] = fuller.pop() if len(fuller) == 1 else name
    return names


def _fuller(quotes: Iterable[str]) -> dict[str, set[str]]:
    """Last word to the names that end in it; "police" is no short form of "riot police", which is the same body."""
    ends: dict[str, set[str]] = {}
    for quote in quotes:
        name, given = normal(quote), words(quote)
        if len(given) > 1 and name not in _BODY_OF.values():
            ends.setdefault(given[-1].lower(), set()).add(name)
            ends.setdefault(name.split()[-1], set()).add(name)
    return ends


def _ministry(before: list[str], after: list[str]) -> str:
    """Both "Malawi's interior ministry" and "Minister of the Interior Ana Bo" are the interior ministry."""
    i = next(i for i, word in enumerate(before) if word.lower() in {"ministry", "minister"})
    field = [word for word in before[:i] if before[i][0].isupper() or word[0].islower()]
    field = [*[word.lower() for word in field], *after[: 2 if after[1:2] and after[1] in _SECOND else 1]]
    office = " ".join([word for word in field if word not in _OFFICES | _IGNORED])
    return f"{_SAME_OFFICE.get(office, office)} ministry".strip()


def words(text: str) -> list[str]:
    """The words of a name without articles; a possessor in front of a body ("Malawi's") goes with its capital, see _ministry."""
    return [word for word in _WORD.findall(_POSSESSIVE.sub("", text)) if word.lower() not in {"the", "a", "an"}]
