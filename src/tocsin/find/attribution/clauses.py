"""One frame read by rules: for each cue its speaker and its content.

Notes for a newcomer: `ClauseReader.read` goes over the cues of a frame in order and makes a `Draft` of each; the verb is the long one. A draft counts
items of its frame; the finder turns drafts into statements, gives speakers their kinds and quotations their speakers.
"""

import msgspec

from tocsin.find.attribution.cues import Cue, CueEntry, CueLexicon, Sense, Shape, Take
from tocsin.find.attribution.frames import QUOTE, Frame
from tocsin.find.attribution.phrases import Part, Phrases
from tocsin.find.attribution.speakers import SpeakerKinds
from tocsin.resources.lexicons import Lexicons

_FINAL = frozenset([".", "!", "?", "…", '"', "”", "''", "'", ")", "/", "|"])
_COMMAS = frozenset([",", "-", "–", "—", "--", ";"])
_THAT = frozenset(["that"])
_QUESTION = frozenset(["whether", "how", "why", "what", "if", "where", "who"])
_SPEAKING_NOUNS = ("reports", "report", "rumours", "rumors", "rumour", "rumor")
_FIRST_PERSON = frozenset(["i", "we", "you", "us", "me", "let", "let's"])
_IMPERSONAL_SUBJECTS = frozenset(["it", "there", "this", "that", "which", "what"])
_AGENTLESS = frozenset(["say", "report", "allege", "believe", "think", "suspect", "claim", "fear", "learn"])
"""Verbs whose passive without an agent says that somebody unnamed says so ("two men were reported missing")."""


_COLON = CueEntry(id="colon", shape=Shape.VERB, forms=(":",))
_COLON_SPEAKER = 8
"""Most words of a speaker before a colon."""


class Draft(msgspec.Struct):
    """A statement in items of a frame. `content` holds half-open ranges; `begins` is where its own clause (speaker and cue) begins."""

    frame: Frame
    cue: Cue
    source: Part | None
    content: list[tuple[int, int]]
    begins: int
    ends: int
    parenthetical: bool
    rule: str
    addressee: Part | None = None
    continues: bool = False
    """Speaker is that of the draft before ("..., adding that")."""
    awaits: bool = False
    """Ends with a colon: what is said follows in the next sentence."""


