"""What part each word of a sentence plays, from closed classes, verb forms and the words beside it; no trained tagger.

A newcomer reads `Tagger.tags` first: closed classes are looked up, then every word that may be a verb is settled from left to right by
`_participle`, `_base`, `_third` or `_ing`, each of which looks at the class before it and the word after it.
"""

import msgspec

from tocsin.core.document import Sentence
from tocsin.errors import ResourceError
from tocsin.resources.lexicons import Lexicons

DETERMINER, QUANTIFIER, NUMBER, NOUN, ADJECTIVE, POSSESSIVE = "D", "Q", "#", "N", "J", "X"
PREPOSITION, PARTICLE, CONJUNCTION, SUBORDINATOR, RELATIVE = "P", "p", "C", "S", "W"
SUBJECT_PRONOUN, OBJECT_PRONOUN, ADVERB, NEGATION, TO, STOP = "R", "O", "B", "!", "T", "."
BE, HAVE, DO, MODAL = "b", "h", "d", "m"
BASE, THIRD, PAST, PARTICIPLE, ING = "v", "z", "e", "n", "g"
"""Verb forms: base, -s, past (active), participle (passive or perfect), -ing."""

AUXILIARIES = frozenset({BE, HAVE, DO, MODAL})
VERBS = frozenset({BASE, THIRD, PAST, PARTICIPLE, ING})

_CODES = {
    "determiner": DETERMINER, "quantifier": QUANTIFIER, "number": NUMBER, "preposition": PREPOSITION, "particle": PARTICLE,
    "conjunction": CONJUNCTION, "subordinator": SUBORDINATOR, "relative": RELATIVE, "subject-pronoun": SUBJECT_PRONOUN,
    "object-pronoun": OBJECT_PRONOUN, "be": BE, "have": HAVE, "do": DO, "modal": MODAL, "negation": NEGATION, "adverb": ADVERB,
    "adjective": ADJECTIVE, "ing-noun": NOUN, "ly-noun": NOUN,
}  # fmt: skip
_SETS = frozenset({"abbreviation", "time", "plural", "not-plural", "ing-event"})
_OBJECT_STARTS = frozenset({DETERMINER, NUMBER, OBJECT_PRONOUN, QUANTIFIER, ADJECTIVE, NOUN})
_HARD_STARTS = frozenset({DETERMINER, NUMBER, OBJECT_PRONOUN, QUANTIFIER})
_BOUND_STARTS = frozenset({("at", "least"), ("at", "most"), ("up", "to"), ("as", "many")})
_BEFORE_MAY = frozenset("in on of since until last next early late".split())
"""Words before the month, not the auxiliary."""
_DOUBLED = frozenset("bdgklmnprt")


class WordList(msgspec.Struct, frozen=True, rename={"kind": "class"}):
    """One closed class of function_words.yaml."""

    kind: str
    words: tuple[str, ...]


class VerbGroup(msgspec.Struct, frozen=True):
    """Verbs that behave alike, from verbs.yaml; `object` is always, may or never."""

    object: str
    noun: bool
    verbs: tuple[str, ...]


class Form(msgspec.Struct, frozen=True, gc=False):
    """What a written form can be; `forms` holds the codes of the verb forms."""

    lemma: str
    forms: frozenset[str]
    object: str = "may"
    noun: bool = False
    known: bool = True


