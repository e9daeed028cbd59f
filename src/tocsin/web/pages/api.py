"""The interface for programs: its routes, its OpenAPI document, and a page that shows what is in it."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from tocsin.web.api import describing
from tocsin.web.api.answering import REFUSALS
from tocsin.web.people import Reader
from tocsin.web.rendering import render

router = APIRouter(include_in_schema=False)
router.include_router(describing.router)


@router.get("/api")
def page(request: Request, person: Reader) -> Response:
    """What programs can ask, with examples."""
    about = describing.document()["info"]["description"].strip().split("\n\n")
    address = f"{request.url.scheme}://{request.url.netloc}"
    return render(
        request, "api.html", person, about=about, parts=describing.parts(), records=describing.described(), refusals=REFUSALS, address=address
    )


@router.get("/api/openapi.json")
def document(_person: Reader) -> Response:
    """The OpenAPI document."""
    return JSONResponse(describing.document())
