"""What rules a numeral out as a figure (READING.md 1): times, ages, money, shares, codes, labels; and what opens a subset."""

import re

import msgspec

from tocsin.core.document import Sentence
from tocsin.core.mentions import FigureMention
from tocsin.find.counts.numbers import Numeral
from tocsin.resources.lexicons import Lexicons


class Context(msgspec.Struct, frozen=True):
    """Words of number_contexts.yaml."""

    why: str
    place: str
    words: tuple[str, ...]


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_STREETS = frozenset("street st avenue ave road rd drive dr lane ln boulevard blvd way highway hwy parkway court place terrace block circle".split())
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_BEFORE_YEAR = frozenset("in of since until from to by during before after early late mid and the for between".split()) | _MONTHS
_NEVER_ONE = frozenset("no any every each".split())
_PRONOUN_ONE = frozenset("some this that the which another not".split())
_AFTER_PRONOUN_ONE = frozenset(
    "another day 's can could may might must should would who that which more point time thing night morning evening way hand such".split()
)
_PERIODS = frozenset("week day year".split())
_SPENT = frozenset("past last this that previous same first".split())
"""Before a week or a day they make it a time, which the number after it does not belong to: "in the past week 30 men"."""
_SUMS = frozenset("total toll number tally count".split())
_BRINGING = frozenset("bringing brings brought raising raises raised taking takes took pushing pushed".split())
_COPULAS = frozenset("is was are were be been being become became becomes becoming".split())
_SINGULAR_OPENERS = frozenset("the a an this that".split())
_NEXT_PHRASE = frozenset("near from with outside inside along around where when while during after before until since".split())
"""Open a phrase of their own, so the number before them has no noun: "the Lodge 6 near the river"."""
_COUNTED_ON = frozenset("other only first second third last additional further".split())
_ASIDE = frozenset("of by near to from for with beside against".split())
"""Before "one of the hostages" they make it somebody's description: "the coffin of one of the hostages"."""
_PARENTS = frozenset("father fathers mother mothers dad dads mom moms mum mums parent parents grandfather grandmother grandparents".split())
"""A parent of n is described by them, and nothing befell them."""
_SETTLEMENTS = frozenset("city town village country suburb nation".split())
"""A settlement of n has n inhabitants."""
_BOUNDING = frozenset("than least over some about nearly almost around roughly approximately estimated to as of".split())
_AFTER_SCORES = frozenset("of were have more are had killed dead injured wounded hurt arrested detained missing displaced".split())
_BEFORE_SCORES = frozenset("killed injured killing injuring wounded wounding arrested arresting detained detaining".split())
"""What tells that scores are people and no results."""
_MINORS = frozenset("children sons daughters boys girls brothers sisters kids".split())
"""Told with their ages: "their two children, 5 and 7"."""
_AGE_WORDS = frozenset("aged ages age".split())
_GUESSED = frozenset([(word, "to", "be") for word in ("believed", "thought", "said", "estimated")])
_OLDEST = 110
_ROW = frozenset({",", "and"})
"""What stands between the numbers of a row."""
_ROW_REACH = 60
"""Words of a row on either side of a number that are looked at: nobody tells the ages of so many."""
_CALLED = frozenset({"911"})
"""The number one calls."""
_GAPPED = frozenset("in at on near outside belonging".split())
_SUBSET_PAIRS = frozenset({("among", "them"), ("of", "whom"), ("of", "them"), ("of", "these"), ("of", "those"), ("of", "which")})
_SUBSET_OPENERS = frozenset({"including", "among", "notably"})


