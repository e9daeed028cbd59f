"""What the words of a place name and the words beside it say: which name to look up, what kind of place is asked for, what it lies in.

"the Mangistau region" asks for a first-level unit named Mangistau; "southern Lebanon" is Lebanon, with a note; "Kano, Nigeria" lies in Nigeria;
"the Syrian city of Homs" is a city in Syria; "Fairview, Ala." lies in Alabama.
"""

import re

import msgspec

from tocsin.core.values import PlaceKind
from tocsin.resources.gazetteer import Gazetteer, Row, fold
from tocsin.resources.lexicons import Lexicons

_PARTS = (
    r"(?:north|south|east|west|central|upper|lower|greater|mid|inner|outer)(?:ern)?(?:[- ]?(?:east|west|central)(?:ern)?)?"
    r"|downtown|uptown|mainland|rural|coastal|old"
)
_PART = re.compile(rf"^(?P<part>{_PARTS})[ -](?P<rest>\S.*)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|el|la) (?=\S)", re.IGNORECASE)
_NEXT = re.compile(
    r"^(?:,\s+(?:in\s+(?:the\s+)?)?|\s+in\s+(?:the\s+)?|\s*\(\s*|\s+of\s+(?=[A-Z]))"
    r"(?P<name>(?:[A-Z][\w’'.-]*|\b(?:de|del|do|da|la|al|el|of|and)\b)(?:[ ](?:[A-Z][\w’'.-]*|(?:de|del|do|da|la|al|el|of)(?=[ ][A-Z])))*)"
)
_BEFORE = re.compile(r"(?P<name>(?:[A-Z][\w-]*\.?)(?: [A-Z][\w-]*)*)(?P<owner>['’]s)?(?P<between>(?: [a-z][\w-]*){0,5}) $")
_FEWEST = 4
"""Letters from which a short form such as "US" or "CAR" needs no capitals to be read as a name."""
_UNITS = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2})
_SPAN_AFTER, _SPAN_BEFORE = 48, 60


class Kinds(msgspec.Struct, frozen=True):
    """An entry of place_kinds.yaml."""

    words: tuple[str, ...]
    asks: tuple[PlaceKind, ...]
    types: tuple[str, ...] = ()


class Abbreviation(msgspec.Struct, frozen=True):
    """An entry of place_abbreviations.yaml."""

    country: str
    name: str
    forms: tuple[str, ...]


class Cue(msgspec.Struct, frozen=True, gc=False):
    """An entry of place_cues.yaml."""

    cue: str
    words: tuple[str, ...]


class Demonym(msgspec.Struct, frozen=True):
    """An entry of demonyms.yaml: of a country (code), or of a continent (GeoNames key)."""

    forms: tuple[str, ...]
    country: str | None = None
    place: int | None = None


class Reading(msgspec.Struct, frozen=True):
    """How one mention can be looked up.

    `names` are folded, the whole words first; `asked` what the words ask for; `part` a part of the place ("southern"), which has no entry of its own;
    `within` holds the countries (codes) and units (keys) that the words beside it say the place lies in.
    """

    names: tuple[str, ...]
    asked: Kinds | None
    part: str | None
    within: frozenset[str | int]
    whole: frozenset[str] = frozenset()
    """Those of `names` that are all the words, but for an article."""
    inside: bool = False
    """Whether the word that asks for a kind of place is part of the mention ("Gaza Strip"), not beside it."""
    only: int | None = None
    """The one place that a demonym ("Kenyan") or the short form of a state ("Ala.") can stand for."""


