"""The application: its parts put together."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from tocsin import __version__
from tocsin.errors import StoreError, TocsinError
from tocsin.web.api.bodies import BodyError
from tocsin.web.feed_watcher import FeedWatcher
from tocsin.web.intake_worker import IntakeWorker
from tocsin.web.pages import ROUTERS
from tocsin.web.pages.log_in import log_in_address
from tocsin.web.people import API, Accounts, LogInNeededError, Person, RefusedError, RoleError, person_of
from tocsin.web.rendering import render
from tocsin.web.security import FormTokens, Guard
from tocsin.web.workspace import Workspace

STATIC = Path(__file__).with_name("static")
_LONGEST = 200
"""Characters of a refused address that are noted."""


def create_app(workspace: Workspace, *, accounts: Accounts | None = None, hosts: Iterable[str] = ()) -> FastAPI:
    """The workbench over `workspace`; with `accounts` people must log in, and `hosts` are names it may be reached by beside this machine's own."""
    app = FastAPI(title="Tocsin", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_working)
    app.state.workspace = workspace
    app.state.accounts = accounts
    app.state.tokens = FormTokens()
    app.state.intake = IntakeWorker(workspace)
    app.state.feeds = FeedWatcher(workspace, app.state.intake)
    app.add_middleware(Guard, hosts=tuple(hosts))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(LogInNeededError, _log_in)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(StarletteHTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(BodyError, _unreadable)
    app.add_exception_handler(TocsinError, _failed)
    return app


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """While the server runs, what waits is read and feeds are looked at."""
    app.state.intake.start()
    app.state.feeds.start()
    yield
    await asyncio.to_thread(app.state.feeds.stop)
    await asyncio.to_thread(app.state.intake.stop)


def _answer(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    if _wants_json(request):
        return JSONResponse({"detail": message}, status, dict(headers or {}))
    answer = render(request, "error.html", _person(request), status, message=message, code=status)
    answer.headers.update(headers or {})
    return answer


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith(API)


def _person(request: Request) -> Person | None:
    try:
        return person_of(request)
    except LogInNeededError:
        return None


# Handlers are plain functions: they run in threads, and may ask the store who is logged in.


def _log_in(request: Request, _error: Exception) -> Response:
    if _wants_json(request):
        return _answer(request, 401, "log in, or send a token: Authorization: Bearer ...", {"WWW-Authenticate": "Bearer"})
    return RedirectResponse(log_in_address(request), 303)


def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, RoleError):
        workspace: Workspace = request.app.state.workspace
        with suppress(StoreError):  # it is refused also where the log cannot be written
            asked = f"{request.method} {request.url.path}"[:_LONGEST]
            workspace.store.audit.add(by=person_of(request).name, action="refused", subject=asked, details={"why": str(error)})
    return _answer(request, 403, str(error))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException | StarletteHTTPException)  # noqa: S101 - registered for these
    return _answer(request, error.status_code, str(error.detail), error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    return _answer(request, 422, "; ".join([f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()]))


def _unreadable(request: Request, error: Exception) -> Response:
    """What is no JSON, or not the JSON that is asked for."""
    return _answer(request, 422, str(error))


def _failed(request: Request, error: Exception) -> Response:
    """What the store or a reader says for people. Only a store that has no such thing is the asker's mistake."""
    missing = isinstance(error, StoreError) and any([words in str(error) for words in (" has no ", " begin with ")])
    return _answer(request, 404 if missing else 409, str(error))
