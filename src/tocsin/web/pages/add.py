"""Adding reports: files, pasted text, web addresses, feeds; and how far the reading of them is."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

import msgspec
from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from tocsin.errors import StoreError
from tocsin.intake import IntakeFailure, Item, read_named
from tocsin.intake.article import clean
from tocsin.intake.kinds import BY_SUFFIX, TEXT
from tocsin.web.adding import SHOWN, board, feed_lines
from tocsin.web.feed_watcher import FeedWatcher
from tocsin.web.intake_worker import IntakeWorker
from tocsin.web.people import Coder, Person, Reader
from tocsin.web.rendering import render
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

WAYS = {"files": ("/add", "Files"), "text": ("/add/text", "Text"), "web": ("/add/web", "Web addresses"), "feeds": ("/add/feeds", "Feeds")}
MINUTES = {15: "every 15 minutes", 30: "every 30 minutes", 60: "every hour", 180: "every 3 hours", 720: "every 12 hours", 1440: "once a day"}
_BLANK: dict[str, Any] = {"text": "", "title": "", "published": "", "publisher": "", "url": "", "urls": "", "minutes": 60}
_LONGEST_NAME = 200
_MOST_ADDRESSES = 500

Short = Annotated[str, Form(max_length=200)]
Shown = Annotated[str, Query(alias="show")]


@router.get("/add")
def files_page(request: Request, person: Reader, show: Shown = "read", beyond: int | None = None) -> Response:
    """Files, and how far the reading is."""
    return _page(request, person, "files", show=show, beyond=beyond)


@router.get("/add/progress")
def progress(request: Request, person: Reader, show: Shown = "read", beyond: int | None = None) -> Response:
    """Only how far the reading is, for a page that is open."""
    return _progress(request, person, show, beyond)


@router.get("/add/{way}")
def other_page(request: Request, person: Reader, way: str, show: Shown = "read", beyond: int | None = None) -> Response:
    """One of the other ways."""
    if way not in WAYS or way == "files":
        raise HTTPException(404, f"there is no way to add called {way}")
    return _page(request, person, way, show=show, beyond=beyond)


@router.post("/add/files")
def add_files(request: Request, person: Coder, files: Annotated[list[UploadFile], File()], published: Short = "", publisher: Short = "") -> Response:
    """Files as `tocsin code` takes them; one of JSON lines gives many reports."""
    given, problem = {"published": published, "publisher": publisher}, _date_problem(published)
    named = [(_line(file.filename or "")[-_LONGEST_NAME:], file) for file in files if file.filename]
    if not named:
        problem = "Choose at least one file."
    if problem:
        return _page(request, person, "files", given=given, problem=problem)
    day, house = _day(published), _line(publisher) or None
    found = [_with_publisher(one, house) for name, file in named for one in read_named(file.file, name, published=day)]
    empty = [name for name, file in named if not file.size]
    if not found:
        return _page(request, person, "files", given=given, problem=f"{', '.join(empty) or 'The files'}: no report is in there.")
    return _added(request, person, found)


@router.post("/add/text")
def add_text(
    request: Request, person: Coder, text: Annotated[str, Form()] = "", title: Annotated[str, Form(max_length=500)] = "", published: Short = "",
    publisher: Short = "", url: Annotated[str, Form(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """One report that was pasted."""
    problem = _date_problem(published) or (_address_problem(url) if url.strip() else None)
    if not text.strip():
        problem = "Paste the text of a report."
    if problem:
        given = {"text": text, "title": title, "published": published, "publisher": publisher, "url": url}
        return _page(request, person, "text", given=given, problem=problem)
    raw = text.encode("utf-8", "replace")
    item = Item(
        place="pasted text", raw=raw, media_type=TEXT, published=_day(published), publisher=_line(publisher) or None, url=url.strip() or None,
        title=_line(title) or None,
    )  # fmt: skip
    return _added(request, person, [item])


@router.post("/add/web")
def add_addresses(request: Request, person: Coder, urls: Annotated[str, Form()] = "", published: Short = "", publisher: Short = "") -> Response:
    """Pages to be fetched, an address a line."""
    wanted = list(dict.fromkeys([line.strip() for line in urls.splitlines() if line.strip()]))
    problem = _date_problem(published) or next(filter(None, [_address_problem(url) for url in wanted]), None)
    if not wanted:
        problem = "Give at least one address."
    elif len(wanted) > _MOST_ADDRESSES:
        problem = f"{_MOST_ADDRESSES} addresses are the most at once."
    if problem:
        given = {"urls": urls, "published": published, "publisher": publisher}
        return _page(request, person, "web", given=given, problem=problem)
    day, house = _day(published), _line(publisher) or None
    return _added(request, person, [Item(place=url, raw=b"", media_type="", published=day, publisher=house) for url in wanted])


@router.post("/add/feeds")
def add_feed(request: Request, person: Coder, url: Annotated[str, Form(max_length=2000)] = "", minutes: Annotated[int, Form()] = 60) -> Response:
    """A feed to be looked at from now on."""
    url = url.strip()
    problem = _address_problem(url) if url else "Give the address of a feed."
    if minutes not in MINUTES:
        problem = f"Choose one of these: {', '.join(MINUTES.values())}."
    if problem is None:
        try:
            _workspace(request).store.feeds.add(url, minutes=minutes, by=person.name)
        except StoreError as error:
            problem = f"{error}."
    if problem:
        return _page(request, person, "feeds", given={"url": url, "minutes": minutes}, problem=problem)
    _feeds(request).wake()
    return RedirectResponse("/add/feeds", 303)


@router.post("/add/feeds/{action}")
def change_feed(request: Request, person: Coder, action: str, url: Annotated[str, Form()]) -> Response:
    """Look at a feed now, pause it, resume it, or take it off the list."""
    feeds = _workspace(request).store.feeds
    actions = {"now": feeds.hurry, "pause": feeds.pause, "resume": feeds.resume, "remove": feeds.remove}
    if action not in actions:
        raise HTTPException(404, f"a feed cannot be {action}d")
    actions[action](url, by=person.name)
    _feeds(request).wake()
    return RedirectResponse("/add/feeds", 303)


@router.post("/add/again")
def again(request: Request, person: Coder, number: Annotated[int | None, Form()] = None) -> Response:
    """Try one that failed again, or all."""
    _workspace(request).store.intakes.again(None if number is None else (number,), by=person.name)
    _intake(request).wake()
    return _changed(request, person)


@router.post("/add/forget")
def forget(request: Request, person: Coder, number: Annotated[int | None, Form()] = None) -> Response:
    """Take one that failed off the list, or all."""
    _workspace(request).store.intakes.forget(None if number is None else (number,), by=person.name)
    return _changed(request, person)


def _page(
    request: Request, person: Person, way: str, *, show: str = "read", beyond: int | None = None, given: dict[str, Any] | None = None,
    problem: str | None = None,
) -> Response:  # fmt: skip
    """The page of one way; with what was `given` in its form and what is wrong with it."""
    workspace = _workspace(request)
    _must_be_shown(show)
    return render(
        request, "add.html", person, 422 if problem else 200, way=way, ways=WAYS, given=_BLANK | (given or {}), problem=problem,
        board=board(workspace, _intake(request).progress(), show, beyond), endings=",".join(BY_SUFFIX), minutes=MINUTES,
        feeds=feed_lines(workspace.store.feeds.all()) if way == "feeds" else (), trouble=_feeds(request).trouble,
    )  # fmt: skip


def _progress(request: Request, person: Person, show: str, beyond: int | None) -> Response:
    _must_be_shown(show)
    return render(request, "add_progress.html", person, board=board(_workspace(request), _intake(request).progress(), show, beyond))


def _must_be_shown(show: str) -> None:
    if show not in SHOWN:
        raise HTTPException(422, f"show is one of: {', '.join(SHOWN)}")


def _added(request: Request, person: Person, found: Sequence[Item | IntakeFailure]) -> Response:
    """Kept first, read later."""
    _workspace(request).store.intakes.add(found, by=person.name)
    _intake(request).wake()
    failed = all([isinstance(one, IntakeFailure) for one in found])
    return RedirectResponse(f"/add?{urlencode({'show': 'failed'})}#progress" if failed else "/add#progress", 303)


def _changed(request: Request, person: Person) -> Response:
    if "HX-Request" in request.headers:
        return _progress(request, person, "failed", None)
    return RedirectResponse("/add?show=failed#progress", 303)


def _with_publisher(one: Item | IntakeFailure, publisher: str | None) -> Item | IntakeFailure:
    """Who adds reports knows best who printed them, as with the day."""
    return one if isinstance(one, IntakeFailure) or publisher is None else msgspec.structs.replace(one, publisher=publisher)


def _line(words: str) -> str:
    """Words that somebody typed or a file's name, as one line without controls."""
    return " ".join(clean(words).split())


def _day(written: str) -> dt.date | None:
    return dt.date.fromisoformat(written.strip()) if written.strip() else None


def _date_problem(written: str) -> str | None:
    try:
        _day(written)
    except ValueError:
        return f"{written!r} is no date; write it as YEAR-MONTH-DAY."
    return None


def _address_problem(url: str) -> str | None:
    """What is wrong with an address, before anything is asked of it."""
    try:
        parts = urlsplit(url.strip())
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and url.strip().isprintable()
    except ValueError:
        fine = False
    return None if fine else f"{url[:200]!r} is no web address; it must begin with http:// or https://."


def _workspace(request: Request) -> Workspace:
    found: Workspace = request.app.state.workspace
    return found


def _intake(request: Request) -> IntakeWorker:
    found: IntakeWorker = request.app.state.intake
    return found


def _feeds(request: Request) -> FeedWatcher:
    found: FeedWatcher = request.app.state.feeds
    return found
