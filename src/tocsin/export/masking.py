"""What no export shows: contact details, ever; names of private individuals, unless they are asked for (DESIGN: do no harm).

Private is whom a claim calls a person (READING.md 20); holders of public office, bodies, forces and groups stay. A name that no claim of the
report knows as a person's cannot be known here either.
"""

import re
from collections.abc import Iterable

import msgspec

from tocsin.core.claims import Attribution, Claim
from tocsin.core.forgotten import said
from tocsin.core.scales import SpeakerKind
from tocsin.core.values import Actor, AnyValue, Count, Description, Facility, Instrument, Place, Property, Unresolved
from tocsin.export.dataset import Dataset
from tocsin.export.phrasing import in_words

EMAIL, PHONE, ACCOUNT, ADDRESS = "[e-mail withheld]", "[phone withheld]", "[account withheld]", "[address withheld]"
NAME = "[name withheld]"
_PRIVATE_SPEAKERS = frozenset({SpeakerKind.PERSON, SpeakerKind.WITNESS})
_SOMEBODY = {"women": "a woman", "men": "a man", "children": "a child"}
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?<!\w)@\w(?:[\w.-]*\w)?")
_NUMBER = r"\d(?:[\s().-]{0,2}\d)"
_PHONE = re.compile(
    rf"""(?<![\w+.,-])(?:
        \+{_NUMBER}{{6,}}                                             # +264 61 123 4567
      | 00{_NUMBER}{{7,}}                                             # 00264 61 123 4567
      | \(0\d{{1,4}}\)[\s-]?{_NUMBER}{{4,}}                           # (061) 123 456
      | \(\d{{3}}\)[\s-]?\d{{3}}[\s.-]\d{{4}}                         # (555) 123-4567
      | 0\d{{1,4}}[\s-]\d{{3,4}}[\s-]?\d{{2,4}}                       # 0803 555 1234
      | 0\d{{8,10}}                                                   # 08035551234
      | \d{{2,4}}-\d{{3,4}}-\d{{3,4}}                                 # 555-123-4567
    )(?!\w|[-.,]\d)""",
    re.VERBOSE,
)
_AFTER_CUE = re.compile(
    rf"(?i)\b((?:tel(?:ephone)?|phone|mobile|whatsapp|hotline|fax)(?:\s+(?:number|no))?[\s.:]+)({_NUMBER}{{4,}})(?!\w)"
    r"|\b((?:call|dial|text|ring)\s+)(\d+(?:[\s.-]\d+)+)(?!\w)"
)
"""A short number is a phone's only after a word that says so: "500-1000" alone is a figure."""
_STREET = re.compile(
    r"\b(?:(?:Flat|Apartment|Apt\.?|House|No\.?)\s+)?\d+[A-Za-z]?,?\s+(?:[^\W\d_a-z][\w'’-]*\s+){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Crescent|Terrace)\b"
    r"|\b(?:Rue|Calle|Avenida|Carrera)(?:\s+(?:[^\W\d_a-z][\w'’-]*|de|la|del|los|las|du|des|da|do|\d+)){1,5}?,?\s+(?:No\.?\s*)?\d+[A-Za-z]?\b"
    r"|\bP\.?\s?O\.?\s?Box\s+\d+"
)
"""A house number makes an address; a street without one is a place where things happen."""


_CONTACTS = ((_EMAIL, EMAIL), (_AFTER_CUE, PHONE), (_PHONE, PHONE), (_STREET, ADDRESS), (_ACCOUNT, ACCOUNT))
"""In the order of `contacts_masked`."""
_BLANK = "\x00"
"""Neither a letter nor a blank: no pattern takes it in."""


