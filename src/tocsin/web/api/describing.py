"""The OpenAPI document, made of the routes and of the records, and the page that shows it."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from textwrap import dedent
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from tocsin import __version__
from tocsin.core.record import Record
from tocsin.web.api import claims, events, judgements, reports, store
from tocsin.web.api.records import ALL
from tocsin.web.people import Needs

PREFIX = "/api/v1"
_ABOUT = """\
Read news reports of unrest into claims, and reconcile them into events, findings and stories. A claim is what somebody said, not what Tocsin
believes; every answer says who said it.

One person on their own machine needs no token. In a team, send one as `Authorization: Bearer tocsin_...`; it is made under Accounts. A program may
do what its person may: a reader looks and downloads, a coder also adds reports and reviews claims, an editor also judges events and chooses the
rule, an admin also chooses what is withheld. Bodies are JSON; fields that are not known are refused. What is wrong is said in `detail`.
"""

router = APIRouter(prefix=PREFIX)
_PARTS = (events.router, reports.router, claims.router, judgements.router, store.router)
for part in _PARTS:
    router.include_router(part)


class Parameter(Record, frozen=True, kw_only=True):
    """One parameter of a path or query."""

    name: str
    place: str
    needed: bool
    kind: str
    words: str


class Answered(Record, frozen=True, kw_only=True):
    """One status, what it means, and the record it carries."""

    status: str
    words: str
    record: str | None


class Endpoint(Record, frozen=True, kw_only=True):
    """One route as the page shows it. `examples` are bodies, by name."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    role: str
    parameters: tuple[Parameter, ...]
    body: str | None
    examples: tuple[tuple[str, str], ...]
    answers: tuple[Answered, ...]


class Field(Record, frozen=True, kw_only=True):
    """One field of a record; `kind` is in words, `link` the record it leads to."""

    name: str
    kind: str
    link: str | None
    needed: bool


class Described(Record, frozen=True, kw_only=True):
    """One record."""

    name: str
    words: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


@cache
def document() -> Mapping[str, Any]:
    """The OpenAPI document."""
    made = get_openapi(title="Tocsin", version=__version__, description=_ABOUT, routes=router.routes)
    _, records = msgspec.json.schema_components(ALL, ref_template="#/components/schemas/{name}")
    for record in records.values():
        if "description" in record:
            record["description"] = dedent("    " + record["description"])
    made["components"] = {
        "schemas": dict(sorted(records.items())),
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "description": "A token, made under Accounts (team mode)."},
        },
    }
    made["security"] = [{"token": []}, {}]
    needed = levels()
    for path, method, operation in _operations(made):
        operation["operationId"] = _id(method, path)
        operation["x-role"] = needed[method, path]
        operation["description"] = f"{operation['description']}\n\nTakes the role {needed[method, path]}."
    return made


def levels() -> dict[tuple[str, str], str]:
    """The least role of each route, by method and path."""
    found: dict[tuple[str, str], str] = {}
    for route in [route for part in _PARTS for route in part.routes if isinstance(route, APIRoute)]:
        level = next(one.call.level for one in route.dependant.dependencies if isinstance(one.call, Needs))
        found |= {(method.lower(), PREFIX + route.path): level.name.casefold() for method in route.methods or ()}
    return found


def parts() -> Mapping[str, tuple[Endpoint, ...]]:
    """The routes by their part, in order."""
    found: dict[str, list[Endpoint]] = {}
    for path, method, operation in _operations(document()):
        found.setdefault(operation["tags"][0], []).append(_endpoint(path, method, operation))
    return {tag: tuple(of) for tag, of in found.items()}


def described() -> tuple[Described, ...]:
    """The records, by name."""
    return tuple([_described(name, schema) for name, schema in document()["components"]["schemas"].items()])


def _operations(made: Mapping[str, Any]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _id(method: str, path: str) -> str:
    words = path.removeprefix(PREFIX).replace("{", "by-").replace("}", "").strip("/").replace("/", "-").replace("_", "-")
    return f"{method}-{words}"


def _endpoint(path: str, method: str, operation: Mapping[str, Any]) -> Endpoint:
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Endpoint(
        id=operation["operationId"], method=method.upper(), path=path, summary=operation["summary"],
        words=operation["description"].rpartition("\n\n")[0], role=operation["x-role"],
        parameters=tuple(
            [
                Parameter(
                    name=one["name"], place=one["in"], needed=one.get("required", False), kind=_kind(one["schema"])[0],
                    words=one.get("description") or one["schema"].get("description", ""),
                )
                for one in operation.get("parameters", ())
            ]
        ),
        body=_name(asked["schema"]) if asked else None,
        examples=tuple([(name, json.dumps(one["value"], indent=2)) for name, one in asked.get("examples", {}).items()]),
        answers=tuple(
            [
                Answered(status=status, words=one["description"], record=_name(one["content"].get("application/json", {}).get("schema", {})))
                for status, one in sorted(operation["responses"].items())
            ]
        ),
    )  # fmt: skip


def _described(name: str, schema: Mapping[str, Any]) -> Described:
    needed = set(schema.get("required", ()))
    fields = []
    for field, of in schema.get("properties", {}).items():
        kind, link = _kind(of)
        fields.append(Field(name=field, kind=kind, link=link, needed=field in needed))
    values = tuple([str(value) for value in schema.get("enum", ())])
    return Described(name=name, words=schema.get("description", ""), fields=tuple(fields), values=values)


def _name(schema: Mapping[str, Any]) -> str | None:
    return str(schema["$ref"]).rpartition("/")[2] if "$ref" in schema else None


def _kind(schema: Mapping[str, Any]) -> tuple[str, str | None]:
    """What a value is, in words, and the record it leads to."""
    name = _name(schema)
    if name is not None:
        return name, name
    if "anyOf" in schema:
        kinds = [_kind(one) for one in schema["anyOf"]]
        link = next((link for _, link in kinds if link is not None), None)
        return ("any value" if "discriminator" in schema else " or ".join(dict.fromkeys([kind for kind, _ in kinds]))), link
    if "enum" in schema:
        return " | ".join([str(value) for value in schema["enum"]]), None
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return f"[{', '.join([_kind(one)[0] for one in schema['prefixItems']])}]", None
        kind, link = _kind(schema.get("items") or {})
        return f"list of {kind}", link
    return _FORMATS.get(str(schema.get("format")), _TYPES.get(str(schema.get("type")), "anything")), None


_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "object": "names and values", "null": "null"}
_FORMATS = {"date": "day", "date-time": "moment"}
