"""People told one by one: how many different people the victims of a report are ("a man, 19, died ... Ana Boe was pronounced dead")."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.core.claims import Claim, Role
from tocsin.core.values import Actor
from tocsin.reconcile.figures import HURT, is_common
from tocsin.reconcile.speakers import Said

_AGE = re.compile(r"\b(\d{1,3})[- ](year|month|week|day)s?[- ]old\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_SEX = {
    word: sex
    for sex, words in {
        "female": "woman girl female mother wife daughter sister grandmother aunt girlfriend niece",
        "male": "man boy male father husband son brother grandfather uncle boyfriend nephew",
    }.items()
    for word in words.split()
}
_FURTHER = frozenset("second third fourth fifth sixth".split())
"""Say that it is somebody else than whoever was told before. "Another" does not: "a teenager is held for the murder of another teenager"."""
_KINDS = frozenset({"person", "office-holder", "security-force", "armed-group"})
_FATES = {Role.KILLED: Role.KILLED, **dict.fromkeys(HURT, Role.INJURED)}
"""What a person told singly counts towards: who was taken to hospital was hurt."""
_FULL = 2
"""Words that a first and a last name are."""


class Person(msgspec.Struct):
    """Somebody a report tells of, with the claims that do."""

    name: tuple[str, ...]
    age: str | None
    sex: str | None
    acts: bool
    """Whether the report tells that this person did something too, as who kills others and then himself."""
    claims: list[Said]

    def is_of(self, measure: Role) -> bool:
        """Whether the person counts towards `measure`: who died is not also wounded."""
        fates = {_FATES[one.claim.counts_as] for one in self.claims if one.claim.counts_as is not None}
        return measure in fates and (measure is Role.KILLED or Role.KILLED not in fates)


def persons(told: Sequence[Said], actors: frozenset[str]) -> list[Person]:
    """The people that the claims of one report speak of; `actors` are the words of those who did something in it.

    Two tellings are two people only where names, ages, sexes or a word like "second" say so. That makes one person of a name and a bare description,
    so that nobody is counted twice.
    """
    found: list[Person] = []
    for one in sorted(told, key=_at):
        new = _person(one, actors)
        further = not _FURTHER.isdisjoint(one.claim.quote.lower().split())
        same = None if further else next((person for person in found if may_be(person, new)), None)
        if same is None:
            found.append(new)
        else:
            same.name = max(same.name, new.name, key=len)
            same.age, same.sex, same.acts = same.age or new.age, same.sex or new.sex, same.acts or new.acts
            same.claims.append(one)
    return found


def by_report(claims: Iterable[Said]) -> dict[str, list[Person]]:
    """The killed and wounded who are told one by one, report by report."""
    told: dict[str, list[Said]] = {}
    actors: dict[str, set[str]] = {}
    for one in claims:
        claim = one.claim
        if claim.role is Role.ACTOR:
            actors.setdefault(claim.document, set()).add(claim.quote)
        if claim.counts_as in _FATES and one.firm and isinstance(claim.value, Actor) and claim.value.kind in _KINDS:
            told.setdefault(claim.document, []).append(one)
    return {document: persons(ones, frozenset(actors.get(document, ()))) for document, ones in told.items()}


def _at(one: Said) -> tuple[int, int]:
    return one.claim.span.start, one.claim.span.end


def _person(one: Said, actors: frozenset[str]) -> Person:
    quote = one.claim.quote
    age = _AGE.search(quote)
    sexes = [_SEX[word.lower()] for word in _WORD.findall(quote) if word.lower() in _SEX]
    name = _name(one.claim)
    acts = bool(name) and any([set(name) <= set(_WORD.findall(words)) for words in actors])
    return Person(name=name, age=f"{age[1]} {age[2].lower()}" if age else None, sex=sexes[-1] if sexes else None, acts=acts, claims=[one])


def _name(claim: Claim) -> tuple[str, ...]:
    """The name a mention ends in: "officer Ana Boe" -> Ana Boe; "Keel shooting victim" ends in none."""
    name: list[str] = []
    for word in reversed(_WORD.findall(claim.quote)):
        if not word[0].isupper() or is_common(word):
            break
        if word.lower() not in _SUFFIXES:
            name.insert(0, word)
    return tuple(name)


def may_be(person: Person, other: Person) -> bool:
    """Whether both may be the same: nothing known of one speaks against the other."""
    if person.name and other.name:
        here, there = set(person.name), set(other.name)
        if here <= there or there <= here:
            return True
        if min(len(here), len(there)) >= _FULL or person.acts != other.acts:
            return False
    same_age = person.age is None or other.age is None or person.age == other.age
    return same_age and (person.sex is None or other.sex is None or person.sex == other.sex)
