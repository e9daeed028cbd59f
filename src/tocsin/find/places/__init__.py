"""Places: found in the text, and settled for the whole report at once.

A newcomer reads `PlaceFinder` here, then finding.py (what is a place name), words.py (what the words ask for), ranking.py (which place is meant) and
resolving.py (one answer for each mention, with its reasons). `event_place` ties places to event words.
"""

from tocsin.core.document import Segmented
from tocsin.core.hints import Hints
from tocsin.core.mentions import Mention
from tocsin.find.places.finding import Finder
from tocsin.find.places.resolving import Resolution, Resolver
from tocsin.find.places.tying import event_place
from tocsin.resources.gazetteer import Gazetteer
from tocsin.resources.lexicons import Lexicons

__all__ = ["PlaceFinder", "Resolution", "event_place"]


class PlaceFinder:
    """Finds and settles places. Built once from the lexicons and the gazetteer; keeps nothing between reports but cached look-ups."""

    def __init__(self, lexicons: Lexicons, gazetteer: Gazetteer) -> None:
        """Raises ResourceError when a lexicon it needs is missing."""
        self._resolver = Resolver(lexicons, gazetteer)
        self._finder = Finder(lexicons, gazetteer, self._resolver.words)

    def find(self, segmented: Segmented, hints: Hints | None = None) -> tuple[Mention, ...]:
        """The place mentions of a report in order of appearance; known squares and buildings come as facilities."""
        return self._finder.find(segmented, hints)

    def resolve(self, segmented: Segmented, mentions: tuple[Mention, ...]) -> tuple[Resolution, ...]:
        """What each mention stands for, in the same order: a place or unresolved, the candidates weighed, and why."""
        return self._resolver.resolve(segmented, mentions)
