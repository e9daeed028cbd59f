"""Accounts of a team, their sessions and their tokens. Only hashes are kept: who reads the file can neither log in nor send a token.

Every change is noted in the audit log in its own transaction, with who made it and never with a secret.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, Engine, and_, func, insert, select, true, update

from tocsin.core.record import Record
from tocsin.errors import StoreError
from tocsin.store.audit import note
from tocsin.store.opening import reading, writing
from tocsin.store.tables import audit, sessions, tokens, users

ADMIN = "admin"
FAILED = "log-in failed"
_ID = 16
"""Characters of a digest that name a session or token: enough to tell them apart, and of no use to who would guess the rest."""
_FRESH = dt.timedelta(minutes=1)
"""A token's last use is kept no finer than this: not every question should write."""


class Account(Record, frozen=True, kw_only=True):
    """One person of a team. `seen` is when they last logged in."""

    name: str
    role: str
    active: bool
    made: dt.datetime
    seen: dt.datetime | None = None


class Session(Record, frozen=True, kw_only=True):
    """One log-in. `expires` moves on with use; `agent` is what the browser calls itself."""

    id: str
    user: str
    made: dt.datetime
    expires: dt.datetime
    agent: str


class Token(Record, frozen=True, kw_only=True):
    """One token for programs, by its label."""

    id: str
    user: str
    label: str
    made: dt.datetime
    used: dt.datetime | None


class LoggedIn(Record, frozen=True, kw_only=True):
    """Whom a session or token is of, and what they may do."""

    name: str
    role: str


class Failure(Record, frozen=True, kw_only=True):
    """A log-in that failed: for which account ("" for a name there is none of), from which address, when."""

    name: str
    address: str
    at: dt.datetime