class ClauseReader:
    """Reads frames; made once."""

    def __init__(self, lexicons: Lexicons, kinds: SpeakerKinds) -> None:
        self.cues = CueLexicon(lexicons)
        self.phrases = Phrases(lexicons, self.cues.verb_forms)
        self.kinds = kinds

    def read(self, frame: Frame) -> list[Draft]:
        """The drafts of a frame, in order of their cues."""
        drafts: list[Draft] = []
        for cue in self.cues.find(frame):
            match cue.entry.shape:
                case Shape.VERB if self._is_noun(frame, cue):
                    draft = self._noun(frame, cue)
                case Shape.VERB:
                    draft = self._verb(frame, cue, drafts)
                case Shape.ACCORDING:
                    draft = self._according(frame, cue, drafts)
                case Shape.IMPERSONAL:
                    draft = self._impersonal(frame, cue)
                case Shape.ADVERB:
                    draft = self._adverb(frame, cue)
                case Shape.NOUN:
                    draft = self._noun(frame, cue)
            if draft is not None:
                drafts.append(draft)
        if not drafts:
            drafts = self._colon(frame)
        self._cut(drafts)
        return [draft for draft in drafts if draft.content or draft.awaits]

    # --- verbs

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
        """ "State media quoted a police officer as saying that ...": the officer speaks and the media pass it on."""
        words = frame.words
        at = next((i for i in range(cue.end, min(len(words) - 1, cue.end + 16)) if words[i] == "as" and words[i + 1] in {"saying", "telling"}), None)
        begin, _ = self._group(frame, cue.start)
        outer = self.phrases.before(frame, begin, 0)
        inner = self.phrases.after(frame, cue.end)
        if at is None or inner is None or at <= cue.end:
            return None
        begins = cue.start if outer is None else outer.outer_start
        right = self._until_end(words, at + 2 + (words[at + 2 : at + 3] == ["that"]))
        left = self._left(frame, begins, []) if right is None else None
        content = [part for part in (left, right) if part is not None]
        return Draft(frame, cue, inner, content, begins, at + 2, parenthetical=left is not None, rule="attribution.quoted", addressee=outer)

    def _is_reduced(self, frame: Frame, cue: Cue) -> bool:
        """A participle that describes its noun: "two men accused of fighting", "the suspect, identified as Ode", "the alleged attack"."""
        following = frame.words[cue.end] if cue.end < len(frame.words) else "."
        if cue.takes(Take.OBJECT) and cue.entry.sense is not Sense.SPEECH and cue.past and " " not in cue.form:
            return following in self.phrases.prepositions - {"by", "over"} or following in _FINAL
        return cue.past and cue.start > 0 and frame.words[cue.start - 1] in self.phrases.determiners and following not in _THAT

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
        left = self._left(frame, begins, drafts)
        addressee, right = self._right(frame, cue, bare=left is not None)
        content, parenthetical = self._sides(frame, cue, left, right)
        awaits = not content and self._ends_with_colon(words, cue.end)
        if not content and not awaits:
            return None
        if cue.form in cue.entry.nouns and not self._verbal(frame, cue, content, parenthetical=parenthetical):
            return None
        rule = "attribution.parenthetical" if parenthetical else "attribution.subject-cue"
        return Draft(frame, cue, source, content, begins, max(cue.end, source.outer_end), parenthetical, rule, addressee, awaits=awaits)

    def _shower(self, frame: Frame, begin: int, floor: int) -> Part | None:
        """What shows, with the participle that describes it: "videos shared online | show"."""
        for i in range(begin - 1, max(floor, begin - 6) - 1, -1):
            if frame.words[i] in self.phrases.auxiliaries or frame.words[i] in _COMMAS:
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
        if frame.quotation is not None and words[0] in _FIRST_PERSON:
            return False
        if words[0] in _IMPERSONAL_SUBJECTS - {"it"} and len(words) == 1:
            return False
        if cue.entry.sense is Sense.SHOWING or (cue.takes(Take.OBJECT) and cue.entry.sense in {Sense.SPEECH, Sense.BELIEF}) or cue.form in cue.entry.nouns:
            pronoun = len(words) == 1 and words[0] in self.phrases.pronouns and cue.entry.sense is not Sense.SHOWING
            named = (not frame.cased or any(frame.capital[source.start : source.end])) and cue.entry.sense is not Sense.SHOWING
            return pronoun or named or self.kinds.decides(words)
        return words[0] not in {"there"}

    def _verbal(self, frame: Frame, cue: Cue, content: list[tuple[int, int]], *, parenthetical: bool) -> bool:
        """Whether a form that is a noun as often ("police reports") is the verb here."""
        if frame.cased and frame.capital[cue.start]:
            return False
        if parenthetical or frame.is_verb(cue.start) or cue.entry.sense is Sense.SHOWING or cue.end >= len(frame.words):
            return True
        before = frame.words[content[0][0] - 1] if content else ""
        return before in _THAT | {":"} or frame.words[cue.end] in self.phrases.pronouns | {QUOTE, ":"}

    def _left(self, frame: Frame, begins: int, drafts: list[Draft]) -> tuple[int, int] | None:
        """The items before a clause that begins at `begins`, when they can be its content ("Three died, | police said")."""
        words = frame.words
        if begins == 0 or words[begins - 1] not in _COMMAS | {QUOTE, "?", "!", ".", "..."}:
            return None
        start = 0
        for draft in drafts:
            if draft.parenthetical and draft.ends < begins and not draft.cue.entry.shape is Shape.ACCORDING:
                start = draft.ends
        while start < begins and words[start] in _COMMAS | _FINAL | {"and", "but", "while", "though", "although"}:
            start += 1
        end = begins
        while end > start and words[end - 1] in _COMMAS:
            end -= 1
        if end <= start or (end - start < 3 and QUOTE not in words[start:end]):
            return None
        return start, end

    def _right(self, frame: Frame, cue: Cue, *, bare: bool) -> tuple[Part | None, tuple[int, int] | None]:
        """The addressee, and the items after a cue that are its content. `bare`: something before it may be the content, so that "that" is wanted."""
        words = frame.words
        i, addressee = cue.end, None
        if cue.takes(Take.ADDRESSEE):
            addressee, i = self._addressee(frame, i)
        elif i + 1 < len(words) and words[i] == "to" and cue.entry.sense is Sense.SPEECH and not cue.takes(Take.INFINITIVE):
            i = self._past_adverbials(frame, i)
        if cue.takes(Take.OBJECT) and cue.entry.sense is not Sense.SPEECH and not bare:
            return addressee, self._until_end(words, i + (words[i : i + 1] == ["that"]))
        if not (cue.takes(Take.INFINITIVE) and words[i : i + 1] == ["to"]):
            i = self._past_adverbials(frame, i)
        start = self._content_start(frame, cue, i, bare=bare)
        return addressee, None if start is None else self._until_end(words, start)

    def _content_start(self, frame: Frame, cue: Cue, i: int, *, bare: bool) -> int | None:
        words = frame.words
        end = len(words)
        while end > i and words[end - 1] in _FINAL:
            end -= 1
        if i >= end:
            return None
        if words[i] in _THAT:
            return i + 1 if i + 1 < end and (cue.takes(Take.CLAUSE) or cue.takes(Take.THAT)) else None
        if words[i] == QUOTE:
            return i
        if words[i] in {":", ","} and i + 1 < end and (words[i] == ":" or words[i + 1] in {QUOTE, "that"}):
            return i + 1 + (words[i + 1] == "that")
        if words[i] == ",":
            return None if bare or not cue.takes(Take.CLAUSE) else self._past_comma(words, i, end)
        if not (cue.takes(Take.CLAUSE) or cue.takes(Take.OBJECT) or cue.takes(Take.INFINITIVE)):
            return None
        if bare and (words[i] in self.phrases.prepositions | self.phrases.subordinators | self.phrases.relatives | {"and", "but", "(", ";"}):
            return None
        if words[i] in _COMMAS | {"and", "but", "or"}:
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

    def _fronted(self, words: list[str], i: int, end: int) -> bool:
        """A content that opens with a prepositional phrase: "said about 20 people", "said in Lima three people died"."""
        return (words[i] in {"about", "around", "over", "under", "up", "between", "near"} and i + 1 < end and words[i + 1][0].isdigit()) or end - i > 8

    def _past_comma(self, words: list[str], comma: int, end: int) -> int | None:
        """Content after a comma: "said, however, that", "said, though the town was quiet, three people died", "the spokesman stated, the road is open"."""
        inner = next((k for k in range(comma + 1, min(comma + 5, end)) if words[k] == ","), None)
        if inner is not None and inner + 1 < end:
            return inner + 1 + (words[inner + 1] == "that")
        opens = words[comma + 1] if comma + 1 < end else ","
        continues = opens.endswith("ing") or opens in self.phrases.relatives | {"and", "but", "according", "as", "a", "an"}
        return None if continues or end - comma < 5 else comma + 1

    def _has_colon(self, words: list[str], i: int, end: int) -> bool:
        """A verbless content such as "two killed: the driver and a child"."""
        return ":" in words[i:end]

    def _until_end(self, words: list[str], start: int) -> tuple[int, int] | None:
        end = len(words)
        while end > start and words[end - 1] in _FINAL:
            end -= 1
        return (start, end) if end > start else None

    def _addressee(self, frame: Frame, i: int) -> tuple[Part | None, int]:
        words = frame.words
        if i >= len(words) or words[i] in _THAT | {QUOTE, ",", ":"}:
            return None, i
        if words[i] in self.phrases.object_pronouns | {"it", "you"}:
            return None, i + 1
        part = self.phrases.after(frame, i)
        if part is None:
            return None, i
        end = part.end
        following = words[end] if end < len(words) else "."
        if following in _THAT | {QUOTE, ",", "."} or following in self.phrases.times | self.phrases.prepositions | self.phrases.pronouns:
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
            if self.phrases.is_time(word) and word != "may" and not (word[0].isdigit() and not self._is_date(words, i)):
                i += 1
            elif self.phrases.is_adverb(frame, i) and word not in {"only", "so", "almost", "here", "there"}:
                i += 1
            elif word in {"in", "on", "at", "during", "to", "through", "via", "after", "by", "from", "of", "with"} and self._adverbial_end(frame, i) is not None:
                i = self._adverbial_end(frame, i) or n
            else:
                break
        return i

    def _is_date(self, words: list[str], i: int) -> bool:
        return (i > 0 and words[i - 1] in self.phrases.times) or (i + 1 < len(words) and words[i + 1] in self.phrases.times)

    def _adverbial_end(self, frame: Frame, i: int) -> int | None:
        """Where the prepositional phrase at `i` ends, if what follows can be the content; None when the phrase belongs to the content."""
        words = frame.words
        j = i + 1
        while j < len(words) and j - i <= 9:
            word = words[j]
            if word in _THAT | {QUOTE, ":"}:
                return j
            if word in {",", *_FINAL}:
                return j
            if j > i + 1 and (self.phrases.is_time(word) and not word[0].isdigit()):
                return j
            if j > i + 1 and (word in self.phrases.pronouns or (word in self.phrases.determiners and words[j - 1] not in self.phrases.prepositions)):
                return j
            if j > i + 1 and word in self.phrases.auxiliaries:
                return None
            j += 1
        return j if j >= len(words) else None

    def _sides(
        self, frame: Frame, cue: Cue, left: tuple[int, int] | None, right: tuple[int, int] | None
    ) -> tuple[list[tuple[int, int]], bool]:
        """Which sides of the clause are content (READING.md 10), and whether the clause is a parenthesis in its own content."""
        words = frame.words
        if left is None:
            return ([right] if right else []), False
        quoted = QUOTE in words[left[0] : left[1]]
        if right is not None and not quoted and words[right[0] - 1] not in {","}:
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
        rest = self._until_end(words, i + 1)
        if rest is None or rest[1] - rest[0] < 2:
            return None
        opens = words[rest[0]]
        if opens.endswith("ing") or opens in self.phrases.relatives or opens in {"according", "citing", "as", "a", "an", "adding", "while"}:
            return None
        return rest

    def _ends_with_colon(self, words: list[str], i: int) -> bool:
        return i < len(words) and words[-1] == ":"

    def _colon(self, frame: Frame) -> list[Draft]:
        """ "Police: three dead" in a headline, and a speaker with a colon before a quotation."""
        words = frame.words
        at = next((i for i in range(1, min(len(words) - 1, _COLON_SPEAKER + 1)) if words[i] == ":"), None)
        if at is None or not (frame.sentence.headline or words[at + 1] == QUOTE):
            return []
        right = self._until_end(words, at + 1)
        if right is None or not self.kinds.decides(words[:at]):
            return []
        cue = Cue(at, at + 1, _COLON, ":")
        return [Draft(frame, cue, Part(0, at, 0, at), [right], 0, at + 1, parenthetical=False, rule="attribution.colon")]

    def _inverted(self, frame: Frame, cue: Cue, begin: int, drafts: list[Draft]) -> Draft | None:
        """The speaker after the cue: "...," said the mayor."""
        words = frame.words
        if begin != cue.start or begin == 0 or words[begin - 1] not in {",", QUOTE, "?", "!", "...", "-", "--", "—", "–"} or not cue.takes(Take.QUOTE):
            return None
        source = self.phrases.after(frame, cue.end)
        left = self._left(frame, begin, drafts)
        if source is None or left is None or words[cue.end] in self.phrases.object_pronouns:
            return None
        if words[begin - 1] != QUOTE and not self._names_speaker(frame, source):
            return None
        after = words[source.end] if source.end < len(words) else "."
        quoted = words[begin - 1] == QUOTE or QUOTE in words[left[0] : left[1]]
        ends = after in _COMMAS | _FINAL | {QUOTE, "(", ":"} or after in self.phrases.prepositions or self.phrases.is_time(after) or after in self.phrases.relatives
        if not (ends or (quoted and after not in self.phrases.auxiliaries)):
            return None
        if cue.takes(Take.ADDRESSEE) or (not quoted and after in _COMMAS and self._is_appositive(words, left)):
            return None
        content = [left]
        resumed = self._after_speaker(frame, source)
        if resumed is not None:
            content.append(resumed)
        return Draft(frame, cue, source, content, begin, source.outer_end, parenthetical=True, rule="attribution.cue-speaker")

    def _is_appositive(self, words: list[str], left: tuple[int, int]) -> bool:
        return left[1] - left[0] < 3

    def _after_speaker(self, frame: Frame, source: Part) -> tuple[int, int] | None:
        """What is quoted after the speaker: "...," said Ode. "..." or , "..."."""
        words = frame.words
        for i in range(source.end, len(words)):
            if words[i] == QUOTE and words[i - 1] in {",", ".", ":", "--", "—"}:
                return self._until_end(words, i)
        return None

    def _passive(self, frame: Frame, cue: Cue, begin: int) -> Draft | None:
        words = frame.words
        if cue.entry.id == "quoted-as-saying" or cue.takes(Take.ADDRESSEE):
            source = self.phrases.before(frame, begin, 0) if cue.entry.id == "quoted-as-saying" else None
            right = self._until_end(words, cue.end + (cue.end < len(words) and words[cue.end] == "that"))
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
            rest = self._until_end(words, source.end)
            if rest is not None and words[rest[0]] in {"of", "for", "as", "that"}:
                return Draft(frame, cue, source, [(rest[0] + 1, rest[1])] if rest[1] > rest[0] + 1 else [], cue.start, source.end, False, "attribution.passive")
            subject = self.phrases.before(frame, begin, 0)
            content = [(subject.start, subject.end)] if subject is not None else []
            return Draft(frame, cue, source, content, cue.start, source.end, False, "attribution.passive")
        if cue.entry.id in _AGENTLESS and cue.end < len(words) and words[cue.end] in {"to", "that", "as"} | self._participles(words, cue.end):
            subject = self.phrases.before(frame, begin, 0)
            right = self._until_end(words, cue.end)
            content = [part for part in ((subject.start, subject.end) if subject else None, right) if part is not None]
            return Draft(frame, cue, None, content, cue.start, cue.end, False, "attribution.impersonal")
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
        addressee, right = self._right(frame, cue, bare=False)
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

    def _opening(self, frame: Frame, before: int) -> Part | None:
        """The noun phrase a sentence opens with, when it is a pronoun or names a kind of speaker or a person."""
        words = frame.words
        part = self.phrases.after(frame, 0)
        if part is None or part.end > before:
            return None
        if words[0] in self.phrases.pronouns:
            return None if words[0] in _IMPERSONAL_SUBJECTS or frame.quotation is not None else part
        end = part.start
        while end < part.end and (words[end] in self.phrases.determiners or (frame.cased and frame.capital[end]) or self.kinds.decides(words[end : end + 1])):
            end += 1
        if end == part.start or not (self.kinds.decides(words[part.start : end]) or (frame.cased and frame.capital[end - 1])):
            return None
        return Part(part.start, end, part.start, end)

    # --- the other shapes

    def _according(self, frame: Frame, cue: Cue, drafts: list[Draft]) -> Draft | None:
        words = frame.words
        if cue.form in {"citing", "quoting", "attributed to"} and not drafts and (cue.start == 0 or words[cue.start - 1] != ","):
            return None
        source = self.phrases.after(frame, cue.end, loose=True)
        if source is None or not self._names_speaker(frame, source):
            return None
        before = self._before_according(frame, cue)
        after = self._after_according(frame, source)
        content = [part for part in (before, after) if part is not None]
        if not content:
            return None
        return Draft(frame, cue, source, content, cue.start, source.outer_end, parenthetical=True, rule="attribution.according-to")

    def _names_speaker(self, frame: Frame, source: Part) -> bool:
        words = frame.words[source.start : source.end]
        named = frame.cased and any(frame.capital[source.start : source.end])
        return named or not frame.cased or words[0] in self.phrases.object_pronouns or self.kinds.decides(words) or words[0] in self.phrases.pronouns | {"one"}

    def _before_according(self, frame: Frame, cue: Cue) -> tuple[int, int] | None:
        words = frame.words
        start, end = 0, cue.start
        while end > start and words[end - 1] in _COMMAS | {"(", "and", "but"}:
            end -= 1
        while start < end and words[start] in {"and", "but", "meanwhile", "however"} | _COMMAS:
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
        rest = self._until_end(words, start)
        if rest is None or rest[1] - rest[0] < 2 or words[rest[0]] in self.phrases.relatives or words[rest[0]].endswith("ing"):
            return None
        return rest

    def _impersonal(self, frame: Frame, cue: Cue) -> Draft | None:
        words = frame.words
        if cue.takes(Take.BACKWARD):
            source = self.phrases.before(frame, cue.start, 0)
            if source is None or (cue.end < len(words) and words[cue.end] in {"to", "that", "by", "as"}) or words[source.start] in _IMPERSONAL_SUBJECTS:
                return None
            content = [(source.start, source.end)]
            if cue.end < len(words) and (words[cue.end].endswith("ed") or words[cue.end] in {"missing", "dead"}):
                rest = self._until_end(words, cue.end)
                content += [rest] if rest else []
            return Draft(frame, cue, None, content, cue.start, cue.end, parenthetical=False, rule="attribution.impersonal")
        start = cue.end
        if start < len(words) and words[start] == "that":
            start += 1
        if start < len(words) and words[start] == "by" and not cue.takes(Take.PREDICATE):
            return None
        right = self._until_end(words, start)
        if right is None:
            return None
        return Draft(frame, cue, None, [right], cue.start, cue.end, parenthetical=False, rule="attribution.impersonal")

    def _adverb(self, frame: Frame, cue: Cue) -> Draft | None:
        words = frame.words
        end = cue.end
        while end < len(words) and words[end] not in {",", ";", ":", QUOTE, *_FINAL}:
            end += 1
        if end <= cue.end:
            return None
        return Draft(frame, cue, None, [(cue.end, end)], cue.start, cue.end, parenthetical=False, rule="attribution.hearsay")

    def _is_noun(self, frame: Frame, cue: Cue) -> bool:
        """Whether a form that is both is the noun: after an article, a possessive or a preposition ("the ministry's claim that")."""
        if cue.form not in cue.entry.nouns or cue.start == 0:
            return False
        before = frame.words[cue.start - 1]
        return before in self.phrases.determiners | {"'s", "no", "denied"} or (before in self.phrases.prepositions and before != "to")

    def _noun(self, frame: Frame, cue: Cue) -> Draft | None:
        """ "the ministry's claim that", "reports that", "rumours of": the owner speaks, or the reports themselves."""
        words = frame.words
        i = cue.end
        source = None
        if i < len(words) and words[i] in {"by", "from"}:
            source = self.phrases.after(frame, i + 1)
            i = i if source is None else source.end
        if i >= len(words) or words[i] not in _THAT | ({"of"} if cue.form.endswith(("reports", "rumours", "rumors")) else set()):
            return None
        right = self._until_end(words, i + 1)
        if right is not None and words[i] == "of":
            comma = next((k for k in range(*right) if words[k] in {",", ";"}), right[1])
            right = (right[0], comma)
        if right is None or right[0] >= right[1]:
            return None
        source = source or self._owner(frame, cue)
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

    # --- scopes

    def _cut(self, drafts: list[Draft]) -> None:
        """End contents where a later clause of another voice, or of the same voice again, begins."""
        for i, draft in enumerate(drafts):
            words = draft.frame.words
            for later in drafts[i + 1 :]:
                if later.source is None and not later.continues:
                    continue
                aside = later.parenthetical and later.content and later.content[0][0] <= draft.begins
                joined = later.begins > 1 and words[later.begins - 1] in {"and", "but", "while", ";", "whereas"} and words[later.begins - 2] in {",", ";"}
                if later.continues or aside or joined:
                    draft.content = [_before(words, part, later.begins) for part in draft.content]
            draft.content = [part for part in draft.content if part[1] > part[0]]


def _before(words: list[str], part: tuple[int, int], limit: int) -> tuple[int, int]:
    """`part` ended before item `limit`, without the comma and conjunction there."""
    start, end = part
    if end <= limit or start >= limit:
        return part if start < limit or end <= limit else (start, end)
    end = limit
    while end > start and words[end - 1] in _COMMAS | {"and", "but", "while", "whereas", "("}:
        end -= 1
    return start, end
