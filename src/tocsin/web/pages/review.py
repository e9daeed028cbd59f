"""The review queue: one claim at a time, the one first about which a decision matters most; and every decision about a claim."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from tocsin.core.claims import MEASURES, Role
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.values import PartOfDay, Place, PlaceKind
from tocsin.export.crosswalk import countries, sectors
from tocsin.resources.codebook import shipped_codebook
from tocsin.store.cards import Filter
from tocsin.web.correcting import ACTOR_KINDS, KINDS, LINKS, PROPERTY_KINDS, CorrectionError, gazetteer, kind_of, roles_for
from tocsin.web.people import Coder, Level, Person, Reader
from tocsin.web.queueing import MODES, Asked, Turn, turn
from tocsin.web.rendering import render
from tocsin.web.reported import STATES, Reported
from tocsin.web.reviewing import changes_claims, met_meanwhile, notice_of, review_of, undoing
from tocsin.web.viewing import FACTUALITY_NAMES
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

CHOICES = {
    "modalities": [one.value for one in Modality],
    "factualities": {one.value: FACTUALITY_NAMES[one.value] for one in Factuality},
    "speaker_kinds": [one.value for one in SpeakerKind if one is not SpeakerKind.WRITER],
    "actor_kinds": ACTOR_KINDS,
    "property_kinds": PROPERTY_KINDS,
    "parts_of_day": [one.value for one in PartOfDay],
    "sectors": {code: row.label for code, row in sectors().items()},
    "countries": {code: row.name for code, row in countries().items()},
    "families": shipped_codebook().families(),
    "roles": list(Role),
    "measures": MEASURES,
    "kinds": KINDS,
    "links": LINKS,
    "states": STATES,
}
"""What forms offer, for templates."""


async def form_of(request: Request) -> FormData:
    """The fields that were sent."""
    return await request.form()


Fields = Annotated[FormData, Depends(form_of)]


def asked_of(
    mode: str = "new",
    event: str | None = None,
    role: str | None = None,
    skip: Annotated[str, Query(max_length=4000)] = "",
    claim: str | None = None,
    home: str | None = None,
) -> Asked:
    """Which claims the address asks for. Raises HTTPException for what there is not."""
    known = {one.value: one for one in Role}
    if mode not in MODES:
        raise HTTPException(422, f"there is no queue {mode}; there are: {', '.join(MODES)}")
    if role and role not in known:
        raise HTTPException(422, f"there is no role {role}; there are: {', '.join(known)}")
    passed = tuple([one for one in skip.split(".") if one])
    return Asked(mode=mode, event=event or None, role=known[role] if role else None, skip=passed, claim=claim or None, home=home or None)


@router.get("/review")
def page(
    request: Request,
    person: Reader,
    asked: Annotated[Asked, Depends(asked_of)],
    done: str | None = None,
    met: str | None = None,
    correct: str | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The next claim of the queue."""
    return _page(request, person, asked, done=done, met=met, correct=correct, q=q)


