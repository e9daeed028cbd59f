"""Numerals and number words: what stands at a token, and how far it runs (READING.md 1)."""

import re

import msgspec

from tocsin.core.document import Sentence
from tocsin.errors import ResourceError
from tocsin.resources.lexicons import Lexicons


class NumberWords(msgspec.Struct, frozen=True):
    """One kind of number word of numbers.yaml."""

    kind: str
    values: dict[str, int]


class Numeral(msgspec.Struct, frozen=True, gc=False):
    """Tokens `first` to `end` (excluded); `vague` is True where the words only name a floor ("dozens")."""

    first: int
    end: int
    value: int
    vague: bool = False
    digits: bool = False


_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(\.\d{1,9})?(m|mn|bn|k)?", re.IGNORECASE)
"""No longer than a number of people or money can be: what is longer is no number that anybody counted."""
_STRONG = re.compile(r"(\d[\d,]{0,14}|[a-z]{1,30})-(?:strong|member|man|vehicle|person)")
_FLOORED = frozenset({"several", "few", "many", "some"})
"""Before hundred, thousand or dozen they make a floor: "several hundred" is at least two hundred."""


class NumberReader:
    """Reads numerals; raises ResourceError when numbers.yaml holds an unknown kind."""

    def __init__(self, lexicons: Lexicons) -> None:
        kinds: dict[str, dict[str, int]] = {"unit": {}, "scale": {}, "group": {}, "vague": {}}
        for entry in lexicons.entries("numbers", NumberWords):
            if entry.kind not in kinds:
                raise ResourceError(f"numbers: no kind named {entry.kind}")
            kinds[entry.kind].update(entry.values)
        self._units, self._scales, self._groups = kinds["unit"], kinds["scale"], kinds["group"]
        self._vague = {tuple(words.split()): value for words, value in kinds["vague"].items()}
        tens = [word for word, value in self._units.items() if value % 10 == 0 and value]
        self._compound = re.compile(rf"({'|'.join(tens)})-?({'|'.join(word for word, value in self._units.items() if 0 < value < 10)})")

    def read(self, sentence: Sentence, i: int) -> Numeral | None:
        """The numeral that starts at token `i`, or None."""
        words = sentence.folded
        for length in (3, 1):
            window = words[i : i + length]
            value = self._vague.get(window)
            if value is not None:
                return Numeral(i, i + len(window), value, vague=True)
        word = words[i]
        if word in _FLOORED or (word == "a" and words[i + 1 : i + 2] == ("few",)):
            return self._floored(words, i)
        if word in {"a", "half"}:
            return self._articled(words, i)
        value = self._unit(word)
        if value is not None:
            return self._combined(words, i, value)
        if word[0].isdecimal():
            return self._digits(sentence, i)
        match = _STRONG.fullmatch(word)
        unit = self._unit(match[1]) if match is not None else None
        return Numeral(i, i + 1, unit) if unit is not None else None

    def _unit(self, word: str) -> int | None:
        value = self._units.get(word)
        if value is None and len(word) > 6:
            match = self._compound.fullmatch(word)
            return self._units[match[1]] + self._units[match[2]] if match is not None else None
        return value

    def _floored(self, words: tuple[str, ...], i: int) -> Numeral | None:
        j = i + 2 if words[i] == "a" else i + 1
        if words[j : j + 1] == ("score",) or j >= len(words):
            return None
        each = self._scales.get(words[j]) or self._groups.get(words[j]) or 0
        each = each or {"hundreds": 100, "thousands": 1000, "dozens": 12}.get(words[j], 0)
        return Numeral(i, j + 1, 2 * each, vague=True) if each >= 12 and len(words[j]) > 2 else None

    def _articled(self, words: tuple[str, ...], i: int) -> Numeral | None:
        """As in "a dozen", "a hundred", "half a dozen", "a couple of"."""
        if words[i] == "half":
            end = i + 3 if words[i + 1 : i + 2] == ("a",) else i + 2
            return Numeral(i, end, 6) if words[end - 1 : end] == ("dozen",) else None
        following = words[i + 1] if i + 1 < len(words) else ""
        if following == "couple":
            scale = words[i + 2 : i + 4]
            if scale[:1] == ("of",):
                many = self._scales.get(scale[1], 1) if len(scale) > 1 and len(scale[1]) > 2 else 1
                return Numeral(i, i + 4, 2 * many, vague=True) if many > 1 else Numeral(i, i + 2, 2)
            return None
        if following == "dozen":
            return Numeral(i, i + 2, self._groups[following])
        if following in self._scales and len(following) > 2:
            return self._combined(words, i + 1, 1, first=i)
        return None

    def _combined(self, words: tuple[str, ...], i: int, value: int, first: int | None = None) -> Numeral | None:
        """Units and scales: "two hundred and fifty thousand"."""
        first = i if first is None else first
        total, current, end = 0, value, i + 1 if first == i else i
        while end < len(words):
            word = words[end]
            if word in self._scales and len(word) > 2:
                scale = self._scales[word]
                current, total = (current * scale, total) if scale == 100 else (0, total + (current or 1) * scale)
            elif word in self._groups and word != "couple" and end > first:
                current *= self._groups[word]
            elif word == "and" and words[end + 1 : end + 3] == ("a", "half") and words[end + 3 : end + 4] and words[end + 3] in self._scales:
                scale = self._scales[words[end + 3]]
                return Numeral(first, end + 4, total + current * scale + scale // 2)
            elif word == "and" and end + 1 < len(words) and self._unit(words[end + 1]) is not None and words[end - 1] in self._scales:
                current += self._unit(words[end + 1]) or 0
                end += 1
            elif (self._unit(word) is not None and words[end - 1] in self._scales) or (
                self._unit(word) is not None and current in range(20, 100, 10) and 0 < (self._unit(word) or 0) < 10
            ):
                current += self._unit(word) or 0
            elif word == "-" and current in range(20, 100, 10) and end + 1 < len(words) and 0 < (self._unit(words[end + 1]) or 0) < 10:
                current += self._unit(words[end + 1]) or 0
                end += 1
            else:
                break
            end += 1
        return Numeral(first, end, total + current)

    def _digits(self, sentence: Sentence, i: int) -> Numeral | None:
        words = sentence.folded
        match = _DIGITS.fullmatch(words[i])
        if match is None:
            strong = _STRONG.fullmatch(words[i])
            return Numeral(i, i + 1, int(strong[1].replace(",", "")), digits=True) if strong is not None and strong[1][0].isdecimal() else None
        number, end = float(match[1].replace(",", "") + (match[2] or "")), i + 1
        if match[3]:
            return Numeral(i, end, round(number * self._scales[match[3]]), digits=True)
        if end < len(words) and words[end] in self._scales and (len(words[end]) > 2 or match[2]):
            return Numeral(i, end + 1, round(number * self._scales[words[end]]), digits=True)
        if end < len(words) and words[end] in {"dozen", "score"}:
            return Numeral(i, end + 1, round(number * self._groups[words[end]]), digits=True)
        if match[2]:
            return None
        if self._spaced_thousands(sentence, i):
            return Numeral(i, end + 1, int(words[i] + words[end]), digits=True)
        return Numeral(i, end, int(number), digits=True)

    def _spaced_thousands(self, sentence: Sentence, i: int) -> bool:
        """As in "17 200" with one space between, as South African and UN texts write it."""
        if i + 1 >= len(sentence.tokens) or len(sentence.folded[i]) > 3 or sentence.folded[i].startswith("0"):
            return False
        following = sentence.folded[i + 1]
        return len(following) == 3 and following.isdecimal() and sentence.tokens[i + 1].span.start - sentence.tokens[i].span.end == 1
