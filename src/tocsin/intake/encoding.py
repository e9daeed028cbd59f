"""Bytes to characters, without losing or inventing any."""

import codecs
import re

from tocsin.errors import UnreadableError
from tocsin.intake.kinds import recognise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROLS = 0.01
"""Largest share of control bytes in a text; compressed data has about 12%."""
_MAX_HIGH_BYTES = 0.1
"""Largest share of bytes over 127 in an English text of one byte a character (quotation marks, dashes, names); Cyrillic has 70% and more."""
_SEQUENCES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TEXT_CODECS = re.compile(r"utf-?(?:8|16|32)|ascii|iso8859|latin|cp\d+|koi8|gb|big5|shift_?jis|euc_|mac[-_]|tis|hz|iso2022", re.IGNORECASE)
_SAMPLE = 200_000


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """The characters of `raw`.

    In this order: a byte-order mark; the `declared` charset when the bytes agree with it; UTF-8; UTF-16 without a mark; UTF-8 with a few stray
    Windows-1252 bytes (pages pasted together); Windows-1252 where few bytes are over 127; what charset_normalizer finds. Raises UnreadableError for
    no bytes, for bytes that are no text, and where nothing fits.
    """
    if not raw:
        raise UnreadableError("it is empty; there is nothing to read")
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, codec) or _undecided(raw)
    if declared and (text := _strict(raw, _known(declared))) is not None:
        _refuse_binary(raw, text)
        return text
    if (text := _strict(raw, "utf-8")) is not None:
        return _utf16(raw) or _checked(raw, text)
    return _utf16(raw) or _undecided(raw)


def _checked(raw: bytes, text: str) -> str:
    _refuse_binary(raw, text)
    return text


def _known(declared: str) -> str | None:
    """Python's name of a charset, or None for one that is unknown or no charset; Latin-1 means Windows-1252, as in browsers."""
    try:
        name = codecs.lookup(declared.strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    if not _TEXT_CODECS.match(name):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _strict(raw: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark: English in it has a NUL in nearly every other place, always on the same side."""
    sample = raw[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or len(raw) % 2 or sample.count(0) * 4 < len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd):
        return None
    text = _strict(raw, "utf-16-be" if even > odd else "utf-16-le")
    return text if text is not None and "\0" not in text else None


def _refuse_binary(raw: bytes, text: str) -> None:
    """Raise UnreadableError when `text`, the decoded `raw`, is none: too many controls, some controls behind a known signature, or rich text."""
    controls = len(_CONTROLS.findall(text))
    known = recognise(raw)
    if controls > len(text) * _MAX_CONTROLS or (known and (controls or raw.startswith(b"{\\rtf"))):
        what = f"it looks like {known}" if known else "it is a binary file; give Tocsin text, HTML, PDF or JSON lines"
        raise UnreadableError(f"it holds no text: {what}")


def _undecided(raw: bytes) -> str:
    _refuse_binary(raw, raw.decode("latin-1"))
    sequences = len(_SEQUENCES.findall(raw))
    strays = raw.decode("utf-8", "replace").count("�") if sequences else 0
    if sequences > 4 * strays:
        return raw.decode("utf-8", _STRAY)
    high = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    if high <= len(raw) * _MAX_HIGH_BYTES and (text := _strict(raw, "cp1252")) is not None:
        return text
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 50 ms, seldom needed

    best = from_bytes(raw[:_SAMPLE]).best()
    text = _strict(raw, best.encoding) if best is not None else None
    if text is None:
        raise UnreadableError("its character encoding cannot be told; save it as UTF-8")
    _refuse_binary(raw, text)
    return text


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Decode what is no UTF-8 as Windows-1252; the five bytes it leaves open become U+FFFD, so that the loss is seen."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAY = "tocsin-stray-bytes"
codecs.register_error(_STRAY, _stray)
