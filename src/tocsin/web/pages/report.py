"""Reports: the list of them, and each with its claims on the words; choosing words adds a claim that the reader missed."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from tocsin.core.claims import Claim, Role
from tocsin.core.reviews import Decision, Review
from tocsin.export.masking import contacts_masked, link_masked
from tocsin.store.forgetting import ACTION
from tocsin.store.report_list import ORDERS, PAGE_SIZE, Wanted
from tocsin.store.settings import MaskingSettings
from tocsin.web.correcting import CorrectionError, added
from tocsin.web.listing import page_numbers
from tocsin.web.pages.review import CHOICES, Fields, found_places
from tocsin.web.people import Coder, Level, Person, Reader
from tocsin.web.queueing import Asked
from tocsin.web.rendering import render
from tocsin.web.reported import Reported
from tocsin.web.reviewing import notice_of
from tocsin.web.telling import masking_of
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

ORDER_NAMES = {"published": "latest first", "added": "last added first", "publisher": "by publisher"}


@router.get("/reports")
def all_reports(
    request: Request,
    person: Reader,
    q: Annotated[str, Query(max_length=200)] = "",
    publisher: str = "",
    since: str = "",
    until: str = "",
    order: str = "published",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """The list."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    if order not in ORDERS:
        raise HTTPException(422, f"there is no order {order}; there are: {', '.join(ORDERS)}")
    wanted = Wanted(words=q.strip() or None, publisher=publisher or None, since=_day(since), until=_day(until))
    rows = store.report_list.page(wanted, order, page)
    masking = masking_of(store.report_list.naming([row.document for row in rows]), people=store.settings.get(MaskingSettings).people)
    total = store.report_list.count(wanted)
    pages = max(1, -(-total // PAGE_SIZE))
    titles = {row.document: masking.text(row.title, (row.document,)) if row.title else f"report {row.document}" for row in rows}
    given = {"q": q.strip(), "publisher": publisher, "since": since, "until": until, "order": order if order != "published" else ""}
    return render(
        request, "reports.html", person, rows=rows, titles=titles, total=total, page=page, pages=pages, numbers=page_numbers(page, pages),
        given={name: value for name, value in given.items() if value}, wanted=wanted, order=order, orders=ORDER_NAMES,
        publishers=store.report_list.publishers(),
    )  # fmt: skip


@router.get("/reports/{document_id}")
def one_report(
    request: Request,
    person: Reader,
    document_id: str,
    done: str | None = None,
    met: str | None = None,
    add: bool = False,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The report."""
    return _page(request, person, document_id, done=done, met=met, add=add, q=q)


@router.post("/reports/{document_id}/claims")
def add_claim(request: Request, person: Coder, document_id: str, fields: Fields) -> Response:
    """Add a claim that the reader missed."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    document = store.document(document_id)
    form = {name: str(value) for name, value in fields.items()}
    try:
        claim = added(document, form)
        _refuse_known(claim, Reported(store, document_id))
    except CorrectionError as error:
        return _page(request, person, document_id, add=True, problem=str(error), form=form, status=422)
    reason = form.get("reason", "").strip()[:300] or None
    now = dt.datetime.now(dt.UTC)
    store.reviews.add(Review(document=document_id, claim=claim.key, decision=Decision.ADD, by=person.name, at=now, replacement=claim, reason=reason))
    workspace.refresh()
    done = store.reviews.of_claim(claim.key)[-1].id
    return RedirectResponse(f"/reports/{document_id}?done={done}#c-{claim.key}", 303)


def _refuse_known(claim: Claim, reported: Reported) -> None:
    if any([standing.claim.key == claim.key and standing.stands for standing in reported.standings]):
        raise CorrectionError("this claim is there already: the same words, in the same role, with the same value")


def _page(
    request: Request,
    person: Person,
    document_id: str,
    *,
    done: str | None = None,
    met: str | None = None,
    add: bool = False,
    q: str = "",
    problem: str | None = None,
    form: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    reported = Reported(store, document_id)
    groups = reported.groups()
    report = reported.document.report
    decided = sum([standing.decided for standing in reported.standings])
    return render(
        request, "report.html", person, status, reported=reported, groups=groups, paragraphs=reported.shown(), report=report,
        url=link_masked(report.url) if report.url is not None else None, place=contacts_masked(report.place) if report.place is not None else None,
        received=[(one.at, contacts_masked(one.place or ""), one.sha256) for one in store.report_list.received(document_id)],
        read_by=store.report_list.read_by(document_id), decided=decided, may=person.level >= Level.CODER, add=add, q=q, found=found_places(q),
        forgotten=next(iter(store.audit.entries(action=ACTION, subject=document_id, limit=1)), None),
        problem=problem, form=form or {}, notice=notice_of(store, done, met) if done is not None else None, asked=Asked(home="report"),
        Role=Role, **CHOICES,
    )  # fmt: skip


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError:
        raise HTTPException(422, f"{written} is not a day; write it as YEAR-MONTH-DAY, for example 2024-05-14") from None
