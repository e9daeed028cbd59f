"""Stems for telling whether two triggers are one word: "killings", "killed" and "killer" are, and so are "shot" and "shooting"."""

from functools import cache

import msgspec

from tocsin.resources.lexicons import shipped_lexicons

_ENDINGS = "ations ation ings ing ions ion ments ment ers er ors or ies ied eds ed es s e y".split()
_LEAST = 3
"""Letters that must be left of a word."""


class _Verbs(msgspec.Struct, frozen=True):
    """The part of an entry of the verbs lexicon that is needed here: lemmas, each followed by past and participle where irregular."""

    verbs: tuple[str, ...]


@cache
def _irregular() -> dict[str, str]:
    lines = [line.split() for group in shipped_lexicons().entries("verbs", _Verbs) for line in group.verbs]
    return {form: lemma for lemma, *forms in lines for form in forms}


@cache
def stem(word: str) -> str:
    """The word without its endings, folded. For comparing only: it need not be a word."""
    left = word.lower()
    left = _irregular().get(left, left)
    while True:
        ending = next((ending for ending in _ENDINGS if left.endswith(ending) and len(left) - len(ending) >= _LEAST), None)
        if ending is None:
            break
        left = left.removesuffix(ending)
    return left[:-1] if len(left) > _LEAST and left[-1] == left[-2] else left
