"""Is there unrest or political violence in a text at all? A plain gate until a trained one ships (docs/scaling.md has its figures).

A text passes when it holds a word that evokes unrest or violence and that tells an act at least three of ten times that the trigger lexicon finds it.
Looked for are words, not acts: this has to be a hundred times faster than reading.
"""

import re

from tocsin.find.triggers import TriggerEntry, TriggerOdds
from tocsin.resources.codebook import Codebook
from tocsin.resources.lexicons import Lexicons

_LEAST = 0.3
"""Below it stand words like "died", "injured" and "fight", which tell of accidents and sport as a rule; above it "killed" and "attack"."""
_POLITICS = "politics"
"""The one family that is no unrest: visits, demands, resignations."""
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")


class Gate:
    """Made once from the lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        """Collect the words that pass a text."""
        ordinary = {row.code for row in Codebook(lexicons).families()[_POLITICS]}
        types = {f"trigger:{entry.id or entry.type}": entry.type for entry in lexicons.entries("triggers", TriggerEntry)}
        rows = [row for row in lexicons.entries("trigger_odds", TriggerOdds) if row.rule in types and types[row.rule] not in ordinary]
        told = {words for row in rows for words, odds in row.words.items() if odds >= _LEAST}
        self._words = frozenset([words for words in told if _WORD.fullmatch(words)])
        phrases = "|".join(sorted([re.escape(words) for words in told - self._words]))
        self._phrases = re.compile(rf"\b(?:{phrases})\b") if phrases else None

    def passes(self, text: str) -> bool:
        """Whether `text` is worth its full reading."""
        low = text.lower().replace("’", "'")
        return not self._words.isdisjoint(_WORD.findall(low)) or (self._phrases is not None and self._phrases.search(low) is not None)
