"""Team mode: logging in and out, and the accounts: one's own password, sessions and tokens, and for admins everybody's."""

import re
import secrets
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from tocsin.errors import TocsinError
from tocsin.web import accounts as team
from tocsin.web.accounts import LogInError, TeamAccounts, TooManyError
from tocsin.web.passwords import LONGEST, SHORTEST
from tocsin.web.people import Admin, Level, LogInNeededError, Person, Reader, person_of
from tocsin.web.rendering import render
from tocsin.web.security import FormTokens
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

_BEFORE = "tocsin_log_in"
"""A cookie of who is not logged in yet: the log-in form's token is bound to it, so that no other site can log people in as somebody else."""

Name = Annotated[str, Form(max_length=200)]
Password = Annotated[str, Form(max_length=4 * LONGEST)]
Id = Annotated[str, Form(max_length=64)]


def log_in_address(request: Request) -> str:
    """Where to log in, and come back from to the page that was asked for."""
    if request.method != "GET" or request.url.path == "/":
        return "/login"
    return f"/login?next={quote(request.url.path + (f'?{request.url.query}' if request.url.query else ''), safe='/')}"


def within(address: str) -> str:
    """The address, when it is a page of this workbench; else the overview: a link must not lead elsewhere after the log-in."""
    return address if re.fullmatch(r"/(?:[!-.0-\[\]-~][!-\[\]-~]*)?", address) else "/"


# These two are the only pages for everybody: they are how one becomes somebody.


@router.get("/login")
def log_in_page(request: Request, next: str = "/") -> Response:  # noqa: A002 - the usual name in an address
    """The form."""
    _team(request)
    try:
        person_of(request)
    except LogInNeededError:
        return _form(request, next)
    return RedirectResponse(within(next), 303)


