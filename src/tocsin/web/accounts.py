"""Team mode: who is logged in, by the session of a cookie or by a token, and how people come to have one."""

import datetime as dt
import hashlib
import re
import secrets
import unicodedata

from fastapi import Request
from starlette.responses import Response

from tocsin.core.record import Record
from tocsin.errors import TocsinError
from tocsin.store import Store
from tocsin.store.accounts import LoggedIn
from tocsin.web import passwords
from tocsin.web.attempts import FORGOTTEN, Attempts
from tocsin.web.people import LOCAL_NAME, Level, Person

IDLE = dt.timedelta(hours=2)
"""A session that nobody uses ends."""
LONGEST = dt.timedelta(hours=12)
"""Every session ends: a working day."""
MOST_TOKENS = 20
COOKIE, SECURE_COOKIE = "tocsin_session", "__Host-tocsin_session"
"""The second is used wherever the browser comes by HTTPS: it cannot be set by a neighbouring host, nor be sent in the clear."""
TOKEN_PREFIX = "tocsin_"  # noqa: S105 - so that a token that leaked is found by who searches for it
_BYTES = 32
_BROWSERS = {
    "Firefox/": "Firefox",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
    "python": "a Python program",
}
_SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "Mac OS X": "a Mac", "Linux": "Linux"}
"""The first sign that is found counts: browsers name their forebears too."""
_RESERVED = frozenset({"rule", "person", "nobody", LOCAL_NAME, "command line"})
"""Names under which something else decides or is noted."""


class LogInError(TocsinError):
    """A log-in that is refused, in the same words whatever the reason."""


class TooManyError(TocsinError):
    """Too many tries; `wait` is for how long."""

    def __init__(self, wait: dt.timedelta) -> None:
        """Take how long."""
        self.wait = wait
        super().__init__(f"too many failed log-ins; try again in {max(1, round(wait.total_seconds()))} seconds")


class Opened(Record, frozen=True, kw_only=True):
    """A session that was just opened; `secret` goes into the cookie and nowhere else."""

    name: str
    secret: str


