"""Tocsin as the benchmarks see it."""

from collections.abc import Sequence
from typing import Any

from eval.benchmark import NeedsModelError
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Segmented
from tocsin.core.hints import Hints
from tocsin.core.mentions import Mention, Stance, Statement
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Unresolved
from tocsin.find.places.ranking import options
from tocsin.find.places.words import PlaceWords
from tocsin.pipeline import Reader
from tocsin.resources.shipped import load_resources
from tocsin.text.segment import segment


class _Remembering(Reader):
    """A reader that keeps the hints of the last document: benchmarks ask about one document several times, and the network is most of the cost."""

    _last: tuple[str, Hints | None] = ("", None)

    def hints(self, segmented: Segmented) -> Hints | None:
        if self._last[0] != segmented.document.id:
            self._last = (segmented.document.id, super().hints(segmented))
        return self._last[1]


class Tocsin:
    """The shipped reader, with or without its trained part. Raises ResourceError when a resource is missing or damaged."""

    def __init__(self, *, model: bool) -> None:
        self.model = model
        resources = load_resources(model=model)
        self._reader = _Remembering(resources)
        self._gazetteer = resources.gazetteer
        self._words = PlaceWords(resources.lexicons, resources.gazetteer)

    def extract(self, document: Document) -> Extraction:
        """All claims of one document."""
        return self._reader.extract(document)

    def segment(self, document: Document) -> Segmented:
        """Sentences and tokens."""
        return segment(document)

    def hints(self, document: Document) -> Hints:
        """What the trained heads propose. Raises NeedsModelError without the model."""
        hints = self._reader.hints(segment(document))
        if hints is None:
            raise NeedsModelError("it measures the trained reader")
        return hints

    def statements(self, document: Document) -> Sequence[Statement]:
        """What the attribution finder settles on."""
        segmented = segment(document)
        return self._reader.attribution.find(segmented, self._reader.hints(segmented))

    def find_places(self, document: Document) -> Sequence[Mention]:
        """The place names of a document."""
        segmented = segment(document)
        return self._reader.places.find(segmented, self._reader.hints(segmented))

    def resolve_places(self, segmented: Segmented, mentions: tuple[Mention, ...]) -> Sequence[Any]:
        """The place that each of these names stands for."""
        return self._reader.places.resolve(segmented, mentions)

    def dates(self, document: Document) -> Sequence[tuple[Span, DateInterval | Unresolved]]:
        """The date phrases of a document with their intervals."""
        return [(one.mention.span, one.value) for row in self._reader.dated(segment(document)) for one in row]

    def offered_places(self, text: str, start: int, end: int) -> Sequence[Any]:
        """The places that the gazetteer has under the words there."""
        return [option.row for option in options(self._gazetteer, self._words.read(text, start, end))]

    def stances(self, document: Document, targets: Sequence[Span]) -> Sequence[Stance]:
        """How surely each target is said to have happened."""
        segmented = segment(document)
        hints = self._reader.hints(segmented)
        statements = self._reader.attribution.find(segmented, hints)
        stances = []
        for target in targets:
            sentence = segmented.sentence_at(target.start)
            certainty = hints.certainty_at(target) if hints is not None else None
            stances.append(self._reader.factuality.assess(sentence, target, statements, certainty) if sentence is not None else Stance())
        return stances
