"""The date grammar's machinery: atoms, word classes, and rules compiled from the table in `resources/lexicons/dates_rules.yaml`.

A sentence is cut into pieces (letters, digits, single marks); every piece gets one character for its class ("month", "day number", the word "of").
A rule's pattern speaks of classes and quoted words, and is compiled into a regular expression over those characters. So each rule is one readable
line, nothing depends on how the text was tokenised, and what matches in a run of classes can be remembered by its characters. Rules work in stages:
what one stage finds is one piece for the next, which keeps the expressions short.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import count

import msgspec

from tocsin.errors import ResourceError

_ATOM = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+|[^\W\d_]+|[^\w\s]|_")
_PATTERN = re.compile(r"\s+|(?P<quoted>'[^' ]+'|\"[^\" ]+\")|(?P<name>[a-z_0-9]+)(?::(?P<label>[a-z]+))?|(?P<operator>[()|?+*])|(?P<bad>.)")
_SAME_MARK = {"–": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "ʼ": "'"}

WORD = "x"
NAME = "X"
MARK = "."
DIGITS = "abcdefgh"
"""Numbers by what they can be: a 1-9; b 10-12 and 00-09; c 13-31; d 32-59; e 60-99 and 0; f years 1400-2199; g other four digits; h the rest."""

CLASSES = {
    "word": WORD + NAME,
    "name": NAME,
    "day": "abc",
    "month_number": "ab",
    "hour": "abc",
    "minute": "bcd",
    "two_digits": "bcde",
    "year": "f",
    "four_digits": "fg",
    "digits": DIGITS,
    "a_date": "A",
    "a_day": "D",
    "a_month": "M",
    "a_year": "Y",
    "a_decade": "E",
    "a_time": "T",
    "a_clock": "C",
    "any_day": "AD",
    "wide_time": "MYET",
    "any_time": "ADMYET",
}
"""The classes that are not made of words of the lexicon: words outside it, numbers, and the pieces that rules make.

A reading still checks the value ("February 30" is a date, an impossible one).
"""


class DateWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the lexicon ``dates``: words of one class. `value` is what a reading counts with.

    `capital`: only with a capital first letter ("May", "March", "Sun").
    """

    forms: tuple[str, ...]
    kind: str
    value: int | str | None = None
    capital: bool = False


class DateRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the lexicon ``dates_rules``.

    `pattern` is made of classes, quoted words and marks, ids of earlier rules, and ``( ) | ? + *``; ``name:label`` gives a reading another name to
    ask by. The rule works at `stage` and `makes` a piece for the later ones; without a stage it only serves inside other patterns. `reads` names
    the reading in `readings.py` or `stretches.py`, `value` is its parameter. `tight`: no white space inside. `after`, `not_after`, `not_before`
    are patterns for what must, or must not, stand directly before or behind.
    """

    id: str
    pattern: str
    stage: int = 0
    makes: str = ""
    reads: str = ""
    value: str = ""
    tight: bool = False
    after: str = ""
    not_after: str = ""
    not_before: str = ""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A run of letters or digits, one mark, or what a rule made of several pieces.

    `start` and `end` count in the document; `symbol` is the class; `value` the number or the lexicon's value; `inside` and `made_by` are set on what
    a rule made.
    """

    start: int
    end: int
    text: str
    folded: str
    symbol: str
    value: int | str | None = None
    inside: tuple["Piece", ...] = ()
    made_by: "Compiled | None" = None


class Vocabulary:
    """Which character stands for which class or word, and what each word is worth."""

    def __init__(self, words: Iterable[DateWord]) -> None:
        """Give every class of `words` a character. Raises ResourceError when a form stands in two entries."""
        self._fresh = map(chr, count(0xE000))
        self._symbols: dict[str, str] = {}
        self._words: dict[str, tuple[str, DateWord]] = {}
        for word in words:
            for form in word.forms:
                if form in self._words:
                    raise ResourceError(f"lexicon dates has {form!r} twice")
                self._words[form] = (self._symbol(word.kind), word)

    def _symbol(self, name: str) -> str:
        if name not in self._symbols:
            self._symbols[name] = next(self._fresh)
        return self._symbols[name]

    def literal(self, word: str) -> str:
        """The character of a word or mark quoted in a pattern. Raises ResourceError when the lexicon has it in a class."""
        if word not in self._words:
            self._words[word] = (self._symbol(f"'{word}'"), DateWord(forms=(word,), kind=f"'{word}'"))
        symbol, known = self._words[word]
        if known.kind != f"'{word}'":
            raise ResourceError(f"date rules quote {word!r}, which the lexicon dates has as {known.kind}")
        return symbol

    def characters(self, name: str) -> str:
        """The characters of class `name`, "" when there is none."""
        return CLASSES.get(name) or self._symbols.get(name, "")

    def pieces(self, text: str, offset: int = 0) -> list[Piece]:
        """Cut `text`, which begins at `offset` of its document."""
        found = []
        mixed = not text.isupper()
        for match in _ATOM.finditer(text):
            raw, start, end = match[0], match.start(), match.end()
            folded = _SAME_MARK.get(raw) or raw.lower()
            if folded == "-" and text[start - 1 : start].isspace() and text[end : end + 1].isspace():
                folded = "--"
            symbol, value = self._classify(raw, folded, mixed=mixed)
            found.append(Piece(offset + start, offset + end, raw, folded, symbol, value))
        return found

    def _classify(self, raw: str, folded: str, *, mixed: bool) -> tuple[str, int | str | None]:
        if raw[0].isdecimal():
            return _number(raw)
        symbol, word = self._words.get(folded, ("", None))
        if word is not None and (not word.capital or raw[0].isupper()):
            return symbol, word.value
        if not raw[0].isalpha():
            return MARK, None
        return (NAME if mixed and raw[0].isupper() else WORD), None

    @property
    def forms(self) -> frozenset[str]:
        """All forms that belong to a class (not the words quoted in patterns)."""
        return frozenset([form for form, (_, word) in self._words.items() if word.kind != f"'{form}'"])


