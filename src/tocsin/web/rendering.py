"""Templates: what every page knows, and how values are written on pages."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response

from tocsin import __version__
from tocsin.export.phrasing import bounds, days, finding_in_words, in_words
from tocsin.web.marking import visible
from tocsin.web.people import Person
from tocsin.web.security import FormTokens

NAVIGATION = (
    ("/", "Events", "g e"),
    ("/stories", "Stories", "g s"),
    ("/reports", "Reports", "g r"),
    ("/review", "Review", "g v"),
    ("/add", "Add", "g a"),
)


@cache
def templates() -> Jinja2Templates:
    """The pages. Everything is escaped and can be seen, and a name that is not given is an error.

    What a form sends back as it got it is written with the filter `verbatim`: signs in it would be taken for what was written.
    """
    environment = Environment(
        loader=PackageLoader("tocsin.web", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_seen,
    )  # fmt: skip
    environment.filters |= {"in_words": in_words, "days": days, "finding_in_words": finding_in_words, "verbatim": escape}
    environment.globals |= {"bounds": bounds, "version": __version__, "navigation": NAVIGATION}
    return Jinja2Templates(env=environment)


def _seen(written: object) -> object:
    """What a template writes, with a sign for each character that would not be seen or would turn others round; markup stays as it is."""
    return visible(written) if isinstance(written, str) and not isinstance(written, Markup) else written


def render(request: Request, name: str, person: Person | None, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - for the template
    """The page `name` for this person; `context` is what the page itself needs."""
    tokens: FormTokens = request.app.state.tokens
    known = {"person": person, "csrf": tokens.make(person.session) if person is not None else "", "workspace": request.app.state.workspace}
    return templates().TemplateResponse(request, name, {**known, **context}, status_code=status)
