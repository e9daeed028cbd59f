"""Who "he", "she" and "they" are: the people told of last who fit, the subject before others (READING.md 15: actors are the words of the text)."""

from collections.abc import Collection, Iterator

from tocsin.assemble.found import Found
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor
from tocsin.find.roles import PEOPLE

_ONE = frozenset({"he", "him", "she", "her"})
_GENDER = {"he": "women", "him": "women", "she": "men", "her": "men"}
"""The group of people that a pronoun cannot be."""
_WHOSE = {"he": "his", "him": "his", "she": "her", "her": "her", "they": "their", "them": "their"}
"""What each has."""
_SINGLE = frozenset(
    "gunman policeman policewoman officer soldier guard militant rebel fighter bomber attacker terrorist trooper detective sergeant captain "
    "lieutenant corporal deputy commander gangster bandit robber agent".split()
)
"""Members of a force or an armed group, in the singular."""
_BACK = 2
"""Sentences looked back at."""


def antecedent(found: Found, index: int, pronoun: Mention, others: Collection[Span]) -> Mention | None:
    """The mention that the pronoun of sentence `index` stands for; None where nobody fits. `others` take part beside it: who hits him is not he."""
    text = found.segmented.document.text
    word = pronoun.span.quote(text).lower()
    for mentions in _told(found, index, pronoun):
        for mention in mentions:
            value = found.values.get(mention.span)
            fits = isinstance(value, Actor) and value.group != _GENDER.get(word) and not _is_theirs(mention, text, word)
            if fits and mention.span not in others and mention.kind in PEOPLE and _is_one(mention, text) == (word in _ONE):
                return mention
    return None


def _is_theirs(mention: Mention, text: str, pronoun: str) -> bool:
    """Whether the same person has the one mentioned: in "her lawyer said she had been beaten" she is not the lawyer."""
    before = text[max(0, mention.span.start - len("their ")) : mention.span.start].lower().split()
    return before[-1:] == [_WHOSE.get(pronoun)]


def _told(found: Found, index: int, pronoun: Mention) -> Iterator[tuple[Mention, ...]]:
    """The mentions of the sentence before the pronoun, then those of the sentences before it, each from the first: English tells its topic first."""
    yield tuple([mention for mention in found.sentences[index].mentions if mention.span.end <= pronoun.span.start])
    for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
        if not found.segmented.sentences[before].headline:
            yield found.sentences[before].mentions


def _is_one(mention: Mention, text: str) -> bool:
    """Whether a mention speaks of one person; a name may end in s, a common noun that does is a plural."""
    head = mention.head.quote(text)
    if mention.kind in {MentionKind.PERSON, MentionKind.OFFICE_HOLDER}:
        return not (head.islower() and head.endswith("s"))
    return mention.kind in {MentionKind.SECURITY_FORCE, MentionKind.ARMED_GROUP} and head.lower() in _SINGLE