class TeamAccounts:
    """The accounts of a store (`create_app(accounts=...)`)."""

    def __init__(self, store: Store) -> None:
        """Take the open store."""
        self._kept = store.accounts
        self._attempts = Attempts(self._kept.failures(dt.datetime.now(dt.UTC) - FORGOTTEN))

    def who(self, request: Request) -> Person | None:
        """The person of the request's bearer token or session cookie; None when there is none that counts. A wrong token is never passed over."""
        header = request.headers.get("authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            found = self._kept.token(_digest(token.strip())) if scheme.casefold() == "bearer" else None
            return None if found is None else _person(found, by_token=True)
        secret = request.cookies.get(cookie_name(request))
        if not secret:
            return None
        digest = _digest(secret)
        found = self._kept.session(digest, idle=IDLE, longest=LONGEST)
        return None if found is None else _person(found, session=digest)

    def log_in(self, typed: str, password: str, request: Request) -> Opened:
        """Check the password and open a session; one that the browser had ends. Raises LogInError, or TooManyError."""
        address = request.client.host if request.client is not None else "unknown"
        name = self.checked(typed, password, address)
        self.end_present(request)
        return self.opened(name, request)

    def checked(self, typed: str, password: str, address: str) -> str:
        """The account's name, when the password is its own. Raises LogInError, or TooManyError."""
        typed = _plain(typed)[:100]
        name = self._kept.name_like(typed)
        counted = name if name is not None else typed.casefold()
        wait = self._attempts.begin(counted, address, dt.datetime.now(dt.UTC))
        if wait:
            raise TooManyError(wait)
        kept = self._kept.password_of(name) if name is not None else None
        if not passwords.fits(password, kept) or name is None or kept is None:
            self._kept.failed(name, address)
            raise LogInError("name or password is wrong, or the account is closed")
        self._attempts.succeeded(counted, address)
        if passwords.is_outdated(kept):
            self._kept.rehash(name, kept, passwords.hashed(password))
        return name

    def opened(self, name: str, request: Request) -> Opened:
        """A new session of a person who is who they say."""
        secret = secrets.token_urlsafe(_BYTES)
        agent = "".join([c for c in request.headers.get("user-agent", "") if c.isprintable()])[:200]
        address = request.client.host if request.client is not None else "unknown"
        expires = dt.datetime.now(dt.UTC) + IDLE
        self._kept.open_session(name, _digest(secret), expires=expires, agent=agent or "unknown", address=address)
        return Opened(name=name, secret=secret)

    def end_present(self, request: Request) -> None:
        """End the session that the request's cookie is of, if any: who logs in or out leaves none behind."""
        secret = request.cookies.get(cookie_name(request))
        digest = _digest(secret) if secret else None
        found = self._kept.session(digest, idle=IDLE, longest=LONGEST) if digest is not None else None
        if digest is not None and found is not None:
            self._kept.end_session(found.name, digest, by=found.name, action="logged out")

    def make_token(self, name: str, label: str) -> str:
        """A new token for programs, which is shown once. Raises StoreError when there are too many."""
        secret = TOKEN_PREFIX + secrets.token_urlsafe(_BYTES)
        self._kept.add_token(name, _digest(secret), label=_plain(label)[:60] or "token", most=MOST_TOKENS)
        return secret


def cookie_name(request: Request) -> str:
    """The cookie of the session, by how the browser came."""
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def set_cookie(answer: Response, opened: Opened, request: Request) -> None:
    """Give the browser its session."""
    secure = request.url.scheme == "https"
    answer.set_cookie(
        cookie_name(request), opened.secret, max_age=int(LONGEST.total_seconds()), path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop_cookie(answer: Response, request: Request) -> None:
    """Have the browser forget its session."""
    answer.delete_cookie(cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True, samesite="lax")


def add_account(store: Store, name: str, role: str, password: str, *, by: str) -> str:
    """Open an account and return its name as it is kept. Raises TocsinError for a name, role or password that is refused."""
    name = account_name(name)
    passwords.refuse_weak(password, name)
    store.accounts.add(name, role=role_named(role), password=passwords.hashed(password), by=by)
    return name


def set_password(store: Store, name: str, password: str, *, by: str) -> None:
    """Give an account another password. Raises TocsinError for one that is refused, or when there is no such account."""
    passwords.refuse_weak(password, name)
    store.accounts.set_password(name, passwords.hashed(password), by=by)


def account_name(typed: str) -> str:
    """The name as it is kept. Raises TocsinError for what would be no name, or would look like another's."""
    name = _plain(typed)
    if not re.fullmatch(r"[^\W_](?:[\w .'-]{0,58}[\w.])?", name):
        raise TocsinError("a name has 1 to 60 letters and digits, and blanks, dots, hyphens or apostrophes between them")
    if name.casefold() in _RESERVED:
        raise TocsinError(f"{name} is kept for other uses; choose another name")
    return name


def role_named(role: str) -> str:
    """A role as it is kept. Raises TocsinError when there is none of that name."""
    if role not in ROLES:
        raise TocsinError(f"there is no role {role}; there are: {', '.join(ROLES)}")
    return role


ROLES = tuple([level.name.casefold() for level in Level])


def in_words(agent: str) -> str:
    """What a browser calls itself, as people would: "Firefox on Linux"."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in agent), None)
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), None)
    if browser is None:
        return agent[:40]
    return browser if system is None else f"{browser} on {system}"


def _person(found: LoggedIn, *, session: str = "", by_token: bool = False) -> Person:
    return Person(name=found.name, level=Level[found.role.upper()], session=session, by_token=by_token)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _plain(words: str) -> str:
    """Words as they are compared: one form of each letter, nothing that is not seen."""
    return " ".join("".join([c for c in unicodedata.normalize("NFKC", words) if c.isprintable()]).split())