class Masking:
    """Masks what a data set says. Made once per export; the names of a report are looked up when its words are first shown."""

    def __init__(self, dataset: Dataset, *, people: bool) -> None:
        self._people = people
        self._claims: dict[str, list[Claim]] = {}
        self._names: dict[str, re.Pattern[str] | None] = {}
        for claim in (*dataset.claims.values(), *dataset.others):
            self._claims.setdefault(claim.document, []).append(claim)

    def text(self, words: str, documents: Iterable[str]) -> str:
        """Words of these documents, or made of them."""
        if not self._people:
            for document in documents:
                pattern = self._pattern(document)
                if pattern is not None:
                    words = pattern.sub(NAME, words)
        return contacts_masked(said(words))

    def withheld(self, words: str, documents: Iterable[str]) -> tuple[tuple[int, int, str], ...]:
        """Where `text` puts something else into these words, and what: half-open stretches, in order. For what must keep every offset."""
        names = [self._pattern(document) for document in documents] if not self._people else []
        found: list[tuple[int, int, str]] = []
        for pattern, instead in [*[(name, NAME) for name in names if name is not None], *_CONTACTS]:
            for match in list(pattern.finditer(words)):
                start, end = match.span(match.lastindex or 0) if pattern is _AFTER_CUE else match.span()
                found.append((start, end, instead))
                words = words[:start] + _BLANK * (end - start) + words[end:]  # nothing is found twice
        return tuple(sorted(found))

    def value(self, value: AnyValue, documents: Iterable[str]) -> str:
        """A value in words. A private person is only "a person"."""
        if isinstance(value, Actor) and value.kind == "person" and not self._people and is_named(value.name):
            return somebody(value)
        return self.text(in_words(value), documents)

    def whole(self, value: AnyValue, documents: Iterable[str]) -> AnyValue:
        """The value itself with its words masked, for formats that keep its fields."""
        documents = tuple(documents)
        match value:
            case Actor() | Property() | Instrument() | Facility():
                return msgspec.structs.replace(value, name=self.value(value, documents))
            case Description():
                return Description(words=self.text(value.words, documents))
            case Count() if value.unit is not None:
                return msgspec.structs.replace(value, unit=self.text(value.unit, documents))
            case Unresolved():
                return msgspec.structs.replace(value, candidates=tuple([self.text(name, documents) for name in value.candidates]))
            case _:
                return value

    def speaker(self, link: Attribution, documents: Iterable[str]) -> str:
        """Who says so, in the words of the text; a private speaker is only "a person" or "a witness"."""
        if not self._people and link.kind in _PRIVATE_SPEAKERS:
            return f"a {link.kind.value}"
        return self.text(link.quote, documents)

    def _pattern(self, document: str) -> re.Pattern[str] | None:
        if document not in self._names:
            self._names[document] = _names_pattern(self._claims.get(document, []))
        return self._names[document]


def somebody(actor: Actor) -> str:
    """A private person without the name: "a woman", "a child", "a person"."""
    return _SOMEBODY.get(actor.group or "", "a person")


def is_named(words: str) -> bool:
    """Whether the words may hold a name: some word does not begin in lower case. "bus driver" and "14-year-old boy" only describe."""
    return any([part[0].isalpha() and not part[0].islower() for part in words.split()])


def contacts_masked(words: str) -> str:
    """Without e-mail addresses, phone numbers, accounts and street addresses; figures, dates and spans of years stay."""
    words = _EMAIL.sub(EMAIL, words)
    words = _AFTER_CUE.sub(_after_cue, words)
    words = _PHONE.sub(PHONE, words)
    words = _STREET.sub(ADDRESS, words)
    return _ACCOUNT.sub(ACCOUNT, words)


def link_masked(url: str) -> str:
    """A web address without the account it may name; it stays a valid address, though it then leads nowhere."""
    return _ACCOUNT.sub("withheld", _EMAIL.sub("withheld", url))


def _after_cue(match: re.Match[str]) -> str:
    return f"{match[1] or match[3]}{PHONE}"


def _names_pattern(claims: list[Claim]) -> re.Pattern[str] | None:
    """Finds the private names of one report: whole in any case, a part only when it is capitalised and belongs to nobody and nothing public."""
    private = sorted({name for claim in claims for name in _private(claim)}, key=_longest_first)
    if not private:
        return None
    public = {part for claim in claims if _is_public(claim.value) for part in claim.quote.split()}
    parts = {part for name in private for part in re.findall(r"[^\W\d_][\w'’-]*[^\W_]", name) if len(part) > 2 and part[0] == part[0].upper()}
    alone = sorted(parts - public, key=_longest_first)
    wholes = "|".join([re.escape(name) for name in private])
    pieces = "|".join([re.escape(form) for part in alone for form in dict.fromkeys((part, part.upper()))])
    return re.compile(rf"(?<!\w)(?:(?i:{wholes}){'|' + pieces if pieces else ''})(?!\w)")


def _private(claim: Claim) -> Iterable[str]:
    if isinstance(claim.value, Actor) and claim.value.kind == "person":
        yield from {words.strip() for words in (claim.value.name, claim.quote) if is_named(words)}
    for link in claim.attribution:
        # "Witnesses" begins many a sentence and is nobody's name
        if link.kind in _PRIVATE_SPEAKERS and is_named(link.quote if link.kind is SpeakerKind.PERSON else link.quote.partition(" ")[2]):
            yield link.quote.strip()


def _is_public(value: AnyValue) -> bool:
    return isinstance(value, Place | Facility) or (isinstance(value, Actor) and value.kind not in {"person", "group"})


def _longest_first(name: str) -> tuple[int, str]:
    return (-len(name), name)
