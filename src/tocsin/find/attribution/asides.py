"""Statements whose cue is no verb with a subject: "according to", "it was reported", "reportedly", "reports that", "Police: three dead"."""

from tocsin.find.attribution.contents import Contents
from tocsin.find.attribution.cues import Cue, CueEntry, Shape, Take
from tocsin.find.attribution.drafts import COMMAS, FINAL, THAT, Draft
from tocsin.find.attribution.frames import QUOTE, Frame
from tocsin.find.attribution.phrases import Part, Phrases
from tocsin.find.attribution.speakers import SpeakerKinds

_COLON = CueEntry(id="colon", shape=Shape.VERB, forms=(":",))
_COLON_SPEAKER = 8
"""Most words of a speaker before a colon."""
_COLON_NAME = 3
"""Most words of a name before a colon."""
_COLON_LAST = 4
"""Most words of a speaker that ends a headline."""
_SPEAKING_NOUNS = ("reports", "report", "rumours", "rumors", "rumour", "rumor")
_UNSAID = frozenset(["it", "there", "this", "that", "which", "what"])


class Asides:
    """Reads these cues in a frame."""

    def __init__(self, phrases: Phrases, kinds: SpeakerKinds, contents: Contents) -> None:
        self.phrases = phrases
        self.kinds = kinds
        self.contents = contents

    def colon(self, frame: Frame) -> list[Draft]:
        """Headlines such as "Police: three dead" and "Three dead: police", and a speaker with a colon before a quotation."""
        words = frame.words
        at = next((i for i in range(1, min(len(words) - 1, _COLON_SPEAKER + 1)) if words[i] == ":"), None)
        last = next((i for i in range(len(words) - 2, max(1, len(words) - _COLON_LAST - 2), -1) if words[i] == ":"), None)
        if last is not None and frame.sentence.headline and self.kinds.decides(words[last + 1 :]):
            speaker = Part(last + 1, len(words), last + 1, len(words))
            return [
                Draft(frame, Cue(last, last + 1, _COLON, ":"), speaker, [(0, last)], last, len(words), parenthetical=True, rule="attribution.colon")
            ]
        opens = frame.sentence.headline or frame.sentence.index == 0
        if at is None or not (opens or words[at + 1] == QUOTE):
            return []
        right = self.contents.until_end(words, at + 1)
        speaks = self.kinds.decides(words[:at]) or self._is_name(frame, at)
        if right is None or words[0] in self.phrases.prepositions or "(" in words[:at] or not speaks:
            return []
        cue = Cue(at, at + 1, _COLON, ":")
        return [Draft(frame, cue, Part(0, at, 0, at), [right], 0, at + 1, parenthetical=False, rule="attribution.colon")]

    def _is_name(self, frame: Frame, end: int) -> bool:
        """Whether a headline opens with a name: "Ode: Three Dead". A dateline is all in capitals."""
        names = [token.text for token in frame.sentence.tokens[:end]]
        return frame.cased and end <= _COLON_NAME and all([name[0].isupper() and name[1:].islower() for name in names])

    def according(self, frame: Frame, cue: Cue, drafts: list[Draft]) -> Draft | None:
        """Cues that introduce the speaker of the rest of the sentence: "according to"."""
        words = frame.words
        if cue.form in {"citing", "quoting", "attributed to"} and not drafts and (cue.start == 0 or words[cue.start - 1] != ","):
            return None
        source = self.phrases.after(frame, cue.end, loose=True)
        if source is None or not self.names_speaker(frame, source):
            return None
        before = self._before_according(frame, cue)
        after = self._after_according(frame, source)
        content = [part for part in (before, after) if part is not None]
        if not content:
            return None
        return Draft(frame, cue, source, content, cue.start, source.outer_end, parenthetical=True, rule="attribution.according-to")

    def names_speaker(self, frame: Frame, source: Part) -> bool:
        """Whether a noun phrase can speak: a name, a pronoun, or a word of the speakers lexicon ("according to | plan" is none)."""
        words = frame.words[source.start : source.end]
        named = not frame.cased or any(frame.capital[source.start : source.end])
        return named or self.kinds.decides(words) or words[0] in self.phrases.pronouns | self.phrases.object_pronouns | {"one"}

    def _before_according(self, frame: Frame, cue: Cue) -> tuple[int, int] | None:
        words = frame.words
        start, end = 0, cue.start
        while end > start and words[end - 1] in COMMAS | {"(", "and", "but"}:
            end -= 1
        while start < end and words[start] in {"and", "but", "meanwhile", "however"} | COMMAS:
            start += 1
        if end - start < 2 and QUOTE not in words[start:end]:
            return None
        if cue.form in {"citing", "quoting"}:
            return None
        return start, end

    def _after_according(self, frame: Frame, source: Part) -> tuple[int, int] | None:
        words = frame.words
        comma = next((i for i in range(source.end, len(words)) if words[i] in {",", QUOTE, ";"}), None)
        if comma is None:
            return None
        if source.outer_end > comma and source.outer_end < len(words) and words[source.outer_end] in {",", ")"}:
            comma = source.outer_end
        start = comma + (words[comma] != QUOTE)
        rest = self.contents.until_end(words, start)
        if rest is None or rest[1] - rest[0] < 2 or words[rest[0]] in self.phrases.relatives or words[rest[0]].endswith("ing"):
            return None
        return rest

    def impersonal(self, frame: Frame, cue: Cue) -> Draft | None:
        """Cues without a speaker: "it was reported that", "is said to", "three deaths were reported"."""
        words = frame.words
        if cue.takes(Take.BACKWARD):
            subject = self.phrases.before(frame, cue.start, 0)
            goes_on = cue.end < len(words) and words[cue.end] in {"to", "that", "by", "as"}
            if self._tells_when(frame, cue.end) or goes_on or (subject and words[subject.start] in _UNSAID | {"no"}):
                return None
            if subject is None and (not cue.start or words[cue.start - 1] != "and"):
                return None
            content = [(subject.start, subject.end)] if subject else []
            if cue.end < len(words) and (words[cue.end].endswith("ed") or words[cue.end] in {"missing", "dead"}):
                rest = self.contents.until_end(words, cue.end)
                content += [rest] if rest else []
            if not content:
                return None
            return Draft(frame, cue, None, content, cue.start, cue.end, parenthetical=False, rule="attribution.impersonal")
        start = cue.end
        if start < len(words) and words[start] == "that":
            start += 1
        if start < len(words) and words[start] == "by" and not cue.takes(Take.PREDICATE):
            return None
        right = self.contents.until_end(words, start)
        if right is None:
            return None
        return Draft(frame, cue, None, [right], cue.start, cue.end, parenthetical=False, rule="attribution.impersonal")

    def _tells_when(self, frame: Frame, i: int) -> bool:
        """As in "was reported just before 2 a.m.": it was made known then, to the police, and is no hearsay."""
        words = frame.words
        while i < len(words) and (words[i] in {"at", "before", "after", "around", "about"} or self.phrases.is_adverb(frame, i)):
            i += 1
        return i < len(words) and words[i][0].isdecimal()

    def adverb(self, frame: Frame, cue: Cue) -> Draft | None:
        """Hearsay in one word ("reportedly"): the rest of its clause."""
        words = frame.words
        end = cue.end
        while end < len(words) and words[end] not in {",", ";", ":", QUOTE, *FINAL}:
            end += 1
        if end <= cue.end:
            return None
        return Draft(frame, cue, None, [(cue.end, end)], cue.start, cue.end, parenthetical=False, rule="attribution.hearsay")

    def is_noun(self, frame: Frame, cue: Cue) -> bool:
        """Whether a form that is both is the noun: after an article, a possessive or a preposition ("the ministry's claim that")."""
        if cue.form not in cue.entry.nouns or cue.start == 0:
            return False
        before = frame.words[cue.start - 1]
        return before in self.phrases.determiners | {"'s", "no", "denied"} or (before in self.phrases.prepositions and before != "to")

    def noun(self, frame: Frame, cue: Cue) -> Draft | None:
        """After "the ministry's claim that", "reports that", "rumours of": the owner speaks, or the reports themselves."""
        words = frame.words
        i = cue.end
        source = None
        if i < len(words) and words[i] in {"by", "from"}:
            source = self.phrases.after(frame, i + 1)
            i = i if source is None else source.end
        if i >= len(words) or words[i] not in THAT | ({"of"} if cue.form.endswith(("reports", "rumours", "rumors")) else set()):
            return None
        right = self.contents.until_end(words, i + 1)
        if right is not None and words[i] == "of":
            comma = next((k for k in range(*right) if words[k] in {",", ";"}), right[1])
            right = (right[0], comma)
        if right is None or right[0] >= right[1]:
            return None
        source = source or self._owner(frame, cue)
        if source is None and frame.words[cue.start - 1 : cue.start] in (["no"], ["any"]):
            return None
        if source is None and cue.form.endswith(_SPEAKING_NOUNS):
            start = cue.end - 1
            while start > 0 and words[start - 1] in {"unconfirmed", "initial", "media", "local", "press", "earlier", "news", "preliminary", "police"}:
                start -= 1
            source = Part(start, cue.end, start, cue.end)
        return Draft(frame, cue, source, [right], cue.start, cue.end, parenthetical=False, rule="attribution.noun")

    def _owner(self, frame: Frame, cue: Cue) -> Part | None:
        words = frame.words
        if cue.start >= 2 and words[cue.start - 1] in {"'s", "'", "’"}:
            return self.phrases.before(frame, cue.start - 1, 0)
        return None
