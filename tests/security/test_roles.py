"""Which role each address takes: a new address is refused by this table until somebody has thought about it."""

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute

from tests.security.roles import ROLES
from tocsin.web.pages import ROUTERS
from tocsin.web.people import Needs


def _routes(routers: Any, prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    """Every route with its whole address."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield prefix + route.path, route
            else:  # routers within a router
                yield from _routes([route.original_router], prefix + route.include_context.prefix)


def _needed(route: APIRoute) -> str:
    """The least role that the route's own dependencies ask for; "anyone" where none asks."""
    found = [one.call.level for one in route.dependant.dependencies if isinstance(one.call, Needs)]
    return max(found).name.casefold() if found else "anyone"


def test_every_address_takes_the_role_that_the_table_gives_it() -> None:
    """No address is open by oversight, and none asks for another role than was decided."""
    asked = {f"{method} {path}": _needed(route) for path, route in _routes(ROUTERS) for method in sorted(route.methods - {"HEAD"})}
    assert asked == {address: role for role, addresses in ROLES.items() for address in addresses}
