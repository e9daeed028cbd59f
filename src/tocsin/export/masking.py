"""What no export shows: contact details, ever; names of private individuals, unless they are asked for (DESIGN: do no harm).

Private is whom a claim calls a person (READING.md 20); holders of public office, bodies, forces and groups stay. A name that no claim of the
report knows as a person's cannot be known here either.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

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
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
    r"|(?i:(?<![\w.+-])[\w.+-]+ ?(?:[\[({<] ?at ?[\])}>]) ?[\w-]+(?: ?(?:\.|[\[({<] ?dot ?[\])}>]) ?[\w-]+)+)"  # name [at] host (dot) org
    r"|(?i:(?<![\w.+-])[\w.+-]+ at [\w-]+(?: dot [\w-]+)+)"
)
_SITES = r"(?:t\.me|telegram\.me|wa\.me|twitter\.com|x\.com|facebook\.com|fb\.com|instagram\.com|tiktok\.com|vk\.com)"
_PROFILE = re.compile(rf"(?i)(?<![\w.-])((?:https?://)?(?:(?:www|m|mobile)\.)?{_SITES}/)([\w.@+-]*\w)")
_ACCOUNT = re.compile(r"(?<!\w)@\w(?:[\w.-]*\w)?")
_NAMED_ACCOUNT = re.compile(
    r"(?i)\b(?:telegram|instagram|signal|skype|wechat|snapchat|tiktok|twitter)(?: (?:handle|account|user|username|id|channel))? ?: ?"
    r"([a-z][a-z0-9]{0,40}[_.0-9][\w.]{0,40}\w)"
)
_NUMBER = r"\d(?:[\s()./-]{0,3}[\dOoО])"
_YEAR = r"(?:1[89]|20)\d\d"
_PHONE = re.compile(
    rf"""(?<![\w+.,-])(?!\d\d?([./\s-])\d\d?\1{_YEAR}(?!\d))(?:                   # no date
        \+\s?{_NUMBER}{{6,}}                                          # +264 61 123 4567
      | 00{_NUMBER}{{7,}}                                             # 00264 61 123 4567
      | \(0\d{{1,4}}\)[\s-]?{_NUMBER}{{4,}}                           # (061) 123 456
      | \(\d{{2,3}}\)[\s-]?\d{{3,5}}[\s.-]\d{{4}}                     # (555) 123-4567, (11) 91234-5678
      | (?![0-2]\d[0-5]\d-[0-2]\d[0-5]\d(?!\d))0\d(?:[\s/-]?\d){{6,10}}    # 0803 555 1234, 01 23 45 67 89; 0900-1700 are hours
      | 0\d{{1,3}}(?:\.\d{{2,4}}){{2,4}}                              # 01.23.45.67.89
      | 8[\s-]?\(?\d{{3}}\)?[\s-]?\d{{3}}[\s-]\d\d[\s-]\d\d           # 8 (495) 123-45-67
      | \d{{2,4}}-\d{{3,4}}-\d{{3,4}}|1-\d{{3}}-\d{{3}}-\d{{4}}       # 555-123-4567
      | \d{{3}}\.\d{{3}}\.\d{{4}}                                     # 555.123.4567
      | \d\d\s?9\d{{4}}-\d{{4}}                                       # 11 91234-5678
      | [1-9]\d\d\s\d{{3}}\s\d{{4}}                                   # 300 123 4567: no figure has a last group of four
      | [1-9]\d{{0,2}}\s(?!{_YEAR})\d{{4}}\s(?!{_YEAR})\d{{4}}        # 55 1234 5678
      | [6-9]\d{{4}}\s\d{{5}}                                         # 98765 43210
      | [1-9]\d\s\d{{3}}\s\d\d\s\d\d|[1-9]\d\d\s\d\d\s\d\d\s\d\d      # 77 123 45 67
    )(?!\w|[-.,/]\d)""",
    re.VERBOSE,
)
_AFTER_CUE = re.compile(
    rf"(?i)\b(?:(?:tele)?phone|tel|mobile|cell|whatsapp|viber|signal|hotline|fax|sms)(?:\s+(?:number|line|no))?(?:\s+(?:is|at|on))?[\s.:]+"
    rf"({_NUMBER}{{4,}})(?!\w)"
    rf"|\breach(?:ed|able)?\s+(?:\w+\s+)?(?:at|on)\s+({_NUMBER}{{4,}})(?!\w)"
    r"|\b(?:call|dial|text|ring)\s+(?!\d{1,3}(?:\s\d{3})+(?!\d))(\d+(?:[\s.-]\d+)+)(?!\w)"
)
"""A short number is a phone's only after a word that says so: "500-1000" alone is a figure."""
_PEOPLE = r"(?!\s+(?:residents?|traders|shopkeepers|vendors|protesters|shops|houses|homes|businesses|stores|workers|women|men|people)\b)"
_NAMED = r"[^\W\d_a-z][\w'’-]*"
_STREET = re.compile(
    rf"\b(?:(?:Flat|Apartment|Apt\.?|House|Plot|No\.?)\s+(?:\d{{1,4}}[A-Za-z]?,\s+)?)?\d{{1,5}}[A-Za-z]?,?\s+(?:{_NAMED}\s+){{1,4}}"
    rf"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Crescent|Terrace)\b{_PEOPLE}"
    r"|\b\d{1,4}(?: bis)?,? (?:rue|avenue|boulevard|place) (?:d[eu]s? |de la |de l['’]|d['’])?[^\W\d_a-z][\w'’-]*"
    rf"|\b(?:(?i:rue|calle|avenida|carrera|via|jalan|rua)|ul\.)(?:\s+(?:{_NAMED}|de|la|del|los|las|du|des|da|do|\d+)){{1,5}}?,?\s+"
    r"(?:(?:No|Nr)\.?\s*)?\d+[A-Za-z]?(?:[-/]\d+)?(?=[,.;:)\n]|\s*$)"  # "on Rue de la Paix 12 people were killed" is a figure
    rf"|\b{_NAMED}(?:straße|strasse|str\.)\s+\d+[a-z]?(?=[,.;:)\n]|\s*$)"
    r"|\bHouse\s+\d+[A-Za-z]?,\s+(?:Road|Street|Block)\s+\d+"
    r"|\bP\.?\s?O\.?\s?Box\s+\d+"
)
"""A house number makes an address; a street without one is a place where things happen."""