@router.get("/places")
def places(request: Request, person: Reader, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Places to choose from, by the beginning of a name."""
    return render(request, "places.html", person, places=found_places(q), q=q)


@router.post("/claims/{key}/review")
def decide(request: Request, person: Coder, key: str, fields: Fields, asked: Annotated[Asked, Depends(asked_of)]) -> Response:
    """Accept, reject or correct a claim. Nobody's earlier decision is lost: when another person decided meanwhile, both are kept and shown."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    document = store.queue.document_of(key)
    if document is None:
        raise HTTPException(404, f"there is no claim {key}")
    form = {name: str(value) for name, value in fields.items()}
    reported = Reported(store, document, blind=asked.mode == "second")
    standing = reported.standing(key)
    try:
        review = review_of(reported, standing, form, person.name)
    except CorrectionError as error:
        shown = asked if asked.claim is not None else asked.at(key)
        return _page(request, person, shown, correct=form.get("dialog"), problem=str(error), status=422)
    met = met_meanwhile(store, key, form.get("seen", ""), person.name)
    before = Reported(store, document).standing(key) if asked.mode == "second" else standing
    store.reviews.add(review)
    if changes_claims(before, review):
        workspace.refresh_behind()
    told = {"done": review.id} | ({"met": met.id} if met is not None else {})
    if asked.home == "report":
        now = Reported(store, document).standing(key)
        return RedirectResponse(f"/reports/{document}?{urlencode(told)}#c-{now.claim.key}", 303)
    stays = asked.claim is not None and asked.claim != key  # what was corrected is another claim of the telling
    return RedirectResponse((asked if stays else asked.plain()).address(**told), 303)


@router.post("/reviews/{review_id}/undo")
def undo(request: Request, person: Coder, review_id: str, asked: Annotated[Asked, Depends(asked_of)]) -> Response:
    """Take a decision back: one's own, or as an editor anybody's."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    review = store.reviews.get(review_id)
    if review.by != person.name and person.level < Level.EDITOR:
        raise HTTPException(403, f"this is {review.by}'s decision: an editor may take it back")
    if review.undoes is not None:
        raise HTTPException(409, "what takes a decision back is not taken back itself: decide again")
    taken = undoing(review, person.name)
    store.reviews.add(taken)
    workspace.refresh_behind()
    if asked.home == "report":
        return RedirectResponse(f"/reports/{review.document}?done={taken.id}#claims", 303)
    return RedirectResponse(asked.at(review.claim).address(done=taken.id), 303)


def found_places(q: str) -> tuple[Place, ...]:
    """The places of the gazetteer that a search finds, with their units by name."""
    return tuple([gazetteer().place(row) for row in gazetteer().search(q)]) if q.strip() else ()


def _page(
    request: Request,
    person: Person,
    asked: Asked,
    *,
    done: str | None = None,
    met: str | None = None,
    correct: str | None = None,
    q: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    workspace: Workspace = request.app.state.workspace
    now = turn(workspace, person.name, asked)
    partial = request.headers.get("hx-request") == "true"
    answer = render(
        request, "review_turn.html" if partial else "review.html", person, status, asked=asked, turn=now, modes=MODES,
        totals=workspace.store.cards.totals(Filter()), notice=notice_of(workspace.store, done, met) if done is not None else None, correct=correct,
        q=q, found=found_places(q), problem=problem, may=person.level >= Level.CODER, dialogs=_dialogs(now) if now is not None else {},
        PlaceKind=PlaceKind, **CHOICES,
    )  # fmt: skip
    if partial and request.method == "GET":
        answer.headers["HX-Push-Url"] = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    return answer


def _dialogs(now: Turn) -> dict[str, dict[str, Any]]:
    """The corrections that the page offers, each with the claim it is of: type, place and date also from beside another claim of the telling."""
    standing = now.standing
    kind = kind_of(standing.claim)
    masking, here = now.reported.masking, (now.reported.document.id,)
    made: dict[str, dict[str, Any]] = {}
    for name in ("type", "place", "date"):
        own = standing if kind == name else now.own.get(name)
        if own is not None and own.stands and kind_of(own.claim) == name:
            made[name] = {"standing": own, "what": "value", "kind": name}
    if kind not in made:
        made["value"] = {"standing": standing, "what": "value", "kind": kind}
    for name in ("role", "attribution", "factuality"):
        made[name] = {"standing": standing, "what": name, "kind": kind, "roles": roles_for(standing.claim)}
    for dialog in made.values():
        claim = dialog["standing"].claim
        shown = masking.whole(claim.value, here)
        links = [(link, masking.speaker(link, here)) for link in claim.attribution[:LINKS]]
        dialog |= {
            "value": shown,
            "withheld": shown != claim.value,
            "words": claim.quote if masking.text(claim.quote, here) == claim.quote else "",
            "speakers": [{"words": link.quote if words == link.quote else "", "kind": link.kind.value} for link, words in links],
        }
    return made
