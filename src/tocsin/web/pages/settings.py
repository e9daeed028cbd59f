"""Settings: how findings are made, what is masked, and what the store holds. Every change is kept with who made it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from tocsin.core.scales import SpeakerKind
from tocsin.reconcile.compare import RULE
from tocsin.reconcile.rules import NEAREST_FIRST, RULES
from tocsin.store.holding import holding
from tocsin.store.settings import FindingSettings, MaskingSettings
from tocsin.web.people import NAME_COOKIE, Admin, Editor, Reader
from tocsin.web.rendering import render
from tocsin.web.workspace import Workspace

router = APIRouter()

RULE_SENTENCES = {
    "range": "Low and high are the lowest and highest standing figures; best is what more than half of the independent voices say, else the latest.",
    "conservative": "The lowest standing figure.",
    "majority": "The number that more than half of the independent voices say; none when there is none.",
    "latest-official": "The latest figure of an authority: government, police, military, prosecutors, hospitals.",
    "hierarchy": "The latest figure of the first kind of speaker in your order that gives one.",
}
_YEAR = 365 * 24 * 60 * 60


@router.get("/settings", include_in_schema=False)
def page(request: Request, person: Reader) -> Response:
    """All settings."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    findings = store.settings.get(FindingSettings)
    order = findings.hierarchy or tuple([kind.value for kind in NEAREST_FIRST])
    return render(
        request, "settings.html", person, findings=findings, order=order, left_out=[kind.value for kind in SpeakerKind if kind.value not in order],
        rules=RULE_SENTENCES, masking=store.settings.get(MaskingSettings), counts=store.counts(), last=store.events.last(),
        reviewers=store.reviews.by_person(), holding=holding(store),
    )  # fmt: skip


@router.post("/settings/rule", include_in_schema=False)
def choose_rule(request: Request, person: Editor, rule: Annotated[str, Form()]) -> Response:
    """Another rule for all findings."""
    if rule not in RULES:
        raise HTTPException(422, f"there is no rule {rule}; choose one of: {', '.join(RULES)}")
    workspace: Workspace = request.app.state.workspace
    before = workspace.store.settings.get(FindingSettings)
    workspace.store.settings.put(FindingSettings(rule=rule, hierarchy=before.hierarchy), by=person.name)
    workspace.refresh()
    return RedirectResponse("/settings#rule", 303)


@router.post("/settings/hierarchy", include_in_schema=False)
def reorder(request: Request, person: Editor, kind: Annotated[str, Form()], move: Annotated[str, Form()]) -> Response:
    """Move one kind of speaker up or down, leave it out, or take it in again at the end."""
    workspace: Workspace = request.app.state.workspace
    before = workspace.store.settings.get(FindingSettings)
    order = list(before.hierarchy or [one.value for one in NEAREST_FIRST])
    if kind not in {one.value for one in SpeakerKind} or (move == "in") == (kind in order):
        raise HTTPException(422, f"{kind} cannot be moved {move}")
    at = order.index(kind) if kind in order else len(order)
    match move:
        case "up" | "down":
            other = at + (1 if move == "down" else -1)
            if 0 <= other < len(order):
                order[at], order[other] = order[other], order[at]
        case "out":
            if len(order) == 1:
                raise HTTPException(422, "one kind of speaker must stay in the order")
            order.remove(kind)
        case "in":
            order.append(kind)
        case _:
            raise HTTPException(422, f"{kind} cannot be moved {move}")
    workspace.store.settings.put(FindingSettings(rule=before.rule, hierarchy=tuple(order)), by=person.name)
    if before.rule == "hierarchy":
        workspace.refresh()
    return RedirectResponse("/settings#hierarchy", 303)


@router.post("/settings/masking", include_in_schema=False)
def mask(request: Request, person: Admin, people: Annotated[bool, Form()] = False) -> Response:
    """Show or withhold the names of private persons."""
    workspace: Workspace = request.app.state.workspace
    workspace.store.settings.put(MaskingSettings(people=people), by=person.name)
    return RedirectResponse("/settings#masking", 303)


@router.post("/settings/name", include_in_schema=False)
def call_me(request: Request, _person: Reader, name: Annotated[str, Form(max_length=60)]) -> Response:
    """What to call the one person of local mode: the name their decisions are kept under."""
    workspace: Workspace = request.app.state.workspace
    if workspace.team:
        raise HTTPException(409, "in a team the name is that of the account")
    answer = RedirectResponse("/settings#name", 303)
    if not name.strip() or not name.isprintable():
        raise HTTPException(422, "write a name of one line")
    if name.strip().casefold() == RULE:
        raise HTTPException(422, f"{RULE} is what decisions of the rule are kept under; choose another name")
    answer.set_cookie(NAME_COOKIE, quote(name.strip()), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


@router.post("/settings/check", include_in_schema=False)
def check(request: Request, person: Editor) -> Response:
    """Compare every hash, key, span and link of the store."""
    workspace: Workspace = request.app.state.workspace
    return render(request, "check.html", person, problems=workspace.store.check(), counts=workspace.store.counts())
