"""Agreement between readers, and what they disagree about, for an editor to decide."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from tocsin.core.record import Record
from tocsin.web.agreeing import ReadTwice, by_pair, by_role, overall, read_twice, settling
from tocsin.web.people import Editor, Level, Reader
from tocsin.web.rendering import render
from tocsin.web.reported import Reported
from tocsin.web.reviewing import Decided, decisions
from tocsin.web.telling import Told
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

_SHOWN = 50
"""Disagreements on the page; the rest come up as these are decided."""


class Side(Record, frozen=True, kw_only=True):
    """A claim that readers disagree about: as it was read, and what each of them says."""

    one: ReadTwice
    told: Told
    label: str
    readers: tuple[Decided, ...]


@router.get("/agreement")
def page(request: Request, person: Reader) -> Response:
    """How far readers agree, and where not."""
    workspace: Workspace = request.app.state.workspace
    claims = read_twice(workspace.store)
    differing = [one for one in claims if one.differ]
    open_ones = [one for one in differing if one.settled is None]
    return render(
        request, "agreement.html", person, claims=claims, overall=overall(claims), roles=by_role(claims), pairs=by_pair(claims),
        open_ones=[_side(workspace, one) for one in open_ones[:_SHOWN]], left=len(open_ones),
        settled=[_side(workspace, one) for one in differing if one.settled is not None][:_SHOWN], may=person.level >= Level.EDITOR,
    )  # fmt: skip


@router.post("/agreement/{key}")
def settle(request: Request, person: Editor, key: str, review: Annotated[str, Form()], reason: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Decide which of the readers is right; what each said is kept."""
    workspace: Workspace = request.app.state.workspace
    one = next((found for found in read_twice(workspace.store) if found.key == key), None)
    chosen = next((made for made in one.readers if made.id == review), None) if one is not None else None
    if one is None or chosen is None:
        raise HTTPException(409, "the readers have decided anew meanwhile: load the page again and look at what they say now")
    workspace.store.reviews.add(settling(one, chosen, person.name, reason.strip() or None))
    workspace.refresh_behind()
    return RedirectResponse("/agreement#disagreements", 303)


def _side(workspace: Workspace, one: ReadTwice) -> Side:
    blind = Reported(workspace.store, one.document, blind=True)
    standing = blind.standing(one.key)
    told = blind.told(standing)
    by_readers = msgspec.structs.replace(standing, reviews=one.readers)
    return Side(one=one, told=told, label=blind.labelled(told), readers=decisions(blind, by_readers))