class AccountStore:
    """The part of an open store that knows the people of a team (`Store.accounts`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    # accounts

    def all(self) -> Sequence[Account]:
        """All accounts, by name."""
        seen = select(func.max(sessions.c.made)).where(sessions.c.user == users.c.name).scalar_subquery()
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(select(users, seen.label("seen")).order_by(users.c.name)).all()
        return [Account(name=row.name, role=row.role, active=row.active, made=row.made, seen=row.seen) for row in rows]

    def password_of(self, name: str) -> str | None:
        """The hash of an active account's password; None when there is no such account, or it is closed."""
        with reading(self._engine, self._where) as connection:
            return connection.execute(select(users.c.password).where(users.c.name == name, users.c.active == true())).scalar_one_or_none()

    def name_like(self, typed: str) -> str | None:
        """The name of the account that somebody means who does not mind capitals."""
        with reading(self._engine, self._where) as connection:
            return next((name for name in connection.execute(select(users.c.name)).scalars() if name.casefold() == typed.casefold()), None)

    def add(self, name: str, *, role: str, password: str, by: str) -> None:
        """Open an account; `password` is its hash. Raises StoreError when there is one of that name, in whatever capitals."""
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            taken = next((other for other in connection.execute(select(users.c.name)).scalars() if other.casefold() == name.casefold()), None)
            if taken is not None:
                raise StoreError(f"there is already an account called {taken}; choose another name")
            connection.execute(insert(users).values(name=name, role=role, password=password, active=True, made=now))
            note(connection, by=by, action="account added", subject=name, details={"role": role})

    def set_role(self, name: str, role: str, *, by: str) -> None:
        """What they may do from now on. Raises StoreError when there is no such account, or when it would leave no admin."""
        with self._changing(name) as (connection, account):
            _refuse_last_admin(connection, account, stays=role == ADMIN)
            connection.execute(update(users).where(users.c.name == name).values(role=role))
            note(connection, by=by, action="account's role changed", subject=name, details={"role": role, "before": account.role})

    def set_active(self, name: str, *, active: bool, by: str) -> None:
        """Close an account, with all of its sessions and tokens, or open it again. Raises StoreError as `set_role` does."""
        with self._changing(name) as (connection, account):
            if not active:
                _refuse_last_admin(connection, account, stays=False)
                _revoke(connection, name, tokens_too=True)
            connection.execute(update(users).where(users.c.name == name).values(active=active))
            note(connection, by=by, action="account opened again" if active else "account closed", subject=name)

    def set_password(self, name: str, password: str, *, by: str) -> None:
        """Keep the hash of a new password and end all sessions; when somebody else sets it, revoke the tokens too: the account may have been taken.

        Raises StoreError when there is no such account.
        """
        with self._changing(name) as (connection, _):
            connection.execute(update(users).where(users.c.name == name).values(password=password))
            _revoke(connection, name, tokens_too=by != name)
            note(connection, by=by, action="password changed", subject=name)

    def rehash(self, name: str, before: str, password: str) -> None:
        """Keep a stronger hash of the same password, unless it was changed meanwhile."""
        with writing(self._engine, self._where) as connection:
            connection.execute(update(users).where(users.c.name == name, users.c.password == before).values(password=password))

    # sessions

    def open_session(self, name: str, digest: str, *, expires: dt.datetime, agent: str, address: str) -> None:
        """Keep a log-in."""
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            connection.execute(insert(sessions).values(digest=digest, user=name, made=now, expires=expires, agent=agent))
            note(connection, by=name, action="logged in", subject=name, details={"address": address, "session": digest[:_ID]})

    def session(self, digest: str, *, idle: dt.timedelta, longest: dt.timedelta) -> LoggedIn | None:
        """Whose session it is, while it counts; each use lets it last another `idle`, up to `longest` in all."""
        now = dt.datetime.now(dt.UTC)
        wanted = select(users.c.name, users.c.role, sessions.c.made, sessions.c.expires).join(users, users.c.name == sessions.c.user)
        wanted = wanted.where(sessions.c.digest == digest, sessions.c.revoked.is_(None), sessions.c.expires > now, users.c.active == true())
        with reading(self._engine, self._where) as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        until = min(now + idle, row.made + longest)
        if until - row.expires > idle / 10:  # not every question should write
            with writing(self._engine, self._where) as connection:
                connection.execute(update(sessions).where(sessions.c.digest == digest).values(expires=until))
        return LoggedIn(name=row.name, role=row.role)

    def sessions_of(self, name: str) -> Sequence[Session]:
        """The log-ins of a person that still count, the last first."""
        now = dt.datetime.now(dt.UTC)
        query = select(sessions).where(sessions.c.user == name, sessions.c.revoked.is_(None), sessions.c.expires > now)
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query.order_by(sessions.c.made.desc())).all()
        return [Session(id=row.digest[:_ID], user=row.user, made=row.made, expires=row.expires, agent=row.agent) for row in rows]

    def end_session(self, name: str, session_id: str, *, by: str, action: str = "session ended") -> None:
        """End one session of a person. Raises StoreError when there is none of that id."""
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            own = and_(sessions.c.user == name, func.substr(sessions.c.digest, 1, _ID) == session_id[:_ID], sessions.c.revoked.is_(None))
            if not connection.execute(update(sessions).where(own).values(revoked=now)).rowcount:
                raise StoreError(f"{name} has no session {session_id[:_ID]}")
            note(connection, by=by, action=action, subject=name, details={"session": session_id[:_ID]})

    def end_sessions(self, name: str, *, by: str, but: str | None = None) -> None:
        """End all sessions of a person, but the one with the digest `but`."""
        with writing(self._engine, self._where) as connection:
            _revoke(connection, name, tokens_too=False, but=but)
            note(connection, by=by, action="sessions ended", subject=name)

    # tokens

    def add_token(self, name: str, digest: str, *, label: str, most: int) -> None:
        """Keep a token of a person. Raises StoreError when they have as many as they may."""
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            count = select(func.count()).select_from(tokens).where(tokens.c.user == name, tokens.c.revoked.is_(None))
            if connection.execute(count).scalar_one() >= most:
                raise StoreError(f"{name} has {most} tokens, which is the most; revoke one first")
            connection.execute(insert(tokens).values(digest=digest, user=name, label=label, made=now))
            note(connection, by=name, action="token made", subject=name, details={"token": digest[:_ID], "label": label})

    def token(self, digest: str) -> LoggedIn | None:
        """Whose token it is, while it counts."""
        now = dt.datetime.now(dt.UTC)
        wanted = select(users.c.name, users.c.role, tokens.c.used).join(users, users.c.name == tokens.c.user)
        wanted = wanted.where(tokens.c.digest == digest, tokens.c.revoked.is_(None), users.c.active == true())
        with reading(self._engine, self._where) as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        if row.used is None or now - row.used > _FRESH:
            with writing(self._engine, self._where) as connection:
                connection.execute(update(tokens).where(tokens.c.digest == digest).values(used=now))
        return LoggedIn(name=row.name, role=row.role)

    def tokens_of(self, name: str) -> Sequence[Token]:
        """The tokens of a person that count, the last first."""
        query = select(tokens).where(tokens.c.user == name, tokens.c.revoked.is_(None)).order_by(tokens.c.made.desc())
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query).all()
        return [Token(id=row.digest[:_ID], user=row.user, label=row.label, made=row.made, used=row.used) for row in rows]

    def revoke_token(self, name: str, token_id: str, *, by: str) -> None:
        """Revoke one token of a person. Raises StoreError when there is none of that id."""
        now = dt.datetime.now(dt.UTC)
        with writing(self._engine, self._where) as connection:
            own = and_(tokens.c.user == name, func.substr(tokens.c.digest, 1, _ID) == token_id[:_ID], tokens.c.revoked.is_(None))
            if not connection.execute(update(tokens).where(own).values(revoked=now)).rowcount:
                raise StoreError(f"{name} has no token {token_id[:_ID]}")
            note(connection, by=by, action="token revoked", subject=name, details={"token": token_id[:_ID]})

    # failures

    def failed(self, name: str | None, address: str) -> None:
        """Note a log-in that failed. A name there is no account of is not kept: it may be a password in the wrong field."""
        with writing(self._engine, self._where) as connection:
            details = {"address": address}
            note(connection, by="nobody", action=FAILED, subject=name if name is not None else "(no such account)", details=details)

    def failures(self, since: dt.datetime) -> Iterator[Failure]:
        """The failed log-ins since a moment, in order; those before an account's last good one too."""
        query = select(audit.c.subject, audit.c.at, audit.c.details).where(audit.c.action == FAILED, audit.c.at >= since)
        with reading(self._engine, self._where) as connection:
            rows = connection.execute(query.order_by(audit.c.number)).all()
        for row in rows:
            details: Mapping[str, str] = msgspec.json.decode(row.details)
            yield Failure(name=row.subject, address=details.get("address", ""), at=row.at)

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[Connection, Account]]:
        with writing(self._engine, self._where) as connection:
            row = connection.execute(select(users).where(users.c.name == name)).first()
            if row is None:
                raise StoreError(f"{self._where} has no account {name}")
            yield connection, Account(name=row.name, role=row.role, active=row.active, made=row.made)


def _refuse_last_admin(connection: Connection, account: Account, *, stays: bool) -> None:
    if stays or account.role != ADMIN or not account.active:
        return
    others = select(func.count()).select_from(users).where(users.c.role == ADMIN, users.c.active == true(), users.c.name != account.name)
    if not connection.execute(others).scalar_one():
        raise StoreError(f"{account.name} is the only admin; make somebody else one first")


def _revoke(connection: Connection, name: str, *, tokens_too: bool, but: str | None = None) -> None:
    """End what is open of a person."""
    now = dt.datetime.now(dt.UTC)
    own = update(sessions).where(sessions.c.user == name, sessions.c.revoked.is_(None))
    connection.execute((own if but is None else own.where(sessions.c.digest != but)).values(revoked=now))
    if tokens_too:
        connection.execute(update(tokens).where(tokens.c.user == name, tokens.c.revoked.is_(None)).values(revoked=now))
