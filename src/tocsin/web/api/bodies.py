"""Bodies of requests: JSON, decoded into a record and no more lenient than it is."""

from typing import Generic, TypeVar

import msgspec
from fastapi import Request

from tocsin.core.record import Record
from tocsin.errors import TocsinError

Asked = TypeVar("Asked", bound=Record)


class BodyError(Exception):
    """A body that is not what is asked for; the message says where and why."""


class Body(Generic[Asked]):
    """A dependency: the record that the request's body holds."""

    def __init__(self, kind: type[Asked]) -> None:
        """Take what is asked for."""
        self.kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    async def __call__(self, request: Request) -> Asked:
        """The record. Raises BodyError."""
        body = await request.body()
        try:
            return self._decoder.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, TocsinError, RecursionError) as error:
            raise BodyError(f"the body is not what is asked for: {error}") from error
