"""Who asks, and what they may do.

In local mode there is one person, who may do everything and is called as they please (a cookie); in team mode the session or token says who it is.
"""

import enum
from typing import Annotated, Protocol
from urllib.parse import unquote

from fastapi import Depends, Request

from tocsin.core.record import Record
from tocsin.reconcile.compare import RULE
from tocsin.web.security import SAFE, FormTokens

LOCAL_NAME = "me"
NAME_COOKIE = "tocsin_name"
API = "/api/"
"""Where programs ask, in JSON."""


class Level(enum.IntEnum):
    """What a person may do; each level may do all that the ones before it may."""

    READER = 1
    """Look, and download."""
    CODER = 2
    """Add reports and review claims."""
    EDITOR = 3
    """Merge and split events, choose the rule."""
    ADMIN = 4
    """Manage accounts, unmask."""


class Person(Record, frozen=True, kw_only=True):
    """Who asks. `session` is what their form tokens are bound to ("" in local mode); `by_token` says that a program asks with a token."""

    name: str
    level: Level
    session: str = ""
    by_token: bool = False


class LogInNeededError(Exception):
    """Nobody is logged in: pages lead to the log-in, the interface answers 401."""


class RefusedError(Exception):
    """The person may not do this; the message says what it takes."""


class RoleError(RefusedError):
    """It takes a higher role; that somebody tried is noted in the audit log."""


class Accounts(Protocol):
    """What team mode asks of its accounts (tocsin.web.accounts)."""

    def who(self, request: Request) -> Person | None:
        """The person of the request's session cookie or bearer token; None when there is none that counts."""


def person_of(request: Request) -> Person:
    """Who asks; looked up once a request. Raises LogInNeededError in team mode when nobody is logged in."""
    known: Person | None = getattr(request.state, "person", None)
    if known is None:
        accounts: Accounts | None = request.app.state.accounts
        known = _local(request) if accounts is None else accounts.who(request)
        if known is None:
            raise LogInNeededError
        request.state.person = known
    return known


def _local(request: Request) -> Person:
    """The one person of local mode. What they are called is for the record: it is never the rule's name, which decides otherwise."""
    name = "".join(c for c in unquote(request.cookies.get(NAME_COOKIE, "")) if c.isprintable()).strip()[:60]
    return Person(name=name if name and name.casefold() != RULE else LOCAL_NAME, level=Level.ADMIN)


class Needs:
    """A dependency: the person, who must have the level; for what changes anything, the request must also carry the page's token."""

    def __init__(self, level: Level) -> None:
        """Take the least level."""
        self.level = level

    async def __call__(self, request: Request, person: Annotated[Person, Depends(person_of)]) -> Person:
        """The person. Raises LogInNeededError, or RefusedError."""
        if person.level < self.level:
            raise RoleError(f"this takes the role {self.level.name.casefold()}; you are {person.name}, {person.level.name.casefold()}")
        if request.method not in SAFE and not await _carries_token(request, person):
            if request.url.path.startswith(API):
                raise RefusedError("send JSON, with the header Content-Type: application/json")
            raise RefusedError("this form has grown old: reload the page and try again")
        return person


async def _carries_token(request: Request, person: Person) -> bool:
    """Forms and scripts of our pages do. Programs do not need to: no other site's page can send their token, or JSON, without asking first (CORS)."""
    if person.by_token or request.headers.get("content-type", "").partition(";")[0].strip().casefold() == "application/json":
        return True
    tokens: FormTokens = request.app.state.tokens
    given = request.headers.get("x-csrf-token")
    if given is None and not request.url.path.startswith(API):
        given = str((await request.form()).get("csrf", ""))
    return given is not None and tokens.fits(given, person.session)


Reader = Annotated[Person, Depends(Needs(Level.READER))]
Coder = Annotated[Person, Depends(Needs(Level.CODER))]
Editor = Annotated[Person, Depends(Needs(Level.EDITOR))]
Admin = Annotated[Person, Depends(Needs(Level.ADMIN))]
