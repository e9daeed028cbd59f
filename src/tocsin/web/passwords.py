"""Passwords: which are refused, and how they are kept (OWASP Password Storage and ASVS 5.0 chapter 6; NIST SP 800-63B 3.1.1)."""

import re
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from tocsin.errors import TocsinError

SHORTEST, LONGEST = 12, 256
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 19 MiB and a core for a moment: a crowd at the log-in waits instead of taking all of the machine."""
_GUESSES = 10**8
"""Tries that a password must outlast where tries are slowed down (zxcvbn's third step of four)."""
_PART = 3
"""Letters that a part of a name has at least, to be told in a password."""
_LOOKED_AT = 72
"""Characters of a password that are looked at; with more of them the time grows as their square."""


class PasswordError(TocsinError):
    """A password that is refused; the message says why, and does not hold it."""


def refuse_weak(password: str, name: str) -> None:
    """Raises PasswordError for what is guessed first: too short, common passwords, words and runs of keys (zxcvbn), the person's own name."""
    if len(password) < SHORTEST:
        raise PasswordError(f"a password has at least {SHORTEST} characters; three or four words that do not belong together are good")
    if len(password) > LONGEST:
        raise PasswordError(f"a password has at most {LONGEST} characters")
    told = _normal(password)
    if _guesses(told) < _GUESSES:
        raise PasswordError("this password is among the first that are tried; choose one that is harder to guess")
    names = [part for part in re.split(r"[\W_]+", _normal(name)) if len(part) >= _PART]
    rest = re.sub("|".join(map(re.escape, [*names, "tocsin"])), "", told, flags=re.IGNORECASE)
    if rest != told and _guesses(re.sub(r"[\W_]", "", rest)) < _GUESSES:
        raise PasswordError("this password is little more than a name; choose another one")


def _guesses(password: str) -> float:
    """Tries until somebody has it who begins with what people choose most."""
    return float(zxcvbn(password[:_LOOKED_AT])["guesses"]) if password else 1.0


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
