"""The overview: every event on a map, along time and in a list, filtered together; and the download of exactly what is looked at."""

import datetime as dt
from collections.abc import Sequence
from os import SEEK_END

import msgspec
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from tocsin.export.crosswalk import sectors
from tocsin.export.exports import EXPORTS
from tocsin.store.cards import NOT_TOLD, Card
from tocsin.store.dataset import dataset_of
from tocsin.store.settings import MaskingSettings
from tocsin.web.bars import bars
from tocsin.web.listing import SHOWN, choices, page_numbers, rows
from tocsin.web.marking import visible
from tocsin.web.packing import chunks, formats, packed
from tocsin.web.people import Reader
from tocsin.web.rendering import render
from tocsin.web.viewing import ORDER_NAMES, PAGE_SIZE, REVIEW_STATES, ViewError, address, at, chips, is_written_plainly, query_of, read_view
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

_SUGGESTED = 20
_WORTH = 3
"""Events that are pointed out for a review."""


@router.get("/")
def overview(request: Request, person: Reader) -> Response:
    """The events that the address asks for."""
    workspace: Workspace = request.app.state.workspace
    last = workspace.store.events.last()
    if last is None or last.events == 0:
        return render(request, "overview_begin.html", person, documents=workspace.store.counts().documents)
    parameters = request.query_params.multi_items()
    problems: tuple[str, ...] = ()
    try:
        view = read_view(parameters)
    except ViewError as error:
        view, problems = error.view, error.problems
    if not problems and not is_written_plainly(parameters):
        return RedirectResponse(address(view), 303)
    cards = workspace.store.cards
    totals = cards.totals(view.wanted)
    pages = max(1, -(-totals.events // PAGE_SIZE))
    if not problems and view.page > pages:
        return RedirectResponse(address(at(view, page=pages, order=view.order)), 303)
    found: Sequence[Card] = ()
    worth: Sequence[Card] = ()
    if not problems:
        found = cards.page(view.wanted, order=view.order, start=(view.page - 1) * PAGE_SIZE, size=PAGE_SIZE)
        worth = [one for one in cards.page(view.wanted, order="weight", size=_WORTH) if one.reviewed < one.claims]
    named = [one for one in view.wanted.actors if one not in sectors()]
    return render(
        request, "overview.html", person, 422 if problems else 200,
        view=view, problems=problems, query=query_of(at(view)), at=at, address=address, last=last, totals=totals, worth=worth,
        rows=rows(found, workspace.store.events.some([card.event for card in found])), shown=[measure.value for measure in SHOWN], not_told=NOT_TOLD,
        chips=chips(view, _story(workspace, view.wanted.story)), choices=choices(cards, view.wanted), actors=named, orders=ORDER_NAMES,
        review_states=REVIEW_STATES, pages=pages, numbers=page_numbers(view.page, pages), first=(view.page - 1) * PAGE_SIZE + 1,
        formats=formats(),
    )  # fmt: skip


@router.get("/events.geojson")
def geojson(request: Request, _person: Reader) -> Response:
    """The same events for a map: a point where one is known, none for a country as a whole."""
    workspace: Workspace = request.app.state.workspace
    try:
        view = read_view(request.query_params.multi_items())
    except ViewError as error:
        return JSONResponse({"detail": list(error.problems)}, 422)
    features = [
        {
            "type": "Feature",
            "geometry": None if one.latitude is None else {"type": "Point", "coordinates": (one.longitude, one.latitude)},
            "properties": {
                "id": one.event,
                "title": visible(one.title),
                "type": one.type,
                "family": one.family,
                "date": one.starts,
                "precision": one.precision,
                "country": one.country,
                "killed": one.killed,
                "url": f"/events/{one.event}",
            },
        }
        for one in workspace.store.cards.points(view.wanted)
    ]
    return Response(msgspec.json.encode({"type": "FeatureCollection", "features": features}), media_type="application/geo+json")


@router.get("/timeline.json")
def timeline(request: Request, _person: Reader) -> Response:
    """The same events along time."""
    workspace: Workspace = request.app.state.workspace
    try:
        view = read_view(request.query_params.multi_items())
    except ViewError as error:
        return JSONResponse({"detail": list(error.problems)}, 422)
    return Response(msgspec.json.encode(bars(workspace.store.cards.per_day(view.wanted))), media_type="application/json")


@router.get("/suggest/{facet}")
def suggest(request: Request, _person: Reader, facet: str) -> Response:
    """Values of "actor", "place" or "publisher" that hold what was typed, as options."""
    if facet not in {"actor", "place", "publisher"}:
        raise HTTPException(404, "nothing is suggested here")
    typed = request.query_params.get(facet, "")[:100]
    workspace: Workspace = request.app.state.workspace
    found = workspace.store.cards.values(facet, limit=_SUGGESTED + len(sectors()), containing=typed)
    names = [(value, events) for value, events in found if value not in sectors()]
    return render(request, "overview_options.html", _person, options=names[:_SUGGESTED])


@router.get("/download/{name}")
def download(request: Request, person: Reader, name: str) -> Response:
    """Exactly these events in one of the formats, zipped with its reports and a note of what it is; noted in the audit log."""
    if name not in EXPORTS:
        raise HTTPException(404, f"no format is called {name}; there are: {', '.join(EXPORTS)}")
    try:
        view = read_view(request.query_params.multi_items())
    except ViewError as error:
        raise HTTPException(422, str(error)) from error
    workspace: Workspace = request.app.state.workspace
    store, now = workspace.store, dt.datetime.now(dt.UTC)
    people = store.settings.get(MaskingSettings).people
    dataset = dataset_of(store, workspace.where, now.date(), store.cards.ids(view.wanted))
    archive = packed(name, dataset, view, people=people, now=now)
    details = {
        "view": query_of(at(view)) or "all events",
        "events": str(len(dataset.events)),
        "names of private persons": "shown" if people else "withheld",
    }
    store.audit.add(by=person.name, action="events downloaded", subject=name, details=details)
    headers = {"Content-Disposition": f'attachment; filename="tocsin-{name}-{now:%Y-%m-%d}.zip"', "Content-Length": str(archive.seek(0, SEEK_END))}
    return StreamingResponse(chunks(archive), media_type="application/zip", headers=headers)


def _story(workspace: Workspace, story: str | None) -> str | None:
    if story is None:
        return None
    found = next((one.title for one in workspace.store.events.stories() if one.id == story), None)
    return f"story: {found}" if found is not None else f"story {story}, which is not in the store"