class Contexts:
    """Decides from the words around a numeral."""

    def __init__(self, lexicons: Lexicons) -> None:
        words: dict[str, set[str]] = {"after": set(), "before": set()}
        for entry in lexicons.entries("number_contexts", Context):
            words[entry.place].update(entry.words)
        self._after, self._before = frozenset(words["after"]), frozenset(words["before"])

    def rules_out(self, head: str) -> bool:
        """Whether a counted noun is no person and no thing affected."""
        return head in self._after

    def _is_named(self, words: tuple[str, ...], at: int) -> bool:
        """Whether what follows says that the numeral is a label itself: "50 and 99 are the codes of two networks"."""
        while at < len(words) and (words[at] in {",", "and", "or"} or words[at].isdecimal()):
            at += 1
        if words[at : at + 1] not in (("is",), ("are",), ("was",), ("were",)):
            return False
        noun = at + 1 + (words[at + 1 : at + 2] in (("the",), ("a",), ("an",)))
        return words[noun : noun + 1] != () and words[noun] in self._before

    def is_count(self, sentence: Sentence, numeral: Numeral, *, alone: bool) -> bool:
        """Whether the numeral can count people or things at all; `alone` when no noun of its own follows."""
        words = sentence.folded
        before = words[numeral.first - 1] if numeral.first else ""
        after = words[numeral.end] if numeral.end < len(words) else ""
        if after in self._after or (after == "-" and words[numeral.end + 1 : numeral.end + 2] != ("strong",) and not self._is_range(words, numeral)):
            return False
        spent = before in _PERIODS and words[numeral.first - 2 : numeral.first - 1] != () and words[numeral.first - 2] in _SPENT and not alone
        bullet = not before.isalnum() and not numeral.digits  # "+ One killed in crash"
        if (before in self._before and not spent and not bullet) or before in _MONTHS:
            return False
        if alone and self._is_named(words, numeral.end):
            return False
        if (before == "but" and words[numeral.first - 2 : numeral.first - 1] == ("all",)) or after == "'":
            return False  # "all but one", "the hundreds' leader"
        if alone and self._is_club(sentence, numeral.first):
            return False
        if words[numeral.end : numeral.end + 2] == ("more", "than"):
            return False  # "two more than the law asks for" compares
        if (before == "by" and words[max(0, numeral.first - 2) : numeral.first - 1] == ("one",)) or words[numeral.end : numeral.end + 2] == (
            "by",
            "one",
        ):
            return False  # "one by one"
        if numeral.vague and alone and words[max(0, numeral.first - 2) : numeral.first] == ("in", "the"):
            return False  # "losses in the millions"
        if self._is_population(words, numeral.first) or (before == "of" and numeral.first > 1 and words[numeral.first - 2] in _PARENTS):
            return False
        if words[numeral.first] in {"one", "ones"} and (
            before in _NEVER_ONE or after in _AFTER_PRONOUN_ONE or (before in _PRONOUN_ONE and alone and after != "of")
        ):
            return False
        if words[numeral.first] == "one" and (self._describes(sentence, numeral.first) or (alone and self._stands_for_noun(sentence, numeral.first))):
            return False
        if before in {"was", "is", "turned"} and words[max(0, numeral.first - 2)] in {"he", "she", "who"}:
            return False
        if not _AGE_WORDS.isdisjoint(words[max(0, numeral.first - 4) : numeral.first]) and numeral.value < _OLDEST:
            return False
        if (alone and self._is_listed_age(sentence, numeral)) or self._is_of_labels(words, numeral.first):
            return False
        if alone and before == "both" and numeral.digits and numeral.value < _OLDEST:
            return False  # "Boe and Ode, both 19, are charged", "both 19 and from Oran"
        if words[numeral.first] == "scores":
            return after in _AFTER_SCORES or before in _BEFORE_SCORES
        return not numeral.digits or self._digits_count(sentence, numeral, before, after, alone=alone)

    def _is_club(self, sentence: Sentence, first: int) -> bool:
        """As in "the Group of Seven", and "THE GROUP OF SEVEN" where all is in capitals."""
        before = sentence.tokens[max(0, first - 2) : first]
        if sentence.mixed:
            return [token.text for token in before] == ["Group", "of"]
        return sentence.folded[max(0, first - 3) : first] == ("the", "group", "of")

    def _describes(self, sentence: Sentence, first: int) -> bool:
        """As in "Ann Boe, one of the six judges", "he was one of four men shot" and "the father of one of the boys": it counts nobody."""
        words = sentence.folded
        if words[first + 1 : first + 2] not in (("of",), ("among",)) or first == 0:
            return False
        if words[first - 1] in _COPULAS or (words[first - 1] in _ASIDE and words[first + 2 : first + 3] in {("the",), ("those",)}):
            return True
        apart = words[first - 1] in {",", "-", "–", "—", "--"} and first > 1
        return apart and sentence.tokens[first - 2].text[0].isupper() and not sentence.headline

    def _stands_for_noun(self, sentence: Sentence, first: int) -> bool:
        """As in "the Russian one", "without one": it repeats a noun."""
        words = sentence.folded
        if words[first - 1 : first] == ("without",):
            return True
        return first > 1 and words[first - 2] in _SINGULAR_OPENERS and words[first - 1].isalpha() and words[first - 1] not in _COUNTED_ON

    def _digits_count(self, sentence: Sentence, numeral: Numeral, before: str, after: str, *, alone: bool) -> bool:
        words, first = sentence.folded, numeral.first
        if words[first].startswith("0") or words[first] in _CALLED or before in {".", "/"} or after in {"/", "th", "st", "nd", "rd"}:
            return False
        following = words[numeral.end + 1] if numeral.end + 1 < len(words) else ""
        if (after in {":", "."} and following[:1].isdecimal()) or (before == ":" and first > 1 and words[first - 2].isdecimal()):
            return False  # "10:30", "3.30am"
        if before == "(" and after == ")":
            return False
        if before in {"-", "–"} and self._is_attached(sentence, first) and not self._is_range_end(words, first):
            return False
        if after in _MONTHS or (before == "," and words[first - 3 : first - 2] and words[first - 3] in _MONTHS):
            return False
        if (
            before in {"at", "approximately"}
            and len(words[first]) == 4
            and alone
            and sentence.tokens[first].text == words[first]
            and not sentence.mixed
        ):
            return False  # "AT 1100", as wire copy in capitals writes the time
        if _YEAR.fullmatch(words[first]) and numeral.value % 50 and numeral.value > 1950 and before not in _BOUNDING:
            return False
        if _YEAR.fullmatch(words[first]) and (before in _BEFORE_YEAR or not after.isalpha() or before == ","):
            return before in {"some", "about", "nearly"}
        if self._is_address(sentence, first) or self._is_age(sentence, numeral):
            return False
        return not self._labels_name(sentence, first, after)

    def _is_attached(self, sentence: Sentence, first: int) -> bool:
        """Whether the dash before the numeral touches it or a word: "0-2", "AK- 47", not "shot -- 2 killed"."""
        dash = sentence.tokens[first - 1].span
        named = first > 1 and sentence.folded[first - 2].isalnum() and sentence.tokens[first - 2].span.end == dash.start
        return named or dash.end == sentence.tokens[first].span.start

    def _is_range(self, words: tuple[str, ...], numeral: Numeral) -> bool:
        return words[numeral.end + 1 : numeral.end + 2] != () and words[numeral.end + 1][0].isdecimal()

    def _is_range_end(self, words: tuple[str, ...], first: int) -> bool:
        """Whether a number stands before the dash; "2009-04-13" and "1998-9" are dates."""
        return first >= 2 and words[first - 2][0].isdecimal() and words[first - 2][0] != "0" and not _YEAR.fullmatch(words[first - 2])

    def _is_population(self, words: tuple[str, ...], first: int) -> bool:
        window = words[max(0, first - 5) : first]
        return "population" in window or (words[first - 1 : first] == ("of",) and words[first - 2] in _SETTLEMENTS)

    def _is_address(self, sentence: Sentence, first: int) -> bool:
        if first + 1 >= len(sentence.tokens) or not sentence.tokens[first + 1].text[0].isupper():
            return sentence.folded[first + 1 : first + 2] == ("block",)
        return any([word in _STREETS for word in sentence.folded[first + 1 : first + 5]])

    def _is_age(self, sentence: Sentence, numeral: Numeral) -> bool:
        """As in "Ana Boe, 47, died", "his cousin, 18.": a bare number in apposition."""
        words, first = sentence.folded, numeral.first
        if first < 2 or words[first - 1] != "," or numeral.value > 110:
            return (
                words[first - 1 : first] == ("and",)
                and first > 3
                and words[first - 2].isdecimal()
                and words[first - 3] == ","
                and words[first - 4] in _MINORS
            )
        closing = words[numeral.end] if numeral.end < len(words) else "."
        if closing == "," and words[first - 2] in {"*", "."} and sentence.tokens[first - 3].text[0].isupper():
            return True
        if words[first - 2] in _MINORS and closing in {",", "and"}:
            return True
        if closing in {",", ".", ";", ")"}:
            return sentence.tokens[first - 2].text[0].isalpha()
        return sentence.tokens[first - 2].text[0].isupper() and closing in {"of", "from", "was", "and", "who", "is", "told", "said"}

    def _is_listed_age(self, sentence: Sentence, numeral: Numeral) -> bool:
        """As in "three men, ages 25, 26 and 33", "two men, 26 and 21, were shot", "two girls, 7 and 9 years old": bare numbers in a row."""
        words, start = sentence.folded, numeral.first
        if not words[start].isdecimal():
            return False
        while start > max(0, numeral.first - _ROW_REACH) and (words[start - 1] in _ROW or words[start - 1].isdecimal()):
            start -= 1
        reach = min(len(words), numeral.end + _ROW_REACH)
        stop = next((i for i in range(numeral.end, reach) if words[i] not in _ROW and not words[i].isdecimal()), reach)
        end = max(i for i in range(numeral.first, stop) if words[i].isdecimal()) + 1
        row = [int(word[:4]) for word in words[start:end] if word.isdecimal()]  # no age has four digits
        if len(row) < 2 or max(row) >= _OLDEST or start == 0:
            return False
        apposed = words[start] == "," and sentence.tokens[start - 1].text[0].isalpha() and words[end : end + 1] in ((), (",",), (".",), (";",))
        guessed = words[start - 3 : start] in _GUESSED
        return guessed or words[start - 1] in _AGE_WORDS or apposed or words[end : end + 2] == ("years", "old")

    def _is_of_labels(self, words: tuple[str, ...], first: int) -> bool:
        """As in "image 4 of 16": how many there are of what is numbered."""
        return first > 2 and words[first - 1] == "of" and words[first - 2].isdecimal() and words[first - 3] in self._before

    def _labels_name(self, sentence: Sentence, first: int, after: str) -> bool:
        """As in "Boeing 737", "M 16": a number straight after a name, with no noun of its own."""
        if first == 0:
            return False
        text = sentence.tokens[first - 1].text
        if text.isupper() and text != "A" and sentence.mixed:
            return not (after.isalpha() and len(after) > 3)
        if first == 1 or not text[0].isalpha() or not text.istitle():
            return False
        return not (after.isalpha() and (len(after) > 3 or after in {"men", "of"}) and after not in _NEXT_PHRASE)

    def is_gapped(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a bare numeral leaves out noun and verb that the figure before it has: "30 died here, 27 in the north", "the north (six)"."""
        first, end = sentence.ended(figure.span.start), sentence.begun(figure.span.end)
        words, before = sentence.folded[end : end + 1], sentence.folded[max(0, first - 1) : first]
        if figure.group is not None or not words or before == ("from",):
            return False
        return words[0] in _GAPPED or (words[0] == ")" and before == ("(",))

    def is_total(self, sentence: Sentence, figure: FigureMention) -> bool:
        """Whether a bare numeral is the sum that the figure before it adds to: "two more died, bringing the total to 27"."""
        first = sentence.ended(figure.span.start)
        before = sentence.folded[max(0, first - 6) : first]
        return figure.group is None and before[-1:] == ("to",) and not _SUMS.isdisjoint(before) and not _BRINGING.isdisjoint(before)

    def opens_subset(self, sentence: Sentence, first: int, end: int) -> bool:
        """As in "including n", "among them n", "n of them", "of whom n"."""
        words = sentence.folded
        if words[end : end + 2] in {("of", "them"), ("of", "whom"), ("of", "which"), ("of", "those"), ("of", "the")}:
            return True
        before = words[max(0, first - 3) : first]
        if before[-1:] == (",",):
            before = before[:-1]
        return bool(before) and (before[-1] in _SUBSET_OPENERS or before[-2:] in _SUBSET_PAIRS)
