"""Which of the names in the inputs are worth keeping, and which further names follow from them."""

import re
import unicodedata
from functools import cache

GENERIC = (
    "metropolitan city|metropolitan municipality|autonomous region|autonomous republic|autonomous okrug|autonomous oblast|regional state|"
    "city|county|parish|district|"
    "province|region|oblast|oblisi|oblysy|raion|rayon|kray|krai|okrug|republic|respublika|respublikasi|municipality|governorate|department|state|prefecture|"
    "division|territory|voivodeship|canton|borough|council area|census area|municipio|barrio|muhafazah|sheng|shi|xian|vilayati|viloyati|"
    "welayaty|ili|apskritis"
)  # fmt: skip
_AFTER = re.compile(rf"^(?P<base>.+?)[ -](?P<generic>{GENERIC})['’]?$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:the )?(?P<generic>province|provincia|department|departamento|département|region|región|state|estado|district|distrito|"
    r"municipality|municipio|republic|"
    r"county|governorate|comunidad|comunidad autónoma|parroquia|gobernación) (?:of|de|del|do|da|du|d['’]) ?(?P<base>.+)$",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?:oblast['’]?|oblysy|kray|okrug|respublika|vilayati|viloyati|welayaty|sheng)$", re.IGNORECASE)
_ENGLISH = re.compile(r" (?:oblast|region|krai|kray|province|governorate|republic|okrug)$", re.IGNORECASE)


@cache
def _latin(character: str) -> bool:
    return not character.isalpha() or unicodedata.name(character, "").startswith(("LATIN", "MODIFIER"))


def usable(name: str) -> bool:
    """Whether a report in English could hold this name.

    Left out: other scripts, machine transliterations (all in lower case), airport codes, names with digits, commas or brackets.
    """
    letters = sum(map(str.isalpha, name))
    return (
        letters >= 2
        and len(name) <= 60
        and all(map(_latin, name))
        and any(map(str.isupper, name))
        and not (name.isupper() and len(name) <= 4)
        and not any(c.isdigit() or c in ",()[];:" for c in name)
    )


def turned(name: str) -> str:
    """ISO's "Murcia, Región de" the right way round: "Región de Murcia"; "Tatarstan, Respublika" is "Respublika Tatarstan"."""
    base, comma, rest = name.partition(", ")
    return f"{rest} {base}" if comma else name


def base(name: str) -> tuple[str, str | None]:
    """A unit's name without the word for what it is, and that word: "Rapides Parish" is ("Rapides", "parish")."""
    match = _AFTER.match(name) or _BEFORE.match(name)
    return (match["base"].strip(), match["generic"].lower()) if match else (name, None)


def shown(name: str, aliases: list[str]) -> str:
    """The name to show: an English one where the input puts the local one first ("Donetska oblast" -> "Donetsk Oblast")."""
    if not _LOCAL.search(name) and ", " not in name:
        return name
    english = sorted([alias for alias in aliases if alias.isascii() and _ENGLISH.search(alias)], key=len)
    plain = sorted([alias for alias in aliases if alias.isascii()], key=len)
    return (english or plain or [turned(name)])[0]
