"""One frame read by rules: for each cue its speaker and its content.

Notes for a newcomer: `ClauseReader.read` goes over the cues of a frame in order and makes a `Draft` of each; the verb is the long one. A draft counts
items of its frame; the finder turns drafts into statements, gives speakers their kinds and quotations their speakers.
"""

from tocsin.find.attribution.asides import Asides
from tocsin.find.attribution.contents import Contents
from tocsin.find.attribution.cues import Cue, CueLexicon, Sense, Shape, Take
from tocsin.find.attribution.drafts import COMMAS, FINAL, THAT, Draft, cut
from tocsin.find.attribution.frames import QUOTE, Frame
from tocsin.find.attribution.phrases import Part, Phrases
from tocsin.find.attribution.speakers import SpeakerKinds
from tocsin.resources.lexicons import Lexicons

_ENDS_OF_SPEECH = frozenset([",", QUOTE, "?", "!", "...", "-", "--", "—", "–"])
FIRST_PERSON = frozenset(["i", "we", "you", "us", "me", "let", "let's"])
_UNSAID = frozenset(["it", "there", "this", "that", "which", "what"])
_AGENTLESS = frozenset(["say", "report", "allege", "believe", "think", "suspect", "claim", "fear", "learn"])
"""Verbs whose passive without an agent says that somebody unnamed says so ("two men were reported missing")."""