_CONTACTS = (
    (_EMAIL, EMAIL), (_PROFILE, ACCOUNT), (_AFTER_CUE, PHONE), (_PHONE, PHONE), (_STREET, ADDRESS), (_NAMED_ACCOUNT, ACCOUNT), (_ACCOUNT, ACCOUNT),
)  # fmt: skip
_CUED = frozenset({_AFTER_CUE, _NAMED_ACCOUNT})
"""Patterns that begin with a word which stays: what is withheld is their group."""
_BLANK = "\x00"
"""Neither a letter nor a blank: no pattern takes it in."""
_UNSEEN = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
"""Put between digits they hide a number from a search, not from a reader."""
_MINUS = frozenset("‐‑‒–—−﹣－")


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
        found: list[tuple[int, int, str]] = []
        for pattern in [self._pattern(document) for document in documents] if not self._people else []:
            for match in list(pattern.finditer(words)) if pattern is not None else []:
                found.append((*match.span(), NAME))
                words = words[: match.start()] + _BLANK * len(match[0]) + words[match.end() :]  # nothing is found twice
        return tuple(sorted([*found, *contacts(words)]))

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


def contacts(words: str) -> list[tuple[int, int, str]]:
    """Where e-mail addresses, phone numbers, accounts and street addresses stand, and what is put there; figures, dates and spans of years stay."""
    plain, places = _plain(words)
    found: list[tuple[int, int, str]] = []
    for pattern, instead in _CONTACTS:
        for match in list(pattern.finditer(plain)):
            start, end = match.span(match.lastindex or 0) if pattern in _CUED else match.span()
            found.append((places[start], places[end - 1] + 1, instead))
            plain = plain[:start] + _BLANK * (end - start) + plain[end:]
    return sorted(found)


def contacts_masked(words: str) -> str:
    """The words with a note in the place of each of their `contacts`."""
    for start, end, instead in reversed(contacts(words)):
        words = words[:start] + instead + words[end:]
    return words


def link_masked(url: str) -> str:
    """A web address without the account it may name; it stays a valid address, though it then leads nowhere."""
    return _ACCOUNT.sub("withheld", _PROFILE.sub(r"\1withheld", _EMAIL.sub("withheld", url)))


def _plain(words: str) -> tuple[str, Sequence[int]]:
    """Words as they are searched, without what is not seen, other forms of a sign made the usual one; and where each of their characters stood."""
    if words.isascii():
        return words, range(len(words))
    places = [place for place, sign in enumerate(words) if sign not in _UNSEEN]
    return "".join([_usual(words[place]) for place in places]), places


def _usual(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _MINUS:
        return "-"
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    usual = unicodedata.normalize("NFKC", sign)
    return usual if len(usual) == 1 else sign


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
