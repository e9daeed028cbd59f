"""Passwords: which are refused, and how they are kept (OWASP Password Storage and ASVS 5.0 chapter 6; NIST SP 800-63B 3.1.1)."""

import re
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tocsin.errors import TocsinError

SHORTEST, LONGEST = 12, 256
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 19 MiB and a core for a moment: a crowd at the log-in waits instead of taking all of the machine."""
_COMMON = (
    "password passwort passphrase motdepasse contrasena welcome willkommen letmein iloveyou trustno login admin administrator changeme "
    "default secret master monkey dragon sunshine princess football baseball superman batman shadow tocsin qwertyuiop qwertz qwerty azerty "
    "asdfghjkl zxcvbnm asdf 1q2w3e4r5t6y 1q2w3e4r 1qaz2wsx 0987654321 9876543210 1234567890 0123456789 123456789 12345678 1234567 123456 "
    "12345 1234 123 abcdefghijkl abcdef abc january february march april june july august september october november december spring summer "
    "autumn winter monday friday user test"
).split()
_PLAIN = str.maketrans("@0134578$!", "aoieastbsi")
_MORE = 6
"""Characters that must be left when what everybody tries first is taken out."""


class PasswordError(TocsinError):
    """A password that is refused; the message says why, and does not hold it."""


def refuse_weak(password: str, name: str) -> None:
    """Raises PasswordError for what is guessed first: too short, common words and runs of keys, the person's own name, few different characters."""
    told = _folded(password)
    if len(password) < SHORTEST:
        raise PasswordError(f"a password has at least {SHORTEST} characters; three or four words that do not belong together are good")
    if len(password) > LONGEST:
        raise PasswordError(f"a password has at most {LONGEST} characters")
    if len(set(told)) < 5:
        raise PasswordError("this password repeats few characters; choose one that is harder to guess")
    names = [part for part in re.split(r"[\W_]+", _folded(name)) if len(part) >= 3]
    if any([_left(form, names) < _MORE <= _left(form, ()) for form in (told, told.translate(_PLAIN))]):
        raise PasswordError("this password is little more than the account's name; choose another one")
    if any([_left(form, names) < _MORE for form in (told, told.translate(_PLAIN))]):
        raise PasswordError("this password is among the first that are tried; choose one that is harder to guess")


def _left(password: str, names: list[str] | tuple[()]) -> int:
    """How much there is to it besides what everybody tries."""
    for word in (*names, *_COMMON):
        password = password.replace(word, " ")
    return len("".join(re.findall(r"[^\W\d_]|\d", re.sub(r"\b(?:19|20)\d\d\b", " ", password))))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the least that OWASP asks for: 19 MiB, two passes, one lane."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(_normal(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether it is the password that was kept. For an account there is not (None) it takes as long, and is none."""
    with _AT_ONCE:
        try:
            _hasher().verify(kept if kept is not None else _nobody(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with less than is asked for now."""
    return _hasher().check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return _hasher().hash("nobody's")


def _normal(password: str) -> str:
    """One keyboard's letters are another's letters with accents; more than the longest password is none."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])