def plural_of(noun: str) -> str:
    """The regular plural of a folded noun phrase's last word."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"


class Tagger:
    """Gives each token of a sentence one class code. Raises ResourceError for a lexicon that contradicts itself."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.closed: dict[str, str] = {}
        self._sets: dict[str, frozenset[str]] = {}
        for entry in lexicons.entries("function_words", WordList):
            self._add_class(entry)
        self.forms: dict[str, Form] = {}
        for group in lexicons.entries("verbs", VerbGroup):
            for verb in group.verbs:
                self._add_verb(verb.split(), group)
        self.time, self.abbreviations = self._sets["time"], self._sets["abbreviation"]
        self._plural, self._not_plural, self._ing_event = self._sets["plural"], self._sets["not-plural"], self._sets["ing-event"]

    def _add_class(self, entry: WordList) -> None:
        if entry.kind in _SETS:
            self._sets[entry.kind] = frozenset(entry.words)
            return
        code = _CODES.get(entry.kind)
        if code is None:
            raise ResourceError(f"function_words: no class named {entry.kind}; there are: {', '.join(sorted(_CODES) + sorted(_SETS))}")
        for word in entry.words:
            if word in self.closed:
                raise ResourceError(f"function_words: {word} is in two classes")
            self.closed[word] = code

    def _add_verb(self, parts: list[str], group: VerbGroup) -> None:
        lemma = parts[0]
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
        stem = lemma
        if lemma.endswith("y") and lemma[-2] not in "aeou":
            third, past, ing = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
        elif lemma.endswith("ie"):
            past, ing = lemma + "d", lemma[:-2] + "ying"
        elif lemma.endswith("e") and not lemma.endswith(("ee", "ye")):
            past, ing = lemma + "d", lemma[:-1] + "ing"
        else:
            past, ing = stem + ("d" if stem.endswith("e") else "ed"), stem + "ing"
        pasts, participles, ings = {past}, {past}, {ing}
        if len(parts) == 3:
            pasts, participles = {parts[1]}, {parts[2]}
        if lemma[-1] in _DOUBLED and lemma[-2] in "aeiou" and (len(lemma) < 3 or lemma[-3] not in "aeiou"):
            ings.add(lemma + lemma[-1] + "ing")
            if len(parts) == 1:
                pasts.add(lemma + lemma[-1] + "ed")
                participles.add(lemma + lemma[-1] + "ed")
        codes: dict[str, set[str]] = {}
        for code, words in ((BASE, {lemma}), (THIRD, {third}), (PAST, pasts), (PARTICIPLE, participles), (ING, ings)):
            for word in words:
                codes.setdefault(word, set()).add(code)
        for word, forms in codes.items():
            earlier = self.forms.get(word)
            if earlier is not None and earlier.lemma == lemma:
                raise ResourceError(f"verbs: {lemma} is listed twice")
            if earlier is None:
                self.forms[word] = Form(lemma, frozenset(forms), group.object, group.noun)

    def tags(self, sentence: Sentence) -> list[str]:
        """One code per token."""
        return _Sentence(self, sentence).run()

    def form(self, word: str) -> Form | None:
        """The verb form a folded word can be, or None; an unknown word in -ed or -ing is taken for a verb."""
        known = self.forms.get(word)
        if known is not None:
            return known
        if len(word) > 4 and "-" not in word and word not in self.closed:
            if word.endswith("ed") and not word.endswith("eed"):
                return Form(word, frozenset({PAST, PARTICIPLE}), known=False)
            if word.endswith("ing"):
                return Form(word, frozenset({ING}), known=False)
        return None

    def is_plural(self, word: str) -> bool:
        """Whether a folded noun looks like a plural."""
        return word in self._plural or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in self._not_plural)

    def is_ing_event(self, word: str) -> bool:
        """Whether an -ing word is as often a noun as a verb."""
        return word in self._ing_event


