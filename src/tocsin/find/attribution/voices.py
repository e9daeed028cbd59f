"""From a speaker's words to a kind, in the order of the text: pronouns and repeated names take the kind of whom they stand for."""

from tocsin.core.document import Segmented
from tocsin.core.scales import SpeakerKind
from tocsin.find.attribution.frames import is_upper
from tocsin.find.attribution.speakers import NameTable, SpeakerKinds

_SINGULAR = frozenset(["he", "she", "him", "her", "himself", "herself", "i", "who"])
_PLURAL = frozenset(["they", "them", "we", "us", "both", "some", "others", "many", "several", "all"])
_NEUTER = frozenset(["it"])
_BODIES = frozenset(
    [
        SpeakerKind.MEDIA,
        SpeakerKind.GOVERNMENT,
        SpeakerKind.NGO,
        SpeakerKind.ORGANISERS,
        SpeakerKind.ARMED_GROUP,
        SpeakerKind.OPPOSITION,
        SpeakerKind.UNNAMED,
    ]
)
_CREDENTIALS = frozenset(["jr", "sr", "sc", "ii", "iii", "-", "*"])


class Voices:
    """The speakers of one report so far. Ask in the order of the text; each answer is remembered."""

    def __init__(self, segmented: Segmented, kinds: SpeakerKinds) -> None:
        self._kinds = kinds
        self._names = NameTable([sentence.folded for sentence in segmented.sentences])
        self._upper = is_upper(segmented.document.text)
        self._known: dict[str, SpeakerKind] = {}
        self._last: SpeakerKind | None = None
        self._last_singular: SpeakerKind | None = None
        self._last_plural: SpeakerKind | None = None
        self._last_body: SpeakerKind | None = None

    def kind(self, words: list[str], context: list[str], *, capital: bool, definite: bool) -> tuple[SpeakerKind, bool]:
        """The kind of the speaker named by `words` (folded), and whether anything in the report says so or it is only a name.

        `capital`: the last word has one; `definite`: the phrase opens with "the".
        """
        if len(words) == 1 and words[0] in _SINGULAR | _PLURAL | _NEUTER:
            return self._pronoun(words[0]), True
        found = self._kinds.of(words, context)
        kind: SpeakerKind
        if found is not None and found[1]:
            kind = found[0]
        elif found is not None and definite and self._last is not None and not capital:
            kind = self._last
        else:
            kind = self._by_name(words, fallback=None if found is None else found[0]) if capital or self._upper else self._plain(found)
        self._remember(words, kind)
        return kind, kind is not SpeakerKind.PERSON or found is not None

    def _plain(self, found: tuple[SpeakerKind, bool] | None) -> SpeakerKind:
        return SpeakerKind.PERSON if found is None else found[0]

    def _pronoun(self, word: str) -> SpeakerKind:
        if word in _SINGULAR:
            kind = self._last_singular or self._last
        elif word in _NEUTER:
            kind = self._last_body or self._last
        else:
            kind = self._last_plural or self._last
        return kind or (SpeakerKind.UNNAMED if word in _PLURAL else SpeakerKind.PERSON)

    def _by_name(self, words: list[str], fallback: SpeakerKind | None) -> SpeakerKind:
        """A name takes the kind it was spoken with before, or the one that its title or appositive gives it somewhere in the report."""
        name = next((word for word in reversed(words) if word not in _CREDENTIALS and len(word) > 1), words[-1])
        if name in self._known:
            return self._known[name]
        unsure = fallback
        for before, after in self._names.contexts(name):
            found = self._kinds.of(before or [name], after, whole=False)
            if found is not None and found[1]:
                return found[0]
            if found is not None and unsure is None:
                unsure = found[0]
        return SpeakerKind.PERSON if unsure is None else unsure

    def _remember(self, words: list[str], kind: SpeakerKind) -> None:
        last = words[-1]
        self._known[last] = kind
        self._last = kind
        plural = (last.endswith("s") and not last.endswith("ss")) or last in {"police", "people", "media", "men", "women", "military", "army"}
        if plural:
            self._last_plural = kind
        else:
            self._last_singular = kind
        if kind in _BODIES:
            self._last_body = kind
