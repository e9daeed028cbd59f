"""What is said: which items before and after a cue are its content."""

from tocsin.find.attribution.cues import Cue, Sense, Shape, Take
from tocsin.find.attribution.drafts import COMMAS, FINAL, THAT, Draft
from tocsin.find.attribution.frames import QUOTE, Frame
from tocsin.find.attribution.phrases import Part, Phrases
from tocsin.find.attribution.speakers import SpeakerKinds
from tocsin.text.wordclasses import NUMBER

_ADVERBIAL_PREPOSITIONS = frozenset(["in", "on", "at", "during", "to", "through", "via", "after", "by", "from", "of", "with"])
_FIGURE_WITHIN = 6
"""Words of an object among which its number stands."""
_OPENS_CLAUSE = frozenset(["only", "so", "almost", "nearly", "most", "more", "here", "there"])
"""Adverbs that may open what is said and do not say how it was said."""
_QUESTION = frozenset(["whether", "how", "why", "what", "if", "where", "who"])


class Contents:
    """Finds contents; ranges are half-open counts of items."""

    def __init__(self, phrases: Phrases, kinds: SpeakerKinds) -> None:
        self.phrases = phrases
        self.kinds = kinds

    def left(self, frame: Frame, begins: int, drafts: list[Draft]) -> tuple[int, int] | None:
        """The items before a clause that begins at `begins`, when they can be its content ("Three died, | police said")."""
        words = frame.words
        if begins == 0 or words[begins - 1] not in COMMAS | {QUOTE, "?", "!", ".", "..."}:
            return None
        start = 0
        for draft in drafts:
            if draft.parenthetical and draft.ends < begins and draft.cue.entry.shape is not Shape.ACCORDING:
                start = draft.ends
        while start < begins and words[start] in COMMAS | FINAL | {"and", "but", "while", "though", "although"}:
            start += 1
        end = begins
        while end > start and words[end - 1] in COMMAS:
            end -= 1
        if end <= start or (end - start < 3 and QUOTE not in words[start:end]):
            return None
        return start, end

    def right(self, frame: Frame, cue: Cue, *, bare: bool) -> tuple[Part | None, tuple[int, int] | None]:
        """The addressee, and the items after a cue that are its content. `bare`: something before it may be the content, so that "that" is wanted."""
        words = frame.words
        i, addressee = cue.end, None
        if cue.takes(Take.ADDRESSEE):
            addressee, i = self._addressee(frame, i)
        elif i + 1 < len(words) and words[i] == "to" and cue.entry.sense is Sense.SPEECH and not cue.takes(Take.INFINITIVE):
            i = self._past_adverbials(frame, i)
        if cue.takes(Take.OBJECT) and cue.entry.sense is not Sense.SPEECH and not bare:
            return addressee, self.until_end(words, i + (words[i : i + 1] == ["that"]))
        if not (cue.takes(Take.INFINITIVE) and words[i : i + 1] == ["to"]):
            i = self._past_adverbials(frame, i)
        start = self._content_start(frame, cue, i, bare=bare)
        return addressee, None if start is None else self.until_end(words, start)

    def _content_start(self, frame: Frame, cue: Cue, i: int, *, bare: bool) -> int | None:
        words = frame.words
        end = len(words)
        while end > i and words[end - 1] in FINAL:
            end -= 1
        if i >= end:
            return None
        if words[i] in THAT:
            return i + 1 if i + 1 < end and (cue.takes(Take.CLAUSE) or cue.takes(Take.THAT)) else None
        if words[i] == QUOTE:
            return i
        if words[i] in {":", ","} and i + 1 < end and (words[i] == ":" or words[i + 1] in {QUOTE, "that"}):
            return i + 1 + (words[i + 1] == "that")
        if words[i] == ",":
            return None if bare or not cue.takes(Take.CLAUSE) else self._past_comma(words, i, end)
        if cue.takes(Take.FIGURE):
            return i if self.tells_figure(frame, i) else None
        if not (cue.takes(Take.CLAUSE) or cue.takes(Take.OBJECT) or cue.takes(Take.INFINITIVE)):
            return None
        if bare and (words[i] in self.phrases.prepositions | self.phrases.subordinators | self.phrases.relatives | {"and", "but", "(", ";"}):
            return None
        if words[i] in COMMAS | {"and", "but", "or"}:
            return None
        if words[i] in _QUESTION:
            return i
        if words[i] == "to":
            return i if cue.takes(Take.INFINITIVE) or cue.takes(Take.OBJECT) else None
        if words[i] in self.phrases.prepositions and not cue.takes(Take.OBJECT) and cue.takes(Take.CLAUSE):
            return i if self._fronted(words, i, end) else None
        if cue.takes(Take.CLAUSE) and not cue.takes(Take.OBJECT):
            return i if any(frame.is_verb(k) for k in range(i, end)) or self._has_colon(words, i, end) else None
        return i if cue.takes(Take.CLAUSE) or cue.takes(Take.OBJECT) else None

    def tells_figure(self, frame: Frame, start: int) -> bool:
        """Whether the object that begins there holds a number: "at least 12 bodies", "the killing of 45 civilians"."""
        for i in range(start, min(len(frame.words), start + _FIGURE_WITHIN)):
            if frame.tags[i] == NUMBER:
                return True
            if frame.words[i] in COMMAS | FINAL | {QUOTE, "that"}:
                return False
        return False

    def _fronted(self, words: list[str], i: int, end: int) -> bool:
        """A content that opens with a prepositional phrase: "said about 20 people", "said in Lima three people died"."""
        counts = words[i] in {"about", "around", "over", "under", "up", "between", "near"} and i + 1 < end and words[i + 1][0].isdecimal()
        return counts or end - i > 8

    def _past_comma(self, words: list[str], comma: int, end: int) -> int | None:
        """Content after a comma: "said, however, that", "said, though the town was quiet, three people died", "stated, the road is open"."""
        inner = next((k for k in range(comma + 1, min(comma + 5, end)) if words[k] == ","), None)
        if inner is not None and inner + 1 < end:
            return inner + 1 + (words[inner + 1] == "that")
        opens = words[comma + 1] if comma + 1 < end else ","
        continues = opens.endswith("ing") or opens in self.phrases.relatives | {"and", "but", "according", "as", "a", "an"}
        return None if continues or end - comma < 5 else comma + 1

    def _has_colon(self, words: list[str], i: int, end: int) -> bool:
        """A verbless content such as "two killed: the driver and a child"."""
        return ":" in words[i:end]

    def until_end(self, words: list[str], start: int) -> tuple[int, int] | None:
        """From `start` to the end of the frame without its final stop; None when nothing is left."""
        end = len(words)
        while end > start and words[end - 1] in FINAL:
            end -= 1
        return (start, end) if end > start else None

    def inside_commas(self, frame: Frame, content: tuple[int, int]) -> tuple[int, int] | None:
        """What is said in a relative clause ends with it, at a comma and the verb of the main clause: "the man, who police said hid, | was held"."""
        start, end = content
        for i in range(start - 1, end - 1):
            if frame.words[i] == "," and (frame.words[i + 1] in self.phrases.auxiliaries or frame.is_verb(i + 1)):
                return (start, i) if i > start else None
        return content

    def _addressee(self, frame: Frame, i: int) -> tuple[Part | None, int]:
        words = frame.words
        if i >= len(words) or words[i] in THAT | {QUOTE, ",", ":"}:
            return None, i
        if words[i] in self.phrases.object_pronouns | {"it", "you"}:
            return None, i + 1
        part = self.phrases.after(frame, i)
        if part is None:
            return None, i
        end = part.end
        following = words[end] if end < len(words) else "."
        if following in THAT | {QUOTE, ",", "."} or following in self.phrases.times | self.phrases.prepositions | self.phrases.pronouns:
            return Part(i, end, i, end), end
        # no "that": the addressee is one name or one noun with its determiner, the rest is content
        end = i + 1
        if words[i] in self.phrases.determiners:
            end += 1
        while end < part.end and frame.cased and frame.capital[end] and frame.capital[end - 1]:
            end += 1
        while end < part.end and self.kinds.decides(words[end : end + 1]) and end - i < 4:
            end += 1
        return Part(i, end, i, end), end

    def _past_adverbials(self, frame: Frame, i: int) -> int:
        """Past "on Tuesday", "in a statement", "late" and their like, which say when and how it was said."""
        words = frame.words
        n = len(words)
        while i < n:
            word = words[i]
            past = self._adverbial_end(frame, i) if word in _ADVERBIAL_PREPOSITIONS else None
            if self._is_when(frame, i) or (self.phrases.is_adverb(frame, i) and word not in _OPENS_CLAUSE):
                i += 1
            elif past is not None:
                i = past
            else:
                break
        return i

    def _is_when(self, frame: Frame, i: int) -> bool:
        """A word of a date or an hour, and not a number that opens the content ("said 20 people died")."""
        words = frame.words
        if words[i] == "may" or not self.phrases.is_time(words[i]):
            return False
        if not words[i][0].isdecimal():
            return True
        return (i > 0 and words[i - 1] in self.phrases.times) or (i + 1 < len(words) and words[i + 1] in self.phrases.times)

    def _adverbial_end(self, frame: Frame, i: int) -> int | None:
        """Where the prepositional phrase at `i` ends, if what follows can be the content; None when the phrase belongs to the content."""
        words = frame.words
        j = i + 1
        while j < len(words) and j - i <= 9:
            word = words[j]
            if word in THAT | {QUOTE, ":"}:
                return j
            if word in {",", *FINAL}:
                return j
            if j > i + 1 and (self.phrases.is_time(word) and not word[0].isdecimal()):
                return j
            if j > i + 1 and (word in self.phrases.pronouns or (word in self.phrases.determiners and words[j - 1] not in self.phrases.prepositions)):
                return j
            if j > i + 1 and word in self.phrases.auxiliaries:
                return None
            j += 1
        return j if j >= len(words) else None

    def sides(self, frame: Frame, cue: Cue, left: tuple[int, int] | None, right: tuple[int, int] | None) -> tuple[list[tuple[int, int]], bool]:
        """Which sides of the clause are content (READING.md 10), and whether the clause is a parenthesis in its own content."""
        words = frame.words
        if left is None:
            return ([right] if right else []), False
        quoted = QUOTE in words[left[0] : left[1]]
        if right is not None and not quoted and words[right[0] - 1] != ",":
            # "On Tuesday, police said three people died": what stands in front only sets the scene
            return [right], False
        if not (cue.takes(Take.CLAUSE) or cue.takes(Take.QUOTE)):
            return ([right] if right else []), False
        if quoted and not cue.takes(Take.QUOTE) and cue.entry.sense is not Sense.BELIEF:
            return ([right] if right else []), False
        if not quoted and not cue.takes(Take.CLAUSE):
            return [], False
        content = [left]
        resumed = right if right is not None else self._resumed(frame, cue)
        if resumed is not None:
            content.append(resumed)
        return content, True

    def _resumed(self, frame: Frame, cue: Cue) -> tuple[int, int] | None:
        """The second half after a parenthesis: "Three died, police said on Monday, | and two were hurt"."""
        words = frame.words
        i = self._past_adverbials(frame, cue.end)
        if i >= len(words) or words[i] not in {",", "--", "–", "—"}:
            return None
        rest = self.until_end(words, i + 1)
        if rest is None or rest[1] - rest[0] < 2:
            return None
        opens = words[rest[0]]
        if opens.endswith("ing") or opens in self.phrases.relatives or opens in {"according", "citing", "as", "a", "an", "adding", "while"}:
            return None
        return rest

    def after_speaker(self, frame: Frame, source: Part) -> tuple[int, int] | None:
        """What is quoted after the speaker: "...," said Ode. "..." or , "..."."""
        words = frame.words
        for i in range(source.end, len(words)):
            if words[i] == QUOTE and words[i - 1] in {",", ".", ":", "--", "—"}:
                return self.until_end(words, i)
        return None