@router.post("/login")
def log_in(
    request: Request,
    name: Name,
    password: Password,
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Check the password and begin a session."""
    tokens: FormTokens = request.app.state.tokens
    before = request.cookies.get(_BEFORE, "")
    if not before or not tokens.fits(csrf, f"{_BEFORE} {before}"):
        return _form(request, next, name, "this form has grown old: try again", 403)
    try:
        opened = _team(request).log_in(name, password, request)
    except TooManyError as error:
        answer = _form(request, next, name, str(error), 429)
        answer.headers["Retry-After"] = str(max(1, round(error.wait.total_seconds())))
        return answer
    except LogInError as error:
        return _form(request, next, name, str(error), 403)
    answer = RedirectResponse(within(next), 303)
    team.set_cookie(answer, opened, request)
    answer.delete_cookie(_BEFORE, path="/login", httponly=True, samesite="strict")
    return answer


def _form(request: Request, back: str, name: str = "", problem: str | None = None, status: int = 200) -> Response:
    tokens: FormTokens = request.app.state.tokens
    before = secrets.token_urlsafe(32)
    answer = render(
        request, "login.html", None, status, back=within(back), typed=name[:100], problem=problem, form_token=tokens.make(f"{_BEFORE} {before}")
    )
    answer.set_cookie(_BEFORE, before, path="/login", secure=request.url.scheme == "https", httponly=True, samesite="strict")
    return answer


@router.post("/logout")
def log_out(request: Request, _person: Reader) -> Response:
    """End the session."""
    _team(request).end_present(request)
    answer = RedirectResponse("/login", 303)
    team.drop_cookie(answer, request)
    return answer


@router.get("/accounts")
def accounts(request: Request, person: Reader) -> Response:
    """One's own account; for admins all."""
    return _page(request, person)


@router.post("/accounts/password")
def change_password(request: Request, person: Reader, present: Password, password: Password, again: Password) -> Response:
    """Another password for oneself. All other sessions end; this one gets another cookie."""
    kept = _team(request)
    if password != again:
        return _page(request, person, problem="the two new passwords are not the same", status=422)
    address = request.client.host if request.client is not None else "unknown"
    try:
        kept.checked(person.name, present, address)
        team.set_password(_workspace(request).store, person.name, password, by=person.name)
    except LogInError:
        return _page(request, person, problem="the present password is not that", status=403)
    except TooManyError as error:
        return _page(request, person, problem=str(error), status=429)
    except TocsinError as error:
        return _page(request, person, problem=str(error), status=422)
    answer = RedirectResponse("/accounts#sessions", 303)
    team.set_cookie(answer, kept.opened(person.name, request), request)
    return answer


@router.post("/accounts/sessions/end")
def end_session(request: Request, person: Reader, session: Id) -> Response:
    """End one of one's own sessions."""
    _team(request)
    _workspace(request).store.accounts.end_session(person.name, session, by=person.name)
    return RedirectResponse("/accounts#sessions", 303)


@router.post("/accounts/sessions/end-others")
def end_other_sessions(request: Request, person: Reader) -> Response:
    """End all of one's own sessions but this one."""
    _team(request)
    _workspace(request).store.accounts.end_sessions(person.name, by=person.name, but=person.session)
    return RedirectResponse("/accounts#sessions", 303)


@router.post("/accounts/tokens")
def make_token(request: Request, person: Reader, label: Annotated[str, Form(max_length=60)]) -> Response:
    """A token for programs. It is in this one answer and nowhere else."""
    if person.by_token:
        raise HTTPException(403, "a token makes no tokens; log in")
    return _page(request, person, made=_team(request).make_token(person.name, label))


@router.post("/accounts/tokens/revoke")
def revoke_token(request: Request, person: Reader, token: Id) -> Response:
    """Revoke one of one's own tokens."""
    _team(request)
    _workspace(request).store.accounts.revoke_token(person.name, token, by=person.name)
    return RedirectResponse("/accounts#tokens", 303)


@router.post("/accounts/add")
def add_account(request: Request, person: Admin, name: Name, role: Id, password: Password) -> Response:
    """Open an account for somebody."""
    return _changed(request, person, lambda workspace: team.add_account(workspace.store, name, role, password, by=person.name))


@router.post("/accounts/role")
def set_role(request: Request, person: Admin, name: Name, role: Id) -> Response:
    """What somebody may do."""
    return _changed(request, person, lambda workspace: workspace.store.accounts.set_role(name, team.role_named(role), by=person.name))


@router.post("/accounts/active")
def set_active(request: Request, person: Admin, name: Name, active: Annotated[bool, Form()]) -> Response:
    """Close somebody's account, or open it again."""
    return _changed(request, person, lambda workspace: workspace.store.accounts.set_active(name, active=active, by=person.name))


@router.post("/accounts/reset")
def reset_password(request: Request, person: Admin, name: Name, password: Password) -> Response:
    """Another password for somebody who has lost theirs; their sessions and tokens end."""
    return _changed(request, person, lambda workspace: team.set_password(workspace.store, name, password, by=person.name))


@router.post("/accounts/end")
def end_sessions(request: Request, person: Admin, name: Name) -> Response:
    """End all sessions of somebody."""
    return _changed(request, person, lambda workspace: workspace.store.accounts.end_sessions(name, by=person.name))


def _changed(request: Request, person: Person, change: Callable[[Workspace], object]) -> Response:
    _team(request)
    if person.by_token:
        raise HTTPException(403, "accounts are managed by people: log in")
    try:
        change(_workspace(request))
    except TocsinError as error:
        return _page(request, person, problem=str(error), status=422)
    return RedirectResponse("/accounts#people", 303)


def _page(request: Request, person: Person, *, problem: str | None = None, made: str | None = None, status: int = 200) -> Response:
    _team(request)
    kept = _workspace(request).store.accounts
    own = [(one, team.in_words(one.agent)) for one in kept.sessions_of(person.name)]
    return render(
        request, "accounts.html", person, status, problem=problem, made=made, sessions=own, tokens=kept.tokens_of(person.name),
        people=kept.all() if person.level >= Level.ADMIN else (), roles=team.ROLES, shortest=SHORTEST, most_tokens=team.MOST_TOKENS,
        idle=team.IDLE, longest=team.LONGEST,
    )  # fmt: skip


def _team(request: Request) -> TeamAccounts:
    accounts = request.app.state.accounts
    if not isinstance(accounts, TeamAccounts):
        raise HTTPException(404, "there are no accounts here: it is served for one person (for a team: tocsin serve --team)")
    return accounts


def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace
