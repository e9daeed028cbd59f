"""How names are made alike for looking them up: "Alma-Ata", "ALMA ATA" and "Alma‑Ata" are one name; "Kraków" is "Krakow"."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n", "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k", "ẖ": "h", "ọ": "o",
        "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "`": "", "´": "", "ʿ": "", "ʾ": "", "ʹ": "", "ʺ": "", "′": "", "“": "", "”": "", '"': "",
        ".": " ", "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", "/": " ", "_": " ", "\u00a0": " ",
    }
)  # fmt: skip
_WHOLE = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key a name is stored and looked up under: lower case, no diacritics, apostrophes dropped, hyphens as spaces, "St." as "saint".

    The result has another length than the name; spans are never counted in it.
    """
    name = _INITIALS.sub(_joined, name)
    if name.isascii():
        plain = name.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name.lower())
        plain = "".join([c for c in decomposed if not unicodedata.combining(c)])
    words = plain.translate(_LETTERS).split()
    if len(words) > 1:
        words = [_WHOLE.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(words)


def _joined(initials: re.Match[str]) -> str:
    return initials.group().replace(".", "")
