"""The audit log: who did what, and when."""

import csv
import datetime as dt
import io
import re
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from tocsin.core.record import Record
from tocsin.export.masking import contacts_masked, link_masked
from tocsin.export.writing import safe
from tocsin.store.audit import Entry
from tocsin.web.people import Editor, Reader
from tocsin.web.rendering import render
from tocsin.web.workspace import Workspace

router = APIRouter()

PAGE = 100
_EVERYTHING = 10_000_000
_PAGES = {"d1": "/reports/", "e1": "/events/", "s1": "/stories/"}
"""What an id leads to, by how it begins."""
_ID = re.compile(r"[a-z]1[0-9a-f]{22}")

Text = Annotated[str, Query(max_length=2000)]


class Words(Record, frozen=True, kw_only=True):
    """Something an entry says, as it may be shown, and the page it leads to."""

    words: str
    link: str | None


class Line(Record, frozen=True, kw_only=True):
    """One entry as the page shows it; `narrow` is what to look for to see all about the same."""

    entry: Entry
    subject: Words
    narrow: str | None
    details: tuple[tuple[str, Words], ...]


@router.get("/audit", include_in_schema=False)
def log(
    request: Request, person: Reader, by: Text = "", action: Text = "", subject: Text = "", until: Text = "", before: int | None = None
) -> Response:
    """The last entries, newest first."""
    workspace: Workspace = request.app.state.workspace
    subject = subject.strip()
    try:
        day = dt.date.fromisoformat(until) if until else None
    except ValueError as error:
        raise HTTPException(422, f"{until!r} is no date; write it as YEAR-MONTH-DAY") from error
    entries = workspace.store.audit.entries(
        by=by or None, action=action or None, subject=subject or None, until=day, before=before, limit=PAGE + 1
    )  # fmt: skip
    wanted = {"by": by, "action": action, "subject": subject, "until": until}
    return render(
        request, "audit.html", person, lines=[_line(entry) for entry in entries[:PAGE]],
        older=entries[PAGE - 1].number if len(entries) > PAGE else None, wanted=wanted, filtered=any(wanted.values()),
        actions=workspace.store.audit.actions(), people=workspace.store.audit.people(), total=workspace.store.audit.count(),
    )  # fmt: skip


@router.get("/audit.csv", include_in_schema=False)
def download(request: Request, _person: Editor) -> Response:
    """All of it, the oldest first, with cells that a spreadsheet does not take for formulas."""
    workspace: Workspace = request.app.state.workspace
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("number", "at", "by", "action", "subject", "details"))
    for entry in reversed(workspace.store.audit.entries(limit=_EVERYTHING)):
        details = "; ".join([f"{name}: {_masked(value)}" for name, value in entry.details.items()])
        cells = (entry.by, entry.action, _masked(entry.subject), details)
        writer.writerow((entry.number, entry.at.isoformat(timespec="seconds"), *[safe(cell) for cell in cells]))
    headers = {"Content-Disposition": 'attachment; filename="tocsin-audit.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _line(entry: Entry) -> Line:
    subject = _words(entry.subject)
    return Line(
        entry=entry, subject=subject, narrow=entry.subject if subject.words == entry.subject else None,
        details=tuple([(name, _words(value)) for name, value in entry.details.items()]),
    )  # fmt: skip


def _words(said: str) -> Words:
    page = _PAGES.get(said[:2]) if _ID.fullmatch(said) else None
    return Words(words=_masked(said), link=None if page is None else f"{page}{said}")


def _masked(said: str) -> str:
    """File names, addresses and reasons may hold contact details."""
    if _ID.fullmatch(said):
        return said
    return link_masked(said) if said.startswith(("http://", "https://")) else contacts_masked(said)
