"""Reporting cues: the lexicon `reporting_cues`, looked up in a frame."""

import enum

import msgspec

from tocsin.find.attribution.frames import Frame
from tocsin.resources.lexicons import Lexicons


class Shape(enum.Enum):
    """How a cue stands to its speaker and content."""

    VERB = "verb"
    ACCORDING = "according"
    IMPERSONAL = "impersonal"
    ADVERB = "adverb"
    NOUN = "noun"


class Take(enum.Enum):
    """What follows a cue."""

    CLAUSE = "clause"
    THAT = "that"
    QUOTE = "quote"
    OBJECT = "object"
    FIGURE = "figure"  # an object that holds a number: "counted 12 bodies"
    INFINITIVE = "infinitive"
    ADDRESSEE = "addressee"
    PREDICATE = "predicate"
    BACKWARD = "backward"


class Sense(enum.Enum):
    """What kind of act the cue reports."""

    SPEECH = "speech"
    BELIEF = "belief"
    DEMAND = "demand"
    ACCUSATION = "accusation"
    DENIAL = "denial"
    SHOWING = "showing"


class CueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the lexicon."""

    id: str
    shape: Shape
    forms: tuple[str, ...]
    takes: tuple[Take, ...] = ()
    sense: Sense = Sense.SPEECH
    nouns: tuple[str, ...] = ()


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A cue at items `start` to `end` (half-open) of a frame."""

    start: int
    end: int
    entry: CueEntry
    form: str

    @property
    def participle(self) -> bool:
        """Whether it is an -ing form ("adding that")."""
        return self.form.split(" ", 1)[0].endswith("ing")

    @property
    def past(self) -> bool:
        """Whether the form may be a past participle ("was accused"), going by what English forms look like."""
        return self.form.split(" ", 1)[0].endswith(("ed", "said", "told", "shown", "thought", "found", "felt", "learnt", "ied"))

    def takes(self, what: Take) -> bool:
        """Whether `what` may follow."""
        return what in self.entry.takes


class CueLexicon:
    """All cues, by their first word."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], CueEntry, str]]] = {}
        for entry in lexicons.entries("reporting_cues", CueEntry):
            for form in entry.forms:
                words = tuple(form.split())
                self._by_first.setdefault(words[0], []).append((words, entry, form))
        for rows in self._by_first.values():
            rows.sort(key=_longest_first)
        self.verb_forms = frozenset(
            [words[0] for rows in self._by_first.values() for words, entry, form in rows if entry.shape is Shape.VERB and form not in entry.nouns]
        )

    def find(self, frame: Frame) -> list[Cue]:
        """The cues of a frame, longest first where they overlap, in order."""
        found = []
        words = frame.words
        i = 0
        while i < len(words):
            rows = self._by_first.get(words[i], ())
            match = next((row for row in rows if tuple(words[i : i + len(row[0])]) == row[0]), None)
            if match is None:
                i += 1
                continue
            found.append(Cue(i, i + len(match[0]), match[1], match[2]))
            i += len(match[0])
        return found


def _longest_first(row: tuple[tuple[str, ...], CueEntry, str]) -> tuple[int, tuple[str, ...]]:
    return (-len(row[0]), row[0])
