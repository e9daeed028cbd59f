"""The forms an English verb or noun takes: regular rules, and the irregular verbs of the verbs lexicon."""

import msgspec

from tocsin.resources.lexicons import Lexicons

_VOWELS = frozenset("aeiou")
_DOUBLED = frozenset("commit refer expel compel rebel patrol kidnap worship travel cancel equip admit permit occur ram stab club shoot".split())
"""Verbs of more than one syllable whose last consonant doubles (American and British spellings are both made where they differ)."""
_IRREGULAR_PLURALS = {"man": "men", "woman": "women", "child": "children", "person": "people", "life": "lives", "wife": "wives", "foot": "feet"}


class VerbGroup(msgspec.Struct, frozen=True):
    """An entry of the verbs lexicon: lemmas, each followed by past and participle where irregular."""

    object: str
    noun: bool
    verbs: tuple[str, ...]


class Morphology:
    """Makes forms from lemmas."""

    def __init__(self, lexicons: Lexicons) -> None:
        """Read the irregular forms from lexicon `verbs`."""
        self._irregular: dict[str, tuple[str, str]] = {}
        for group in lexicons.entries("verbs", VerbGroup):
            for line in group.verbs:
                lemma, *rest = line.split()
                if rest:
                    self._irregular[lemma] = (rest[0], rest[-1])

    def verb(self, lemma: str) -> dict[str, str]:
        """Every form of `lemma` with what it is: base, s, past, participle or ing (a form that is past and participle counts as participle)."""
        past, participle = self._irregular_pasts(lemma)
        forms = {lemma: "base", third_person(lemma): "s"}
        forms |= dict.fromkeys(present_participles(lemma), "ing")
        if past is None or participle is None:
            forms |= dict.fromkeys(regular_pasts(lemma), "participle")
        else:
            forms |= {past: "past", participle: "participle"}
        return forms

    def _irregular_pasts(self, lemma: str) -> tuple[str, str] | tuple[None, None]:
        if lemma in self._irregular:
            return self._irregular[lemma]
        for prefix in ("re", "over", "under", "out", "with"):
            stem = self._irregular.get(lemma.removeprefix(prefix)) if lemma.startswith(prefix) else None
            if stem is not None:
                return prefix + stem[0], prefix + stem[1]
        return None, None


def third_person(lemma: str) -> str:
    """He ... s."""
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in {"go", "do", "veto"}:
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def plural(noun: str) -> str:
    """The plural of a noun or of a compound's last word."""
    head, _, last = noun.rpartition(" ")
    made = _IRREGULAR_PLURALS.get(last) or (last[:-3] + "men" if last.endswith("man") and last != "human" else third_person(last))
    return f"{head} {made}" if head else made


def _doubles(lemma: str) -> bool:
    if lemma in _DOUBLED:
        return True
    groups = sum(1 for i, char in enumerate(lemma) if char in _VOWELS and (i == 0 or lemma[i - 1] not in _VOWELS))
    return groups == 1 and len(lemma) > 2 and lemma[-1] not in _VOWELS | set("wxyh") and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS


def present_participles(lemma: str) -> tuple[str, ...]:
    """...ing, with both spellings where English has two."""
    if lemma.endswith("ie"):
        return (lemma[:-2] + "ying",)
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")):
        return (lemma[:-1] + "ing",)
    return (lemma + lemma[-1] + "ing", lemma + "ing") if _doubles(lemma) else (lemma + "ing",)


def regular_pasts(lemma: str) -> tuple[str, ...]:
    """...ed, with both spellings where English has two."""
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (lemma[:-1] + "ied",)
    return (lemma + lemma[-1] + "ed", lemma + "ed") if _doubles(lemma) else (lemma + "ed",)