_LONGEST_NUMBER = 15
"""Digits; what is longer counts nothing."""


def _number(raw: str) -> tuple[str, int | None]:
    """The class and value of a run of digits."""
    if not raw.isascii() or "," in raw or len(raw) > 4:
        return "h", int(raw.replace(",", "")) if raw.isascii() and len(raw) <= _LONGEST_NUMBER else None
    value = int(raw)
    match len(raw):
        case 4:
            return ("f" if 1400 <= value <= 2199 else "g"), value
        case 3:
            return "h", value
        case 2:
            return ("b" if value <= 12 else "c" if 13 <= value <= 31 else "d" if value <= 59 else "e"), value
        case _:
            return ("a" if value else "e"), value


class Match:
    """A rule's pattern laid over pieces: those under each label."""

    def __init__(self, rule: DateRule, pieces: tuple[Piece, ...], found: "re.Match[str]") -> None:
        """Keep what each label covers; a label used in several branches is covered by the branch that matched."""
        self.rule = rule
        self.pieces = pieces
        self._covered: dict[str, tuple[Piece, ...]] = {}
        for name, covered in found.groupdict().items():
            label = name.partition("__")[0]
            if covered is not None and label not in self._covered:
                self._covered[label] = pieces[found.start(name) : found.end(name)]

    def get(self, label: str) -> tuple[Piece, ...]:
        """The pieces under `label`, none when it is not there."""
        return self._covered.get(label, ())

    def has_word(self, *words: str) -> bool:
        """Whether one of `words` stands anywhere in the match, outside the pieces that rules made."""
        return any([piece.folded in words for piece in self.pieces])

    def has(self, label: str) -> bool:
        """Whether something stands under `label`."""
        return label in self._covered

    def words(self, label: str) -> str:
        """The folded words under `label`, joined by spaces; "" when it is not there."""
        return " ".join([piece.folded for piece in self.get(label)])

    def number(self, label: str) -> int | None:
        """The first number under `label`, in digits or words."""
        return next((piece.value for piece in self.get(label) if isinstance(piece.value, int)), None)

    def name(self, label: str) -> str | None:
        """The first lexicon value under `label` that is a word ("night", "week")."""
        return next((piece.value for piece in self.get(label) if isinstance(piece.value, str)), None)


class Compiled:
    """One rule with its regular expression; `plain`, without labels, serves inside other rules."""

    def __init__(self, rule: DateRule, vocabulary: Vocabulary, above: Mapping[str, "Compiled"]) -> None:
        """Compile `rule`; `above` holds the rules that may stand inside it. Raises ResourceError when a pattern is not understood."""
        self.rule = rule
        self.symbol = CLASSES[rule.makes] if rule.makes else ""
        self._translate = _Translator(rule, vocabulary, above)
        self.plain = self._translate(rule.pattern, labels=False)
        self.expression = self._compile(self._translate(rule.pattern, labels=True))
        self._after = self._context(rule.after, "(?:{})$")
        self._not_after = self._context(rule.not_after, "(?:{})$")
        self._not_before = self._context(rule.not_before, "{}")

    def _compile(self, pattern: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern)
        except re.error as error:
            raise ResourceError(f"date rule {self.rule.id}: the pattern does not compile ({error})") from error

    def _context(self, pattern: str, frame: str) -> re.Pattern[str] | None:
        return self._compile(frame.format(self._translate(pattern, labels=False))) if pattern else None

    def allows(self, symbols: str, start: int, end: int, *, cut: bool) -> bool:
        """Whether what stands before and behind lets the rule hold for ``symbols[start:end]``.

        `cut`: the symbols are those of a mention cut out of its sentence, whose surroundings were judged when it was found.
        """
        if not (cut and start == 0):
            before = symbols[max(0, start - 4) : start]
            if self._after is not None and not self._after.search(before):
                return False
            if self._not_after is not None and self._not_after.search(before):
                return False
        return self._not_before is None or not self._not_before.match(symbols, end)


class _Translator:
    """From a pattern of the table to a regular expression over symbols."""

    def __init__(self, rule: DateRule, vocabulary: Vocabulary, above: Mapping[str, Compiled]) -> None:
        self._rule = rule
        self._vocabulary = vocabulary
        self._above = above

    def __call__(self, pattern: str, *, labels: bool) -> str:
        out, uses = [], count()
        for match in _PATTERN.finditer(pattern):
            if match["bad"]:
                raise ResourceError(f"date rule {self._rule.id}: {match['bad']!r} is not understood in: {pattern}")
            if match["operator"]:
                out.append("(?:" if match["operator"] == "(" else match["operator"])
            elif match["quoted"]:
                out.append(re.escape(self._vocabulary.literal(match["quoted"][1:-1])))
            elif match["name"]:
                label = match["label"] or match["name"]
                body = self._body(match["name"])
                out.append(f"(?P<{label}__{next(uses)}>{body})" if labels else f"(?:{body})")
        return "".join(out)

    def _body(self, name: str) -> str:
        if name in self._above:
            return self._above[name].plain
        characters = self._vocabulary.characters(name)
        if not characters:
            raise ResourceError(f"date rule {self._rule.id}: there is no class or rule above it named {name!r}")
        return f"[{re.escape(characters)}]"
