"""The lexicons and code books, compiled from `resources/` by `resources/build.py`, as typed entries."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from tocsin.errors import ResourceError

Entry = TypeVar("Entry")

_FILE = "lexicons.json"


class Lexicons:
    """All lexicons of one compiled file; entries are decoded on first use into the type that asks for them."""

    def __init__(self, data: bytes) -> None:
        """Take the compiled JSON: an object of name -> list of entries. Raises ResourceError when it is not that."""
        try:
            self._raw = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        except msgspec.MsgspecError as error:
            raise ResourceError(f"{_FILE} cannot be read ({error}); run: python -m resources.build") from error
        self.sha256 = hashlib.sha256(data).hexdigest()

    def entries(self, name: str, kind: type[Entry]) -> tuple[Entry, ...]:
        """The entries of lexicon `name`. Raises ResourceError when there is no such lexicon or an entry does not fit `kind`."""
        raw = self._raw.get(name)
        if raw is None:
            raise ResourceError(f"no lexicon named {name}; there are: {', '.join(sorted(self._raw))}")
        try:
            return msgspec.json.decode(raw, type=tuple[kind, ...])  # type: ignore[valid-type]
        except msgspec.ValidationError as error:
            raise ResourceError(f"lexicon {name} does not fit {kind.__name__}: {error}") from error


@cache
def shipped_lexicons() -> Lexicons:
    """The lexicons inside the package. Raises ResourceError when they are missing."""
    path = files("tocsin.data").joinpath(_FILE)
    if not path.is_file():
        raise ResourceError(f"{_FILE} is missing from the installed package; reinstall tocsin, or run: python -m resources.build")
    return Lexicons(path.read_bytes())