class PlaceWords:
    """Reads the words in and around a mention; built once from the lexicons."""

    def __init__(self, lexicons: Lexicons, gazetteer: Gazetteer) -> None:
        """Raises ResourceError when a lexicon is missing."""
        self._gazetteer = gazetteer
        kinds = lexicons.entries("place_kinds", Kinds)
        self.kinds = {word: entry for entry in kinds for word in entry.words}
        words = "|".join(sorted(self.kinds, key=len, reverse=True))
        self._kind_after = re.compile(rf"^(?P<base>.+?)[ -](?P<word>{words})$", re.IGNORECASE)
        self._kind_before = re.compile(rf"^(?P<word>{words}) of (?:the )?(?P<base>.+)$", re.IGNORECASE)
        self._outside_after = re.compile(rf"^ (?P<word>{words})\b(?!['’])", re.IGNORECASE)
        self._outside_before = re.compile(rf"\b(?P<word>{words}) of (?:the )?$", re.IGNORECASE)
        self._sites = frozenset([word for cue in lexicons.entries("place_cues", Cue) if cue.cue == "site" for word in cue.words])
        self._short = {form: entry for entry in lexicons.entries("place_abbreviations", Abbreviation) for form in entry.forms}
        self._short_after = re.compile(r"^,? \(?(?P<form>(?:[A-Z][A-Za-z]{0,4}\.(?: ?[A-Z]\.|[A-Z][a-z]?\.)*|[A-Z]{2}\b))")
        demonyms = lexicons.entries("demonyms", Demonym)
        self.demonyms = {form.lower(): entry.country for entry in demonyms for form in entry.forms if entry.country}
        self._wider = {form.lower(): entry.place for entry in demonyms for form in entry.forms if entry.place}

    def read(self, text: str, start: int, end: int) -> Reading:
        """The mention at `start`..`end` of `text`."""
        words = " ".join(text[start:end].split())
        settled = self._settled(words)
        if settled is not None:
            return Reading((fold(words),), None, None, frozenset(), only=settled)
        after, before = text[end : end + _SPAN_AFTER], text[max(0, start - _SPAN_BEFORE) : start]
        names, asked, part = self._names(words)
        inside = asked is not None
        if asked is None:
            beside = self._outside_after.match(after) or self._outside_before.search(before)
            asked = self.kinds[beside["word"].lower()] if beside else None
        return Reading(tuple(names), asked, part, self._within(before, after), frozenset({fold(words), fold(_ARTICLE.sub("", words))}), inside)

    def _settled(self, words: str) -> int | None:
        if words.lower() in self._wider:
            return self._wider[words.lower()]
        country = self.demonyms.get(words.lower())
        if country:
            row = self._gazetteer.country(country)
            return row.key if row else None
        short = self._short.get(words.replace(". ", "."))
        if short:
            return min([key for key in self._units(short.name, short.country) if isinstance(key, int)], default=None)
        return None

    def _names(self, words: str) -> tuple[list[str], Kinds | None, str | None]:
        names, asked, part = [fold(words)], None, None
        bare = _ARTICLE.sub("", words)
        kind = self._kind_after.match(bare) or self._kind_before.match(bare)
        rest = bare
        if kind:
            asked, rest = self.kinds[kind["word"].lower()], kind["base"]
        names.extend([fold(bare), fold(rest)])
        known = [name for name in dict.fromkeys(names) if self._gazetteer.lookup_folded(name)]
        direction = _PART.match(rest)
        if direction and not known:
            part, name = direction["part"].lower(), fold(direction["rest"])
            known = [name] if self._gazetteer.lookup_folded(name) else []
        if not known:
            known = self._named_after(bare)
        return known, asked, part

    def _named_after(self, words: str) -> list[str]:
        """The place a site is named after, where it will be: "Harrowfield General Hospital" is in Harrowfield."""
        parts = words.split()
        if len(parts) > 1 and parts[-1].lower() in self._sites:
            found = [fold(" ".join(parts[:length])) for length in range(len(parts) - 1, 0, -1)]
            return [name for name in found if self._gazetteer.lookup_folded(name)][:1]
        return []

    def _within(self, before: str, after: str) -> frozenset[str | int]:
        found: set[str | int] = set()
        short = self._short_after.match(after)
        if short and short["form"].replace(". ", ".") in self._short:
            entry = self._short[short["form"].replace(". ", ".")]
            return frozenset(self._units(entry.name, entry.country))
        following = _NEXT.match(after)
        if following:
            found.update(self._container(following["name"].rstrip(".")))
        preceding = _BEFORE.search(before.replace("\n", " "))
        if preceding and (preceding["owner"] or any([word in self.kinds for word in preceding["between"].split()])):
            found.update(self._container(preceding["name"]))
        return frozenset(found)

    def _container(self, name: str) -> set[str | int]:
        """The countries and units that go by `name`: as a demonym, or by the gazetteer."""
        words = name.split()
        for taken in range(len(words), 0, -1):
            some = " ".join(words[:taken])
            if some.lower() in self.demonyms:
                return {self.demonyms[some.lower()]}
            found = self._units(some)
            if found:
                return found
        return set()

    def _units(self, name: str, country: str | None = None) -> set[str | int]:
        rows = [named.row for named in self._gazetteer.lookup(name) if country in (None, named.row.country)]
        return {_key(row) for row in rows if row.kind in _UNITS and (len(name) > _FEWEST or row.name == name or name.isupper())}


def _key(row: Row) -> str | int:
    return row.country if row.kind is PlaceKind.COUNTRY and row.country else row.key