class _Sentence:
    """The state of tagging one sentence from left to right."""

    def __init__(self, tagger: Tagger, sentence: Sentence) -> None:
        self.tagger, self.words = tagger, sentence.folded
        self.texts = [token.text for token in sentence.tokens]
        self.capitals = not any([text.islower() for text in self.texts])
        self.lexical = [self._lexical(i) for i in range(len(self.words))]
        self.tags: list[str] = []
        self.auxiliary = ""
        self.last_verb = ""

    def run(self) -> list[str]:
        for i, code in enumerate(self.lexical):
            tag = code if code not in {"?", ADJECTIVE, NOUN} else self._settle(i)
            self.tags.append(tag)
            if tag in AUXILIARIES or tag == TO:
                self.auxiliary = tag
            elif tag in VERBS:
                self.last_verb, self.auxiliary = tag, ""
            elif tag not in {ADVERB, NEGATION}:
                self.auxiliary = ""
        return self.tags

    def _lexical(self, i: int) -> str:
        """The class a word has by itself: "?" where it may be a verb."""
        word, tagger = self.words[i], self.tagger
        code = tagger.closed.get(word)
        if code is not None and not (word == "us" and self.texts[i] == "US" and not self.capitals):
            return self._closed_in_place(i, word, code)
        first = word[0]
        if first.isdecimal():
            return ADJECTIVE if "-" in word and not word[-1].isdecimal() else NUMBER
        if not first.isalpha():
            return POSSESSIVE if word in {"'s", "'"} and i else NOUN if word == "." and self._abbreviates(i) else STOP
        if word in {"may", "will"}:
            return MODAL
        if tagger.form(word) is not None:
            return NOUN if self._is_name(i) else "?"
        if word.endswith("ly") and len(word) > 4:
            return ADVERB
        return NOUN

    def _abbreviates(self, i: int) -> bool:
        """Whether the full stop at `i` belongs to a title before a name."""
        return 0 < i < len(self.words) - 1 and self.words[i - 1] in self.tagger.abbreviations and self.texts[i + 1][0].isupper()

    def _closed_in_place(self, i: int, word: str, code: str) -> str:
        following = self.words[i + 1] if i + 1 < len(self.words) else ""
        before = self.words[i - 1] if i else ""
        if word == "to":
            return TO if self._opens_infinitive(i + 1) else PREPOSITION
        if word == "may" and (before in _BEFORE_MAY or before[:1].isdecimal() or following[:1].isdecimal()):
            return NOUN
        if word == "that" and self.tagger.closed.get(before) == PREPOSITION:
            return DETERMINER  # "of that city"
        if word == "her" and (not following or not following[0].isalnum() or self.tagger.closed.get(following) in {PREPOSITION, CONJUNCTION, ADVERB}):
            return OBJECT_PRONOUN
        return code

    def _opens_infinitive(self, i: int) -> bool:
        while i < len(self.words) and (self.words[i].endswith("ly") or self.tagger.closed.get(self.words[i]) in {ADVERB, NEGATION}):
            i += 1
        if i == len(self.words):
            return False
        word = self.words[i]
        form = self.tagger.forms.get(word)
        return word in {"be", "have", "get", "do"} or (form is not None and BASE in form.forms) or (i + 1 < len(self.words) and self._unknown_base(i))

    def _unknown_base(self, i: int) -> bool:
        """An unknown word between "to" and a determiner or pronoun is a verb: "to assess the damage"."""
        word = self.words[i]
        return (
            word not in self.tagger.closed
            and word.isalpha()
            and self.texts[i].islower()
            and self.tagger.closed.get(self.words[i + 1]) in {DETERMINER, OBJECT_PRONOUN}
        )

    def _is_name(self, i: int) -> bool:
        """Capitalised inside running text: "Ahmed", "Rose"."""
        text = self.texts[i]
        if i == 0 or not text[0].isupper() or text.isupper() or not (self.texts[i - 1][0].isalnum() or self.texts[i - 1] in {",", "("}):
            return False
        return any([len(other) > 4 and other.islower() and self.words[j] not in self.tagger.closed for j, other in enumerate(self.texts)])

    def _settle(self, i: int) -> str:
        word = self.words[i]
        if self.lexical[i] == NOUN:
            # "were shot dead", but "the dead"
            return ADVERB if word == "dead" and i and self.tags[i - 1] in {PAST, PARTICIPLE} else self._unknown_present(i)
        form = self.tagger.form(word) or (Form(word, frozenset({PAST, PARTICIPLE}), known=False) if word.endswith("ed") else None)
        if form is None:
            return ADJECTIVE
        if self.lexical[i] == ADJECTIVE and not form.known and self.auxiliary not in {BE, HAVE}:
            return ADJECTIVE
        before = self._before(i)
        if BASE in form.forms and self.auxiliary in {TO, MODAL, DO}:
            return BASE
        if form.forms & {PAST, PARTICIPLE} and not (BASE in form.forms and form.noun and self.tagger.closed.get(self.words[i - 1]) == DETERMINER):
            return self._participle(i, form, before)
        if ING in form.forms:
            return self._ing(i, word, before)
        if BASE in form.forms:
            return self._base(i, form, before)
        return self._third(i, form, before)

    def _before(self, i: int) -> str:
        """The class before a word, adverbs skipped; a stop at the sentence's start."""
        j = self._index_before(i)
        return self.tags[j] if j >= 0 else STOP

    def _index_before(self, i: int) -> int:
        j = i - 1
        while j >= 0 and self.tags[j] in {ADVERB, NEGATION}:
            j -= 1
        return j

    def _next(self, i: int) -> int:
        """The index of the next word that is neither adverb nor particle."""
        i += 1
        while i < len(self.words) and (self.lexical[i] in {ADVERB, PARTICLE} or self.words[i] == "dead"):
            i += 1
        return i

    def _noun_follows(self, i: int) -> bool:
        j = i + 1
        while j < len(self.words) and self.lexical[j] == ADJECTIVE:
            j += 1
        return j < len(self.words) and self.words[j] not in self.tagger.time and (self.lexical[j] == NOUN or self._may_be_noun(j))

    def _may_be_noun(self, i: int) -> bool:
        form = self.tagger.form(self.words[i])
        return self.lexical[i] == "?" and form is not None and (form.noun or self.tagger.is_ing_event(self.words[i]))

    def _object_follows(self, i: int) -> bool:
        """Whether what stands after the verb at `i` can be its object; a second verb after "and" shares it."""
        j = self._next(i)
        if j + 1 < len(self.words) and self.lexical[j] == CONJUNCTION:
            form = self.tagger.form(self.words[j + 1])
            if form is not None and form.forms & {PAST, PARTICIPLE}:
                return self._object_follows(j + 1)
        if j == len(self.words):
            return False
        if self.words[j] in {"this", "that", "the", "a", "an"} and j + 1 < len(self.words) and self.words[j + 1] in self.tagger.time | {"same"}:
            return False
        if self.words[j] in self.tagger.time or self.words[j - 1] in self.tagger.time:
            return False
        if self.lexical[j] == PREPOSITION:
            return self.words[j : j + 2] in _BOUND_STARTS or (self.words[j] in {"about", "around"} and self.lexical[j + 1 : j + 2] == [NUMBER])
        return self.lexical[j] in _OBJECT_STARTS or self._may_be_noun(j)

    def _participle(self, i: int, form: Form, before: str) -> str:
        listed = self.lexical[i] == ADJECTIVE
        if self.auxiliary == BE:
            return PARTICIPLE
        if self.auxiliary == HAVE:
            return PARTICIPLE
        if listed and self.lexical[i + 1 : i + 2] != [] and self.lexical[i + 1] in {BE, MODAL}:
            return NOUN  # "the accused were convicted"
        if before in {DETERMINER, POSSESSIVE}:
            return ADJECTIVE if PARTICIPLE in form.forms else NOUN
        if (
            PARTICIPLE in form.forms
            and self._noun_follows(i)
            and (before in {PREPOSITION, ADJECTIVE, NUMBER, QUANTIFIER} or (before in {STOP, CONJUNCTION, *VERBS} and (listed or i == 0)))
            and not (before == CONJUNCTION and self.last_verb == PAST and self._one_is_named(i + 1))
        ):
            return ADJECTIVE
        if before in {PREPOSITION, ADJECTIVE, DO, MODAL} and BASE in form.forms and form.noun:
            return NOUN
        return self._voice(i, form, before)

    def _one_is_named(self, i: int) -> bool:
        """Whether a name in the singular stands here: "killed one and injured Ana Boe" goes on with a verb, "and wounded Syrians" may not."""
        return i < len(self.texts) and self.texts[i].istitle() and not self.capitals and not self.tagger.is_plural(self.words[i])

    def _voice(self, i: int, form: Form, before: str) -> str:
        """A past form without auxiliary: a finite active verb, or a passive participle ("two men killed in Lima")."""
        j = self._next(i)
        following = self.words[j] if j < len(self.words) else ""
        if PARTICIPLE not in form.forms or form.object == "never" or before in {RELATIVE, SUBJECT_PRONOUN, SUBORDINATOR}:
            return PAST if PAST in form.forms else PARTICIPLE
        if PAST not in form.forms or following == "by":
            return PARTICIPLE
        if before == CONJUNCTION and self.last_verb == PARTICIPLE and not self._object_follows(i):
            return PARTICIPLE
        if following in {":", "when"} and before in {NUMBER, QUANTIFIER} and form.object == "always":
            return PARTICIPLE  # "over 100 injured: the toll of a night", "11 wounded when shells fell"
        if form.lemma == "say" or following in {"that", ":", '"', "“", "how", "why", "whether", "when"} or self._object_follows(i):
            return PAST
        return PARTICIPLE if form.object == "always" else PAST

    def _unknown_present(self, i: int) -> str:
        """An unlisted word between a noun and a determiner is a present tense: "residents submit a letter", "the village suffers a raid"."""
        word = self.words[i]
        if self.auxiliary in {MODAL, DO} and self.texts[i].islower() and self.tags[i - 1] != TO:
            return BASE
        if i == 0 or self.lexical[i + 1 : i + 2] != [DETERMINER] or not self.texts[i].islower():
            return NOUN
        if word in self.tagger.closed or word in self.tagger.time:
            return NOUN
        if self.auxiliary in {TO, MODAL, DO}:
            return BASE
        before = self._before(i)
        plural = before == NOUN and self.tagger.is_plural(self.words[self._index_before(i)])
        if self.tagger.is_plural(word):
            return THIRD if before == NOUN and not plural else NOUN
        return BASE if plural else NOUN

    def _base(self, i: int, form: Form, before: str) -> str:
        following = self.lexical[i + 1] if i + 1 < len(self.words) else STOP
        if before in {RELATIVE, SUBJECT_PRONOUN} or (before == SUBORDINATOR and self.words[i - 1] == "that"):
            return BASE
        word_before = self.words[self._index_before(i)]
        if before == NOUN and self.tagger.is_plural(word_before):
            if not form.noun or following in _HARD_STARTS:
                return BASE
            if word_before not in {"police", "public", "media", "crew", "military"}:
                return BASE
            return BASE if following == NOUN and not self._verb_later(i) else NOUN
        if before == NOUN and not form.noun and following in _HARD_STARTS:
            return BASE  # "militants in the east seize six trucks"
        if before == NUMBER and following != NOUN and (word_before in {"hundreds", "thousands", "dozens", "scores"} or "," in word_before):
            return BASE  # "up to 5,000 protest for the port"
        if self.words[i - 1] == "," and not form.noun and following in _HARD_STARTS and NOUN in self.tags:
            return BASE  # "fans, as well as players, hold a march"
        if before == CONJUNCTION and self.last_verb == BASE and (not form.noun or following in _HARD_STARTS):
            return BASE
        return NOUN

    def _verb_later(self, i: int) -> bool:
        for j in range(i + 1, len(self.words)):
            form = self.tagger.forms.get(self.words[j])
            if self.lexical[j] in AUXILIARIES or (form is not None and form.forms & {PAST, THIRD}):
                return True
        return False

    def _third(self, i: int, form: Form, before: str) -> str:
        following = self.lexical[i + 1] if i + 1 < len(self.words) else STOP
        if before in {RELATIVE, SUBJECT_PRONOUN} or (self.words[i - 1] == "that" and following in _HARD_STARTS):
            return THIRD
        if before == NOUN or (before in {NUMBER, POSSESSIVE, CONJUNCTION} and following in _HARD_STARTS | {PREPOSITION}):
            return THIRD if not form.noun or following in _HARD_STARTS else NOUN
        return NOUN

    def _ing(self, i: int, word: str, before: str) -> str:
        event = self.tagger.is_ing_event(word)
        following = self.lexical[i + 1] if i + 1 < len(self.words) else STOP
        if self.auxiliary == BE:
            return ING
        if before == NUMBER and following != NOUN:
            return ING
        if before == QUANTIFIER and following in _HARD_STARTS | {PREPOSITION}:
            return ING
        if before in {DETERMINER, POSSESSIVE, ADJECTIVE, NUMBER, QUANTIFIER}:
            return ADJECTIVE if following == NOUN else NOUN
        if following in _HARD_STARTS:
            return ING
        if i == 0 and following == NOUN:
            return ADJECTIVE
        if not event:
            return ING
        if before == PREPOSITION or before in VERBS or (before == STOP and i):
            return ING if self._object_follows(i) else NOUN
        if before == NOUN and self.tagger.is_plural(self.words[self._index_before(i)]):
            return ING
        return NOUN
