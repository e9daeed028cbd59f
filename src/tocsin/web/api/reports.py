"""Reports and their claims, and reports that are to be read."""

import datetime as dt
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tocsin.export.masking import contacts_masked, link_masked
from tocsin.intake.items import Item
from tocsin.store.intakes import Intake, State
from tocsin.store.report_list import Wanted
from tocsin.store.settings import MaskingSettings
from tocsin.web.api.answering import Id, Number, Page, Showing, answer, answers, asks, pages_of, workspace_of
from tocsin.web.api.bodies import Body, BodyError
from tocsin.web.api.records import ClaimList, IntakeList, IntakeShown, ProblemShown, ReportAsked, ReportList, ReportShown
from tocsin.web.people import Coder, Reader
from tocsin.web.reported import Reported
from tocsin.web.telling import masking_of

router = APIRouter(tags=["Reports"])
_INTAKES = 100


@router.get("/reports", summary="Reports", **answers(ReportList))
def reports(
    request: Request,
    _person: Reader,
    q: Annotated[str | None, Query(max_length=200, description="Words that all stand in text or title.")] = None,
    publisher: Annotated[str | None, Query(max_length=200, description="Who printed it.")] = None,
    since: Annotated[dt.date | None, Query(description="First day it was published on.")] = None,
    until: Annotated[dt.date | None, Query(description="Last day, included.")] = None,
    page: Page = 1,
) -> Response:
    """The reports, the one published last first, 50 a page."""
    store = workspace_of(request).store
    wanted = Wanted(words=_printable(q), publisher=publisher, since=since, until=until)
    found = store.report_list.page(wanted, page=page)
    masking = masking_of(store.report_list.naming([one.document for one in found]), people=store.settings.get(MaskingSettings).people)
    shown = [msgspec.structs.replace(one, title=one.title and masking.text(one.title, (one.document,))) for one in found]
    total = store.report_list.count(wanted)
    return answer(ReportList(total=total, page=page, pages=pages_of(total), reports=tuple(shown)))


@router.get("/reports/{report_id}", summary="One report", **answers(ReportShown, 404))
def report(request: Request, _person: Reader, report_id: Id) -> Response:
    """Its text, its claims and what was not understood in it."""
    showing = Showing(Reported(workspace_of(request).store, report_id))
    document, about = showing.reported.document, showing.reported.document.report
    problems = [
        ProblemShown(code=one.code, message=showing.masking.text(one.message, (document.id,)), span=one.span) for one in showing.reported.problems
    ]
    return answer(
        ReportShown(
            id=document.id, sha256=document.sha256, title=about.title and showing.masking.text(about.title, (document.id,)),
            publisher=about.publisher, published=about.published, url=about.url, language=about.language, text=showing.text,
            withheld=showing.withheld, claims=showing.all(), problems=tuple(problems),
        )
    )  # fmt: skip


@router.get("/reports/{report_id}/claims", summary="The claims of a report", **answers(ClaimList, 404))
def claims(request: Request, _person: Reader, report_id: Id) -> Response:
    """All of them, in the order they were read; those that people added last."""
    return answer(ClaimList(claims=Showing(Reported(workspace_of(request).store, report_id)).all()))


_TEXT_EXAMPLE = {
    "text": "Two people were arrested at a march in Arandis on Monday, the police said.",
    "title": "Arrests at march",
    "publisher": "Port Radio",
    "published": "2024-05-15",
}


@router.post(
    "/reports",
    summary="Add a report",
    **answers(IntakeShown, 409, 413, status=202, what="It waits to be read. Ask for its intake until it is done, known already or failed."),
    openapi_extra=asks(ReportAsked, text=_TEXT_EXAMPLE, address={"url": "https://portradio.example/briefs/0515-1"}),
)
def add(request: Request, person: Coder, asked: Annotated[ReportAsked, Depends(Body(ReportAsked))]) -> Response:
    """Give a text with what is known about it; or only an address, from which the report is fetched. It is read in the background."""
    workspace = workspace_of(request)
    number = workspace.store.intakes.add_one(_item(asked), by=person.name)
    request.app.state.intake.wake()
    return answer(_intake(workspace.store.intakes.get(number)), 202, {"Location": f"/api/v1/intakes/{number}"})


def _item(asked: ReportAsked) -> Item:
    title, publisher, url = _printable(asked.title), _printable(asked.publisher), _printable(asked.url)
    if asked.text is not None and asked.text.strip():
        raw = asked.text.encode("utf-8", "replace")
        return Item(
            place="text from the interface", raw=raw, media_type="text/plain", published=asked.published, publisher=publisher, url=url, title=title
        )
    if asked.text is not None or url is None:
        raise BodyError("give the text of a report, or the address to fetch it from")
    if title is not None:
        raise BodyError("a report that is fetched has its own title: give only url, publisher and published")
    return Item(place=url, raw=b"", media_type="", published=asked.published, publisher=publisher)


def _printable(words: str | None) -> str | None:
    """One line of words. Raises BodyError for what can be in none."""
    if words is None or not words.strip():
        return None
    if not words.isprintable():
        raise BodyError("words hold a character that cannot be printed")
    return words.strip()


@router.get("/intakes", summary="Reports that are read", **answers(IntakeList))
def intakes(
    request: Request,
    _person: Reader,
    state: Annotated[State | None, Query(description="Only those in this state.")] = None,
    beyond: Annotated[int | None, Query(ge=1, le=2**53, description="Go on from this number.")] = None,
) -> Response:
    """Those given last first, 100 at a time."""
    states = tuple(State) if state is None else (state,)
    found = workspace_of(request).store.intakes.listed(states, beyond=beyond, limit=_INTAKES)
    return answer(IntakeList(intakes=tuple([_intake(one) for one in found])))


@router.get("/intakes/{number}", summary="One of them", **answers(IntakeShown, 404))
def intake(request: Request, _person: Reader, number: Number) -> Response:
    """How far it is. An address that holds several reports becomes several intakes, and its own is gone."""
    return answer(_intake(workspace_of(request).store.intakes.get(number)))


def _intake(one: Intake) -> IntakeShown:
    place = link_masked(one.place) if "://" in one.place else contacts_masked(one.place)
    return IntakeShown(
        number=one.number, place=place, by=one.by, at=one.at, state=one.state, done=one.done,
        message=None if one.message is None else contacts_masked(one.message), document=one.document,
    )  # fmt: skip
