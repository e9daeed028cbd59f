"""The store as a whole: exports, settings, the audit log; and who asks."""

import datetime as dt
from os import SEEK_END
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from tocsin.core.scales import SpeakerKind
from tocsin.export.exports import EXPORTS
from tocsin.reconcile.rules import RULES
from tocsin.store.dataset import dataset_of
from tocsin.store.settings import FindingSettings, MaskingSettings
from tocsin.web.api.answering import answer, answers, asks, workspace_of
from tocsin.web.api.bodies import Body, BodyError
from tocsin.web.api.events import view_of, view_parameters
from tocsin.web.api.records import AuditList, ExportList, ExportShown, Me, SettingsShown
from tocsin.web.packing import chunks, packed
from tocsin.web.people import Admin, Editor, Reader
from tocsin.web.viewing import at, query_of
from tocsin.web.workspace import Workspace

router = APIRouter(tags=["Store"])
_ENTRIES = 100

_Text = Annotated[str | None, Query(max_length=200)]


@router.get("/me", summary="Who asks", **answers(Me))
def me(request: Request, person: Reader) -> Response:
    """Whose token it is, and what they may do."""
    team = workspace_of(request).team
    return answer(Me(name=person.name, role=person.level.name.casefold(), by_token=person.by_token, team=team))


@router.get("/exports", summary="Formats", **answers(ExportList))
def exports(_request: Request, _person: Reader) -> Response:
    """The formats of other tools that events can be downloaded in."""
    shown = [
        ExportShown(name=one.name, description=one.description, files=one.files, missing=one.needs if one.missing else None)
        for one in EXPORTS.values()
    ]
    return answer(ExportList(exports=tuple(shown)))


@router.get(
    "/exports/{name}",
    summary="Download events",
    **answers(None, 404, 409, what="A zip archive: the files, their provenance and losses, and what it is."),
    openapi_extra=view_parameters("order", "page"),
)
def export(
    request: Request, person: Reader, name: Annotated[str, Path(max_length=40, description="A format, by its name.", examples=["geojson"])]
) -> Response:
    """Exactly the events of a view, in one format; noted in the audit log."""
    chosen = EXPORTS.get(name)
    if chosen is None:
        raise HTTPException(404, f"no format is called {name}; there are: {', '.join(EXPORTS)}")
    view, workspace, now = view_of(request), workspace_of(request), dt.datetime.now(dt.UTC)
    store = workspace.store
    people = store.settings.get(MaskingSettings).people
    dataset = dataset_of(store, workspace.where, now.date(), store.cards.ids(view.wanted))
    archive = packed(chosen.name, dataset, view, people=people, now=now)
    details = {
        "view": query_of(at(view)) or "all events",
        "events": str(len(dataset.events)),
        "names of private persons": "shown" if people else "withheld",
    }
    store.audit.add(by=person.name, action="events downloaded", subject=chosen.name, details=details)
    headers = {
        "Content-Disposition": f'attachment; filename="tocsin-{chosen.name}-{now:%Y-%m-%d}.zip"',
        "Content-Length": str(archive.seek(0, SEEK_END)),
    }
    return StreamingResponse(chunks(archive), media_type="application/zip", headers=headers)


@router.get("/settings", summary="Settings", **answers(SettingsShown))
def settings(request: Request, _person: Reader) -> Response:
    """How findings are made, and what is withheld."""
    return answer(_settings(workspace_of(request)))


@router.put(
    "/settings/findings",
    summary="Choose the rule",
    **answers(SettingsShown, 409, 413),
    openapi_extra=asks(FindingSettings, majority={"rule": "majority"}, hierarchy={"rule": "hierarchy", "hierarchy": ["medical", "ngo", "police"]}),
)
def choose_rule(request: Request, person: Editor, asked: Annotated[FindingSettings, Depends(Body(FindingSettings))]) -> Response:
    """The rule of all findings: range, conservative, majority, latest-official or hierarchy (with its order of speakers). Findings change at once."""
    kinds = [kind.value for kind in SpeakerKind]
    if asked.rule not in RULES:
        raise BodyError(f"there is no rule {asked.rule[:40]!r}; there are: {', '.join(RULES)}")
    if not set(asked.hierarchy) <= set(kinds) or len(set(asked.hierarchy)) != len(asked.hierarchy):
        raise BodyError(f"the hierarchy names kinds of speakers, each once: {', '.join(kinds)}")
    workspace = workspace_of(request)
    workspace.store.settings.put(asked, by=person.name)
    workspace.refresh()
    return answer(_settings(workspace))


@router.put(
    "/settings/masking",
    summary="Choose what is withheld",
    **answers(SettingsShown, 409, 413),
    openapi_extra=asks(MaskingSettings, withhold={"people": False}),
)
def choose_masking(request: Request, person: Admin, asked: Annotated[MaskingSettings, Depends(Body(MaskingSettings))]) -> Response:
    """Show or withhold the names of private persons, here, on pages and in exports. Contact details are withheld always."""
    workspace = workspace_of(request)
    workspace.store.settings.put(asked, by=person.name)
    return answer(_settings(workspace))


def _settings(workspace: Workspace) -> SettingsShown:
    chosen = workspace.store.settings
    return SettingsShown(findings=chosen.get(FindingSettings), masking=chosen.get(MaskingSettings))


@router.get("/audit", summary="Audit log", **answers(AuditList))
def audit(
    request: Request,
    _person: Reader,
    by: _Text = None,
    action: _Text = None,
    subject: _Text = None,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="Entries before this number.")] = None,
) -> Response:
    """Who did what, and when; the last 100 entries, or those before a number."""
    found = workspace_of(request).store.audit.entries(by=by, action=action, subject=subject, before=before, limit=_ENTRIES + 1)
    return answer(AuditList(entries=tuple(found[:_ENTRIES]), before=found[_ENTRIES - 1].number if len(found) > _ENTRIES else None))