class ClauseReader:
    """Reads frames; made once."""

    def __init__(self, lexicons: Lexicons, kinds: SpeakerKinds) -> None:
        self.cues = CueLexicon(lexicons)
        self.phrases = Phrases(lexicons, self.cues.verb_forms)
        self.kinds = kinds
        self.contents = Contents(self.phrases, kinds)
        self.asides = Asides(self.phrases, kinds, self.contents)

    def read(self, frame: Frame) -> list[Draft]:
        """The drafts of a frame, in order of their cues."""
        drafts: list[Draft] = []
        for cue in self.cues.find(frame):
            match cue.entry.shape:
                case Shape.VERB if self.asides.is_noun(frame, cue):
                    draft = self.asides.noun(frame, cue)
                case Shape.VERB:
                    draft = self._verb(frame, cue, drafts)
                case Shape.ACCORDING:
                    draft = self.asides.according(frame, cue, drafts)
                case Shape.IMPERSONAL:
                    draft = self.asides.impersonal(frame, cue)
                case Shape.ADVERB:
                    draft = self.asides.adverb(frame, cue)
                case Shape.NOUN:
                    draft = self.asides.noun(frame, cue)
            if draft is not None:
                drafts.append(draft)
        if not drafts:
            drafts = self.asides.colon(frame)
        cut(drafts)
        return [draft for draft in drafts if draft.content or draft.awaits]

    def _verb(self, frame: Frame, cue: Cue, drafts: list[Draft]) -> Draft | None:
        words = frame.words
        if self._is_reduced(frame, cue):
            return None
        if cue.entry.id == "quote":
            return self._quoted(frame, cue)
        begin, group = self._group(frame, cue.start)
        if group & self.phrases.negations and cue.entry.sense is not Sense.DENIAL:
            return None
        passive = bool(group & self.phrases.be) and cue.past and not cue.participle
        if passive or (cue.past and cue.end < len(words) and words[cue.end] == "by"):
            return self._passive(frame, cue, begin)
        if begin and words[begin - 1] == "to" and not group:
            return self._chained(frame, cue, begin - 1, drafts) if cue.entry.sense is Sense.DEMAND else None
        if cue.participle and not group & self.phrases.be:
            return self._participial(frame, cue, begin, drafts)
        return self._inverted(frame, cue, begin, drafts) or self._subject_verb(frame, cue, begin, drafts)

    def _quoted(self, frame: Frame, cue: Cue) -> Draft | None:
        """Chains such as "State media quoted a police officer as saying that ...": the officer speaks and the media pass it on."""
        words = frame.words
        at = next((i for i in range(cue.end, min(len(words) - 1, cue.end + 16)) if words[i] == "as" and words[i + 1] in {"saying", "telling"}), None)
        begin, _ = self._group(frame, cue.start)
        outer = self.phrases.before(frame, begin, 0)
        inner = self.phrases.after(frame, cue.end)
        if at is None or inner is None or at <= cue.end:
            return None
        begins = cue.start if outer is None else outer.outer_start
        right = self.contents.until_end(words, at + 2 + (words[at + 2 : at + 3] == ["that"]))
        left = self.contents.left(frame, begins, []) if right is None else None
        content = [part for part in (left, right) if part is not None]
        return Draft(frame, cue, inner, content, begins, at + 2, parenthetical=left is not None, rule="attribution.quoted", addressee=outer)

    def _is_reduced(self, frame: Frame, cue: Cue) -> bool:
        """A participle that describes its noun: "two men accused of fighting", "the suspect, identified as Ode", "the alleged attack"."""
        following = frame.words[cue.end] if cue.end < len(frame.words) else "."
        if cue.takes(Take.OBJECT) and cue.entry.sense is not Sense.SPEECH and cue.past and " " not in cue.form:
            return following in self.phrases.prepositions - {"by", "over"} or following in FINAL
        return cue.past and cue.start > 0 and frame.words[cue.start - 1] in self.phrases.determiners and following not in THAT

    def _group(self, frame: Frame, at: int) -> tuple[int, set[str]]:
        """Where the verb group that ends at item `at` begins ("has also | said"), and the words of it before the cue."""
        words = frame.words
        begin = at
        while begin > 0 and (
            words[begin - 1] in self.phrases.auxiliaries or words[begin - 1] in self.phrases.negations or self.phrases.is_adverb(frame, begin - 1)
        ):
            begin -= 1
        for i in range(begin - 1, max(-1, begin - 6), -1):
            if words[i] in self.phrases.auxiliaries:
                # "had earlier this month said"
                begin = i
                break
            if words[i] not in self.phrases.times | self.phrases.adverbs | {"on", "this", "in", "last"}:
                break
        return begin, set(words[begin:at])

    def _subject_verb(self, frame: Frame, cue: Cue, begin: int, drafts: list[Draft]) -> Draft | None:
        words = frame.words
        floor = max([draft.cue.end for draft in drafts if draft.cue.end <= begin], default=0)
        source = self.phrases.before(frame, begin, floor)
        coordinate = source is None and begin > 0 and words[begin - 1] in {"and", "but", "or", "then", ","}
        if source is None and begin > 0 and words[begin - 1] in self.phrases.relatives - {"what"}:
            source = self._antecedent(frame, begin - 1, floor)
        elif coordinate:
            return self._chained(frame, cue, begin, drafts)
        if cue.entry.sense is Sense.SHOWING and (source is None or not self._plausible(frame, source, cue)):
            source = self._shower(frame, begin, floor)
        if source is None or not self._plausible(frame, source, cue):
            return None
        begins = source.outer_start
        left = self.contents.left(frame, begins, drafts)
        addressee, right = self.contents.right(frame, cue, bare=left is not None)
        if right is not None and (self._opens_aside(frame, begins) or self._opens_aside(frame, begin)):
            right = self.contents.inside_commas(frame, right)
        content, parenthetical = self.contents.sides(frame, cue, left, right)
        awaits = not content and self._ends_with_colon(words, cue.end)
        if not content and not awaits:
            return None
        if cue.form in cue.entry.nouns and not self._verbal(frame, cue, content, parenthetical=parenthetical):
            return None
        rule = "attribution.parenthetical" if parenthetical else "attribution.subject-cue"
        objects = cue.takes(Take.OBJECT) or cue.takes(Take.FIGURE)
        if objects and right is not None and self.contents.tells_figure(frame, right[0]) and self.kinds.decides(words[source.start : source.end]):
            rule = "attribution.figure"
        return Draft(frame, cue, source, content, begins, max(cue.end, source.outer_end), parenthetical, rule, addressee, awaits=awaits)

    def _opens_aside(self, frame: Frame, at: int) -> bool:
        """Whether item `at` stands right after the comma and the pronoun of a relative clause: "the men, who | police said ..."."""
        return at > 1 and frame.words[at - 2] == "," and frame.words[at - 1] in self.phrases.relatives - {"what", "that"}

    def _shower(self, frame: Frame, begin: int, floor: int) -> Part | None:
        """What shows, with the participle that describes it: "videos shared online | show"."""
        for i in range(begin - 1, max(floor, begin - 6) - 1, -1):
            if frame.words[i] in self.phrases.auxiliaries or frame.words[i] in COMMAS:
                return None
            if self.kinds.decides(frame.words[i : i + 1]):
                inner = self.phrases.before(frame, i + 1, floor)
                return None if inner is None else Part(inner.start, begin, inner.start, begin)
        return None

    def _antecedent(self, frame: Frame, relative: int, floor: int) -> Part | None:
        """The noun phrase a relative clause belongs to: "residents, who said that ..."."""
        at = relative - 1 if relative and frame.words[relative - 1] == "," else relative
        found = self.phrases.before(frame, at, floor) if at > floor else None
        sure = found is not None and (frame.words[relative] == "who" or self.kinds.decides(frame.words[found.start : found.end]))
        return found if sure else None

    def _plausible(self, frame: Frame, source: Part, cue: Cue) -> bool:
        words = frame.words[source.start : source.end]
        if words[0] in FIRST_PERSON:
            return False  # quoted words go on, or a writer speaks of himself (READING.md 11)
        if words[0] in _UNSAID - {"it"} and len(words) == 1:
            return False
        objects = cue.takes(Take.OBJECT) and cue.entry.sense in {Sense.SPEECH, Sense.BELIEF}
        if cue.entry.sense is Sense.SHOWING or objects or cue.form in cue.entry.nouns:
            pronoun = len(words) == 1 and words[0] in self.phrases.pronouns and cue.entry.sense is not Sense.SHOWING
            named = (not frame.cased or any(frame.capital[source.start : source.end])) and cue.entry.sense is not Sense.SHOWING
            return pronoun or named or self.kinds.decides(words)
        return words[0] != "there"

    def _verbal(self, frame: Frame, cue: Cue, content: list[tuple[int, int]], *, parenthetical: bool) -> bool:
        """Whether a form that is a noun as often ("police reports") is the verb here."""
        if frame.cased and frame.capital[cue.start]:
            return False
        if parenthetical or frame.is_verb(cue.start) or cue.entry.sense is Sense.SHOWING or cue.end >= len(frame.words):
            return True
        before = frame.words[content[0][0] - 1] if content else ""
        return before in THAT | {":"} or frame.words[cue.end] in self.phrases.pronouns | {QUOTE, ":"}

    def _ends_with_colon(self, words: list[str], i: int) -> bool:
        return i < len(words) and words[-1] == ":"

    def _inverted(self, frame: Frame, cue: Cue, begin: int, drafts: list[Draft]) -> Draft | None:
        """The speaker after the cue: "...," said the mayor."""
        words = frame.words
        if begin != cue.start or begin == 0 or words[begin - 1] not in _ENDS_OF_SPEECH or not cue.takes(Take.QUOTE):
            return None
        source = self.phrases.after(frame, cue.end)
        left = self.contents.left(frame, begin, drafts)
        if source is None or left is None or words[cue.end] in self.phrases.object_pronouns:
            return None
        if words[begin - 1] != QUOTE and not self.asides.names_speaker(frame, source):
            return None
        after = words[source.end] if source.end < len(words) else "."
        if not (after in COMMAS or frame.sentence.headline or any([words[i] == QUOTE or frame.is_verb(i) for i in range(*left)])):
            return None  # "Ann Ode, president of the club, said most of it": a clause is said, or the first half of one
        quoted = words[begin - 1] == QUOTE or QUOTE in words[left[0] : left[1]]
        closes = after in COMMAS | FINAL | {QUOTE, "(", ":"}
        ends = closes or after in self.phrases.prepositions | self.phrases.relatives or self.phrases.is_time(after)
        if not (ends or (quoted and after not in self.phrases.auxiliaries)):
            return None
        if cue.takes(Take.ADDRESSEE) or (not quoted and after in COMMAS and _is_appositive(left)):
            return None
        content = [left]
        resumed = self.contents.after_speaker(frame, source)
        if resumed is not None:
            content.append(resumed)
        return Draft(frame, cue, source, content, begin, source.outer_end, parenthetical=True, rule="attribution.cue-speaker")

    def _passive(self, frame: Frame, cue: Cue, begin: int) -> Draft | None:
        words = frame.words
        if cue.entry.id == "quoted-as-saying" or cue.takes(Take.ADDRESSEE):
            source = self.phrases.before(frame, begin, 0) if cue.entry.id == "quoted-as-saying" else None
            right = self.contents.until_end(words, cue.end + (cue.end < len(words) and words[cue.end] == "that"))
            if source is None or right is None:
                return None
            return Draft(frame, cue, source, [right], source.start, cue.end, parenthetical=False, rule="attribution.passive")
        if cue.end + 1 < len(words) and words[cue.end] == "by":
            source = self.phrases.after(frame, cue.end + 1)
            if source is not None and cue.entry.sense is Sense.ACCUSATION:
                of = next((k for k in range(source.start, source.end) if words[k] in {"of", "for"}), source.end)
                source = Part(source.start, of, source.start, of)
            if source is None or not (self.kinds.decides(words[source.start : source.end]) or cue.entry.sense is Sense.ACCUSATION):
                return None
            rest = self.contents.until_end(words, source.end)
            if rest is not None and words[rest[0]] in {"of", "for", "as", "that"}:
                content = [(rest[0] + 1, rest[1])] if rest[1] > rest[0] + 1 else []
                return Draft(frame, cue, source, content, cue.start, source.end, parenthetical=False, rule="attribution.passive")
            subject = self.phrases.before(frame, begin, 0)
            content = [(subject.start, subject.end)] if subject is not None else []
            return Draft(frame, cue, source, content, cue.start, source.end, parenthetical=False, rule="attribution.passive")
        if cue.entry.id in _AGENTLESS and cue.end < len(words) and words[cue.end] in {"to", "that", "as"} | self._participles(words, cue.end):
            subject = self.phrases.before(frame, begin, 0)
            right = self.contents.until_end(words, cue.end)
            content = [part for part in ((subject.start, subject.end) if subject else None, right) if part is not None]
            return Draft(frame, cue, None, content, cue.start, cue.end, parenthetical=False, rule="attribution.impersonal")
        return None

    def _participles(self, words: list[str], i: int) -> set[str]:
        return {words[i]} if words[i].endswith(("ed", "ing", "dead")) or words[i] in {"missing", "dead"} else set()

    def _participial(self, frame: Frame, cue: Cue, begin: int, drafts: list[Draft]) -> Draft | None:
        """Participles: "..., adding that ..." keeps the speaker; "a statement saying that ..." speaks itself."""
        words = frame.words
        if cue.entry.sense is Sense.SHOWING and begin and words[begin - 1] in {",", "and"}:
            return None
        if begin == 0:
            return None
        if words[begin - 1] in {",", QUOTE, "and", "while", "by", "before", "after", "without", "but", "or"}:
            return self._chained(frame, cue, begin, drafts)
        source = self.phrases.before(frame, begin, 0)
        if source is None or not self.kinds.decides(words[source.start : source.end]):
            return None
        return self._simple(frame, cue, source, "attribution.participle")

    def _simple(self, frame: Frame, cue: Cue, source: Part | None, rule: str) -> Draft | None:
        addressee, right = self.contents.right(frame, cue, bare=False)
        if right is None:
            return None
        begins = cue.start if source is None else source.start
        return Draft(frame, cue, source, [right], begins, cue.end, parenthetical=False, rule=rule, addressee=addressee)

    def _chained(self, frame: Frame, cue: Cue, begin: int, drafts: list[Draft]) -> Draft | None:
        """A further verb of the same speaker: "and said", ", adding that"."""
        if cue.form in cue.entry.nouns or (cue.takes(Take.QUOTE) and not cue.takes(Take.CLAUSE) and not cue.takes(Take.OBJECT)):
            return None
        if cue.entry.sense is Sense.SHOWING:
            return None
        previous = next((draft for draft in reversed(drafts) if draft.source is not None and draft.cue.entry.shape is Shape.VERB), None)
        source = previous.source if previous is not None else self._opening(frame, begin)
        if source is None:
            return None
        draft = self._simple(frame, cue, source, "attribution.continued")
        if draft is None:
            return None
        draft.begins = begin
        draft.continues = True
        return draft

    def _speaks(self, frame: Frame, i: int) -> bool:
        return (frame.cased and frame.capital[i]) or self.kinds.decides(frame.words[i : i + 1])

    def _opening(self, frame: Frame, before: int) -> Part | None:
        """The noun phrase a sentence opens with, when it is a pronoun or names a kind of speaker or a person."""
        words = frame.words
        part = self.phrases.after(frame, 0)
        if part is None or part.end > before or words[0] in self.phrases.times or self.phrases.is_adverb(frame, 0):
            return None
        if words[0] in self.phrases.pronouns:
            return None if words[0] in _UNSAID or frame.quotation is not None else part
        end = part.start
        while end < part.end and (words[end] in self.phrases.determiners or self._speaks(frame, end)):
            end += 1
        if end == part.start:
            return None
        if words[end - 1] in self.phrases.determiners or not (
            self.kinds.decides(words[part.start : end]) or (frame.cased and frame.capital[end - 1])
        ):
            return part if words[part.start] in self.phrases.determiners else None
        return Part(part.start, end, part.start, end)


def _is_appositive(left: tuple[int, int]) -> bool:
    """Whether what stands before "said X" is too short to be said: a name with its appositive still to come."""
    return left[1] - left[0] < 3
